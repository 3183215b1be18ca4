"""Quantities: every number with a unit in a clause, read but not yet judged."""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Comparator
from policydiff.text.numerals import half_width, neighbours, scaled
from policydiff.text.quantity_words import Kind, TargetWords, torn_figure
from policydiff.text.spelling import TORN

_PEOPLE_RE = re.compile(
    "(?:人口|人数|劳动力|毕业生|人员|学生|农民|老人|旅客|游客)[^，,；;。]{0,16}$"
)
_MONEY = "元"
_TENTHS = "成"
_ALL_TENTHS = 10
_ZERO = "0"
_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱", "十万分之": "/10万"}
_WORDS = {"百分百": (100, Comparator.EQ)} | dict.fromkeys(
    ("半数", "一半", "减半", "半"), (50, Comparator.EQ)
)
_MORE_THAN_HALF = (50, Comparator.GT)  # 过半, 过半数
_DIGIT_RE = re.compile("[0-9]")
_EACH_RE = re.compile("[/每]")
_GROWTH = "增长"
_EACH = "分别"
_AVERAGE_RE = re.compile("[每均]|[百千万]人|百户|比例|密度")
_NUMERAL_RE = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿半番]")  # in every quantity
_NUMBER_RE = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_NO_NUMBER_RE = re.compile(r"\d\.\d{1,15}\.\d|\d[一二三四五六七八九十]")  # 1.2.3家, 5一家
_LISTED_RE = re.compile(r"(?<![\d.])(?:\d{1,9}(?:\.\d{1,6})?[、和与]){1,9}$")
_PAIR_MARK = "、"  # 三、四家


class Quantity(Struct, frozen=True):
    """A number and its unit. ``start`` and ``end`` take in the comparing words around it.

    ``value`` is plain (12000 for 1.2万). ``lead`` and ``trail`` are the comparing words as written;
    ``verb`` is what the number says besides: 翻一番 is a growth.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    kind: Kind
    comparator: Comparator
    lead: str
    trail: str
    numeral: str
    verb: str = ""


def find_quantities(text: str, words: TargetWords) -> Iterator[Quantity]:
    """Yield the quantities of a text in order, names and labels included.

    >>> from policydiff.text.quantity_words import target_words
    >>> found = find_quantities("新增1-2家中心、培训不少于１.２万人次，占80%以上", target_words())
    >>> [(q.value, q.value_max, q.unit, str(q.comparator)) for q in found]
    [(1.0, 2.0, '家', 'range'), (12000.0, None, '人次', 'ge'), (80.0, None, '%', 'ge')]
    """
    plain = half_width(text)
    if not _NUMERAL_RE.search(plain):
        return
    for match in words.quantity.finditer(plain):
        quantity = _read(match, plain, words)
        if quantity is not None:
            yield from _without_unit(quantity, plain)
            yield quantity


def _without_unit(quantity: Quantity, text: str) -> Iterator[Quantity]:
    """Yield the numbers of a list with 分别 that leave their unit to the last: 90、96%."""
    listed = _LISTED_RE.search(text, 0, quantity.start)
    if listed is None or _EACH not in text[: listed.start()]:
        return
    for number in _NUMBER_RE.finditer(text, listed.start(), listed.end()):
        value = scaled(number[0], "")
        if value is not None:
            yield replace(
                quantity,
                start=number.start(),
                end=number.end(),
                value=float(value),
                value_max=None,
                lead="",
                numeral=number[0],
            )


def find_unread(text: str, words: TargetWords) -> Iterator[tuple[int, int]]:
    """Yield the places of figures that cannot be read: torn, or no number as they stand.

    >>> from policydiff.text.spelling import TORN
    >>> from policydiff.text.quantity_words import target_words
    >>> text = f"新增75{TORN}000个学位、05张床位、30名护士"
    >>> [text[a:b] for a, b in find_unread(text, target_words())]
    ['75�000个', '05张']
    """
    plain = half_width(text)
    if TORN in plain or _NO_NUMBER_RE.search(plain):
        yield from (match.span() for match in torn_figure().finditer(plain))
    if not _DIGIT_RE.search(plain):
        return
    for match in words.quantity.finditer(plain):
        time = words.kinds.get(match["unit"] or "") is Kind.TIME  # 2019–20年度
        if (
            _DIGIT_RE.match(match[0])
            and match["unit"]
            and not time
            and _values(match, words) is None
        ):
            yield match.span()


def _read(match: re.Match[str], text: str, words: TargetWords) -> Quantity | None:
    ends = _values(match, words)
    if ends is None:
        return None
    low, high = ends
    if match["unit"] == _TENTHS and low > _ALL_TENTHS:  # 百亿成群
        return None
    if match["round"] and not match["unit"]:  # 超百亿 of what?
        return None
    written = match["unit"] if match["unit"] is not None else _share_unit(match)
    if not (written or match["zero"]):
        written = _unsaid_unit(text[: match.end("unit")])
    if not written and not match["zero"]:
        return None
    unit = _plain_unit(written + (match["each"] or ""), words)
    lead_match = words.comparator_before.search(text, max(0, match.start() - 8), match.start())
    lead = lead_match[0] if lead_match else ("上" if match["up"] else "")
    trail = match["after"] or ""
    some = next((match[g] for g in ("some", "more", "high_some", "over") if match[g]), "")
    comparator = _comparator(match, lead, trail or some, high, words)
    tenths = Decimal(10 if unit == _TENTHS else 1)
    return Quantity(
        start=match.start() - len(lead),
        end=match.end(),
        value=float(low * tenths),
        value_max=None if high is None else float(high * tenths),
        unit="%" if unit == _TENTHS else unit,
        kind=_kind(unit, match, words),
        comparator=comparator,
        lead=lead,
        trail=trail or some,
        numeral=match["low"]
        or match["one"]
        or match["share"]
        or (_ZERO if match["zero"] else match[0]),
        verb=_GROWTH if written == "%" and match[0].startswith("翻") else "",
    )


def _kind(unit: str, match: re.Match[str], words: TargetWords) -> Kind:
    """Return what a unit measures; one that no list has counts (1亿棒), a share is a rate."""
    known = words.kinds.get(unit.partition("/")[0])
    return known or (Kind.COUNT if match["unit"] or match["zero"] else Kind.RATE)


def _share_unit(match: re.Match[str]) -> str:
    if match["cases"]:
        return _PARTS["十万分之"]
    if match["zero"]:
        return ""  # 零发生: it does not say by what it counts
    return _PARTS.get(match["parts"], "%") if match["parts"] else "%"


def _unsaid_unit(before: str) -> str:
    """Return the unit that an amount leaves out: money, or people where it speaks of them.

    >>> [_unsaid_unit(text) for text in ("规模达1.2万亿", "贫困人口减少1000万", "新增5万")]
    ['元', '人', '']
    """
    if _PEOPLE_RE.search(before):
        return "人"
    return _MONEY if before.endswith("亿") else ""


def _plain_unit(written: str, words: TargetWords) -> str:
    """Return a unit by its word: μg/m³ and 微克每立方米 are 微克/立方米."""
    if written in _PARTS.values():
        return written
    halves = _EACH_RE.split(written)
    return "/".join(words.signs.get(half, half) for half in halves)


def _values(match: re.Match[str], words: TargetWords) -> tuple[Decimal, Decimal | None] | None:
    """Return the value, or the two ends of a range; None where it is no number."""
    if match["unit"] is None:
        return _share(match)
    if match["high"]:
        return _range(match)
    if match["round"] or match["up"]:
        return _alone(scaled("一" + (match["round"] or match["up"]), ""))
    scale = match["scale"] or ""
    if not scale and "." in match["one"] and match["unit"] in words.whole:
        start = match.start("one")
        if not _AVERAGE_RE.search(match.string, max(0, start - 20), start):
            return None  # 1.500家 may be 1500, 1. 5家 begins with the mark of a list
    numeral = match["one"].replace(_PAIR_MARK, "")
    pair = neighbours(numeral)
    if pair is not None:
        factor = scaled("1", scale) or Decimal(1)
        return pair[0] * factor, pair[1] * factor
    value = scaled(numeral, scale)
    if value is None and (match["some"] or match["more"]):
        value = scaled("一" + numeral, scale)  # 百余家
    return _alone(value)


def _alone(value: Decimal | None) -> tuple[Decimal, None] | None:
    return None if value is None else (value, None)


def _range(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    low = scaled(match["low"], match["low_scale"] or match["high_scale"] or "")
    high = scaled(match["high"], match["high_scale"] or "")
    return None if low is None or high is None or high <= low else (low, high)


def _share(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    """Return a share in words in per cent: 百分之八十, 三分之二, 七成半, 过半, 翻一番."""
    if match["parts"]:
        return _parts(match)
    if match["cases"]:
        return _alone(scaled(match["cases"], ""))
    if match["zero"]:
        return _alone(Decimal(0))
    if match["part"]:
        return _alone(round(Decimal(match["part"]) * 100 / Decimal(match["whole"]), 2))
    if match["tenths"]:
        tenths = scaled(match["tenths"], "") or Decimal(0)
        if match["hundredths"] == "半":
            return _alone(tenths * 10 + 5)
        rest = scaled(match["hundredths"], "") or Decimal(0)
        return _alone(tenths * 10 + rest)
    if match["word"]:
        return _alone(Decimal(_WORDS.get(match["word"], _MORE_THAN_HALF)[0]))
    times = scaled(match["doubled"], "") if match["doubled"] else Decimal(1)
    return None if times is None else _alone((Decimal(2) ** times - 1) * 100)


def _parts(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    parts = match["parts"]
    if match["share"] == "百":
        return _alone(Decimal(100)) if parts == "百分之" else None
    low = scaled(match["share"], "")
    high = scaled(match["share_high"], "") if match["share_high"] else None
    if low is None or parts in _PARTS:
        return None if low is None else (low, high)
    whole = scaled(parts[0], "")
    return _alone(round(low * 100 / whole, 2)) if whole else None


def _comparator(
    match: re.Match[str], lead: str, trail: str, high: Decimal | None, words: TargetWords
) -> Comparator:
    if high is not None:
        return Comparator.RANGE
    if match["up"]:
        return Comparator.GE
    said = words.comparators.get(trail) or words.comparators.get(lead)
    if said is None and match["word"]:
        return _WORDS.get(match["word"], _MORE_THAN_HALF)[1]
    return said or Comparator.EQ
