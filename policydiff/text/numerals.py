"""Numerals as people write them: full-width digits, 1.2万, 二十三, 一亿八千万, 七成半.

They are also written, as Word's automatic numbering does: 三, 叁, 丙, ③, iii.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from policydiff.model import DECIMALS
from policydiff.text.lines import HALF_WIDTH

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)

LARGEST = 9_999  # no plan counts further, and roman numerals grow without bound


def chinese(value: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """Write a number up to 9,999 in Chinese.

    >>> [chinese(value) for value in (1, 10, 11, 20, 105, 110)]
    ['一', '十', '十一', '二十', '一百零五', '一百一十']
    """
    pieces: list[str] = []
    pending_zero = False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            zero = "零" if pending_zero and pieces else ""
            pieces.append(zero + digits[digit] + (units[place - 1] if place else ""))
        pending_zero = not digit
    written = "".join(pieces) or digits[0]
    ten = digits[1] + units[0]
    return written.removeprefix(digits[1]) if value < 20 and written.startswith(ten) else written


def _legal(value: int) -> str:
    written = chinese(value, LEGAL_DIGITS, "拾佰仟")
    return "壹" + written if written.startswith("拾") else written


def _roman(value: int) -> str:
    pieces: list[str] = []
    for size, numeral in ROMAN:
        pieces.append(numeral * (value // size))
        value %= size
    return "".join(pieces)


def _letters(value: int) -> str:
    """Write 1 → A, 26 → Z, 27 → AA, 28 → BB, as Word does."""
    repeats, letter = divmod(value - 1, 26)
    return chr(ord("A") + letter) * (repeats + 1)


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


def _cyclic(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "koreanDigital2": chinese,
    "ideographDigital": lambda value: "".join(DIGITS[int(digit)] for digit in str(value)),
    "taiwaneseDigital": lambda value: "".join(DIGITS[int(digit)] for digit in str(value)),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _cyclic(STEMS),
    "ideographZodiac": _cyclic(BRANCHES),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "none": lambda value: "",
}


def numeral(value: int, number_format: str) -> str:
    """Write ``value`` in a number format of WordprocessingML; unknown formats as digits.

    >>> [numeral(3, name) for name in ("chineseCounting", "chineseLegalSimplified", "lowerRoman")]
    ['三', '叁', 'iii']
    """
    if not 1 <= value <= LARGEST:
        return str(value)
    return FORMATS.get(number_format, str)(value)


_FULL_TO_HALF = {
    code: HALF_WIDTH[code] for code in map(ord, "０１２３４５６７８９．％～－＋／＞＜＝")
} | {
    ord("﹪"): ord("%"),
    ord("—"): ord("-"),
    ord("–"): ord("-"),
    ord("﹥"): ord(">"),
    ord("﹤"): ord("<"),
    ord("≧"): ord("≥"),
    ord("⩾"): ord("≥"),
    ord("≦"): ord("≤"),
    ord("⩽"): ord("≤"),
    ord("µ"): ord("μ"),
}

_FULL_RE = re.compile(f"[{''.join(map(chr, _FULL_TO_HALF))}]")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
}

_PLACES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇一二两三四五六七八九十百千"
_ZEROS = ("零", "〇")
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
    return text.translate(_FULL_TO_HALF) if _FULL_RE.search(text) else text


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
        rest = below[1:] if below[0:1] in _ZEROS and below[1:] else below  # 十万零五千
        high, low = _value(above), _value(rest) if rest else Decimal(0)
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


def whole(value: float) -> int | float:
    """Return a number as plans write it: without a point where it needs none.

    >>> whole(30.0), whole(0.95)
    (30, 0.95)
    """
    return int(value) if value == int(value) else round(value, DECIMALS)
