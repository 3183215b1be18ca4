"""Pair the targets of two plans, within linked tasks first, and say what became of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from policydiff.model import Change, Link, Plan, Relation, Target, TargetChange
from policydiff.records import dataclass
from policydiff.settings import ComparingSettings

DEFAULTS = ComparingSettings()

_HEAD = 6  # characters: the end of a noun phrase, 社区护理中心
_FALL = ("下降", "降低", "减少", "压减", "压缩", "缩短", "缩小", "降")
_LEVEL = ("到", "至", "达", "保持", "稳定", "累计")
_RATES = ("%", "‰", "个百分点", "百分点")
_RISE = ("增长", "提高", "提升", "增加", "扩大", "上升")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A target with the task that holds it and its place in the plan."""

    place: int
    task: str
    target: Target


def pair_targets(
    previous: Plan,
    current: Plan,
    links: Sequence[Link],
    relation: Relation,
    settings: ComparingSettings = DEFAULTS,
) -> tuple[TargetChange, ...]:
    """Return every target of both plans once: paired, new or gone; in the order of current.

    Targets pair by what they count: in linked tasks from ``target_similarity_linked`` on,
    elsewhere from ``target_similarity``. Only a longitudinal pair of plans is compared in
    numbers; on any other, a paired target is not comparable ("level").
    """
    before, after = _placed(previous), _placed(current)
    linked = {(link.previous, link.current) for link in links}
    pairs = _pair(before, after, linked, settings)
    taken = {a.place for a, _ in pairs.values()}
    changes = [
        _paired(*pairs[b.place], relation, settings) if b.place in pairs else _alone(b, Change.NEW)
        for b in after
    ]
    return (*changes, *(_alone(a, Change.GONE) for a in before if a.place not in taken))


@lru_cache(maxsize=65_536)  # plans name the same things over and over
def object_similarity(one: str, other: str) -> float:
    """Return how alike two counted things are named, 0..1, by pairs of characters.

    Half of it is the likeness of the whole names (the mean of Dice's coefficient and of the part
    of the shorter that the longer holds), half of their ends, where a Chinese noun has its head.

    >>> round(object_similarity("护理中心", "社区护理中心"), 2)
    0.81
    >>> object_similarity("护理中心", "急救分站")
    0.0
    """
    first, second = _pairs_of(one), _pairs_of(other)
    if not first or not second:
        return float(one == other != "")
    shared = sum((first & second).values())
    sizes = sum(first.values()), sum(second.values())
    whole = shared / min(sizes) / 2 + shared / sum(sizes)
    return (whole + _dice(_pairs_of(one[-_HEAD:]), _pairs_of(other[-_HEAD:]))) / 2


def _dice(first: Counter[str], second: Counter[str]) -> float:
    sizes = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / sizes if sizes else 0.0


def _pairs_of(name: str) -> Counter[str]:
    letters = "".join(c for c in name if c.isalnum())
    return Counter(letters[i : i + 2] for i in range(len(letters) - 1))


def _placed(plan: Plan) -> tuple[_Placed, ...]:
    targets = ((task.id, target) for task in plan.tasks for target in task.targets)
    return tuple(_Placed(place, task, target) for place, (task, target) in enumerate(targets))


def _pair(
    before: Sequence[_Placed],
    after: Sequence[_Placed],
    linked: set[tuple[str, str]],
    settings: ComparingSettings,
) -> dict[int, tuple[_Placed, _Placed]]:
    """Return the best one-to-one pairs, by the place of the current target; ties by place."""
    candidates = sorted(
        (
            (rank, a, b)
            for a, b in _alike(before, after)
            if (rank := _rank(a, b, linked, settings)) is not None
        ),
        key=lambda candidate: (candidate[0], candidate[1].place, candidate[2].place),
    )
    pairs: dict[int, tuple[_Placed, _Placed]] = {}
    taken: set[int] = set()
    for _, a, b in candidates:
        if a.place not in taken and b.place not in pairs:
            taken.add(a.place)
            pairs[b.place] = (a, b)
    return pairs


def _alike(
    before: Iterable[_Placed], after: Iterable[_Placed]
) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield the pairs whose names end alike, by any two characters: no other can be a pair."""
    by_key: dict[str, list[_Placed]] = {}
    for placed in after:
        for key in _keys(placed.target.object):
            by_key.setdefault(key, []).append(placed)
    for a in before:
        found = {b.place: b for key in _keys(a.target.object) for b in by_key.get(key, ())}
        for b in found.values():
            yield a, b


def _keys(name: str) -> frozenset[str]:
    return frozenset(_pairs_of(name[-_HEAD:])) or frozenset([name])


def _rank(
    a: _Placed, b: _Placed, linked: set[tuple[str, str]], settings: ComparingSettings
) -> tuple[int, int, float] | None:
    """Return the order in which a pair is taken (least first); None where it is no pair."""
    is_linked = (a.task, b.task) in linked
    floor = settings.target_similarity_linked if is_linked else settings.target_similarity
    similarity = object_similarity(a.target.object, b.target.object)
    shortest = min(len(a.target.object), len(b.target.object))
    if similarity < floor or (not is_linked and shortest < settings.target_object_length):
        return None
    one_unit = _unit(a.target, settings) == _unit(b.target, settings)
    return (not is_linked, not one_unit, -similarity)


def _unit(target: Target, settings: ComparingSettings) -> str:
    """Return the unit; counters that people use for one another are one."""
    return "个" if target.unit in settings.like_counters else target.unit


def _alone(placed: _Placed, change: Change) -> TargetChange:
    target = placed.target
    if change is Change.NEW:
        return TargetChange(
            target.object, target.unit, None, target, change, current_task=placed.task
        )
    return TargetChange(target.object, target.unit, target, None, change, previous_task=placed.task)


def _paired(
    a: _Placed, b: _Placed, relation: Relation, settings: ComparingSettings
) -> TargetChange:
    reason = _incomparable(a.target, b.target, relation, settings)
    return TargetChange(
        object=b.target.object,
        unit=b.target.unit,
        previous=a.target,
        current=b.target,
        change=Change.NOT_COMPARABLE if reason else _moved(a.target, b.target),
        reason=reason,
        previous_task=a.task,
        current_task=b.task,
    )


def _incomparable(a: Target, b: Target, relation: Relation, settings: ComparingSettings) -> str:
    """Return why two targets of one thing are not compared in numbers; "" where they are."""
    if relation is not Relation.LONGITUDINAL:
        return "level"
    if _unit(a, settings) != _unit(b, settings):
        return "unit"
    directions = {_direction(a), _direction(b)} - {""}
    if len(directions) > 1:
        return "direction"
    (low, high), (new_low, new_high) = _ends(a), _ends(b)
    return "span" if (new_low - low) * (new_high - high) < 0 else ""


def _direction(target: Target) -> str:
    """Tell a fall (下降5%), a rise (增长5%), an addition (新增5家) and a level (达到5%) apart."""
    lead = target.qualifier
    if any(word in lead for word in _LEVEL):
        return "level"
    if any(word in lead for word in _FALL):
        return "fall"
    if target.unit in _RATES:
        return "rise" if any(word in lead for word in _RISE) else ""
    return "addition" if "新" in lead else ""


def _ends(target: Target) -> tuple[float, float]:
    return target.value, target.value if target.value_max is None else target.value_max


def _moved(a: Target, b: Target) -> Change:
    (low, high), (new_low, new_high) = _ends(a), _ends(b)
    if (low, high) == (new_low, new_high):
        return Change.KEPT
    return Change.RAISED if new_low + new_high > low + high else Change.LOWERED
