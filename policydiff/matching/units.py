"""Units: the titles and measures of two plans, as matching sees them."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from policydiff.matching.profiles import (
    CONCEPT_MARK,
    Background,
    TaskTerms,
    substance,
    succession,
)
from policydiff.settings import MatchingSettings

TITLE = 0
"""The place of the title among the units of a task, and the end of its id: ``12-0``."""


class Unit(Struct, frozen=True):
    """A title or a measure: where it stands, its text, and what it is compared by.

    ``terms`` are its n-grams and concepts in a fixed order; the norms are the roots of the sums of
    their squared weights, ``character_weight`` is the sum itself.
    """

    task: int
    place: int
    id: str
    text: str
    terms: tuple[str, ...]
    grams: frozenset[str]
    characters: frozenset[str]
    concepts: frozenset[str]
    gram_norm: float
    character_weight: float
    concept_norm: float

    @property
    def is_title(self) -> bool:
        """Tell a title from a measure."""
        return self.place == TITLE


class Scales(Struct, frozen=True):
    """The squared weights of what units are compared by; what one unit alone has weighs ``lone``.

    ``lone`` is also what a name weighs that no other unit has.
    """

    grams: Mapping[str, float]
    characters: Mapping[str, float]
    concepts: Mapping[str, float]
    lone: float


def title_id(task: str) -> str:
    """Return the id by which the title of a task stands among its measures.

    >>> title_id("12")
    '12-0'
    """
    return f"{task}-{TITLE}"


def is_title(measure: str) -> bool:
    """Tell the id of a title from that of a measure.

    >>> is_title("12-0"), is_title("12-10")
    (True, False)
    """
    return measure.endswith(f"-{TITLE}")


Side = tuple[Unit, ...]
"""The units of one plan, task by task, each title before its measures."""


def weigh_units(
    sides: tuple[Sequence[TaskTerms], Sequence[TaskTerms]],
    background: Background,
    settings: MatchingSettings,
) -> tuple[tuple[Side, Side], Scales]:
    """Return the units of two plans, and the weights by which they are compared.

    A term weighs the more, the fewer units of the two plans have it: log((n+1)/(df+½)) over
    log(n+1) (Spärck Jones 1972), squared; slogans of the genre weigh less.
    """
    texts = [[_texts(task) for task in side] for side in sides]
    characters = [[[_characters(text) for text in task] for task in side] for side in texts]
    terms = [unit for side in sides for task in side for unit in task.units]
    rarity = _Rarity(len(terms))
    squares = rarity.squares(terms)
    scales = Scales(
        grams={t: s * substance(t, settings, background) ** 2 for t, s in squares.items()},
        characters=rarity.squares(
            [found for side in characters for task in side for found in task]
        ),
        concepts={t: s for t, s in squares.items() if t[0] == CONCEPT_MARK},
        lone=rarity.square(1),
    )
    units = [
        tuple(
            _unit((row, place), task, text, found, scales)
            for row, (task, texts_of_task, found_in_task) in enumerate(zip(*side, strict=True))
            for place, (text, found) in enumerate(zip(texts_of_task, found_in_task, strict=True))
        )
        for side in zip(sides, texts, characters, strict=True)
    ]
    return (units[0], units[1]), scales


class _Rarity:
    """Squared weights by the number of units that hold a term; a class, for it keeps the roots."""

    def __init__(self, units: int) -> None:
        self._units = units
        self._known: dict[int, float] = {}

    def square(self, frequency: int) -> float:
        if frequency not in self._known:
            most = math.log(self._units + 1)
            rarity = math.log((self._units + 1) / (frequency + 0.5)) / most if most else 0.0
            self._known[frequency] = max(0.0, rarity) ** 2
        return self._known[frequency]

    def squares(self, units: Iterable[Collection[str]]) -> dict[str, float]:
        """Return the squared weights of what more than one of the ``units`` holds."""
        frequency: Counter[str] = Counter()
        for terms in units:
            frequency.update(iter(terms))
        return {term: self.square(count) for term, count in frequency.items() if count > 1}


def _texts(terms: TaskTerms) -> list[str]:
    return [terms.task.title, *(measure.text for measure in terms.task.measures)]


def _characters(text: str) -> frozenset[str]:
    """Return the Chinese characters of a text: an abbreviation shares them with its long form."""
    return frozenset(
        [character for character in succession(text) if "\u3400" <= character <= "\u9fff"]
    )


def _unit(
    position: tuple[int, int],
    terms: TaskTerms,
    text: str,
    characters: frozenset[str],
    scales: Scales,
) -> Unit:
    row, place = position
    found = terms.units[place]
    grams = [term for term in found if term[0] != CONCEPT_MARK]
    concepts = [term for term in found if term[0] == CONCEPT_MARK]
    lone = scales.lone
    return Unit(
        task=row,
        place=place,
        id=terms.task.measures[place - 1].id if place else title_id(terms.task.id),
        text=text,
        terms=found,
        grams=frozenset(grams),
        characters=characters,
        concepts=frozenset(concepts),
        gram_norm=math.sqrt(math.fsum([scales.grams.get(t, lone) for t in grams])),
        character_weight=math.fsum([scales.characters.get(c, lone) for c in characters]),
        concept_norm=math.sqrt(math.fsum([scales.concepts.get(c, lone) for c in concepts])),
    )
