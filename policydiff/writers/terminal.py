"""Show a document on a terminal, with rich.

Break lines of mixed Chinese and Latin text for a terminal, as a typesetter would.
"""

import re
from collections.abc import Iterator
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.table import Table as Grid
from rich.text import Text

from policydiff.report.blocks import (
    Cell,
    Column,
    Diagram,
    Document,
    Line,
    Paragraph,
    Section,
    Table,
    Tone,
)
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


class PlanText(Text):
    """Text that folds between Han characters.

    A class, because rich asks the object itself to wrap; rich breaks only at blanks, and moves
    an unspaced Chinese title whole to the next line.
    """

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Divide into lines of at most ``width`` cells."""
        lines = Lines()
        for line in self.split(allow_blank=True):
            divided = line.divide(list(break_offsets(line.plain, width)))
            for part in divided:
                part.rstrip_end(width)
            lines.extend(divided)
        return lines


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


_STYLE = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.NEW: "green",
    Tone.DROPPED: "red",
    Tone.WARNING: "yellow",
    Tone.SHARED: "bold underline",
    Tone.INSERTED: "bold green",
    Tone.DELETED: "strike red",
    Tone.GAIN: "green",
    Tone.LOSS: "red",
}

_WORDING = {Tone.INSERTED: ("{+", "+}"), Tone.DELETED: ("[-", "-]")}
"""Additions and deletions are marked as ``git diff --word-diff`` does: colour may be missing."""


def terminal_view(document: Document) -> RenderableType:
    """Return what a rich Console prints, at any width, with nothing cut off."""
    return Group(*_parts(document))


def _parts(document: Document) -> Iterator[RenderableType]:
    yield PlanText(inline(document.title), style="bold reverse")
    for section in document.sections:
        if not all(isinstance(block, Diagram) for block in section.blocks):
            yield Text()
            yield from _section(section)


def _section(section: Section) -> Iterator[RenderableType]:
    if section.title:
        yield PlanText(f"■ {inline(section.title)}", style="bold")
    shown = [block for block in section.blocks if not isinstance(block, Diagram)]
    for before, block in zip([None, *shown], shown, strict=False):
        if isinstance(before, Paragraph) and isinstance(block, Paragraph):
            yield Text()
        yield _block(block)


def _block(block: Table | Paragraph) -> RenderableType:
    if isinstance(block, Table):
        return _grid(block)
    return _text(block.lines)


def _grid(table: Table) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    for column in table.columns:
        _add_column(grid, column)
    for row in table.rows:
        grid.add_row(*(_text(cell) for cell in row))
    return grid


def _add_column(grid: Grid, column: Column) -> None:
    title = PlanText(inline(column.title))
    grid.add_column(title, ratio=column.ratio, overflow="fold", vertical="top")


def _text(lines: Cell) -> PlanText:
    """Put lines under each other; this is where text enters rich, through the output gate."""
    joined = PlanText()
    for index, line in enumerate(lines):
        if index:
            joined.append("\n")
        _append(joined, line)
    return joined


def _append(text: Text, line: Line) -> None:
    for span in line:
        before, after = _WORDING.get(span.tone, ("", ""))
        text.append(f"{before}{inline(span.text)}{after}", style=_STYLE[span.tone])


def terminal_text(document: Document, width: int, *, coloured: bool) -> str:
    """Return a document as a terminal shows it, every line without spaces at its end."""
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=coloured,
        color_system="standard" if coloured else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(terminal_view(document))
    return "".join(f"{line.rstrip()}\n" for line in capture.get().split("\n")[:-1])
