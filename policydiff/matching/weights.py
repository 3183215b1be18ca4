"""Weights of terms: rare in the two plans and not a slogan of the genre."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from policydiff.matching.terms import CONCEPT_MARK
from policydiff.model import Task
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
    text = (files("policydiff.matching") / "data" / "background.tsv").read_text("utf-8")
    header, *rows = text.splitlines()
    counts = {term: int(count) for term, count in (row.split("\t") for row in rows)}
    return Background(int(header.split("\t")[1]), counts)


def theme_weights(tasks: Sequence[Task]) -> Mapping[str, float]:
    """Return the rarity of each theme code among ``tasks``, in nats; 0 for one that all have."""
    frequency: Counter[str] = Counter()
    for task in tasks:
        frequency.update(theme.code for theme in task.themes.evidence)
    return {
        code: max(0.0, math.log((len(tasks) + 1) / (count + 0.5)))
        for code, count in frequency.items()
    }


class TermWeights:
    """The weight of each term in a comparison, computed once: a class because it remembers.

    weight = (log((n+1)/(df+½)) / log(n+1) × scale) ** power × (1 − slogan), where n is the
    number of tasks in both plans and df the number that hold the term: inverse document
    frequency (Spärck Jones 1972), scaled so that plans of any length give comparable weights.
    """

    def __init__(
        self, tasks: Iterable[Mapping[str, int]], settings: MatchingSettings, background: Background
    ) -> None:
        self._settings = settings
        self._background = background
        self.frequency: Counter[str] = Counter()
        self.tasks = 0
        for terms in tasks:
            self.frequency.update(terms.keys())
            self.tasks += 1
        self._memory: dict[str, float] = {}

    def __getitem__(self, term: str) -> float:
        """Return the weight of a term that occurs in the plans, 0 or more."""
        weight = self._memory.get(term)
        if weight is None:
            weight = self._memory[term] = self._compute(term)
        return weight

    def is_slogan(self, term: str) -> bool:
        """Tell whether the genre uses the term so often that it proves nothing."""
        return self._background.rarity(term) < self._settings.slogan_shown

    def _compute(self, term: str) -> float:
        settings = self._settings
        whole = math.log(self.tasks + 1)
        rarity = max(0.0, math.log((self.tasks + 1) / (self.frequency[term] + 0.5)) / whole)
        weight: float = math.pow(rarity * settings.rarity_scale, settings.rarity_power)
        if term.startswith(CONCEPT_MARK):
            return weight
        excess = self._background.rarity(term) - settings.slogan_rarity
        return weight / (1.0 + math.exp(-settings.slogan_slope * excess))
