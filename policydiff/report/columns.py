"""What the columns of a spreadsheet are called in Chinese; in English their names say it."""

from policydiff.report.labels import Lang

_ZH = {
    "previous": "前期",
    "current": "本期",
    "plan": "计划",
    "plans": "计划",
    "relation": "两期关系",
    "code": "主题代码",
    "name": "主题",
    "status": "状态",
    "tasks": "任务",
    "count": "任务数",
    "share": "占比",
    "rank": "位次",
    "side": "所在",
    "task": "任务编号",
    "number": "序号",
    "title": "标题",
    "shape": "对应形式",
    "full_links": "完整关联",
    "partial_links": "部分关联",
    "nearest": "最接近者",
    "nearest_score": "最接近者得分",
    "theme": "主要主题",
    "secondary_themes": "其他主题",
    "line_start": "起始行",
    "line_end": "结束行",
    "link": "关联编号",
    "certainty": "把握",
    "strength": "强度",
    "score": "得分",
    "lines": "行",
    "shared_words": "共有词",
    "object": "指标",
    "unit": "单位",
    "change": "变化",
    "reason": "不可比原因",
    "comparator": "比较符",
    "value": "数值",
    "value_max": "数值上限",
    "quote": "原文",
    "line": "行",
    "year": "年份",
    "measure": "举措编号",
    "text": "举措",
}


def column_title(name: str, lang: Lang) -> str:
    """Return the heading of a column.

    >>> column_title("previous_share", Lang.ZH), column_title("previous_share", Lang.EN)
    ('前期占比', 'previous share')
    """
    if lang is Lang.EN:
        return name.replace("_", " ")
    if name in _ZH:
        return _ZH[name]
    side, _, rest = name.partition("_")
    return _ZH[side] + _ZH[rest]
