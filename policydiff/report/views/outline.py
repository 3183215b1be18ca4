"""What was read out of plans: sections, tasks, themes, targets."""

from collections import Counter
from collections.abc import Iterator, Sequence

from policydiff.model import Plan, Removed, Section, Task
from policydiff.report import blocks
from policydiff.report.blocks import Cell, Column, Paragraph, Table, Tone, cell, cells, line
from policydiff.report.labels import Label, word
from policydiff.report.lang import Lang
from policydiff.report.rows import line_span, section_name
from policydiff.report.views.codebook import ThemeEntry
from policydiff.report.views.details import target_text


def outline_view(
    plans: Sequence[Plan], lang: Lang, themes: Sequence[ThemeEntry] = ()
) -> blocks.Document:
    """Lay out each plan as it was read; themes stand by name where ``themes`` has it."""
    names = {theme.code: theme.name for theme in themes}
    return blocks.Document(
        Label.OUTLINE.of(lang), tuple(_plan(plan, names, lang) for plan in plans)
    )


def _plan(plan: Plan, names: dict[str, str], lang: Lang) -> blocks.Section:
    title = f"{plan.id} · {plan.title}" if plan.title else plan.id
    return blocks.Section(title, (_metadata(plan, lang), _tasks(plan, names, lang)))


def _metadata(plan: Plan, lang: Lang) -> Paragraph:
    known = (
        (Label.ISSUER, plan.issuer),
        (Label.LEVEL, word(plan.level, lang)),
        (Label.YEAR, "" if plan.year is None else str(plan.year)),
        (Label.DOCUMENT_NUMBER, plan.document_number or ""),
        (Label.ISSUED_ON, plan.issued_on or ""),
        (Label.SCOPE, plan.scope),
        (Label.COMPLETENESS, word(plan.completeness, lang)),
        (Label.DEPTH, f"{word(plan.depth, lang)} ({word(plan.depth_reason, lang)})"),
        (Label.SOURCE, plan.source.path),
        (Label.FORMAT, plan.source.format),
        (Label.ENCODING, plan.source.encoding),
        (Label.SCRIPT, plan.source.script.value),
        (Label.REPAIRS, str(len(plan.repairs))),
        (Label.REMOVED, _removed(plan.removed)),
    )
    shown = " · ".join(f"{label.of(lang)} {value}" for label, value in known if value)
    notes = (line(f"! {note}", Tone.WARNING) for note in plan.notes)
    unread = (
        line(f"? {Label.UNREAD_FIGURE.of(lang)} ({u.line}): {u.quote}", Tone.WARNING)
        for u in plan.unsure
    )
    return Paragraph((line(shown, Tone.FAINT), *notes, *unread))


def _removed(blocks_removed: Sequence[Removed]) -> str:
    """Return how many blocks of lines were set aside, and for which reasons."""
    reasons = Counter(block.reason for block in blocks_removed)
    counted = ", ".join(f"{reason} {times}" for reason, times in reasons.items())
    return f"{len(blocks_removed)} ({counted})" if reasons else "0"


def _tasks(plan: Plan, names: dict[str, str], lang: Lang) -> Table:
    columns = (
        Column(""),
        Column(Label.TASK.of(lang), ratio=5),
        Column(Label.WHERE.of(lang)),
        Column(Label.MEASURES.of(lang)),
        Column(Label.THEMES.of(lang), ratio=2),
        Column(Label.TARGETS.of(lang), ratio=4),
    )
    return Table(columns, tuple(_rows(plan, names, lang)))


def _rows(plan: Plan, names: dict[str, str], lang: Lang) -> Iterator[tuple[Cell, ...]]:
    sections = {section.id: section for section in plan.sections}
    shown = None
    for task in plan.tasks:
        if task.section != shown and task.section in sections:
            yield _section(sections[task.section], lang)
        shown = task.section
        yield _task(task, names, lang)


def _section(section: Section, lang: Lang) -> tuple[Cell, ...]:
    return (cell(""), cell(section_name(section, lang), Tone.STRONG), *[cell("")] * 4)


def _task(task: Task, names: dict[str, str], lang: Lang) -> tuple[Cell, ...]:
    codes = [code for code in (task.themes.primary, *task.themes.secondary) if code]
    themes = [names.get(code, code) for code in codes] or [Label.NO_THEME.of(lang)]
    return (
        cell(task.id),
        cell(task.title),
        cell(line_span(task.line_start, task.line_end), Tone.FAINT),
        cell(str(len(task.measures))),
        cells(themes),
        cells(f"{target.object} {target_text(target, lang)}" for target in task.targets),
    )
