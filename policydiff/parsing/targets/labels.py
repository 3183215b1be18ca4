"""Tell the figures that promise something from those in names, dates, labels and descriptions."""

from policydiff.model import Comparator
from policydiff.parsing.targets.names import EDGES
from policydiff.text.quantities import Quantity
from policydiff.text.quantity_words import Kind, TargetWords

_ROUND = "百千万亿"
_MILLIONS = ("百万", "千万")
_SIZES = ("以上", "以下", "以内")
_SOME = ("余", "多")
_MANY = 20  # 加强五个新城 names a set; a set of more has no such name
_SEVERAL = 10  # 三支队伍, 四首经济 are names, 十五座桥梁 are none
_FIRST_YEAR = 1900
_LARGE = 10_000  # 两亿元 is an amount; 八方, 三米 are not


def is_label(quantity: Quantity, clause: str, words: TargetWords) -> bool:
    """Tell whether a number is part of a name, a label, a date or an attribute.

    >>> from policydiff.text.quantities import find_quantities
    >>> from policydiff.text.quantity_words import target_words
    >>> words = target_words()
    >>> def labels(text: str) -> list[bool]:
    ...     return [is_label(quantity, text, words) for quantity in find_quantities(text, words)]
    >>> labels("新建3家医院"), labels("二级以上第3家医院"), labels("由35元提高到40元")
    ([False], [True], [True, False])
    """
    before, after = clause[: quantity.start], clause[quantity.end :]
    if words.frame.search(clause) or _is_named(quantity, before, after, words):
        return True
    if quantity.kind is Kind.TIME:
        return not _is_set_time(quantity, before, after, words)
    if _is_description(quantity, before, after, words):
        return True
    return not quantity.numeral[0].isdigit() and _is_set_phrase(quantity, before, after, words)


def _is_named(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether what stands around a number makes it a name, a place or the level before."""
    if words.name_before.search(before) or words.name_after.match(after):
        return True
    if words.base_before.search(before) and words.base_behind.match(after):
        return True
    articles = quantity.unit in words.document_counters and quantity.comparator is Comparator.EQ
    return articles and bool(words.document.search(before))


def _is_set_time(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell a duration or an age that a verb sets (缩短至30分钟) from a date or a label."""
    if words.within.match(after) or (quantity.unit == "年" and quantity.value > _FIRST_YEAR):
        return False
    governed = quantity.lead or words.duration.search(before)
    names = quantity.unit in ("年", "岁") and after[:1].strip(EDGES)
    return bool(governed and not names)


def _is_description(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether a number describes a thing and is not itself promised."""
    if quantity.kind is Kind.MEASURE:
        near = words.within.match(after)
        return bool(near) or _is_attribute(quantity, before, after, words)
    if quantity.kind is Kind.COUNT and after.startswith("的") and words.property.search(before):
        return True
    return quantity.unit in words.size_counters and _is_size(quantity, before, after, words)


def _is_attribute(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether an amount describes a thing (10亿元以上企业) and is not itself promised."""
    if after.startswith("的"):
        return not words.last_action.search(before)
    compares = quantity.trail.endswith(_SIZES) or bool(quantity.lead)
    thing = after.strip(EDGES) and after[:1] not in "、和及与" and not words.deed.match(after)
    return compares and bool(thing)


def _is_size(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether a count tells how large a thing is (30户以上自然村寨)."""
    compares = quantity.trail.endswith(_SIZES) and not after.startswith("的")
    return compares and bool(after.strip(EDGES)) and not words.last_action.search(before)


def _is_set_phrase(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell 五个新城的 and 三个方面 (names of sets) from 完成两个专项规划 (a count)."""
    if quantity.kind not in (Kind.COUNT, Kind.MEASURE):
        return False
    if quantity.numeral == "一":
        return not quantity.lead
    if quantity.numeral == "二":  # 二次招商 is the second one; two are 两
        return not quantity.lead
    alone = quantity.numeral.startswith(_MILLIONS) and not after.strip(EDGES)
    if quantity.numeral[0] in _ROUND and not alone and not words.work.search(before):
        return not (quantity.lead or quantity.trail in _SOME)  # 百公里能耗, 亿元项目, 万家惠
    if quantity.kind is Kind.COUNT:
        if words.empty_noun.search(after[:8]) or "的" in after[2:10]:
            return True
        least = _MANY if quantity.unit in words.set_counters else _SEVERAL
        is_set = quantity.value < least
        counted = (not is_set or quantity.trail) and words.deed.search(before)
        return not (counted or quantity.lead == "上" or words.making.search(before + quantity.lead))
    done = quantity.value >= _SEVERAL and words.deed.search(before)
    said = quantity.lead or quantity.trail or done or words.making.search(before)
    if quantity.numeral[0] in _ROUND:
        return not quantity.lead
    return quantity.value < _LARGE and not (said or words.threshold.search(before))
