"""A report as tables of plain rows, for spreadsheets, notebooks and scripts.

Column names are stable and English; a row names its plans, so that rows of many reports can be
put under each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.errors import MissingExtraError, UsageError, unknown
from policydiff.model import DecidedPair, Report, Side, Strength, Target, Task, ThemeSide
from policydiff.report import SheetName
from policydiff.report.pair import LinkRow, Pair, pairs
from policydiff.report.themes import absent_side
from policydiff.report.values import NONE, ruling_of, shared_words

if TYPE_CHECKING:
    import pandas

Value = str | int | float | tuple[str, ...] | None
Row = tuple[Value, ...]


class Sheet(Struct, frozen=True):
    """A table: every row has one value per column."""

    name: SheetName
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


_THEME_COLUMNS = (
    "previous_plan", "current_plan", "relation", "code", "name", "status", "open",
    "previous_tasks", "previous_count", "previous_share", "previous_rank",
    "current_tasks", "current_count", "current_share", "current_rank", "elsewhere", "mentioned",
)  # fmt: skip

_TASK_COLUMNS = (
    "previous_plan", "current_plan", "relation", "side", "task", "number", "title", "status",
    "open", "carried", "measures", "shape", "full_links", "partial_links", "nearest",
    "nearest_score", "theme",
    "secondary_themes", "line_start", "line_end", "decided_by", "theme_decided_by",
)  # fmt: skip

_LINK_COLUMNS = (
    "previous_plan", "current_plan", "relation", "link", "certainty", "strength", "score",
    "previous_task", "previous_title", "previous_lines", "current_task", "current_title",
    "current_lines", "shared_words", "decided", "decided_by", "decided_on",
)  # fmt: skip

_TARGET_COLUMNS = (
    "previous_plan", "current_plan", "relation", "object", "unit", "change", "open", "reason",
    "previous_comparator", "previous_value", "previous_value_max", "previous_quote",
    "previous_line", "current_comparator", "current_value", "current_value_max",
    "current_quote", "current_line",
)  # fmt: skip

_MEASURE_COLUMNS = ("plan", "year", "task", "number", "title", "measure", "line", "text")


REJECTED = "rejected"
"""Certainty of a pair of tasks that somebody decided not to be linked."""


def sheets(report: Report) -> tuple[Sheet, ...]:
    """Return every table of a report.

    >>> [sheet.name.value for sheet in sheets(Report(plans=(), comparisons=()))]
    ['themes', 'tasks', 'links', 'targets', 'measures']
    """
    return tuple(sheet(report, name) for name in SheetName)


def sheet(report: Report, name: SheetName) -> Sheet:
    """Return one table of a report."""
    columns, rows = _TABLES[name]
    return Sheet(name, columns, tuple(rows(report)))


def _themes(report: Report) -> Iterator[Row]:
    for comparison in report.comparisons:
        for theme in comparison.themes:
            yield (
                comparison.previous,
                comparison.current,
                comparison.relation.value,
                theme.code,
                theme.name,
                theme.status.value,
                theme.open,
                *_theme_side(theme.previous),
                *_theme_side(theme.current),
                theme.elsewhere,
                absent_side(theme).mentioned,
            )


def _theme_side(side: ThemeSide) -> Row:
    return side.tasks, len(side.tasks), side.share, side.rank


def _tasks(report: Report) -> Iterator[Row]:
    for pair in pairs(report):
        for side in Side:
            yield from _side_tasks(pair, side)


def _side_tasks(pair: Pair, side: Side) -> Iterator[Row]:
    for standing in pair.side(side):
        task = standing.task
        yield (
            *_head(pair),
            side.value,
            task.id,
            task.number,
            task.title,
            standing.status.status.value,
            standing.status.open,
            standing.status.extent.carried,
            standing.status.extent.of,
            standing.group.shape,
            _counterparts(standing.links, side, Strength.FULL),
            _counterparts(standing.links, side, Strength.PARTIAL),
            *_nearest(standing.nearest),
            task.themes.primary,
            task.themes.secondary,
            task.line_start,
            task.line_end,
            standing.status.decided,
            pair.theme_decider(side, task),
        )


def _head(pair: Pair) -> tuple[str, str, str]:
    return pair.previous.id, pair.current.id, pair.comparison.relation.value


def _counterparts(links: Sequence[LinkRow], side: Side, strength: Strength) -> tuple[str, ...]:
    return tuple(side.other.of(row.link) for row in links if row.link.strength is strength)


def _nearest(nearest: Sequence[tuple[Task, float]]) -> tuple[Value, Value]:
    if not nearest:
        return None, None
    task, score = nearest[0]
    return task.id, score


def _links(report: Report) -> Iterator[Row]:
    for pair in pairs(report):
        found = pair.comparison
        for certainty, links in (("linked", found.links), ("uncertain", found.uncertain)):
            for row in pair.link_rows(links):
                yield (
                    *_head(pair),
                    row.link.id,
                    certainty,
                    row.link.strength.value,
                    row.link.score,
                    *_end(row.previous),
                    *_end(row.current),
                    shared_words([row.link]),
                    *_decided(row.decision),
                )
        yield from _rejected(pair)


def _rejected(pair: Pair) -> Iterator[Row]:
    """Yield the pairs of tasks of which somebody said that they are not linked."""
    for ruled in pair.comparison.decisions:
        if ruled.decision == NONE and ruled.previous and ruled.current:
            yield (
                *_head(pair),
                f"{ruled.previous}:{ruled.current}",
                REJECTED,
                ruled.machine,
                ruled.score,
                *_end(pair.tasks[Side.PREVIOUS, ruled.previous]),
                *_end(pair.tasks[Side.CURRENT, ruled.current]),
                None,
                *_decided(ruled),
            )


def _decided(decision: DecidedPair | None) -> Row:
    if decision is None:
        return None, None, None
    return ruling_of(decision).name.lower(), decision.by, decision.on


def _end(task: Task) -> Row:
    return task.id, task.title, f"{task.line_start}-{task.line_end}"


def _targets(report: Report) -> Iterator[Row]:
    for pair in pairs(report):
        for change in pair.comparison.targets:
            yield (
                *_head(pair),
                change.object,
                change.unit,
                change.change.value,
                pair.open_target(change.change),
                change.reason,
                *_target(change.previous),
                *_target(change.current),
            )


def _target(target: Target | None) -> Row:
    if target is None:
        return (None,) * 5
    value_max = None if target.value_max is None else _number(target.value_max)
    return (
        target.comparator.value,
        _number(target.value),
        value_max,
        target.quote,
        target.line,
    )


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _measures(report: Report) -> Iterator[Row]:
    for plan in report.plans:
        for task in plan.tasks:
            for measure in task.measures:
                yield (
                    plan.id,
                    plan.year,
                    task.id,
                    task.number,
                    task.title,
                    measure.id,
                    measure.line,
                    measure.text,
                )


_TABLES: dict[SheetName, tuple[tuple[str, ...], Callable[[Report], Iterator[Row]]]] = {
    SheetName.THEMES: (_THEME_COLUMNS, _themes),
    SheetName.TASKS: (_TASK_COLUMNS, _tasks),
    SheetName.LINKS: (_LINK_COLUMNS, _links),
    SheetName.TARGETS: (_TARGET_COLUMNS, _targets),
    SheetName.MEASURES: (_MEASURE_COLUMNS, _measures),
}


def rows(report: Report, table: str = "links") -> list[dict[str, Value]]:
    """Return a table of a report, a dictionary for each row.

    >>> rows(Report(plans=(), comparisons=()), "tasks")
    []

    ``table`` is themes, tasks, links, targets or measures; the columns are those of ``-f csv``.
    Texts are those of the plans: what shows them must make them inert. Several values (shared
    words, tasks of a theme) are a tuple, shares and scores are 0..1, lines count from 1.

    Raises UsageError for a table that does not exist.
    """
    found = _table(report, table)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def to_pandas(report: Report, table: str = "links") -> pandas.DataFrame:
    """Return a table of a report as a data frame, with the columns of ``rows``.

    Raises UsageError for a table that does not exist, MissingExtraError without pandas.
    """
    found = _table(report, table)
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("a data frame needs pandas", hint="pip install pandas") from error
    return pandas.DataFrame(list(found.rows), columns=list(found.columns))


def _table(report: Report, name: str) -> Sheet:
    names = [member.value for member in SheetName]
    if name not in names:
        raise UsageError(f"no table {name!r}", hint=unknown(name, names))
    return sheet(report, SheetName(name))
