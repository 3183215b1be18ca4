"""Theme × plan: what share of each plan speaks for a theme, and how it ranks there."""

from collections.abc import Sequence

from policydiff.comparing.themes import theme_sides
from policydiff.model import Plan, ThemeRow
from policydiff.themes.codebook import Codebook


def theme_matrix(plans: Sequence[Plan], codebook: Codebook) -> tuple[ThemeRow, ...]:
    """Return a row for each theme that any plan is coded with, in the codebook's order.

    Each row has a cell for each plan; shares and ranks are those of ``theme_changes``.
    """
    sides = [theme_sides(plan, codebook) for plan in plans]
    rows = (
        ThemeRow(theme.code, theme.zh, tuple(side[theme.code] for side in sides), theme.en)
        for theme in codebook.themes
    )
    return tuple(row for row in rows if any(cell.tasks for cell in row.cells))
