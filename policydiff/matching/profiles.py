"""Profiles: tasks as matching sees them, as weighted vectors of terms."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from policydiff.matching.terms import CONCEPT_MARK, find_terms
from policydiff.matching.thesaurus import Thesaurus
from policydiff.matching.weights import Weights
from policydiff.model import Task
from policydiff.records import dataclass
from policydiff.settings import MatchingSettings

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """The terms of a task: counted in the whole, and by unit (the title, then the measures)."""

    task: Task
    whole: Mapping[str, int]
    units: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A task as matching sees it.

    ``whole`` and ``title`` are weighted vectors of length 1 at most: terms that no other task
    has count in their length but are left out. ``units`` are the ids of the title ("") and the
    measures, ``norms`` their lengths, and ``where`` says which units hold a term, with the square
    of its weight. ``themes`` are the codes of the task, a vector of length 1.
    """

    id: str
    whole: Vector
    title: Vector
    units: tuple[str, ...]
    norms: tuple[float, ...]
    where: Mapping[str, tuple[float, tuple[int, ...]]]
    themes: Vector


def task_terms(task: Task, thesaurus: Thesaurus) -> TaskTerms:
    """Find the terms of the title and of each measure."""
    texts = (task.title, *(measure.text for measure in task.measures))
    found = [find_terms(text, thesaurus) for text in texts]
    whole: Counter[str] = Counter()
    for terms in found:
        whole.update(terms)
    return TaskTerms(task, whole, tuple(tuple(dict.fromkeys(terms)) for terms in found))


def profile(
    terms: TaskTerms, weights: Weights, themes: Mapping[str, float], settings: MatchingSettings
) -> Profile:
    """Return the task's vectors; ``themes`` are the weights of theme codes."""
    where: dict[str, tuple[float, tuple[int, ...]]] = {}
    norms = []
    lone = weights.lone**2
    lone_concept = (weights.lone * settings.concept_in_measure) ** 2
    for position, unit in enumerate(terms.units):
        length = 0.0
        for term in unit:
            square = weights.squares.get(term)
            if square is None:
                length += lone_concept if term[0] == CONCEPT_MARK else lone
                continue
            length += square
            if term in where:
                where[term] = (square, (*where[term][1], position))
            elif square:
                where[term] = (square, (position,))
        norms.append(math.sqrt(length) or 1.0)
    task = terms.task
    return Profile(
        id=task.id,
        whole=_vector(terms.whole, weights, settings),
        title=_vector(dict.fromkeys(terms.units[0], 1), weights, settings),
        units=("", *(measure.id for measure in task.measures)),
        norms=tuple(norms),
        where=where,
        themes=_theme_vector(task, themes),
    )


def _vector(counts: Mapping[str, int], weights: Weights, settings: MatchingSettings) -> Vector:
    vector: dict[str, float] = {}
    length = 0.0
    for term, count in counts.items():
        boost = settings.concept_in_task if term[0] == CONCEPT_MARK else 1.0
        scale = boost if count == 1 else boost * (1.0 + math.log(count))
        weight = weights.shared.get(term)
        if weight is None:
            length += (weights.lone * scale) ** 2
        elif weight:
            vector[term] = weight * scale
            length += vector[term] ** 2
    norm = math.sqrt(length) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


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
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


def coded_share(profiles: Sequence[Profile]) -> float:
    """Return the share of tasks that have a theme, 1 for no tasks."""
    return sum(bool(task.themes) for task in profiles) / len(profiles) if profiles else 1.0
