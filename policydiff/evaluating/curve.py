"""The curve: precision and recall where links are taken from another probability on."""

from collections.abc import Sequence
from dataclasses import replace

from policydiff.evaluating.evaluation import CurvePoint
from policydiff.evaluating.figures import measure
from policydiff.evaluating.gold import GoldPair
from policydiff.matching import align
from policydiff.model import Plan
from policydiff.settings import MatchingSettings


def trace_curve(
    plans: tuple[Plan, Plan],
    gold: GoldPair,
    settings: MatchingSettings,
    thresholds: Sequence[float],
) -> tuple[CurvePoint, ...]:
    """Align two coded plans anew with each of the thresholds as ``link_from``."""
    previous, current = plans
    ids = [task.id for task in previous.tasks], [task.id for task in current.tasks]
    points = []
    for link_from in thresholds:
        lowest = min(link_from, settings.uncertain_from)
        shifted = replace(settings, link_from=link_from, uncertain_from=lowest)
        figures = measure(align(previous, current, shifted).links, gold, ids)
        points.append(CurvePoint(link_from, figures.precision, figures.recall, figures.f1))
    return tuple(points)


def mean_curve(curves: Sequence[Sequence[CurvePoint]]) -> tuple[CurvePoint, ...]:
    """Return the mean of the points of each threshold over pairs, each counting the same."""
    return tuple(
        CurvePoint(
            link_from=points[0].link_from,
            precision=sum(point.precision for point in points) / len(points),
            recall=sum(point.recall for point in points) / len(points),
            f1=sum(point.f1 for point in points) / len(points),
        )
        for points in zip(*curves, strict=True)
    )
