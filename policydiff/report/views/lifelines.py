"""Lines of work through three plans or more, each chained through full links."""

from collections.abc import Sequence

from policydiff.model import Event, Plan, Report, Stop, Task, Trajectory
from policydiff.report.blocks import (
    Cell,
    Column,
    Paragraph,
    Table,
    Tone,
    cell,
    cells,
    line,
    paragraph,
)
from policydiff.report.labels import Label, Lang, event_word
from policydiff.report.rows import task_name, tasks_by_id

_SILENT = frozenset({Event.NOT_YET, Event.ABSENT})
"""What an empty cell says as well."""


def lines_of_work(report: Report, lang: Lang) -> tuple[Table, Paragraph] | None:
    """Lay out the lines of work that are found in two plans or more, one column per plan.

    Between two plans the groups say it all: None. What is found in one plan only is counted
    below the table; the JSON has every line.
    """
    shown = [line for line in report.trajectories if _length(line) > 1]
    if len(report.plans) < 3 or not shown:
        return None
    left = Label.LINES_LEFT.of(lang, n=len(report.trajectories) - len(shown))
    return _table(report.plans, shown, lang), paragraph(left, tone=Tone.FAINT)


def _length(trajectory: Trajectory) -> int:
    return sum(1 for stop in trajectory.stops if stop.tasks or stop.partial)


def _table(plans: Sequence[Plan], trajectories: Sequence[Trajectory], lang: Lang) -> Table:
    columns = tuple(Column(plan.id, ratio=1) for plan in plans)
    tasks = {plan.id: tasks_by_id(plan) for plan in plans}
    return Table(columns, tuple(_row(plans, tasks, line, lang) for line in trajectories))


def _row(
    plans: Sequence[Plan], tasks: dict[str, dict[str, Task]], trajectory: Trajectory, lang: Lang
) -> tuple[Cell, ...]:
    stops = {stop.plan: stop for stop in trajectory.stops}
    return tuple(_stop(tasks[plan.id], stops.get(plan.id), lang) for plan in plans)


def _stop(tasks: dict[str, Task], stop: Stop | None, lang: Lang) -> Cell:
    """Name the tasks of a stop, partial ones behind a sign, and say what happened there."""
    if stop is None or stop.event in _SILENT:
        return cell("·", Tone.FAINT)
    full = cells(task_name(tasks[task_id]) for task_id in stop.tasks)
    part = cells((f"≈ {task_name(tasks[task_id])}" for task_id in stop.partial), Tone.FAINT)
    if stop.event is Event.FIRST_SEEN and not stop.against:
        return (*full, *part)
    return (*full, *part, line(f"({event_word(stop.event, stop.relation, lang)})", Tone.FAINT))
