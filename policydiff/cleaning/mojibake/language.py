"""Tell how likely a character is after others, by the lexicon and by the words of the text.

Interpolated absolute discounting (Ney, Essen, Kneser 1994): what long contexts leave open is
filled from shorter ones. The runs of the text itself count ``weight`` times.

Nothing is counted before it is asked for: a context becomes a node when a reading first reaches
it, and a context that nobody has seen is the node of the next shorter one.

The lexicon has the words of government plans, as counts of short runs of characters. Its file is
mapped when the first torn place is found, and only the pages that are looked up are read. How it
was made, from what, and under which licences is told in ``data/README.md``.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from policydiff.text.lines import HALF_WIDTH
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
DISCOUNTS = (0.5, 0.7, 0.8, 0.85, 0.9)  # by length; usual values, larger where counts are thinner
ALPHABET = 12_000  # characters that a text may hold: GBK has twice as many, most never used
GAP = "\udfff"  # between stretches: no run reaches over it


class Continuations(NamedTuple):
    """How a context goes on: sums of the counts kept and not kept, and the range of the ways."""

    kept: int
    rest: int
    start: int
    end: int


UNSEEN = Continuations(0, 0, 0, 0)


class Table(Struct, frozen=True, eq=False):
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


class Lexicon(Struct, frozen=True):
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
    char = char.translate(HALF_WIDTH)
    if char.isascii():
        return "0" if char.isdigit() else "a" if char.isalpha() else char
    if char == "\u00a0":
        return " "
    tables = load_tables()
    simplified = char if tables is None else tables.characters.get(ord(char), char)
    return simplified if len(simplified) == 1 and simplified <= "\uffff" else char[:1]


def symbols(text: str) -> str:
    """Return a text as the lexicon knows it, character by character."""
    return "".join(map(symbol, text))


class Evidence:
    """The texts that are evidence, and where their runs stand.

    A class, since it is counted as far as it is asked for: the places of a run are those of the
    run without its last character, told apart by what follows. So all that can be asked costs as
    many steps as the texts have characters, for each length once, whatever they hold.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = GAP + GAP.join(texts) + GAP
        self._everywhere = range(1, len(self._text))
        self._followers: dict[str, dict[str, list[int]]] = {}

    def ways(self, context: str) -> Mapping[str, int]:
        """Return how a context goes on, after Kneser and Ney: behind how many characters.

        The longest runs, and those from the beginning of a line on, count as often as they come.
        """
        followers = self._behind(context)
        if not followers:
            return {}
        text, is_longest = self._text, len(context) + 1 == ORDER
        found: dict[str, int] = {}
        for char, places in followers.items():
            count = len(places) if is_longest or (context or char)[0] == EDGE else 0
            if not is_longest:
                before = {text[place - 1] for place in places}
                count += len(before) - (GAP in before)
            if count:
                found[char] = count
        return found

    def _behind(self, context: str) -> Mapping[str, Sequence[int]]:
        """Return the places of a context, by the character that follows."""
        followers = self._followers.get(context)
        if followers is None:
            places = self._behind(context[:-1]).get(context[-1]) if context else self._everywhere
            followers = self._told_apart(places, len(context)) if places else {}
            self._followers[context] = followers
        return followers

    def _told_apart(self, places: Sequence[int], size: int) -> dict[str, list[int]]:
        followers: dict[str, list[int]] = {}
        text = self._text
        for place in places:
            char = text[place + size]
            if char in followers:
                followers[char].append(place)
            elif char != GAP:
                followers[char] = [place]
        return followers


class Node:
    """A context that was seen, and what stands behind it. A class, since it keeps what it finds.

    ``shorter`` is the node that fills in what this one leaves open; only the empty context has
    none. ``own`` is how the context goes on in the evidence.
    """

    __slots__ = (
        "_chars",
        "_codes",
        "_discount",
        "_end",
        "_found",
        "_own",
        "_shorter",
        "_spare",
        "_start",
        "_total",
        "_weight",
        "history",
    )

    def __init__(
        self,
        history: str,
        shorter: "Node | None",
        seen: "Seen",
        own: Mapping[str, int],
        weight: float,
    ) -> None:
        ways, discount = seen.ways, DISCOUNTS[len(history)]
        self.history = history
        self._shorter, self._chars, self._codes = shorter, seen.table.chars, seen.table.codes
        self._start, self._end = ways.start, ways.end
        self._own, self._weight, self._discount = own, weight, discount
        self._total = ways.kept + ways.rest + weight * sum(own.values())
        self._spare = ways.rest + discount * (ways.end - ways.start)
        self._spare += weight * discount * len(own)
        self._found: dict[str, float] = {}

    def probability(self, char: str) -> float:
        """Return the probability of a character behind this context."""
        found = self._found.get(char)
        if found is not None:
            return found
        shorter = self._shorter.probability(char) if self._shorter else 1 / ALPHABET
        at = self._chars.find(char, self._start, self._end)
        gained = 0.0
        if at >= 0 and (count := COUNTS[self._codes[at]]) > self._discount:
            gained = count - self._discount
        if own := self._own.get(char):
            gained += self._weight * max(own - self._discount, 0.0)
        found = self._found[char] = (gained + self._spare * shorter) / self._total
        return found


class Seen(NamedTuple):
    """What the lexicon has of a context."""

    table: Table
    ways: Continuations


class LanguageModel:
    """Nodes of the contexts met. A class, since it remembers what it looked up."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[str], weight: float) -> None:
        self._lexicon = lexicon
        self._weight = weight
        self._evidence = Evidence(texts)
        self._nodes: dict[str, Node] = {}
        self._alphabet = self._evidence.ways("")

    def node(self, history: str) -> Node:
        """Return the node of the longest end of ``history`` that was seen."""
        found = self._nodes.get(history)
        if found is None:
            found = self._nodes[history] = self._made(history)
        return found

    def log_probability(self, history: str, char: str) -> float:
        """Return the natural logarithm of the probability of ``char`` behind ``history``."""
        return log(self.node(history).probability(char))

    def knows(self, char: str) -> bool:
        """Tell whether the lexicon or the text holds a character."""
        return char in self._alphabet or self._lexicon.holds(char)

    def _made(self, history: str) -> Node:
        table = self._lexicon.tables[len(history)]
        ways = table.continuations(history)
        if not history:
            return Node(history, None, Seen(table, ways), self._alphabet, self._weight)
        shorter, own = self.node(history[1:]), self._evidence.ways(history)
        if ways.start == ways.end and not own:
            return shorter
        return Node(history, shorter, Seen(table, ways), own, self._weight)
