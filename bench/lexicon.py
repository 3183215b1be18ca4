"""Build the lexicon that ``policydiff.reading`` ships, out of texts and word lists.

    python bench/lexicon.py TEXTS WORDS OUT

TEXTS is a folder of plain texts; WORDS a folder of word lists (one word and its frequency a
line). What the shipped file was made from stands in ``policydiff/reading/data/README.md``.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2
from pathlib import Path

from policydiff.reading.torn.gbk import with_trail
from policydiff.reading.torn.lexicon import (
    EXACT,
    ORDER,
    STEPS,
    continuation_counts,
    edged,
    runs,
    symbol,
    symbols,
)

BOUND = "\x02"
NEVER = 1_000_000_000
Counts = tuple[Counter[str], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is kept: runs counted at least so often, by length, with and without a pivot.

    A pivot is a character that a cut can tear, so that it must be guessed.
    """

    least: tuple[int, ...] = (1, 2, 3, NEVER, NEVER)
    least_with_pivot: tuple[int, ...] = (1, 1, 1, 1, 2)
    word_mass: int = 400_000
    least_frequency: int = 5
    longest_word: int = 8


def pivots() -> frozenset[str]:
    """Return the characters, simplified, whose second byte can be the first of a sign."""
    return frozenset(symbol(char) for trail in (0xA1, 0xA3) for char in with_trail(trail))


def count_texts(paths: Iterable[Path]) -> Counts:
    """Count all runs of characters in some texts."""
    counts: Counts = tuple(Counter() for _ in range(ORDER))
    for path in paths:
        for line in edged(path.read_text(encoding="utf-8-sig").splitlines()):
            for size in range(1, ORDER + 1):
                counts[size - 1].update(runs(line, size))
    return counts


def add_words(counts: Counts, paths: Iterable[Path], recipe: Recipe) -> None:
    """Add the runs inside words, by the words' frequencies, which lists state at any scale."""
    for path in paths:
        words = dict(_words(path))
        scale = recipe.word_mass / max(sum(words.values()), 1)
        for word, frequency in words.items():
            if frequency >= recipe.least_frequency and 1 < len(word) <= recipe.longest_word:
                _add_word(counts, word, max(round(frequency * scale), 1))


def _add_word(counts: Counts, word: str, share: int) -> None:
    bounded = BOUND + word  # something stands before it, we do not know what
    for size in range(1, min(ORDER, len(bounded)) + 1):
        for run in runs(bounded, size):
            counts[size - 1][run] += share


def _words(path: Path) -> Iterator[tuple[str, int]]:
    for row in path.read_text(encoding="utf-8").splitlines():
        fields = row.split()
        if len(fields) >= 2 and fields[1].isdigit() and not fields[0].isascii():
            yield symbols(fields[0]), int(fields[1])


def pack(counts: Counts, recipe: Recipe) -> bytes:
    """Write the counts in the form that ``policydiff.reading.lexicon.unpack`` reads."""
    turned = continuation_counts(counts)
    kept = [_kept(counts[n], turned[n], n, recipe) for n in range(ORDER)]
    raw = b""
    for size, table in enumerate(turned, start=1):
        keys = sorted(kept[size - 1])
        rests = _rests(turned[size], kept[size]) if size < ORDER else Counter()
        raw += len(keys).to_bytes(4, "little") + "".join(keys).encode("utf-16-le")
        raw += bytes(code_of_count(table[key]) for key in keys)
        raw += bytes(code_of_count(rests[key]) for key in keys)
        print(f"runs of {size}: {len(keys):,} of {len(table):,}", file=sys.stderr)
    return zlib.compress(raw, 9)


def _kept(counts: Counter[str], turned: Counter[str], n: int, recipe: Recipe) -> set[str]:
    """Choose the runs to keep, by how often they were seen."""
    special = pivots()
    return {
        run
        for run in turned
        if counts[run] >= (recipe.least if special.isdisjoint(run) else recipe.least_with_pivot)[n]
        and BOUND not in run
        and len(run.encode("utf-16-le")) == 2 * (n + 1)
    }


def _rests(longer: Counter[str], kept: set[str]) -> Counter[str]:
    """Count, by context, what goes on in ways that are not kept."""
    rests: Counter[str] = Counter()
    for run, count in longer.items():
        if run not in kept and BOUND not in run:
            rests[run[:-1]] += count
    return rests


def code_of_count(count: int) -> int:
    """Return the byte that stands for a count, exactly or about."""
    if count < EXACT:
        return count
    return min(255, EXACT + round(STEPS * log2(count / EXACT)))


def main(texts: str, words: str, out: str) -> None:
    """Count, pack and write."""
    recipe = Recipe()
    counts = count_texts(sorted(Path(texts).glob("*.txt")))
    add_words(counts, sorted(Path(words).glob("*.txt")), recipe)
    packed = pack(counts, recipe)
    Path(out).write_bytes(packed)
    print(f"{out}: {len(packed):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
