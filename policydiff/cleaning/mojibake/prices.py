"""Price the characters that a text may have had, behind what stands before them.

A price comes from the language model and from the facts that the healthy part of the text tells.
What was worked out once is kept: a text asks for the same few contexts thousands of times.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from msgspec import Struct

from policydiff.cleaning.mojibake import sites, with_lead
from policydiff.cleaning.mojibake.language import EDGE, HAN_RE, LanguageModel, Node, symbol, symbols
from policydiff.cleaning.pinyin import LETTER, NOTE_RE, NoteKind, is_reading, note_kind
from policydiff.model import Script
from policydiff.settings import MojibakeSettings
from policydiff.text.lines import HALF_WIDTH

# What is left of a note when the bracket before it was swallowed: ``lián)``.
TAIL_RE = re.compile(f" ?([{LETTER}]{{1,9}}) ?[)）]")
SHADOW = 14  # characters behind a place that are no evidence: the runs seen reach that far
WIDE_ALPHANUMERICS = frozenset(
    char
    for char in map(chr, range(0xFF01, 0xFF5F))
    if unicodedata.normalize("NFKC", char).isalnum()
)
LEAST_NOTES = 2  # a character is held to be always annotated from this many notes on
SWALLOWED = "0% .-+/"  # ASCII signs below 0x40 that plans use; 0 stands for any digit
WIDE_ELSEWHERE = ",;:()"  # signs that a page in GBK has in full width, and cannot lose like this
SIGNS_SWALLOWED = SWALLOWED + WIDE_ELSEWHERE
MISSING = "?"  # what stands for a digit that nobody can know


class Facts(Struct, frozen=True):
    """What the healthy part of a text tells: its characters, notes, script and signs.

    ``readings`` are the notes of the characters that always have one, by the symbols that the
    language model knows these characters as. ``strange`` are full-width digits and letters that
    the text does not use: the bytes of two other characters can look like one, and no number is
    ever made up. ``barred`` are these and the characters that always have a note: none stands
    inside a torn stretch, where its note would have brought the reading in step.
    """

    characters: frozenset[str]
    readings: dict[str, frozenset[str]]
    strange: frozenset[str]
    barred: frozenset[str]
    script: Script
    has_private: bool
    has_wide_signs: bool

    def fits(self, known: str, note: str) -> bool:
        """Tell whether a note can stand behind the character that has this symbol.

        Where the text always annotates it, as the text does: 活(huó), never 化(huó), though 化
        has that reading too.
        """
        usual = self.readings.get(known)
        if usual:
            return note in usual
        return HAN_RE.match(known) is not None and is_reading(known, note)


def healthy(text: str) -> list[str]:
    """Return the stretches of a line that no torn character can have reached."""
    stretches, position = [], 0
    for column in sites(text):
        if column >= position:
            stretches.append(text[position:column])
        position = max(position, column + SHADOW)
    stretches.append(text[position:])
    return [stretch for stretch in stretches if stretch]


def without_notes(text: str) -> str:
    """Return the text without its pinyin notes: 衛(wèi)生 → 衛生."""
    return NOTE_RE.sub("", text)


def evidence(texts: Iterable[str]) -> list[str]:
    r"""Return what the language model may learn from these lines, as symbols.

    >>> evidence(["深化醫(yī)改??傤~"])
    ['\n深化医改']
    """
    found = []
    for text in texts:
        for stretch in healthy(text):
            left = EDGE if text.startswith(stretch) else ""
            right = EDGE if text.endswith(stretch) else ""
            found.append(left + symbols(without_notes(stretch)).strip() + right)
    return found


def gather(texts: Sequence[str], script: Script) -> Facts:
    """Gather the facts of a text from its lines."""
    stretches = [stretch for text in texts for stretch in healthy(text)]
    notes = annotations(stretches)
    readings: dict[str, frozenset[str]] = {}
    for char, found in notes.items():
        readings[symbol(char)] = readings.get(symbol(char), frozenset()) | found
    characters = frozenset("".join(stretches))
    strange = WIDE_ALPHANUMERICS - characters
    return Facts(
        characters=characters,
        readings=readings,
        strange=strange,
        barred=strange.union(notes),
        script=script,
        has_private=any("\ue000" <= char <= "\uf8ff" for text in texts for char in text),
        has_wide_signs=any("，" in text for text in stretches),
    )


def annotations(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the characters that these texts always annotate, with their notes."""
    notes: dict[str, Counter[str]] = {}
    bare: Counter[str] = Counter()
    for text in texts:
        for found in NOTE_RE.finditer(text):
            if note_kind(text, found) is NoteKind.NONE:
                continue
            notes.setdefault(text[found.start() - 1], Counter())[found[1]] += 1
        bare.update(NOTE_RE.sub("", text))
    return {
        char: frozenset(readings)
        for char, readings in notes.items()
        if LEAST_NOTES <= readings.total() == bare[char]
    }


class Price(NamedTuple):
    """What a character costs behind a context (0 is free, less is dearer), and how it is shown.

    ``symbol`` is what the language model knows it as.
    """

    cost: float
    char: str
    shown: str
    symbol: str


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
        cost = settings.swallowed_weight + self.log_probability(sign)
        if sign in WIDE_ELSEWHERE:
            cost += settings.swallowed_narrow_weight
        return Price(cost, sign, MISSING if sign == "0" else sign, sign)


class Contexts(dict[str, Prices]):
    """The prices behind each run of characters met in a text. A class, as Prices is one."""

    __slots__ = ("_model", "_oddities", "facts", "settings")

    def __init__(self, model: LanguageModel, facts: Facts, settings: MojibakeSettings) -> None:
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
            cost += settings.foreign_weight
        if not self._model.knows(known):
            cost += settings.unknown_weight
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
    return char.translate(HALF_WIDTH)
