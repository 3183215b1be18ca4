"""Numerals as people write them: full-width digits, 1.2万, 二十三, 十余."""

import re
from decimal import Decimal

_FULL_TO_HALF = {ord(c): ord("0") + i for i, c in enumerate("０１２３４５６７８９")} | {
    ord("．"): ord("."),
    ord("％"): ord("%"),
    ord("～"): ord("~"),
    ord("－"): ord("-"),
    ord("—"): ord("-"),
    ord("–"): ord("-"),
    ord("＋"): ord("+"),
    ord("／"): ord("/"),
}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_CHINESE = "零〇一二两三四五六七八九十百千"
CHINESE_NUMERAL = f"(?<![{_CHINESE}])[{_CHINESE}]{{1,12}}"  # bounded: a hostile run stays linear
MULTIPLIER = "万亿|亿|万|千(?!瓦|米|克|伏)|百(?!分)"
DECIMAL = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?!\d)(?:\.\d{1,6})?"

_GROUPED_RE = re.compile(r"(?<=\d),(?=\d{3})")


def half_width(text: str) -> str:
    """Return the text with digits and number signs in half width; no offset moves.

    >>> half_width("达８０％以上")
    '达80%以上'
    """
    return text.translate(_FULL_TO_HALF)


def chinese_value(numeral: str) -> int | None:
    """Return the value of a Chinese numeral; None for a bare place (百, 千), 零, or no numeral.

    >>> [chinese_value(n) for n in ("两", "十", "二十三", "一百零五", "三千", "百", "三五")]
    [2, 10, 23, 105, 3000, None, None]
    """
    if numeral in ("百", "千") or any(char not in _CHINESE for char in numeral):
        return None
    if len(numeral) > 1 and not any(c in _PLACES for c in numeral):
        return None
    total, digit = 0, 0
    for char in numeral:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit or None


def neighbours(numeral: str) -> tuple[int, int] | None:
    """Return the two ends of a pair like 三五 or 两三 (an estimate), else None.

    >>> neighbours("两三"), neighbours("三五"), neighbours("二一")
    ((2, 3), (3, 5), None)
    """
    if len(numeral) != 2 or any(c not in _DIGITS for c in numeral):
        return None
    low, high = _DIGITS[numeral[0]], _DIGITS[numeral[1]]
    return (low, high) if 0 < low < high <= low + 2 else None


def scaled(numeral: str, multiplier: str) -> Decimal | None:
    """Return the plain value of a numeral and its multiplier (万, 亿 …).

    >>> scaled("1.2", "万"), scaled("三", "百"), scaled("1,500", "")
    (Decimal('12000.0'), Decimal('300'), Decimal('1500'))
    """
    if numeral[0].isdigit():
        value = Decimal(_GROUPED_RE.sub("", numeral))
    else:
        whole = chinese_value(numeral)
        if whole is None:
            return None
        value = Decimal(whole)
    for char in multiplier:
        value *= _MYRIADS.get(char) or _PLACES[char]
    return value
