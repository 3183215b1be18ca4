"""Follow work through all plans: a task, theme or phrase; lines of work; how tasks flow."""

from collections.abc import Iterator, Sequence

from policydiff.comparing.statuses import open_reason
from policydiff.model import (
    Event,
    Plan,
    Report,
    Side,
    Status,
    Stop,
    Strength,
    Task,
    Trace,
    TraceStop,
    Trajectory,
)
from policydiff.report.blocks import (
    STATUS_TONE,
    STRENGTH_TONE,
    Cell,
    Column,
    Diagram,
    Document,
    Edge,
    Node,
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
from policydiff.report.labels import Label, event_word, status_word
from policydiff.report.rows import share_text, task_name, tasks_by_id
from policydiff.text.lines import clip

LABEL_CELLS = 36
"""Cells of a title that a box holds; the whole title stands in the tables."""

MOST_EDGES = 400
"""Arrows of a picture that can still be read; Mermaid itself draws at most 500."""

MOST_NODES = 200
"""Boxes of a picture that can still be read; Mermaid refuses sources of over 50,000 characters."""


def flow_diagram(report: Report, lang: Lang) -> Diagram:
    """Draw every task and link; without the partial links where there are too many.

    A picture of too many tasks is left out as a whole: it has no nodes.

    >>> flow_diagram(Report(plans=(), comparisons=()), Lang.EN)
    Diagram(nodes=(), edges=())
    """
    if sum(len(plan.tasks) for plan in report.plans) > MOST_NODES:
        return Diagram((), ())
    nodes, edges = tuple(_nodes(report, lang)), tuple(_edges(report))
    if len(edges) > MOST_EDGES:
        edges = tuple(edge for edge in edges if edge.tone is STRENGTH_TONE[Strength.FULL])
    return Diagram(nodes, edges if len(edges) <= MOST_EDGES else ())


def _nodes(report: Report, lang: Lang) -> Iterator[Node]:
    found = _statuses(report, lang)
    for column, plan in enumerate(report.plans):
        for row, task in enumerate(plan.tasks):
            statuses = found.get((plan.id, task.id), ())
            words = " ".join(told for told, _ in statuses)
            label = clip(f"{words} {task_name(task)}".strip(), LABEL_CELLS)
            tone = statuses[-1][1] if statuses else Tone.PLAIN
            yield Node(f"p{column}t{row}", label, plan.id, tone)


def _statuses(report: Report, lang: Lang) -> dict[tuple[str, str], list[tuple[str, Tone]]]:
    """Return what is new or dropped, by plan and task: what it is called, and its tone."""
    found: dict[tuple[str, str], list[tuple[str, Tone]]] = {}
    for comparison in report.comparisons:
        for item in comparison.tasks:
            if item.status is not Status.CONTINUED:
                plan = comparison.previous if item.side is Side.PREVIOUS else comparison.current
                told = status_word(item.status, comparison.relation, lang, item.open)
                tone = STATUS_TONE[item.status]
                found.setdefault((plan, item.task), []).append((told, tone))
    return found


def _edges(report: Report) -> Iterator[Edge]:
    names = {
        (plan.id, task.id): f"p{column}t{row}"
        for column, plan in enumerate(report.plans)
        for row, task in enumerate(plan.tasks)
    }
    for comparison in report.comparisons:
        for link in comparison.links:
            start = names[comparison.previous, link.previous]
            end = names[comparison.current, link.current]
            yield Edge(start, end, STRENGTH_TONE[link.strength])


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
