"""Gather what the healthy part of a text tells about its torn places."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policydiff.cleaning.mojibake.lexicon import EDGE, HAN_RE, symbol, symbols
from policydiff.cleaning.mojibake.sites import sites
from policydiff.cleaning.pinyin import LETTER, NOTE_RE, NoteKind, is_reading, note_kind
from policydiff.model import Script

# What is left of a note when the bracket before it was swallowed: ``lián)``.
TAIL_RE = re.compile(f" ?([{LETTER}]{{1,9}}) ?[)）]")
SHADOW = 14  # characters behind a place that are no evidence: the runs seen reach that far
WIDE_ALPHANUMERICS = frozenset(
    char
    for char in map(chr, range(0xFF01, 0xFF5F))
    if unicodedata.normalize("NFKC", char).isalnum()
)
LEAST_NOTES = 2  # a character is held to be always annotated from this many notes on


@dataclass(frozen=True, slots=True)
class Facts:
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
