"""Lines of work through all plans."""

from collections.abc import Sequence

from policydiff.model import Plan, Report, Stop, Trajectory
from policydiff.render.blocks import (
    Cell,
    Column,
    Document,
    Section,
    Table,
    Tone,
    cell,
    cells,
    line,
    paragraph,
)
from policydiff.render.labels import Label, Lang
from policydiff.render.views.compared import task_name


def trace_view(report: Report, lang: Lang) -> Document:
    """Lay out the lines of work of a report, one column per plan."""
    if report.trajectories:
        table = _trajectories(report.plans, report.trajectories, lang)
        section = Section("", (table,))
    else:
        section = Section("", (paragraph(Label.NOTHING_FOUND.of(lang)),))
    return Document(Label.TRACE.of(lang), (section,))


def _trajectories(plans: Sequence[Plan], trajectories: Sequence[Trajectory], lang: Lang) -> Table:
    columns = (
        Column(Label.LINE_OF_WORK.of(lang), ratio=3),
        *(Column(plan.id, ratio=4) for plan in plans),
    )
    return Table(columns, tuple(_row(plans, trajectory) for trajectory in trajectories))


def _row(plans: Sequence[Plan], trajectory: Trajectory) -> tuple[Cell, ...]:
    stops = {stop.plan: stop for stop in trajectory.stops}
    return (cell(trajectory.label), *(_stop(plan, stops.get(plan.id)) for plan in plans))


def _stop(plan: Plan, stop: Stop | None) -> Cell:
    if stop is None:
        return cell("·", Tone.FAINT)
    names = cells(task_name(plan.task(task_id)) for task_id in stop.tasks) or cell("–", Tone.FAINT)
    return (*names, line(f"({stop.event})", Tone.FAINT)) if stop.event else names
