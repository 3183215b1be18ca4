"""Follow work through all plans: a task, theme or phrase; lines of work."""

from collections.abc import Sequence

from policydiff.comparing.statuses import open_reason
from policydiff.model import (
    Event,
    Plan,
    Report,
    Stop,
    Task,
    Trace,
    TraceStop,
    Trajectory,
)
from policydiff.report.blocks import (
    Cell,
    Column,
    Document,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    cell,
    cells,
    line,
    mark_words,
    paragraph,
)
from policydiff.report.choices import Lang
from policydiff.report.labels import Label, event_word
from policydiff.report.rows import share_text, task_name, tasks_by_id

_SILENT = frozenset({Event.NOT_YET, Event.ABSENT})
"""What an empty cell says as well."""


def trajectory_table(report: Report, lang: Lang) -> tuple[Table, Paragraph] | None:
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
    return Table(columns, tuple(_line_row(plans, tasks, line, lang) for line in trajectories))


def _line_row(
    plans: Sequence[Plan], tasks: dict[str, dict[str, Task]], trajectory: Trajectory, lang: Lang
) -> tuple[Cell, ...]:
    stops = {stop.plan: stop for stop in trajectory.stops}
    return tuple(_stop(plan, tasks[plan.id], stops.get(plan.id), lang) for plan in plans)


def _stop(plan: Plan, tasks: dict[str, Task], stop: Stop | None, lang: Lang) -> Cell:
    """Name the tasks of a stop, partial ones behind a sign, and say what happened there."""
    if stop is None or stop.event in _SILENT:
        return cell("·", Tone.FAINT)
    full = cells(task_name(tasks[task_id]) for task_id in stop.tasks)
    part = cells((f"≈ {task_name(tasks[task_id])}" for task_id in stop.partial), Tone.FAINT)
    if stop.event is Event.FIRST_SEEN and not stop.against:
        return (*full, *part)
    reason = open_reason(stop.relation, plan) if stop.relation else None
    told = event_word(stop.event, stop.relation, lang, reason)
    return (*full, *part, line(f"({told})", Tone.FAINT))


def trace_view(report: Report, trace: Trace, lang: Lang) -> Document:
    """Lay a trace out, one row per plan: what happened, the tasks, the passages."""
    title = f"{Label.TRACE.of(lang)} · {trace.label or trace.query}"
    if not any(stop.tasks or stop.count for stop in trace.stops):
        return Document(title, (Section("", (paragraph(Label.NOTHING_FOUND.of(lang)),)),))
    columns = (
        Column(Label.PLAN.of(lang)),
        Column(Label.EVENT.of(lang)),
        Column(Label.COUNT.of(lang)),
        Column(Label.TASKS.of(lang), ratio=2),
        Column(Label.QUOTE.of(lang), ratio=4),
    )
    rows = tuple(_row(report.plan(stop.plan), stop, trace, lang) for stop in trace.stops)
    return Document(title, (Section("", (Table(columns, rows),)),))


def _row(plan: Plan, stop: TraceStop, trace: Trace, lang: Lang) -> tuple[Cell, ...]:
    reason = open_reason(stop.relation, plan) if stop.relation else None
    event = "" if stop.event is None else event_word(stop.event, stop.relation, lang, reason)
    share = [] if stop.share is None else [share_text(stop.share)]
    tasks = cells(task_name(plan.task(task_id)) for task_id in stop.tasks)
    quotes = tuple(
        (
            *mark_words(quote.text, [trace.query]),
            Span(f" [{Label.ONE_LINE.of(lang, first=quote.line)}]", Tone.FAINT),
        )
        for quote in stop.quotes
    )
    return (
        cell(plan.id, Tone.STRONG),
        cell(event),
        cells([str(stop.count), *share]),
        tasks or cell("–", Tone.FAINT),
        quotes or cell("–", Tone.FAINT),
    )
