"""New terms 「新提法」: what first appears in a plan, and what is gone.

A term is a name that the plan itself sets in quotation marks, or the whole object of an action
that several words name or one noun (``policydiff.text.objects``).
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Protocol

from msgspec import Struct

from policydiff.model import Measure, PhraseChange, Plan, Quote, Status, Task
from policydiff.settings import ComparingSettings
from policydiff.text.objects import (
    FUNCTIONAL,
    NUMERALS,
    PROGRAMMES,
    SET_PHRASES,
    Word,
    acts_on,
    whole_objects,
)
from policydiff.text.quantities import find_quantities
from policydiff.text.quantity_words import any_of, target_words
from policydiff.text.words import genre_words, is_word, kept, term_words, word_parts

DEFAULTS = ComparingSettings()

# What plans name so has 3 to 14 characters; what is longer is a sentence that they quote.
_NAME_RE = re.compile(r"[“「『]([\w+·]{3,14})[”」』]")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_PLACE_RE = re.compile(r"(?:^|[年省市])([\u4e00-\u9fff]{2,4}?)(?:省|市|区|县|州|自治)")
# 「以市疾控中心新址建成运行为契机」 says when, not what
_AS_RE = re.compile(r"以(?=[^，。；、\n]{2,24}为)")
_GAP = "\n"

SHORTEST = 3
"""Characters of a term: two are a word, hardly a term."""

_NOUNS = ("n", "b", "j")
_NOUN_ENDS = ("n", "vn", "v", "an")
_PROPER = ("nr", "ns")
_CLOSING = ("n", "v", "j", "l", "i", "g", "k", "q", "an", "ag", "eng")
"""Kinds of the last word of a term; 师艺|精湛 ends with an adjective."""
_ATTRIBUTIVE = tuple("化性式型级")
"""集约化, 一般性: what is so stands behind such a word, or is not said."""

_FEW = 3
"""Words of a clause, at most; more that begin with a verb are a name: 放射|医学影像|检查|互认."""

_WORDS_KEPT = 10_000
"""Words of which it is kept what they are: plans say the same ones again and again."""


class Background(Protocol):
    """How rare a word is in the genre; ``policydiff.matching`` ships such a table."""

    def rarity(self, term: str) -> float:
        """Return minus the logarithm of the share of sentences that hold the word, in nats."""


class TermSource(Struct, frozen=True):
    """A plan's text without numbers, its sentences, its terms by weight, all its pairs.

    ``aside`` is what stands outside its tasks: headings, and what was set apart, without blanks.
    """

    plan: str
    text: str
    aside: str
    sentences: tuple[tuple[str, Quote], ...]
    terms: Mapping[str, float]
    pairs: frozenset[str]


class SeenPairs:
    """Tells which pairs of characters plans have had before (a class: it is gathered once).

    >>> sources = [TermSource(id, "", "", (), {}, frozenset([id])) for id in ("甲乙", "乙丙")]
    >>> "甲乙" in SeenPairs(sources).before("乙丙"), "乙丙" in SeenPairs(sources).before("乙丙")
    (True, False)
    """

    __slots__ = ("_first", "_places")

    def __init__(self, sources: Sequence[TermSource]) -> None:
        self._places = {source.plan: place for place, source in enumerate(sources)}
        self._first: dict[str, int] = {}
        for place, source in reversed([*enumerate(sources)]):
            self._first.update(dict.fromkeys(source.pairs, place))

    def before(self, plan: str) -> Container[str]:
        """Return the pairs that the plans before one have."""
        return _Before(self._first, self._places[plan])


class _Before:
    __slots__ = ("_first", "_place")

    def __init__(self, first: Mapping[str, int], place: int) -> None:
        self._first = first
        self._place = place

    def __contains__(self, pair: object) -> bool:
        return pair in self._first and self._first[str(pair)] < self._place


class _Term(Struct, frozen=True):
    text: str
    score: float
    new_pairs: frozenset[str]


def phrase_changes(
    last: TermSource,
    current: TermSource,
    known: Container[str],
    background: Background,
    settings: ComparingSettings = DEFAULTS,
) -> tuple[PhraseChange, ...]:
    """Return the terms that first appear in ``current``, then those of the last earlier plan gone.

    Each plan is read once, by ``term_source``, however many others it is held against; ``known``
    are the pairs of characters that any earlier plan has, the last one included.

    New is what no earlier plan has; gone is what the last earlier plan has and the current one
    has not; what either of these two says outside its tasks counts.

    At most ``max_phrases`` of each, the most telling first: terms tell by the number
    of their new pairs of characters, by their count, by how sure it is that they are terms,
    by their place, a title or a body, and by rarity in the genre.
    """
    new = _terms(current, known, last.aside, background, settings)
    gone = _terms(last, current.pairs, current.aside, background, settings)
    return (
        *_changes(new, Status.NEW, current, settings),
        *_changes(gone, Status.DROPPED, last, settings),
    )


def _changes(
    terms: Sequence[_Term], status: Status, source: TermSource, settings: ComparingSettings
) -> Iterator[PhraseChange]:
    """Yield the terms with their counts and the sentences of the plan that has them."""
    for term in terms:
        quotes = [quote for text, quote in source.sentences if term.text in text]
        count = source.text.count(term.text)
        yield PhraseChange(
            text=term.text,
            status=status,
            previous=0 if status is Status.NEW else count,
            current=count if status is Status.NEW else 0,
            score=round(term.score, 2),
            quotes=tuple(quotes[: settings.max_phrase_quotes]),
        )


def term_source(plan: Plan, settings: ComparingSettings = DEFAULTS) -> TermSource:
    """Read the titles and measures of a plan, numbers with their units cut out."""
    sentences = tuple(
        (_plain(measure.text), Quote(plan.id, task.id, measure.id, measure.line, measure.text))
        for task in plan.tasks
        for measure in _said(task)
    )
    text = _GAP.join(sentence for sentence, _ in sentences)
    places = {place for name in (plan.issuer, plan.title) for place in _PLACE_RE.findall(name)}
    placeless = re.sub(any_of(map(re.escape, places)), _GAP, text) if places else text
    terms = _objects(placeless, text, settings) | _names(text, settings)
    titles = _GAP.join(task.title for task in plan.tasks)
    weights = {
        term: weight * (settings.phrase_title_weight if term in titles else 1.0)
        for term, weight in terms.items()
    }
    headings = (section.heading for section in plan.sections)
    aside = _GAP.join((*headings, *("".join(part.text.split()) for part in plan.removed)))
    return TermSource(plan.id, text, aside, sentences, weights, frozenset(_pairs(text)))


def _said(task: Task) -> Iterator[Measure]:
    """Yield the title and the measures of a task; what is both is said once."""
    if all(measure.text.rstrip("。") != task.title.rstrip("。") for measure in task.measures):
        yield Measure("", task.title, task.line_start)
    yield from task.measures


@kept
def _plain(text: str) -> str:
    """Return a text without its numbers and units, but for those that belong to a name."""
    text = _AS_RE.sub(_GAP, text)
    names = [found.span() for found in _NAME_RE.finditer(text)]
    pieces, position = [], 0
    for quantity in find_quantities(text, target_words()):
        if any(start < quantity.end and quantity.start < end for start, end in names):
            continue  # 「高效办成一件事」
        if quantity.unit == "年" and text.startswith(PROGRAMMES, quantity.end):
            continue
        pieces.append(text[position : quantity.start])
        position = quantity.end
    return _GAP.join((*pieces, text[position:]))


def _names(text: str, settings: ComparingSettings) -> dict[str, float]:
    """Return what the plan sets in quotation marks, by how much it counts.

    A word of the dictionary is no name: the marks say that it is meant as a figure (「样板间」).
    """
    names = Counter(name for name in _NAME_RE.findall(text) if _HAN_RE.search(name))
    return {
        name: _often(count)
        * (settings.phrase_word_weight if _is_common(name) else settings.phrase_named_weight)
        for name, count in names.items()
    }


def _is_common(word: str) -> bool:
    return is_word(word) and word not in genre_words()


def _often(count: int) -> float:
    return 1 + math.log(count)


def _objects(placeless: str, text: str, settings: ComparingSettings) -> dict[str, float]:
    """Return the objects that may be terms, by how much they count.

    One that mostly stands inside a longer one is a part of that.
    """
    objects: dict[str, list[Word]] = {}
    counts: Counter[str] = Counter()
    for line in placeless.split(_GAP):
        for words in _objects_of(line):
            term = "".join(word for word, _ in words)
            objects[term] = words
            counts[term] += 1
    return {
        term: _often(counts[term]) * _sureness(words, settings)
        for term, words in objects.items()
        if is_term(words, settings.max_phrase, settings.max_phrase_words)
        and 2 * counts[term] >= text.count(term)
    }


@kept
def _objects_of(line: str) -> tuple[list[Word], ...]:
    return tuple(whole_objects(line))


def is_term(words: Sequence[Word], longest: int, most: int) -> bool:
    """Tell whether an object names something: several words, or a noun of the dictionary.

    It has at most ``longest`` characters and ``most`` words.
    """
    if not SHORTEST <= sum(len(word) for word, _ in words) <= longest or len(words) > most:
        return False
    if any("之" in word for word, _ in words) or not _is_common_script(words):
        return False
    if len(words) == 1:
        return _is_single(*words[0])
    return words[-1][1].startswith(_CLOSING) and not (_has_verb(words) or _has_object(words))


def _is_single(word: str, kind: str) -> bool:
    if word.endswith(_ATTRIBUTIVE):
        return False
    return _is_noun(word, kind) or (kind == "n" and not is_word(word))


def _has_verb(words: Sequence[Word]) -> bool:
    """Tell whether words hold a verb, or are too small to say."""
    prefixes = term_words().prefixes
    first, kind = words[0]
    if len(first) == 1 and kind.startswith(("v", *FUNCTIONAL)) and first not in prefixes:
        return True
    return all(len(word) == 1 for word, _ in words) or any(
        (kind in SET_PHRASES and len(word) > SHORTEST and not _is_noun(word, kind))
        or (kind == "v" and len(word) == 1 and word not in prefixes and place < len(words))
        for place, (word, kind) in enumerate(words, 1)
    )


def _has_object(words: Sequence[Word]) -> bool:
    """Tell few words that begin with a verb of the others: 学习|理论, not 学习|制度."""
    if words[1][0] in term_words().complements:
        return True  # 规划|好|园区
    return len(words) <= _FEW and acts_on(*words[:2])


@lru_cache(maxsize=_WORDS_KEPT)
def _is_noun(word: str, kind: str) -> bool:
    """Tell whether a long word of the dictionary is a noun that its parts do not belie.

    挖掘潜力 and 具体措施 are words there as well as 养老服务; the first part tells them apart.
    """
    if len(word) < SHORTEST or not is_word(word):
        return False
    if not kind.startswith((*_NOUNS, *SET_PHRASES)) or kind.startswith(_PROPER):
        return False
    parts = word_parts(word)
    if kind == "i" or (len(parts) < 2 and kind.startswith(SET_PHRASES)):
        return sum(map(word.count, NUMERALS)) > 1  # 一岗双责, not 一视同仁
    (first, first_kind), (_, last_kind) = (parts[0], parts[-1]) if parts else (("", "n"),) * 2
    return (
        first not in term_words().heads
        and first_kind.startswith((*_NOUNS, "vn"))
        and last_kind.startswith(_NOUN_ENDS)
    )


def _is_common_script(words: Sequence[Word]) -> bool:
    """Tell whether all characters are in GB 2312: damaged text seldom is."""
    try:
        "".join(word for word, _ in words).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _sureness(words: Sequence[Word], settings: ComparingSettings) -> float:
    """Return how sure it is that words make up a term, 1 for two plain nouns.

    A word that the genre coined (科创板) counts as a programme does.
    """
    if len(words) == 1 and words[0][0] not in genre_words():
        return settings.phrase_word_weight
    is_programme = len(words) == 1 or words[-1][0].endswith(term_words().names)
    sure = settings.phrase_programme_weight if is_programme else 1.0
    for _, kind in words[:-1]:
        if kind == "v":
            sure *= settings.phrase_verb_weight
    is_long = sum(len(word) for word, _ in words) >= settings.min_long_phrase
    return sure * (settings.phrase_long_weight if is_long else 1.0)


def _terms(
    wanted: TermSource,
    known: Container[str],
    aside: str,
    background: Background,
    settings: ComparingSettings,
) -> list[_Term]:
    """Return the most telling terms, none of which repeats what a better one tells.

    One without a new pair of characters tells nothing, and one with such a pair is nowhere else.
    """
    rated = [
        _rate(term, weight, new_pairs, background)
        for term, weight in wanted.terms.items()
        if (new_pairs := frozenset([pair for pair in _pairs(term) if pair not in known]))
        and term not in aside
    ]
    chosen: list[_Term] = []
    told: set[str] = set()
    for term in sorted(rated, key=lambda term: (-term.score, term.text)):
        if len(chosen) == settings.max_phrases:
            break
        repeats = any(term.text in better.text or better.text in term.text for better in chosen)
        news = len(term.new_pairs - told)
        if not repeats and news and news >= (1 - settings.max_phrase_overlap) * len(term.new_pairs):
            chosen.append(term)
            told |= term.new_pairs
    return chosen


def _rate(term: str, weight: float, new_pairs: frozenset[str], background: Background) -> _Term:
    pairs = _pairs(term)
    rarity = sum(background.rarity(pair) for pair in pairs) / len(pairs) / background.rarity("")
    novelty = sum(pair in new_pairs for pair in pairs) / math.sqrt(len(term))
    return _Term(term, weight * novelty * rarity, new_pairs)


def _pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text."""
    return list(map(add, text, text[1:]))
