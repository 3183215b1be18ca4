"""Read the torn places of a text in two passes, and decide on each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.cleaning.mojibake import sites
from policydiff.cleaning.mojibake.language import LanguageModel, load_lexicon
from policydiff.cleaning.mojibake.prices import MISSING, Contexts, Facts, evidence, gather
from policydiff.cleaning.mojibake.search import Reading, Site, WeighedReadings, weigh
from policydiff.cleaning.mojibake.shift import Reader
from policydiff.cleaning.rules import CleaningContext, apply_edits
from policydiff.model import Line, Repair
from policydiff.settings import MojibakeSettings
from policydiff.text.lines import Lines, Repairs

RULE = "torn-characters"  # bytes won back
STEPS_PER_CHARACTER = 2  # what the rest of the work on it takes, in readings tried
SIGHT = 200  # characters before a place that it is read with, their notes included
NUMBER_RULE = "lost-digit"  # a digit that nobody can know
# A numeral that the mirror may have dropped a part of: 十三五 can come out as 十五.
NUMERAL_RE = re.compile("[十百千万萬亿億]|[〇零一二三四五六七八九]{2}")
UNREAD_RULE = "torn-unread"  # places beyond the limit of work


class Place(Struct, frozen=True):
    """A torn place of a line, from ``column`` on, with its likeliest readings.

    ``readings`` is empty where the place was left alone.
    """

    column: int
    before: str
    readings: tuple[Reading, ...] = ()

    @property
    def confidence(self) -> float:
        """Return the probability of the best reading; 0 where the place was left alone."""
        return self.readings[0].probability if self.readings else 0.0

    @property
    def edit(self) -> tuple[int, str, str]:
        """Return the edit that restores the place."""
        after = self.readings[0].text if self.readings else self.before
        return self.column, self.before, after


Places = dict[int, tuple[Place, ...]]  # the places of each line, by its index


class UnreadPlaces(Struct, frozen=True):
    """Where the limit of work was reached: ``count`` places from here on were not weighed."""

    index: int
    column: int
    count: int


class Pass(Struct, frozen=True):
    """What one pass over a text found, and the steps that it took."""

    places: Places
    unread: UnreadPlaces | None
    steps: int


def restore(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Restore what is torn; list what is left alone with ``after == before``.

    The first pass asks whether this text is damaged at all, and may take half of the work. The
    second, once that is sure, reads again what was doubtful, with what is certain as evidence.
    """
    texts = [line.text for line in lines]
    settings = context.settings.mojibake
    task = _Task(texts, gather(texts, context.script), settings)
    steps = max(0, settings.max_steps - STEPS_PER_CHARACTER * sum(map(len, texts)))
    first = _read(task, texts, _Mood(settings.healthy_weight, steps // 2), {})
    if not any(place.readings for places in first.places.values() for place in places):
        return lines, _listed(lines, first.unread)
    sure = [
        _restored(text, first.places.get(n, ()), settings.min_certain)
        for n, text in enumerate(texts)
    ]
    mood = _Mood(settings.damaged_weight, steps - first.steps)
    second = _read(task, sure, mood, first.places)
    restored, repairs = _applied(lines, second.places)
    return restored, (*repairs, *_listed(lines, second.unread))


class _Task(Struct, frozen=True):
    texts: Sequence[str]
    facts: Facts
    settings: MojibakeSettings


class _Mood(Struct, frozen=True):
    """How healthy a text is held to be, and how many steps its reading may take."""

    health: float
    max_steps: int


def _read(task: _Task, known: Sequence[str], mood: _Mood, before: Places) -> Pass:
    """Read all places, with the lines ``known`` so far as evidence."""
    settings = task.settings
    model = LanguageModel(load_lexicon(), _evidence(known, settings), settings.evidence_weight)
    max_dropped = 0 if task.facts.has_private else settings.max_dropped
    contexts = Contexts(model, task.facts, settings)
    reader = Reader(contexts, task.facts, settings, mood.health, max_dropped)
    places: Places = {}
    unread: UnreadPlaces | None = None
    steps = 0
    for index, text in enumerate(task.texts):
        row = Row(text, before.get(index, ()), mood.max_steps - steps)
        found = _read_row(row, reader)
        steps += found.steps
        if found.places:
            places[index] = found.places
        if found.unread:
            unread = unread or UnreadPlaces(index, found.unread[0], 0)
            unread = replace(unread, count=unread.count + len(found.unread))
    return Pass(places, unread, steps)


class Row(Struct, frozen=True):
    """A line to read, its places as read in the pass before, and the steps left for it."""

    text: str
    before: Sequence[Place]
    max_steps: int

    def settled(self, column: int, least: float) -> Place | None:
        """Return the place at ``column`` where it needs no second reading."""
        at = bisect_left(self.before, column, key=_column)
        found = self.before[at : at + 1]
        return next((p for p in found if p.column == column and p.confidence >= least), None)

    def right(self, column: int, settings: MojibakeSettings) -> str:
        """Return what stands behind ``column``, with likely restorations."""
        start, end = column + 2, column + 2 + settings.nearby_reach
        first, last = (bisect_left(self.before, edge, key=_column) for edge in (start, end))
        edits = [
            (place.column - start, place.before, place.edit[2])
            for place in self.before[first:last]
            if place.confidence >= settings.min_likely and place.column + len(place.before) <= end
        ]
        return apply_edits(self.text[start:end], edits)


def _column(place: Place) -> int:
    return place.column


class _Found(Struct, frozen=True):
    """The places found in a line, the columns of those that were not weighed, the steps taken."""

    places: tuple[Place, ...]
    unread: tuple[int, ...]
    steps: int


def _read_row(row: Row, reader: Reader) -> _Found:
    """Read the places of a line; past the limit they are only counted."""
    text = row.text
    places: list[Place] = []
    unread: list[int] = []
    restored, position, steps = "", 0, 0
    for column in sites(text):
        if column < position:
            continue
        left = (restored + text[max(position, column - SIGHT) : column])[-SIGHT:]
        place = row.settled(column, reader.settings.min_settled)
        if place is None and steps >= row.max_steps:
            unread.append(column)
        elif place is None:
            site = Site(text, column, left, row.right(column, reader.settings))
            weighed = weigh(site, reader)
            steps += weighed.steps
            place = _judged(site, weighed, reader)
        if place is not None:
            places.append(place)
            restored, position = left + place.edit[2], column + len(place.before)
    return _Found(tuple(places), tuple(unread), steps)


def _evidence(texts: Sequence[str], settings: MojibakeSettings) -> Iterator[str]:
    """Yield the stretches that count as evidence, up to the limit of characters."""
    left = settings.max_evidence
    for text in texts:
        yield from evidence((text[:left],))
        left -= len(text)
        if left <= 0:
            return


def _judged(site: Site, weighed: WeighedReadings, reader: Reader) -> Place | None:
    """Decide on a place: restored, left alone but listed, or no damage at all (None)."""
    readings = weighed.readings
    if not readings or readings[0].is_untouched:
        return None
    best = readings[0]
    before = site.line[site.column : best.end]
    if best.probability < reader.settings.min_confidence:
        return Place(site.column, before)
    others = (reading.until(best.end, site.line) for reading in readings[1:])
    runner_up = next((other for other in others if other is not None), None)
    if reader.max_dropped and NUMERAL_RE.search(best.text):
        sure = min(best.probability, reader.settings.max_dropped_numeral)
        best = best._replace(probability=sure)
    return Place(site.column, before, (best, runner_up) if runner_up else (best,))


def _restored(text: str, places: Sequence[Place], least: float) -> str:
    """Return a line with those places restored that are sure enough."""
    sure = [place for place in places if place.confidence >= least]
    return apply_edits(text, [place.edit for place in sure])


def _listed(lines: Lines, unread: UnreadPlaces | None) -> Repairs:
    """List what was left unread in one record, which counts the places."""
    if unread is None:
        return ()
    line, column = lines[unread.index], unread.column
    marks = line.text[column : column + 2]
    found = Repair(UNREAD_RULE, line.number, marks, marks, 0.0, None, column, unread.count)
    return (found,)


def _applied(lines: Lines, found: Places) -> tuple[Lines, Repairs]:
    restored: list[Line] = []
    repairs: list[Repair] = []
    for index, line in enumerate(lines):
        places = found.get(index, ())
        text = apply_edits(line.text, [place.edit for place in places])
        restored.append(Line(line.number, text) if text != line.text else line)
        repairs += [_repair(line.number, place) for place in places]
        repairs += _lost_digits(line.number, places)
    return tuple(restored), tuple(repairs)


def _repair(number: int, place: Place) -> Repair:
    column, before, after = place.edit
    runner_up = place.readings[1].text if len(place.readings) > 1 else None
    return Repair(RULE, number, before, after, round(place.confidence, 3), runner_up, column)


def _lost_digits(number: int, places: Sequence[Place]) -> Iterator[Repair]:
    """List the digits that were swallowed: a mark stands for each, no number is made up."""
    shift = 0
    for place in places:
        column, before, after = place.edit
        if place.readings and after.endswith(MISSING):
            lost = column + shift + len(after) - 1
            yield Repair(NUMBER_RULE, number, MISSING, MISSING, confidence=0.0, column=lost)
        shift += len(after) - len(before)
