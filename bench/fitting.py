"""Fit the sums of matching: both looks at measures, links, and full links among them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.plan_pairs import FULL_LINK, NONE, PlanPair, Tasks, has_title, links_of
from bench.regression import Weights, regress, shift
from policydiff.matching.measures import Scored, second_looks
from policydiff.matching.profiles import PRIOR, logistic, weighed
from policydiff.matching.signals import Signals, by_tasks, link_signals
from policydiff.settings import MatchingSettings

DEFAULTS = MatchingSettings()
FIRST, SECOND = (
    [name for name in model if name != PRIOR]
    for model in (DEFAULTS.measure_model.first, DEFAULTS.measure_model.second)
)
LINK, FULL = (
    [name for name in model if name != PRIOR]
    for model in (DEFAULTS.model.link, DEFAULTS.model.full)
)
MEASURE_PENALTY = 10.0
LINK_PENALTY = 10.0
FULL_PENALTY = 3.0
ARGUABLE = 1 / 3
"""What a near pair counts where the prior of measures is set; a half does worse at 0.5."""


@dataclass(frozen=True)
class Models:
    """The two looks at measures."""

    first: Weights
    second: Weights


def counts(pairs: Sequence[PlanPair], sizes: Sequence[int], true: Sequence[int]) -> list[float]:
    """Return the count of each example: 1/√(what its pair of plans holds), 1 in the mean."""
    raw = [1 / math.sqrt(n) for n, size in zip(true, sizes, strict=True) for _ in range(size)]
    mean = sum(raw) / len(raw)
    return [value / mean for value in raw]


def fit_measures(pairs: Sequence[PlanPair]) -> Models:
    """Fit both looks at measures, and set the prior of the second."""
    sizes = [len(pair.same) for pair in pairs]
    true = [sum(pair.same.values()) for pair in pairs]
    labels = [label for pair in pairs for label in pair.same.values()]
    weight = counts(pairs, sizes, true)

    def rows(looks: Sequence[Sequence[object]], names: Sequence[str]) -> list[list[float]]:
        return [
            [getattr(look, name) for name in names]
            for pair, found in zip(pairs, looks, strict=True)
            for place, look in zip(pair.places, found, strict=True)
            if place in pair.same
        ]

    first = regress(rows([p.looks for p in pairs], FIRST), labels, weight, FIRST, MEASURE_PENALTY)
    second_seen = [second(pair, first) for pair in pairs]
    weights = regress(rows(second_seen, SECOND), labels, weight, SECOND, MEASURE_PENALTY)
    groups = [
        (
            [
                odds
                for place, odds in zip(pair.places, weighed(seen, weights), strict=True)
                if place in pair.same or not has_title(place, pair.material)
            ],
            n + pair.lost + pair.near * ARGUABLE,
        )
        for pair, seen, n in zip(pairs, second_seen, true, strict=True)
    ]
    return Models(first, weights | {PRIOR: weights[PRIOR] + shift(groups)})


def second(pair: PlanPair, first: Mapping[str, float]) -> Sequence[object]:
    """Take the second look at the measures of a pair of plans."""
    material = pair.material
    odds = weighed(pair.looks, first)
    return second_looks(pair.places, odds, material.pairs, material.units, pair.settings)


def measure_scores(pair: PlanPair, models: Models) -> list[float]:
    """Return the probability of each pair of measures."""
    return [logistic(odds) for odds in weighed(second(pair, models.first), models.second)]


@dataclass(frozen=True)
class Seen:
    """The tasks of two plans, their signals, and how sure the surest pair of measures is."""

    tasks: Sequence[Tasks]
    signals: Sequence[Signals]
    surest: Sequence[float]


def see(pair: PlanPair, models: Models) -> Seen:
    """Return the signals of all pairs of tasks."""
    material = pair.material
    scores = measure_scores(pair, models)
    scored = [Scored(*place, score) for place, score in zip(pair.places, scores, strict=True)]
    carriers = by_tasks(scored, material.units)
    signals = link_signals(
        material.pairs, carriers, material.profiles, material.units, pair.settings
    )
    tasks = [(p.previous, p.current) for p in material.pairs]
    return Seen(tasks, signals, [carriers[t][0].score if t in carriers else 0.0 for t in tasks])


def fit_links(pairs: Sequence[PlanPair], seen: Sequence[Seen]) -> Weights:
    """Fit the log-odds that a pair of tasks is a link, and set the prior."""
    kept = [
        [
            (signals, pair.links[tasks] > NONE)
            for tasks, signals, surest in zip(s.tasks, s.signals, s.surest, strict=True)
            if surest >= DEFAULTS.min_evidence and tasks in pair.links
        ]
        for pair, s in zip(pairs, seen, strict=True)
    ]
    true = [links_of(pair) for pair in pairs]
    weights = regress(
        [[getattr(s, name) for name in LINK] for rows in kept for s, _ in rows],
        [label for rows in kept for _, label in rows],
        counts(pairs, list(map(len, kept)), true),
        LINK,
        LINK_PENALTY,
    )
    groups = [
        (weighed([s for s, _ in rows], weights), n) for rows, n in zip(kept, true, strict=True)
    ]
    return weights | {PRIOR: weights[PRIOR] + shift(groups)}


def fit_full(pairs: Sequence[PlanPair], seen: Sequence[Seen]) -> Weights:
    """Fit the log-odds that a link is full, on the links alone."""
    kept = [
        [
            (signals, pair.links[tasks] == FULL_LINK)
            for tasks, signals in zip(s.tasks, s.signals, strict=True)
            if pair.links.get(tasks)
        ]
        for pair, s in zip(pairs, seen, strict=True)
        if pair.graded
    ]
    return regress(
        [[getattr(s, name) for name in FULL] for rows in kept for s, _ in rows],
        [label for rows in kept for _, label in rows],
        counts(pairs, list(map(len, kept)), list(map(len, kept))),
        FULL,
        FULL_PENALTY,
    )
