"""Themes as reports show them: their lines through all plans, their names, what became of them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.comparing.statuses import opened, theme_status
from policydiff.model import (
    INDUCED,
    Comparison,
    Open,
    Relation,
    Report,
    Status,
    ThemeChange,
    ThemeSide,
)
from policydiff.report import Lang
from policydiff.report.labels import Label, theme_word


class ThemeCell(Struct, frozen=True):
    """A theme in one plan; ``status`` is against the plan before, None where there is none."""

    side: ThemeSide
    status: Status | None = None
    relation: Relation = Relation.LONGITUDINAL
    open: Open | None = None
    elsewhere: tuple[str, ...] = ()

    def told(self, lang: Lang) -> str:
        """Return what became of the theme against the plan before; nothing where there is none."""
        if self.status is None:
            return ""
        return theme_word(
            self.status, self.relation, lang, self.open, self.elsewhere, self.side.mentioned
        )


class ThemeLine(Struct, frozen=True):
    """A theme through all plans; a cell is None where the theme occurs on neither side."""

    code: str
    name: str
    cells: tuple[ThemeCell | None, ...]
    name_en: str = ""


def cell_legend(report: Report, lang: Lang) -> tuple[str, ...]:
    """Say what the cells of a table of themes mean; 并入他题 only where there is such a theme."""
    changed = [x for c in report.comparisons for x in c.themes if x.status is not Status.CONTINUED]
    more = any(theme.elsewhere or absent_side(theme).mentioned for theme in changed)
    legends = (Label.CELL_LEGEND, Label.ELSEWHERE_LEGEND) if more else (Label.CELL_LEGEND,)
    return tuple(legend.of(lang) for legend in legends)


def theme_rows(report: Report) -> tuple[ThemeLine, ...]:
    """Lay the themes of all comparisons side by side, those that changed most first.

    First what is new or dropped, then by how far the share moved.

    Where the comparisons have different codebooks, that of all plans together is laid out.
    """
    columns = {plan.id: index for index, plan in enumerate(report.plans)}
    cells: dict[str, list[ThemeCell | None]] = {}
    names: dict[str, tuple[str, str]] = {}
    for comparison in report.comparisons:
        for change in _table_themes(report, comparison):
            names.setdefault(change.code, (change.name, change.name_en))
            row = cells.setdefault(change.code, [None] * len(report.plans))
            _fill(row, columns, comparison, change)
    rows = [
        ThemeLine(code, names[code][0], tuple(row), names[code][1]) for code, row in cells.items()
    ]
    return tuple(sorted(rows, key=_steadiness))


def _steadiness(row: ThemeLine) -> tuple[int, float]:
    """Return how little a theme changed: in how few plans it came or went, how little it moved."""
    cells = [cell for cell in row.cells if cell is not None]
    changed = sum(cell.status not in (None, Status.CONTINUED) for cell in cells)
    shares = [cell.side.share_primary for cell in cells]
    return -changed, min(shares, default=0.0) - max(shares, default=0.0)


def _table_themes(report: Report, comparison: Comparison) -> Sequence[ThemeChange]:
    """Return the themes of a comparison by the codebook of the table over all plans."""
    books = {each.field.codebook for each in report.comparisons}
    if len(report.comparisons) == 1 or (len(books) == 1 and INDUCED not in books):
        return comparison.themes
    places = [plan.id for plan in report.plans]
    before, after = places.index(comparison.previous), places.index(comparison.current)
    changes = (
        ThemeChange(
            code=row.code,
            name=row.name,
            status=theme_status(row.cells[before], row.cells[after]),
            previous=row.cells[before],
            current=row.cells[after],
            name_en=row.name_en,
        )
        for row in report.matrix
        if row.cells[before].tasks or row.cells[after].tasks
    )
    previous, current = report.plans[before], report.plans[after]
    return [opened(change, previous, current, comparison) for change in changes]


def theme_names(changes: Iterable[ThemeChange], lang: Lang) -> dict[str, str]:
    """Return the names of themes by code; the first of a code names it."""
    names: dict[str, str] = {}
    for change in changes:
        names.setdefault(change.code, theme_name(change, lang))
    return names


def theme_name(row: ThemeLine | ThemeChange, lang: Lang) -> str:
    """Return the name of a theme in a language; Chinese where the codebook has no other.

    >>> theme_name(ThemeLine("T09", "中医药", ()), Lang.EN)
    '中医药'
    """
    return row.name if lang is Lang.ZH else row.name_en or row.name


def _fill(
    row: list[ThemeCell | None],
    columns: dict[str, int],
    comparison: Comparison,
    change: ThemeChange,
) -> None:
    before, after = columns[comparison.previous], columns[comparison.current]
    if row[before] is None and change.previous.tasks:
        row[before] = ThemeCell(change.previous)
    row[after] = ThemeCell(
        # of what is new, the terms that say so stand in the plan before
        replace(change.current, mentioned=absent_side(change).mentioned),
        change.status,
        comparison.relation,
        change.open,
        change.elsewhere,
    )


def absent_side(change: ThemeChange) -> ThemeSide:
    """Return the side of a theme that no task is coded with; the current one where both are."""
    return change.previous if change.status is Status.NEW else change.current


def theme_change_word(change: ThemeChange, relation: Relation, lang: Lang) -> str:
    """Return what became of a theme between two plans, in the words of their relation."""
    mentioned = absent_side(change).mentioned
    return theme_word(change.status, relation, lang, change.open, change.elsewhere, mentioned)
