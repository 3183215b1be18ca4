"""Outline markers: the one grammar of the forms of numbering (一、 （一） 1. ① 一是 第一条)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from functools import cache
from string import ascii_letters, whitespace

from msgspec import Struct


class Form(StrEnum):
    """A form of numbering; the order here is the usual one, from the outside to the inside."""

    PART_HEADING = "part-heading"
    PART = "part"
    CHAPTER = "chapter"
    DIVISION = "division"
    ARTICLE = "article"
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
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"


class Grade(Enum):
    """SURE: a marker as it stands. WEAK: only where a neighbour of the same form counts on.

    BARE: likewise, and a numeral with nothing but a blank behind, as in lists of links on a page.
    """

    SURE = "sure"
    WEAK = "weak"
    BARE = "bare"


RHETORICAL = frozenset({Form.ORDINAL, Form.ITEM_IS, Form.ITEM_MUST, Form.ITEM_WHICH})
"""Forms of speech (一是 … 二是 …): tasks only where no other numbering is below a section."""

UNNUMBERED = frozenset({Form.PART_HEADING, Form.HEADING, Form.SUBHEADING, Form.PARAGRAPH})
"""Forms without a printed number: items are counted as they come."""


class Marker(Struct, frozen=True):
    """A marker at the beginning of a paragraph; ``size`` is how many characters it takes."""

    form: Form
    number: int
    printed: str
    size: int
    grade: Grade = Grade.SURE


_DIGITS = "一二三四五六七八九"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_FORMAL_TO_PLAIN = str.maketrans("壹贰貳叁參参肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMANS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_SMALL_ROMANS = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ"
_TYPED_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_TYPED = "|".join(sorted(_TYPED_ROMANS, key=len, reverse=True))
_ONE_SIGN = {
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛": Form.ARABIC,
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇": Form.ARABIC_PAREN,
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩": Form.HAN_PAREN,
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚": Form.CIRCLED,
    "❶❷❸❹❺❻❼❽❾❿": Form.CIRCLED,
    "➀➁➂➃➄➅➆➇➈➉": Form.CIRCLED,
    "➊➋➌➍➎➏➐➑➒➓": Form.CIRCLED,
    "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉": Form.HAN_PAREN,
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
_NUMERALS = {
    sign: value
    for series in (_TYPED_ROMANS, _SMALL_ROMANS, _ROMANS, _STEMS, _BRANCHES)
    for value, sign in enumerate(series, 1)
}
_HAN_SIGNS = "一二三四五六七八九十百"
_HAN = r"[一二三四五六七八九十百零]{1,5}"
_POINT = r"[、．.﹒]"
_DIGIT = "0"
"""Stands for any digit among the signs that a form opens with."""

_WORD = r"(?=[^\W\da-zA-Z_]|[“《])"
"""A word follows: what a bare numeral must have behind its blank to be a marker."""

_RULES: tuple[tuple[Form, Grade, str, str], ...] = (  # the signs it opens with, the expression
    (Form.PART, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?(?:部分|篇|编)[、：:．.\s]*"),
    (Form.CHAPTER, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?章[、：:\s]*"),
    (Form.DIVISION, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?节(?:[、：:\s]+|$)"),
    (Form.DIVISION, Grade.WEAK, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?节(?!课)"),
    (Form.ARTICLE, Grade.SURE, "第", rf"第\s?({_HAN}|\d{{1,3}})\s?条(?:[、：:\s]+|$)"),
    (Form.ARTICLE, Grade.WEAK, "第", rf"第\s?({_HAN}|\d{{1,3}})\s?条"),
    (
        Form.ORDINAL,
        Grade.WEAK,
        "第",
        rf"第({_HAN}|\d{{1,2}})(?:[，,：:．.]|、(?!第?[一二三四五六七八九十])|是)",
    ),
    (Form.ORDINAL, Grade.BARE, "第", rf"第({_HAN}|\d{{1,2}})\s+{_WORD}"),
    (Form.ITEM_IS, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})是(?:[：:，,])?(?!否)"),
    (Form.ITEM_MUST, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})要(?![点素求件目紧])"),
    (Form.ITEM_WHICH, Grade.WEAK, "其", rf"其({_HAN})(?:[，,：:、]|是)"),
    (Form.HAN, Grade.SURE, _HAN_SIGNS, rf"({_HAN})\s?[、．.﹒](?!{_HAN}[、级类期线审])\s*"),
    (Form.HAN, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})[：:，,。]\s*"),
    (Form.HAN, Grade.BARE, _HAN_SIGNS, rf"({_HAN})(?:\s+{_WORD}|$)"),
    (Form.HAN_PAREN, Grade.SURE, "（(", rf"[（(]\s?({_HAN})\s?[）)][、．.]?\s*"),
    (Form.HAN_PAREN, Grade.WEAK, _HAN_SIGNS, rf"({_HAN})\s?[）)][、．.]?\s*"),
    (Form.FORMAL, Grade.SURE, _FORMAL + "貳參参陸", rf"([{_FORMAL}貳參参陸]{{1,3}})[、．.\s]\s*"),
    (Form.STEM, Grade.WEAK, _STEMS + _BRANCHES, rf"([{_STEMS + _BRANCHES}])[、．.]\s*"),
    (Form.STEM, Grade.BARE, _STEMS, rf"([{_STEMS}])\s+{_WORD}"),
    (
        Form.ROMAN,
        Grade.SURE,
        _ROMANS + _SMALL_ROMANS,
        rf"([{_ROMANS + _SMALL_ROMANS}])[、．.\s]+",
    ),
    (
        Form.ROMAN,
        Grade.WEAK,
        _ROMANS + _SMALL_ROMANS,
        rf"([{_ROMANS + _SMALL_ROMANS}])(?![类級级型期度线区])",
    ),
    (Form.ROMAN, Grade.WEAK, "IVX", rf"({_TYPED})[、．.)）](?![A-Za-z0-9])\s*"),
    (Form.ROMAN, Grade.WEAK, "ivx", rf"({_TYPED.lower()})[、．.)）](?![A-Za-z0-9])\s*"),
    (Form.ROMAN, Grade.BARE, "IVX", rf"({_TYPED})\s+{_WORD}"),
    (Form.ROW, Grade.WEAK, _DIGIT + "|" + whitespace, r"\|?\s*(\d{1,3})\s*\|\s*"),
    (
        Form.DECIMAL,
        Grade.WEAK,
        _DIGIT,
        r"(\d{1,2}[．.]\d{1,2})(?:[、．.\s]+|(?=[^\W\da-zA-Z_]))(?![%％])",
    ),
    (Form.ARABIC, Grade.SURE, _DIGIT, rf"(\d{{1,3}})\s?{_POINT}(?!\d(?!\d{{3}}年))\s*"),
    (Form.ARABIC, Grade.WEAK, _DIGIT, r"(\d{1,2})(?:[。：:，,·・](?!\d)|[．.]0\s)\s*"),
    (Form.ARABIC, Grade.BARE, _DIGIT, rf"(\d{{1,2}})\s+{_WORD}"),
    (Form.ARABIC_PAREN, Grade.SURE, "（(", r"[（(]\s?(\d{1,2})\s?[）)][、．.]?\s*"),
    (Form.HAN_PAREN, Grade.WEAK, "【〈", rf"[【〈]\s?({_HAN})\s?[】〉]\s*"),
    (Form.ARABIC_PAREN, Grade.WEAK, "【〈", r"[【〈]\s?(\d{1,2})\s?[】〉]\s*"),
    (Form.ARABIC_CLOSE, Grade.SURE, _DIGIT, r"(\d{1,2})\s?[）)][、．.]?\s*"),
    (
        Form.LABEL,
        Grade.WEAK,
        "重任行工项举专",
        rf"(?:重点)?(?:任务|行动|工程|项目|举措|专项)\s?({_HAN}|\d{{1,2}})\s?[：:、．.\s]\s*",
    ),
    (Form.LABEL, Grade.WEAK, "第", rf"第\s?({_HAN}|\d{{1,2}})\s?项[：:、\s]\s*"),
    (Form.LABEL, Grade.WEAK, "N", r"N[oO][.．]?\s?(\d{1,2})[：:、．.\s]\s*"),
    (
        Form.LETTER,
        Grade.WEAK,
        "（(" + ascii_letters,
        r"[（(]?([A-Za-z])(?:[、．.](?![A-Za-z0-9])|[）)])\s*",
    ),
    (Form.LETTER, Grade.BARE, ascii_letters, rf"([A-Za-z])\s+{_WORD}"),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule when a text first opens as it does: few texts number in all these ways."""
    return re.compile(pattern)


@cache
def _rules_by_opening() -> Mapping[str, Sequence[tuple[Form, Grade, str]]]:
    """Return, for each sign that opens a marker, the rules to be tried: most lines have none."""
    rules: dict[str, list[tuple[Form, Grade, str]]] = {}
    for form, grade, openings, pattern in _RULES:
        for sign in dict.fromkeys(openings):
            rules.setdefault(sign, []).append((form, grade, pattern))
    return rules


def numeral_value(printed: str) -> int | None:
    """Return the value of a printed numeral of any form; None where it is none.

    >>> [numeral_value(n) for n in ("二十三", "１２", "叁", "丙", "Ⅳ", "VI", "b", "2.7", "三二")]
    [23, 12, 3, 3, 4, 6, 2, 7, None]

    One Latin letter counts as such: its form tells whether ``I.`` is the ninth or the first.
    """
    _, _, last = printed.replace("．", ".").rpartition(".")
    if last.isdecimal():
        return int(last)
    if len(printed) == 1 and printed.isascii() and printed.isalpha():
        return ord(printed.lower()) - ord("a") + 1
    if printed in _NUMERALS:
        return _NUMERALS[printed]
    return _VALUES.get(printed) or _VALUES.get(printed.translate(_FORMAL_TO_PLAIN))


def _value(form: Form, printed: str) -> int | None:
    if form is Form.ROMAN and printed.upper() in _TYPED_ROMANS:
        return _TYPED_ROMANS.index(printed.upper()) + 1
    return numeral_value(printed)


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
    for form, grade, pattern in _rules_by_opening().get(opening, ()):
        match = _compiled(pattern).match(text)
        number = _value(form, match[1]) if match else None
        if match and number:
            found.append(Marker(form, number, match[1], match.end(), grade))
    return tuple(found)


def opens_with_marker(text: str) -> bool:
    """Tell whether a line by itself looks like an item: bare numerals need their neighbours.

    >>> [opens_with_marker(text) for text in ("（一）深化改革", "1.推进", "2 推进", "改革")]
    [True, True, False, False]
    """
    return any(marker.grade is not Grade.BARE for marker in read_markers(text.lstrip()))


def confirm_markers(texts: Iterable[str]) -> list[Marker | None]:
    """Return, for each paragraph of a text, the marker that it begins with, if any.

    A marker counts if it is sure, or if its number stands in a run of its form.

    >>> texts = "一是加强领导。", "年内完成。", "二是抓好落实。", "2 月份启动。"
    >>> [marker.number if marker else None for marker in confirm_markers(texts)]
    [1, None, 2, None]
    """
    return choose_markers([read_markers(text.lstrip()) for text in texts])


def choose_markers(candidates: Sequence[tuple[Marker, ...]]) -> list[Marker | None]:
    """Choose a marker for each text: the first that is sure or stands in a sequence."""
    in_sequence: set[tuple[int, Form]] = set()
    for form in {marker.form for found in candidates for marker in found}:
        entries = [
            (index, marker.number)
            for index, found in enumerate(candidates)
            for marker in found
            if marker.form is form
        ]
        in_sequence.update((index, form) for index in _sequenced(form, entries))
    return [
        next(
            (m for m in found if m.grade is Grade.SURE or (index, m.form) in in_sequence),
            None,
        )
        for index, found in enumerate(candidates)
    ]


def _sequenced(form: Form, entries: Sequence[tuple[int, int]]) -> list[int]:
    """Return the indexes of entries that stand in a run of numbers; one may stand there twice.

    A run of a form of speech may begin anywhere (一是 may stand inside the paragraph before);
    any other run begins at 1.
    """
    runs: list[list[tuple[int, int]]] = []
    for entry in entries:
        if runs and entry[1] - runs[-1][-1][1] in (0, 1):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    sure = [
        run for run in runs if run[0][1] < run[-1][1] and (form in RHETORICAL or run[0][1] == 1)
    ]
    if sure and form is Form.DECIMAL:  # 2.1 alone, where 1.1 and 1.2 came before
        sure += [run for run in runs if len(run) == 1 and run[0][1] == 1]
    return [index for run in sure for index, _ in run]


BEHIND_SENTENCE = "。！？!?)）”」："
"""Signs behind which a sentence, or a heading, has ended."""
WITHIN_SENTENCE = "；;，,、"
"""Signs behind which a clause ends, but no sentence."""
_WINDOW = 12
"""Characters from a sign on that hold the longest marker and what must follow it."""


def find_markers(text: str) -> Iterator[tuple[int, Marker]]:
    """Yield the markers inside a line with their offsets: behind clauses, or in brackets.

    >>> [(at, m.printed) for at, m in find_markers("要求。一、修路；（一）修桥。一、二产业")]
    [(3, '一'), (8, '一')]
    """
    for place in _inside_re().finditer(text, 1):
        if marker := said_marker(text, place.start()):
            yield place.start(), marker


_COUNTED = RHETORICAL | {Form.HAN}
"""Forms that another numeral right behind makes a list of numerals: 一、二、三产业, 一是一."""


@cache
def _inside_re() -> re.Pattern[str]:
    """Return where a marker may begin inside a line; a blank counts as the end of a clause."""
    behind = re.escape(BEHIND_SENTENCE + WITHIN_SENTENCE + ": \t\u3000")
    signs = "".join({sign for _, _, openings, _ in _RULES for sign in openings if sign.strip()})
    opening = rf"[{re.escape(signs)}\d]"
    return re.compile(rf"(?=[（(])|(?=[{''.join(_SIGNS)}])|(?<=[{behind}])(?={opening})")


def said_marker(text: str, at: int = 0) -> Marker | None:
    """Return the marker that begins a point amid running text: 二是, （1）, ③.

    >>> [bool(said_marker(text)) for text in ("二是推进", "（1）推进", "一体推进", "一、二产业")]
    [True, True, False, False]
    """
    for marker in read_markers(text[at : at + _WINDOW]):
        if marker.grade is Grade.SURE or marker.form in RHETORICAL:
            following = text[at + marker.size : at + marker.size + 1]
            counts = marker.form in _COUNTED and following in tuple(_HAN_SIGNS)
            return None if counts or marker.grade is Grade.BARE else marker
    return None
