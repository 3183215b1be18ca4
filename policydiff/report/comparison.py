"""The comparison of plans: summary first, then themes, then each pair."""

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import Plan, Relation, Report
from policydiff.report import Detail, Lang
from policydiff.report.answer import answer
from policydiff.report.blocks import (
    Block,
    Cell,
    Diagram,
    Document,
    Folding,
    Section,
    Table,
    Tone,
    cell,
    cells,
    paragraph,
    status_tone,
)
from policydiff.report.details import link_table, phrase_lines, target_table, task_table
from policydiff.report.labels import Label, status_word, word
from policydiff.report.pair import Pair, Standing, pairs
from policydiff.report.pictures import flow_diagram
from policydiff.report.themes import ThemeCell, ThemeLine, cell_legend, theme_name, theme_rows
from policydiff.report.trace import trajectory_table
from policydiff.report.values import columns, score_text, share_text, task_name

_RANKS = {detail: rank for rank, detail in enumerate(Detail)}
"""What goes first where room is short: the highest; the summary never goes."""


def compare_view(report: Report, lang: Lang) -> Document:
    """Lay a report out: plans, a summary per pair, themes over time, each pair in detail."""
    compared = pairs(report)
    plans = Section(Label.PLANS.of(lang), (plan_table(report.plans, lang),), _RANKS[Detail.PLANS])
    sections = [_summary(compared, lang), plans]
    if compared:
        sections.append(_themes(report, lang))
    for pair in compared:
        sections += _pair(pair, lang)
    lines = trajectory_table(report, lang)
    if lines:
        title = Label.TRAJECTORIES.of(lang)
        sections.append(Section(title, lines, _RANKS[Detail.TRAJECTORIES], Folding.FOLDED))
    if compared:
        sections += _picture(report, lang)
    return Document(Label.COMPARISON.of(lang), tuple(sections))


def only(document: Document, details: Collection[Detail]) -> Document:
    """Return a comparison with its answer and some of its details."""
    ranks = {0, *(_RANKS[detail] for detail in details)}
    return replace(document, sections=tuple(x for x in document.sections if x.rank in ranks))


def left_out(ranks: Collection[int], lang: Lang) -> Iterator[Section]:
    """Yield a last line on the parts of those ranks, where there are any that text can show."""
    names = [x.value for x, rank in _RANKS.items() if rank in ranks and x is not Detail.PICTURE]
    if names:
        more = Label.MORE.of(lang, parts=" ".join(names))
        yield Section("", (paragraph(more, tone=Tone.FAINT),))


def undrawn(document: Document, lang: Lang) -> Document:
    """Return a document that says where a picture is drawn, for an output that cannot draw it."""
    elsewhere = paragraph(Label.PICTURE_ELSEWHERE.of(lang), tone=Tone.FAINT)
    return replace(
        document,
        sections=tuple(
            replace(
                section,
                blocks=tuple(elsewhere if isinstance(x, Diagram) else x for x in section.blocks),
            )
            for section in document.sections
        ),
    )


def plan_table(plans: Sequence[Plan], lang: Lang) -> Table:
    """Lay out what was compared."""
    titles = (Label.PLAN, (Label.TITLE, 1), (Label.ISSUER, 1), Label.COMPLETENESS, Label.TASKS)
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
    return Table(columns(lang, *titles), rows)


def _summary(compared: Sequence[Pair], lang: Lang) -> Section:
    return Section(Label.OVERVIEW.of(lang), tuple(answer(pair, lang) for pair in compared))


def _themes(report: Report, lang: Lang) -> Section:
    legend = paragraph(*cell_legend(report, lang), tone=Tone.FAINT)
    blocks = (theme_table(report, lang), legend)
    return Section(Label.THEME_TIMELINE.of(lang), blocks, _RANKS[Detail.THEMES], Folding.FOLDED)


def theme_table(report: Report, lang: Lang) -> Table:
    """Lay the themes of all plans out as one timeline."""
    themes = theme_rows(report)
    rows = tuple(
        (cell(theme_name(row, lang)), *(_theme_cell(item, lang) for item in row.cells))
        for row in themes
    )
    rest = _without_theme(report.plans, themes, lang)
    titles = columns(lang, (Label.THEME, 3), *((plan.id, 2) for plan in report.plans))
    return Table(titles, (*rows, *rest))


def _without_theme(
    plans: Sequence[Plan], themes: Sequence[ThemeLine], lang: Lang
) -> Iterator[tuple[Cell, ...]]:
    """Yield the row of what has no theme, so that the shares of a plan add up."""
    counts = [sum(task.themes.primary is None for task in plan.tasks) for plan in plans]
    if any(counts):
        by_plan = zip(*(row.cells for row in themes), strict=True) if themes else [()] * len(plans)
        shares = [sum(x.side.share_primary for x in cells if x) for cells in by_plan]
        yield (
            cell(Label.NO_THEME.of(lang), Tone.FAINT),
            *(
                cell(f"{count} · {share_text(max(1 - share, 0.0))}" if count else "·", Tone.FAINT)
                for count, share in zip(counts, shares, strict=True)
            ),
        )


def _picture(report: Report, lang: Lang) -> Iterator[Section]:
    diagram = flow_diagram(report, lang)
    if diagram.nodes:
        rank = _RANKS[Detail.PICTURE]
        yield Section(Label.FLOW.of(lang), (diagram,), rank, Folding.FOLDED)


def _theme_cell(item: ThemeCell | None, lang: Lang) -> Cell:
    if item is None:
        return cell("·", Tone.FAINT)
    told = item.told(lang)
    tone = Tone.PLAIN if item.status is None else status_tone(item.status, item.open)
    if not item.side.tasks:
        return cell(told or "–", tone)
    share = share_text(item.side.share_primary) if item.side.primary else "–"
    return cell(f"{told} {len(item.side.tasks)} · {share}".lstrip(), tone)


def _pair(pair: Pair, lang: Lang) -> Iterator[Section]:
    name = f"{pair.previous.id} → {pair.current.id} · "
    nearest = pair.alone()
    if nearest:
        table = _nearest(nearest, pair, lang)
        title = name + Label.UNLINKED.of(lang)
        yield Section(title, (table,), _RANKS[Detail.NEAREST])
    yield Section(
        name + Label.TASK_GROUPS.of(lang),
        (paragraph(Label.EXTENT_LEGEND.of(lang), tone=Tone.FAINT), task_table(pair, lang)),
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
        table = target_table(pair, lang)
        yield _folded(name, Label.TARGETS, lang, table, _RANKS[Detail.TARGETS])
    if pair.comparison.phrases:
        phrases = phrase_lines(pair.comparison, lang)
        yield _folded(name, Label.PHRASES, lang, phrases, _RANKS[Detail.TERMS])


def _folded(name: str, label: Label, lang: Lang, block: Block, rank: int) -> Section:
    return Section(name + label.of(lang), (block,), rank, Folding.FOLDED)


def _nearest(rows: Sequence[Standing], pair: Pair, lang: Lang) -> Table:
    titles = (Label.STATUS, (Label.TASK, 4), (Label.NEAREST, 5))
    relation = pair.comparison.relation
    return Table(columns(lang, *titles), tuple(_nearest_row(row, relation, lang) for row in rows))


def _nearest_row(row: Standing, relation: Relation, lang: Lang) -> tuple[Cell, ...]:
    status, reason = row.status.status, row.status.open
    tone = status_tone(status, reason)
    return (
        cell(status_word(status, relation, lang, reason), tone),
        cell(task_name(row.task), tone),
        cells(
            (f"{task_name(task)}  {score_text(score)}" for task, score in row.nearest[:1]),
            Tone.FAINT,
        ),
    )
