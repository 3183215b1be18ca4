"""Gather what the healthy part of a text tells about its torn places."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policydiff.cleaning.mojibake.lexicon import EDGE, symbols
from policydiff.cleaning.mojibake.sites import sites
from policydiff.cleaning.pinyin import LETTER, NOTE_RE, NoteKind, note_kind
from policydiff.model import Script

# What is left of a note when the bracket before it was swallowed: ``lián)``.
TAIL_RE = re.compile(f" ?([{LETTER}]{{1,9}}) ?[)）]")
SHADOW = 14  # characters behind a place that are no evidence: the runs seen reach that far
LEAST_NOTES = 2  # a character is held to be always annotated from this many notes on


@dataclass(frozen=True, slots=True)
class Facts:
    """What the healthy part of a text tells: its characters, notes, script and signs."""

    characters: frozenset[str]
    notes: dict[str, frozenset[str]]
    script: Script
    has_private: bool
    has_wide_signs: bool


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
    return Facts(
        characters=frozenset("".join(stretches)),
        notes=annotations(stretches),
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
