"""Themes against plans as a heat map: the geometry of its cells."""

from msgspec import Struct

from policydiff.model import Report
from policydiff.report.labels import status_word
from policydiff.report.lang import Lang
from policydiff.report.rows import ThemeCell, ThemeRow, share_text, theme_name, theme_rows
from policydiff.text.lines import clip

NAME, CELL, ROW, TOP = 170.0, 116.0, 24.0, 26.0
NAME_CELLS, CELL_CELLS = 24, 18
STRONGEST = 0.6
"""Opacity of the largest share: what is written over it stays readable."""


class Square(Struct, frozen=True):
    """A theme in a plan."""

    x: float
    y: float
    opacity: float
    text: str
    title: str


class Name(Struct, frozen=True):
    """The name of a row or a column."""

    x: float
    y: float
    text: str
    title: str


class Heat(Struct, frozen=True):
    """The whole picture."""

    width: float
    height: float
    cell: float
    names: tuple[Name, ...]
    heads: tuple[Name, ...]
    squares: tuple[Square, ...]


def heat(report: Report, lang: Lang) -> Heat:
    """Place one square per theme and plan; the deeper, the larger its share of the text.

    >>> heat(Report(plans=(), comparisons=()), Lang.EN).squares
    ()
    """
    rows = theme_rows(report)
    top = max((c.side.share_primary for row in rows for c in row.cells if c), default=0.0)
    heads = tuple(
        Name(NAME + i * CELL + CELL / 2, TOP - 9, clip(plan.id, 14), plan.id)
        for i, plan in enumerate(report.plans)
    )
    names = tuple(
        Name(
            NAME - 8,
            TOP + i * ROW + ROW - 7,
            clip(theme_name(row, lang), NAME_CELLS),
            theme_name(row, lang),
        )
        for i, row in enumerate(rows)
    )
    squares = tuple(
        _square(report, row, (i, j), cell, top, lang)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row.cells)
        if cell is not None
    )
    width = NAME + CELL * len(report.plans) + 4
    return Heat(width, TOP + ROW * len(rows) + 4, CELL, names, heads, squares)


def _share(cell: ThemeCell) -> str:
    """Write the share of a theme, a dash where it is secondary, nothing where it is not there."""
    if not cell.side.tasks:
        return ""
    return share_text(cell.side.share_primary) if cell.side.primary else "–"


def _square(
    report: Report, row: ThemeRow, place: tuple[int, int], cell: ThemeCell, top: float, lang: Lang
) -> Square:
    i, j = place
    told = ""
    if cell.status is not None:
        told = status_word(cell.status, cell.relation, lang, cell.open)
    share = _share(cell)
    text = f"{told} {share}".strip() or "–"
    opacity = round(STRONGEST * cell.side.share_primary / top, 3) if top else 0.0
    title = f"{theme_name(row, lang)} · {report.plans[j].id} · {text} ({len(cell.side.tasks)})"
    return Square(NAME + j * CELL, TOP + i * ROW, opacity, clip(text, CELL_CELLS), title)
