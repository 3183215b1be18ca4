"""Measure links against gold: precision, recall, F1, ranking and status."""

from collections.abc import Collection, Iterable, Sequence, Set

from policydiff.evaluating.evaluation import Figures, Rates
from policydiff.evaluating.gold import GoldPair, TaskPair
from policydiff.model import Link, Strength


def rates(right: float, extra: float, missed: float) -> Rates:
    """Return precision, recall and F1 of counts; 0 where nothing is there to be counted.

    >>> rates(3, 1, 2)
    Rates(precision=0.75, recall=0.6, f1=0.6666666666666665)
    """
    precision = right / (right + extra) if right + extra else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    total = precision + recall
    return Rates(precision, recall, 2 * precision * recall / total if total else 0.0)


def measure(
    links: Iterable[Link], gold: GoldPair, tasks: tuple[Collection[str], Collection[str]]
) -> Figures:
    """Measure the links found between two plans, whose task ids are ``tasks``.

    Pairs that the annotators dispute are left out. See docs/explanation/how-good-it-is.md for
    each figure's definition.
    """
    counted = [link for link in links if (link.previous, link.current) not in gold.disputed]
    found = {(link.previous, link.current): link.score for link in counted}
    called_full = {(x.previous, x.current) for x in counted if x.strength is Strength.FULL}
    true = {(link.previous, link.current) for link in gold.links}
    full = {(x.previous, x.current) for x in gold.links if x.strength is Strength.FULL}
    all_links = rates(len(true & found.keys()), len(found.keys() - true), len(true - found.keys()))
    sides = [_status(ids, _side(true, n), _side(found, n)) for n, ids in enumerate(tasks)]
    right = sum(agreed for agreed, _ in sides)
    ranking = sorted(found, key=lambda pair: -found[pair])
    return Figures(
        precision=all_links.precision,
        recall=all_links.recall,
        f1=all_links.f1,
        full_recall=len(full & found.keys()) / max(1, len(full)),
        full_f1=rates(len(full & called_full), len(called_full - true), len(full - called_full)).f1,
        average_precision=average_precision([pair in true for pair in ranking], len(true)),
        status_accuracy=right / max(1, sum(len(ids) for ids in tasks)),
        status_macro_f1=sum(macro for _, macro in sides) / len(sides),
        predicted=len(found),
        gold=len(true),
    )


def average_precision(ranking: Sequence[bool], true: int) -> float:
    """Return the mean, over ``true`` gold links, of the precision at the rank of each.

    A link that is not in the ranking counts 0.

    >>> average_precision([True, False, True], 2)
    0.8333333333333333
    """
    hits, total = 0, 0.0
    for rank, is_link in enumerate(ranking, 1):
        if is_link:
            hits += 1
            total += hits / rank
    return total / max(1, true)


def _side(pairs: Iterable[TaskPair], side: int) -> set[str]:
    return {pair[side] for pair in pairs}


def _status(tasks: Collection[str], true: Set[str], found: Set[str]) -> tuple[int, float]:
    """Return how many tasks have the right status, and macro-F1 over continued and not.

    A status that neither the gold nor the result holds is left out of the mean.
    """
    linked_truly = [task in true for task in tasks]
    linked_found = [task in found for task in tasks]
    agreed = sum(a == b for a, b in zip(linked_truly, linked_found, strict=True))
    disagreed = len(tasks) - agreed
    both = sum(a and b for a, b in zip(linked_truly, linked_found, strict=True))
    scores = [2 * n / (2 * n + disagreed) for n in (both, agreed - both) if n + disagreed]
    return agreed, sum(scores) / len(scores) if scores else 1.0


def mean(figures: Sequence[Figures]) -> Figures:
    """Return the mean over pairs, each counting the same; links are added up."""
    count = len(figures)
    return Figures(
        precision=sum(x.precision for x in figures) / count,
        recall=sum(x.recall for x in figures) / count,
        f1=sum(x.f1 for x in figures) / count,
        full_recall=sum(x.full_recall for x in figures) / count,
        full_f1=sum(x.full_f1 for x in figures) / count,
        average_precision=sum(x.average_precision for x in figures) / count,
        status_accuracy=sum(x.status_accuracy for x in figures) / count,
        status_macro_f1=sum(x.status_macro_f1 for x in figures) / count,
        predicted=sum(x.predicted for x in figures),
        gold=sum(x.gold for x in figures),
    )
