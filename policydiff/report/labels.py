"""The words that reports, evaluations and spreadsheets use, in Chinese and in English.

What ``new`` and ``dropped`` are called depends on the relation of the two plans: only a
longitudinal pair supports 退出. The machine values stay the same.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from policydiff.model import (
    Change,
    Comparator,
    Completeness,
    Depth,
    DepthReason,
    Event,
    Level,
    Note,
    Open,
    Relation,
    Status,
    Strength,
)
from policydiff.report import Lang


class Bilingual(Enum):
    """Words of a report by name: (Chinese, English); ``{}`` holds a value."""

    def of(self, lang: Lang, **values: object) -> str:
        """Return the words in a language, with its values put in.

        >>> Label.FULL_COUNT.of(Lang.EN, n=3)
        '3 full'
        """
        text: str = self.value[0] if lang is Lang.ZH else self.value[1]
        return text.format(**values) if values else text


class Label(Bilingual):
    """A word or short phrase of a report."""

    COMPARISON = ("工作要点对照", "Comparison of work plans")
    OUTLINE = ("计划提纲", "What was read")
    PLANS = ("计划", "Plans")
    PLAN = ("计划", "Plan")
    YEAR = ("年份", "Year")
    ISSUER = ("发文单位", "Issuer")
    LEVEL = ("层级", "Level")
    TITLE = ("标题", "Title")
    DOCUMENT_NUMBER = ("文号", "Document number")
    ISSUED_ON = ("日期", "Date")
    SCOPE = ("范围", "Scope")
    COMPLETENESS = ("完整程度", "Completeness")
    DEPTH = ("任务单位", "Tasks are")
    SOURCE = ("来源", "Source")
    TASK = ("任务", "Task")
    TASKS = ("任务", "Tasks")
    THEME = ("主题", "Theme")
    THEMES = ("主题", "Themes")
    THEME_TIMELINE = ("主题变化", "Themes over time")
    NO_THEME = ("未归类", "no theme")
    CELL_LEGEND = (
        "数字为涉及的任务数与占全文比例；比例按首要主题计，合计 100%，– 为仅兼及，· 为没有；"
        "按变动大小排列",
        "numbers: tasks, share of the text by primary theme (adds up to 100%; –: secondary only, "
        "·: none); sorted by change",
    )
    ELSEWHERE_LEGEND = (
        "并入他题、前期属他题：另一份计划未单列该主题，但有任务在其他主题下承接；提及：仅有其用语",
        "under other themes: no task of the other plan is coded with it, but its work goes on "
        "there; mentioned: its words alone",
    )
    LINKS = ("关联", "Links")
    STATUS = ("状态", "Status")
    STRENGTH = ("强度", "Strength")
    SCORE = ("得分", "Score")
    SHARED = ("共有词", "Shared words")
    TASK_GROUPS = ("任务对照", "Tasks side by side")
    PARTIAL_LINKS = (
        "其他部分关联（任务之间个别举措延续）",
        "Further partial links (single measures carried on)",
    )
    UNCERTAIN = ("存疑关联（未采用，请核对）", "Uncertain links (not used, please check)")
    UNLINKED = (
        "没有对应的任务及最接近者",
        "Tasks without a counterpart, and what came nearest",
    )
    ACCEPTED = ("采用", "linked")
    PERSON = ("人工", "a person")
    PROGRAM = ("程序", "a program")
    CONFIRMED = ("确认", "confirmed")
    CHANGED = ("改判", "changed")
    REJECTED = ("否定", "rejected")
    RULED = ("{who}{ruling}", "{ruling} by {who}")
    DECIDED_BY = ("（{by}）", " ({by})")
    DECISIONS = ("人工结论 {n} 条：{told}。", "{n} decisions: {told}.")
    THEME_DECISIONS = (
        "人工定主题 {n} 项：确认 {same}、改判 {changed}。",
        "{n} themes decided on: {same} confirmed, {changed} changed.",
    )
    PENDING = (
        "另有 {n} 条结论未采用，待复核（文字已变、互相矛盾或无此主题）。",
        "{n} decisions are not applied: their text has changed, they contradict each other, or"
        " there is no such theme.",
    )
    NOT_IN_CODEBOOK = ("编码表无此主题", "no such theme in the codebook")
    STALE = ("人工结论待复核（文字已变）", "stale decision, its text has changed")
    CONFLICT = ("人工结论互相矛盾", "contradicting decisions")
    DOUBTFUL = ("存疑", "uncertain")
    NEAREST = ("最接近者（未采用）", "Nearest counterpart (rejected)")
    NONE = ("无", "none")
    PREVIOUS = ("前期", "Previous")
    CURRENT = ("本期", "Current")
    NOTES = ("说明", "Notes")
    ONE_LINE = ("第 {first} 行", "line {first}")
    MEASURES = ("举措", "Measures")
    TARGETS = ("量化指标", "Targets")
    TARGET = ("指标", "Target")
    VALUE = ("数值", "Value")
    QUOTE = ("原文", "Quote")
    CHANGE = ("变化", "Change")
    NO_HEADING = ("（原文缺标题）", "(heading lost in the source)")
    ANSWER_PREVIOUS = ("前期{n}项：{told}", "Previous plan, {n} tasks: {told}")
    ANSWER_CURRENT = ("本期{n}项：{told}", "current plan, {n} tasks: {told}")
    ANSWER_COUNT = ("{word}{n}", "{n} {word}")
    ANSWER_TASKS = ("{word}的任务{n}项：{names}", "Tasks {word} ({n}): {names}")
    ANSWER_THIN = (
        "{side}延续但依据薄弱、宜核对的任务{n}项：{names}",
        "{side}: tasks continued on thin evidence, to be checked ({n}): {names}",
    )
    ANSWER_DOUBT = (
        "{name}（存疑：或即对方的{near}，概率 {score}）",
        "{name} (doubtful: perhaps {near} of the other, probability {score})",
    )
    ANSWER_THEMES = ("{word}的主题{n}个：{names}", "Themes {word} ({n}): {names}")
    ANSWER_ELSEWHERE_DROPPED = (
        "不再单列、但任务或用语仍在的主题{n}个：{names}",
        "Themes without a task of their own now, whose work or words go on ({n}): {names}",
    )
    ANSWER_ELSEWHERE_NEW = (
        "本期单列、但任务或用语前期已有的主题{n}个：{names}",
        "Themes with a task of their own now, whose work or words were there ({n}): {names}",
    )
    ANSWER_WENT_TO = ("{name}（并入{names}）", "{name} (now under {names})")
    ANSWER_CAME_FROM = ("{name}（前期属{names}）", "{name} (before, under {names})")
    ANSWER_STILL_SAID = ("{name}（仍提“{names}”）", "{name} (still mentioned: {names})")
    ANSWER_SAID_BEFORE = ("{name}（前期提过“{names}”）", "{name} (mentioned before: {names})")
    ANSWER_TOLD = ("{what}：{told}", "{what}: {told}")
    ANSWER_MOVED = ("占比变动最大：{names}", "Largest shifts of share: {names}")
    TIGHTENED = ("上限收紧", "tightened")
    LOOSENED = ("上限放宽", "loosened")
    ANSWER_TARGETS = ("{word}{n}项（{names}）", "{n} {word} ({names})")
    ANSWER_TARGETS_ALONE = ("{word}{n}项", "{n} {word}")
    ANSWER_REST = ("{names}等", "{names} and others")
    ANSWER_LINKS = ("依据：{told}", "rests on links: {told}")
    EXTENT_LEGEND = (
        "延续下的 n/m：前期该任务 m 项举措中有 n 项延续，0/m 为仅标题相承；同号两句互相对应。",
        "n/m: of m measures of the previous task n go on (0: its title alone); quotes of one "
        "number answer each other.",
    )
    MORE = (
        "未显示：{parts}。看其一：--show 名称；全部：--show all，或 -o report.html",
        "Not shown: {parts}. One of them: --show NAME; everything: --show all, or -o report.html",
    )
    IN_PART = ("部分", "in part")
    FULL_COUNT = ("整体对应 {n}", "{n} full")
    PARTIAL_COUNT = ("部分对应 {n}", "{n} partial")
    UNCERTAIN_COUNT = ("存疑 {n}", "{n} uncertain")
    EXPLAIN = ("两项任务的关联依据", "Why these two tasks are linked, or not")
    VERDICT_FULL = ("整体对应：同一项工作", "Full link: the same line of work")
    VERDICT_PARTIAL = ("部分对应：至少一项举措延续", "Partial link: some measures carried on")
    VERDICT_NONE = ("未关联", "Not linked")
    VERDICT_LONE = ("{task} 无对应任务", "{task} has no counterpart")
    MACHINE_VIEW = ("程序：", "The program: ")
    DECISION_NOTE = ("；备注：{note}", "; note: {note}")
    EVIDENCE = ("证据", "Evidence")
    NO_EVIDENCE = ("没有相互对应的举措", "No measures answer to each other")
    OTHER_LINKS = ("两项任务的其他对应", "Other counterparts of the two")
    OTHER_MEASURES = ("其余举措", "Other measures")
    SCORE_PARTS = ("得分构成（对数几率）", "Parts of the score (log-odds)")
    FULL_PARTS = (
        "整体对应的得分构成（对数几率）",
        "Parts of the score of a full link (log-odds)",
    )
    FEATURE = ("特征", "Feature")
    PART = ("贡献", "Part")
    RUNNING = ("累计", "Sum so far")
    PROBABILITY = ("概率", "Probability")
    RANK_LINE = (
        "从前期看第 {previous} 名，从本期看第 {current} 名",
        "rank {previous} seen from the previous plan, {current} from the current one",
    )
    MISSING = ("差在哪里", "What was missing")
    WORDING = ("措辞变化", "Wording")
    REWRITTEN = ("整句改写", "rewritten")
    SAME_WORDING = ("原文未变", "unchanged")
    STEP_UP = ("力度增强", "stronger")
    STEP_SAME = ("力度相当", "as strong")
    STEP_DOWN = ("力度减弱", "weaker")
    PHRASES = (
        "首次出现与本期未见的表述",
        "Wordings first seen, and those not in the current plan",
    )
    PHRASE = ("表述", "Wording")
    ONLY_EQUIVALENTS = ("仅有 ≈ 说法", "≈ words alone")
    EQUIVALENTS_BEFORE = ("此前有 ≈ 说法", "≈ words before")
    EQUIVALENTS = (
        "≈ 词表中与所查说法同列的说法（同义或相关），不计入次数，变化也只按原词判断。",
        "≈ words that the thesaurus lists with these (the same or akin): not counted, and what"
        " happened is told of the very words.",
    )
    FIRST_MENTION = ("首次出现", "first seen")
    GONE = ("本期未见", "not in the current plan")
    NUMBER = ("序号", "No.")
    WORD_TITLE = ("工作要点对照表", "Comparison of work plans")
    WORD_LEGEND = (
        "两侧各引作为依据的语句，加粗为共有词；没有对应的任务只列标题。写出全部举措：--show all。",
        "Both sides quote what the link rests on, shared words bold; tasks without a counterpart "
        "stand by their titles. All measures: --show all.",
    )
    CONTRAST = ("对照", "Side by side")
    OVERVIEW = ("概览", "Overview")
    FLOW = ("任务流向", "How tasks flow")
    HEAT = ("主题占比", "Themes by share")
    SIDE_BY_SIDE = ("原文对照", "Side by side")
    STATUS_NEW = ("新增、自提", "new, local initiative")
    STATUS_CONTINUED = ("延续、承接", "continued, taken up")
    STATUS_DROPPED = ("退出、未承接", "dropped, not taken up")
    SEARCH = ("搜索", "Search")
    ALL = ("全部", "All")
    RELATION = ("两期关系", "Relation")
    RESET = ("清除筛选", "Clear filters")
    SHOWN = ("显示 {n} / {all} 行", "{n} of {all} rows shown")
    FLOW_TOO_LARGE = (
        "两份计划的任务太多，画出来看不清，故不画；全部对应见下。",
        "too many tasks for a picture that can be read; all that corresponds stands below.",
    )
    PICTURE_ELSEWHERE = (
        "终端不画图：用 -f markdown（Mermaid，GitHub 与 GitLab 会画）或 -o report.html",
        "not drawn in a terminal: -f markdown (Mermaid, which GitHub and GitLab draw) or "
        "-o report.html",
    )
    REST_THEMES = ("各份均仅兼及：{names}", "Secondary themes only: {names}")
    TITLES_ONLY = ("只看标题", "Titles only")
    PRINT_WHOLE = ("打印全文", "Print whole texts")
    MARK_GONE = ("删除线：前期有而本期未见。", "Struck through: not seen in the current plan.")
    MARK_NEW = ("下划线：本期新有。", "Underlined: new in the current plan.")
    MARK_OPEN = (
        "虚线：另一份中没有对应的举措，不能据此认定退出或新增。",
        "Dotted: without a counterpart in the other plan; that proves nothing dropped or new.",
    )
    SKIP = ("跳到正文", "Skip to the content")
    FLOW_HELP = (
        "每格一项任务，按主题和对应关系排列；粗带为整体对应，细带为部分对应；没有对应的任务在末尾。"
        "指向或用键盘选中一项，只亮它的去向；点开到原文。",
        "A box is a task, ordered by theme and counterpart; broad bands are full links, thin bands "
        "partial ones; what has no counterpart stands last. Point at a task, or move to it with "
        "the keys, to light its links alone; follow it to its text.",
    )
    HEAT_HELP = (
        "占全文比例（按首要主题计）；变动大的在前；– 为仅兼及。",
        "Share of the text by primary theme, what changed most first; –: secondary only.",
    )
    MADE_BY = ("由 policydiff {version} 生成", "Made by policydiff {version}")
    RESTORATION = ("整理记录", "What was cleaned")
    REPAIRS = ("修复", "Repairs")
    NOT_REPAIRED = ("未能修复（原样保留）", "Left as it stands")
    REMOVED = ("移除的行", "Lines set aside")
    UNREAD_FIGURE = ("未能读出的数字", "Figure not read")
    RULE = ("规则", "Rule")
    BEFORE = ("原文", "Before")
    AFTER = ("改为", "After")
    TIMES = ("次数", "Times")
    WHERE = ("行号", "Lines")
    CONFIDENCE = ("把握", "Confidence")
    RUNNER_UP = ("次选", "Runner-up")
    REASON = ("理由", "Reason")
    NOTHING_CHANGED = ("没有改动", "Nothing was changed")
    LEFT_OUT = ("因篇幅省略：", "Left out for length:")
    FALLEN_OUT = ("未延续的举措", "fell out")
    NOT_SHOWN = ("未逐条列出：{rest}", "not shown one by one: {rest}")
    CODEBOOK = ("主题表", "Codebook")
    CODE = ("代码", "Code")
    NAME = ("名称", "Name")
    DEFINITION = ("定义", "Definition")
    TERMS = ("词语", "Terms")
    TRACE = ("追踪", "Trace")
    TRAJECTORIES = ("工作脉络", "Lines of work")
    LINES_LEFT = (
        "另有 {n} 项只见于一份计划。≈ 为部分延续。",
        "{n} more are found in one plan only. ≈ is carried on in part.",
    )
    COUNT = ("次数", "Count")
    EVENT = ("变化", "Event")
    NOTHING_FOUND = ("没有找到", "Nothing found")
    ENCODING = ("编码", "Encoding")
    SCRIPT = ("文字", "Script")
    FORMAT = ("格式", "Format")


_STATUS: dict[Status, tuple[str, str]] = {
    Status.NEW: ("新增", "new"),
    Status.CONTINUED: ("延续", "continued"),
    Status.DROPPED: ("退出", "dropped"),
}

_CONTINUED: dict[Relation, tuple[str, str]] = {
    Relation.VERTICAL: ("承接", "taken up"),
    Relation.LATERAL: ("共有", "in both"),
}

_OPEN: dict[tuple[Open, Status], tuple[str, str]] = {
    (Open.LEVEL, Status.NEW): ("自行安排", "own initiative"),
    (Open.LEVEL, Status.DROPPED): ("未承接", "not taken up"),
    (Open.LATERAL, Status.NEW): ("仅后者有", "only in the latter"),
    (Open.LATERAL, Status.DROPPED): ("仅前者有", "only in the former"),
    (Open.SCOPE, Status.NEW): ("前期范围外", "outside the former scope"),
    (Open.SCOPE, Status.DROPPED): ("本期范围外", "outside the latter scope"),
    (Open.DIGEST, Status.NEW): ("前期摘要未见", "new, not in the former digest"),
    (Open.DIGEST, Status.DROPPED): ("摘要未见", "dropped, not in the digest"),
    (Open.EXCERPT, Status.NEW): ("前期节选未见", "new, not in the former excerpt"),
    (Open.EXCERPT, Status.DROPPED): ("节选未见", "dropped, not in the excerpt"),
    (Open.UNDECIDED, Status.NEW): ("待核：仅本期有", "to be checked: new"),
    (Open.UNDECIDED, Status.DROPPED): ("待核：仅前期有", "to be checked: dropped"),
}
"""What is said where a status proves nothing; 退出 is said of what is proved alone."""

_WORDS: dict[type[Enum], dict[Any, tuple[str, str]]] = {
    Relation: {
        Relation.LONGITUDINAL: ("纵向：同一单位前后年度", "longitudinal: same issuer, later year"),
        Relation.VERTICAL: ("上下级：承接关系", "vertical: upper and lower level"),
        Relation.SCOPE: ("范围不同：整体与专项或摘要", "scope: the two cover different ground"),
        Relation.LATERAL: (
            "并列：不是同一单位的前后年度",
            "lateral: no earlier and later year of one office",
        ),
    },
    Strength: {
        Strength.FULL: ("整体", "full"),
        Strength.PARTIAL: ("部分", "partial"),
    },
    Change: {
        Change.RAISED: ("提高", "raised"),
        Change.LOWERED: ("降低", "lowered"),
        Change.KEPT: ("不变", "kept"),
        Change.NEW: ("新增", "new"),
        Change.GONE: ("不再提出", "gone"),
        Change.NOT_COMPARABLE: ("不可比", "not comparable"),
    },
    Level: {
        Level.NATIONAL: ("国家", "national"),
        Level.PROVINCIAL: ("省级", "provincial"),
        Level.MUNICIPAL: ("市级", "municipal"),
        Level.DISTRICT: ("区县", "district"),
        Level.OTHER: ("其他", "other"),
    },
    Completeness: {
        Completeness.FULL: ("全文", "full text"),
        Completeness.DIGEST: ("摘要", "digest"),
        Completeness.EXCERPT: ("节选", "excerpt"),
    },
    Depth: {
        Depth.ITEM: ("编号条目", "numbered items"),
        Depth.PARAGRAPH: ("条目下的段落", "paragraphs of numbered items"),
    },
    DepthReason: {
        DepthReason.GIVEN: ("按 --depth", "as --depth says"),
        DepthReason.GENRE: ("按文种：报告分段列任务，计划按编号", "by genre: a report, or a plan"),
        DepthReason.LEADS: ("按各段是否以领句起头", "by how its paragraphs open"),
    },
    Comparator: {
        Comparator.EQ: ("", ""),
        Comparator.GE: ("≥", "≥"),
        Comparator.LE: ("≤", "≤"),
        Comparator.GT: (">", ">"),
        Comparator.LT: ("<", "<"),
        Comparator.RANGE: ("", ""),
        Comparator.ABOUT: ("约", "about "),
    },
    Event: {
        Event.NOT_YET: ("尚未出现", "not yet there"),
        Event.FIRST_SEEN: ("首次出现", "first seen"),
        Event.CONTINUED: ("延续", "continued"),
        Event.SPLIT: ("拆分", "split"),
        Event.MERGED: ("合并", "merged"),
        Event.REGROUPED: ("重组", "regrouped"),
        Event.IN_PART: ("部分延续", "carried on in part"),
        Event.MENTIONED: ("仅有提及", "mentioned alone"),
        Event.DROPPED: ("退出", "dropped"),
        Event.ABSENT: ("仍未出现", "still absent"),
        Event.RETURNED: ("重新出现", "returned"),
    },
}
"""The words of machine values, by the kind of value."""

_FEATURE: dict[str, tuple[str, str]] = {
    "prior": ("起点", "prior"),
    "measures": ("举措相近", "measures alike"),
    "whole": ("全文相近", "whole text alike"),
    "apart": ("全文相远", "whole text apart"),
    "plans": ("两份计划相近", "plans alike"),
    "themes": ("主题相同", "themes shared"),
    "title": ("标题相近", "titles alike"),
    "mutual": ("互为最佳对应", "each other's best match"),
    "covered": ("举措承接份额", "share of measures carried on"),
}

Word = (
    Depth | DepthReason | Relation | Strength | Change | Level | Completeness | Comparator | Event
)


def _pick(pair: tuple[str, str], lang: Lang) -> str:
    return pair[0] if lang is Lang.ZH else pair[1]


def word(value: Word, lang: Lang) -> str:
    """Return the reader's word for a machine value.

    >>> word(Strength.PARTIAL, Lang.ZH)
    '部分'
    """
    return _pick(_WORDS[type(value)][value], lang)


def status_word(status: Status, relation: Relation, lang: Lang, reason: Open | None = None) -> str:
    """Return what a status is called; where it is open, by the reason why it proves nothing.

    >>> status_word(Status.DROPPED, Relation.LONGITUDINAL, Lang.ZH)
    '退出'
    >>> status_word(Status.DROPPED, Relation.LONGITUDINAL, Lang.ZH, Open.DIGEST)
    '摘要未见'
    >>> status_word(Status.DROPPED, Relation.VERTICAL, Lang.EN)
    'not taken up'
    """
    if status is Status.CONTINUED:
        return _pick(_CONTINUED.get(relation, _STATUS[status]), lang)
    why = reason or relation.open
    return _pick(_OPEN[why, status] if why else _STATUS[status], lang)


_REASON: dict[Open, tuple[str, str]] = {
    Open.LEVEL: ("层级不同", "another level"),
    Open.LATERAL: ("单位不同", "another office"),
    Open.SCOPE: ("范围不同", "another scope"),
    Open.DIGEST: ("摘要", "digest"),
    Open.EXCERPT: ("节选", "excerpt"),
    Open.UNDECIDED: ("待核", "to be checked"),
}


def open_word(reason: Open, lang: Lang) -> str:
    """Return the reason why a status proves nothing.

    >>> open_word(Open.DIGEST, Lang.ZH)
    '摘要'
    """
    return _pick(_REASON[reason], lang)


_THEME_ELSEWHERE: dict[Status, tuple[str, str]] = {
    Status.NEW: ("前期属他题", "before, under other themes"),
    Status.DROPPED: ("并入他题", "now under other themes"),
}
_THEME_MENTIONED: dict[Status, tuple[str, str]] = {
    Status.NEW: ("前期有提及", "mentioned before"),
    Status.DROPPED: ("仍有提及", "still mentioned"),
}


def theme_word(
    status: Status,
    relation: Relation,
    lang: Lang,
    reason: Open | None = None,
    elsewhere: Sequence[str] = (),
    mentioned: Sequence[str] = (),
) -> str:
    """Return what a theme is called that no task of a plan is coded with.

    ``elsewhere`` are the tasks in which its work stands all the same, ``mentioned`` its terms that
    do: neither is 退出 or 新增, whatever the plans are.

    >>> theme_word(Status.DROPPED, Relation.LONGITUDINAL, Lang.ZH, mentioned=["无偿献血"])
    '仍有提及'
    """
    if status is not Status.CONTINUED and elsewhere:
        return _pick(_THEME_ELSEWHERE[status], lang)
    if status is not Status.CONTINUED and mentioned:
        return _pick(_THEME_MENTIONED[status], lang)
    return status_word(status, relation, lang, reason)


TARGET_STATUS = {Change.NEW: Status.NEW, Change.GONE: Status.DROPPED}
"""What a target is that one plan alone sets."""


def change_word(change: Change, relation: Relation, lang: Lang, reason: Open | None = None) -> str:
    """Return what became of a target; only a whole plan of one series can give a target up.

    >>> change_word(Change.GONE, Relation.LONGITUDINAL, Lang.ZH)
    '不再提出'
    >>> change_word(Change.GONE, Relation.LONGITUDINAL, Lang.ZH, Open.DIGEST)
    '摘要未见'
    """
    status = TARGET_STATUS.get(change)
    if status is not None and (reason or relation.open):
        return status_word(status, relation, lang, reason)
    return word(change, lang)


def event_word(
    event: Event, relation: Relation | None, lang: Lang, reason: Open | None = None
) -> str:
    """Return what happened to a line of work, told in the words of the relation.

    >>> event_word(Event.DROPPED, Relation.VERTICAL, Lang.ZH)
    '未承接'
    """
    if event is Event.DROPPED and relation is not None:
        return status_word(Status.DROPPED, relation, lang, reason)
    return word(event, lang)


def feature_word(feature: str, lang: Lang) -> str:
    """Return what a part of a score measures; an unknown part keeps its name.

    >>> feature_word("themes", Lang.ZH), feature_word("later", Lang.ZH)
    ('主题相同', 'later')
    """
    return _pick(_FEATURE.get(feature, (feature, feature)), lang)


def said(text: str, lang: Lang) -> str:
    """Return what the program says of a text in a language: a note, a reason, the name of a rule.

    >>> said("page-tools", Lang.ZH), said("the same file as a.txt", Lang.ZH)
    ('页面工具', '与 a.txt 是同一个文件')
    """
    if lang is Lang.EN:
        return text
    from policydiff.text.chinese import in_chinese

    return in_chinese(text)


def note_text(note: Note, lang: Lang) -> str:
    """Return a note in a language; English where it has no Chinese.

    >>> note_text(Note("scope", "The scopes differ.", "范围不同。"), Lang.ZH)
    '范围不同。'
    """
    return note.message_zh if lang is Lang.ZH and note.message_zh else note.message


class FigureLabel(Bilingual):
    """A word or sentence of an evaluation."""

    EVALUATION = ("评测", "Evaluation")
    GOLD = ("标准答案：{source}", "Gold: {source}")
    PAIR = ("计划对", "Pair of plans")
    MEAN = ("平均", "Mean")
    LINKS = ("关联", "Links")
    PRECISION = ("精确率", "P")
    RECALL = ("召回率", "R")
    F1 = ("F1", "F1")
    INTERVAL = ("{percent}% 区间", "{percent}% interval")
    FULL_RECALL = ("完整召回率", "Full R")
    FULL_F1 = ("完整F1", "Full F1")
    AVERAGE_PRECISION = ("平均精度", "AP")
    STATUS_ACCURACY = ("状态正确率", "Status acc.")
    STATUS_F1 = ("状态F1", "Status F1")
    COUNTS = ("找到/应有", "Found/gold")
    BASELINES = ("简单方法对照", "Simple baselines")
    METHOD = ("方法", "Method")
    THRESHOLD = ("阈值", "Threshold")
    OWN = ("本工具", "policydiff")
    BASELINES_NOTE = (
        "简单方法的阈值是逐对看着答案挑出的最佳值，真正的工具做不到；policydiff 用默认设置。",
        "A baseline's threshold is the best for each pair, picked by looking at the answers, "
        "which no real tool can do; policydiff uses its own settings.",
    )
    DISAGREEMENTS = ("{pair} 的主要分歧", "{pair}: the worst disagreements")
    DISAGREEMENT = ("分歧", "Disagreement")
    FALSE = ("多出", "not in gold")
    MISSED = ("漏掉", "missed")
    NO_DISAGREEMENT = ("没有分歧", "no disagreement")
    UNREAD = (
        "未读出的任务（不计入）：{tasks}",
        "Gold tasks that were not read (left out): {tasks}",
    )
    CURVE = ("阈值移动时", "With min_link shifted")
    CURVE_FROM = ("关联阈值", "min_link")
    THEMES = ("主题", "Themes")
    PRIMARY = ("主要主题正确", "Primary right")
    ALL_THEMES = ("全部主题", "All themes")
    TARGETS = ("量化指标", "Targets")
    TARGETS_LINE = (
        "共 {targets} 项，漏 {missed}，多 {extra}",
        "{targets}; missed {missed}, extra {extra}",
    )
    INTERVAL_NOTE = (
        "区间：对两份计划的任务各作 {resamples} 次有放回抽样，取 F1 的中间 {percent}%。",
        "Interval: the middle {percent}% of F1 over {resamples} resamples of the tasks of both "
        "plans, with replacement.",
    )
    EXPLAIN_HINT = (
        "逐对查看依据：policydiff explain 前期 本期 任务:任务",
        "To see why: policydiff explain PREVIOUS CURRENT TASK:TASK",
    )


_ZH = {
    "previous": "前期",
    "current": "本期",
    "plan": "计划",
    "plans": "计划",
    "relation": "两期关系",
    "elsewhere": "另见任务",
    "mentioned": "仍在的用语",
    "code": "主题代码",
    "name": "主题",
    "status": "状态",
    "open": "不能认定",
    "carried": "延续举措",
    "measures": "举措",
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
    "decided": "结论",
    "decided_by": "审定人",
    "theme_decided_by": "主题审定人",
    "decided_on": "审定日期",
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
