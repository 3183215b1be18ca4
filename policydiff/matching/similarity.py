"""Similarities 「相似度」 between tasks: as wholes, and by their best measures."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policydiff.matching.terms import CONCEPT_MARK, count_terms
from policydiff.matching.thesaurus import Thesaurus
from policydiff.matching.weights import TermWeights
from policydiff.model import Task
from policydiff.settings import MatchingSettings

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """A task as matching sees it.

    ``whole`` and ``title`` are weighted vectors of length 1 at most: terms that no other task
    has count in their length but are left out. ``units`` are the ids of the title ("") and the
    measures, ``norms`` their lengths, and ``where`` says which units hold a term, with its weight.
    ``themes`` are the codes of the task, a vector of length 1.
    """

    id: str
    whole: Vector
    title: Vector
    units: tuple[str, ...]
    norms: tuple[float, ...]
    where: Mapping[str, tuple[float, tuple[int, ...]]]
    themes: Vector


@dataclass(frozen=True, slots=True)
class UnitPair:
    """Two units, as positions in their profiles, and what they share (0 and up)."""

    one: int
    other: int
    value: float


def task_terms(task: Task, thesaurus: Thesaurus) -> tuple[dict[str, int], ...]:
    """Return the counted terms of the whole task, of its title, and of each measure."""
    title = count_terms(task.title, thesaurus)
    measures = [count_terms(measure.text, thesaurus) for measure in task.measures]
    whole = title.copy()
    for counts in measures:
        whole.update(counts)
    return (dict(whole), dict(title), *map(dict, measures))


def profile(
    task: Task,
    counts: Sequence[Mapping[str, int]],
    weights: TermWeights,
    themes: Mapping[str, float],
    settings: MatchingSettings,
) -> Profile:
    """Return the task's vectors from its counted terms (see ``task_terms``).

    ``themes`` are the weights of theme codes (see ``theme_weights``).
    """
    whole, *units = counts
    codes = (task.themes.primary, *task.themes.secondary)
    where: dict[str, tuple[float, tuple[int, ...]]] = {}
    squares = [0.0] * len(units)
    for position, terms in enumerate(units):
        for term in terms:
            weight = weights[term] * _boost(term, settings.concept_in_measure)
            squares[position] += weight * weight
            if weight and weights.frequency[term] > 1:
                where[term] = (weight, (*where.get(term, (weight, ()))[1], position))
    return Profile(
        id=task.id,
        whole=_unit_vector(whole, weights, settings.concept_in_task),
        title=_unit_vector(units[0], weights, settings.concept_in_task),
        units=("", *(measure.id for measure in task.measures)),
        norms=tuple(math.sqrt(square) or 1.0 for square in squares),
        where=where,
        themes=_scaled(
            {
                theme.code: theme.score * themes[theme.code]
                for theme in task.themes.evidence
                if theme.code in codes
            }
        ),
    )


def _unit_vector(counts: Mapping[str, int], weights: TermWeights, concept_boost: float) -> Vector:
    vector = {
        term: (1.0 + math.log(count)) * weights[term] * _boost(term, concept_boost)
        for term, count in counts.items()
    }
    shared = weights.frequency
    return {term: w for term, w in _scaled(vector).items() if w and shared[term] > 1}


def _scaled(vector: Vector) -> Vector:
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


def _boost(term: str, boost: float) -> float:
    return boost if term.startswith(CONCEPT_MARK) else 1.0


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors.

    >>> dot({"a": 2.0, "b": 1.0}, {"a": 3.0})
    6.0
    """
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def unit_pairs(one: Profile, other: Profile) -> list[UnitPair]:
    """Return the pairs of units that share terms, with the energy of what they share.

    The value is the shared weight (sum of squares) over the geometric mean of both lengths:
    a cosine that grows with the amount of evidence, so that two short, generic clauses that are
    alike by chance do not outweigh one long, specific one.
    """
    shared: dict[tuple[int, int], float] = {}
    for term, (weight, positions) in one.where.items():
        found = other.where.get(term)
        if found is None:
            continue
        square = weight * weight
        for mine in positions:
            for theirs in found[1]:
                shared[mine, theirs] = shared.get((mine, theirs), 0.0) + square
    return [
        UnitPair(mine, theirs, square / math.sqrt(one.norms[mine] * other.norms[theirs]))
        for (mine, theirs), square in shared.items()
    ]


def carried(pairs: Sequence[UnitPair], settings: MatchingSettings) -> float:
    """Return how much of two tasks is carried by their best measures, from both sides.

    Each unit counts with its best counterpart; the best five count, each less than the one
    before it.
    """
    return _best(((pair.one, pair.value) for pair in pairs), settings) + _best(
        ((pair.other, pair.value) for pair in pairs), settings
    )


def _best(values: Iterable[tuple[int, float]], settings: MatchingSettings) -> float:
    best: dict[int, float] = {}
    for position, value in values:
        if value > best.get(position, 0.0):
            best[position] = value
    top = sorted(best.values(), reverse=True)[: settings.measures_counted]
    return sum(value * settings.measure_discount**rank for rank, value in enumerate(top))
