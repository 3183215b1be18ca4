"""The overview of a folder: a row a series, a row a pair; what to look at first."""

from collections.abc import Iterator

from msgspec import Struct

from policydiff.model import Change, Comparison, Plan, Relation, Report, Series, Status
from policydiff.report import Lang
from policydiff.report.blocks import (
    Cell,
    Document,
    Section,
    Span,
    Table,
    Tone,
    cell,
    cells,
    line,
    paragraph,
    status_tone,
)
from policydiff.report.labels import Bilingual, Label, said, status_word, word
from policydiff.report.pair import Pair, pairs
from policydiff.report.values import LEAST_SHIFT, columns, demanded, shift, shift_text

_MOVED = 3
"""Themes named in a row: those whose share moved most."""


class OverviewLabel(Bilingual):
    """The words of an overview."""

    TITLE = ("多份计划总览", "Overview of many plans")
    SERIES = ("系列", "Series")
    YEARS = ("年份", "Years")
    PAIRS = ("逐对对照", "Pairs")
    PAIR = ("对照", "Pair")
    RELATION = ("关系", "Relation")
    CONTINUED = ("延续", "Continued")
    NEW = ("新增", "New")
    DROPPED = ("退出", "Dropped")
    MOVED = ("变动最大的主题", "Themes that moved most")
    LOWERED = ("调低的指标", "Targets lowered")
    TO_CHECK = ("待核对关联", "Links to check")
    ALONE = ("无可对照者", "nothing to compare with")
    LEFT_OUT = ("未纳入的文件", "Left out")
    REASON = ("原因", "Reason")
    FILE = ("文件", "File")
    COUNTS = (
        "{series} 个系列，{plans} 份计划，{pairs} 对对照；另有 {left_out} 份未纳入",
        "{series} series, {plans} plans, {pairs} pairs; {left_out} files left out",
    )
    MORE = (
        "逐对详情：-o DIR/ 每个系列一页；或点名两份计划",
        "the details of each pair: -o DIR/, a page a series; or name two plans",
    )


class PairRow(Struct, frozen=True):
    """What one row says of a pair; ``new`` and ``dropped`` are what such tasks are called."""

    comparison: Comparison
    previous: Plan
    current: Plan
    new: Span
    dropped: Span
    moved: tuple[str, ...]
    lowered: int


def overview_view(report: Report, lang: Lang) -> Document:
    """Lay out an overview: counts, series, pairs, and what was left out."""
    counts = counts_text(report, lang)
    sections = [
        Section("", (paragraph(counts), paragraph(OverviewLabel.MORE.of(lang), tone=Tone.FAINT))),
        Section(OverviewLabel.SERIES.of(lang), (series_table(report, lang),)),
        Section(OverviewLabel.PAIRS.of(lang), (pair_table(report, lang),)),
    ]
    if report.left_out:
        titles = columns(lang, (OverviewLabel.FILE, 1), (OverviewLabel.REASON, 1))
        rows = tuple((cell(item.path), cell(said(item.reason, lang))) for item in report.left_out)
        sections.append(Section(OverviewLabel.LEFT_OUT.of(lang), (Table(titles, rows),), rank=1))
    return Document(OverviewLabel.TITLE.of(lang), tuple(sections))


def counts_text(report: Report, lang: Lang) -> str:
    """Return how many series, plans and pairs there are, and how much was left out."""
    return OverviewLabel.COUNTS.of(
        lang,
        series=len(report.series),
        plans=len(report.plans),
        pairs=len(report.comparisons),
        left_out=len(report.left_out),
    )


def series_name(series: Series) -> str:
    """Return what a series is called: its office, and its scope where it has one.

    >>> series_name(Series("series-1", "云山市卫生健康委员会", "医政医管", ()))
    '云山市卫生健康委员会 · 医政医管'
    """
    return " · ".join(part for part in (series.office, series.scope) if part)


def series_table(report: Report, lang: Lang) -> Table:
    """Lay out the series: a row for each, with the tasks of each year."""
    titles = ((OverviewLabel.SERIES, 2), (OverviewLabel.YEARS, 2), (Label.NOTES, 1))
    plans = {plan.id: plan for plan in report.plans}
    rows = tuple(
        (
            cell(series_name(series), Tone.STRONG),
            (tuple(_years([plans[name] for name in series.plans])),),
            cells(said(note, lang) for note in series.notes),
        )
        for series in report.series
    )
    return Table(columns(lang, *titles), rows)


def _years(plans: list[Plan]) -> Iterator[Span]:
    for place, plan in enumerate(plans):
        yield Span(f"{'  ' if place else ''}{plan.year}")
        yield Span(f" ({len(plan.tasks)})", Tone.FAINT)


def pair_table(report: Report, lang: Lang) -> Table:
    """Lay out the pairs: a row for each, with its counts and what to look at."""
    label = OverviewLabel
    titles = (
        (label.PAIR, 3),
        Label.TASKS,
        label.CONTINUED,
        label.NEW,
        label.DROPPED,
        (label.MOVED, 3),
        label.LOWERED,
        label.TO_CHECK,
    )
    return Table(columns(lang, *titles), tuple(_pair(row, lang) for row in pair_rows(report, lang)))


def _pair(row: PairRow, lang: Lang) -> tuple[Cell, ...]:
    summary = row.comparison.summary
    return (
        (
            (Span(f"{row.previous.id} → {row.current.id}", Tone.STRONG),),
            (Span(word(row.comparison.relation, lang), Tone.FAINT),),
        ),
        cell(f"{summary.previous.tasks} → {summary.current.tasks}"),
        cell(str(summary.current.continued)),
        _counted(summary.current.new, row.new),
        _counted(summary.previous.dropped, row.dropped),
        cells(row.moved),
        cell(str(row.lowered)),
        cell(str(summary.links.uncertain)),
    )


def _counted(count: int, told: Span) -> Cell:
    number = line(str(count), told.tone)
    return (number, (told,)) if told.text else (number,)


def pair_rows(report: Report, lang: Lang) -> Iterator[PairRow]:
    """Yield what there is to say of each pair, in the order of the report."""
    for pair in pairs(report):
        yield PairRow(
            comparison=pair.comparison,
            previous=pair.previous,
            current=pair.current,
            new=_told(Status.NEW, pair, lang),
            dropped=_told(Status.DROPPED, pair, lang),
            moved=tuple(_moved(pair.comparison, lang)),
            lowered=_lowered(pair.comparison),
        )


def _told(status: Status, pair: Pair, lang: Lang) -> Span:
    """Return what the tasks of a status are called in this pair; nothing where there are none."""
    reasons = [standing.status.open for standing in pair.with_status(status)]
    if not reasons:
        return Span("")
    reason = next((reason for reason in reasons if reason), None)
    told = status_word(status, pair.comparison.relation, lang, reason)
    return Span(told, status_tone(status, reason))


def _moved(comparison: Comparison, lang: Lang) -> Iterator[str]:
    for change in sorted(comparison.themes, key=lambda change: -abs(shift(change)))[:_MOVED]:
        if abs(shift(change)) >= LEAST_SHIFT:
            yield shift_text(change, lang)


def _lowered(comparison: Comparison) -> int:
    if comparison.relation is not Relation.LONGITUDINAL:
        return 0
    return sum(demanded(change) is Change.LOWERED for change in comparison.targets)
