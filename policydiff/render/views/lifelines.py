"""Lines of work through all plans, each chained through full links."""

from collections.abc import Sequence

from policydiff.model import Plan, Stop, Trajectory
from policydiff.render.blocks import Cell, Column, Table, Tone, cell, cells, line
from policydiff.render.labels import Label, Lang, event_word
from policydiff.render.tables import task_name


def trajectory_table(
    plans: Sequence[Plan], trajectories: Sequence[Trajectory], lang: Lang
) -> Table:
    """Lay lines of work out, one column per plan."""
    columns = (
        Column(Label.LINE_OF_WORK.of(lang), ratio=3),
        *(Column(plan.id, ratio=4) for plan in plans),
    )
    return Table(columns, tuple(_row(plans, trajectory, lang) for trajectory in trajectories))


def _row(plans: Sequence[Plan], trajectory: Trajectory, lang: Lang) -> tuple[Cell, ...]:
    stops = {stop.plan: stop for stop in trajectory.stops}
    return (cell(trajectory.label), *(_stop(plan, stops.get(plan.id), lang) for plan in plans))


def _stop(plan: Plan, stop: Stop | None, lang: Lang) -> Cell:
    if stop is None:
        return cell("·", Tone.FAINT)
    event = line(f"({event_word(stop.event, stop.relation, lang)})", Tone.FAINT)
    full = cells(task_name(plan.task(task_id)) for task_id in stop.tasks)
    part = cells((f"≈ {task_name(plan.task(task_id))}" for task_id in stop.partial), Tone.FAINT)
    return (*full, *part, event)
