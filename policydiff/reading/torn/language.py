"""Tell how likely a character is after others, by the lexicon and by the words of the text.

Interpolated absolute discounting (Ney, Essen, Kneser 1994): what long contexts leave open is
filled from shorter ones. The runs of the text and of the other plans count ``weight`` times.
"""

from collections import Counter
from collections.abc import Iterable
from math import log

from policydiff.reading.torn.lexicon import ORDER, Lexicon, continuation_counts, runs

DISCOUNTS = (0.5, 0.7, 0.8, 0.85, 0.9)  # by length; usual values, larger where counts are thinner
ALPHABET = 12_000  # characters that a text may hold: GBK has twice as many, most never used


class LanguageModel:
    """Log-probabilities of characters in context. A class, since it remembers what it looked up."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[str], weight: float) -> None:
        self._lexicon = lexicon
        self._weight = weight
        self._counts: tuple[Counter[str], ...] = tuple(Counter() for _ in range(ORDER))
        for text in texts:
            for size in range(1, ORDER + 1):
                self._counts[size - 1].update(runs(text, size))
        self._counts = continuation_counts(self._counts)
        self._ways = tuple(Counter(run[:-1] for run in counts) for counts in self._counts)
        self._totals: tuple[Counter[str], ...] = tuple(Counter() for _ in range(ORDER))
        for totals, counts in zip(self._totals, self._counts, strict=True):
            for run, count in counts.items():
                totals[run[:-1]] += count
        self._contexts: dict[str, tuple[float, float]] = {}
        self._known: dict[tuple[str, str], float] = {}
        self._chars: dict[str, bool] = {}
        self._logs: dict[tuple[str, str], float] = {}

    def log_probability(self, history: str, char: str) -> float:
        """Return the natural logarithm of the probability of ``char`` behind ``history``."""
        key = (history, char)
        found = self._logs.get(key)
        if found is None:
            found = self._logs[key] = log(self._probability(history, char))
        return found

    def knows(self, char: str) -> bool:
        """Tell whether the lexicon or the text holds a character."""
        found = self._chars.get(char)
        if found is None:
            found = char in self._counts[0] or self._lexicon.count(char) > 0
            self._chars[char] = found
        return found

    def _probability(self, history: str, char: str) -> float:
        key = (history, char)
        found = self._known.get(key)
        if found is not None:
            return found
        shorter = self._probability(history[1:], char) if history else 1 / ALPHABET
        total, spare = self._context(history)
        if total:
            shorter = (self._discounted(history + char) + spare * shorter) / total
        self._known[key] = shorter
        return shorter

    def _discounted(self, run: str) -> float:
        size = len(run) - 1
        discount = DISCOUNTS[size]
        own = self._counts[size].get(run, 0)
        counted = self._lexicon.count(run)
        return max(counted - discount, 0.0) + self._weight * max(own - discount, 0.0)

    def _context(self, history: str) -> tuple[float, float]:
        """Return how often a context was seen, and how much of that goes to shorter ones."""
        found = self._contexts.get(history)
        if found is None:
            found = self._contexts[history] = self._seen(history)
        return found

    def _seen(self, history: str) -> tuple[float, float]:
        size = len(history)
        discount = DISCOUNTS[size]
        kept, ways, rest = self._lexicon.continuations(history)
        counted = kept + rest
        spare = rest + discount * ways
        own = self._totals[size].get(history, 0)
        own_spare = discount * self._ways[size].get(history, 0)
        return counted + self._weight * own, spare + self._weight * own_spare
