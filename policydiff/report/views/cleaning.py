"""A restorer's report: every repair, what could not be repaired, every line set aside."""

from collections.abc import Iterator, Sequence

from policydiff.model import CleanText, Removed
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
    line,
    paragraph,
)
from policydiff.report.labels import Label, Lang
from policydiff.report.rows import line_span, score_text
from policydiff.report.views.restoration import RepairRow, repair_rows


def clean_view(cleaned: CleanText, lang: Lang) -> Document:
    """Lay out what reading did to a source."""
    return Document(Label.RESTORATION.of(lang), tuple(_sections(cleaned, lang)))


def _sections(cleaned: CleanText, lang: Lang) -> Iterator[Section]:
    source = cleaned.source
    facts = (
        f"{Label.SOURCE.of(lang)} {source.path} · {Label.FORMAT.of(lang)} {source.format} · "
        f"{Label.ENCODING.of(lang)} {source.encoding} · "
        f"{Label.SCRIPT.of(lang)} {source.script.value}"
    )
    notes = (line(f"! {note}", Tone.WARNING) for note in cleaned.notes)
    known = (line(facts, Tone.FAINT), line(f"sha256 {source.sha256}", Tone.FAINT))
    yield Section("", (Paragraph((*known, *notes)),))
    repaired, left = repair_rows(cleaned.repairs)
    for label, rows in ((Label.REPAIRS, repaired), (Label.NOT_REPAIRED, left)):
        if rows:
            count = sum(len(row.lines) for row in rows)
            yield Section(f"{label.of(lang)} ({count})", (_repairs(rows, lang),))
    if cleaned.removed:
        title = f"{Label.REMOVED.of(lang)} ({len(cleaned.removed)})"
        yield Section(title, (_removed(cleaned.removed, lang),))
    if not (cleaned.repairs or cleaned.removed):
        yield Section("", (paragraph(Label.NOTHING_CHANGED.of(lang)),))


def _repairs(rows: Sequence[RepairRow], lang: Lang) -> Table:
    columns = (
        Column(Label.RULE.of(lang)),
        Column(Label.BEFORE.of(lang), ratio=4),
        Column(Label.AFTER.of(lang), ratio=4),
        Column(Label.TIMES.of(lang)),
        Column(Label.WHERE.of(lang), ratio=3),
        Column(Label.CONFIDENCE.of(lang)),
    )
    return Table(columns, tuple(_repair(row, lang) for row in rows))


def _repair(row: RepairRow, lang: Lang) -> tuple[Cell, ...]:
    after = Span(row.after, Tone.STRONG) if row.after else Span(Label.NONE.of(lang), Tone.FAINT)
    second = () if row.runner_up is None else (_runner_up(row.runner_up, lang),)
    return (
        cell(row.rule),
        cell(row.before),
        ((after, *second),),
        cell(str(len(row.lines))),
        cell(row.where, Tone.FAINT),
        cell(score_text(row.confidence)),
    )


def _runner_up(reading: str, lang: Lang) -> Span:
    return Span(f" ({Label.RUNNER_UP.of(lang)}: {reading})", Tone.FAINT)


def _removed(removed: Sequence[Removed], lang: Lang) -> Table:
    columns = (
        Column(Label.WHERE.of(lang)),
        Column(Label.REASON.of(lang)),
        Column(Label.BEFORE.of(lang), ratio=1),
    )
    return Table(
        columns,
        tuple(
            (
                cell(line_span(item.line_start, item.line_end), Tone.FAINT),
                cell(item.reason),
                cell(item.text),
            )
            for item in removed
        ),
    )
