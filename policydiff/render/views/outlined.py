"""What was read out of plans: sections, tasks, themes, targets."""

from collections.abc import Iterator, Sequence

from policydiff.model import Plan, Section, Task
from policydiff.render import blocks
from policydiff.render.blocks import Cell, Column, Paragraph, Table, Tone, cell, cells, line
from policydiff.render.labels import Label, Lang, word
from policydiff.render.tables import line_span
from policydiff.render.views.aims import target_text


def outline_view(plans: Sequence[Plan], lang: Lang) -> blocks.Document:
    """Lay out each plan as it was read."""
    return blocks.Document(Label.OUTLINE.of(lang), tuple(_plan(plan, lang) for plan in plans))


def _plan(plan: Plan, lang: Lang) -> blocks.Section:
    title = f"{plan.id} · {plan.title}" if plan.title else plan.id
    return blocks.Section(title, (_metadata(plan, lang), _tasks(plan, lang)))


def _metadata(plan: Plan, lang: Lang) -> Paragraph:
    known = (
        (Label.ISSUER, plan.issuer),
        (Label.LEVEL, word(plan.level, lang)),
        (Label.YEAR, "" if plan.year is None else str(plan.year)),
        (Label.DOCUMENT_NUMBER, plan.document_number or ""),
        (Label.ISSUED_ON, plan.issued_on or ""),
        (Label.SCOPE, plan.scope),
        (Label.COMPLETENESS, word(plan.completeness, lang)),
        (Label.SOURCE, plan.source.path),
        (Label.ENCODING, plan.source.encoding),
        (Label.REPAIRS, str(len(plan.repairs))),
        (Label.REMOVED, str(len(plan.removed))),
    )
    shown = " · ".join(f"{label.of(lang)} {value}" for label, value in known if value)
    notes = (line(f"! {note}", Tone.WARNING) for note in plan.notes)
    return Paragraph((line(shown, Tone.FAINT), *notes))


def _tasks(plan: Plan, lang: Lang) -> Table:
    columns = (
        Column(""),
        Column(Label.TASK.of(lang), ratio=5),
        Column(Label.WHERE.of(lang)),
        Column(Label.MEASURES.of(lang)),
        Column(Label.THEMES.of(lang), ratio=2),
        Column(Label.TARGETS.of(lang), ratio=4),
    )
    return Table(columns, tuple(_rows(plan, lang)))


def _rows(plan: Plan, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    sections = {section.id: section for section in plan.sections}
    shown = None
    for task in plan.tasks:
        if task.section != shown and task.section in sections:
            yield _section(sections[task.section], lang)
        shown = task.section
        yield _task(task, lang)


def _section(section: Section, lang: Lang) -> tuple[Cell, ...]:
    heading = f"{section.number}{section.heading}" if section.heading else ""
    title = heading or f"{section.number}{Label.NO_HEADING.of(lang)}"
    return (cell(""), cell(title, Tone.STRONG), *[cell("")] * 4)


def _task(task: Task, lang: Lang) -> tuple[Cell, ...]:
    themes = [task.themes.primary or Label.NO_THEME.of(lang), *task.themes.secondary]
    return (
        cell(task.number),
        cell(task.title),
        cell(line_span(task.line_start, task.line_end), Tone.FAINT),
        cell(str(len(task.measures))),
        cell(" ".join(themes)),
        cells(f"{target.object} {target_text(target, lang)}" for target in task.targets),
    )
