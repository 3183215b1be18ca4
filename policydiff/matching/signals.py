"""Signals: what speaks for a pair of tasks, measured against the plans' own likeness.

Tasks of one plan are different lines of work, written in the same style about the same field. How
alike they are is the level that a pair across the plans must rise above: this makes scores of
long and short plans, of a narrow and of a wide field, comparable without a threshold for each.

Scores: signals → log-odds that add up, as in record linkage (Fellegi and Sunter 1969).
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from policydiff.matching.pairs import Pair, Sides, carried_by_pair, cosines, with_units
from policydiff.matching.profiles import Profile, dot
from policydiff.model import DECIMALS, Reason
from policydiff.settings import MatchingSettings


class Signals(Struct, frozen=True):
    """What speaks for a pair, in the units of the score's weights.

    ``measures``: log of what the best measures share, over the level of tasks within one plan.
    ``whole``: log of the cosine of the whole tasks, over their likeness to their nearest siblings.
    ``themes``: cosine of the themes that the tasks are coded with, the rare ones counting more.
    ``size``: log of the measures of the longer task: more of them can be carried on.
    ``title``: how much of each title is found in the other task, 0 to about 1.4.
    ``best``, ``worst``: the cosine over the best one that either task has (the larger and the
    smaller of the two ratios, 0..1): 1 and 1 is a mutual best pair.
    """

    measures: float
    whole: float
    themes: float
    size: float
    title: float
    best: float
    worst: float


class Siblings(Struct, frozen=True):
    """How alike the tasks of one plan are.

    ``nearest`` is the log cosine of each task to its nearest siblings; ``carried`` holds what the
    most alike pairs share by measures, ``pairs`` says out of how many pairs they were taken.
    """

    nearest: tuple[float, ...]
    carried: tuple[float, ...]
    pairs: int


class Context(Struct, frozen=True):
    """What the signals of a pair are held against."""

    sides: tuple[Siblings, Siblings]
    best: tuple[Mapping[int, float], Mapping[int, float]]
    settings: MatchingSettings


def siblings(profiles: Sequence[Profile], settings: MatchingSettings) -> Siblings:
    """Measure how alike the tasks of one plan are."""
    rows: list[list[float]] = [[] for _ in profiles]
    own = cosines(profiles, profiles, Sides.SAME, settings)
    for pair in own:
        rows[pair.previous].append(pair.cosine)
        rows[pair.current].append(pair.cosine)
    sample = _sample(profiles, settings)
    whole = len(sample) == len(profiles)
    alike = own if whole else cosines(sample, sample, Sides.SAME, settings)
    count = len(sample) * (len(sample) - 1) // 2
    alike = sorted(alike, key=lambda pair: (-pair.cosine, pair.previous, pair.current))
    top = with_units(alike[: math.ceil(count * settings.sibling_share)], sample, sample)
    return Siblings(
        nearest=tuple(_nearest(row, settings) for row in rows),
        carried=tuple(carried_by_pair(top, Sides.SAME, settings)),
        pairs=count,
    )


def _sample(profiles: Sequence[Profile], settings: MatchingSettings) -> Sequence[Profile]:
    step = max(1, math.ceil(len(profiles) / settings.siblings_sampled))
    return profiles[::step]


def _nearest(cosines: Sequence[float], settings: MatchingSettings) -> float:
    top = sorted(cosines, reverse=True)[: settings.siblings_counted]
    logs = [math.log(cosine + settings.cosine_floor) for cosine in top]
    mean = sum(logs) / len(logs) if logs else settings.nearest_floor
    return max(mean, settings.nearest_floor)


def level(groups: Sequence[Siblings], settings: MatchingSettings) -> float:
    """Return the log of what the most alike pairs within the plans share by measures.

    That is the upper quantile over all pairs of siblings; only the pairs alike as wholes were
    measured, the others are taken to lie below.
    """
    values = sorted((value for group in groups for value in group.carried), reverse=True)
    pairs = sum(group.pairs for group in groups)
    if not values:
        return settings.level_floor
    rank = min(len(values) - 1, int(pairs * (1.0 - settings.sibling_quantile)))
    return max(math.log(values[rank] + settings.carried_floor), settings.level_floor)


def measure_signals(
    pairs: Sequence[Pair],
    profiles: tuple[Sequence[Profile], Sequence[Profile]],
    settings: MatchingSettings,
) -> list[Signals]:
    """Return the signals of each pair."""
    context = Context(
        sides=(siblings(profiles[0], settings), siblings(profiles[1], settings)),
        best=(best_cosines(pairs, 0), best_cosines(pairs, 1)),
        settings=settings,
    )
    base = level(context.sides, settings)
    return [
        _signals(
            pair,
            (profiles[0][pair.previous], profiles[1][pair.current]),
            math.log(value + settings.carried_floor) - base,
            context,
        )
        for pair, value in zip(pairs, carried_by_pair(pairs, Sides.CROSS, settings), strict=True)
    ]


def _signals(
    pair: Pair, tasks: tuple[Profile, Profile], measures: float, context: Context
) -> Signals:
    one, other = tasks
    floor = context.settings.cosine_floor
    nearest = (context.sides[0].nearest[pair.previous] + context.sides[1].nearest[pair.current]) / 2
    ratios = (
        pair.cosine / (context.best[0][pair.previous] + floor),
        pair.cosine / (context.best[1][pair.current] + floor),
    )
    return Signals(
        measures=measures,
        whole=math.log(pair.cosine + floor) - nearest,
        themes=dot(one.themes, other.themes),
        size=math.log(max(len(one.units), len(other.units))),
        title=math.sqrt(dot(one.title, other.whole) + dot(one.whole, other.title)),
        best=max(ratios),
        worst=min(ratios),
    )


def best_cosines(pairs: Sequence[Pair], side: int) -> Mapping[int, float]:
    """Return the largest cosine of each task of one side (0 previous, 1 current)."""
    best: dict[int, float] = {}
    for pair in pairs:
        task = (pair.previous, pair.current)[side]
        best[task] = max(best.get(task, 0.0), pair.cosine)
    return best


PRIOR = "prior"
"""The name of the constant part of a score: how things stand before any evidence."""


class Score(Struct, frozen=True):
    """A probability and the parts of its log-odds; each part is value × weight."""

    probability: float
    reasons: tuple[Reason, ...]


def score(signals: Signals, weights: Mapping[str, float]) -> Score:
    """Add up the log-odds of the signals that ``weights`` names.

    >>> signals = Signals(1.0, whole=0.0, themes=0.0, size=0.0, title=0.0, best=1.0, worst=1.0)
    >>> score(signals, {"prior": -1.0, "measures": 1.0}).probability
    0.5
    """
    reasons = tuple(
        Reason(name, 1.0 if name == PRIOR else getattr(signals, name), weight)
        for name, weight in weights.items()
    )
    return Score(logistic(sum(r.value * r.weight for r in reasons)), reasons)


def told(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the parts of a score as they are told.

    >>> told([Reason("title", 1 / 3, 2.0)])
    (Reason(feature='title', value=0.333333, weight=2.0),)
    """
    return tuple(Reason(r.feature, round(r.value, DECIMALS), r.weight) for r in reasons)


def logistic(log_odds: float) -> float:
    """Return the probability of ``log_odds``.

    >>> logistic(0.0)
    0.5
    """
    if log_odds < 0.0:
        odds = math.exp(log_odds)
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-log_odds))
