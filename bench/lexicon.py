"""Build the lexicon that ``policydiff.cleaning.mojibake`` ships, out of texts and word lists.

    python bench/lexicon.py TEXTS WORDS OUT

TEXTS is a folder of plain texts; WORDS a folder of word lists (one word and its frequency a
line). What the shipped file was made from stands in ``data/README.md`` beside it, in
``policydiff/cleaning/mojibake``.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from policydiff.cleaning.mojibake import with_trail
from policydiff.cleaning.mojibake.language import (
    COUNTS,
    EDGE,
    EXACT,
    ORDER,
    PARTS,
    STEPS,
    number_of,
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


@dataclass(frozen=True, slots=True)
class Kept:
    """The runs of one length that are kept, sorted, each with two bytes.

    ``codes`` stand for how often a run was seen, ``rests`` for how often it goes on in ways that
    were too rare to be kept.
    """

    runs: Sequence[str]
    codes: bytes
    rests: bytes


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


def runs(text: str, size: int) -> list[str]:
    """Return all runs of ``size`` characters of a text, in order.

    >>> runs("专科病", 2)
    ['专科', '科病']
    """
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def edged(lines: Sequence[str]) -> list[str]:
    """Return the lines as symbols, with the edges marked; blank ones are left out."""
    bare = (symbols(line).strip() for line in lines)
    return [EDGE + line + EDGE for line in bare if line]


def continuation_counts(counts: Counts) -> Counts:
    """Turn counts of runs to counts of the characters before them, but for the longest runs.

    After Kneser and Ney: a short run matters only where no longer one explains it. A run at the
    beginning of a line, which nothing stands before, keeps its count.
    """
    found = []
    for size, table in enumerate(counts[:-1], start=1):
        turned = Counter({run: count for run, count in table.items() if run[0] == EDGE})
        turned.update(run[1:] for run in counts[size])
        found.append(turned)
    return (*found, counts[-1])


def choose(counts: Counts, recipe: Recipe) -> list[Kept]:
    """Choose the runs to keep, by length, and code their counts."""
    turned = continuation_counts(counts)
    kept = [_kept(counts[n], turned[n], n, recipe) for n in range(ORDER)]
    chosen = []
    for size, table in enumerate(turned, start=1):
        keys = sorted(kept[size - 1])
        rests = _rests(turned[size], kept[size]) if size < ORDER else Counter()
        codes = bytes(code_of_count(table[key]) for key in keys)
        chosen.append(Kept(keys, codes, bytes(code_of_count(rests[key]) for key in keys)))
        print(f"runs of {size}: {len(keys):,} of {len(table):,}", file=sys.stderr)
    return chosen


def pack(kept: Sequence[Kept]) -> bytes:
    """Write the runs in the form that ``policydiff.cleaning.mojibake.language.unpack`` reads."""
    nothing = Kept((), b"", b"")
    parts = [
        part
        for shorter, longer in zip((nothing, *kept), kept, strict=False)
        for part in _parts(shorter, longer)
    ]
    start = 4 * 2 * PARTS * ORDER
    places, body = array("I"), b""
    for part in parts:
        body += bytes(-len(body) % 8)
        places.extend((start + len(body), len(part)))
        body += part
    return _bytes_of(places) + body


def _parts(shorter: Kept, longer: Kept) -> tuple[bytes, ...]:
    """Lay out what goes on behind each context: the runs of a length, by their beginnings."""
    rest_of = dict(zip(shorter.runs, shorter.rests, strict=True))
    contexts, starts, totals, rests = array("Q"), array("I"), array("I"), bytearray()
    last = None
    for at, run in enumerate(longer.runs):
        if run[:-1] != last:
            last = run[:-1]
            contexts.append(number_of(last))
            starts.append(at)
            totals.append(0)
            rests.append(rest_of.pop(last, 0))
        totals[-1] += COUNTS[longer.codes[at]]
    starts.append(len(longer.runs))
    rare = {number_of(run): rest for run, rest in rest_of.items() if rest}  # sorted, as runs are
    chars = "".join(run[-1] for run in longer.runs).encode("utf-16-le")
    numbers = map(_bytes_of, (contexts, array("Q", rare), starts, totals))
    return (*numbers, chars, longer.codes, bytes(rests), bytes(rare.values()))


def _bytes_of(numbers: "array[int]") -> bytes:
    """Return numbers as bytes, the lowest byte of each first."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


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
    packed = pack(choose(counts, recipe))
    Path(out).write_bytes(packed)
    print(f"{out}: {len(packed):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
