"""Units: the titles and measures of two plans, as matching sees them, and the words they share."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import add

from msgspec import Struct

from policydiff.matching.terms import (
    CONCEPT_MARK,
    Background,
    TaskTerms,
    TextTerms,
    Thesaurus,
    Weights,
    editions,
    substance,
    succession,
)
from policydiff.settings import MatchingSettings
from policydiff.text.objects import names_in, says_nothing
from policydiff.text.words import kept, word_bounds

TITLE = 0
"""The place of the title among the units of a task, and the end of its id: ``12-0``."""


class Unit(Struct, frozen=True, gc=False):
    """A title or a measure: where it stands, its text, and what it is compared by.

    ``terms`` are the n-grams that another unit has too, and its concepts, in a fixed order. The
    norms are the roots of the sums of the squared weights of all it has, ``character_weight`` is
    the sum itself.
    """

    task: int
    place: int
    id: str
    text: str
    terms: tuple[str, ...]
    characters: frozenset[str]
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

    N-grams that one unit alone has are not in it: they weigh ``lone``.
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
    found = [[_found(task) for task in side] for side in sides]
    every = [text for side in found for task in side for text in task]
    frequency = Counter(chain.from_iterable([text.terms.grams for text in every]))
    of_concepts = Counter(chain.from_iterable([text.terms.concepts for text in every]))
    of_characters = Counter(chain.from_iterable([text.characters for text in every]))
    counts = {1, *frequency.values(), *of_concepts.values(), *of_characters.values()}
    square_of = {count: _square(count, len(every)) for count in counts}
    grams = {term: square_of[count] for term, count in frequency.items() if count > 1}
    for term in grams.keys() & background.counts.keys():  # all others are names
        grams[term] *= substance(term, settings, background) ** 2
    scales = Scales(
        grams=grams,
        characters={character: square_of[count] for character, count in of_characters.items()},
        concepts={
            term: square_of[count] * _narrowness(sizes.get(term[1:], 1), settings)
            for term, count in of_concepts.items()
        },
        lone=square_of[1],
    )
    units = [
        tuple(
            _unit((row, place), text, scales)
            for row, task in enumerate(side)
            for place, text in enumerate(task)
        )
        for side in found
    ]
    return (units[0], units[1]), scales


class _Text(Struct, frozen=True, gc=False):
    """A title or a measure, and what stands in it."""

    id: str
    text: str
    terms: TextTerms
    characters: frozenset[str]


def _found(terms: TaskTerms) -> list[_Text]:
    task = terms.task
    texts = [(title_id(task.id), task.title), *((m.id, m.text) for m in task.measures)]
    return [
        _Text(id_, text, found, _characters(text))
        for (id_, text), found in zip(texts, terms.units, strict=True)
    ]


def _narrowness(terms: int, settings: MatchingSettings) -> float:
    """Return 1 for a concept of few terms, less for one of many."""
    return math.sqrt(min(1.0, settings.max_concept_terms / terms))


def _square(frequency: int, units: int) -> float:
    """Return the squared weight of a term that so many of the units hold."""
    most = math.log(units + 1)
    rarity = math.log((units + 1) / (frequency + 0.5)) / most if most else 0.0
    return max(0.0, rarity) ** 2


@kept
def _characters(text: str) -> frozenset[str]:
    """Return the Chinese characters of a text: an abbreviation shares them with its long form."""
    return frozenset([c for c in succession(text) if "\u3400" <= c <= "\u9fff"])


def _unit(position: tuple[int, int], found: _Text, scales: Scales) -> Unit:
    row, place = position
    every, concepts = found.terms.grams, found.terms.concepts
    weights = scales.grams
    grams = [term for term in every if term in weights]
    square = sum([weights[term] for term in grams]) + scales.lone * (len(every) - len(grams))
    weight_of, concept_of = scales.characters.__getitem__, scales.concepts.__getitem__
    return Unit(
        task=row,
        place=place,
        id=found.id,
        text=found.text,
        terms=(*grams, *concepts),
        characters=found.characters,
        concepts=concepts,
        gram_norm=math.sqrt(square),
        character_weight=math.fsum(map(weight_of, found.characters)),
        concept_norm=math.sqrt(sum(map(concept_of, concepts))),
    )


class _Read(Struct, frozen=True):
    """What is found in a text once, however many others it is held against.

    ``editions`` are those of plans and programmes, by their kind. ``bounds`` has a bit for each
    place between two words, and for both ends.
    """

    text: str
    editions: tuple[str, ...]
    concepts: Mapping[str, tuple[str, ...]]
    bounds: int


@kept
def _read(text: str, thesaurus: Thesaurus) -> _Read:
    concepts: dict[str, dict[str, None]] = {}
    for term in thesaurus.find(text):
        for concept in term.concepts:
            concepts.setdefault(concept, {})[term.text] = None
    return _Read(
        text,
        editions(text),
        {concept: tuple(found) for concept, found in concepts.items()},
        sum(map((1).__lshift__, word_bounds(text))),
    )


TEXTS_AT_HAND = 1_000
"""Texts whose pairs of characters are kept, 5 MB: those of a pair of plans, or of neighbours."""


@lru_cache(maxsize=TEXTS_AT_HAND)
def _pairs(text: str) -> tuple[Sequence[str], frozenset[str]]:
    """Return each character with the one behind it: at each place, and all of them."""
    pairs = tuple(map(add, text, text[1:]))
    return pairs, frozenset(pairs)


class SharedWords:
    """Finds the words that two texts share.

    A class because it keeps the weights at hand, and what it found in a text: a measure is held
    against several others.
    """

    def __init__(
        self,
        weights: Weights,
        thesaurus: Thesaurus,
        background: Background,
        settings: MatchingSettings,
    ) -> None:
        self._weights = weights
        self._thesaurus = thesaurus
        self._background = background
        self._settings = settings
        self._texts: dict[str, _Read] = {}
        self._told: dict[tuple[str, str], tuple[str, ...]] = {}

    def between(self, one: str, other: str) -> tuple[str, ...]:
        """Return what both texts share, weightiest first, in the texts' own words.

        That is terms, synonyms of one concept (``疾控＝疾病预防控制``), successive editions
        (``十四五→十五五``) and other runs. A run that says hardly more than what is shown already
        is left out, and so are runs of two or three characters, often torn out of longer words,
        where there is anything better. Where nothing has weight, the weightiest run that is no
        slogan is shown: in a plan of one field the field's own words are in most tasks. Of very
        long texts only the beginning is looked at.
        """
        if (one, other) not in self._told:  # a pair stands in its link and among all pairs
            self._told[one, other] = self._find(self._text(one), self._text(other))
        return self._told[one, other]

    def _text(self, text: str) -> _Read:
        """Return a text as it was read: kept here too, where a plan has more than are kept."""
        if text not in self._texts:
            self._texts[text] = _read(text[: self._settings.max_word_text], self._thesaurus)
        return self._texts[text]

    def _find(self, one: _Read, other: _Read) -> tuple[str, ...]:
        shown = self._shared_concepts(one, other)
        known = [text for word in shown for text in word.replace("→", "＝").split("＝")]
        every = self._runs(one, other)
        if known:
            every = {run: w for run, w in every.items() if not _is_told(run, known)}
        least = min(self._settings.min_word_weight, self._weights.rarest)
        faint = {word: w for word, w in (every | shown).items() if self.says_nothing(word)}
        runs = {run: w for run, w in every.items() if w >= least and run not in faint}
        shown = {word: w for word, w in shown.items() if word not in faint}
        if not shown and not runs:
            heavy = {word: w for word, w in faint.items() if w >= least}
            light = {run: w for run, w in every.items() if not self._is_slogan(run)}
            runs = dict(sorted((heavy or light).items(), key=_weightiest_first)[:1])
        long = {run: w for run, w in runs.items() if len(run) >= self._settings.min_word}
        shown |= long if shown or long else runs
        ranked = sorted(shown.items(), key=_weightiest_first)
        words = [word for word, _ in ranked if not any(word != x and word in x for x in shown)]
        return tuple(words[: self._settings.max_words])

    def says_nothing(self, word: str) -> bool:
        """Tell a word that proves nothing alone."""
        is_pair = "＝" in word or "→" in word
        return not is_pair and says_nothing(word, self._settings.min_common_word)

    def _shared_concepts(self, one: _Read, other: _Read) -> dict[str, float]:
        shown = {
            f"{mine}→{theirs}" if mine != theirs else mine: self._weights.lone
            for mine, theirs in zip(one.editions, other.editions, strict=False)  # or none at all
            if mine and theirs
        }
        for concept, texts in one.concepts.items():
            if concept in other.concepts:
                word = _synonym(texts, other.concepts[concept])
                weight = self._weights.of(CONCEPT_MARK + concept)
                weight *= self._settings.concept_measure_weight
                shown[word] = max(weight, shown.get(word, 0.0))
        return shown

    def _runs(self, one: _Read, other: _Read) -> dict[str, float]:
        """Return the longest runs that both texts hold, with their weight."""
        runs: dict[str, float] = {}
        free, theirs = 0, _pairs(other.text)[1]
        starts = [start for start, pair in enumerate(_pairs(one.text)[0]) if pair in theirs]
        for start in starts:
            if start < free:
                continue
            end = _end(start, one.text, other.text)
            free = end if end - start > 2 else start + 1
            run = _whole_words(one, other, one.text[start:end])
            before = one.text[: one.text.find(run)][-1:]
            names = names_in(run, before) if len(run) > 1 else ()
            for name in names:
                weight = self._weight(run if len(names) == 1 else name)  # 实施健康(行动)
                if weight > 0.0:
                    runs[name] = weight
        if len(runs) < 2:
            return runs
        return {
            run: weight
            for run, weight in runs.items()
            if not any(run in longer for longer in runs if len(longer) > len(run))
        }

    def _is_slogan(self, run: str) -> bool:
        """Tell a run of the genre's common words, which names no object: 加强, 高质量发展."""
        common = self._background.counts
        return all(run[i : i + 2] in common for i in range(len(run) - 1))

    def _weight(self, run: str) -> float:
        """Return the weight of a run: that of its weightiest pairs of characters."""
        if run.isascii():
            return self._weights.of(run)
        weight_of, lone = self._weights.shared.get, self._weights.lone
        return max([weight_of(pair, lone) for pair in map(add, run, run[1:])])


def _end(start: int, one: str, other: str) -> int:
    """Return where the longest run ends that begins at a place of one text and is in the other.

    It has letters, digits and pluses alone.
    """
    end, length = start, len(one)
    while end < length and one[start : end + 1] in other:
        if not (one[end].isalnum() or one[end] == "+"):
            break
        end += 1
    return end


def _whole_words(one: _Read, other: _Read, run: str) -> str:
    """Return the part of a shared run that both texts begin and end between words."""
    mine, theirs = one.text.find(run), other.text.find(run)
    inside = (1 << len(run) + 1) - 1
    bounds = (one.bounds >> mine) & (other.bounds >> theirs) & inside
    return run[(bounds & -bounds).bit_length() - 1 : bounds.bit_length() - 1] if bounds else ""


def _synonym(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Name what both sides call alike, or else a term of each side.

    >>> _synonym(("老旧小区",), ("老旧小区改造",)), _synonym(("疾控",), ("疾病预防控制",))
    ('老旧小区', '疾控＝疾病预防控制')
    """
    same = [one for one in mine for other in theirs if one in other]
    same += [other for other in theirs for one in mine if other in one]
    return max(same, key=len) if same else f"{mine[0]}＝{theirs[0]}"


def _weightiest_first(word: tuple[str, float]) -> tuple[float, str]:
    return -word[1], word[0]


def _is_told(run: str, known: Sequence[str]) -> bool:
    """Tell whether a run says hardly more than a known word, or is a part of one."""
    return any(run in text or (text in run and len(run) - len(text) <= 2) for text in known)
