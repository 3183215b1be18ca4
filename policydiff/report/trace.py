"""One thing through all plans: the lines of work 工作脉络, and what ``trace`` found."""

from collections.abc import Iterator, Sequence

from policydiff.comparing.statuses import open_reason
from policydiff.model import Event, Plan, Report, Stop, Task, Trace, TraceStop, Trajectory
from policydiff.report import Lang
from policydiff.report.blocks import (
    Cell,
    Document,
    Line,
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
from policydiff.report.labels import Label, event_word
from policydiff.report.values import (
    Heading,
    columns,
    decided_text,
    share_text,
    task_name,
    tasks_by_id,
    theme_decided_text,
    where,
)

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
    return _line_table(report.plans, shown, lang), paragraph(left, tone=Tone.FAINT)


def _length(trajectory: Trajectory) -> int:
    return sum(1 for stop in trajectory.stops if stop.tasks or stop.partial)


def _line_table(plans: Sequence[Plan], trajectories: Sequence[Trajectory], lang: Lang) -> Table:
    tasks = {plan.id: tasks_by_id(plan) for plan in plans}
    rows = tuple(_line_row(plans, tasks, line, lang) for line in trajectories)
    return Table(columns(lang, *((plan.id, 1) for plan in plans)), rows)


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
    if not any(stop.tasks or stop.count or stop.equivalents for stop in trace.stops):
        return Document(title, (Section("", (paragraph(Label.NOTHING_FOUND.of(lang)),)),))
    titles: tuple[Heading, ...] = (Label.PLAN, Label.EVENT, Label.COUNT)
    titles += ((Label.TASKS, 2), (Label.QUOTE, 4))
    rows = tuple(_trace_row(report.plan(stop.plan), stop, trace, lang) for stop in trace.stops)
    if all(stop.event is None for stop in trace.stops):  # plans of many offices are no history
        titles, rows = titles[:1] + titles[2:], tuple(row[:1] + row[2:] for row in rows)
    others = any(stop.equivalents for stop in trace.stops)
    note = (paragraph(Label.EQUIVALENTS.of(lang), tone=Tone.FAINT),) if others else ()
    return Document(title, (Section("", (Table(columns(lang, *titles), rows), *note)),))


def _trace_row(plan: Plan, stop: TraceStop, trace: Trace, lang: Lang) -> tuple[Cell, ...]:
    reason = open_reason(stop.relation, plan) if stop.relation else None
    event = "" if stop.event is None else event_word(stop.event, stop.relation, lang, reason)
    share = [] if stop.share is None else [share_text(stop.share)]
    tasks = cells(task_name(plan.task(task_id)) for task_id in stop.tasks)
    quotes = tuple(
        (*mark_words(quote.text, [trace.query]), where(quote.line, lang)) for quote in stop.quotes
    )
    others = tuple(_equivalents(stop, lang))
    decided = [
        *(
            f"{x.previous or '–'} → {x.current or '–'} {decided_text(x, lang)}"
            for x in stop.decisions
        ),
        *(f"{x.task} {theme_decided_text(x, lang)}" for x in stop.decided_themes),
    ]
    return (
        cell(plan.id, Tone.STRONG),
        (*cell(event), *_hint_of_equivalents(stop, trace, lang)),
        cells([str(stop.count), *share]),
        (*(tasks or cell("–", Tone.FAINT)), *cells(decided, Tone.STRONG)),
        (*quotes, *others) or cell("–", Tone.FAINT),
    )


def _equivalents(stop: TraceStop, lang: Lang) -> Iterator[Line]:
    """Show other words for a phrase apart from it: how often, where first; quoted if it lacks."""
    for found in stop.equivalents:
        quoted = () if stop.count else (Span(" "), *mark_words(found.quote.text, [found.term]))
        yield (
            Span(f"≈ {found.term} ×{found.count}", Tone.FAINT),
            *quoted,
            where(found.quote.line, lang),
        )


def _hint_of_equivalents(stop: TraceStop, trace: Trace, lang: Lang) -> Cell:
    """Say beside what became of the very words that other words for them stand here, or stood."""
    before = trace.stops[: trace.stops.index(stop)]
    if stop.equivalents and not stop.count:
        return cell(Label.ONLY_EQUIVALENTS.of(lang), Tone.FAINT)
    if stop.event is Event.FIRST_SEEN and any(earlier.equivalents for earlier in before):
        return cell(Label.EQUIVALENTS_BEFORE.of(lang), Tone.FAINT)
    return ()
