"""Show a document on a terminal: each row fits the width, and nothing is cut off.

Lines of mixed Chinese and Latin text are broken as a typesetter would.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from math import ceil
from typing import NamedTuple

from rich.cells import cell_len

from policydiff.report.blocks import Cell, Diagram, Document, Paragraph, Span, Table, Tone
from policydiff.writers.inert import inline

_CLOSING = "，。、；：！？）》」』】〕”’…—,.;:!?)]}%％"
_OPENING = "（《「『【〔“‘([{"
_LATIN = r"[^\s\u2e80-\U0003ffff" + re.escape(_OPENING + _CLOSING) + "]+"
_ATOM_RE = re.compile(
    f"[{re.escape(_OPENING)}]*"
    rf"(?:{_LATIN}(?:[.,:](?=[0-9A-Za-z]){_LATIN})*|[^\s])?"
    f"[{re.escape(_CLOSING)}]*" + r"\s*"
)
"""What must not be torn: a Latin word, a number or one Han character, with brackets and signs.

A sign between letters or digits is a part of them: 15.9%, report.html.
"""


def break_offsets(text: str, width: int) -> Iterator[int]:
    """Yield the offsets at which new lines of at most ``width`` cells begin.

    >>> list(break_offsets("推进（医联体）建设", 8))
    [4, 8]
    >>> list(break_offsets("占 15.9%", 6))
    [2]
    """
    used = 0
    for start, atom in _atoms(text):
        word = atom.rstrip()
        size = cell_len(word)
        if used and used + size > width:
            yield start
            used = 0
        if size > width:
            torn = _tear(word, width)
            yield from (start + offset for offset in torn)
            size = cell_len(word[torn[-1] :]) if torn else width
        used += size + len(atom) - len(word)


def _atoms(text: str) -> Iterator[tuple[int, str]]:
    for match in _ATOM_RE.finditer(text):
        if match[0]:
            yield match.start(), match[0]


def _tear(word: str, width: int) -> list[int]:
    """Return the offsets at which a word too long for a line is torn."""
    offsets = []
    used = 0
    for offset, character in enumerate(word):
        size = cell_len(character)
        if used and used + size > width:
            offsets.append(offset)
            used = 0
        used += size
    return offsets


_CODES = {
    Tone.PLAIN: "",
    Tone.STRONG: "1",
    Tone.FAINT: "2",
    Tone.NEW: "32",
    Tone.DROPPED: "31",
    Tone.WARNING: "33",
    Tone.SHARED: "1;4",
    Tone.INSERTED: "1;32",
    Tone.DELETED: "9;31",
    Tone.GAIN: "32",
    Tone.LOSS: "31",
}
"""ECMA-48, select graphic rendition: bold, faint, underlined, crossed out; red, green, yellow."""

_BOLD_REVERSE = "1;7"

_WORDING = {Tone.INSERTED: ("{+", "+}"), Tone.DELETED: ("[-", "-]")}
"""Additions and deletions are marked as ``git diff --word-diff`` does: colour may be missing."""


class _Piece(NamedTuple):
    """Text of one look, past the output gate."""

    text: str
    codes: str = ""


_Row = Sequence[_Piece]


def terminal_text(document: Document, width: int, *, coloured: bool) -> str:
    """Return a document as a terminal shows it, every line without spaces at its end."""
    paint = _coloured if coloured else _plain
    return "".join(f"{''.join(map(paint, row)).rstrip()}\n" for row in _rows(document, width))


def _plain(piece: _Piece) -> str:
    return piece.text


def _coloured(piece: _Piece) -> str:
    return f"\x1b[{piece.codes}m{piece.text}\x1b[0m" if piece.codes else piece.text


def _rows(document: Document, width: int) -> Iterator[_Row]:
    yield from _broken([_Piece(inline(document.title), _BOLD_REVERSE)], width)
    for section in document.sections:
        shown = [block for block in section.blocks if not isinstance(block, Diagram)]
        if shown:
            yield ()
            yield from _section(section.title, shown, width)


def _section(title: str, blocks: Sequence[Table | Paragraph], width: int) -> Iterator[_Row]:
    if title:
        yield from _broken([_Piece(f"■ {inline(title)}", _CODES[Tone.STRONG])], width)
    for before, block in zip([None, *blocks], blocks, strict=False):
        if isinstance(block, Table):
            yield from _grid(block, width)
            continue
        if isinstance(before, Paragraph):
            yield ()
        yield from _folded(block.lines, width)


def _grid(table: Table, width: int) -> Iterator[_Row]:
    titles: list[Cell] = [((Span(column.title, Tone.STRONG),),) for column in table.columns]
    widths = _widths(table, [titles, *table.rows], width)
    head = [_folded(*both) for both in zip(titles, widths, strict=True)]
    tallest = max(map(len, head))
    yield ()
    yield from _beside([[()] * (tallest - len(cell)) + cell for cell in head], widths)
    yield (_Piece(" " + "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))),)
    for row in table.rows:
        yield from _beside([_folded(*both) for both in zip(row, widths, strict=True)], widths)
    yield ()


_GAP = "  "
"""What stands between two columns; a blank stands at each end."""

_NARROWEST = 3
"""Cells of a column: those of a Han character and a blank."""


def _beside(cells: Sequence[Sequence[_Row]], widths: Sequence[int]) -> Iterator[_Row]:
    """Yield the rows of cells that stand beside each other."""
    for rows in zip_longest(*cells, fillvalue=()):
        line, before = [], " "
        for row, width in zip(rows, widths, strict=True):
            line += [_Piece(before), *row]
            before = " " * (width - sum(cell_len(piece.text) for piece in row)) + _GAP
        yield line


def _widths(table: Table, rows: Iterable[Sequence[Cell]], width: int) -> Sequence[int]:
    """Share a width out among columns, each a character wide at least.

    Those without a ratio are as wide as their text, the others share what is left. The widest
    gives way where that is too much; where it is too little, all grow.
    """
    last = len(table.columns) - 1
    blanks = [1] * last + [0]  # behind a column, and a part of it while widths are shared
    room = max(width - 2 - last, _NARROWEST * (last + 1))
    ratios = [column.ratio or 0 for column in table.columns]
    fixed = [
        0 if ratio else min(room, max(map(_longest, cells)) + blank)
        for ratio, cells, blank in zip(ratios, zip(*rows, strict=True), blanks, strict=True)
    ]
    left = max(0, room - sum(fixed))
    widths = _shared(left, ratios if any(ratios) else fixed, fixed)
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return [size - blank for size, blank in zip(widths, blanks, strict=True)]


def _shared(room: int, ratios: Sequence[int], widths: Sequence[int]) -> list[int]:
    """Add to widths the parts of a room that their ratios say.

    >>> _shared(10, [1, 2, 0], [0, 0, 7])
    [4, 6, 7]
    """
    shared, parts = [], sum(ratios)
    for ratio, width in zip(ratios, widths, strict=True):
        part = ceil(ratio * room / parts) if ratio else 0
        room, parts = room - part, parts - ratio
        shared.append(max(_NARROWEST, width + part) if ratio else width)
    return shared


def _longest(cell: Cell) -> int:
    return max((sum(cell_len(_piece(span).text) for span in line) for line in cell), default=0)


def _folded(lines: Cell, width: int) -> list[_Row]:
    return [row for line in lines for row in _broken([*map(_piece, line)], width)]


def _piece(span: Span) -> _Piece:
    before, after = _WORDING.get(span.tone, ("", ""))
    return _Piece(f"{before}{inline(span.text)}{after}", _CODES[span.tone])


def _broken(line: _Row, width: int) -> Iterator[_Row]:
    """Yield the rows of a line, none with spaces at its end but the last."""
    offsets = break_offsets("".join(piece.text for piece in line), width)
    offset, place = next(offsets, None), 0
    row: list[_Piece] = []
    for text, codes in line:
        start = 0
        while offset is not None and offset < place + len(text):
            yield [*row, _Piece(text[start : offset - place].rstrip(), codes)]
            row, start = [], offset - place
            offset = next(offsets, None)
        row.append(_Piece(text[start:], codes))
        place += len(text)
    yield row
