"""Fit the weights of matching to gold: pairs of measures first, then the links that follow.

    python -m bench.fit_weights --plans FOLDER [--plans FOLDER …] GOLD.json [GOLD.json …]
        [--judge GOLD.json]

GOLD is a file of pairs of measures or of links, by pair of plans (``tests/gold/README.md``); one
that is not there is left out. Printed are the weights fitted to all pairs beside those in
settings.py, and for each pair what is reached by weights that have not seen it: first those fitted
to all other pairs, then those fitted to the pairs of other fields alone. No weight that judges a
pair has seen it, those of the measures behind its links included. Pairs of
files given with ``--judge`` are never fitted. Last come the probabilities of links in tenths, with
the share that is true.

The method is logistic regression with a penalty, each pair of plans counting 1/√(what it holds).
Measures: "same" against none; "near" pairs are left out of the fit, and count as a third where the
prior is set. Links: the prior is set so that as many are expected as there are, in the mean over
the pairs of plans. Full links are fitted on the links alone. A pair of plans whose measures are
known and whose links are not has a link where two measures are the same. Takes two minutes.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from bench.fitting import Models, Seen, fit_full, fit_links, fit_measures, measure_scores, see
from bench.left_out import (
    judge_links,
    judge_measures,
    known_links,
    print_bins,
    print_figures,
    print_weights,
)
from bench.plan_pairs import PlanPair, find_plan, read_gold, read_pair
from bench.regression import Weights
from policydiff.settings import MatchingSettings

DEFAULTS = MatchingSettings()


class Fits:
    """Weights fitted to some of the pairs; a class, for it keeps what was fitted."""

    def __init__(self, pairs: Sequence[PlanPair]) -> None:
        self.pairs = [pair for pair in pairs if pair.fitted]
        self._models = cache(self._fit_models)

    def _fit_models(self, names: frozenset[str]) -> Models:
        return fit_measures([pair for pair in self.pairs if pair.same and pair.name in names])

    def models(self, without: Callable[[PlanPair], bool]) -> Models:
        """Return the looks at measures fitted to all pairs but some."""
        return self._models(frozenset(pair.name for pair in self.pairs if not without(pair)))

    def seen(self, pair: PlanPair, without: Callable[[PlanPair], bool]) -> Seen:
        """Return the signals of a pair by looks that have seen neither it nor some others."""
        return see(pair, self.models(lambda other: other is pair or without(other)))

    def links(self, without: Callable[[PlanPair], bool]) -> tuple[Weights, Weights]:
        """Return the weights of links and of full ones fitted to all pairs but some."""
        kept = [pair for pair in self.pairs if not without(pair)]
        seen = [self.seen(pair, without) for pair in kept]
        return fit_links(kept, seen), fit_full(kept, seen)


def report(pairs: Sequence[PlanPair]) -> None:
    """Fit, leave each pair out once, then each field, and print all."""
    fits = Fits(pairs)
    everything = fits.models(nothing)
    link, full = fits.links(nothing)
    print_weights("first look", everything.first, DEFAULTS.measure_model.first)
    print_weights("second look", everything.second, DEFAULTS.measure_model.second)
    print_weights("link", link, DEFAULTS.model.link)
    print_weights("full", full, DEFAULTS.model.full)
    for title, leaves in (("each pair left out", same_pair), ("each field left out", same_field)):
        print_left_out(title, pairs, fits, leaves)


def print_left_out(
    title: str,
    pairs: Sequence[PlanPair],
    fits: Fits,
    leaves: Callable[[PlanPair], Callable[[PlanPair], bool]],
) -> None:
    """Judge each pair by weights fitted without those that ``leaves`` names for it."""
    measures, links, known = [], [], []
    for pair in pairs:
        without = leaves(pair)
        if pair.same:
            scores = measure_scores(pair, fits.models(without))
            measures.append((pair, judge_measures(pair, scores)))
        seen, fitted = fits.seen(pair, without), fits.links(without)
        links.append((pair, judge_links(pair, seen, *fitted)))
        known += known_links(pair, seen, fitted[0])
    print_figures(f"measures, {title}", measures)
    print_figures(f"links, {title}", links)
    print_bins(f"probability of a link, pairs, share true; {title}", known)


def nothing(_: PlanPair) -> bool:
    """Leave out nothing."""
    return False


def same_pair(pair: PlanPair) -> Callable[[PlanPair], bool]:
    """Leave out the pair itself."""
    return lambda other: other is pair


def same_field(pair: PlanPair) -> Callable[[PlanPair], bool]:
    """Leave out all pairs of plans of the same field."""
    return lambda other: other.settings.field == pair.settings.field


def read_pairs(plans: Sequence[str], gold: Sequence[str], judge: Sequence[str]) -> list[PlanPair]:
    """Read the pairs of the gold to fit to, then those that only judge."""
    find = find_plan(plans)
    measures, links = read_gold(gold)
    _, judging = read_gold(judge)
    fitted = [
        read_pair(name, measures.get(name), links.get(name), find)
        for name in dict.fromkeys((*measures, *links))
    ]
    return fitted + [replace(read_pair(n, None, judging[n], find), fitted=False) for n in judging]


def main() -> int:
    """Read the arguments, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD.json")
    parser.add_argument("--plans", action="append", required=True, metavar="FOLDER")
    parser.add_argument("--judge", action="append", default=[], metavar="GOLD.json")
    asked = parser.parse_args()
    report(read_pairs(asked.plans, asked.gold, asked.judge))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
