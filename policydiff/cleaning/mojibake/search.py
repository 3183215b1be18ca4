"""Undo the shift by a byte: weigh every text that the mirror could have turned into this one.

What follows a torn character is fixed by the bytes (``shift.py``). The torn character itself has
lost its first byte and is found by its context, as are the few bytes lost on the way: a beam
search over all of them, by the probability of the text that comes out.
"""

from collections.abc import Iterable, Iterator
from math import exp
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from policydiff.cleaning.mojibake import SIGNS, with_trail
from policydiff.cleaning.mojibake.language import EDGE, HAN_RE, symbols
from policydiff.cleaning.mojibake.prices import without_notes
from policydiff.cleaning.mojibake.shift import (
    HISTORY,
    IN_STEP,
    RUNNING,
    Agenda,
    Course,
    Path,
    Reader,
    Spot,
    advance,
    guess,
    literal_cost,
    put_dropped,
)
from policydiff.settings import MojibakeSettings

CONTEXT_STEPS = 3  # the work of meeting a context for the first time, in steps


class Site(Struct, frozen=True):
    """A place to read: its line and column, the restored text before, the likely text behind."""

    line: str
    column: int
    left: str
    right: str


class Reading(NamedTuple):
    """A finished way to read a place: its text up to column ``end``, and its probability."""

    text: str
    end: int
    probability: float
    is_untouched: bool

    def until(self, end: int, line: str) -> "Reading | None":
        """Return the reading brought to another end, or None where it differs behind that."""
        rest = line[end : self.end]
        if not self.text.endswith(rest):
            return None
        text = self.text.removesuffix(rest) + line[self.end : end]
        return self._replace(text=text, end=end)


class WeighedReadings(Struct, frozen=True):
    """The readings of a place, the likeliest first, and the work that they took.

    The text as it stands is one of them: that no byte was destroyed here.
    """

    readings: tuple[Reading, ...]
    steps: int


def weigh(site: Site, reader: Reader) -> WeighedReadings:
    """Weigh the readings of a site.

    As long as a text is held to be healthy, missing characters are thought of only where the site
    looks torn without them: they make everything likelier, and cost ten times the work.
    """
    if reader.health < 0 or not reader.max_dropped:
        return _search(site, reader)
    plain = _search(site, replace(reader, max_dropped=0))
    best = plain.readings[0] if plain.readings else None
    if best and best.is_untouched:
        return plain
    fuller = _search(site, reader)
    return replace(fuller, steps=plain.steps + fuller.steps)


def _search(site: Site, reader: Reader) -> WeighedReadings:
    line, known = site.line, len(reader.contexts)
    agenda = Agenda(reader.settings.beam_margin)
    for path in _starts(site, reader):
        agenda.add(path, site.column + 2)
    done: list[Path] = []
    while agenda.paths:
        at = min(agenda.paths)
        paths = _pruned(agenda.paths.pop(at), reader.settings)
        if not agenda.paths and _settled(paths, at, line, reader.settings):
            done = paths
            break
        spot = Spot(line, at, site.column, line[at] if at < len(line) else EDGE)
        for path in _widened(paths, at, reader, agenda):
            advance(path, spot, reader, agenda)
        for path in _leading(paths, reader.settings.guess_paths):
            guess(path, spot, reader, agenda)
    steps = agenda.steps + CONTEXT_STEPS * (len(reader.contexts) - known)
    return WeighedReadings(_ranked(done, site, reader.settings.temperature), steps)


def _leading(paths: list[Path], most: int) -> list[Path]:
    """Return the best paths that are out of step: they are worth guessing lost bytes for."""
    return [path for path in paths if path.carry is not IN_STEP][:most]


def _widened(paths: list[Path], at: int, reader: Reader, agenda: Agenda) -> list[Path]:
    """Add to the paths those in which a dropped character stood before column ``at``.

    Of the paths that do not know the byte they carry only the best are followed.
    """
    if reader.max_dropped:
        wider = Agenda(reader.settings.beam_margin)
        for path in _leading(paths, reader.settings.dropped_paths):
            put_dropped(path, at, reader, wider)
        agenda.steps += wider.steps
        paths = _pruned([*paths, *wider.paths.get(at, ())], reader.settings)
    vague = [path for path in paths if len(path.carry) > 1]
    return [path for path in paths if len(path.carry) < 2] + vague[: reader.settings.dropped_paths]


def _settled(paths: list[Path], at: int, line: str, settings: MojibakeSettings) -> bool:
    """Tell whether all paths are back in step and what lies ahead was weighed."""
    if at > len(line):
        return True
    reach = max(path.end for path in paths) + settings.lookahead
    return at >= reach and all(path.carry is IN_STEP for path in paths)


def _starts(site: Site, reader: Reader) -> Iterator[Path]:
    """Begin with each character that the sign's first byte can have ended, and with none."""
    line, column, settings = site.line, site.column, reader.settings
    first, second = SIGNS[line[column + 1]]
    history = (EDGE + symbols(without_notes(site.left)))[-HISTORY:]
    start = Path(0.0, ((0.0, ""),), "", history, (second,), RUNNING)
    around = set(symbols(site.left[-settings.nearby_reach :] + site.right))
    prices, course = reader.contexts[history], Course((second,), RUNNING, column + 2)
    for char in with_trail(first):
        if char not in reader.facts.barred:  # its note would stand between it and the sign
            price = prices[char]
            is_near = price.symbol in around and HAN_RE.match(price.symbol)
            yield start.then(
                price, course._replace(extra=settings.nearby_weight if is_near else 0.0)
            )
    yield _untouched(line, column, history, reader)


def _untouched(line: str, column: int, history: str, reader: Reader) -> Path:
    """Begin with the text as it stands: the marks are just marks."""
    marks = line[column : column + 2]
    score = reader.health
    for at in (column, column + 1):
        score += literal_cost(line, at, reader.settings) or 0.0
    history = (history + symbols(marks))[-HISTORY:]
    return Path(score, ((0.0, ""),), marks, history, IN_STEP, column + 2)


def _pruned(paths: list[Path], settings: MojibakeSettings) -> list[Path]:
    """Bring together the paths that go on in the same way; keep those near the best."""
    if not paths:
        return []
    least = max(path.score for path in paths) - settings.beam_margin
    alike: dict[tuple[str, tuple[int, ...], int, int], list[Path]] = {}
    for path in paths:
        if path.score >= least:
            alike.setdefault((path.history, path.carry, path.end, path.dropped), []).append(path)
    merged = [_merged(group, settings.max_heads) for group in alike.values()]
    merged.sort(key=lambda path: (-path.score, path.heads[0][1], path.tail, path.carry, path.end))
    return merged[: settings.beam_width]


def _merged(paths: list[Path], most: int) -> Path:
    if len(paths) == 1:
        return paths[0]
    best = max(path.score for path in paths)
    heads: dict[str, float] = {}
    for path in paths:
        for loss, head in path.heads:
            text = head + path.tail
            heads[text] = max(heads.get(text, -1e9), path.score - best + loss)
    ranked = sorted(
        ((loss, head) for head, loss in heads.items()), key=lambda item: (-item[0], item[1])
    )
    return paths[0]._replace(score=best, heads=tuple(ranked[:most]), tail="")


def _ranked(paths: Iterable[Path], site: Site, temperature: float) -> tuple[Reading, ...]:
    """Turn scores to probabilities, the likeliest first; equal texts count together."""
    scores: dict[str, list[tuple[float, int, str]]] = {}
    paths = list(paths)
    reach = max((path.end for path in paths), default=0)
    for path in paths:
        for loss, head in path.heads:
            text = head + path.tail
            whole = text + site.line[path.end : reach]
            scores.setdefault(whole, []).append((path.score + loss, path.end, text))
    best = max((score for same in scores.values() for score, _, _ in same), default=0.0)
    weights = {
        whole: sum(exp((score - best) / temperature) for score, _, _ in same)
        for whole, same in scores.items()
    }
    total = sum(weights.values())
    untouched = site.line[site.column : site.column + 2]
    readings = []
    for whole, same in scores.items():
        _, end, text = max(same)
        is_untouched = text == untouched and end == site.column + 2
        readings.append(Reading(text, end, weights[whole] / total, is_untouched))
    return tuple(sorted(readings, key=lambda reading: (-reading.probability, reading.text)))
