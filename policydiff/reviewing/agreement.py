"""Agreement: how often two coders say the same, beyond what chance would give."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policydiff.reviewing import Decision
from policydiff.reviewing.decisions_file import Comment, DecisionsFile

Z_95 = 1.959964  # standard deviations that hold 95 % of a normal distribution


class Kappa(NamedTuple):
    """Cohen's κ with the ends of its 95 % interval; None where all said one and the same thing."""

    value: float | None
    low: float | None
    high: float | None


class Disagreement(NamedTuple):
    """What two coders said of one thing."""

    one: Decision
    other: Decision


class Agreement(NamedTuple):
    """Two coders held against each other, on what both of them decided."""

    both: int
    agreed: int
    only_one: int
    only_other: int
    kappa: Kappa
    disagreements: tuple[Disagreement, ...]

    @property
    def share(self) -> float | None:
        """Return the share of things on which both say the same; None where there are none."""
        return round(self.agreed / self.both, 4) if self.both else None


def agreement(one: Iterable[Decision], other: Iterable[Decision]) -> Agreement:
    """Hold the decisions of two coders against each other, by plans and fingerprints."""
    mine = {decision.about: decision for decision in one}
    theirs = {decision.about: decision for decision in other}
    shared = [key for key in mine if key in theirs]
    pairs = [(_said(mine[key]), _said(theirs[key])) for key in shared]
    return Agreement(
        both=len(shared),
        agreed=sum(a == b for a, b in pairs),
        only_one=len(mine) - len(shared),
        only_other=len(theirs) - len(shared),
        kappa=cohen_kappa(pairs),
        disagreements=tuple(
            Disagreement(mine[key], theirs[key])
            for key, (a, b) in zip(shared, pairs, strict=True)
            if a != b
        ),
    )


def merged(one: Sequence[Decision], other: Sequence[Decision]) -> DecisionsFile:
    """Return the decisions of two coders as one file; a comment marks what they disagree on.

    Both stand there: until somebody takes one out, neither is applied.
    """
    decisions = tuple(dict.fromkeys(decision._replace(line=0) for decision in (*one, *other)))
    comments = [
        Comment(f"# conflict: {against.by} says {_said(against)}", decisions.index(mine))
        for item in agreement(one, other).disagreements
        for mine, against in (
            (item.one._replace(line=0), item.other),
            (item.other._replace(line=0), item.one),
        )
    ]
    return DecisionsFile(decisions, tuple(comments))


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> Kappa:
    """Return Cohen's κ of pairs of judgements (Cohen 1960), with its large-sample interval.

    The standard error is √(p(1−p) / n(1−e)²), of Cohen 1960, p the agreement and e that of chance.

    >>> cohen_kappa([("full", "full")] * 20 + [("none", "none")] * 20 + [("full", "none")] * 10)
    Kappa(value=0.6154, low=0.4022, high=0.8286)
    """
    count = len(pairs)
    if not count:
        return Kappa(None, None, None)
    agreed = sum(a == b for a, b in pairs) / count
    mine, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(mine[name] * theirs[name] for name in mine) / count**2
    if chance == 1:
        return Kappa(None, None, None)
    value = (agreed - chance) / (1 - chance)
    reach = Z_95 * math.sqrt(agreed * (1 - agreed) / (count * (1 - chance) ** 2))
    return Kappa(
        round(value, 4), round(max(-1.0, value - reach), 4), round(min(1.0, value + reach), 4)
    )


def _said(decision: Decision) -> str:
    return decision.theme or decision.verdict.value
