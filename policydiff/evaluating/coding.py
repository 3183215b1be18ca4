"""Measure themes and targets against gold."""

from collections.abc import Sequence

from policydiff.evaluating.evaluation import TargetFigures, ThemeFigures
from policydiff.evaluating.figures import rates
from policydiff.evaluating.gold import GoldTarget, GoldThemes
from policydiff.model import Plan, Target
from policydiff.records import dataclass


@dataclass(frozen=True, slots=True)
class JudgedThemes:
    """A coded plan, its tasks with the gold's ids, beside what the gold says of them."""

    plan: Plan
    gold: tuple[GoldThemes, ...]


@dataclass(frozen=True, slots=True)
class JudgedTargets:
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
    accuracy = primary_right / max(1, tasks)
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
