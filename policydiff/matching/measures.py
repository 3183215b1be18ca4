"""Measures: how sure it is that two measures are the same bit of work.

Titles count as measures. Two looks are taken, each a sum of log-odds. The first sees the two texts
alone; the second what the first made of their rivals, of their neighbours and of their tasks.
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress

from msgspec import Struct

from policydiff.matching.profiles import Pair, logistic, weighed
from policydiff.matching.units import Scales, Side, Unit
from policydiff.settings import MatchingSettings
from policydiff.text.finder import likenesses

Places = tuple[int, int]
"""A unit of the previous and one of the current plan, by their places among all units."""


class FirstLook(Struct, frozen=True, gc=False):
    """What speaks for a pair of measures in the two texts alone.

    ``overlap``: the weight of the n-grams that both have, over the lengths of the texts.
    ``concepts``: the same of the concepts of the thesaurus.
    ``characters``: the larger share that the common characters have of either text, as a root.
    ``ratio``: what is left unchanged from one text to the other, 0..1.
    ``length``: log of the characters of the longer text: the more words, the more by chance.
    ``level``: log of how alike either is to measures that are probably other work.
    """

    overlap: float
    concepts: float
    characters: float
    ratio: float
    length: float
    level: float


class SecondLook(Struct, frozen=True, gc=False):
    """What speaks for a pair of measures besides the two texts.

    ``texts``: the log-odds of the first look.
    ``rank``: log of 1 + how many measures suit one of them better, of whichever has more.
    ``before``: how far a measure that stands before one of them goes with the other.
    ``beside``: how far the measures before them, or behind them, go with each other.
    ``whole``: log of the likeness of their tasks.
    ``mutual``: that likeness over the best that either task has (the larger ratio, 0..1).
    """

    texts: float
    rank: float
    before: float
    beside: float
    whole: float
    mutual: float


class Scored(Struct, frozen=True, gc=False):
    """Two units, as places in their plans, and the probability that they are the same work."""

    one: int
    other: int
    score: float


def surest_first(pair: Scored) -> tuple[float, int, int]:
    """Return what pairs of measures are sorted by: the surest first, ties in the plans' order."""
    return -pair.score, pair.one, pair.other


def score_measures(
    pairs: Sequence[Pair], sides: tuple[Side, Side], scales: Scales, settings: MatchingSettings
) -> list[Scored]:
    """Score the measures of some pairs of tasks that come into question for each other."""
    model = settings.measure_model
    places, first = first_looks(pairs, sides, scales, settings)
    odds = weighed(first, model.first)
    second = second_looks(places, odds, pairs, sides, settings)
    return [
        Scored(one, other, logistic(value))
        for (one, other), value in zip(places, weighed(second, model.second), strict=True)
    ]


def unit_cosines(
    pairs: Iterable[Pair], sides: tuple[Side, Side], scales: Scales, settings: MatchingSettings
) -> list[dict[int, float]]:
    """Return, for each unit of the first side, the cosine (0..1) of those that share a term.

    Looked at are the units of the given pairs of tasks.
    """
    boost = settings.concept_measure_weight
    squares = {
        **{term: square for term, square in scales.grams.items() if square},
        **{term: square * boost * boost for term, square in scales.concepts.items()},
    }
    against: dict[int, set[int]] = {}
    for pair in pairs:
        against.setdefault(pair.previous, set()).add(pair.current)
    tasks = len({unit.task for unit in sides[1]})
    is_dense = min(map(len, against.values()), default=0) * 2 > tasks
    rows = (_dense_rows if is_dense else _sparse_rows)(against, sides, squares)
    norms = [norm(unit, settings) for unit in sides[1]]
    return [
        {column: value / (own * norms[column]) for column, value in row if value}
        for own, row in zip([norm(unit, settings) for unit in sides[0]], rows, strict=True)
    ]


_Row = Iterable[tuple[int, float]]
"""What a unit shares with units of the other side, by their places, in order."""


def _dense_rows(
    against: Mapping[int, Collection[int]], sides: tuple[Side, Side], squares: Mapping[str, float]
) -> Iterable[_Row]:
    """Yield what each unit shares with units of the other side, where most tasks are looked at."""
    owners = [unit.task for unit in sides[1]]
    tasks = set(owners)
    shared = {
        term: (squares[term], columns)
        for term, columns in _by_term(enumerate(sides[1]), squares).items()
    }
    places = range(len(owners))
    for unit in sides[0]:
        row = [0.0] * len(owners)
        for square, columns in filter(None, map(shared.get, unit.terms)):
            for column in columns:
                row[column] += square
        if left_out := tasks.difference(against.get(unit.task, ())):
            row = [0.0 if task in left_out else x for x, task in zip(row, owners, strict=True)]
        yield zip(compress(places, row), filter(None, row), strict=True)


def _sparse_rows(
    against: Mapping[int, Collection[int]], sides: tuple[Side, Side], squares: Mapping[str, float]
) -> Iterable[_Row]:
    """Yield the same where few tasks are looked at: pair by pair."""
    theirs = {task: _by_term(own, squares) for task, own in _by_task(sides[1]).items()}
    rows: list[dict[int, float]] = [{} for _ in sides[0]]
    for task, own in _by_task(sides[0]).items():
        one = _by_term(own, squares)
        for other in [theirs[number] for number in sorted(against.get(task, ()))]:
            for term in [term for term in one if term in other]:
                square, places = squares[term], other[term]
                for row in [rows[place] for place in one[term]]:
                    for column in places:
                        row[column] = row.get(column, 0.0) + square
    for row in rows:
        yield sorted(row.items())
        row.clear()  # in long plans they hold most of the memory


def _by_task(side: Side) -> dict[int, list[tuple[int, Unit]]]:
    """Return the units of each task, with their places in the plan."""
    tasks: dict[int, list[tuple[int, Unit]]] = {}
    for place, unit in enumerate(side):
        tasks.setdefault(unit.task, []).append((place, unit))
    return tasks


def _by_term(
    units: Iterable[tuple[int, Unit]], squares: Mapping[str, float]
) -> dict[str, list[int]]:
    """Return term → the places of the units that hold it, in a fixed order."""
    terms: dict[str, list[int]] = {}
    for place, unit in units:
        for term in unit.terms:
            if term in terms:
                terms[term].append(place)
            elif term in squares:
                terms[term] = [place]
    return terms


def norm(unit: Unit, settings: MatchingSettings) -> float:
    """Return the length of a unit as a vector of weights; 1 for an empty one."""
    return math.hypot(unit.gram_norm, unit.concept_norm * settings.concept_measure_weight) or 1.0


def first_looks(
    pairs: Sequence[Pair], sides: tuple[Side, Side], scales: Scales, settings: MatchingSettings
) -> tuple[list[Places], list[FirstLook]]:
    """Look at the texts of the units that are among the most alike of each other, in order.

    A title is looked at beside the measures that are as alike, but takes no measure's place.
    """
    rows = unit_cosines(pairs, sides, scales, settings)
    falling = _falling(rows, sides)
    least, others = ([_least(values, settings) for values in side] for side in falling)
    levels = [[_level(values, settings) for values in side] for side in falling]
    looks = _FirstLooks(sides, scales, settings)
    places: list[Places] = []
    found: list[FirstLook] = []
    for place, row in enumerate(rows):
        mine = least[place]
        columns = [c for c, value in row.items() if value >= mine or value >= others[c]]
        places += [(place, column) for column in columns]
        level = levels[0][place]
        found += looks.look(place, [(c, row[c], level + levels[1][c]) for c in columns])
    return places, found


class _Seen(Struct, frozen=True, gc=False):
    """What is looked at in a unit, however many others it is held against."""

    text: str
    norm: float
    grams: float
    concepts: float
    length: float
    weight: float
    characters: frozenset[str]


class _FirstLooks:
    """Looks at pairs of texts; a class, for what is looked up in a text is looked up once."""

    def __init__(
        self, sides: tuple[Side, Side], scales: Scales, settings: MatchingSettings
    ) -> None:
        self._sides = sides
        self._scales = scales
        self._boost = settings.concept_measure_weight**2
        self._seen = tuple([_seen(unit, settings) for unit in side] for side in sides)

    def look(self, row: int, others: Sequence[tuple[int, float, float]]) -> list[FirstLook]:
        """Look at a text beside others: their places, the cosine and the level of each."""
        one, concepts_of_one = self._seen[0][row], self._sides[0][row].concepts
        weight_of, concept_of = self._scales.characters.__getitem__, self._scales.concepts
        looks = []
        seen = [self._seen[1][column] for column, _, _ in others]
        ratios = likenesses(one.text, [other.text for other in seen])
        for (column, cosine, level), other, ratio in zip(others, seen, ratios, strict=True):
            concepts = 0.0
            if concepts_of_one:
                theirs = self._sides[1][column].concepts
                concepts = sum([concept_of[c] for c in concepts_of_one if c in theirs])
            # what they share, less the concepts, is the n-grams: to look them up would cost more
            grams = cosine * one.norm * other.norm - concepts * self._boost
            least = one.weight if one.weight < other.weight else other.weight
            shared = math.fsum(map(weight_of, one.characters & other.characters)) if least else 0.0
            looks.append(
                FirstLook(
                    grams / (one.grams * other.grams or 1.0) if grams > 0.0 else 0.0,
                    concepts / (one.concepts * other.concepts + 1.0),
                    math.sqrt(min(1.0, shared / least)) if least else 0.0,
                    ratio,
                    one.length if one.length > other.length else other.length,
                    level,
                )
            )
        return looks


def _seen(unit: Unit, settings: MatchingSettings) -> _Seen:
    return _Seen(
        text=unit.text,
        norm=norm(unit, settings),
        grams=math.sqrt(unit.gram_norm),
        concepts=math.sqrt(unit.concept_norm),
        length=math.log(1.0 + len(unit.text)),
        weight=unit.character_weight,
        characters=unit.characters,
    )


def _falling(
    rows: Sequence[Mapping[int, float]], sides: tuple[Side, Side]
) -> tuple[list[list[float]], list[list[float]]]:
    """Return, for each unit of either side, how alike the measures of the other are, falling."""
    mine, theirs = _by_measures(rows, sides)
    for values in (*mine, *theirs):
        values.sort(reverse=True)
    return mine, theirs


def _by_measures(
    rows: Sequence[Mapping[int, float]], sides: tuple[Side, Side]
) -> tuple[list[list[float]], list[list[float]]]:
    """Return, for each unit of either side, the values that the measures of the other have."""
    mine: list[list[float]] = []
    theirs: list[list[float]] = [[] for _ in sides[1]]
    titles = {column for column, unit in enumerate(sides[1]) if unit.is_title}
    for unit, row in zip(sides[0], rows, strict=True):
        mine.append([value for column, value in row.items() if column not in titles])
        if not unit.is_title:
            for column, value in row.items():
                theirs[column].append(value)
    return mine, theirs


def _least(falling: Sequence[float], settings: MatchingSettings) -> float:
    """Return the likeness from which a counterpart is among the most alike."""
    rank = settings.max_measure_counterparts
    return falling[rank - 1] if len(falling) >= rank else 0.0


def _level(falling: Sequence[float], settings: MatchingSettings) -> float:
    """Return how alike a unit is to counterparts that are probably other work, as a log."""
    first, last = settings.min_level_rank, settings.max_level_rank
    alike = sum(falling[first - 1 : last]) / (last - first + 1)
    return math.log(alike + settings.likeness_floor)


def second_looks(
    places: Sequence[Places],
    odds: Sequence[float],
    pairs: Iterable[Pair],
    sides: tuple[Side, Side],
    settings: MatchingSettings,
) -> list[SecondLook]:
    """Look at what the first look made of the rivals, the neighbours and the tasks of each pair."""
    rows: list[dict[int, float]] = [{} for _ in sides[0]]
    for (one, other), value in zip(places, odds, strict=True):
        rows[one][other] = logistic(value)
    ranks = _rising(rows, sides)
    rows.append({})  # the last one is that of no neighbour
    before, behind = (tuple(_neighbours(side, step) for side in sides) for step in (-1, 1))
    subjects, most = _subjects(pairs, settings), settings.max_measure_odds
    owners = tuple([unit.task for unit in side] for side in sides)
    looks = []
    for (one, other), value in zip(places, odds, strict=True):
        row, above, below = rows[one], rows[before[0][one]], rows[behind[0][one]]
        score, mine, theirs = row[other], ranks[0][one], ranks[1][other]
        better = len(mine) - bisect_right(mine, score), len(theirs) - bisect_right(theirs, score)
        last, following = before[1][other], behind[1][other]
        alone = above.get(other, 0.0), row.get(last, 0.0)
        beside = above.get(last, 0.0), below.get(following, 0.0)
        whole, mutual = subjects[owners[0][one], owners[1][other]]
        looks.append(
            SecondLook(
                value if -most < value < most else math.copysign(most, value),
                math.log1p(better[0] if better[0] > better[1] else better[1]),
                math.sqrt(alone[0] if alone[0] > alone[1] else alone[1]),
                math.sqrt(beside[0] if beside[0] > beside[1] else beside[1]),
                whole,
                mutual,
            )
        )
    return looks


def _neighbours(side: Side, step: int) -> list[int]:
    """Return for each unit the place of the next one of its task in that direction, else -1."""
    last = len(side) - 1
    return [
        place + step if 0 <= place + step <= last and side[place + step].task == unit.task else -1
        for place, unit in enumerate(side)
    ]


def _subjects(
    pairs: Iterable[Pair], settings: MatchingSettings
) -> dict[tuple[int, int], tuple[float, float]]:
    """Return for each pair of tasks what ``whole`` and ``mutual`` of a second look are."""
    tasks = {(pair.previous, pair.current): pair.cosine for pair in pairs}
    best, floor = [_best(tasks, side) for side in (0, 1)], settings.cosine_floor
    return {
        (one, other): (
            math.log(cosine + settings.likeness_floor),
            max(cosine / (best[0][one] + floor), cosine / (best[1][other] + floor)),
        )
        for (one, other), cosine in tasks.items()
    }


def _rising(
    rows: Sequence[Mapping[int, float]], sides: tuple[Side, Side]
) -> tuple[list[list[float]], list[list[float]]]:
    """Return, for each unit of either side, the scores that measures of the other have, rising."""
    mine, theirs = _by_measures(rows, sides)
    for values in (*mine, *theirs):
        values.sort()
    return mine, theirs


def _best(cosines: Mapping[tuple[int, int], float], side: int) -> dict[int, float]:
    best: dict[int, float] = {}
    for tasks, cosine in cosines.items():
        if cosine > best.get(tasks[side], 0.0):
            best[tasks[side]] = cosine
    return best
