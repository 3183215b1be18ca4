"""Price the characters that a text may have had, behind what stands before them.

What was worked out once is kept: a text asks for the same few contexts thousands of times.
"""

from math import log

from policydiff.cleaning.mojibake.facts import Facts
from policydiff.cleaning.mojibake.gbk import with_lead
from policydiff.cleaning.mojibake.language import LanguageModel, Node
from policydiff.cleaning.mojibake.lexicon import symbol
from policydiff.cleaning.mojibake.paths import Price
from policydiff.model import Script
from policydiff.settings import TornSettings

SWALLOWED = "0% .-+/"  # ASCII signs below 0x40 that plans use; 0 stands for any digit
WIDE_ELSEWHERE = ",;:()"  # signs that a page in GBK has in full width, and cannot lose like this
SIGNS_SWALLOWED = SWALLOWED + WIDE_ELSEWHERE
MISSING = "?"  # what stands for a digit that nobody can know


class Prices(dict[str, Price]):
    """The prices of characters behind one context, by character; they are worked out when met.

    A class, and a dict: a price that is known is had without a call.
    """

    __slots__ = ("_contexts", "_likeliest", "_logs", "_node", "_swallowed")

    def __init__(self, node: Node, contexts: "Contexts") -> None:
        super().__init__()
        self._node, self._contexts = node, contexts
        self._logs: dict[str, float] = {}
        self._likeliest: dict[tuple[int, ...], tuple[Price, ...]] = {}
        self._swallowed: tuple[Price, ...] = ()

    def __missing__(self, char: str) -> Price:
        known = symbol(char)
        cost = self.log_probability(known) + self._contexts.oddity(char)
        shown = char if self._contexts.facts.has_wide_signs else narrow(char)
        price = self[char] = Price(cost, char, shown, known)
        return price

    def log_probability(self, known: str) -> float:
        """Return the natural logarithm of the probability of a symbol."""
        found = self._logs.get(known)
        if found is None:
            found = self._logs[known] = log(self._node.probability(known))
        return found

    def likeliest(self, carry: tuple[int, ...]) -> tuple[Price, ...]:
        """Return the likeliest characters that begin with one of these bytes, dearest last."""
        found = self._likeliest.get(carry)
        if found is None:
            prices = [self[char] for lead in carry for char in with_lead(lead).values()]
            prices.sort(key=lambda price: (-price.cost, price.char))
            width = self._contexts.settings.guess_width
            found = self._likeliest[carry] = tuple(prices[:width])
        return found

    def swallowed(self) -> tuple[Price, ...]:
        """Return the ASCII signs that may have gone with a byte."""
        if not self._swallowed:
            self._swallowed = tuple(map(self._sign, SIGNS_SWALLOWED))
        return self._swallowed

    def _sign(self, sign: str) -> Price:
        settings = self._contexts.settings
        cost = settings.swallowed + self.log_probability(sign)
        if sign in WIDE_ELSEWHERE:
            cost += settings.swallowed_narrow
        return Price(cost, sign, MISSING if sign == "0" else sign, sign)


class Contexts(dict[str, Prices]):
    """The prices behind each run of characters met in a text. A class, as Prices is one."""

    __slots__ = ("_model", "_oddities", "facts", "settings")

    def __init__(self, model: LanguageModel, facts: Facts, settings: TornSettings) -> None:
        super().__init__()
        self._model, self.facts, self.settings = model, facts, settings
        self._oddities: dict[str, float] = {}

    def __missing__(self, history: str) -> Prices:
        node = self._model.node(history)
        prices = Prices(node, self) if node.history == history else self[node.history]
        self[history] = prices
        return prices

    def oddity(self, char: str) -> float:
        """Return what a character costs that does not belong in this text."""
        found = self._oddities.get(char)
        if found is None:
            found = self._oddities[char] = self._oddity(char)
        return found

    def _oddity(self, char: str) -> float:
        facts, settings, known = self.facts, self.settings, symbol(char)
        if char in facts.characters:
            return 0.0
        cost = 0.0
        foreign = known != char if facts.script is Script.HANS else _is_simplified_only(char)
        if foreign and not char.isascii() and narrow(char) == char:
            cost += settings.foreign
        if not self._model.knows(known):
            cost += settings.unknown
        return cost


def _is_simplified_only(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return "\u4e00" <= char <= "\u9fff"
    return False


def narrow(char: str) -> str:
    """Return a full-width sign in ASCII, as the mirrors wrote it; other characters as they are.

    >>> [narrow(char) for char in "（，专"]
    ['(', ',', '专']
    """
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return " " if char == "\u3000" else char
