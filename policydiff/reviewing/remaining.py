"""Pairs of tasks that matching did not weigh, by the letters that their texts share.

Two tasks may be the same work in other words, with no pair of measures that is likely. What is
left to find them by is the whole text: pairs of letters, the rarer in both plans the more they
count, and the cosine of the two (Salton and Buckley 1988).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policydiff.model import Plan, Task
from policydiff.reviewing.decision import bare

Vector = Mapping[str, float]


class Remaining(NamedTuple):
    """A pair of tasks by their ids, and how alike their texts are, 0..1."""

    previous: str
    current: str
    likeness: float


def remaining_pairs(previous: Plan, current: Plan, at_least: float) -> Iterator[Remaining]:
    """Yield the pairs of tasks that are so alike as whole texts.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> max(remaining_pairs(*plans, 0.1), key=lambda pair: pair.likeness)[:2]
    ('6', '12')
    """
    counts = [{task.id: _letters(task) for task in plan.tasks} for plan in (previous, current)]
    tasks = [letters for side in counts for letters in side.values()]
    seen = Counter(pair for letters in tasks for pair in letters)
    rarity = {pair: math.log(len(tasks) / count) for pair, count in seen.items()}
    mine, theirs = [
        {name: _unit(letters, rarity) for name, letters in side.items()} for side in counts
    ]
    places: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, vector in theirs.items():
        for pair, weight in vector.items():
            places[pair].append((name, weight))
    for name, vector in mine.items():
        alike: defaultdict[str, float] = defaultdict(float)
        for pair, weight in vector.items():
            for other, share in places[pair]:
                alike[other] += weight * share
        for other, likeness in alike.items():
            if likeness >= at_least:
                yield Remaining(name, other, likeness)


def _letters(task: Task) -> Counter[str]:
    text = bare(task.title + task.text)
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _unit(letters: Counter[str], rarity: Mapping[str, float]) -> Vector:
    weights = {
        pair: (1 + math.log(count)) * rarity[pair] for pair, count in sorted(letters.items())
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {pair: weight / length for pair, weight in weights.items() if weight}
