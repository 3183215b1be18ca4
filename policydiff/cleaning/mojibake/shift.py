"""Read a torn stretch character by character: each way in which the bytes can have been cut.

Behind a torn character each pair of bytes was read one byte off. So the second byte of the sign
begins the next true character, and each character as read gives the end of that one and the
beginning of the one after, until a byte stands alone and the reading is back in step.

Many ways are followed at once: a path is one of them, an agenda holds those ahead. What was lost
inside a stretch is guessed: a mark can be a byte that was left alone at the next cut, a byte that
took an ASCII sign with it, or two bytes that stand for no character. Some mirrors dropped
private-use characters, too.
"""

from collections.abc import Container, Sequence
from typing import NamedTuple

from msgspec import Struct

from policydiff.cleaning.mojibake import (
    ASCII_END,
    MARKS,
    SIGNS,
    Way,
    legible,
    pair_of,
    private_pairs,
    private_ways,
    unmapped_pairs,
    unmapped_ways,
)
from policydiff.cleaning.mojibake.language import EDGE, ORDER, symbol
from policydiff.cleaning.mojibake.prices import SIGNS_SWALLOWED, TAIL_RE, Contexts, Facts, Price
from policydiff.settings import MojibakeSettings

HISTORY = ORDER - 1  # characters that the next one is judged by
IN_STEP: tuple[int, ...] = ()
RUNNING = -1  # the end of a stretch that has not come back in step
NO_SCORE = -1e18  # below the score of every path
EURO = "\N{EURO SIGN}"  # byte 0x80 alone, as Windows reads it
REPLACEMENT = "\ufffd"  # stands for any bytes that gave no character
MARKED = frozenset((*MARKS, *SIGNS))


class Course(NamedTuple):
    """Where a path goes with its next character.

    ``carry`` and ``end`` are those of the path that comes out, ``to`` is the column that it leads
    to. Characters in ``barred`` cannot stand here. It costs ``extra`` besides the character, and
    is followed only where it keeps a score of ``least`` without that. ``dropped`` characters were
    put in that the line does not have.
    """

    carry: tuple[int, ...]
    end: int
    to: int
    barred: Container[str] = ()
    extra: float = 0.0
    least: float = NO_SCORE
    dropped: int = 0


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

    def then(self, price: Price, course: Course) -> "Path":
        """Return the path with one more true character."""
        cost, _, shown, symbol = price
        return Path(
            self.score + cost + course.extra,
            self.heads,
            self.tail + shown,
            (self.history + symbol)[-HISTORY:],
            course.carry,
            course.end,
            self.dropped + course.dropped,
        )


class Agenda(Struct):
    """The paths to read on, by column. It grows: a search fills it and takes from it.

    ``steps`` counts what was tried. A path that falls behind the best at its column by more than
    ``margin`` is not made: it would be dropped unread.
    """

    margin: float
    steps: int = 0
    paths: dict[int, list[Path]] = {}
    best: dict[int, float] = {}

    def floor(self, to: int) -> float:
        """Return the score below which a path at this column is hopeless."""
        return self.best.get(to, NO_SCORE) - self.margin

    def add(self, path: Path, to: int) -> None:
        """Count a path, and keep it unless it is hopeless."""
        self.steps += 1
        self._keep(path, to)

    def _keep(self, path: Path, to: int) -> None:
        best = self.best.get(to)
        if best is None:
            self.best[to], self.paths[to] = path.score, [path]
        elif path.score >= best - self.margin:
            self.best[to] = max(best, path.score)
            self.paths[to].append(path)

    def speak(self, path: Path, price: Price, course: Course) -> None:
        """Go on with a character that was counted, unless that is too unlikely or hopeless."""
        score = path.score + price.cost
        if score >= course.least and score + course.extra >= self.floor(course.to):
            self._keep(path.then(price, course), course.to)


class Reader(Struct, frozen=True):
    """All that a place is read with.

    ``health`` is the log-odds, before anything is read, that no byte was destroyed;
    ``max_dropped`` private-use characters may be missing from a run.
    """

    contexts: Contexts
    facts: Facts
    settings: MojibakeSettings
    health: float
    max_dropped: int


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
    if char == EDGE or spot.at - spot.site > reader.settings.max_run:
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
        cost += reader.settings.misread_weight
    score = path.score + cost
    if score < agenda.floor(at + 1):
        agenda.steps += 1
        return
    history = (path.history + known)[-HISTORY:]
    agenda.add(path._replace(score=score, history=history), at + 1)


def literal_cost(line: str, at: int, settings: MojibakeSettings) -> float | None:
    """Return what a mark costs that is just a mark, or a sign behind one; None for others."""
    char = line[at : at + 1]
    if char not in MARKED:
        return None
    behind = at > 0 and line[at - 1] in MARKED
    if char in (*MARKS, "？"):
        return settings.repeated_mark_weight if behind else settings.genuine_mark_weight
    return settings.sign_behind_mark_weight if behind else None


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


def guess(path: Path, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Take a mark for a lost trail byte, for a swallowed sign, or for an unmapped pair."""
    if spot.char not in MARKS:
        return
    line, to = spot.line, spot.at + 1
    tail = TAIL_RE.match(line, to)
    course = Course(IN_STEP, to, to)
    for price in reader.contexts[path.history].likeliest(path.carry):
        if tail and reader.facts.fits(price.symbol, tail[1]):
            ended = path.then(price, course)
            agenda.add(ended._replace(tail=ended.tail + "("), tail.end())
        elif price.char not in reader.facts.barred:
            _lose(path, price, spot, reader, agenda)
    settings, barred = reader.settings, reader.facts.barred
    least = path.score + settings.min_guess
    if len(path.carry) == 1:
        course = Course((), RUNNING, to, barred, settings.unmapped_weight, least)
        _lose_pair(path, unmapped_ways(*path.carry), course, reader, agenda)
        agenda.steps += len(unmapped_pairs())
        return
    for trail, begins in unmapped_pairs().items():
        course = Course(begins, RUNNING, to, barred, settings.unmapped_weight, least)
        close(path, trail, course, reader, agenda)


def _lose_pair(
    path: Path, ways: Sequence[Way], course: Course, reader: Reader, agenda: Agenda
) -> None:
    """Finish the one character under way in each of these ways, a pair of bytes being lost."""
    prices = reader.contexts[path.history]
    for char, begins in ways:
        if char not in course.barred:
            price = prices[char]
            if path.score + price.cost >= course.least:
                agenda.speak(path, price, course._replace(carry=begins))


def put_dropped(path: Path, at: int, reader: Reader, agenda: Agenda) -> None:
    """Put in a private-use character that the mirror dropped, before the character at ``at``."""
    if len(path.carry) != 1 or path.dropped >= reader.max_dropped:
        return
    settings, barred = reader.settings, reader.facts.barred
    least = path.score + settings.min_guess
    course = Course((), RUNNING, at, barred, settings.dropped_weight, least, dropped=1)
    _lose_pair(path, private_ways(*path.carry), course, reader, agenda)
    agenda.steps += len(private_pairs())


def _lose(path: Path, price: Price, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Take the mark for the lost end of a character, alone or with an ASCII sign behind it."""
    settings, to = reader.settings, spot.at + 1
    cut_here = spot.line[to : to + 1] in ("", *SIGNS)
    nearest = path.score + price.cost + max(settings.lost_trail_weight, settings.swallowed_weight)
    if nearest < agenda.floor(to):
        agenda.steps += len(SIGNS_SWALLOWED) + cut_here
        return
    ended = path.then(price, Course(IN_STEP, to, to))
    for sign in reader.contexts[ended.history].swallowed():
        score = ended.score + sign.cost
        if score < agenda.floor(to):
            agenda.steps += 1
            continue
        history = (ended.history + sign.symbol)[-HISTORY:]
        agenda.add(ended._replace(score=score, tail=ended.tail + sign.shown, history=history), to)
    if cut_here:
        agenda.add(ended._replace(score=ended.score + settings.lost_trail_weight), to)
