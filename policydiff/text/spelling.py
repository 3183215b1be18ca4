"""Write a sentence the way figures are read: half-width, closed up, with torn figures marked."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from policydiff.text.numerals import half_width

TORN = "\ufffd"
"""Stands where a character of a figure is destroyed or cannot belong to one."""

_ZERO_RE = re.compile(
    "(?<=[一二两三四五六七八九十百千〇零])[○Ｏ](?=[一二三四五六七八九十百千〇零○万亿])"
)
_FORMAL_RE = re.compile("[零壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}(?=[万亿]{0,2}元)")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_GROUPING_RE = re.compile(r"(?<!\d)\d{1,3}(?:[，,]\d{3})+(?!\d)")
_GAP_RE = re.compile(r"[ \u3000]+|\*\*|__|[\[［]\d{1,3}[\]］]|[①-⑳]")  # notes are no text
_FIGURE_RE = re.compile(r"\d+")
_FIGURE_END_RE = re.compile(r"\d+$")
_GROUPED_BLANK_RE = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_CUT_RE = re.compile(  # 75?000, 7□5, 60，5%, 1O0家, ?5%: a sign where only a digit can stand
    "(?<=[\\d万亿])[?？!！\ufffd□■◆◇●▇█*＊_＿^#\ue000-\uf8ff]{1,3}(?=[\\d万亿%‰])"
    "|(?<=\\d)[;；，。·'’`](?=\\d)|(?<=\\d),(?!\\d{3}(?!\\d))(?=\\d)"
    "|(?<=\\d)[OoQlI丨○〇Ｏ]{1,3}(?=[\\d%‰万亿家个名所人张])"
    "|(?<=\\d)[?\ufffd□■◆◇●▇█*_\ue000-\uf8ff]{1,3}(?=[\u4e00-\u9fff%‰])"
    "|(?<=[\u4e00-\u9fff])(?:\\?{1,3}|[lO])(?=\\d)"
    "|(?<=[一二三四五六七八九十百千万亿之])[?\ufffd□■◆◇●▇█*_\ue000-\uf8ff]{1,3}(?=[一二三四五六七八九十百千万亿])"
    "|(?<!\\d)[\ufffd□■●▇█×\ue000-\uf8ff]{1,3}(?=\\d)"
)
_PERHAPS_CUT_RE = re.compile("[\\d?？!！\ufffd□■◆◇●▇█×*＊_＿^#\ue000-\uf8ff]")  # in any such place
_YEAR_RE = re.compile(r"(?<!\d)(?:19|20)\d\d$")


class Spelling(Struct, frozen=True):
    """A text closed up; ``figures`` is the same with figures spelled one way and torn ones marked.

    ``places`` are where the characters of both stood in the ``source``.
    """

    text: str
    figures: str
    source: str
    places: Sequence[int]

    def part(self, start: int, end: int) -> "Spelling":
        """Return the spelling of a stretch of the text."""
        return Spelling(
            self.text[start:end], self.figures[start:end], self.source, self.places[start:end]
        )

    def without(self, spans: Sequence[tuple[int, int]]) -> "Spelling":
        """Return the spelling with the stretches left out."""
        if not spans:
            return self
        gone = {place for start, end in spans for place in range(start, end)}
        kept = [i for i in range(len(self.text)) if i not in gone]
        return Spelling(
            "".join(self.text[i] for i in kept),
            "".join(self.figures[i] for i in kept),
            self.source,
            tuple(self.places[i] for i in kept),
        )

    def as_written(self, start: int, end: int) -> str:
        """Return the stretch of the source that a stretch of the text comes from."""
        if start >= end:
            return ""
        return self.source[self.places[start] : self.places[end - 1] + 1]


def respell(source: str) -> Spelling:
    r"""Spell figures one way; blanks go, but for those between Latin words and between figures.

    >>> respell("达到 3 万张、约75 000个，占 ９ 5％以上").figures
    '达到3万张、约75,000个，占95%以上'
    >>> respell("用 AI for Science 方法，约75?000个、60，5%").figures == \
    ...     f"用AI for Science方法，约75{TORN}000个、60{TORN}5%"
    True
    """
    grouped = _GROUPING_RE.sub(lambda m: m[0].replace("，", ","), half_width(source))
    grouped = _GROUPED_BLANK_RE.sub(lambda m: m[0].replace(" ", ","), grouped)
    spelled = _FORMAL_RE.sub(lambda m: m[0].translate(_FORMAL), _ZERO_RE.sub("〇", grouped))
    if not _GAP_RE.search(spelled):
        return Spelling(source, _marked(spelled), source, range(len(source)))
    kept = tuple(_closed_up(spelled))
    places = tuple(place for place, _ in kept)
    return Spelling(
        text="".join(source[place] for place in places),
        figures=_marked("".join(char for _, char in kept)),
        source=source,
        places=places,
    )


def _closed_up(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters that stay, with their places."""
    position = 0
    for gap in _GAP_RE.finditer(text):
        yield from enumerate(text[position : gap.start()], position)
        if kept := _kept(text, gap):
            yield gap.start(), kept
        position = gap.end()
    yield from enumerate(text[position:], position)


def _kept(text: str, gap: re.Match[str]) -> str:
    """Return what stays of a gap: a blank between Latin words, a mark between two figures."""
    before, after = text[max(0, gap.start() - 8) : gap.start()], text[gap.end() : gap.end() + 8]
    if not (before and after) or not gap[0].isspace():
        return ""
    left, right = _FIGURE_END_RE.search(before), _FIGURE_RE.match(after)
    if left and right:
        if _YEAR_RE.search(before):
            return " "
        return "" if min(len(left[0]), len(right[0])) == 1 else TORN
    return " " if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() else ""


def _marked(text: str) -> str:
    """Put the mark wherever a figure is cut; no offset moves."""
    if not _PERHAPS_CUT_RE.search(text):
        return text

    def mark(cut: re.Match[str]) -> str:
        parts_a_year = cut[0][0] in ",，;；。" and _YEAR_RE.search(text[: cut.start()][-5:])
        return cut[0] if parts_a_year else TORN * len(cut[0])

    return _CUT_RE.sub(mark, text)
