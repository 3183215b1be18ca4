"""Say what became of each theme between two plans, and how attention shifted.

Theme × plan: what share of each plan speaks for a theme, and how it ranks there.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.model import Plan, Status, Task, Theme, ThemeChange, ThemeRow, ThemeSide


def theme_changes(
    previous: Plan, current: Plan, themes: Sequence[Theme]
) -> tuple[ThemeChange, ...]:
    """Return the themes found on either side, in the codebook's order.

    A theme stands on a side where a task is coded with it, as primary or secondary: a secondary
    theme has a measure of its own, so it is work that is planned. It is new, continued or dropped
    by that alone; how the two plans stand to each other is for the reader of the comparison.

    ``share`` is the share (0..1) of the plan's characters that speak for the theme: the whole task
    where it is primary, the measures that prove it where it is secondary. A measure may speak for
    several themes, so shares may add up to more than 1. Both plans must have been coded.
    """
    before, after = theme_sides(previous, themes), theme_sides(current, themes)
    return tuple(
        ThemeChange(
            code=theme.code,
            name=theme.zh,
            status=_status(before[theme.code], after[theme.code]),
            previous=before[theme.code],
            current=after[theme.code],
            name_en=theme.en,
        )
        for theme in themes
        if before[theme.code].tasks or after[theme.code].tasks
    )


def _status(before: ThemeSide, after: ThemeSide) -> Status:
    if not before.tasks:
        return Status.NEW
    return Status.CONTINUED if after.tasks else Status.DROPPED


def theme_sides(plan: Plan, themes: Sequence[Theme]) -> dict[str, ThemeSide]:
    """Return every theme's side of a plan, ranked by share; rank 1 has the largest share."""
    length = sum(_length(task) for task in plan.tasks)
    sides = {theme.code: _side(plan, theme.code, length) for theme in themes}
    present = [code for code, side in sides.items() if side.tasks]
    ranked = sorted(present, key=lambda code: -sides[code].share)
    for rank, code in enumerate(ranked, 1):
        sides[code] = replace(sides[code], rank=rank)
    return sides


def _side(plan: Plan, code: str, length: int) -> ThemeSide:
    coded = [task for task in plan.tasks if code in (task.themes.primary, *task.themes.secondary)]
    spoken = sum(_spoken(task, code) for task in coded)
    primary = tuple(task for task in coded if task.themes.primary == code)
    led = sum(_length(task) for task in primary)
    return ThemeSide(
        tasks=tuple(task.id for task in coded),
        share=round(spoken / length, 4) if length else 0.0,
        share_primary=round(led / length, 4) if length else 0.0,
        primary=tuple(task.id for task in primary),
    )


def _spoken(task: Task, code: str) -> int:
    """Return how many characters of a task speak for a theme."""
    if task.themes.primary == code:
        return _length(task)
    proof = {
        place for found in task.themes.evidence if found.code == code for place in found.measures
    }
    measures = sum(len(measure.text) for measure in task.measures if measure.id in proof)
    return min(measures, _length(task))


def _length(task: Task) -> int:
    return len(task.title) + len(task.text)


def theme_matrix(plans: Sequence[Plan], themes: Sequence[Theme]) -> tuple[ThemeRow, ...]:
    """Return a row for each theme that any plan is coded with, in the codebook's order.

    Each row has a cell for each plan; shares and ranks are those of ``theme_changes``.
    """
    sides = [theme_sides(plan, themes) for plan in plans]
    rows = (
        ThemeRow(theme.code, theme.zh, tuple(side[theme.code] for side in sides), theme.en)
        for theme in themes
    )
    return tuple(row for row in rows if any(cell.tasks for cell in row.cells))
