"""Show a document on a terminal, with rich."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
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
from policydiff.writers.wrapping import PlanText

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
    for block in section.blocks:
        if not isinstance(block, Diagram):
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
