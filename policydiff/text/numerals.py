"""Numerals as people write them: full-width digits, 1.2万, 二十三, 一亿八千万, 七成半."""

import re
from decimal import Decimal

_FULL_TO_HALF = {ord(c): ord("0") + i for i, c in enumerate("０１２３４５６７８９")} | {
    ord("．"): ord("."),
    ord("％"): ord("%"),
    ord("﹪"): ord("%"),
    ord("～"): ord("~"),
    ord("－"): ord("-"),
    ord("—"): ord("-"),
    ord("–"): ord("-"),
    ord("＋"): ord("+"),
    ord("／"): ord("/"),
    ord("＞"): ord(">"),
    ord("﹥"): ord(">"),
    ord("＜"): ord("<"),
    ord("﹤"): ord("<"),
    ord("＝"): ord("="),
    ord("≧"): ord("≥"),
    ord("⩾"): ord("≥"),
    ord("≦"): ord("≤"),
    ord("⩽"): ord("≤"),
    ord("µ"): ord("μ"),
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
_FRACTION = "零〇一二三四五六七八九"
CHINESE_NUMERAL = (  # bounded: a hostile run stays linear
    f"(?<![{_CHINESE}])[{_CHINESE}]{{1,12}}(?:点[{_FRACTION}]{{1,6}})?"
)
MULTIPLIER = "万亿|亿|万|千(?!瓦|米|克|伏)|百(?!分)"
DECIMAL = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?!\d)(?:\.\d{1,6})?"
_SMALLER = f"(?:\\d{{1,4}}(?!\\d)(?:\\.\\d{{1,6}})?|[{_CHINESE}]{{1,8}})"
NUMERAL = (  # one number with the myriads inside it: 1亿8000万, 一万五千亿, 3万5千
    f"(?:{DECIMAL}|{CHINESE_NUMERAL})"
    f"(?:[万亿](?={_SMALLER}[万亿千百]?){_SMALLER}(?:千(?!瓦|米|克|伏))?){{0,3}}"
)

_GROUPED_RE = re.compile(r"(?<=\d),(?=\d{3})")
_CHINESE_RE = re.compile(
    f"(?:(?P<thousands>[{_FRACTION}两]?)千)?(?P<gap1>[零〇]?)"
    f"(?:(?P<hundreds>[{_FRACTION}两]?)百)?(?P<gap2>[零〇]?)"
    f"(?:(?P<tens>[{_FRACTION}]?)十)?(?P<gap3>[零〇]?)(?P<ones>[{_FRACTION}两]?)"
)
_PAIR_RE = re.compile(
    f"([{_CHINESE}]*?)([一二两三四五六七八九])([一二两三四五六七八九])([{_CHINESE}]*)"
)


def half_width(text: str) -> str:
    """Return the text with digits and number signs in half width; no offset moves.

    >>> half_width("达８０％以上")
    '达80%以上'
    """
    return text.translate(_FULL_TO_HALF)


def chinese_value(numeral: str) -> int | None:
    """Return the value of a Chinese numeral below a myriad; None for 零, or where it is none.

    >>> [chinese_value(n) for n in ("两", "十", "二十三", "一百零五", "三千", "两千五")]
    [2, 10, 23, 105, 3000, 2500]
    >>> [chinese_value(n) for n in ("百", "三五", "三四十", "十百")]
    [None, None, None, None]
    """
    found = _CHINESE_RE.fullmatch(numeral)
    if found is None or numeral in ("百", "千"):
        return None
    total, place = 0, 0
    for name, size in (("thousands", 1000), ("hundreds", 100), ("tens", 10)):
        digit = found[name]
        if digit is not None:
            total += (_DIGITS[digit] if digit else 1) * size
            place = size
    ones = _DIGITS[found["ones"]] if found["ones"] else 0
    gap = any(found[f"gap{i}"] for i in (1, 2, 3))
    shortened = place > 10 and not gap and ones  # 两千五 leaves out the 百
    return total + ones * (place // 10 if shortened else 1) or None


def neighbours(numeral: str) -> tuple[int, int] | None:
    """Return the two ends of a pair like 三五, 二三十 or 十二三 (an estimate), else None.

    >>> neighbours("两三"), neighbours("三五"), neighbours("二三十"), neighbours("十二三")
    ((2, 3), (3, 5), (20, 30), (12, 13))
    >>> neighbours("二一")
    """
    pair = _PAIR_RE.fullmatch(numeral)
    if pair is None:
        return None
    head, first, second, tail = pair.groups()
    low, high = chinese_value(head + first + tail), chinese_value(head + second + tail)
    near = 0 < _DIGITS[second] - _DIGITS[first] <= 2
    return (low, high) if near and low is not None and high is not None else None


def scaled(numeral: str, multiplier: str) -> Decimal | None:
    """Return the plain value of a numeral and its multiplier (万, 亿 …); None where it is none.

    >>> scaled("1.2", "万"), scaled("三", "百"), scaled("1,500", "")
    (Decimal('12000.0'), Decimal('300'), Decimal('1500'))
    >>> scaled("一万五千", "亿"), scaled("1亿8000", "万"), scaled("五点五", ""), scaled("007", "")
    (Decimal('1500000000000'), Decimal('180000000'), Decimal('5.5'), None)
    """
    return _value(numeral + multiplier)


def _value(numeral: str) -> Decimal | None:
    """Read a whole numeral, from its largest myriad down."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        above, found, below = numeral.rpartition(name)
        if not found:
            continue
        high, low = _value(above), _value(below) if below else Decimal(0)
        if high is None or low is None or low >= size or _is_shortened(below, low, size):
            return None
        return high * size + low
    for place, size in _PLACES.items():
        if numeral[:1].isdigit() and numeral.endswith(place):
            counted = _value(numeral[:-1])
            return None if counted is None else counted * size
    return _digits_value(numeral) if numeral[:1].isdigit() else _small_value(numeral)


def _is_shortened(below: str, low: Decimal, size: int) -> bool:
    """Tell whether the end of a numeral may stand for more than it says (六亿七千 for 6.7亿)."""
    spelled = bool(below) and below[0] in _CHINESE and below[0] not in "零〇"
    return spelled and low * 10 < size and "万" not in below


def _digits_value(numeral: str) -> Decimal | None:
    digits = _GROUPED_RE.sub("", numeral)
    plain = re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", digits)
    return Decimal(digits) if plain else None


def _small_value(numeral: str) -> Decimal | None:
    """Read a Chinese numeral below a myriad, 五点五 included."""
    whole, point, fraction = numeral.partition("点")
    value = 0 if point and whole in ("零", "〇") else chinese_value(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}")
