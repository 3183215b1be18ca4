"""Signals: what speaks for a pair of tasks, measured against the plans' own likeness.

Tasks of one plan are different lines of work, written in the same style about the same field. How
alike they are is the level that a pair across the plans must rise above: this makes scores of
long and short plans, of a narrow and of a wide field, comparable without a threshold for each.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policydiff.matching.similarity import Profile, UnitPair, carried, dot, unit_pairs
from policydiff.settings import MatchingSettings


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a pair, in the units of the score's weights.

    ``measures``: log of what the best measures share, over the level of tasks within one plan.
    ``whole``: log of the cosine of the whole tasks, over their likeness to their nearest siblings.
    ``title``: how much of each title is found in the other task, 0 to about 1.4.
    ``best``, ``worst``: the cosine over the best one that either task has (the larger and the
    smaller of the two ratios, 0..1): 1 and 1 is a mutual best pair.
    """

    measures: float
    whole: float
    title: float
    best: float
    worst: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tasks by their positions in the plans, their cosine, and the units that they share."""

    previous: int
    current: int
    cosine: float
    units: tuple[UnitPair, ...]


@dataclass(frozen=True, slots=True)
class Siblings:
    """How alike the tasks of one plan are.

    ``nearest`` is the log cosine of each task to its nearest siblings; ``carried`` holds what the
    most alike pairs share by measures, ``pairs`` says out of how many pairs they were taken.
    """

    nearest: tuple[float, ...]
    carried: tuple[float, ...]
    pairs: int


def cross_pairs(previous: Sequence[Profile], current: Sequence[Profile]) -> list[Pair]:
    """Return all pairs of tasks that share at least one term."""
    return [
        Pair(row, column, cosine, tuple(unit_pairs(one, other)))
        for row, one in enumerate(previous)
        for column, other in enumerate(current)
        if (cosine := dot(one.whole, other.whole)) > 0.0
    ]


def siblings(profiles: Sequence[Profile], settings: MatchingSettings) -> Siblings:
    """Measure how alike the tasks of one plan are."""
    cosines: list[tuple[float, int, int]] = []
    rows: list[list[float]] = [[] for _ in profiles]
    for row, one in enumerate(profiles):
        for column in range(row + 1, len(profiles)):
            cosine = dot(one.whole, profiles[column].whole)
            cosines.append((-cosine, row, column))
            rows[row].append(cosine)
            rows[column].append(cosine)
    cosines.sort()
    top = cosines[: max(1, math.ceil(len(cosines) * settings.sibling_share))]
    return Siblings(
        nearest=tuple(_nearest(row, settings) for row in rows),
        carried=tuple(
            carried(unit_pairs(profiles[row], profiles[column]), settings) for _, row, column in top
        ),
        pairs=len(cosines),
    )


def _nearest(cosines: Sequence[float], settings: MatchingSettings) -> float:
    top = sorted(cosines, reverse=True)[: settings.siblings_counted]
    logs = [math.log(cosine + settings.cosine_floor) for cosine in top]
    return sum(logs) / len(logs) if logs else math.log(settings.cosine_floor)


def level(groups: Sequence[Siblings], settings: MatchingSettings) -> float:
    """Return the log of what the most alike pairs within the plans share by measures.

    That is the upper quantile over all pairs of siblings; only the pairs alike as wholes were
    measured, the others are taken to lie below.
    """
    values = sorted((value for group in groups for value in group.carried), reverse=True)
    pairs = sum(group.pairs for group in groups)
    if not values:
        return math.log(settings.carried_floor)
    rank = min(len(values) - 1, int(pairs * (1.0 - settings.sibling_quantile)))
    return math.log(values[rank] + settings.carried_floor)


def measure_signals(
    pairs: Sequence[Pair],
    profiles: tuple[Sequence[Profile], Sequence[Profile]],
    settings: MatchingSettings,
) -> list[Signals]:
    """Return the signals of each pair."""
    sides = tuple(siblings(side, settings) for side in profiles)
    base = level(sides, settings)
    best = tuple(_best_cosines(pairs, side) for side in range(2))
    return [
        _signals(
            pair,
            (profiles[0][pair.previous], profiles[1][pair.current]),
            max(sides[0].nearest[pair.previous], sides[1].nearest[pair.current]),
            (best[0][pair.previous], best[1][pair.current]),
            base,
            settings,
        )
        for pair in pairs
    ]


def _signals(
    pair: Pair,
    tasks: tuple[Profile, Profile],
    nearest: float,
    best: tuple[float, float],
    base: float,
    settings: MatchingSettings,
) -> Signals:
    ratios = tuple(pair.cosine / (value + settings.cosine_floor) for value in best)
    title = dot(tasks[0].title, tasks[1].whole) + dot(tasks[0].whole, tasks[1].title)
    return Signals(
        measures=math.log(carried(pair.units, settings) + settings.carried_floor) - base,
        whole=math.log(pair.cosine + settings.cosine_floor) - nearest,
        title=math.sqrt(title),
        best=max(ratios),
        worst=min(ratios),
    )


def _best_cosines(pairs: Sequence[Pair], side: int) -> Mapping[int, float]:
    best: dict[int, float] = {}
    for pair in pairs:
        task = (pair.previous, pair.current)[side]
        best[task] = max(best.get(task, 0.0), pair.cosine)
    return best
