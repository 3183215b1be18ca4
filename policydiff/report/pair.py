"""A pair of plans: what is known of each task in it, worked out once for every report.

Tables, gates, sheets, the page and the Word document all read status, links, nearest counterparts
and what is carried on here; none of them works any of it out again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from policydiff.comparing.statuses import carried_measures, open_reason
from policydiff.model import (
    CarriedMeasure,
    Change,
    Comparison,
    DecidedPair,
    Group,
    Link,
    Measure,
    Open,
    Plan,
    Report,
    Side,
    Status,
    Strength,
    Task,
    TaskStatus,
    ThemeCoding,
)
from policydiff.report.labels import TARGET_STATUS

ALONE = {Side.PREVIOUS: Status.DROPPED, Side.CURRENT: Status.NEW}
"""What it is called that one side alone has."""

HOLDER = {status: side for side, status in ALONE.items()}
"""The side that has what is called so."""


class LinkRow(Struct, frozen=True):
    """A link with its two tasks, and what somebody decided on it."""

    link: Link
    previous: Task
    current: Task
    decision: DecidedPair | None = None


class Standing(Struct, frozen=True):
    """What is known of one task.

    ``links`` stand in the order of the comparison, ``nearest`` are counterparts that were rejected,
    the best first. ``carried`` are the measures that live on, by id, each as its wording is told;
    ``lost`` are those that no link carries on, where there is a link.
    """

    task: Task
    status: TaskStatus
    group: Group
    links: tuple[LinkRow, ...]
    nearest: tuple[tuple[Task, float], ...]
    carried: Mapping[str, CarriedMeasure]
    lost: tuple[Measure, ...]


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


class Pair(Struct, frozen=True, dict=True):
    """A comparison with its two plans; what follows from them is worked out on first use."""

    comparison: Comparison
    previous: Plan
    current: Plan

    def open(self, status: Status) -> Open | None:
        """Return why it proves nothing that something is new or dropped between these plans."""
        if status is Status.CONTINUED:
            return None
        return open_reason(self.comparison.relation, HOLDER[status].other.of(self))

    def open_target(self, change: Change) -> Open | None:
        """Return why it proves nothing that a target is new or gone between these plans."""
        status = TARGET_STATUS.get(change)
        return self.open(status) if status else None

    def group_open(self, row: GroupRow) -> Open | None:
        """Return why the status of a group proves nothing: that of its first task."""
        return next((standing.status.open for standing in self.members(row)), None)

    def standing(self, side: Side, task: str) -> Standing:
        """Return what is known of a task. Raises KeyError where there is none."""
        return self.standings[side, task]

    def side(self, side: Side) -> tuple[Standing, ...]:
        """Return what is known of each task of a side, in the order of its plan."""
        return tuple(self.standings[side, task.id] for task in side.of(self).tasks)

    def decision(self, link: Link) -> DecidedPair | None:
        """Return what somebody decided on a link; None where nobody did."""
        return self._decisions.get((link.previous, link.current))

    @cached_property
    def _decisions(self) -> Mapping[tuple[str, str], DecidedPair]:
        return {(item.previous, item.current): item for item in self.comparison.decisions}

    @cached_property
    def tasks(self) -> Mapping[tuple[Side, str], Task]:
        """The tasks of both plans, by side and id."""
        return {(side, task.id): task for side in Side for task in side.of(self).tasks}

    @cached_property
    def standings(self) -> Mapping[tuple[Side, str], Standing]:
        """What is known of each task of both plans, by side and id."""
        return {(side, x.task.id): x for side in Side for x in _standings(self, side)}

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        """The groups with their tasks and links, in the order of the comparison."""
        return tuple(_group_row(self, group) for group in self.comparison.groups)

    def members(self, row: GroupRow) -> tuple[Standing, ...]:
        """Return what is known of the tasks that are a group's own, the previous ones first."""
        return tuple(
            self.standing(side, task.id)
            for side in Side
            if side in row.own
            for task in side.of(row)
        )

    def theme_decider(self, side: Side, task: Task) -> str | None:
        """Return who decided on the theme of a task; None where nobody did."""
        for said in self.comparison.decided_themes:
            if (said.side, said.task) == (side, task.id):
                return said.by
        return None

    def link_rows(self, links: Iterable[Link]) -> tuple[LinkRow, ...]:
        """Return links with their tasks, in the order given."""
        return tuple(
            LinkRow(
                link,
                self.tasks[Side.PREVIOUS, link.previous],
                self.tasks[Side.CURRENT, link.current],
                self.decision(link),
            )
            for link in links
        )

    def cross_references(self) -> tuple[LinkRow, ...]:
        """Return the links that no group shows: partial ones between tasks with full links."""
        shown = {link.id for row in self.groups for link in row.links}
        return self.link_rows(link for link in self.comparison.links if link.id not in shown)

    def alone(self) -> tuple[Standing, ...]:
        """Return the tasks without a counterpart: dropped ones first, then new ones."""
        return tuple(
            self.standing(side, item.task)
            for side in Side
            for item in self.comparison.unlinked
            if item.side is side
        )

    def by_openness(self, status: Status) -> tuple[tuple[Open | None, tuple[Standing, ...]], ...]:
        """Return the tasks that are new or dropped, apart by why that proves nothing.

        What is proved comes first; there is one group at least, if an empty one.
        """
        found: dict[Open | None, list[Standing]] = {}
        for standing in self.with_status(status):
            found.setdefault(standing.status.open, []).append(standing)
        groups = sorted(found.items(), key=lambda item: item[0] is not None)
        return tuple((why, tuple(x)) for why, x in groups) or ((self.open(status), ()),)

    def with_status(self, status: Status) -> tuple[Standing, ...]:
        """Return the tasks that are new (of the current plan) or dropped (of the previous one)."""
        return tuple(x for x in self.side(HOLDER[status]) if x.status.status is status)


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
    sides = [(change.code, side.of(change)) for change in comparison.themes]
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


def _standings(pair: Pair, side: Side) -> Iterator[Standing]:
    comparison = pair.comparison
    statuses = {item.task: item for item in comparison.tasks if item.side is side}
    groups = {task: group for group in comparison.groups for task in side.of(group)}
    links: dict[str, list[LinkRow]] = {}
    for row in pair.link_rows(comparison.links):
        links.setdefault(side.of(row.link), []).append(row)
    nearest = {item.task: item.nearest for item in comparison.unlinked if item.side is side}
    wordings = _wordings(comparison, side)
    own = side.of(pair)
    kept = carried_measures(side, own, comparison)
    for task in own.tasks:
        living = kept.get(task.id, set())
        yield Standing(
            task=task,
            status=statuses[task.id],
            group=groups[task.id],
            links=tuple(links.get(task.id, ())),
            nearest=tuple(
                (pair.tasks[side.other, near.task], near.score) for near in nearest.get(task.id, ())
            ),
            carried={m.id: wordings[m.id] for m in task.measures if m.id in wordings},
            lost=tuple(m for m in task.measures if task.id in links and m.id not in living),
        )


def _wordings(comparison: Comparison, side: Side) -> dict[str, CarriedMeasure]:
    """Return how each measure of a side lives on: by the first link that tells."""
    found: dict[str, CarriedMeasure] = {}
    for carried in comparison.carried:
        for measure in carried.measures:
            found.setdefault(side.of(measure), measure)
    return found


def _group_row(pair: Pair, group: Group) -> GroupRow:
    touching = _touching(pair, group)
    full = tuple(link for link in touching if link.strength is Strength.FULL)
    links = full or touching
    return GroupRow(
        group=group,
        previous=_shown(pair, Side.PREVIOUS, group, links),
        current=_shown(pair, Side.CURRENT, group, links),
        links=links,
        own=frozenset(side for side in Side if side.of(group)),
    )


def _touching(pair: Pair, group: Group) -> tuple[Link, ...]:
    """Return the links of a group's tasks, each once."""
    rows = [
        row for side in Side for task in side.of(group) for row in pair.standing(side, task).links
    ]
    return tuple({row.link.id: row.link for row in rows}.values())


def _shown(pair: Pair, side: Side, group: Group, links: Sequence[Link]) -> tuple[Task, ...]:
    ids = side.of(group) or dict.fromkeys(side.of(link) for link in links)
    return tuple(pair.tasks[side, task] for task in ids)
