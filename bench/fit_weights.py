"""Fit the weights of ``MatchingSettings.model`` and ``model_without_themes`` to gold links.

    python bench/fit_weights.py GOLD=PLANS [GOLD=PLANS …]

GOLD is a gold file or folder (docs/reference/gold-format.md), PLANS the folder or catalogue with
its plans. Printed are the weights fitted to all pairs beside those in settings.py, and for each
pair the F1 of weights fitted to all the others. Standard library only; takes about half a minute.

The method: logistic regression on the signals of every pair of tasks that matching weighs. Signals
are standardized and the weights held back by a penalty of ½w² (as much as one link says). Links
and non-links of a pair of plans count 1/√(its links), so that long plans do not decide alone. The
threshold with the best mean F1 on the fitted pairs is then moved into the prior, so that 0.5 is
it. Weights of full links are fitted on the gold links alone: full against partial.
"""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import fields, replace

from policydiff.errors import PolicyDiffError
from policydiff.evaluating import load_gold, load_plans
from policydiff.evaluating.figures import rates
from policydiff.evaluating.gold import GoldPair
from policydiff.evaluating.plans import NamedPlan, fit_pair, readable
from policydiff.matching.align import weigh
from policydiff.matching.signals import PRIOR, Signals, logistic
from policydiff.model import Strength
from policydiff.pipeline import code_plans
from policydiff.settings import LinkModel, MatchingSettings, Settings

DEFAULTS = MatchingSettings()
EVERY_SIGNAL = dict.fromkeys([field.name for field in fields(Signals)], 1.0)
MEASURING = LinkModel(EVERY_SIGNAL, EVERY_SIGNAL)
"""A model that names every signal, so that the reasons of a score hold the value of each."""

THRESHOLDS = [step / 100 for step in range(10, 71)]
STEPS = 30
CONVERGED = 1e-9

Weights = dict[str, float]


@dataclass(frozen=True)
class Example:
    """A pair of tasks: its signals, and whether it is a link (None: no link)."""

    signals: Mapping[str, float]
    strength: Strength | None


@dataclass(frozen=True)
class Pair:
    """A pair of plans; ``unweighed`` gold links are not among the counterparts looked at."""

    name: str
    examples: Sequence[Example]
    unweighed: Sequence[Strength]

    @property
    def links(self) -> int:
        """Return how many gold links the pair has."""
        return len(self.unweighed) + sum(e.strength is not None for e in self.examples)


def read_pairs(argument: str) -> list[Pair]:
    """Read the pairs of a gold file and measure their signals."""
    gold_path, _, place = argument.rpartition("=")
    if not gold_path:
        raise SystemExit(f"{argument}: GOLD=PLANS is wanted, as tests/gold=seeds/plans.toml")
    gold = load_gold(gold_path)
    plans = load_plans(gold, place)
    return [measure_pair(pair, plans) for pair in gold.pairs]


def measure_pair(pair: GoldPair, plans: Sequence[NamedPlan]) -> Pair:
    """Measure the signals of every pair of tasks that matching weighs, but for disputed ones."""
    fitted = fit_pair(plans, pair)
    coded = code_plans([side.plan for side in fitted], "auto", Settings().themes).plans
    settings = replace(DEFAULTS, model=MEASURING, model_without_themes=MEASURING)
    previous, current = (plan.tasks for plan in coded)
    links = readable(pair, fitted).links
    strengths = {(link.previous, link.current): link.strength for link in links}
    examples = []
    for item in weigh(*coded, settings).pairs:
        tasks = previous[item.pair.previous].id, current[item.pair.current].id
        if tasks not in pair.disputed:
            signals = {reason.feature: reason.value for reason in item.link.reasons}
            examples.append(Example(signals, strengths.pop(tasks, None)))
    return Pair(pair.name, examples, list(strengths.values()))


def fit_links(pairs: Sequence[Pair], names: Sequence[str]) -> Weights:
    """Fit the log-odds that a pair of tasks is a link, so that the best threshold is 0.5."""
    rows, labels, counts = [], [], []
    for pair in pairs:
        rows += [[example.signals[name] for name in names] for example in pair.examples]
        labels += [example.strength is not None for example in pair.examples]
        counts += [1.0 / math.sqrt(pair.links)] * len(pair.examples)
    scale = len(counts) / sum(counts)
    weights = regress(rows, labels, [count * scale for count in counts], names, standardize=True)
    threshold = max(THRESHOLDS, key=lambda t: sum(f1_of_pair(pair, weights, t) for pair in pairs))
    weights[PRIOR] -= math.log(threshold / (1.0 - threshold))
    return weights


def fit_full(pairs: Sequence[Pair], names: Sequence[str]) -> Weights:
    """Fit the log-odds that a link is full, on the gold links that were weighed."""
    links = [e for pair in pairs for e in pair.examples if e.strength is not None]
    rows = [[example.signals[name] for name in names] for example in links]
    labels = [example.strength is Strength.FULL for example in links]
    return regress(rows, labels, [1.0] * len(rows), names, standardize=False)


def regress(
    rows: Sequence[Sequence[float]],
    labels: Sequence[bool],
    counts: Sequence[float],
    names: Sequence[str],
    *,
    standardize: bool,
) -> Weights:
    """Fit by Newton's method: minimize Σ count × loss + ½ Σ weight², the prior free."""
    means, deviations = moments(rows) if standardize else ([0.0] * len(names), [1.0] * len(names))
    scaled = [
        (1.0, *((x - m) / s for x, m, s in zip(row, means, deviations, strict=True)))
        for row in rows
    ]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [0.0, *weights[1:]]
        curvature = [[float(i == j and i > 0) for j in range(size)] for i in range(size)]
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


def probability(example: Example, weights: Weights) -> float:
    """Return what the weights make of a pair of tasks."""
    signals = {PRIOR: 1.0} | dict(example.signals)
    return logistic(sum(weight * signals[name] for name, weight in weights.items()))


def f1_of_pair(pair: Pair, weights: Weights, threshold: float = DEFAULTS.link_from) -> float:
    """Return F1 over all links; gold links that were not weighed are missed."""
    found = [e for e in pair.examples if probability(e, weights) >= threshold]
    right = sum(example.strength is not None for example in found)
    return rates(right, len(found) - right, pair.links - right).f1


def full_f1_of_pair(pair: Pair, link: Weights, full: Weights) -> float:
    """Return F1 over full links, as ``policydiff eval`` defines it."""
    called = [
        e.strength
        for e in pair.examples
        if probability(e, link) >= DEFAULTS.link_from and probability(e, full) >= DEFAULTS.full_from
    ]
    right = called.count(Strength.FULL)
    all_full = [*pair.unweighed, *(e.strength for e in pair.examples)].count(Strength.FULL)
    return rates(right, called.count(None), all_full - right).f1


def names_in(weights: Mapping[str, float]) -> list[str]:
    """Return the signals that a model weighs."""
    return [name for name in weights if name != PRIOR]


def print_weights(title: str, fitted: Weights, shipped: Mapping[str, float]) -> None:
    """Print fitted weights, each with the shipped one behind it."""
    print(
        f"  {title}: "
        + "  ".join(f"{name} {fitted[name]:.2f} ({shipped[name]:g})" for name in shipped)
    )


def print_model(title: str, model: LinkModel, groups: Sequence[Sequence[Pair]]) -> None:
    """Print the weights of a model, and what they reach on each pair, group by group."""
    link_names, full_names = names_in(model.link), names_in(model.full)
    pairs = [pair for group in groups for pair in group]
    print(f"\n{title}; fitted (in settings.py)")
    print_weights("link", fit_links(pairs, link_names), model.link)
    print_weights("full", fit_full(pairs, full_names), model.full)
    print(f"  {'pair':44} {'shipped':>14} {'fitted to the others':>22}   (F1, full F1)")
    for group in groups:
        rows = []
        for pair in group:
            others = [other for other in pairs if other is not pair]
            link, full = fit_links(others, link_names), fit_full(others, full_names)
            rows.append(
                (
                    f1_of_pair(pair, dict(model.link)),
                    full_f1_of_pair(pair, dict(model.link), dict(model.full)),
                    f1_of_pair(pair, link),
                    full_f1_of_pair(pair, link, full),
                )
            )
            print_row(pair.name, rows[-1])
        print_row("mean", [sum(column) / len(column) for column in zip(*rows, strict=True)])


def print_row(name: str, values: Sequence[float]) -> None:
    """Print the figures of a pair."""
    shipped, others = values[:2], values[2:]
    print(f"  {name:44} {shipped[0]:7.3f} {shipped[1]:6.3f} {others[0]:15.3f} {others[1]:6.3f}")


def main() -> int:
    """Read the arguments, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD=PLANS")
    try:
        groups = [read_pairs(argument) for argument in parser.parse_args().gold]
    except PolicyDiffError as error:
        print(f"{error}\n  {error.hint}", file=sys.stderr)
        return 2
    unweighed = sum(len(pair.unweighed) for group in groups for pair in group)
    links = sum(pair.links for group in groups for pair in group)
    print(f"{sum(map(len, groups))} pairs, {links} links, {unweighed} of them not weighed at all")
    print_model("With themes", DEFAULTS.model, groups)
    print_model("Without themes", DEFAULTS.model_without_themes, groups)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
