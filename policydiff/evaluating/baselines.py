"""Hold baselines against gold, each with the threshold that suits it best.

Baselines: simple measures of likeness, to hold the results of matching against.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from policydiff.evaluating.figures import average, average_precision, rates
from policydiff.evaluating.gold import GoldPair
from policydiff.matching.profiles import dot
from policydiff.model import DECIMALS, Baseline, Plan, Task
from policydiff.text.finder import likeness

Scores = Sequence[Sequence[float]]
"""A row for each task of the previous plan, a column for each of the current plan."""


def ratio_scores(previous: Plan, current: Plan) -> Scores:
    """Return rapidfuzz's ratio (0..1) of the whole texts of each pair of tasks.

    >>> from policydiff.pipeline import load_plan
    >>> plan = load_plan("seeds/city-2024.txt")
    >>> ratio_scores(plan, plan)[0][0]
    1.0
    """
    columns = [_text(task) for task in current.tasks]
    return [[likeness(_text(task), column) for column in columns] for task in previous.tasks]


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


def measure_baselines(previous: Plan, current: Plan, gold: GoldPair) -> tuple[Baseline, ...]:
    """Measure every baseline on a pair of plans, whose tasks have the gold's ids."""
    return tuple(
        _measure(name, _ranked(scores(previous, current), previous, current, gold), gold)
        for name, scores in BASELINES.items()
    )


def _ranked(
    scores: Scores, previous: Plan, current: Plan, gold: GoldPair
) -> list[tuple[float, bool]]:
    """Return score and truth of each pair that is not disputed, the best score first."""
    true = {(link.previous, link.current) for link in gold.links}
    ranked = [
        (score, (one.id, other.id) in true)
        for one, row in zip(previous.tasks, scores, strict=True)
        for other, score in zip(current.tasks, row, strict=True)
        if (one.id, other.id) not in gold.disputed
    ]
    return sorted(ranked, key=lambda item: -item[0])


def _measure(name: str, ranked: Sequence[tuple[float, bool]], gold: GoldPair) -> Baseline:
    """Take every score in turn as the threshold, and keep the one with the best F1."""
    total = len(gold.links)
    best = Baseline(name, 1.0, 0.0, 0.0, 0.0, 0.0)
    right = 0
    for taken, ((score, is_link), (following, _)) in enumerate(
        pairwise([*ranked, (-1.0, False)]), 1
    ):
        right += is_link
        found = rates(right, taken - right, total - right)
        if score > following and found.f1 > best.f1:
            best = Baseline(
                name, round(score, DECIMALS), found.precision, found.recall, found.f1, 0.0
            )
    ap = average_precision([is_link for _, is_link in ranked], total)
    return Baseline(name, best.threshold, best.precision, best.recall, best.f1, ap)


def mean_baselines(baselines: Sequence[Sequence[Baseline]]) -> tuple[Baseline, ...]:
    """Return the mean of each baseline over pairs, each counting the same."""
    return tuple(
        Baseline(
            name=own[0].name,
            threshold=None,
            precision=average(x.precision for x in own),
            recall=average(x.recall for x in own),
            f1=average(x.f1 for x in own),
            average_precision=average(x.average_precision for x in own),
        )
        for own in zip(*baselines, strict=True)
    )
