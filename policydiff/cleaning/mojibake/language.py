"""Tell how likely a character is after others, by the lexicon and by the words of the text.

Interpolated absolute discounting (Ney, Essen, Kneser 1994): what long contexts leave open is
filled from shorter ones. The runs of the text and of the other plans count ``weight`` times.

Nothing is counted before it is asked for: a context becomes a node when a reading first reaches
it, and a context that nobody has seen is the node of the next shorter one.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from policydiff.cleaning.mojibake.lexicon import EDGE, ORDER, Continuations, Lexicon, Table

DISCOUNTS = (0.5, 0.7, 0.8, 0.85, 0.9)  # by length; usual values, larger where counts are thinner
ALPHABET = 12_000  # characters that a text may hold: GBK has twice as many, most never used
GAP = "\udfff"  # between stretches: no run reaches over it


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
        "_discount",
        "_found",
        "_own",
        "_shorter",
        "_spare",
        "_table",
        "_total",
        "_ways",
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
        self._shorter, self._table, self._ways = shorter, seen.table, ways
        self._own, self._weight, self._discount = own, weight, discount
        self._total = ways.kept + ways.rest + weight * sum(own.values())
        self._spare = ways.rest + discount * (ways.end - ways.start)
        self._spare += weight * discount * len(own)
        self._found: dict[str, float] = {}

    def probability(self, char: str) -> float:
        """Return the probability of a character behind this context."""
        found = self._found.get(char)
        if found is None:
            found = self._found[char] = self._interpolated(char)
        return found

    def _interpolated(self, char: str) -> float:
        shorter = self._shorter.probability(char) if self._shorter else 1 / ALPHABET
        gained = max(self._table.count(char, self._ways) - self._discount, 0.0)
        if own := self._own.get(char):
            gained += self._weight * max(own - self._discount, 0.0)
        return (gained + self._spare * shorter) / self._total


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
