"""Blocks: the paragraphs of a text, each with the outline marker that it begins with.

Markers inside lines begin blocks, too: the outline of a text that lost its line breaks.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.model import Line, Part, Particulars
from policydiff.parsing.headings import find_headings, find_part_headings, find_shapes
from policydiff.parsing.listings import find_attachments, find_calendar, find_contents
from policydiff.parsing.tables import Piece, find_tables
from policydiff.settings import ParsingSettings
from policydiff.text.markers import (
    BEHIND_SENTENCE,
    RHETORICAL,
    WITHIN_SENTENCE,
    Form,
    Marker,
    choose_markers,
    find_markers,
    opens_with_marker,
    read_markers,
)

_BRACKETED = frozenset({Form.HAN_PAREN, Form.ARABIC_PAREN})
BULLETS = "•●▪■◆◇□▶►➢\uf06c\uf0d8"
_BULLET_RE = re.compile(rf"[{BULLETS}]\s*")
_BLANKS = "\ufeff\u200b\u2060"


class Place(Struct, frozen=True):
    """A marker at an offset in a text; offset 0 is its beginning."""

    text: int
    offset: int
    marker: Marker


def find_inline(
    texts: Sequence[str], starts: Sequence[Marker | None]
) -> Mapping[int, tuple[Place, ...]]:
    """Return, by the index of the text, the markers inside it that belong to the outline.

    ``starts`` are the markers at the beginning of the texts. A form that begins lines is read
    inside lines only where it fills a gap; any other where it counts 1, 2, … behind sentences.
    一是 … 二是 … inside a paragraph counts only where nothing else is numbered.

    >>> found = find_inline(["要求。一、修路（一）修桥。好。（二）修渠。二、种树。"], [None])
    >>> [(place.marker.form.value, place.marker.number) for place in found[0]]
    [('han', 1), ('han-paren', 1), ('han-paren', 2), ('han', 2)]
    """
    places: defaultdict[Form, list[Place]] = defaultdict(list)
    for index, text in enumerate(texts):
        if start := starts[index]:
            places[start.form].append(Place(index, 0, start))
        for offset, marker in find_markers(text):
            places[marker.form].append(Place(index, offset, marker))
    formal = [f for f in places if f not in RHETORICAL]
    chosen = [place for form in formal for place in _belonging(places[form], texts, starts)]
    if not chosen and not any(starts):
        rhetorical = [f for f in places if f in RHETORICAL]
        chosen = [place for form in rhetorical for place in _counting(places[form])]
    by_text: defaultdict[int, list[Place]] = defaultdict(list)
    for place in sorted(chosen, key=lambda place: (place.text, place.offset)):
        by_text[place.text].append(place)
    return {index: tuple(found) for index, found in by_text.items()}


def _belonging(
    places: Sequence[Place], texts: Sequence[str], starts: Sequence[Marker | None]
) -> list[Place]:
    """Return the places inside lines that belong to the outline, for one form."""
    leading = sum(place.offset == 0 for place in places)
    if leading > 1:
        return _filling(places, starts)
    return _counting([place for place in places if _is_behind_sentence(place, texts)])


def _is_behind_sentence(place: Place, texts: Sequence[str]) -> bool:
    """Tell whether a marker stands behind a sentence; one in brackets also behind a heading."""
    if place.offset == 0:
        return True
    before = texts[place.text][: place.offset].rstrip()[-1:]
    if place.marker.form in _BRACKETED:
        return before not in WITHIN_SENTENCE
    return before in BEHIND_SENTENCE


def _counting(places: Sequence[Place]) -> list[Place]:
    """Return the places inside lines that stand in a run 1, 2 and so on."""
    runs: list[list[Place]] = []
    for place in places:
        number = place.marker.number
        if number == 1:
            runs.append([place])
        elif runs and number == runs[-1][-1].marker.number + 1:
            runs[-1].append(place)
    return [place for run in runs if len(run) > 1 for place in run if place.offset]


def _filling(places: Sequence[Place], starts: Sequence[Marker | None]) -> list[Place]:
    """Return the places inside lines that fill a gap between markers at the beginning of lines."""
    filling: list[Place] = []
    between: list[Place] = []
    last = 0
    for place in places:
        if place.offset:
            between.append(place)
            continue
        chain = _chain(between, place.marker.number)
        if chain and _fits(chain[0], last, place.marker.number, starts):
            filling.extend(chain)
        last, between = place.marker.number, []
    return filling


def _chain(between: Sequence[Place], following: int) -> list[Place]:
    """Return the places that count up to the following number, as far back as they do."""
    chain: list[Place] = []
    for place in reversed(between):
        if place.marker.number == following - len(chain) - 1 > 0:
            chain.append(place)
    return chain[::-1]


def _fits(first: Place, last: int, following: int, starts: Sequence[Marker | None]) -> bool:
    """Tell whether a chain fills a gap, or counts from 1 in a line that another form begins."""
    if first.marker.number == 1:
        start = starts[first.text]
        return following != last + 1 or (start is not None and start.form is not first.marker.form)
    return first.marker.number == last + 1


class Block(Struct, frozen=True):
    """A paragraph, or a piece of one that begins with a marker, without indent.

    ``part`` is set where the block is known to be no part of the outline, ``particulars`` where
    it stands in a row of a table that has columns for them.
    """

    line: int
    text: str
    marker: Marker | None = None
    part: Part | None = None
    particulars: Particulars | None = None

    @property
    def rest(self) -> str:
        """The text behind the marker."""
        return self.text[self.marker.size :].strip() if self.marker else self.text


class LabelledBlock(Struct, frozen=True):
    """A block that is set apart, and as what."""

    part: Part
    block: Block


def split_blocks(lines: Iterable[Line], settings: ParsingSettings) -> tuple[Block, ...]:
    """Return the paragraphs as blocks, with the markers that the text as a whole confirms.

    >>> lines = Line(1, "一是加强领导。"), Line(2, " "), Line(3, "二是抓好落实。")
    >>> blocks = split_blocks(lines, ParsingSettings())
    >>> [(b.line, b.marker.number, b.rest) for b in blocks]
    [(1, 1, '加强领导。'), (3, 2, '抓好落实。')]
    >>> split_blocks([Line(1, "一是强调纪律，别无其他。")], ParsingSettings())[0].marker is None
    True
    """
    stripped = [Line(line.number, _bare(line.text)) for line in lines]
    kept = [line for line in stripped if line.text]
    texts = [line.text for line in kept]
    tables = find_tables(texts, settings)
    flowing = ["" if i in tables.rows else text for i, text in enumerate(texts)]
    candidates = [read_markers(text) for text in flowing]
    lists = dict.fromkeys(find_attachments(texts, candidates), Part.APPENDIX)
    lists |= dict.fromkeys(find_contents(texts, settings), Part.CONTENTS)
    lists |= dict.fromkeys(tables.heads, Part.PREFACE)
    starts = choose_markers([() if i in lists else found for i, found in enumerate(candidates)])
    calendar = find_calendar(texts, starts, settings)
    lists |= dict.fromkeys(calendar, Part.SCHEDULE)
    starts = [None if index in calendar else start for index, start in enumerate(starts)]
    for index, pieces in tables.rows.items():
        starts[index] = next((piece.marker for piece in pieces if piece.marker), None)
    inline = find_inline(flowing, starts)
    headings = _find_headings(texts, starts, settings)
    if not any(starts) and not inline:
        headings = find_shapes(texts, settings)
    blocks: list[Block] = []
    for index, (line, start) in enumerate(zip(kept, starts, strict=True)):
        if index in lists:
            blocks.append(Block(line.number, line.text, part=lists[index]))
        elif index in tables.rows:
            blocks.extend(_of_row(line.number, tables.rows[index]))
        else:
            begin = start or headings.get(index)
            blocks.extend(_pieces(line, begin, inline.get(index, ())))
    return tuple(blocks)


def _of_row(line: int, pieces: Iterable[Piece]) -> Iterator[Block]:
    for piece in pieces:
        yield Block(line, piece.text, piece.marker, particulars=piece.particulars)


def _find_headings(
    texts: Sequence[str], starts: Sequence[Marker | None], settings: ParsingSettings
) -> Mapping[int, Marker]:
    """Return the headings without a number: of parts, and of sections inside them."""
    found = find_part_headings(texts, starts)
    parts = {i: marker for i, marker in found.items() if not _is_bare(i - 1, texts, starts)}
    numbered = [start or parts.get(index) for index, start in enumerate(starts)]
    return {**find_headings(texts, numbered, settings), **parts}


def _is_bare(index: int, texts: Sequence[str], starts: Sequence[Marker | None]) -> bool:
    """Tell whether a line is a marker and nothing more: its heading stands on the next."""
    start = starts[index] if index >= 0 else None
    return start is not None and start.size >= len(texts[index])


def _bare(text: str) -> str:
    """Return a paragraph without blanks around it, and without a bullet in front of its number."""
    bare = text.strip().strip(_BLANKS).strip()
    bullet = _BULLET_RE.match(bare)
    return bare[bullet.end() :] if bullet and opens_with_marker(bare[bullet.end() :]) else bare


def _pieces(line: Line, start: Marker | None, inline: Sequence[Place]) -> Iterator[Block]:
    """Yield the pieces of a line: its beginning, and one for each marker inside it."""
    offsets = [0, *(place.offset for place in inline), len(line.text)]
    markers = [start, *(place.marker for place in inline)]
    for (begin, end), marker in zip(pairwise(offsets), markers, strict=True):
        if piece := line.text[begin:end].strip():
            yield Block(line.number, piece, marker)
