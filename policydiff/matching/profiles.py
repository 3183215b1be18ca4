"""Profiles: tasks as weighted vectors of terms, which of them are compared, and how alike they are.

At the end stands how signals add up to a probability, for tasks and for measures alike: values
times weights are log-odds (Fellegi and Sunter 1969).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from operator import attrgetter, mul

from msgspec import Struct

from policydiff.matching.terms import TaskTerms, Weights
from policydiff.model import DECIMALS, Reason, Task
from policydiff.settings import MatchingSettings

Vector = Mapping[str, float]


class Profile(Struct, frozen=True, gc=False):
    """A task as matching sees it.

    ``whole`` is a weighted vector of length 1 at most: terms that no other task has count in its
    length but are left out. ``measures`` says how many it has. ``themes`` are the codes of the
    task, a vector of length 1; ``primary`` is the first of them.
    """

    id: str
    whole: Vector
    measures: int
    themes: Vector
    primary: str | None


def profile(
    terms: TaskTerms, weights: Weights, themes: Mapping[str, float], settings: MatchingSettings
) -> Profile:
    """Return the task's vectors; ``themes`` are the weights of theme codes."""
    task = terms.task
    return Profile(
        id=task.id,
        whole=_vector(terms, weights, settings),
        measures=len(task.measures),
        themes=_theme_vector(task, themes),
        primary=task.themes.primary,
    )


def _vector(task: TaskTerms, weights: Weights, settings: MatchingSettings) -> Vector:
    shared = weights.shared
    vector = {term: shared[term] for term in task.whole if term in shared}
    lone = float(len(task.whole) - len(vector))
    for term, scale in _scales(task, settings).items():
        if term in vector:
            vector[term] *= scale
        else:
            lone += scale**2 - 1.0
    length = sum([weight * weight for weight in vector.values()]) + lone * weights.lone**2
    norm = math.sqrt(length) or 1.0
    return {term: weight / norm for term, weight in vector.items() if weight}


def _scales(task: TaskTerms, settings: MatchingSettings) -> dict[str, float]:
    """Return how much more than other terms those of a task count that do."""
    scales = dict(task.often)
    for term in task.concepts:
        scales[term] = scales.get(term, 1.0) * settings.concept_task_weight
    return scales


def _theme_vector(task: Task, weights: Mapping[str, float]) -> Vector:
    codes = (task.themes.primary, *task.themes.secondary)
    vector = {
        theme.code: theme.score * weights[theme.code]
        for theme in task.themes.evidence
        if theme.code in codes
    }
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {code: weight / norm for code, weight in vector.items()}


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors.

    >>> dot({"a": 2.0, "b": 1.0}, {"a": 3.0})
    6.0
    """
    return math.fsum([one[term] * other[term] for term in one.keys() & other.keys()])


def theme_weights(tasks: Sequence[Task]) -> Mapping[str, float]:
    """Return the rarity of each theme code among ``tasks``, in nats; 0 for one that all have."""
    frequency: Counter[str] = Counter()
    for task in tasks:
        frequency.update(theme.code for theme in task.themes.evidence)
    return {
        code: max(0.0, math.log((len(tasks) + 1) / (count + 0.5)))
        for code, count in frequency.items()
    }


class Sides(Enum):
    """Whether the pairs are of tasks of two plans or of one."""

    CROSS = "cross"
    SAME = "same"


class Pair(Struct, frozen=True, gc=False):
    """Two tasks by their positions, and their cosine."""

    previous: int
    current: int
    cosine: float


def cosines(
    previous: Sequence[Profile],
    current: Sequence[Profile],
    sides: Sides,
    settings: MatchingSettings,
) -> list[Pair]:
    """Return the pairs of tasks that share a term, with their cosine, in the order of the tasks.

    In plans of ordinary length every pair is looked at. In longer ones the counterparts that a
    task shares its rarest terms with are looked at (an inverted index), so that the work grows
    with the number of tasks, not with its square.
    """
    if len(previous) * len(current) > settings.max_dense_pairs:
        found = _indexed(previous, current, sides, settings)
    else:
        found = _dense(previous, current) if sides is Sides.CROSS else _triangle(previous)
    return [
        Pair(row, column, cosine)
        for row, cosines_of_row in enumerate(found)
        for column, cosine in cosines_of_row
        if cosine > 0.0
    ]


def _dense(
    previous: Sequence[Profile], current: Sequence[Profile]
) -> Iterator[Iterable[tuple[int, float]]]:
    """Yield for each task its cosine with every task of the other side."""
    postings: dict[str, list[tuple[int, float]]] = {}
    for column, other in enumerate(current):
        for term, weight in other.whole.items():
            postings.setdefault(term, []).append((column, weight))
    for one in previous:
        row = [0.0] * len(current)
        for term, weight in one.whole.items():
            for column, other_weight in postings.get(term, ()):
                row[column] += weight * other_weight
        yield enumerate(row)


def _triangle(profiles: Sequence[Profile]) -> Iterator[Iterable[tuple[int, float]]]:
    """Return for each task its cosine with the tasks behind it, term by term in the same order."""
    postings: dict[str, list[tuple[int, float]]] = {}
    rows: list[Iterable[tuple[int, float]]] = []
    count = len(profiles)
    for place in range(count - 1, -1, -1):
        row = [0.0] * count
        for term, weight in profiles[place].whole.items():
            behind = postings.get(term)
            if behind is None:
                postings[term] = [(place, weight)]
                continue
            for column, other_weight in behind:
                row[column] += weight * other_weight
            behind.append((place, weight))
        rows.append(enumerate(row[place + 1 :], place + 1))
    rows.reverse()
    return iter(rows)


def _indexed(
    previous: Sequence[Profile],
    current: Sequence[Profile],
    sides: Sides,
    settings: MatchingSettings,
) -> Iterator[Iterable[tuple[int, float]]]:
    """Yield for each task its cosine with the tasks that share its rarest terms."""
    theirs = [_rarest(other, settings) for other in current]
    mine = [_rarest(one, settings) for one in previous] if sides is Sides.CROSS else theirs
    postings: dict[str, list[tuple[int, float]]] = {}
    for column, (other, terms) in enumerate(zip(current, theirs, strict=True)):
        for term in terms:
            known = postings.get(term)
            if known is None:
                postings[term] = [(column, other.whole[term])]
            elif len(known) < settings.max_index_postings:
                known.append((column, other.whole[term]))
    for row, (one, terms) in enumerate(zip(previous, mine, strict=True)):
        found: dict[int, float] = {}
        for term in terms:
            weight = one.whole[term]
            for column, other_weight in postings.get(term, ()):
                found[column] = found.get(column, 0.0) + weight * other_weight
        least = -1 if sides is Sides.CROSS else row
        yield [
            (column, dot(one.whole, current[column].whole))
            for column in sorted(_largest(found, settings.max_index_candidates))
            if column > least
        ]


def _rarest(task: Profile, settings: MatchingSettings) -> list[str]:
    ranked = sorted([(-weight, term) for term, weight in task.whole.items()])
    return [term for _, term in ranked[: settings.max_index_terms]]


def _largest(values: Mapping[int, float], most: int) -> list[int]:
    """Return the keys of so many of the largest values; of equal ones those with the least keys."""
    if len(values) <= most:
        return list(values)
    least = sorted(values.values(), reverse=True)[most - 1]
    larger = [key for key, value in values.items() if value > least]
    equal = sorted([key for key, value in values.items() if value == least])
    return larger + equal[: most - len(larger)]


def most_alike(pairs: Sequence[Pair], settings: MatchingSettings) -> list[Pair]:
    """Return, in order, the pairs that are among the most alike of either of their tasks."""
    by_task: dict[tuple[int, int], list[Pair]] = {}
    for pair in pairs:
        by_task.setdefault((0, pair.previous), []).append(pair)
        by_task.setdefault((1, pair.current), []).append(pair)
    kept = {
        (pair.previous, pair.current)
        for own in by_task.values()
        for pair in sorted(own, key=lambda pair: -pair.cosine)[: settings.counterparts]
    }
    return [pair for pair in pairs if (pair.previous, pair.current) in kept]


PRIOR = "prior"
"""The name of the constant part of a score: how things stand before any evidence."""


def weighed(signals: Sequence[object], weights: Mapping[str, float]) -> list[float]:
    """Return the log-odds that each of some signals comes to.

    ``weights`` names two attributes of the signals at least, and the prior.

    >>> weighed([3 + 4j], {"prior": -6.0, "real": 2.0, "imag": 0.5})
    [2.0]
    """
    names = [name for name in weights if name != PRIOR]
    values, factors = attrgetter(*names), [weights[name] for name in names]
    prior = weights[PRIOR]
    return [prior + sum(map(mul, values(signal), factors)) for signal in signals]


def reasons(signals: object, weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """Return the parts of a score, each value × weight; they add up to its log-odds.

    >>> reasons(1 / 3 + 0j, {"real": 2.0})
    (Reason(feature='real', value=0.333333, weight=2.0),)
    """
    return tuple(
        Reason(name, 1.0 if name == PRIOR else round(getattr(signals, name), DECIMALS), weight)
        for name, weight in weights.items()
    )


def logistic(odds: float) -> float:
    """Return the probability of some log-odds.

    >>> logistic(0.0)
    0.5
    """
    if odds < 0.0:
        chance = math.exp(odds)
        return chance / (1.0 + chance)
    return 1.0 / (1.0 + math.exp(-odds))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability between 0 and 1, both excluded.

    >>> log_odds(0.5)
    0.0
    """
    return math.log(probability / (1.0 - probability))
