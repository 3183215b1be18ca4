"""Scores: values times weights are log-odds that add up (Fellegi and Sunter 1969)."""

import math
from collections.abc import Mapping, Sequence
from operator import attrgetter, mul

from policydiff.model import DECIMALS, Reason

PRIOR = "prior"
"""The name of the constant part of a score: how things stand before any evidence."""


def weighed(signals: Sequence[object], weights: Mapping[str, float]) -> list[float]:
    """Return the log-odds that each of some signals comes to.

    ``weights`` names two attributes of the signals at least, and the prior.

    >>> weighed([3 + 4j], {"prior": -6.0, "real": 2.0, "imag": 0.5})
    [2.0]
    """
    names = [name for name in weights if name != PRIOR]
    values, factors = attrgetter(*names), [weights[name] for name in names]
    prior = weights[PRIOR]
    return [prior + sum(map(mul, values(signal), factors)) for signal in signals]


def reasons(signals: object, weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """Return the parts of a score, each value × weight; they add up to its log-odds.

    >>> reasons(1 / 3 + 0j, {"real": 2.0})
    (Reason(feature='real', value=0.333333, weight=2.0),)
    """
    return tuple(
        Reason(name, 1.0 if name == PRIOR else round(getattr(signals, name), DECIMALS), weight)
        for name, weight in weights.items()
    )


def logistic(odds: float) -> float:
    """Return the probability of some log-odds.

    >>> logistic(0.0)
    0.5
    """
    if odds < 0.0:
        chance = math.exp(odds)
        return chance / (1.0 + chance)
    return 1.0 / (1.0 + math.exp(-odds))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability between 0 and 1, both excluded.

    >>> log_odds(0.5)
    0.0
    """
    return math.log(probability / (1.0 - probability))
