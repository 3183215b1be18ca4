"""Review two plans: what is worth a look, what was decided, and what is to be asked next."""

from collections.abc import Sequence
from typing import NamedTuple

from policydiff.model import Comparison, Plan
from policydiff.pipeline.coding import AUTO
from policydiff.pipeline.compare import compare
from policydiff.reviewing.decision import Decision
from policydiff.reviewing.queue import Item, queue
from policydiff.settings import Settings
from policydiff.themes import Codebook


class Review(NamedTuple):
    """Two plans as compared with what was decided, and what nobody has looked at yet."""

    previous: Plan
    current: Plan
    comparison: Comparison
    items: tuple[Item, ...]


def review(
    previous: Plan,
    current: Plan,
    decisions: Sequence[Decision] = (),
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
) -> Review:
    """Compare two plans and queue the pairs of tasks that nobody has decided on.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> first = review(*plans).items[0]
    >>> 0.2 < first.score < 0.9
    True
    """
    report = compare(
        (previous, current),
        settings=settings,
        codebook=codebook,
        field=field,
        decisions=decisions,
    )
    comparison = report.comparisons[0]
    decided = {(pair.previous, pair.current) for pair in comparison.decisions}
    items = tuple(
        item
        for item in queue(comparison, previous, current, decided)
        if not decided & {(item.previous, ""), ("", item.current)}
    )
    return Review(report.plans[0], report.plans[1], comparison, items)
