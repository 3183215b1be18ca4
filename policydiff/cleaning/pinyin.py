"""Take out the pinyin notes that some mirror sites put behind characters: 衛(wèi)生 → 衛生.

A note goes only if it is a reading of the characters before it. Without a tone mark, ``(a)`` or
``(he)`` may be a genuine label, so such notes go only where the text puts them systematically.
"""

import re
import unicodedata
from enum import Enum
from functools import cache
from pathlib import Path

from policydiff.cleaning.rules import CleaningContext, edit_lines
from policydiff.text.lines import Lines, Repairs

READINGS_FILE = Path(__file__).with_name("readings.tsv")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER = "a-z\u00e0-\u01dc\u0251\u0261\u0300-\u030c\u1e3f"
# One to four syllables with blanks between, in brackets, right behind a Chinese character.
NOTE_RE = re.compile(f"(?<=[{HAN}])[(（] ?([{LETTER}]{{1,9}}(?: [{LETTER}]{{1,9}}){{0,3}}) ?[)）]")
TONE_MARKS = frozenset("\u0300\u0301\u0304\u030c")  # grave, acute, macron, caron


class NoteKind(Enum):
    """What a bracket behind a character is."""

    TONED = "toned"
    TONELESS = "toneless"
    NONE = "none"


def remove_notes(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Remove reading notes: with tone marks always, without where the text has them throughout."""
    toneless = sum(
        note_kind(line.text, match) is NoteKind.TONELESS
        for line in lines
        for match in NOTE_RE.finditer(line.text)
    )
    kinds = {NoteKind.TONED}
    if toneless >= context.settings.min_toneless_notes:
        kinds.add(NoteKind.TONELESS)
    return edit_lines("pinyin-note", lines, lambda text: _note_edits(text, kinds))


def _note_edits(text: str, kinds: set[NoteKind]) -> list[tuple[int, str, str]]:
    """Return an edit for each note of these kinds, with the characters that it stands behind."""
    edits = []
    for match in NOTE_RE.finditer(text):
        kind = note_kind(text, match)
        if kind not in kinds:
            continue
        start, end = match.start() - len(match[1].split(" ")), match.end()
        if kind is NoteKind.TONELESS and text[end : end + 1] == " ":
            end += 1  # this kind of mirror puts a space behind each note
        edits.append((start, text[start:end], text[start : match.start()]))
    return edits


def note_kind(text: str, match: re.Match[str]) -> NoteKind:
    """Tell whether a bracket found by NOTE_RE is a reading note, and of which kind.

    >>> [note_kind(text, NOTE_RE.search(text)) for text in ("衛(wèi)生", "關(guan) 於", "方案(a)")]
    [<NoteKind.TONED: 'toned'>, <NoteKind.TONELESS: 'toneless'>, <NoteKind.NONE: 'none'>]
    """
    syllables = match[1].split(" ")
    characters = text[max(0, match.start() - len(syllables)) : match.start()]
    if len(characters) < len(syllables):
        return NoteKind.NONE
    pairs = zip(characters, syllables, strict=True)
    if not all(is_reading(character, syllable) for character, syllable in pairs):
        return NoteKind.NONE
    toned = TONE_MARKS & set(unicodedata.normalize("NFD", match[1]))
    return NoteKind.TONED if toned else NoteKind.TONELESS


def is_reading(character: str, syllable: str) -> bool:
    """Tell whether ``syllable``, with or without its tone, is a reading of ``character``.

    Characters outside the table (5,167 common ones) accept any syllable that Mandarin has.

    >>> is_reading("衛", "wèi"), is_reading("衛", "shēng"), is_reading("龘", "dá")
    (True, False, True)
    """
    readings = load_readings()
    known = readings.get(character)
    plain = toneless(syllable)
    return plain in (known if known is not None else readings[""])


def toneless(syllable: str) -> str:
    """Return a syllable in plain letters, ü as v.

    >>> toneless("lǜ"), toneless("ɡuān")
    ('lv', 'guan')
    """
    marked = unicodedata.normalize("NFD", syllable).replace("\u0251", "a").replace("\u0261", "g")
    bare = "".join(mark for mark in marked if mark not in TONE_MARKS)
    return bare.replace("u\u0308", "v")


@cache
def load_readings() -> dict[str, frozenset[str]]:
    """Load the readings of each character; under "" stand all syllables."""
    rows = READINGS_FILE.read_text(encoding="utf-8").splitlines()
    readings: dict[str, set[str]] = {"": set()}
    for row in rows:
        syllable, characters = row.split("\t")
        readings[""].add(syllable)
        for character in characters:
            readings.setdefault(character, set()).add(syllable)
    return {character: frozenset(known) for character, known in readings.items()}
