"""Read a torn stretch character by character: each way in which the bytes can have been cut.

Behind a torn character each pair of bytes was read one byte off. So the second byte of the sign
begins the next true character, and each character as read gives the end of that one and the
beginning of the one after, until a byte stands alone and the reading is back in step.
"""

from dataclasses import dataclass
from typing import NamedTuple

from policydiff.cleaning.mojibake.facts import TAIL_RE, Facts
from policydiff.cleaning.mojibake.gbk import ASCII_END, legible, pair_of
from policydiff.cleaning.mojibake.lexicon import EDGE, symbol
from policydiff.cleaning.mojibake.paths import HISTORY, IN_STEP, RUNNING, Agenda, Course, Path
from policydiff.cleaning.mojibake.prices import Contexts
from policydiff.cleaning.mojibake.sites import MARKS, SIGNS
from policydiff.settings import TornSettings

EURO = "\N{EURO SIGN}"  # byte 0x80 alone, as Windows reads it
REPLACEMENT = "\ufffd"  # stands for any bytes that gave no character
MARKED = frozenset((*MARKS, *SIGNS))


@dataclass(frozen=True, slots=True)
class Reader:
    """All that a place is read with.

    ``health`` is the log-odds, before anything is read, that no byte was destroyed;
    ``most_dropped`` private-use characters may be missing from a run.
    """

    contexts: Contexts
    facts: Facts
    settings: TornSettings
    health: float
    most_dropped: int


class Spot(NamedTuple):
    """A character to read: its line and column, and the column of the site that it belongs to.

    Behind the last character of the line stands EDGE.
    """

    line: str
    at: int
    site: int
    char: str


def advance(path: Path, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Read on: take the character at this spot in each way that its bytes allow."""
    char = spot.char
    if path.carry is IN_STEP:
        _keep(path, spot, reader, agenda)
        return
    if char == EDGE or spot.at - spot.site > reader.settings.longest_run:
        return
    if char == EURO or char in MARKS:
        _end(path, ASCII_END, spot, reader, agenda)
    elif char.isascii():
        _end(path, ord(char), spot, reader, agenda)
    pair = _wide_bytes(char) if char.isascii() else pair_of(char)
    if pair is not None and char != REPLACEMENT:
        _shift(path, pair, spot.at + 1, reader, agenda)


def _keep(path: Path, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Take a character as it stands; a pinyin note is no part of the language."""
    char, line, at = spot.char, spot.line, spot.at
    note = TAIL_RE.match(line, at + 1) if char in "(（" else None
    if note and reader.facts.fits(path.history[-1], note[1]):
        agenda.add(path, note.end())
        return
    known = symbol(char)
    cost = literal_cost(line, at, reader.settings)
    if cost is None:
        cost = reader.contexts[path.history].log_probability(known)
    if note and reader.facts.readings:
        cost += reader.settings.misread
    score = path.score + cost
    if score < agenda.floor(at + 1):
        agenda.steps += 1
        return
    history = (path.history + known)[-HISTORY:]
    agenda.add(path._replace(score=score, history=history), at + 1)


def literal_cost(line: str, at: int, settings: TornSettings) -> float | None:
    """Return what a mark costs that is just a mark, or a sign behind one; None for others."""
    char = line[at : at + 1]
    if char not in MARKED:
        return None
    behind = at > 0 and line[at - 1] in MARKED
    if char in (*MARKS, "？"):
        return settings.repeated_mark if behind else settings.genuine_mark
    return settings.sign_behind_mark if behind else None


def _wide_bytes(char: str) -> tuple[int, int] | None:
    """Return the bytes of the full-width sign that this ASCII character was made from."""
    if char == " ":
        return (0xA1, 0xA1)
    return (0xA3, ord(char) + 0x80) if "!" <= char <= "~" else None


def _shift(path: Path, pair: tuple[int, int], to: int, reader: Reader, agenda: Agenda) -> None:
    """Take two bytes: the end of the character under way, and the beginning of the next."""
    trail, begin = pair
    barred = reader.facts.barred
    if begin >= ASCII_END:
        close(path, trail, Course((begin,), RUNNING, to, barred), reader, agenda)
        return
    # an ASCII character of its own, not the lead byte of a pair
    course = Course(IN_STEP, to, to)
    for lead in path.carry:
        char = legible(lead, trail)
        if char and char not in barred:
            following = path.then(reader.contexts[path.history][char], course)
            sign = reader.contexts[following.history][chr(begin)]
            agenda.add(following.then(sign, course), to)


def _end(path: Path, trail: int, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Finish the character with a single byte: back in step. Its note, if any, must follow."""
    to = spot.at + 1
    has_note = spot.line[to : to + 1] in ("(", "（")
    barred = reader.facts.strange if has_note else reader.facts.barred
    close(path, trail, Course(IN_STEP, to, to, barred), reader, agenda)


def close(path: Path, trail: int, course: Course, reader: Reader, agenda: Agenda) -> None:
    """Finish the character under way with this trail byte."""
    prices = reader.contexts[path.history]
    agenda.steps += len(path.carry)
    for lead in path.carry:
        char = legible(lead, trail)
        if char and char not in course.barred:
            agenda.speak(path, prices[char], course)
