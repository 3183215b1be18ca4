"""Quantities: every number with a unit in a clause, read but not yet judged."""

import re
from collections.abc import Iterator
from decimal import Decimal

from policydiff.model import Comparator
from policydiff.parsing.numerals import half_width, neighbours, scaled
from policydiff.parsing.targetwords import Kind, TargetWords
from policydiff.records import dataclass

_MONEY = "元"
_PARTS = {"百分之": "%", "千分之": "‰"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit. ``start`` and ``end`` take in the comparing words around it.

    ``value`` is plain (12000 for 1.2万). ``lead`` and ``trail`` are the comparing words as written.
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


def find_quantities(text: str, words: TargetWords) -> Iterator[Quantity]:
    """Yield the quantities of a text in order, names and labels included.

    >>> from policydiff.parsing.targetwords import target_words
    >>> found = find_quantities("新增1-2家中心、培训不少于１.２万人次，占80%以上", target_words())
    >>> [(q.value, q.value_max, q.unit, str(q.comparator)) for q in found]
    [(1.0, 2.0, '家', 'range'), (12000.0, None, '人次', 'ge'), (80.0, None, '%', 'ge')]
    """
    plain = half_width(text)
    for match in words.quantity.finditer(plain):
        quantity = _read(match, plain, words)
        if quantity is not None:
            yield quantity


def _read(match: re.Match[str], text: str, words: TargetWords) -> Quantity | None:
    ends = _values(match)
    if ends is None:
        return None
    low, high = ends
    unit = match["unit"] or (_PARTS.get(match["parts"], "%") if match["parts"] else _MONEY)
    lead_match = words.comparator_before.search(text, max(0, match.start() - 8), match.start())
    lead = lead_match[0] if lead_match else ""
    trail = match["after"] or ""
    some = match["some"] or match["more"] or ""
    comparator = _comparator(lead, trail or some, high, words)
    return Quantity(
        start=match.start() - len(lead),
        end=match.end(),
        value=float(low * 10 if unit == "成" else low),
        value_max=None if high is None else float(high * 10 if unit == "成" else high),
        unit="%" if unit == "成" else unit,
        kind=words.kinds.get(unit, Kind.RATE),
        comparator=comparator,
        lead=lead,
        trail=trail or some,
        numeral=match["low"] or match["share"],
    )


def _values(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    """Return the value, or the two ends of a range; None where it is no number."""
    if match["parts"]:
        return _share(match["parts"], match["share"])
    scale = match["scale"] or ""
    if match["high"] is None:
        pair = neighbours(match["low"])
        if pair is not None:
            factor = scaled("1", scale) or Decimal(1)
            return pair[0] * factor, pair[1] * factor
        low = scaled(match["low"], (match["low_scale"] or "") + scale)
        if low is None and (match["some"] or match["more"]):
            low = scaled("一" + match["low"], scale)
        return None if low is None else (low, None)
    low = scaled(match["low"], match["low_scale"] or scale)
    high = scaled(match["high"], scale or "")
    return None if low is None or high is None or high <= low else (low, high)


def _share(parts: str, numeral: str) -> tuple[Decimal, None] | None:
    """Return 百分之八十 as 80, and 三分之二 as its percentage."""
    value = scaled(numeral, "")
    if value is None or parts in _PARTS:
        return None if value is None else (value, None)
    whole = scaled(parts[0], "")
    return (round(value * 100 / whole, 2), None) if whole else None


def _comparator(lead: str, trail: str, high: Decimal | None, words: TargetWords) -> Comparator:
    if high is not None:
        return Comparator.RANGE
    return words.comparators.get(trail) or words.comparators.get(lead) or Comparator.EQ
