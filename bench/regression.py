"""Logistic regression, standard library only: what bench/fit_weights.py fits with."""

import math
from collections.abc import Iterator, Sequence

from policydiff.matching.profiles import PRIOR, logistic

STEPS = 30
CONVERGED = 1e-8

Weights = dict[str, float]


def regress(
    rows: Sequence[Sequence[float]],
    labels: Sequence[bool],
    counts: Sequence[float],
    names: Sequence[str],
    penalty: float = 1.0,
) -> Weights:
    """Fit by Newton's method: minimize Σ count × loss + penalty/2 × Σ weight², the prior free.

    Signals are standardized first, so that the penalty does not depend on their units.
    """
    means, deviations = moments(rows)
    scaled = [
        (1.0, *((x - m) / s for x, m, s in zip(row, means, deviations, strict=True)))
        for row in rows
    ]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [0.0, *(penalty * w for w in weights[1:])]
        curvature = [[penalty * (i == j and i > 0) for j in range(i + 1)] for i in range(size)]
        for row, label, count in zip(scaled, labels, counts, strict=True):
            p = logistic(sum([w * x for w, x in zip(weights, row, strict=True)]))
            error, slope = count * (p - label), count * p * (1.0 - p)
            for i, x in enumerate(row):
                gradient[i] += error * x
                own, step = curvature[i], slope * x
                for j in range(i + 1):
                    own[j] += step * row[j]
        moves = solve(
            [[curvature[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)], gradient
        )
        weights = [weight - move for weight, move in zip(weights, moves, strict=True)]
        if max(map(abs, moves)) < CONVERGED:
            break
    fitted = {n: w / s for n, w, s in zip(names, weights[1:], deviations, strict=True)}
    prior = weights[0] - sum(fitted[n] * m for n, m in zip(names, means, strict=True))
    return {PRIOR: prior} | fitted


def moments(rows: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Return mean and standard deviation of each column."""
    columns = list(zip(*rows, strict=True))
    means = [sum(column) / len(column) for column in columns]
    variances = [
        sum((x - mean) ** 2 for x in column) / len(column)
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, [math.sqrt(variance) or 1.0 for variance in variances]


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a symmetric positive definite system by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            for j in range(i, len(row)):
                row[j] -= factor * pivot[j]
    solution: list[float] = []
    for i in range(len(rows) - 1, -1, -1):
        known = sum(rows[i][i + 1 + n] * value for n, value in enumerate(solution))
        solution.insert(0, (rows[i][-1] - known) / rows[i][i])
    return solution


def shift(groups: Sequence[tuple[Sequence[float], float]]) -> float:
    """Return what log-odds must rise by for the expected number to be the true one.

    Each group is its log-odds and its true number; the mean of expected over true becomes 1.
    """
    low, high = -5.0, 5.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        if _ratio(groups, middle) < 1.0:
            low = middle
        else:
            high = middle
    return low


def _ratio(groups: Sequence[tuple[Sequence[float], float]], rise: float) -> float:
    def ratios() -> Iterator[float]:
        for odds, true in groups:
            yield sum(logistic(value + rise) for value in odds) / true

    return sum(ratios()) / len(groups)


def average_precision(scores: Sequence[float], labels: Sequence[bool], true: int) -> float:
    """Return the average precision of a ranking; ``true`` counts those not ranked, too."""
    hits, total = 0, 0.0
    for rank, place in enumerate(sorted(range(len(scores)), key=lambda i: -scores[i]), 1):
        if labels[place]:
            hits += 1
            total += hits / rank
    return total / true if true else 0.0
