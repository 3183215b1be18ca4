"""Scores: signals → log-odds that add up, as in record linkage (Fellegi and Sunter 1969)."""

import math
from collections.abc import Mapping

from policydiff.matching.signals import Signals
from policydiff.model import Reason
from policydiff.records import dataclass

PRIOR = "prior"
"""The name of the constant part of a score: how things stand before any evidence."""


@dataclass(frozen=True, slots=True)
class Score:
    """A probability and the parts of its log-odds; each part is value × weight."""

    probability: float
    reasons: tuple[Reason, ...]


def score(signals: Signals, weights: Mapping[str, float]) -> Score:
    """Add up the log-odds of the signals that ``weights`` names.

    >>> signals = Signals(1.0, whole=0.0, themes=0.0, size=0.0, title=0.0, best=1.0, worst=1.0)
    >>> score(signals, {"prior": -1.0, "measures": 1.0}).probability
    0.5
    """
    reasons = tuple(
        Reason(name, 1.0 if name == PRIOR else getattr(signals, name), weight)
        for name, weight in weights.items()
    )
    return Score(logistic(sum(r.value * r.weight for r in reasons)), reasons)


def logistic(log_odds: float) -> float:
    """Return the probability of ``log_odds``.

    >>> logistic(0.0)
    0.5
    """
    if log_odds < 0.0:
        odds = math.exp(log_odds)
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-log_odds))
