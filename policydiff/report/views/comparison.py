"""The comparison of two or more plans: summary first, then themes, then each pair."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from policydiff.model import Comparison, Plan, Relation, Report, Side, Status
from policydiff.report.blocks import (
    STATUS_TONE,
    STRENGTH_TONE,
    Block,
    Cell,
    Column,
    Document,
    Folding,
    Line,
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
from policydiff.report.choices import Detail
from policydiff.report.labels import Label, note_text, status_mark, status_word, word
from policydiff.report.lang import Lang
from policydiff.report.pair import GroupRow, LinkRow, Pair, Standing, pairs
from policydiff.report.rows import (
    ThemeCell,
    score_text,
    share_text,
    shared_words,
    task_name,
    theme_name,
    theme_rows,
)
from policydiff.report.views.details import phrase_lines, target_table
from policydiff.report.views.trajectories import flow_diagram, lines_of_work

_STATUSES = (Status.NEW, Status.CONTINUED, Status.DROPPED)


_RANKS = {detail: rank for rank, detail in enumerate(Detail, 1)}
"""What goes first where room is short: the highest; the summary never goes."""


def compare_view(report: Report, lang: Lang) -> Document:
    """Lay a report out: plans, a summary per pair, themes over time, each pair in detail."""
    compared = pairs(report)
    sections = [Section("", (plan_table(report.plans, lang),)), _summary(compared, lang)]
    if compared:
        sections.append(_themes(report, lang))
        sections += _picture(report, lang)
    for pair in compared:
        sections += _pair(pair, lang)
    lines = lines_of_work(report, lang)
    if lines:
        title = Label.LINES_OF_WORK.of(lang)
        sections.append(Section(title, lines, _RANKS[Detail.LINES], Folding.FOLDED))
    return Document(Label.COMPARISON.of(lang), tuple(sections))


def only(document: Document, details: Collection[Detail]) -> Document:
    """Return a comparison with its summary and some of its details; without any, whole."""
    if not details:
        return document
    ranks = {0, *(_RANKS[detail] for detail in details)}
    return replace(document, sections=tuple(x for x in document.sections if x.rank in ranks))


def plan_table(plans: Sequence[Plan], lang: Lang) -> Table:
    """Lay out what was compared."""
    columns = (
        Column(Label.PLAN.of(lang)),
        Column(Label.TITLE.of(lang), ratio=1),
        Column(Label.ISSUER.of(lang), ratio=1),
        Column(Label.COMPLETENESS.of(lang)),
        Column(Label.TASKS.of(lang)),
    )
    rows = tuple(
        (
            cell(plan.id, Tone.STRONG),
            cell(plan.title or Label.NONE.of(lang)),
            cell(plan.issuer or Label.NONE.of(lang)),
            cell(word(plan.completeness, lang)),
            cell(str(len(plan.tasks))),
        )
        for plan in plans
    )
    return Table(columns, rows)


def _summary(compared: Sequence[Pair], lang: Lang) -> Section:
    return Section(Label.SUMMARY.of(lang), tuple(headline(pair, lang) for pair in compared))


def headline(pair: Pair, lang: Lang) -> Paragraph:
    """Sum a pair up: its relation, the counts, and what a reader must know."""
    return Paragraph(tuple(_headline(pair, lang)))


def _headline(pair: Pair, lang: Lang) -> Iterator[Line]:
    relation = pair.comparison.relation
    summary = pair.comparison.summary
    yield (
        Span(f"{pair.previous.id} → {pair.current.id}", Tone.STRONG),
        Span(f"  {word(relation, lang)}", Tone.FAINT),
    )
    tasks = {
        Status.NEW: summary.current.new,
        Status.CONTINUED: summary.current.continued,
        Status.DROPPED: summary.previous.dropped,
    }
    themes = {
        Status.NEW: summary.themes.new,
        Status.CONTINUED: summary.themes.continued,
        Status.DROPPED: summary.themes.dropped,
    }
    yield _counts(Label.TASKS, tasks, relation, lang)
    yield _counts(Label.THEMES, themes, relation, lang)
    links = [
        Label.FULL_COUNT.of(lang, n=summary.links.full),
        Label.PARTIAL_COUNT.of(lang, n=summary.links.partial),
    ]
    if summary.links.uncertain:
        links.append(Label.UNCERTAIN_COUNT.of(lang, n=summary.links.uncertain))
    yield line(f"  {Label.LINKS.of(lang)} {' · '.join(links)}")
    for note in pair.comparison.notes:
        yield line(f"  ! {note_text(note, lang)}", Tone.WARNING)


def _counts(label: Label, counts: Mapping[Status, int], relation: Relation, lang: Lang) -> Line:
    spans = [Span(f"  {label.of(lang)} ")]
    for status in _STATUSES:
        count = counts[status]
        tone = STATUS_TONE[status] if count else Tone.FAINT
        if len(spans) > 1:
            spans.append(Span(" · "))
        spans.append(Span(f"{status_word(status, relation, lang)} {count}", tone))
    return tuple(spans)


def _themes(report: Report, lang: Lang) -> Section:
    legend = f"{Label.CELL_LEGEND.of(lang)} · {_marks(report.comparisons, lang)}"
    blocks = (theme_table(report, lang), paragraph(legend, tone=Tone.FAINT))
    return Section(Label.THEME_TIMELINE.of(lang), blocks, _RANKS[Detail.THEMES])


def theme_table(report: Report, lang: Lang) -> Table:
    """Lay the themes of all plans out as one timeline."""
    columns = (
        Column(Label.THEME.of(lang), ratio=3),
        *(Column(plan.id, ratio=2) for plan in report.plans),
    )
    rows = tuple(
        (cell(theme_name(row, lang)), *(_theme_cell(item, lang) for item in row.cells))
        for row in theme_rows(report)
    )
    return Table(columns, rows)


def _picture(report: Report, lang: Lang) -> Iterator[Section]:
    diagram = flow_diagram(report, lang)
    if diagram.nodes:
        yield Section(Label.FLOW.of(lang), (diagram,), _RANKS[Detail.PICTURE])


def _theme_cell(item: ThemeCell | None, lang: Lang) -> Cell:
    if item is None:
        return cell("·", Tone.FAINT)
    mark = "" if item.status is None else status_mark(item.status, item.relation, lang) + " "
    tone = Tone.PLAIN if item.status is None else STATUS_TONE[item.status]
    if not item.side.tasks:
        return cell(f"{mark}–", tone)
    return cell(f"{mark}{len(item.side.tasks)} · {share_text(item.side.share)}", tone)


def _marks(comparisons: Iterable[Comparison], lang: Lang) -> str:
    """Explain the marks that can occur."""
    seen = dict.fromkeys(
        f"{status_mark(s, item.relation, lang)} {status_word(s, item.relation, lang)}"
        for item in comparisons
        for s in _STATUSES
    )
    return " · ".join(seen)


def _pair(pair: Pair, lang: Lang) -> Iterator[Section]:
    name = f"{pair.previous.id} → {pair.current.id} · "
    nearest = pair.alone()
    if nearest:
        table = _nearest(nearest, pair.comparison.relation, lang)
        yield _folded(name, Label.UNLINKED, lang, table, _RANKS[Detail.NEAREST])
    legend = paragraph(_marks([pair.comparison], lang), tone=Tone.FAINT)
    yield Section(
        name + Label.TASK_GROUPS.of(lang),
        (legend, _groups(pair, lang)),
        _RANKS[Detail.TASKS],
        Folding.FOLDED,
    )
    partial = pair.cross_references()
    if partial:
        yield _folded(
            name, Label.PARTIAL_LINKS, lang, link_table(partial, lang), _RANKS[Detail.PARTIAL]
        )
    uncertain = pair.link_rows(pair.comparison.uncertain)
    if uncertain:
        yield _folded(
            name, Label.UNCERTAIN, lang, link_table(uncertain, lang), _RANKS[Detail.UNCERTAIN]
        )
    if pair.comparison.targets:
        table = target_table(pair.comparison, lang)
        yield _folded(name, Label.TARGETS, lang, table, _RANKS[Detail.TARGETS])
    if pair.comparison.phrases:
        phrases = phrase_lines(pair.comparison, lang)
        yield _folded(name, Label.PHRASES, lang, phrases, _RANKS[Detail.TERMS])


def _folded(name: str, label: Label, lang: Lang, block: Block, rank: int) -> Section:
    return Section(name + label.of(lang), (block,), rank, Folding.FOLDED)


def _groups(pair: Pair, lang: Lang) -> Table:
    columns = (
        Column(""),
        Column(pair.previous.id, ratio=5),
        Column(pair.current.id, ratio=5),
        Column(Label.STRENGTH.of(lang)),
        Column(Label.SHARED.of(lang), ratio=4),
    )
    return Table(columns, tuple(_group(row, pair, lang) for row in pair.groups))


def _group(row: GroupRow, pair: Pair, lang: Lang) -> tuple[Cell, ...]:
    status = row.group.status
    return (
        cell(status_mark(status, pair.comparison.relation, lang), STATUS_TONE[status]),
        _side(row, Side.PREVIOUS, lang),
        _side(row, Side.CURRENT, lang),
        cells(f"{word(link.strength, lang)} {score_text(link.score)}" for link in row.links),
        cell(" ".join(shared_words(row.links)), Tone.FAINT),
    )


def _side(row: GroupRow, side: Side, lang: Lang) -> Cell:
    tasks = row.tasks(side)
    if not tasks:
        return cell("–", Tone.FAINT)
    if side in row.own:
        return cells(map(task_name, tasks), STATUS_TONE[row.group.status])
    mark = Label.IN_PART.of(lang)
    return cells((f"({mark}) {task_name(task)}" for task in tasks), Tone.FAINT)


def link_table(rows: Sequence[LinkRow], lang: Lang) -> Table:
    """Lay links out with the words that they rest on."""
    columns = (
        Column(Label.PREVIOUS.of(lang), ratio=5),
        Column(Label.CURRENT.of(lang), ratio=5),
        Column(Label.SCORE.of(lang)),
        Column(Label.SHARED.of(lang), ratio=5),
    )
    return Table(
        columns,
        tuple(
            (
                cell(task_name(row.previous)),
                cell(task_name(row.current)),
                cell(score_text(row.link.score), STRENGTH_TONE[row.link.strength]),
                cell(" ".join(shared_words([row.link])), Tone.FAINT),
            )
            for row in rows
        ),
    )


def _nearest(rows: Sequence[Standing], relation: Relation, lang: Lang) -> Table:
    columns = (
        Column(Label.STATUS.of(lang)),
        Column(Label.TASK.of(lang), ratio=4),
        Column(Label.NEAREST.of(lang), ratio=5),
    )
    return Table(
        columns,
        tuple(
            (
                cell(_status(row.status.status, relation, lang), STATUS_TONE[row.status.status]),
                cell(task_name(row.task), STATUS_TONE[row.status.status]),
                cells(
                    (f"{score_text(score)}  {task_name(task)}" for task, score in row.nearest[:1]),
                    Tone.FAINT,
                ),
            )
            for row in rows
        ),
    )


def _status(status: Status, relation: Relation, lang: Lang) -> str:
    return f"{status_mark(status, relation, lang)} {status_word(status, relation, lang)}"
