"""Outline markers: the forms of numbering that begin a paragraph (一、 （一） 1. ① 一是).

Recognise a line that opens with an outline marker: 一、 （一） 1. 第一， 一是 甲、.
"""

import re
from enum import Enum, StrEnum
from functools import cache
from string import ascii_letters, whitespace

from policydiff.records import dataclass
from policydiff.settings import ReadingSettings

MARKER_RE = re.compile(
    "^\\s*(?:第?[一二三四五六七八九十百]{1,4}[、.．是]|第[一二三四五六七八九十百]{1,3}(?:部分|[，,章节])"
    "|[(（][一二三四五六七八九十百0-9]{1,4}[)）]|[0-9０-９]{1,3}[.．、](?![0-9０-９])"
    "|[甲乙丙丁戊己庚辛壬癸壹贰叁肆伍陆柒捌玖拾貳參陸][、.．])"
)

SENTENCE_RE = re.compile("[。；！？;]")


def opens_with_marker(text: str) -> bool:
    """Tell whether a line opens with an outline marker.

    >>> [opens_with_marker(text) for text in ("（一）深化改革", "1.推进", "2.5亿元", "改革")]
    [True, True, False, False]
    """
    return MARKER_RE.match(text) is not None


def is_task_like(text: str, settings: ReadingSettings) -> bool:
    """Tell whether a line is numbered and long enough, with a full stop, to be a task."""
    long = len(text) >= settings.content_length and SENTENCE_RE.search(text) is not None
    return long and opens_with_marker(text)


class Form(StrEnum):
    """A form of numbering; the order here is the usual one, from the outside to the inside."""

    PART = "part"
    CHAPTER = "chapter"
    DIVISION = "division"
    FORMAL = "formal"
    STEM = "stem"
    ROMAN = "roman"
    HAN = "han"
    HAN_PAREN = "han-paren"
    LABEL = "label"
    HEADING = "heading"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    ROW = "row"
    ARABIC_PAREN = "arabic-paren"
    ARABIC_CLOSE = "arabic-close"
    CIRCLED = "circled"
    LETTER = "letter"
    ORDINAL = "ordinal"
    ITEM_IS = "item-is"
    ITEM_MUST = "item-must"
    ITEM_WHICH = "item-which"


class Grade(Enum):
    """SURE: a marker as it stands. WEAK: only where a neighbour of the same form counts on."""

    SURE = "sure"
    WEAK = "weak"


RHETORICAL = frozenset({Form.ORDINAL, Form.ITEM_IS, Form.ITEM_MUST, Form.ITEM_WHICH})
"""Forms of speech (一是 … 二是 …): tasks only where no other numbering is below a section."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the beginning of a paragraph; ``size`` is how many characters it takes."""

    form: Form
    number: int
    printed: str
    size: int
    grade: Grade = Grade.SURE


_DIGITS = "一二三四五六七八九"
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
_FORMAL_TO_PLAIN = str.maketrans(_FORMAL, "一二三三四五六七八九十")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMANS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ONE_SIGN = {
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛": Form.ARABIC,
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇": Form.ARABIC_PAREN,
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩": Form.HAN_PAREN,
    _CIRCLED: Form.CIRCLED,
}

_SIGNS = {sign: (form, n) for signs, form in _ONE_SIGN.items() for n, sign in enumerate(signs, 1)}


def _count(limit: int) -> dict[str, int]:
    """Return the numerals 一 … up to ``limit`` (below 200), each with its value."""
    names = {}
    for value in range(1, limit + 1):
        hundreds, rest = divmod(value, 100)
        tens, ones = divmod(rest, 10)
        name = "一百" if hundreds else ""
        if hundreds and not tens and ones:
            name += "零"
        if tens:
            name += ("" if tens == 1 and not hundreds else _DIGITS[tens - 1]) + "十"
        names[name + (_DIGITS[ones - 1] if ones else "")] = value
    return names


_VALUES = _count(199)
_HAN_SIGNS = "一二三四五六七八九十百"
_HAN = r"[一二三四五六七八九十百零]{1,5}"
_POINT = r"[、．.﹒]"
_DIGIT = "0"
"""Stands for any digit among the signs that a form opens with."""

_RULES: tuple[tuple[Form, Grade, str, str], ...] = (  # the signs it opens with, the expression
    (Form.PART, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?(?:部分|篇|编)[、：:．.\s]*"),
    (Form.CHAPTER, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?章[、：:\s]*"),
    (Form.DIVISION, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?节[、：:\s]*"),
    (
        Form.ORDINAL,
        Grade.WEAK,
        "第",
        rf"第({_HAN}|\d{{1,2}})(?:[，,：:]|、(?!第?[一二三四五六七八九十])|是)",
    ),
    (Form.ITEM_IS, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})是(?:[：:，,])?(?!否)"),
    (Form.ITEM_MUST, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})要(?![点素求件目紧])"),
    (Form.ITEM_WHICH, Grade.WEAK, "其", rf"其({_HAN})(?:[，,：:、]|是)"),
    (Form.HAN, Grade.SURE, _HAN_SIGNS, rf"({_HAN})\s?[、．.﹒](?!{_HAN}[、级类期线审])\s*"),
    (Form.HAN, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})(?:[：:，,]|\s+(?=\S{{2,30}}$))\s*"),
    (Form.HAN_PAREN, Grade.SURE, "（(", rf"[（(]\s?({_HAN})\s?[）)][、．.]?\s*"),
    (Form.FORMAL, Grade.SURE, _FORMAL, rf"([{_FORMAL}]{{1,3}})[、．.\s]\s*"),
    (Form.STEM, Grade.WEAK, _STEMS, rf"([{_STEMS}])[、．.\s]\s*"),
    (Form.ROMAN, Grade.SURE, _ROMANS, rf"([{_ROMANS}])[、．.\s]*"),
    (Form.ROW, Grade.WEAK, _DIGIT + "|" + whitespace, r"\|?\s*(\d{1,3})\s*\|\s*"),
    (
        Form.DECIMAL,
        Grade.WEAK,
        _DIGIT,
        r"(\d{1,2}[．.]\d{1,2})(?:[、．.\s]+|(?=[^\W\da-zA-Z_]))(?![%％])",
    ),
    (Form.ARABIC, Grade.SURE, _DIGIT, rf"(\d{{1,3}})\s?{_POINT}(?!\d(?!\d{{3}}年))\s*"),
    (Form.ARABIC, Grade.WEAK, _DIGIT, r"(\d{1,2})\s+(?=[^\W\da-zA-Z_]|[“《])"),
    (Form.ARABIC_PAREN, Grade.SURE, "（(", r"[（(]\s?(\d{1,2})\s?[）)][、．.]?\s*"),
    (Form.ARABIC_CLOSE, Grade.SURE, _DIGIT, r"(\d{1,2})\s?[）)][、．.]?\s*"),
    (
        Form.LABEL,
        Grade.WEAK,
        "重任行工项举专",
        rf"(?:重点)?(?:任务|行动|工程|项目|举措|专项)\s?({_HAN}|\d{{1,2}})\s?[：:、．.\s]\s*",
    ),
    (
        Form.LETTER,
        Grade.WEAK,
        "（(" + ascii_letters,
        r"[（(]?([A-Za-z])(?:[、．.](?![A-Za-z0-9])|[）)])\s*",
    ),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule when a text first opens as it does: few texts number in all these ways."""
    return re.compile(pattern)


def numeral_value(printed: str) -> int | None:
    """Return the value of a printed numeral of any form; None where it is none.

    >>> [numeral_value(n) for n in ("二十三", "１２", "叁", "丙", "Ⅳ", "b", "2.7", "三二")]
    [23, 12, 3, 3, 4, 2, 7, None]
    """
    _, _, last = printed.replace("．", ".").rpartition(".")
    if last.isdecimal():
        return int(last)
    for series in (_STEMS, _ROMANS):
        if len(printed) == 1 and printed in series:
            return series.index(printed) + 1
    if len(printed) == 1 and printed.isascii() and printed.isalpha():
        return ord(printed.lower()) - ord("a") + 1
    return _VALUES.get(printed.translate(_FORMAL_TO_PLAIN))


def read_markers(text: str) -> tuple[Marker, ...]:
    """Return the markers that the text may begin with, the likeliest first.

    >>> [(m.form.value, m.number, m.grade.value) for m in read_markers("（十二）加强监管。")]
    [('han-paren', 12, 'sure')]
    >>> [(m.form.value, m.number, m.grade.value) for m in read_markers("一是加强监管。")]
    [('item-is', 1, 'weak')]
    >>> read_markers("2024年")
    ()
    """
    sign = text[:1]
    if sign in _SIGNS:
        rest = text[1:].lstrip("、．. \u3000")
        return (Marker(*_SIGNS[sign], sign, len(text) - len(rest)),)
    if not sign:
        return ()
    opening = _DIGIT if sign.isdecimal() else sign
    found = []
    for form, grade, openings, pattern in _RULES:
        match = _compiled(pattern).match(text) if opening in openings else None
        number = numeral_value(match[1]) if match else None
        if match and number:
            found.append(Marker(form, number, match[1], match.end(), grade))
    return tuple(found)
