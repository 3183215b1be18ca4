"""Baselines: simple measures of likeness, to hold the results of matching against."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from policydiff.matching.profiles import dot
from policydiff.model import Plan, Task

Scores = Sequence[Sequence[float]]
"""A row for each task of the previous plan, a column for each of the current plan."""


def ratio_scores(previous: Plan, current: Plan) -> Scores:
    """Return rapidfuzz's ratio (0..1) of the whole texts of each pair of tasks.

    >>> from policydiff.pipeline import load_plan
    >>> plan = load_plan("seeds/city-2024.txt")
    >>> ratio_scores(plan, plan)[0][0]
    1.0
    """
    from rapidfuzz.fuzz import ratio  # on first use: matching itself does without

    columns = [_text(task) for task in current.tasks]
    return [[ratio(_text(task), column) / 100 for column in columns] for task in previous.tasks]


def bigram_scores(previous: Plan, current: Plan) -> Scores:
    """Return the cosine (0..1) of TF-IDF vectors of character bigrams, over both plans.

    Weights are tf × (log((1 + n) / (1 + df)) + 1), as commonly smoothed.
    """
    counts = [
        [Counter(map("".join, pairwise(_text(task)))) for task in plan.tasks]
        for plan in (previous, current)
    ]
    frequency = Counter(term for side in counts for task in side for term in task)
    total = len(previous.tasks) + len(current.tasks)
    rarity = {n: math.log((1 + total) / (1 + n)) + 1 for n in set(frequency.values())}
    rows, columns = (
        [_unit({term: n * rarity[frequency[term]] for term, n in task.items()}) for task in side]
        for side in counts
    )
    return [[dot(row, column) for column in columns] for row in rows]


def _text(task: Task) -> str:
    return f"{task.title}\n{task.text}"


def _unit(vector: Mapping[str, float]) -> Mapping[str, float]:
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


BASELINES: Mapping[str, Callable[[Plan, Plan], Scores]] = {
    "rapidfuzz-ratio": ratio_scores,
    "tfidf-bigrams": bigram_scores,
}
"""Name → the measure; they are shown in this order."""
