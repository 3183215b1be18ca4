"""Figures of pairs of plans by weights that have not seen them, and how they are printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from bench.fitting import Seen
from bench.plan_pairs import FULL_LINK, NONE, PlanPair, links_of
from bench.regression import Weights, average_precision
from policydiff.matching import least_of_full, least_of_link
from policydiff.matching.profiles import logistic, weighed
from policydiff.matching.signals import is_part
from policydiff.settings import MatchingSettings

DEFAULTS = MatchingSettings()
BINS = 10

Known = Sequence[tuple[float, bool]]
"""Probabilities, each with what is true."""


@dataclass(frozen=True)
class Figures:
    """F1, average precision and expected over true, with what is called full."""

    f1: float
    ap: float
    expected: float
    full_f1: float | None = None


def judge_measures(pair: PlanPair, scores: Sequence[float]) -> Figures:
    """Judge the scores of measures where they count as carried on, near ones left out."""
    known = [(s, pair.same[p]) for p, s in zip(pair.places, scores, strict=True) if p in pair.same]
    return _figures(known, sum(label for _, label in known) + pair.lost, DEFAULTS.min_carried)


def judge_links(pair: PlanPair, seen: Seen, link: Weights, full: Weights) -> Figures:
    """Judge links and full links at their thresholds."""
    called = [
        pair.links[tasks]
        for tasks, score, odds, signals, surest in zip(
            seen.tasks,
            link_scores(pair, seen, link),
            weighed(seen.signals, full),
            seen.signals,
            seen.surest,
            strict=True,
        )
        if tasks in pair.links
        and score >= DEFAULTS.min_link
        and logistic(odds) >= DEFAULTS.min_full
        and surest >= least_of_full(pair.tasks(tasks), DEFAULTS)
        and not is_part(signals, pair.tasks(tasks), DEFAULTS)
    ]
    hits, every_full = called.count(FULL_LINK), list(pair.links.values()).count(FULL_LINK)
    size = hits + called.count(NONE) + every_full
    full_f1 = 2 * hits / size if pair.graded and size else None
    return _figures(known_links(pair, seen, link), links_of(pair), DEFAULTS.min_link, full_f1)


def _figures(known: Known, true: int, least: float, full_f1: float | None = None) -> Figures:
    scores, labels = [score for score, _ in known], [label for _, label in known]
    found = [label for score, label in known if score >= least]
    return Figures(
        f1=2 * sum(found) / (len(found) + true) if true else 0.0,
        ap=average_precision(scores, labels, true=true),
        expected=sum(scores) / true if true else 0.0,
        full_f1=full_f1,
    )


def link_scores(pair: PlanPair, seen: Seen, link: Weights) -> list[float]:
    """Return the probability of each pair of tasks, 0 where no measures can carry it."""
    odds = weighed(seen.signals, link)
    return [
        logistic(value) if surest >= least_of_link(pair.tasks(tasks), DEFAULTS) else 0.0
        for tasks, value, surest in zip(seen.tasks, odds, seen.surest, strict=True)
    ]


def known_links(pair: PlanPair, seen: Seen, link: Weights) -> list[tuple[float, bool]]:
    """Return the probability of each pair of tasks of which the gold speaks."""
    return [
        (score, pair.links[tasks] > NONE)
        for tasks, score in zip(seen.tasks, link_scores(pair, seen, link), strict=True)
        if tasks in pair.links
    ]


def print_weights(title: str, fitted: Weights, shipped: Mapping[str, float]) -> None:
    """Print fitted weights, each with the shipped one behind it."""
    print(f"{title}: " + "  ".join(f"{n} {fitted[n]:.2f} ({shipped[n]:g})" for n in shipped))


def print_figures(title: str, rows: Sequence[tuple[PlanPair, Figures]]) -> None:
    """Print the figures of each pair, of the pairs of each field, and of all, as means."""
    names = ("F1", "AP", "expected", "full F1")
    print(f"\n{title:46} " + " ".join(f"{name:>9}" for name in names))
    for pair, row in rows:
        print(f"  {pair.name:44} " + _shown([getattr(row, field.name) for field in fields(row)]))
    for name, group in _groups(rows):
        print(f"  {name:44} " + _shown(_means([figures for _, figures in group])))


def _groups(
    rows: Sequence[tuple[PlanPair, Figures]],
) -> Iterator[tuple[str, Sequence[tuple[PlanPair, Figures]]]]:
    for kind in dict.fromkeys(kind_of(pair) for pair, _ in rows):
        yield f"mean of {kind}", [row for row in rows if kind_of(row[0]) == kind]
    yield "mean", rows


def kind_of(pair: PlanPair) -> str:
    """Name the kind of a pair: the field of its plans, and whether it only judges."""
    return pair.settings.field + ("" if pair.fitted else ", never fitted")


def _means(rows: Sequence[Figures]) -> list[float | None]:
    columns = [[getattr(row, field.name) for row in rows] for field in fields(Figures)]
    known = [[value for value in column if value is not None] for column in columns]
    return [sum(column) / len(column) if column else None for column in known]


def _shown(values: Iterable[float | None]) -> str:
    return " ".join(f"{value:9.3f}" if value is not None else " " * 9 for value in values)


def print_bins(title: str, known: Known) -> None:
    """Print, for each tenth of probability, how many pairs fall there and the share that is true.

    Pairs that no measures can carry are left out: their probability is 0.

    >>> print_bins("links", [(0.95, True), (0.92, False), (0.41, True)])
    <BLANKLINE>
    links
      0.4 to 0.5      1  1.00
      0.9 to 1.0      2  0.50
    """
    print(f"\n{title}")
    for number in range(BINS):
        labels = [label for score, label in known if score > 0 and _bin(score) == number]
        if labels:
            low, high = number / BINS, (number + 1) / BINS
            share = sum(labels) / len(labels)
            print(f"  {low:.1f} to {high:.1f} {len(labels):6}  {share:.2f}")


def _bin(probability: float) -> int:
    return min(int(probability * BINS), BINS - 1)
