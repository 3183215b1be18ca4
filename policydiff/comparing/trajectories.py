"""Lines of work through N plans: chained through full links, with what happened in each plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from policydiff.model import (
    Comparison,
    Event,
    Group,
    Plan,
    Stop,
    Strength,
    Trajectory,
)

Node = tuple[int, str]  # the place of a plan among the plans, the id of a task in it

_EVENTS = {"1:1": Event.CONTINUED, "1:n": Event.SPLIT, "n:1": Event.MERGED}


def trace_lines(plans: Sequence[Plan], comparisons: Sequence[Comparison]) -> tuple[Trajectory, ...]:
    """Return every line of work, in the order in which they are first seen.

    Tasks are one line where full links join them. Each plan is told against the nearest plan
    before it that it was compared with (the one before, or the first). Comparisons of plans
    further apart only bring back what had been dropped: their full links count where the
    previous task has no full link forward and the current one none back.

    Every task of every plan is on exactly one line.
    """
    place = {plan.id: number for number, plan in enumerate(plans)}
    nearest = nearest_comparisons(plans, comparisons)
    edges = sorted({*_near_edges(nearest.values(), place), *_returns(comparisons, nearest, place)})
    lines = _components(
        [(n, task.id) for n, plan in enumerate(plans) for task in plan.tasks], edges
    )
    order = [{task.id: k for k, task in enumerate(plan.tasks)} for plan in plans]
    lines.sort(key=lambda line: min((n, order[n][task]) for n, task in line))
    return tuple(
        _trajectory(str(number), line_stops(line, plans, comparisons), plans)
        for number, line in enumerate(lines, 1)
    )


def nearest_comparisons(
    plans: Sequence[Plan], comparisons: Iterable[Comparison]
) -> dict[str, Comparison]:
    """Return, by the id of the current plan, the comparison with the nearest plan before it."""
    place = {plan.id: number for number, plan in enumerate(plans)}
    ordered = sorted(comparisons, key=lambda c: place[c.previous])
    return {c.current: c for c in ordered if place[c.previous] < place[c.current]}


def line_stops(
    line: Collection[Node], plans: Sequence[Plan], comparisons: Sequence[Comparison]
) -> tuple[Stop, ...]:
    """Say what happened in each plan to a line of work, given as its tasks (plan place, task)."""
    nearest = nearest_comparisons(plans, comparisons)
    stops: list[Stop] = []
    for place, plan in enumerate(plans):
        tasks = tuple(task.id for task in plan.tasks if (place, task.id) in line)
        here = [comparison for comparison in comparisons if comparison.current == plan.id]
        partial = () if tasks else _partial(stops, here)
        stops.append(_stop(Stop(plan.id, tasks, Event.NOT_YET, partial), stops, nearest, plans))
    return tuple(stops)


def _full_edges(comparison: Comparison, place: Mapping[str, int]) -> Iterator[tuple[Node, Node]]:
    start, end = place[comparison.previous], place[comparison.current]
    for link in comparison.alignment.links:
        if link.strength is Strength.FULL:
            yield (start, link.previous), (end, link.current)


def _near_edges(
    nearest: Iterable[Comparison], place: Mapping[str, int]
) -> Iterator[tuple[Node, Node]]:
    for comparison in nearest:
        yield from _full_edges(comparison, place)


def _returns(
    comparisons: Iterable[Comparison],
    nearest: Mapping[str, Comparison],
    place: Mapping[str, int],
) -> Iterator[tuple[Node, Node]]:
    """Yield the links over an absence: from a task that ended to one that has no forerunner."""
    near = list(_near_edges(nearest.values(), place))
    started, ended = {b for _, b in near}, {a for a, _ in near}
    for comparison in comparisons:
        if nearest[comparison.current] is comparison:
            continue
        for previous, current in _full_edges(comparison, place):
            if previous not in ended and current not in started:
                yield previous, current


def _components(nodes: Iterable[Node], edges: Iterable[tuple[Node, Node]]) -> list[frozenset[Node]]:
    """Return the sets of nodes that edges hold together."""
    parent = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in edges:
        parent[root(one)] = root(other)
    members: dict[Node, set[Node]] = {}
    for node in parent:
        members.setdefault(root(node), set()).add(node)
    return [frozenset(line) for line in members.values()]


def _trajectory(number: str, stops: tuple[Stop, ...], plans: Sequence[Plan]) -> Trajectory:
    first = next(stop for stop in stops if stop.tasks)
    plan = next(plan for plan in plans if plan.id == first.plan)
    return Trajectory(id=number, label=plan.task(first.tasks[0]).title, stops=stops)


def _stop(
    stop: Stop, before: Sequence[Stop], nearest: Mapping[str, Comparison], plans: Sequence[Plan]
) -> Stop:
    """Say what happened to a line in one plan, told against the plan it was compared with."""
    comparison = nearest.get(stop.plan)
    seen = any(earlier.tasks for earlier in before)
    if comparison is None or not seen:
        event = Event.FIRST_SEEN if stop.tasks else Event.NOT_YET
    else:
        base = next(earlier for earlier in before if earlier.plan == comparison.previous)
        event = _carried(base, stop.tasks, comparison) if stop.tasks else _ended(base, stop)
    if comparison is None:
        return replace(stop, event=event)
    return replace(
        stop,
        event=event,
        against=comparison.previous,
        relation=comparison.relation,
        gap=_gap(comparison, plans),
    )


def _carried(base: Stop, tasks: tuple[str, ...], comparison: Comparison) -> Event:
    """Tell how tasks go on from those of the plan before: by the shapes of their groups."""
    if not base.tasks:
        return Event.CONTINUED if base.event is Event.IN_PART else Event.RETURNED
    held = [g for g in comparison.alignment.groups if _touches(g, base.tasks, tasks)]
    shapes = {group.shape for group in held if group.previous and group.current}
    if len(shapes) > 1:
        shapes.discard("1:1")
    return _EVENTS.get(next(iter(shapes)), Event.REGROUPED) if len(shapes) == 1 else Event.REGROUPED


def _touches(group: Group, previous: Sequence[str], current: Sequence[str]) -> bool:
    return bool(set(group.previous) & set(previous)) or bool(set(group.current) & set(current))


def _ended(base: Stop, stop: Stop) -> Event:
    if stop.partial:
        return Event.IN_PART
    gone = (Event.DROPPED, Event.ABSENT, Event.NOT_YET)
    return Event.ABSENT if base.event in gone else Event.DROPPED


def _partial(before: Sequence[Stop], comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """Return the tasks of a plan that carry a measure of the line on, by any comparison."""
    tasks = {(stop.plan, task) for stop in before for task in stop.tasks}
    found = [
        link.current
        for comparison in comparisons
        for link in comparison.alignment.links
        if (comparison.previous, link.previous) in tasks
    ]
    return tuple(dict.fromkeys(found))


def _gap(comparison: Comparison, plans: Sequence[Plan]) -> int | None:
    """Return the years between two compared plans; None where a year is unknown."""
    years = {plan.id: plan.year for plan in plans}
    start, end = years[comparison.previous], years[comparison.current]
    return None if start is None or end is None else end - start
