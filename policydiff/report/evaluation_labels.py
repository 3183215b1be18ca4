"""The words that evaluations use, in Chinese and in English."""

from policydiff.report.labels import Bilingual


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
    FALSE_LINKS = ("多出的关联", "Links not in the gold")
    MISSED_LINKS = ("漏掉的关联", "Links missed")
    DISAGREEMENTS = ("{pair} 的主要分歧", "{pair}: the worst disagreements")
    DISAGREEMENT = ("分歧", "Disagreement")
    FALSE = ("多出", "not in gold")
    MISSED = ("漏掉", "missed")
    NO_DISAGREEMENT = ("没有分歧", "no disagreement")
    UNREAD = (
        "未读出的任务（不计入）：{tasks}",
        "Gold tasks that were not read (left out): {tasks}",
    )
    CURVE = ("阈值移动时", "With link_from shifted")
    CURVE_FROM = ("关联阈值", "link_from")
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
