"""Units: the titles and measures of two plans, as matching sees them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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

    ``terms`` are its n-grams and concepts in a fixed order, ``characters`` each once; the norms are
    the roots of the sums of their squared weights, ``character_weight`` is the sum itself.
    """

    task: int
    place: int
    id: str
    text: str
    terms: tuple[str, ...]
    characters: str
    concepts: tuple[str, ...]
    gram_norm: float
    character_weight: float
    concept_norm: float

    @property
    def is_title(self) -> bool:
        """Tell a title from a measure."""
        return self.place == TITLE


class Scales(Struct, frozen=True):
    """The squared weights of what units are compared by.

    N-grams and characters that one unit alone has are not in it: they weigh ``lone``.
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
    sizes: Mapping[str, int],
    background: Background,
    settings: MatchingSettings,
) -> tuple[tuple[Side, Side], Scales]:
    """Return the units of two plans, and the weights by which they are compared.

    A term weighs the more, the fewer units of the two plans have it: log((n+1)/(df+½)) over
    log(n+1) (Spärck Jones 1972), squared; slogans of the genre weigh less. So does a concept that
    many words stand for (``sizes`` says how many): that is a field of work, hardly an object.
    """
    texts = [[_texts(task) for task in side] for side in sides]
    characters = [[[_characters(text) for text in task] for task in side] for side in texts]
    frequency = _frequency(unit for side in sides for task in side for unit in task.units)
    of_characters = _frequency(found for side in characters for task in side for found in task)
    rarity = _Rarity(sum(len(task.units) for side in sides for task in side))
    scales = Scales(
        grams={
            term: rarity.square(count) * substance(term, settings, background) ** 2
            for term, count in frequency.items()
            if count > 1 and term[0] != CONCEPT_MARK
        },
        characters={c: rarity.square(n) for c, n in of_characters.items() if n > 1},
        concepts={
            term: rarity.square(count) * _narrowness(sizes.get(term[1:], 1), settings)
            for term, count in frequency.items()
            if term[0] == CONCEPT_MARK
        },
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


def _frequency(units: Iterable[Iterable[str]]) -> Counter[str]:
    """Return in how many of the units each term is."""
    frequency: Counter[str] = Counter()
    for terms in units:
        frequency.update(terms)
    return frequency


def _narrowness(terms: int, settings: MatchingSettings) -> float:
    """Return 1 for a concept of few terms, less for one of many."""
    return math.sqrt(min(1.0, settings.concept_terms / terms))


class _Rarity:
    """Squared weights by the number of units that hold a term; a class, for it keeps the roots."""

    def __init__(self, units: int) -> None:
        self._units = units
        self._known: dict[int, float] = {}

    def square(self, frequency: int) -> float:
        """Return the squared weight of a term that so many units hold."""
        if frequency not in self._known:
            most = math.log(self._units + 1)
            rarity = math.log((self._units + 1) / (frequency + 0.5)) / most if most else 0.0
            self._known[frequency] = max(0.0, rarity) ** 2
        return self._known[frequency]


def _texts(terms: TaskTerms) -> list[str]:
    return [terms.task.title, *(measure.text for measure in terms.task.measures)]


def _characters(text: str) -> str:
    """Return the Chinese characters of a text, each once.

    An abbreviation shares them with its long form.
    """
    return "".join([c for c in dict.fromkeys(succession(text)) if "\u3400" <= c <= "\u9fff"])


def _unit(
    position: tuple[int, int],
    terms: TaskTerms,
    text: str,
    characters: str,
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
        characters=characters,
        concepts=tuple(concepts),
        gram_norm=math.sqrt(sum([scales.grams.get(t, lone) for t in grams])),
        character_weight=sum([scales.characters.get(c, lone) for c in characters]),
        concept_norm=math.sqrt(sum([scales.concepts[c] for c in concepts])),
    )
