"""Read a torn stretch character by character: each way in which the bytes can have been cut.

Behind a torn character each pair of bytes was read one byte off. So the second byte of the sign
begins the next true character, and each character as read gives the end of that one and the
beginning of the one after, until a byte stands alone and the reading is back in step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from policydiff.model import Script
from policydiff.reading.pinyin import is_reading
from policydiff.reading.torn.facts import TAIL_RE, Facts
from policydiff.reading.torn.gbk import (
    ASCII_END,
    legible,
    pair_of,
    private_pairs,
    unmapped_pairs,
    with_lead,
)
from policydiff.reading.torn.language import LanguageModel
from policydiff.reading.torn.lexicon import EDGE, ORDER, symbol
from policydiff.reading.torn.sites import MARKS, SIGNS
from policydiff.settings import TornSettings

HISTORY = ORDER - 1
SWALLOWED = "0% .-+/"  # ASCII signs below 0x40 that plans use; 0 stands for any digit
WIDE_ELSEWHERE = ",;:()"  # signs that a page in GBK has in full width, and cannot lose like this
MISSING = "?"  # what stands for a digit that nobody can know
EURO = "\u20ac"  # byte 0x80 alone, as Windows reads it
MARKED = frozenset((*MARKS, *SIGNS))
IN_STEP: tuple[int, ...] = ()
RUNNING = -1  # the end of a stretch that has not come back in step


class Path(NamedTuple):
    """Ways to read a line from a site on, up to some column, that go on in the same way.

    ``heads`` are the texts that differ, each with how much less likely it is than the best; all
    go on with ``tail``. ``carry`` holds the bytes that may begin the character under way; it is
    empty in step. ``end`` is the column at which the reading came back in step.
    """

    score: float
    heads: tuple[tuple[float, str], ...]
    tail: str
    history: str
    carry: tuple[int, ...]
    end: int
    dropped: int = 0
    worst: float = 0.0  # the log-probability of the least likely character put in


@dataclass(frozen=True, slots=True)
class Reader:
    """All that a place is read with.

    ``health`` is the log-odds, before anything is read, that no byte was destroyed;
    ``most_dropped`` private-use characters may be missing from a run.
    """

    model: LanguageModel
    facts: Facts
    settings: TornSettings
    health: float
    most_dropped: int


Step = tuple[Path, int]  # a path that goes on, and the column that it leads to


def spoken(path: Path, char: str, carry: tuple[int, ...], end: int, reader: Reader) -> Path:
    """Add one true character to a path, and what it costs."""
    known = symbol(char)
    cost = reader.model.log_probability(path.history, known)
    if char not in reader.facts.characters:
        cost += _oddity(char, known, reader)
    shown = char if reader.facts.has_wide_signs else narrow(char)
    history = (path.history + known)[-HISTORY:]
    return Path(
        path.score + cost,
        path.heads,
        path.tail + shown,
        history,
        carry,
        end,
        path.dropped,
        min(path.worst, cost),
    )


def narrow(char: str) -> str:
    """Return a full-width sign in ASCII, as the mirrors wrote it; other characters as they are."""
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return " " if char == "\u3000" else char


def _oddity(char: str, known: str, reader: Reader) -> float:
    """Return what a character costs that does not belong in this text."""
    facts, settings = reader.facts, reader.settings
    cost = 0.0
    foreign = known != char if facts.script is Script.HANS else _is_simplified_only(char)
    if foreign and not char.isascii() and narrow(char) == char:
        cost += settings.foreign
    if not reader.model.knows(known):
        cost += settings.unknown
    return cost


def _is_simplified_only(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return "\u4e00" <= char <= "\u9fff"
    return False


def advance(path: Path, line: str, at: int, site: int, reader: Reader) -> Iterator[Step]:
    """Read on: yield each way to take the character at ``at``, with the column that it leads to."""
    char = line[at] if at < len(line) else EDGE
    if path.carry is IN_STEP:
        yield from _kept(path, char, line, at, reader)
        return
    if char == EDGE or at - site > reader.settings.longest_run:
        return
    if char in (EURO, *MARKS):
        yield from _ended(path, ASCII_END, line, at + 1, reader)
    elif char.isascii():
        yield from _ended(path, ord(char), line, at + 1, reader)
    if char.isascii():
        yield from _shifted(path, _wide_bytes(char), at + 1, reader)
    elif char not in MARKS:
        yield from _shifted(path, pair_of(char), at + 1, reader)


def _kept(path: Path, char: str, line: str, at: int, reader: Reader) -> Iterator[Step]:
    """Take a character as it stands; a pinyin note is no part of the language."""
    note = TAIL_RE.match(line, at + 1) if char in "(（" else None
    if note and is_reading(path.history[-1], note[1]):
        yield path, note.end()
        return
    known = symbol(char)
    cost = literal_cost(line, at, reader.settings)
    if cost is None:
        cost = reader.model.log_probability(path.history, known)
    history = (path.history + known)[-HISTORY:]
    yield path._replace(score=path.score + cost, history=history), at + 1


def literal_cost(line: str, at: int, settings: TornSettings) -> float | None:
    """Return what a mark costs that is just a mark, or a sign behind one; None for others."""
    behind = at > 0 and line[at - 1] in MARKED
    if line[at : at + 1] in (*MARKS, "？"):
        return settings.repeated_mark if behind else settings.genuine_mark
    return settings.sign_behind_mark if behind and line[at : at + 1] in SIGNS else None


def _wide_bytes(char: str) -> tuple[int, int] | None:
    """Return the bytes of the full-width sign that this ASCII character was made from."""
    if char == " ":
        return (0xA1, 0xA1)
    return (0xA3, ord(char) + 0x80) if "!" <= char <= "~" else None


def _shifted(path: Path, pair: tuple[int, int] | None, to: int, reader: Reader) -> Iterator[Step]:
    """Take two bytes: the end of the character under way, and the beginning of the next."""
    if pair is None:
        return
    trail, begin = pair
    if begin >= ASCII_END:
        for following in _closed(path, trail, (begin,), reader):
            yield following, to
    else:  # an ASCII character of its own, not the lead byte of a pair
        for following in _closed(path, trail, IN_STEP, reader):
            yield spoken(following, chr(begin), IN_STEP, to, reader), to


def _closed(path: Path, trail: int, carry: tuple[int, ...], reader: Reader) -> Iterator[Path]:
    """Finish the character under way with this trail byte; the reading stays out of step."""
    for lead in path.carry:
        char = legible(lead, trail)
        if char and char not in reader.facts.notes:  # its note would have brought it in step
            yield spoken(path, char, carry, RUNNING, reader)


def _ended(path: Path, trail: int, line: str, to: int, reader: Reader) -> Iterator[Step]:
    """Finish the character with a single byte: back in step. Its note, if any, must follow."""
    has_note = line[to : to + 1] in ("(", "（")
    for lead in path.carry:
        char = legible(lead, trail)
        if char and (has_note or char not in reader.facts.notes):
            yield spoken(path, char, IN_STEP, to, reader), to


def guess(path: Path, line: str, at: int, reader: Reader) -> Iterator[Step]:
    """Take a mark for a lost trail byte, for a swallowed sign, or for an unmapped pair."""
    if line[at : at + 1] not in MARKS or at >= len(line):
        return
    cut_here = line[at + 1 : at + 2] in ("", *SIGNS)
    tail = TAIL_RE.match(line, at + 1)
    for char, ended in _guesses(path, at + 1, reader):
        if tail and is_reading(char, tail[1]):
            yield ended._replace(tail=ended.tail + "("), tail.end()
        elif char not in reader.facts.notes:
            yield from _swallowed(ended, at + 1, reader)
            if cut_here:
                yield ended._replace(score=ended.score + reader.settings.lost_trail), at + 1
    yield from _unmapped(path, at + 1, reader)


def _guesses(path: Path, to: int, reader: Reader) -> list[tuple[str, Path]]:
    """Return the likeliest characters that begin as the one under way, which has lost its end."""
    guesses = [
        (char, spoken(path, char, IN_STEP, to, reader))
        for lead in path.carry
        for char in with_lead(lead)
    ]
    guesses.sort(key=lambda guess: (-guess[1].score, guess[0]))
    return guesses[: reader.settings.guess_width]


def _swallowed(path: Path, to: int, reader: Reader) -> Iterator[Step]:
    """Put in each ASCII sign that may have gone with the trail byte."""
    settings = reader.settings
    for sign in SWALLOWED + WIDE_ELSEWHERE:
        score = path.score + settings.swallowed
        score += settings.swallowed_narrow if sign in WIDE_ELSEWHERE else 0.0
        score += reader.model.log_probability(path.history, sign)
        shown = MISSING if sign == "0" else sign
        history = (path.history + sign)[-HISTORY:]
        tail = path.tail + shown
        yield path._replace(score=score, tail=tail, history=history), to


def _unmapped(path: Path, to: int, reader: Reader) -> Iterator[Step]:
    least = path.score + reader.settings.least_likely
    for trail, begins in unmapped_pairs().items():
        for following in _closed(path, trail, begins, reader):
            if following.score >= least:
                yield following._replace(score=following.score + reader.settings.unmapped), to


def with_dropped(path: Path, at: int, reader: Reader) -> Iterator[Step]:
    """Put in a private-use character that the mirror dropped, before the character at ``at``."""
    if len(path.carry) != 1 or path.dropped >= reader.most_dropped:
        return
    least = path.score + reader.settings.least_likely
    for trail, begins in private_pairs().items():
        for following in _closed(path, trail, begins, reader):
            if following.score >= least:
                score = following.score + reader.settings.dropped
                yield following._replace(score=score, dropped=path.dropped + 1), at
