"""Bootstrap 「自助法」: how much F1 hangs on which tasks the plans happen to have."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from policydiff.evaluating.evaluation import Interval
from policydiff.evaluating.figures import rates
from policydiff.evaluating.gold import TaskPair
from policydiff.records import dataclass
from policydiff.settings import EvaluatingSettings


@dataclass(frozen=True, slots=True)
class Outcome:
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
    return Interval(ranked[tail], ranked[-1 - tail])
