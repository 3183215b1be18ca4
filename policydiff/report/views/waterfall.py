"""The parts of a score as a waterfall: each bar begins where the one before ended."""

from collections.abc import Sequence

from policydiff.model import Reason
from policydiff.records import dataclass

GAIN, LOSS, EMPTY = "█", "░", "·"


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a score: what it adds in log-odds, and the sum up to here."""

    reason: Reason
    part: float
    total: float


def steps(reasons: Sequence[Reason]) -> tuple[Step, ...]:
    """Add the parts up, in the order given.

    >>> [step.total for step in steps([Reason("words", 2.0, 1.5), Reason("prior", 1.0, -1.0)])]
    [3.0, 2.0]
    """
    total = 0.0
    found = []
    for reason in reasons:
        part = reason.value * reason.weight
        total += part
        found.append(Step(reason, part, total))
    return tuple(found)


def bars(chain: Sequence[Step], width: int) -> tuple[str, ...]:
    """Draw each step over the common scale; gains are full blocks, losses light ones.

    >>> bars(steps([Reason("words", 2.0, 1.5), Reason("prior", 1.0, -1.0)]), 6)
    ('██████', '····░░')
    """
    edges = [0.0, *(step.total for step in chain)]
    low, high = min(edges), max(edges)
    scale = width / (high - low) if high > low else 0.0
    drawn = []
    for step in chain:
        start, end = sorted((step.total - step.part, step.total))
        first, last = round((start - low) * scale), round((end - low) * scale)
        sign = GAIN if step.part >= 0 else LOSS
        drawn.append(EMPTY * first + sign * max(last - first, 1 if step.part else 0))
    return tuple(drawn)
