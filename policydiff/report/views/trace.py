"""One task, theme or phrase through all plans, with its words."""

from policydiff.comparing.statuses import open_reason
from policydiff.model import Plan, Report, Trace, TraceStop
from policydiff.report.blocks import (
    Cell,
    Column,
    Document,
    Section,
    Span,
    Table,
    Tone,
    cell,
    cells,
    mark_words,
    paragraph,
)
from policydiff.report.labels import Label, event_word
from policydiff.report.lang import Lang
from policydiff.report.rows import share_text, task_name


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
