"""Write a number the way Word's automatic numbering does: 三, 叁, 丙, ③, iii."""

from collections.abc import Callable

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
