"""Figures: links, themes and targets measured against gold, and baselines to hold them against.

Bootstrap 「自助法」: how much F1 hangs on which tasks the plans happen to have.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from itertools import pairwise
from statistics import fmean
from typing import Any, TypeVar

from msgspec import Struct

from policydiff.evaluating.gold import GoldPair, GoldTarget, GoldThemes, TaskPair
from policydiff.matching.profiles import dot
from policydiff.model import (
    DECIMALS,
    Baseline,
    CurvePoint,
    Figures,
    Interval,
    Link,
    Plan,
    Rates,
    Strength,
    Target,
    TargetFigures,
    Task,
    ThemeFigures,
)
from policydiff.settings import EvaluatingSettings
from policydiff.text.finder import likeness


def rates(right: float, extra: float, missed: float) -> Rates:
    """Return precision, recall and F1 of counts; 0 where nothing is there to be counted.

    >>> rates(3, 1, 2)
    Rates(precision=0.75, recall=0.6, f1=0.666667)
    """
    precision = right / (right + extra) if right + extra else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return Rates(round(precision, DECIMALS), round(recall, DECIMALS), round(f1, DECIMALS))


def average(values: Iterable[float]) -> float:
    """Return the mean of values, as it is told.

    >>> average([1.0, 0.0, 1.0])
    0.666667
    """
    return round(fmean(values), DECIMALS)


def measure(
    links: Iterable[Link], gold: GoldPair, tasks: tuple[Collection[str], Collection[str]]
) -> Figures:
    """Measure the links found between two plans, whose task ids are ``tasks``.

    Pairs that the annotators dispute are left out, and the status of tasks that have no other.
    See docs/explanation/how-good-it-is.md for each figure's definition.
    """
    counted = [link for link in links if (link.previous, link.current) not in gold.disputed]
    found = {(link.previous, link.current): link.score for link in counted}
    called_full = {(x.previous, x.current) for x in counted if x.strength is Strength.FULL}
    true = {(link.previous, link.current) for link in gold.links}
    full = {(x.previous, x.current) for x in gold.links if x.strength is Strength.FULL}
    all_links = rates(len(true & found.keys()), len(found.keys() - true), len(true - found.keys()))
    judged = _judged(tasks, gold.disputed)
    sides = [_status(ids, _side(true, n), _side(found, n)) for n, ids in enumerate(judged)]
    right = sum(agreed for agreed, _ in sides)
    ranking = sorted(found, key=lambda pair: -found[pair])
    return Figures(
        precision=all_links.precision,
        recall=all_links.recall,
        f1=all_links.f1,
        full_recall=round(len(full & found.keys()) / max(1, len(full)), DECIMALS),
        full_f1=rates(len(full & called_full), len(called_full - true), len(full - called_full)).f1,
        average_precision=average_precision([pair in true for pair in ranking], len(true)),
        status_accuracy=round(right / max(1, sum(len(ids) for ids in judged)), DECIMALS),
        status_macro_f1=average(macro for _, macro in sides),
        predicted=len(found),
        gold=len(true),
    )


def _judged(
    tasks: tuple[Collection[str], Collection[str]], disputed: Iterable[TaskPair]
) -> tuple[list[str], list[str]]:
    """Return the tasks of each side that have a pair which is not disputed."""
    counts = [Counter(side) for side in zip(*disputed, strict=True)] or [Counter(), Counter()]
    previous, current = (
        [task for task in ids if counts[side][task] < len(others) or not others]
        for side, (ids, others) in enumerate((tasks, tasks[::-1]))
    )
    return previous, current


def average_precision(ranking: Sequence[bool], true: int) -> float:
    """Return the mean, over ``true`` gold links, of the precision at the rank of each.

    A link that is not in the ranking counts 0.

    >>> average_precision([True, False, True], 2)
    0.833333
    """
    hits, total = 0, 0.0
    for rank, is_link in enumerate(ranking, 1):
        if is_link:
            hits += 1
            total += hits / rank
    return round(total / max(1, true), DECIMALS)


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


Told = TypeVar("Told", Figures, Baseline, CurvePoint)


def mean(figures: Sequence[Told]) -> Told:
    """Return the mean over pairs, each counting the same; counts are added up.

    What is no number (a name, no threshold) is that of the first.

    >>> mean([CurvePoint(0.5, 1.0, 0.5, 0.6), CurvePoint(0.5, 0.5, 0.5, 0.5)])
    CurvePoint(min_link=0.5, precision=0.75, recall=0.5, f1=0.55)
    """
    means: dict[str, Any] = {}
    for name in figures[0].__struct_fields__:
        values = [getattr(one, name) for one in figures]
        match values[0]:
            case float():
                means[name] = average(values)
            case int():
                means[name] = sum(values)
            case _:
                means[name] = values[0]
    return type(figures[0])(**means)


class JudgedThemes(Struct, frozen=True):
    """A coded plan, its tasks with the gold's ids, beside what the gold says of them."""

    plan: Plan
    gold: tuple[GoldThemes, ...]


class JudgedTargets(Struct, frozen=True):
    """A plan, its tasks with the gold's ids, beside all its targets by the gold."""

    plan: Plan
    gold: tuple[GoldTarget, ...]


def measure_themes(judged: Sequence[JudgedThemes]) -> ThemeFigures:
    """Measure the themes of tasks; themes that the annotators dispute are left out."""
    tasks = primary_right = right = extra = missed = 0
    for item in judged:
        for gold in item.gold:
            coding = item.plan.task(gold.task).themes
            found = {coding.primary, *coding.secondary} - {None}
            tasks += 1
            primary_right += coding.primary in gold.primary
            right += len(found & gold.themes)
            extra += len(found - gold.themes - gold.disputed)
            missed += len(gold.themes - found)
    accuracy = round(primary_right / max(1, tasks), DECIMALS)
    return ThemeFigures(tasks, primary_right, accuracy, rates(right, extra, missed))


def measure_targets(judged: Sequence[JudgedTargets]) -> TargetFigures:
    """Measure targets: one is right if task, value and unit are."""
    right = extra = missed = 0
    for item in judged:
        true = set(item.gold)
        found = {
            GoldTarget(task.id, value_text(target), target.unit)
            for task in item.plan.tasks
            for target in task.targets
        }
        right += len(found & true)
        extra += len(found - true)
        missed += len(true - found)
    return TargetFigures(right + missed, missed, extra, rates(right, extra, missed))


def value_text(target: Target) -> str:
    """Write a target's value as gold files do: plain digits, a hyphen in a range.

    >>> from policydiff.model import Comparator
    >>> value_text(Target("护理中心", Comparator.RANGE, 1.0, 2.0, "家", "", "1-2家", 3))
    '1-2'
    """
    ends = (target.value, target.value_max)
    return "-".join(_digits(value) for value in ends if value is not None)


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) else str(round(value, 6))


class Outcome(Struct, frozen=True):
    """What was found between two plans and what is true, without disputed pairs."""

    plans: tuple[str, str]
    tasks: tuple[tuple[str, ...], tuple[str, ...]]
    found: frozenset[TaskPair]
    true: frozenset[TaskPair]


Resample = Mapping[tuple[str, tuple[str, ...]], Mapping[str, int]]
"""How often each task was drawn, by the plan's name and its tasks."""


def bootstrap(
    outcomes: Sequence[Outcome], settings: EvaluatingSettings
) -> tuple[tuple[Interval, ...], Interval]:
    """Return the interval of F1 for each pair of plans, and for their mean.

    Both sides are resampled (the pigeonhole bootstrap, Owen 2007): the tasks of every plan are
    drawn with replacement, and a pair of tasks counts as often as the one was drawn times as
    often as the other was. A plan that stands in several pairs is drawn once for all of them.
    The bounds are percentiles of the F1 values; they are rather too wide than too narrow.
    The draws are the same in every run.
    """
    generator = random.Random(settings.seed)
    drawn = [
        [_resampled_f1(outcome, resample) for outcome in outcomes]
        for resample in (_draw(outcomes, generator) for _ in range(settings.resamples))
    ]
    means = [sum(row) / len(row) for row in drawn]
    each = tuple(_interval(column, settings) for column in zip(*drawn, strict=True))
    return each, _interval(means, settings)


def _draw(outcomes: Sequence[Outcome], generator: random.Random) -> Resample:
    keys = dict.fromkeys(
        key for outcome in outcomes for key in zip(outcome.plans, outcome.tasks, strict=True)
    )
    return {(plan, tasks): Counter(generator.choices(tasks, k=len(tasks))) for plan, tasks in keys}


def _resampled_f1(outcome: Outcome, resample: Resample) -> float:
    previous, current = (resample[key] for key in zip(outcome.plans, outcome.tasks, strict=True))

    def count(pairs: frozenset[TaskPair]) -> int:
        return sum([previous[one] * current[other] for one, other in pairs])

    right = count(outcome.found & outcome.true)
    return rates(right, count(outcome.found) - right, count(outcome.true) - right).f1


def _interval(values: Sequence[float], settings: EvaluatingSettings) -> Interval:
    ranked = sorted(values)
    tail = int(len(ranked) * (1.0 - settings.confidence) / 2.0)
    return Interval(round(ranked[tail], DECIMALS), round(ranked[-1 - tail], DECIMALS))


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
