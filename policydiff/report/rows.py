"""Themes over time, and how names, numbers, shares and decisions are written in every report."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from policydiff.comparing.statuses import opened, theme_status
from policydiff.comparing.targets import change_named
from policydiff.model import (
    INDUCED,
    Comparison,
    DecidedPair,
    DecidedTheme,
    Link,
    Open,
    Plan,
    Relation,
    Report,
    Section,
    Side,
    Status,
    Target,
    Task,
    ThemeChange,
    ThemeSide,
)
from policydiff.report import Lang
from policydiff.report.labels import Label, theme_word, word

T = TypeVar("T")

_HAN_NUMBER_RE = re.compile("[一二三四五六七八九十百]+")


class ThemeCell(Struct, frozen=True):
    """A theme in one plan; ``status`` is against the plan before, None where there is none."""

    side: ThemeSide
    status: Status | None = None
    relation: Relation = Relation.LONGITUDINAL
    open: Open | None = None
    elsewhere: tuple[str, ...] = ()

    def told(self, lang: Lang) -> str:
        """Return what became of the theme against the plan before; nothing where there is none."""
        if self.status is None:
            return ""
        return theme_word(
            self.status, self.relation, lang, self.open, self.elsewhere, self.side.mentioned
        )


class ThemeLine(Struct, frozen=True):
    """A theme through all plans; a cell is None where the theme occurs on neither side."""

    code: str
    name: str
    cells: tuple[ThemeCell | None, ...]
    name_en: str = ""


def theme_rows(report: Report) -> tuple[ThemeLine, ...]:
    """Lay the themes of all comparisons side by side, those that changed most first.

    First what is new or dropped, then by how far the share moved.

    Where the comparisons have different codebooks, that of all plans together is laid out.
    """
    columns = {plan.id: index for index, plan in enumerate(report.plans)}
    cells: dict[str, list[ThemeCell | None]] = {}
    names: dict[str, tuple[str, str]] = {}
    for comparison in report.comparisons:
        for change in _table_themes(report, comparison):
            names.setdefault(change.code, (change.name, change.name_en))
            row = cells.setdefault(change.code, [None] * len(report.plans))
            _fill(row, columns, comparison, change)
    rows = [
        ThemeLine(code, names[code][0], tuple(row), names[code][1]) for code, row in cells.items()
    ]
    return tuple(sorted(rows, key=_steadiness))


def _steadiness(row: ThemeLine) -> tuple[int, float]:
    """Return how little a theme changed: in how few plans it came or went, how little it moved."""
    cells = [cell for cell in row.cells if cell is not None]
    changed = sum(cell.status not in (None, Status.CONTINUED) for cell in cells)
    shares = [cell.side.share_primary for cell in cells]
    return -changed, min(shares, default=0.0) - max(shares, default=0.0)


def _table_themes(report: Report, comparison: Comparison) -> Sequence[ThemeChange]:
    """Return the themes of a comparison by the codebook of the table over all plans."""
    books = {each.field.codebook for each in report.comparisons}
    if len(report.comparisons) == 1 or (len(books) == 1 and INDUCED not in books):
        return comparison.themes
    places = [plan.id for plan in report.plans]
    before, after = places.index(comparison.previous), places.index(comparison.current)
    changes = (
        ThemeChange(
            code=row.code,
            name=row.name,
            status=theme_status(row.cells[before], row.cells[after]),
            previous=row.cells[before],
            current=row.cells[after],
            name_en=row.name_en,
        )
        for row in report.matrix
        if row.cells[before].tasks or row.cells[after].tasks
    )
    previous, current = report.plans[before], report.plans[after]
    return [opened(change, previous, current, comparison) for change in changes]


def theme_names(changes: Iterable[ThemeChange], lang: Lang) -> dict[str, str]:
    """Return the names of themes by code; the first of a code names it."""
    names: dict[str, str] = {}
    for change in changes:
        names.setdefault(change.code, theme_name(change, lang))
    return names


def theme_name(row: ThemeLine | ThemeChange, lang: Lang) -> str:
    """Return the name of a theme in a language; Chinese where the codebook has no other.

    >>> theme_name(ThemeLine("T09", "中医药", ()), Lang.EN)
    '中医药'
    """
    return row.name if lang is Lang.ZH else row.name_en or row.name


def _fill(
    row: list[ThemeCell | None],
    columns: dict[str, int],
    comparison: Comparison,
    change: ThemeChange,
) -> None:
    before, after = columns[comparison.previous], columns[comparison.current]
    if row[before] is None and change.previous.tasks:
        row[before] = ThemeCell(change.previous)
    row[after] = ThemeCell(
        # of what is new, the terms that say so stand in the plan before
        replace(change.current, mentioned=absent_side(change).mentioned),
        change.status,
        comparison.relation,
        change.open,
        change.elsewhere,
    )


def absent_side(change: ThemeChange) -> ThemeSide:
    """Return the side of a theme that no task is coded with; the current one where both are."""
    return change.previous if change.status is Status.NEW else change.current


def theme_change_word(change: ThemeChange, relation: Relation, lang: Lang) -> str:
    """Return what became of a theme between two plans, in the words of their relation."""
    mentioned = absent_side(change).mentioned
    return theme_word(change.status, relation, lang, change.open, change.elsewhere, mentioned)


def shared_words(links: Iterable[Link]) -> tuple[str, ...]:
    """Return the words that links rest on, each once, the strongest evidence first."""
    evidence = [item for link in links for item in link.evidence]
    evidence.sort(key=lambda item: -item.score)
    return _unique(word for item in evidence for word in item.shared)


def section_name(section: Section, lang: Lang) -> str:
    """Write a section as its number and heading, Chinese numerals with their sign.

    >>> section_name(Section("1", "一", "深化改革", 3), Lang.ZH)
    '一、深化改革'
    """
    heading = section.heading or Label.NO_HEADING.of(lang)
    sign = "、" if _HAN_NUMBER_RE.fullmatch(section.number) else " "
    return f"{section.number}{sign}{heading}" if section.number else heading


def task_name(task: Task) -> str:
    """Write a task as its id and title: numbers may restart, ids are what ``explain`` takes."""
    return f"{task.id} {task.title}"


def target_value(target: Target) -> str:
    """Write a target's value with its range and unit; of a change, with the plan's word for it.

    >>> from policydiff.model import Comparator
    >>> target_value(Target("护理中心", Comparator.RANGE, 1.0, 2.0, "家", "", "1-2家", 3))
    '1–2家'
    >>> target_value(Target("立案数", Comparator.EQ, 8.0, None, "%", "下降", "立案数下降8%", 3))
    '下降8%'
    """
    upper = "" if target.value_max is None else f"–{amount(target.value_max)}"
    return f"{change_named(target)}{amount(target.value)}{upper}{target.unit}"


def amount(value: float) -> str:
    """Write a number as plans do, in 万 and 亿 where that is as exact.

    >>> amount(7320e8), amount(12_000.0), amount(12_345.0), amount(250.0)
    ('7320亿', '1.2万', '12345', '250')
    """
    for size, sign, decimals in ((1e8, "亿", 4), (1e4, "万", 2)):
        if value >= size and math.isclose(value, round(value / size, decimals) * size):
            return f"{number(value / size)}{sign}"
    return number(value)


def number(value: float) -> str:
    """Write a number without a needless point.

    >>> number(30.0), number(0.95), number(10_000_000.0)
    ('30', '0.95', '10000000')
    """
    rounded = round(value, 6)
    if rounded == int(rounded):
        return str(int(rounded))
    return f"{rounded:.6f}".rstrip("0")


def line_span(first: int, last: int) -> str:
    """Write the lines of a source that something stands on.

    >>> line_span(3, 3), line_span(3, 5)
    ('3', '3–5')
    """
    return str(first) if first == last else f"{first}–{last}"


def score_text(score: float) -> str:
    """Write a score with two decimals, the same whether it was saved and loaded or not.

    >>> score_text(0.8349999)
    '0.83'
    """
    return f"{round(score, 6):.2f}"


def share_text(share: float) -> str:
    """Write a share of 0..1 as a percentage.

    >>> share_text(0.1234)
    '12.3%'
    """
    return f"{round(share, 6) * 100:.1f}%"


def tasks_by_id(plan: Plan) -> dict[str, Task]:
    """Return the tasks of a plan by their ids."""
    return {task.id: task for task in plan.tasks}


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


MACHINE = "model:"
"""Stands before the name of a program that judged; its word is never called a person's."""

NONE = "none"

MOST_NAMED = 20
"""Rejected links named one by one in a summary; all are in ``decisions`` of the JSON."""


def ruling_of(decision: DecidedPair) -> Label:
    """Return how a decision stands to the program's view: the same, another, or no link.

    >>> ruling_of(DecidedPair("1", "2", "none", "李")).name
    'CONFIRMED'
    """
    said = None if decision.decision == NONE else decision.decision
    if said == decision.machine:
        return Label.CONFIRMED
    return Label.CHANGED if said else Label.REJECTED


def decided_text(decision: DecidedPair, lang: Lang) -> str:
    """Write what was decided, by whom and when.

    >>> decided_text(DecidedPair("1", "2", "full", "李", "2026-11-28"), Lang.ZH)
    '人工改判（李 2026-11-28）'
    """
    return _ruled(decision, lang) + Label.DECIDED_BY.of(
        lang, by=f"{decision.by} {decision.on}".rstrip()
    )


def link_text(link: Link, decision: DecidedPair | None, lang: Lang) -> str:
    """Write the strength and the score of a link, and who decided on it."""
    told = f"{word(link.strength, lang)} {score_text(link.score)}"
    return f"{told} {decided_text(decision, lang)}" if decision else told


def counts_text(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield what was decided: counted, then the links that were rejected, then what waits."""
    if comparison.decisions:
        yield Label.DECISIONS.of(
            lang, n=len(comparison.decisions), told=_counted(comparison.decisions, lang)
        )
        gone = [x for x in comparison.decisions if ruling_of(x) is Label.REJECTED]
        for one in gone[:MOST_NAMED]:
            yield f"{one.previous or '–'} → {one.current or '–'} {decided_text(one, lang)}"
    if comparison.decided_themes:
        yield from _themes_text(comparison, lang)
    if comparison.pending:
        yield Label.PENDING.of(lang, n=len(comparison.pending))


def _themes_text(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield how many themes were decided on, then each with the program's beside it."""
    names = theme_names(comparison.themes, lang)
    decided = comparison.decided_themes
    same = sum(said.theme == said.machine for said in decided)
    yield Label.THEME_DECISIONS.of(lang, n=len(decided), same=same, changed=len(decided) - same)
    for said in decided[:MOST_NAMED]:
        side = Label.PREVIOUS if said.side is Side.PREVIOUS else Label.CURRENT
        name = names.get(said.theme, said.theme)
        told = f"{side.of(lang)} {said.task} {name} {theme_decided_text(said, lang)}"
        if said.theme == said.machine:
            yield told
        else:
            machine = names.get(said.machine or "", said.machine) or Label.NONE.of(lang)
            yield f"{told}; {Label.MACHINE_VIEW.of(lang)}{machine}"


def theme_decided_text(said: DecidedTheme, lang: Lang) -> str:
    """Write that a theme was confirmed or changed, by whom and when.

    >>> theme_decided_text(DecidedTheme(Side.CURRENT, "2", "tcm", "李", machine="tcm"), Lang.ZH)
    '人工确认（李）'
    """
    ruling = Label.CONFIRMED if said.theme == said.machine else Label.CHANGED
    who = Label.PROGRAM if said.by.startswith(MACHINE) else Label.PERSON
    ruled = Label.RULED.of(lang, who=who.of(lang), ruling=ruling.of(lang))
    return ruled + Label.DECIDED_BY.of(lang, by=f"{said.by} {said.on}".rstrip())


def _counted(decisions: Iterable[DecidedPair], lang: Lang) -> str:
    counts = Counter(_ruled(x, lang) for x in decisions)
    return ("、" if lang is Lang.ZH else ", ").join(f"{x} {n}" for x, n in sorted(counts.items()))


def _ruled(decision: DecidedPair, lang: Lang) -> str:
    who = Label.PROGRAM if decision.by.startswith(MACHINE) else Label.PERSON
    return Label.RULED.of(lang, who=who.of(lang), ruling=ruling_of(decision).of(lang))
