"""Load the words of government plans, as counts of short runs of characters.

Nothing here is read for a healthy text: the file is loaded when the first torn place is found.
How it was made, from what, and under which licences is told in ``data/README.md``.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from policydiff.reading.script import load_tables

LEXICON_FILE = Path(__file__).parent / "data" / "lexicon.bin"
ORDER = 5  # the longest runs counted, in characters
EXACT = 128  # counts below are stored as such, those above in steps of an eighth of an octave
STEPS = 8
LAST = "\uffff"  # sorts behind every character
EDGE = "\n"  # stands before the first and behind the last character of a line


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All runs of one length, sorted, end to end in one string, with two bytes for each.

    ``counts`` say how often a run was seen (of runs shorter than ORDER: behind how many different
    characters); ``rests`` how much of what goes on behind it was too rare to be kept. ``pages``
    remembers where the runs that begin with a character lie: it only saves time.
    """

    size: int
    keys: str
    counts: bytes
    rests: bytes
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)

    def rank(self, prefix: str) -> int:
        """Return how many runs sort before ``prefix``, which is not empty."""
        page = self.pages.get(prefix[0])
        if page is None:
            end = len(self.counts)
            low = self._search(prefix[0], 0, end)
            page = self.pages[prefix[0]] = low, self._search(prefix[0] + LAST, low, end)
        return self._search(prefix, *page)

    def _search(self, prefix: str, low: int, high: int) -> int:
        size, keys = self.size, self.keys
        while low < high:
            middle = (low + high) // 2
            if keys[middle * size : middle * size + size] < prefix:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, run: str) -> int:
        """Return the place of a run in the table, or -1 where it was not kept."""
        place = self.rank(run)
        start = place * self.size
        return place if self.keys[start : start + self.size] == run else -1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables of runs of 1 to ORDER characters."""

    tables: tuple[Table, ...]

    def count(self, run: str) -> int:
        """Return the count of a run, about; 0 where it was not kept."""
        table = self.tables[len(run) - 1]
        place = table.find(run)
        return 0 if place < 0 else count_of_code(table.counts[place])

    def continuations(self, context: str) -> tuple[int, int, int]:
        """Return how a context goes on: counts kept, number of ways kept, counts not kept."""
        table = self.tables[len(context)]
        low, high, rest = 0, len(table.counts), 0
        if context:
            low, high = table.rank(context), table.rank(context + LAST)
            shorter = self.tables[len(context) - 1]
            place = shorter.find(context)
            rest = 0 if place < 0 else count_of_code(shorter.rests[place])
        return sum(map(count_of_code, table.counts[low:high])), high - low, rest


def count_of_code(code: int) -> int:
    """Return the count that a byte stands for.

    >>> [count_of_code(code) for code in (7, 127, 128, 136)]
    [7, 127, 128, 256]
    """
    return _COUNTS[code]


_COUNTS = tuple(
    code if code < EXACT else round(EXACT * 2 ** ((code - EXACT) / STEPS)) for code in range(256)
)


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that comes with the package."""
    return unpack(LEXICON_FILE.read_bytes())


def unpack(data: bytes) -> Lexicon:
    """Read a lexicon from the bytes of its file (see ``bench/lexicon.py``, which packs it)."""
    raw = zlib.decompress(data)
    tables = []
    for size in range(1, ORDER + 1):
        entries = int.from_bytes(raw[:4], "little")
        ends = [4 + (2 * size + extra) * entries for extra in range(3)]
        keys, counts, rests = raw[4 : ends[0]], raw[ends[0] : ends[1]], raw[ends[1] : ends[2]]
        tables.append(Table(size, keys.decode("utf-16-le"), counts, rests))
        raw = raw[ends[2] :]
    return Lexicon(tuple(tables))


@cache
def symbol(char: str) -> str:
    """Return what the lexicon knows a character as: simplified, signs in ASCII, digits as 0.

    >>> [symbol(char) for char in "專，2Ａ"]
    ['专', ',', '0', 'a']
    """
    if "\uff01" <= char <= "\uff5e":
        char = chr(ord(char) - 0xFEE0)
    if char.isascii():
        return "0" if char.isdigit() else "a" if char.isalpha() else char
    if char in "\u3000\u00a0":
        return " "
    tables = load_tables()
    simplified = char if tables is None else tables.characters.get(ord(char), char)
    return simplified if len(simplified) == 1 and simplified <= "\uffff" else char[:1]


def symbols(text: str) -> str:
    """Return a text as the lexicon knows it, character by character."""
    return "".join(map(symbol, text))


def runs(text: str, size: int) -> list[str]:
    """Return all runs of ``size`` characters of a text, in order.

    >>> runs("专科病", 2)
    ['专科', '科病']
    """
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def continuation_counts(counts: tuple[Counter[str], ...]) -> tuple[Counter[str], ...]:
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


def edged(lines: Sequence[str]) -> list[str]:
    """Return the lines as symbols, with the edges marked; blank ones are left out."""
    bare = (symbols(line).strip() for line in lines)
    return [EDGE + line + EDGE for line in bare if line]


HAN_RE = re.compile("[\u4e00-\u9fff]")
