"""Look up the words of government plans, as counts of short runs of characters.

Nothing here is read for a healthy text: the file is mapped when the first torn place is found, and
only the pages that are looked up are read. How it was made, from what, and under which licences is
told in ``data/README.md``.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Literal, NamedTuple

from policydiff.text.simplify import load_tables

LEXICON_FILE = Path(__file__).parent / "data" / "lexicon.dat"
ORDER = 5  # the longest runs counted, in characters
EXACT = 128  # counts below are stored as such, those above in steps of an eighth of an octave
STEPS = 8
#: The count that each byte of the file stands for.
COUNTS = tuple(
    code if code < EXACT else round(EXACT * 2 ** ((code - EXACT) / STEPS)) for code in range(256)
)
PARTS = 8  # of the file for each table, in the order of the fields of Table
EDGE = "\n"  # stands before the first and behind the last character of a line
HAN_RE = re.compile("[\u4e00-\u9fff]")


class Continuations(NamedTuple):
    """How a context goes on: sums of the counts kept and not kept, and the range of the ways."""

    kept: int
    rest: int
    start: int
    end: int


UNSEEN = Continuations(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The contexts of one length, sorted, and what goes on behind each: parts of a mapped file.

    A context is a number, 16 bits a character, so that ``bisect`` finds it in C. Behind context
    ``n`` come ``chars[starts[n]:starts[n + 1]]``, as often as ``codes`` say (in runs shorter than
    ORDER: behind so many different characters); ``totals`` has their sum, ``rests`` what was too
    rare to be kept. ``rare`` are the contexts of which no way was kept, with their ``rare_rests``.
    """

    contexts: memoryview
    rare: memoryview
    starts: memoryview
    totals: memoryview
    chars: str
    codes: memoryview
    rests: memoryview
    rare_rests: memoryview

    def continuations(self, context: str) -> Continuations:
        """Return how a context goes on; UNSEEN where it never came, or always in rare runs."""
        number = number_of(context)
        at = bisect_left(self.contexts, number)
        if at < len(self.contexts) and self.contexts[at] == number:
            rest = COUNTS[self.rests[at]]
            return Continuations(self.totals[at], rest, self.starts[at], self.starts[at + 1])
        at = bisect_left(self.rare, number)
        if at < len(self.rare) and self.rare[at] == number:
            return Continuations(0, COUNTS[self.rare_rests[at]], 0, 0)
        return UNSEEN

    def count(self, char: str, ways: Continuations) -> int:
        """Return how often ``char`` stood behind a context that goes on in these ways, about."""
        at = self.chars.find(char, ways.start, ways.end)
        return 0 if at < 0 else COUNTS[self.codes[at]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables of contexts of 0 to ORDER - 1 characters."""

    tables: tuple[Table, ...]

    def holds(self, char: str) -> bool:
        """Tell whether any run with this character was kept."""
        return char in self.tables[0].chars


def number_of(context: str) -> int:
    """Return the number that a context is sorted by, 16 bits a character.

    >>> hex(number_of("专科"))
    '0x4e1379d1'
    """
    return int.from_bytes(context.encode("utf-16-be", "surrogatepass"), "big")


@cache
def load_lexicon() -> Lexicon:
    """Map the lexicon that comes with the package."""
    with LEXICON_FILE.open("rb") as file:
        return unpack(memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)))


def unpack(data: memoryview) -> Lexicon:
    """Read a lexicon from its bytes, which ``bench/lexicon.py`` packs.

    They open with the place and the length of each part, as numbers of four bytes, and hold the
    parts, each from a multiple of eight on; the lowest byte of a number comes first.
    """
    places = _numbers(data[: 4 * 2 * PARTS * ORDER], "I")
    parts = [data[places[n] : places[n] + places[n + 1]] for n in range(0, len(places), 2)]
    return Lexicon(tuple(_table(parts[n : n + PARTS]) for n in range(0, len(parts), PARTS)))


def _table(parts: Sequence[memoryview]) -> Table:
    contexts, rare, starts, totals, chars, codes, rests, rare_rests = parts
    return Table(
        _numbers(contexts, "Q"),
        _numbers(rare, "Q"),
        _numbers(starts, "I"),
        _numbers(totals, "I"),
        str(chars, "utf-16-le"),
        codes,
        rests,
        rare_rests,
    )


def _numbers(part: memoryview, code: Literal["I", "Q"]) -> memoryview:
    """Return a part as numbers; it is copied only where the machine turns their bytes around."""
    if sys.byteorder == "little":
        return part.cast(code)
    turned = array(code, part.tobytes())
    turned.byteswap()
    return memoryview(turned)


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
