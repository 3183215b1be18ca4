"""Read the torn places of a text in two passes, and decide on each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policydiff.cleaning.mojibake.facts import Facts, evidence, gather
from policydiff.cleaning.mojibake.language import LanguageModel
from policydiff.cleaning.mojibake.lexicon import load_lexicon
from policydiff.cleaning.mojibake.prices import MISSING, Contexts
from policydiff.cleaning.mojibake.search import Reading, Site, Weighed, weigh
from policydiff.cleaning.mojibake.shift import Reader
from policydiff.cleaning.mojibake.sites import sites
from policydiff.cleaning.rules import Circumstances, apply_edits
from policydiff.model import Line, Repair
from policydiff.settings import TornSettings
from policydiff.text.lines import Lines, Repairs

RULE = "torn-characters"  # bytes won back
SIGHT = 200  # characters before a place that it is read with, their notes included
NUMBER_RULE = "lost-digit"  # a digit that nobody can know


@dataclass(frozen=True, slots=True)
class Place:
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


def restore(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Restore what is torn; list what is left alone with ``after == before``.

    The first pass asks whether this text is damaged at all. The second, once that is sure, reads
    again what was doubtful, with what is certain as evidence.
    """
    texts = [line.text for line in lines]
    settings = circumstances.settings.torn
    task = _Task(texts, gather(texts, circumstances.script), circumstances.siblings, settings)
    first = _read(task, texts, settings.healthy, {})
    if not any(place.readings for places in first.values() for place in places):
        return lines, ()
    sure = [_restored(text, first.get(n, ()), settings.certain) for n, text in enumerate(texts)]
    return _applied(lines, _read(task, sure, settings.damaged, first))


@dataclass(frozen=True, slots=True)
class _Task:
    texts: Sequence[str]
    facts: Facts
    siblings: Sequence[str]
    settings: TornSettings


def _read(task: _Task, known: Sequence[str], health: float, before: Places) -> Places:
    """Read all places, with the lines ``known`` so far as evidence."""
    settings = task.settings
    model = LanguageModel(
        load_lexicon(), _evidence(known, task.siblings, settings), settings.evidence_weight
    )
    most_dropped = 0 if task.facts.has_private else settings.most_dropped
    contexts = Contexts(model, task.facts, settings)
    reader = Reader(contexts, task.facts, settings, health, most_dropped)
    places: Places = {}
    steps = 0
    for index, text in enumerate(task.texts):
        found = []
        row = _Row(text, before.get(index, ()), settings.most_steps - steps)
        for place, taken in _places(row, reader):
            found.append(place)
            steps += taken
        if found:
            places[index] = tuple(found)
    return places


@dataclass(frozen=True, slots=True)
class _Row:
    """A line to read, its places as read in the pass before, and the work left for it."""

    text: str
    before: Sequence[Place]
    budget: int

    def settled(self, column: int, least: float) -> Place | None:
        """Return the place at ``column`` where it needs no second reading."""
        found = (place for place in self.before if place.column == column)
        return next((place for place in found if place.confidence >= least), None)

    def right(self, column: int, settings: TornSettings) -> str:
        """Return what stands behind ``column``, with likely restorations."""
        start, end = column + 2, column + 2 + settings.nearby_reach
        edits = [
            (place.column - start, place.before, place.edit[2])
            for place in self.before
            if place.confidence >= settings.likely
            and start <= place.column
            and place.column + len(place.before) <= end
        ]
        return apply_edits(self.text[start:end], edits)


def _evidence(
    texts: Sequence[str], siblings: Sequence[str], settings: TornSettings
) -> Iterator[str]:
    """Yield the stretches that count as evidence, up to the limit of characters."""
    left = settings.most_evidence
    for text in (*texts, *(row for sibling in siblings for row in sibling.splitlines())):
        yield from evidence((text[:left],))
        left -= len(text)
        if left <= 0:
            return


def _places(row: _Row, reader: Reader) -> Iterator[tuple[Place, int]]:
    """Yield the places of a line with the work that each took; stop weighing past the budget."""
    text, budget = row.text, row.budget
    restored, position = "", 0
    for column in sites(text):
        if column < position:
            continue
        left, steps = (restored + text[position:column])[-SIGHT:], 0
        place = row.settled(column, reader.settings.settled)
        if place is None and budget <= 0:
            place = Place(column, text[column : column + 2])
        elif place is None:
            site = Site(text, column, left, row.right(column, reader.settings))
            weighed = weigh(site, reader)
            steps = weighed.steps
            budget -= steps
            place = _judged(site, weighed, reader.settings)
        if place is None:
            continue
        yield place, steps
        restored = left + place.edit[2]
        position = column + len(place.before)


def _judged(site: Site, weighed: Weighed, settings: TornSettings) -> Place | None:
    """Decide on a place: restored, left alone but listed, or no damage at all (None)."""
    readings = weighed.readings
    if not readings or readings[0].is_untouched:
        return None
    best = readings[0]
    before = site.line[site.column : best.end]
    if best.probability < settings.least_confidence:
        return Place(site.column, before)
    others = (reading.until(best.end, site.line) for reading in readings[1:])
    runner_up = next((other for other in others if other is not None), None)
    return Place(site.column, before, (best, runner_up) if runner_up else (best,))


def _restored(text: str, places: Sequence[Place], least: float) -> str:
    """Return a line with those places restored that are sure enough."""
    sure = [place for place in places if place.confidence >= least]
    return apply_edits(text, [place.edit for place in sure])


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
