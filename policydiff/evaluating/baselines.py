"""Hold baselines against gold, each with the threshold that suits it best."""

from collections.abc import Sequence
from itertools import pairwise

from policydiff.evaluating.evaluation import Baseline
from policydiff.evaluating.figures import average_precision, rates
from policydiff.evaluating.gold import GoldPair
from policydiff.matching.baselines import BASELINES, Scores
from policydiff.model import Plan


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
            best = Baseline(name, score, found.precision, found.recall, found.f1, 0.0)
    ap = average_precision([is_link for _, is_link in ranked], total)
    return Baseline(name, best.threshold, best.precision, best.recall, best.f1, ap)


def mean_baselines(baselines: Sequence[Sequence[Baseline]]) -> tuple[Baseline, ...]:
    """Return the mean of each baseline over pairs, each counting the same."""
    return tuple(
        Baseline(
            name=own[0].name,
            threshold=None,
            precision=sum(x.precision for x in own) / len(own),
            recall=sum(x.recall for x in own) / len(own),
            f1=sum(x.f1 for x in own) / len(own),
            average_precision=sum(x.average_precision for x in own) / len(own),
        )
        for own in zip(*baselines, strict=True)
    )
