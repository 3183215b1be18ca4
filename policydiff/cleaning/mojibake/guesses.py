"""Guess what was lost inside a torn stretch: bytes, signs and whole characters.

A mark can be a byte that was left alone at the next cut, a byte that took an ASCII sign with it,
or two bytes that stand for no character. Some mirrors dropped private-use characters, too.
"""

from policydiff.cleaning.mojibake.facts import TAIL_RE
from policydiff.cleaning.mojibake.gbk import private_pairs, unmapped_pairs
from policydiff.cleaning.mojibake.paths import (
    HISTORY,
    IN_STEP,
    RUNNING,
    Agenda,
    Course,
    Path,
    Price,
)
from policydiff.cleaning.mojibake.prices import SIGNS_SWALLOWED
from policydiff.cleaning.mojibake.shift import Reader, Spot, close
from policydiff.cleaning.mojibake.sites import MARKS, SIGNS


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
    least = path.score + settings.least_likely
    for trail, begins in unmapped_pairs().items():
        course = Course(begins, RUNNING, to, barred, settings.unmapped, least)
        close(path, trail, course, reader, agenda)


def put_dropped(path: Path, at: int, reader: Reader, agenda: Agenda) -> None:
    """Put in a private-use character that the mirror dropped, before the character at ``at``."""
    if len(path.carry) != 1 or path.dropped >= reader.most_dropped:
        return
    settings, barred = reader.settings, reader.facts.barred
    least = path.score + settings.least_likely
    for trail, begins in private_pairs().items():
        course = Course(begins, RUNNING, at, barred, settings.dropped, least, dropped=1)
        close(path, trail, course, reader, agenda)


def _lose(path: Path, price: Price, spot: Spot, reader: Reader, agenda: Agenda) -> None:
    """Take the mark for the lost end of a character, alone or with an ASCII sign behind it."""
    settings, to = reader.settings, spot.at + 1
    cut_here = spot.line[to : to + 1] in ("", *SIGNS)
    nearest = path.score + price.cost + max(settings.lost_trail, settings.swallowed)
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
        agenda.add(ended._replace(score=ended.score + settings.lost_trail), to)
