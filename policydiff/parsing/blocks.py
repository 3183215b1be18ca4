"""Blocks: the paragraphs of a text, each with the outline marker that it begins with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.model import Line, Part, Particulars
from policydiff.parsing.calendars import find_calendar
from policydiff.parsing.contents import find_attachments, find_contents
from policydiff.parsing.headings import find_headings, find_part_headings, find_shapes
from policydiff.parsing.inline import Place, find_inline
from policydiff.parsing.tables import Piece, find_tables
from policydiff.settings import ParsingSettings
from policydiff.text.markers import Marker, choose_markers, read_markers

_BLANKS = "\ufeff\u200b\u2060"


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


class Labelled(Struct, frozen=True):
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
    parts = find_part_headings(texts, starts)
    numbered = [start or parts.get(index) for index, start in enumerate(starts)]
    return {**find_headings(texts, numbered, settings), **parts}


def _bare(text: str) -> str:
    return text.strip().strip(_BLANKS).strip()


def _pieces(line: Line, start: Marker | None, inline: Sequence[Place]) -> Iterator[Block]:
    """Yield the pieces of a line: its beginning, and one for each marker inside it."""
    offsets = [0, *(place.offset for place in inline), len(line.text)]
    markers = [start, *(place.marker for place in inline)]
    for (begin, end), marker in zip(pairwise(offsets), markers, strict=True):
        if piece := line.text[begin:end].strip():
            yield Block(line.number, piece, marker)
