"""Lines of work through N plans: chained through full links, with what happened in each plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Comparison, Event, Plan, Stop, Strength, Trajectory
from policydiff.text import connected

Node = tuple[int, str]  # the place of a plan among the plans, the id of a task in it

_EVENTS = {"1:1": Event.CONTINUED, "1:n": Event.SPLIT, "n:1": Event.MERGED}


class _Record(Struct, frozen=True):
    """What is looked up for every line, gathered once.

    ``order`` is the place of each task in its plan, ``onward`` the tasks that any link of a task
    leads to, ``shapes`` the shape of the group that holds a task in the nearest comparison.
    """

    plans: Sequence[Plan]
    nearest: Mapping[str, Comparison]
    order: Mapping[Node, int]
    onward: Mapping[Node, Sequence[Node]]
    shapes: Mapping[Node, str]


def trace_trajectories(
    plans: Sequence[Plan], comparisons: Sequence[Comparison]
) -> tuple[Trajectory, ...]:
    """Return every line of work, in the order in which they are first seen.

    Tasks are one line where full links join them. Each plan is told against the nearest plan
    before it that it was compared with (the one before, or the first). Comparisons of plans
    further apart only bring back what had been dropped: their full links count where the
    previous task has no full link forward and the current one none back.

    Every task of every plan is on exactly one line.
    """
    record = _record(plans, comparisons)
    place = {plan.id: number for number, plan in enumerate(plans)}
    near = set(full_edges(record.nearest.values(), place))
    lines = connected(record.order, sorted({*near, *_returns(comparisons, near, place)}))
    ordered = [sorted(line, key=lambda node: (node[0], record.order[node])) for line in lines]
    ordered.sort(key=lambda line: (line[0][0], record.order[line[0]]))
    return tuple(
        Trajectory(str(number), _title(line[0], record), _stops(line, record))
        for number, line in enumerate(ordered, 1)
    )


def nearest_comparisons(
    plans: Sequence[Plan], comparisons: Iterable[Comparison]
) -> dict[str, Comparison]:
    """Return, by the id of the current plan, the comparison with the nearest plan before it."""
    place = {plan.id: number for number, plan in enumerate(plans)}
    ordered = sorted(comparisons, key=lambda c: place[c.previous])
    return {c.current: c for c in ordered if place[c.previous] < place[c.current]}


def trajectory_stops(
    line: Collection[Node], plans: Sequence[Plan], comparisons: Sequence[Comparison]
) -> tuple[Stop, ...]:
    """Say what happened in each plan to a line of work, given as its tasks (plan place, task)."""
    record = _record(plans, comparisons)
    return _stops(sorted(line, key=lambda node: (node[0], record.order[node])), record)


def _record(plans: Sequence[Plan], comparisons: Sequence[Comparison]) -> _Record:
    place = {plan.id: number for number, plan in enumerate(plans)}
    nearest = nearest_comparisons(plans, comparisons)
    onward: dict[Node, list[Node]] = {}
    for comparison in comparisons:
        start, end = place[comparison.previous], place[comparison.current]
        for link in comparison.links:
            onward.setdefault((start, link.previous), []).append((end, link.current))
    return _Record(
        plans=plans,
        nearest=nearest,
        order={(n, task.id): k for n, p in enumerate(plans) for k, task in enumerate(p.tasks)},
        onward=onward,
        shapes={
            (place[comparison.current], task): group.shape
            for comparison in nearest.values()
            for group in comparison.groups
            if group.previous
            for task in group.current
        },
    )


def _title(node: Node, record: _Record) -> str:
    return record.plans[node[0]].tasks[record.order[node]].title


def full_edges(
    comparisons: Iterable[Comparison], place: Mapping[str, int]
) -> Iterator[tuple[Node, Node]]:
    """Yield both ends of each full link; ``place`` is that of each plan, by its id."""
    for comparison in comparisons:
        start, end = place[comparison.previous], place[comparison.current]
        for link in comparison.links:
            if link.strength is Strength.FULL:
                yield (start, link.previous), (end, link.current)


def _returns(
    comparisons: Iterable[Comparison], near: Collection[tuple[Node, Node]], place: Mapping[str, int]
) -> Iterator[tuple[Node, Node]]:
    """Yield the links over an absence: from a task that ended to one that has no forerunner."""
    started, ended = {b for _, b in near}, {a for a, _ in near}
    for previous, current in full_edges(comparisons, place):
        if previous not in ended and current not in started:
            yield previous, current


def _stops(line: Sequence[Node], record: _Record) -> tuple[Stop, ...]:
    """Return a line's stop in every plan; the line is in the order of plans and tasks."""
    stops: list[Stop] = []
    for place, plan in enumerate(record.plans):
        tasks = tuple(task for at, task in line if at == place)
        partial = () if tasks else _partial(line, place, record)
        stops.append(_told(Stop(plan.id, tasks, Event.NOT_YET, partial), stops, record))
    return tuple(stops)


def _told(stop: Stop, before: Sequence[Stop], record: _Record) -> Stop:
    """Say what happened to a line in one plan, told against the plan it was compared with."""
    comparison = record.nearest.get(stop.plan)
    seen = any(earlier.tasks for earlier in before)
    if comparison is None or not seen:
        event = Event.FIRST_SEEN if stop.tasks else Event.NOT_YET
    else:
        base = next(earlier for earlier in before if earlier.plan == comparison.previous)
        shapes = {record.shapes.get((len(before), task), "") for task in stop.tasks}
        event = _carried(base, shapes) if stop.tasks else _ended(base, stop)
    if comparison is None:
        return replace(stop, event=event)
    return replace(
        stop,
        event=event,
        against=comparison.previous,
        relation=comparison.relation,
        gap=_gap(comparison, record.plans),
    )


def _carried(base: Stop, shapes: set[str]) -> Event:
    """Tell how tasks go on from those of the plan before: by the shapes of their groups."""
    if not base.tasks:
        return Event.CONTINUED if base.event is Event.IN_PART else Event.RETURNED
    held = shapes - {""}
    telling = held - {"1:1"} or held
    return (
        _EVENTS.get(next(iter(telling)), Event.REGROUPED) if len(telling) == 1 else Event.REGROUPED
    )


def _ended(base: Stop, stop: Stop) -> Event:
    if stop.partial:
        return Event.IN_PART
    gone = (Event.DROPPED, Event.ABSENT, Event.NOT_YET)
    return Event.ABSENT if base.event in gone else Event.DROPPED


def _partial(line: Sequence[Node], place: int, record: _Record) -> tuple[str, ...]:
    """Return the tasks of a plan that carry a measure of the line on, by any comparison."""
    found = [task for node in line for at, task in record.onward.get(node, ()) if at == place]
    return tuple(dict.fromkeys(found))


def _gap(comparison: Comparison, plans: Sequence[Plan]) -> int | None:
    """Return the years between two compared plans; None where a year is unknown."""
    years = {plan.id: plan.year for plan in plans}
    start, end = years[comparison.previous], years[comparison.current]
    return None if start is None or end is None else end - start
