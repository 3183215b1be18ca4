"""What was read: the outline of plans, their codebook, and what was repaired or set aside."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from policydiff.model import CleanText, Plan, Removed, Repair, Task
from policydiff.model import Section as PlanSection
from policydiff.report import Lang
from policydiff.report.blocks import (
    Cell,
    Document,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    cell,
    cells,
    line,
    paragraph,
)
from policydiff.report.details import target_text
from policydiff.report.labels import Label, said, word
from policydiff.report.values import columns, line_span, score_text, section_name

MOST_ROWS = 12  # different repairs of one rule that a reader looks through

LONGEST = 12  # characters of each, where they are put into one row


class RepairRow(Struct, frozen=True):
    """A repair made at one or more lines."""

    rule: str
    before: str
    after: str
    confidence: float
    runner_up: str | None
    lines: tuple[int, ...]

    @property
    def where(self) -> str:
        """The lines, each once, in order."""
        return " ".join(str(line) for line in dict.fromkeys(self.lines))


def repair_rows(
    repairs: Sequence[Repair],
) -> tuple[tuple[RepairRow, ...], tuple[RepairRow, ...]]:
    """Return what was repaired and what was left alone, in the order of first occurrence.

    >>> done, left = repair_rows([Repair("note", 3, "a", "b"), Repair("note", 9, "a", "b")])
    >>> done[0].lines, left
    ((3, 9), ())
    """
    rows = _gather(repairs)
    return (
        tuple(row for row in rows if row.before != row.after),
        tuple(row for row in rows if row.before == row.after),
    )


def _gather(repairs: Sequence[Repair]) -> tuple[RepairRow, ...]:
    found: dict[tuple[str, str, str, float, str | None], list[int]] = {}
    for repair in repairs:
        for (before, after), times in _places(repair).items():
            key = (repair.rule, before, after, repair.confidence, repair.runner_up)
            found.setdefault(key, []).extend([repair.line] * times)
    rows = [RepairRow(*key, tuple(lines)) for key, lines in found.items()]
    by_rule: dict[str, list[RepairRow]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, []).append(row)
    return tuple(row for group in by_rule.values() for row in _condensed(group))


def _places(repair: Repair) -> dict[tuple[str, str], int]:
    """Take a repair that records a whole line apart into the characters that it changed."""
    is_left_alone = repair.before == repair.after
    if repair.places < 2 or is_left_alone or len(repair.before) != len(repair.after):
        return {(repair.before, repair.after): repair.places}
    pairs = zip(repair.before, repair.after, strict=True)
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def _condensed(rows: Sequence[RepairRow]) -> list[RepairRow]:
    """Put the certain repairs of a rule into one row where there are too many to read."""
    sure = [row for row in rows if row.confidence == 1 and row.before != row.after]
    if len(sure) <= MOST_ROWS:
        return list(rows)
    frequent = sorted(sure, key=lambda row: -len(row.lines))[:MOST_ROWS]
    one = RepairRow(
        rule=sure[0].rule,
        before=_listed(row.before for row in frequent),
        after=_listed(row.after for row in frequent),
        confidence=1.0,
        runner_up=None,
        lines=tuple(sorted(line for row in sure for line in row.lines)),
    )
    return [one, *(row for row in rows if row not in sure)]


def _listed(texts: Iterable[str]) -> str:
    clipped = (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in texts)
    return " ".join([*filter(None, clipped), "…"])


def clean_view(cleaned: CleanText, lang: Lang) -> Document:
    """Lay out what reading did to a source."""
    return Document(Label.RESTORATION.of(lang), tuple(_sections(cleaned, lang)))


def _sections(cleaned: CleanText, lang: Lang) -> Iterator[Section]:
    source = cleaned.source
    facts = (
        f"{Label.SOURCE.of(lang)} {source.path} · {Label.FORMAT.of(lang)} {source.format} · "
        f"{Label.ENCODING.of(lang)} {source.encoding} · "
        f"{Label.SCRIPT.of(lang)} {said(source.script.value, lang)}"
    )
    notes = (line(f"! {said(note, lang)}", Tone.WARNING) for note in cleaned.notes)
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
    titles = (
        Label.RULE,
        (Label.BEFORE, 4),
        (Label.AFTER, 4),
        Label.TIMES,
        (Label.WHERE, 3),
        Label.CONFIDENCE,
    )
    return Table(columns(lang, *titles), tuple(_repair(row, lang) for row in rows))


def _repair(row: RepairRow, lang: Lang) -> tuple[Cell, ...]:
    after = Span(row.after, Tone.STRONG) if row.after else Span(Label.NONE.of(lang), Tone.FAINT)
    second = () if row.runner_up is None else (_runner_up(row.runner_up, lang),)
    return (
        cell(said(row.rule, lang)),
        cell(row.before),
        ((after, *second),),
        cell(str(len(row.lines))),
        cell(row.where, Tone.FAINT),
        cell(score_text(row.confidence)),
    )


def _runner_up(reading: str, lang: Lang) -> Span:
    return Span(f" ({Label.RUNNER_UP.of(lang)}: {reading})", Tone.FAINT)


def _removed(removed: Sequence[Removed], lang: Lang) -> Table:
    rows = tuple(
        (
            cell(line_span(item.line_start, item.line_end), Tone.FAINT),
            cell(said(item.reason, lang)),
            cell(item.text),
        )
        for item in removed
    )
    return Table(columns(lang, Label.WHERE, Label.REASON, (Label.BEFORE, 1)), rows)


class ThemeEntry(Struct, frozen=True):
    """A theme of a codebook as it is shown."""

    code: str
    name: str
    definition: str
    terms: tuple[str, ...]


def codebook_view(title: str, themes: Sequence[ThemeEntry], lang: Lang) -> Document:
    """Lay out the themes of a codebook: code, name, definition and terms."""
    titles = (Label.CODE, (Label.NAME, 2), (Label.DEFINITION, 4), (Label.TERMS, 5))
    rows = tuple(
        (
            cell(theme.code, Tone.STRONG),
            cell(theme.name),
            cell(theme.definition),
            cell(" ".join(theme.terms)),
        )
        for theme in themes
    )
    name = f"{Label.CODEBOOK.of(lang)} · {title}"
    return Document(name, (Section("", (Table(columns(lang, *titles), rows),)),))


def outline_view(plans: Sequence[Plan], lang: Lang, themes: Sequence[ThemeEntry] = ()) -> Document:
    """Lay out each plan as it was read; themes stand by name where ``themes`` has it."""
    names = {theme.code: theme.name for theme in themes}
    return Document(Label.OUTLINE.of(lang), tuple(_plan(plan, names, lang) for plan in plans))


def _plan(plan: Plan, names: dict[str, str], lang: Lang) -> Section:
    title = f"{plan.id} · {plan.title}" if plan.title else plan.id
    return Section(title, (_metadata(plan, lang), _tasks(plan, names, lang)))


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
        (Label.SCRIPT, said(plan.source.script.value, lang)),
        (Label.REPAIRS, str(len(plan.repairs))),
        (Label.REMOVED, _removed_counts(plan.removed, lang)),
    )
    shown = " · ".join(f"{label.of(lang)} {value}" for label, value in known if value)
    notes = (line(f"! {said(note, lang)}", Tone.WARNING) for note in plan.notes)
    unread = (
        line(f"? {Label.UNREAD_FIGURE.of(lang)} ({u.line}): {u.quote}", Tone.WARNING)
        for u in plan.unsure
    )
    return Paragraph((line(shown, Tone.FAINT), *notes, *unread))


def _removed_counts(blocks_removed: Sequence[Removed], lang: Lang) -> str:
    """Return how many blocks of lines were set aside, and for which reasons."""
    reasons = Counter(block.reason for block in blocks_removed)
    counted = ", ".join(f"{said(reason, lang)} {times}" for reason, times in reasons.items())
    return f"{len(blocks_removed)} ({counted})" if reasons else "0"


def _tasks(plan: Plan, names: dict[str, str], lang: Lang) -> Table:
    titles = (
        "",
        (Label.TASK, 5),
        Label.WHERE,
        Label.MEASURES,
        (Label.THEMES, 2),
        (Label.TARGETS, 4),
    )
    return Table(columns(lang, *titles), tuple(_rows(plan, names, lang)))


def _rows(plan: Plan, names: dict[str, str], lang: Lang) -> Iterator[tuple[Cell, ...]]:
    sections = {section.id: section for section in plan.sections}
    shown = None
    for task in plan.tasks:
        if task.section != shown and task.section in sections:
            yield _section(sections[task.section], lang)
        shown = task.section
        yield _task(task, names, lang)


def _section(section: PlanSection, lang: Lang) -> tuple[Cell, ...]:
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
