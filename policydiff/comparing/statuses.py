"""Statuses 「状态」: what became of each task and theme, and whether that proves anything."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import (
    Comparison,
    Completeness,
    CurrentCounts,
    Extent,
    Link,
    LinkCounts,
    Open,
    Plan,
    PreviousCounts,
    Relation,
    Side,
    Status,
    Strength,
    Summary,
    Task,
    TaskStatus,
    ThemeChange,
    ThemeCounts,
)

_BY_RELATION = {
    Relation.VERTICAL: Open.LEVEL,
    Relation.LATERAL: Open.LATERAL,
    Relation.SCOPE: Open.SCOPE,
}
_BY_COMPLETENESS = {Completeness.DIGEST: Open.DIGEST, Completeness.EXCERPT: Open.EXCERPT}


def open_reason(relation: Relation, lacking: Plan) -> Open | None:
    """Return why it proves nothing that a plan lacks something, None where it does prove it.

    ``lacking`` is the plan that the thing is not in: the current one for what is dropped, the
    previous one for what is new. Only a full plan of the same office and scope proves it.
    """
    return open_relation(relation) or _BY_COMPLETENESS.get(lacking.completeness)


def open_relation(relation: Relation) -> Open | None:
    """Return why plans that stand so to each other prove nothing, None where they do."""
    return _BY_RELATION.get(relation)


def with_statuses(comparison: Comparison, previous: Plan, current: Plan) -> Comparison:
    """Return a comparison with ``tasks``, ``open`` of its themes and ``summary`` worked out.

    They follow from its relation, groups, links and themes; so whoever changes those asks again.
    """
    tasks = (
        *_statuses(Side.PREVIOUS, previous, current, comparison),
        *_statuses(Side.CURRENT, current, previous, comparison),
    )
    themes = tuple(_opened(x, previous, current, comparison.relation) for x in comparison.themes)
    done = replace(comparison, tasks=tasks, themes=themes)
    return replace(done, summary=summarize(done))


def _statuses(side: Side, own: Plan, other: Plan, comparison: Comparison) -> Iterator[TaskStatus]:
    """Yield the status of each task of one side, in the order of its plan."""
    status = {
        task: group.status
        for group in comparison.groups
        for task in (group.previous if side is Side.PREVIOUS else group.current)
    }
    carried = carried_measures(side, comparison.links)
    reason = open_reason(comparison.relation, other)
    for task in own.tasks:
        became = status[task.id]
        yield TaskStatus(
            side=side,
            task=task.id,
            status=became,
            open=None if became is Status.CONTINUED else reason,
            extent=_extent(task, carried.get(task.id, set())),
        )


def carried_measures(side: Side, links: Iterable[Link]) -> dict[str, set[str]]:
    """Return the measures of each task of a side that links carry on."""
    carried: dict[str, set[str]] = {}
    for link in links:
        own = link.previous if side is Side.PREVIOUS else link.current
        for item in link.evidence:
            measure = item.previous if side is Side.PREVIOUS else item.current
            carried.setdefault(own, set()).add(measure)
    return carried


def _extent(task: Task, carried: Collection[str]) -> Extent:
    """Count the measures that are carried on; a task without any has its title for one."""
    if not task.measures:
        return Extent(min(len(carried), 1), 1)
    return Extent(sum(measure.id in carried for measure in task.measures), len(task.measures))


def _opened(change: ThemeChange, previous: Plan, current: Plan, relation: Relation) -> ThemeChange:
    if change.status is Status.CONTINUED:
        return replace(change, open=None)
    lacking = current if change.status is Status.DROPPED else previous
    return replace(change, open=open_reason(relation, lacking))


def summarize(comparison: Comparison) -> Summary:
    """Count the tasks, themes and links of a comparison whose statuses are worked out."""
    before = [task for task in comparison.tasks if task.side is Side.PREVIOUS]
    after = [task for task in comparison.tasks if task.side is Side.CURRENT]
    themes = [theme.status for theme in comparison.themes]
    strengths = [link.strength for link in comparison.links]
    return Summary(
        previous=PreviousCounts(
            tasks=len(before),
            continued=_count(before, Status.CONTINUED),
            dropped=_count(before, Status.DROPPED),
            open=sum(task.open is not None for task in before),
        ),
        current=CurrentCounts(
            tasks=len(after),
            continued=_count(after, Status.CONTINUED),
            new=_count(after, Status.NEW),
            open=sum(task.open is not None for task in after),
        ),
        themes=ThemeCounts(
            new=themes.count(Status.NEW),
            continued=themes.count(Status.CONTINUED),
            dropped=themes.count(Status.DROPPED),
        ),
        links=LinkCounts(
            full=strengths.count(Strength.FULL),
            partial=strengths.count(Strength.PARTIAL),
            uncertain=len(comparison.uncertain),
        ),
    )


def _count(tasks: Sequence[TaskStatus], status: Status) -> int:
    return sum(task.status is status for task in tasks)
