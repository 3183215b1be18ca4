"""Rows that several outputs show: themes over time, groups of tasks, tasks left alone."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import (
    INDUCED,
    Comparison,
    Group,
    Link,
    Plan,
    Relation,
    Report,
    Section,
    Side,
    Status,
    Strength,
    Target,
    Task,
    ThemeChange,
    ThemeCoding,
    ThemeSide,
)
from policydiff.report.labels import Label
from policydiff.report.lang import Lang

T = TypeVar("T")

_HAN_NUMBER_RE = re.compile("[一二三四五六七八九十百]+")


class Pair(Struct, frozen=True):
    """A comparison with its two plans at hand."""

    comparison: Comparison
    previous: Plan
    current: Plan


class ThemeCell(Struct, frozen=True):
    """A theme in one plan; ``status`` is against the plan before, None where there is none."""

    side: ThemeSide
    status: Status | None = None
    relation: Relation = Relation.LONGITUDINAL


class ThemeRow(Struct, frozen=True):
    """A theme through all plans; a cell is None where the theme occurs on neither side."""

    code: str
    name: str
    cells: tuple[ThemeCell | None, ...]
    name_en: str = ""


class GroupRow(Struct, frozen=True):
    """A group with its tasks, and the links that hold it.

    ``own`` tells which sides belong to the group; a task that is carried on only in part has
    its partial counterparts shown on the other side, which is not its own.
    """

    group: Group
    previous: tuple[Task, ...]
    current: tuple[Task, ...]
    links: tuple[Link, ...]
    own: frozenset[Side]


class LinkRow(Struct, frozen=True):
    """A link with its two tasks."""

    link: Link
    previous: Task
    current: Task


class NearestRow(Struct, frozen=True):
    """A task without a counterpart, and what came nearest on the other side."""

    side: Side
    status: Status
    task: Task
    nearest: tuple[tuple[Task, float], ...]


def pairs(report: Report) -> tuple[Pair, ...]:
    """Return each comparison of a report with its plans, their tasks coded as it has them."""
    plans = {plan.id: plan for plan in report.plans}
    return tuple(
        Pair(
            comparison,
            _as_coded(plans[comparison.previous], comparison, Side.PREVIOUS),
            _as_coded(plans[comparison.current], comparison, Side.CURRENT),
        )
        for comparison in report.comparisons
    )


def _as_coded(plan: Plan, comparison: Comparison, side: Side) -> Plan:
    """Return a plan with the themes of a comparison, which has a field and codebook of its own."""
    sides = [
        (change.code, change.previous if side is Side.PREVIOUS else change.current)
        for change in comparison.themes
    ]
    primary = {task: code for code, coded in sides for task in coded.primary}
    if not primary or all(task.themes.primary == primary.get(task.id) for task in plan.tasks):
        return plan
    codes: dict[str, list[str]] = {}
    for code, coded in sides:
        for task in coded.tasks:
            codes.setdefault(task, []).append(code)
    return replace(
        plan,
        tasks=tuple(
            replace(task, themes=_themes(primary.get(task.id), codes.get(task.id, ())))
            for task in plan.tasks
        ),
    )


def _themes(primary: str | None, codes: Iterable[str]) -> ThemeCoding:
    return ThemeCoding(primary, tuple(code for code in codes if code != primary))


def theme_rows(report: Report) -> tuple[ThemeRow, ...]:
    """Lay the themes of all comparisons side by side, in the order in which they first occur.

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
    return tuple(
        ThemeRow(code, names[code][0], tuple(row), names[code][1]) for code, row in cells.items()
    )


def _table_themes(report: Report, comparison: Comparison) -> Sequence[ThemeChange]:
    """Return the themes of a comparison by the codebook of the table over all plans."""
    books = {each.field.codebook for each in report.comparisons}
    if len(report.comparisons) == 1 or (len(books) == 1 and INDUCED not in books):
        return comparison.themes
    places = [plan.id for plan in report.plans]
    before, after = places.index(comparison.previous), places.index(comparison.current)
    reasons = {task.status: task.open for task in comparison.tasks}
    reasons |= {change.status: change.open for change in comparison.themes}
    return [
        ThemeChange(
            code=row.code,
            name=row.name,
            status=(status := _status(row.cells[before], row.cells[after])),
            previous=row.cells[before],
            current=row.cells[after],
            name_en=row.name_en,
            open=reasons.get(status),
        )
        for row in report.matrix
        if row.cells[before].tasks or row.cells[after].tasks
    ]


def _status(before: ThemeSide, after: ThemeSide) -> Status:
    if not before.tasks:
        return Status.NEW
    return Status.CONTINUED if after.tasks else Status.DROPPED


def theme_names(changes: Iterable[ThemeChange], lang: Lang) -> dict[str, str]:
    """Return the names of themes by code; the first of a code names it."""
    names: dict[str, str] = {}
    for change in changes:
        names.setdefault(change.code, theme_name(change, lang))
    return names


def theme_name(row: ThemeRow | ThemeChange, lang: Lang) -> str:
    """Return the name of a theme in a language; Chinese where the codebook has no other.

    >>> theme_name(ThemeRow("T09", "中医药", ()), Lang.EN)
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
    row[after] = ThemeCell(change.current, change.status, comparison.relation)


def group_rows(pair: Pair) -> tuple[GroupRow, ...]:
    """Return the groups of a pair with their tasks and links, in the order of the report."""
    previous, current = tasks_by_id(pair.previous), tasks_by_id(pair.current)
    by_task = _links_by_task(pair.comparison.links)
    return tuple(_group_row(group, previous, current, by_task) for group in pair.comparison.groups)


def _group_row(
    group: Group,
    previous: dict[str, Task],
    current: dict[str, Task],
    by_task: dict[tuple[Side, str], list[Link]],
) -> GroupRow:
    touching = _touching(group, by_task)
    full = tuple(link for link in touching if link.strength is Strength.FULL)
    links = full or touching
    own = frozenset(
        side
        for side, tasks in ((Side.PREVIOUS, group.previous), (Side.CURRENT, group.current))
        if tasks
    )
    return GroupRow(
        group=group,
        previous=_pick(previous, group.previous or _unique(link.previous for link in links)),
        current=_pick(current, group.current or _unique(link.current for link in links)),
        links=links,
        own=own,
    )


def _touching(group: Group, by_task: dict[tuple[Side, str], list[Link]]) -> tuple[Link, ...]:
    found = [link for task in group.previous for link in by_task.get((Side.PREVIOUS, task), ())]
    found += [link for task in group.current for link in by_task.get((Side.CURRENT, task), ())]
    return _unique(found)


def link_rows(pair: Pair, links: Sequence[Link]) -> tuple[LinkRow, ...]:
    """Return links with their tasks, in the order given."""
    previous, current = tasks_by_id(pair.previous), tasks_by_id(pair.current)
    return tuple(LinkRow(link, previous[link.previous], current[link.current]) for link in links)


def cross_references(pair: Pair) -> tuple[LinkRow, ...]:
    """Return the links that no group shows: partial ones between tasks with full links."""
    shown = {link.id for row in group_rows(pair) for link in row.links}
    return link_rows(pair, [link for link in pair.comparison.links if link.id not in shown])


def nearest_rows(pair: Pair) -> tuple[NearestRow, ...]:
    """Return the tasks without a counterpart: dropped ones first, then new ones."""
    tasks = {Side.PREVIOUS: tasks_by_id(pair.previous), Side.CURRENT: tasks_by_id(pair.current)}
    other = {Side.PREVIOUS: Side.CURRENT, Side.CURRENT: Side.PREVIOUS}
    status = {Side.PREVIOUS: Status.DROPPED, Side.CURRENT: Status.NEW}
    return tuple(
        NearestRow(
            side=side,
            status=status[side],
            task=tasks[side][item.task],
            nearest=tuple((tasks[other[side]][near.task], near.score) for near in item.nearest),
        )
        for side in (Side.PREVIOUS, Side.CURRENT)
        for item in pair.comparison.unlinked
        if item.side is side
    )


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
    """Write a target's value with its range and unit.

    >>> from policydiff.model import Comparator
    >>> target_value(Target("护理中心", Comparator.RANGE, 1.0, 2.0, "家", "", "1-2家", 3))
    '1–2家'
    """
    upper = "" if target.value_max is None else f"–{number(target.value_max)}"
    return f"{number(target.value)}{upper}{target.unit}"


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


def _pick(tasks: dict[str, Task], ids: Iterable[str]) -> tuple[Task, ...]:
    return tuple(tasks[task_id] for task_id in ids)


def _links_by_task(links: Sequence[Link]) -> dict[tuple[Side, str], list[Link]]:
    found: dict[tuple[Side, str], list[Link]] = {}
    for link in links:
        found.setdefault((Side.PREVIOUS, link.previous), []).append(link)
        found.setdefault((Side.CURRENT, link.current), []).append(link)
    return found


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
