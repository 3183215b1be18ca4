"""Weights of terms: rare in the two plans and not a slogan of the genre."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from policydiff.matching.terms import CONCEPT_MARK
from policydiff.model import Task
from policydiff.records import dataclass
from policydiff.settings import MatchingSettings


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``sentences`` sentences of the genre an n-gram occurs (common ones only)."""

    sentences: int
    counts: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """Return −log of the share of sentences that hold the term, in nats."""
        return math.log((self.sentences + 1) / (self.counts.get(term, 0) + 1))


@lru_cache(maxsize=1)
def load_background() -> Background:
    """Return the shipped table of the genre's common n-grams (see ``data/README.md``)."""
    text = (Path(__file__).with_name("data") / "background.tsv").read_text("utf-8")
    header, *rows = text.splitlines()
    counts = {term: int(count) for term, count in (row.split("\t") for row in rows)}
    return Background(int(header.split("\t")[1]), counts)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the terms that more than one task holds; all other terms weigh ``lone``.

    A lone term cannot be shared; it counts in the length of vectors only. ``rarest`` is what a
    term weighs that just two tasks hold: in short plans that is little. ``squares`` are those of
    the shared terms' weights in a measure, where concepts count more.
    """

    shared: Mapping[str, float]
    lone: float
    rarest: float
    squares: Mapping[str, float]

    def of(self, term: str) -> float:
        """Return the weight of any term, 0 or more."""
        return self.shared.get(term, self.lone)


def weigh_terms(
    tasks: Sequence[Collection[str]], settings: MatchingSettings, background: Background
) -> Weights:
    """Weigh terms by how few of the ``tasks`` hold them.

    weight = (log((n+1)/(df+½)) / log(n+1) × scale) ** power × (1 − slogan), where n is the
    number of tasks and df the number that hold the term: inverse document frequency (Spärck
    Jones 1972), scaled so that plans of any length give comparable weights.
    """
    frequency: Counter[str] = Counter()
    for terms in tasks:
        frequency.update(iter(terms))
    by_frequency = {
        count: _rarity_weight(count, len(tasks), settings) for count in {1, 2, *frequency.values()}
    }
    shared = {
        term: by_frequency[count] * _substance(term, settings, background)
        for term, count in frequency.items()
        if count > 1
    }
    squares = {
        term: (weight * settings.concept_in_measure if term[0] == CONCEPT_MARK else weight) ** 2
        for term, weight in shared.items()
    }
    return Weights(shared, lone=by_frequency[1], rarest=by_frequency[2], squares=squares)


def _rarity_weight(frequency: int, tasks: int, settings: MatchingSettings) -> float:
    rarity = max(0.0, math.log((tasks + 1) / (frequency + 0.5)) / math.log(tasks + 1))
    return math.pow(rarity * settings.rarity_scale, settings.rarity_power)


def _substance(term: str, settings: MatchingSettings, background: Background) -> float:
    """Return 1 for a name, towards 0 for a slogan."""
    if term not in background.counts or term.startswith(CONCEPT_MARK):
        return 1.0
    excess = background.rarity(term) - settings.slogan_rarity
    return 1.0 / (1.0 + math.exp(-settings.slogan_slope * excess))


def theme_weights(tasks: Sequence[Task]) -> Mapping[str, float]:
    """Return the rarity of each theme code among ``tasks``, in nats; 0 for one that all have."""
    frequency: Counter[str] = Counter()
    for task in tasks:
        frequency.update(theme.code for theme in task.themes.evidence)
    return {
        code: max(0.0, math.log((len(tasks) + 1) / (count + 0.5)))
        for code, count in frequency.items()
    }
