"""New terms 「新提法」: what first appears in a plan, and what is gone.

A term is a name that the plan itself sets in quotation marks, a compound of a few words that name
something (nouns, attributes, abbreviations, a verb only before the noun it belongs to), or one
long noun. jieba's tagger says where words end and of which kind they are; word lists say the rest
(``data/phrases.toml``). What is no term for certain is left out: a short list of terms serves a
reader better than a long one of shreds.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import add
from typing import Protocol

from msgspec import Struct

from policydiff.model import Measure, PhraseChange, Plan, Quote, Status
from policydiff.settings import ComparingSettings
from policydiff.text.files import load_table
from policydiff.text.quantities import find_quantities
from policydiff.text.quantity_words import any_of, target_words
from policydiff.text.words import is_word, kept, load_lexicon, tagged_words, word_parts

DEFAULTS = ComparingSettings()

_NAME_RE = re.compile(r"[“「『]([\w+·]{3,14})[”」』]")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_PLACE_RE = re.compile(r"(?:^|[年省市])([\u4e00-\u9fff]{2,4}?)(?:省|市|区|县|州|自治)")
_GAP = "\n"
_SHORTEST = 3  # characters: two are a word, hardly a term

# jieba's kinds: nouns, attributes, abbreviations, set phrases, parts of words, adjectives; of a
# name of a person or a place alone nothing is said, and nouns by chance are often tagged so.
_NAMING = ("n", "b", "j", "l", "i", "g", "eng")
_JOINING = ("vn", "an", "a", "k")
_NOUNS = ("n", "b", "j")
_NOUN_ENDS = ("n", "vn", "v", "an")
_SET_PHRASES = ("l", "i")
_NUMERALS = tuple("一二三四五六七八九十两双")
_PROPER = ("nr", "ns")
_TORN_BEFORE = tuple("fmqrdpu")
"""One character of these kinds before a compound was cut from its first word: 中|药制剂."""

_BINDING = "在以为对将把从由向与和及的了"
"""They stand for themselves before a compound, and tear a word that begins with them."""

_WORDS_KEPT = 10_000
"""Words of which it is kept what they are: plans say the same ones again and again."""

_Word = tuple[str, str]


class Background(Protocol):
    """How rare a word is in the genre; ``policydiff.matching`` ships such a table."""

    def rarity(self, term: str) -> float:
        """Return minus the logarithm of the share of sentences that hold the word, in nats."""


class PhraseWords(Struct, frozen=True):
    """The word lists of ``data/phrases.toml``, and the verbs that begin an action."""

    breaks: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    after_a_verb: tuple[str, ...]
    action: re.Pattern[str]


class TermSource(Struct, frozen=True):
    """A plan's text without numbers, its sentences, its terms by weight, all its pairs."""

    plan: str
    text: str
    sentences: tuple[tuple[str, Quote], ...]
    terms: Mapping[str, float]
    pairs: frozenset[str]


class SeenPairs:
    """Tells which pairs of characters plans have had before (a class: it is gathered once).

    >>> sources = [TermSource(id, "", (), {}, frozenset([id])) for id in ("甲乙", "乙丙")]
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


@cache
def phrase_words() -> PhraseWords:
    """Return the word lists of the package, loaded once."""
    table = load_table(__file__, "phrases.toml")
    return PhraseWords(
        breaks=frozenset(table["breaks"].split()),
        heads=frozenset(table["heads"].split()),
        tails=frozenset(table["tails"].split()),
        after_a_verb=tuple(table["after_a_verb"].split()),
        action=load_lexicon().action,
    )


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
    has not. At most ``max_phrases`` of each, the most telling first: terms tell by the number
    of their new pairs of characters, by their count, by how sure it is that they are terms, and
    by rarity in the genre.
    """
    new = _terms(current, known, background, settings)
    gone = _terms(last, current.pairs, background, settings)
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
        for measure in (Measure("", task.title, task.line_start), *task.measures)
    )
    text = _GAP.join(sentence for sentence, _ in sentences)
    places = {place for name in (plan.issuer, plan.title) for place in _PLACE_RE.findall(name)}
    placeless = re.sub(any_of(map(re.escape, places)), _GAP, text) if places else text
    return TermSource(
        plan.id, text, sentences, _candidates(placeless, settings), frozenset(_pairs(text))
    )


@kept
def _plain(text: str) -> str:
    pieces, position = [], 0
    for quantity in find_quantities(text, target_words()):
        pieces.append(text[position : quantity.start])
        position = quantity.end
    return _GAP.join((*pieces, text[position:]))


def _candidates(text: str, settings: ComparingSettings) -> dict[str, float]:
    """Return what may be a term in a text, and how much it counts; a name counts as a name."""
    compounds: dict[str, list[_Word]] = {}
    counts: Counter[str] = Counter()
    for line in text.split(_GAP):
        for words in _compounds_of(line):
            term = "".join(word for word, _ in words)
            compounds[term] = words
            counts[term] += 1
    names = Counter(name for name in _NAME_RE.findall(text) if _HAN_RE.search(name))
    sure = {
        term: _sureness(words, counts[term], settings)
        for term, words in compounds.items()
        if _SHORTEST <= len(term) <= settings.max_phrase
    }
    sure |= dict.fromkeys(names, settings.phrase_named_weight)
    return {
        term: value * (1 + math.log(counts[term] + names[term]))
        for term, value in sure.items()
        if value
    }


@kept
def _compounds_of(line: str) -> tuple[list[_Word], ...]:
    return tuple(_compounds(line))


def _compounds(line: str) -> Iterator[list[_Word]]:
    """Yield the runs of words of a line that name something, empty words at either end left out."""
    lists = phrase_words()
    words = [*tagged_words(line), ("", "x")]
    start = 0
    for place, (word, kind) in enumerate(words):
        goes_on = _goes_on(word, kind, lists)
        if goes_on and (kind != "v" or words[place + 1][0].startswith(lists.after_a_verb)):
            continue
        end = place + goes_on  # a verb ends the run it belongs to: 影像检查互认
        if core := _core(words[start - 1] if start else ("", ""), words[start:end], lists):
            yield core
            if core[-1][1] == "v":  # perhaps a clause
                yield core[:-1]
        start = place + 1


def _goes_on(word: str, kind: str, lists: PhraseWords) -> bool:
    """Tell whether a word may stand in a compound; verbs that begin an action do not."""
    if word in lists.breaks:
        return False
    if kind == "v":
        return len(word) > 1 and not _is_action(word)
    return kind.startswith(_NAMING) or kind in _JOINING


def _core(before: _Word, run: Sequence[_Word], lists: PhraseWords) -> list[_Word]:
    """Return a run without empty words at its ends; nothing where its first word is torn."""
    start, end = 0, len(run)
    if not run:
        return []
    while start < end and _is_head(*run[start], lists):
        start += 1
    while end > start and (run[end - 1][1] == "a" or run[end - 1][0] in lists.tails):
        end -= 1
    word, kind = before
    torn = len(word) == 1 and kind.startswith(_TORN_BEFORE) and word not in _BINDING
    torn |= run[0][0][0] in _BINDING and not is_word(run[0][0])  # 以市|疾控中心
    return [] if start == 0 and torn else list(run[start:end])


def _is_head(word: str, kind: str, lists: PhraseWords) -> bool:
    """Tell whether a word at the front of a run is none of the term's: a verb, an empty word."""
    return kind in ("v", "k") or word in lists.heads or _is_action(word)


@lru_cache(maxsize=_WORDS_KEPT)
def _is_action(word: str) -> bool:
    return phrase_words().action.fullmatch(word) is not None


def _sureness(words: Sequence[_Word], count: int, settings: ComparingSettings) -> float:
    """Return how sure it is that words make up a term: 0 where they do not, 1 for plain nouns."""
    if len(words) == 1:
        return settings.phrase_word_weight if _is_noun(*words[0]) else 0.0
    if len(words) > settings.max_phrase_words or not _is_common_script(words):
        return 0.0
    sure = 1.0
    for word, kind in words:
        if kind in _SET_PHRASES and not _is_noun(word, kind):
            return 0.0
        if kind == "v":
            sure *= settings.phrase_verb_weight
    if words[-1][1] == "v" and count < 2:
        return 0.0
    if any(len(word) == 1 for word, _ in words):
        sure *= settings.phrase_short_weight
    is_long = sum(len(word) for word, _ in words) >= settings.min_long_phrase
    return sure * (settings.phrase_long_weight if is_long else 1.0)


@lru_cache(maxsize=_WORDS_KEPT)
def _is_noun(word: str, kind: str) -> bool:
    """Tell whether a long word of the dictionary is a noun that its parts do not belie.

    挖掘潜力 and 具体措施 are words there as well as 养老服务; the first part tells them apart.
    """
    if len(word) < _SHORTEST or not is_word(word):
        return False
    if not kind.startswith((*_NOUNS, *_SET_PHRASES)) or kind.startswith(_PROPER):
        return False
    parts = word_parts(word)
    if len(parts) < 2 and kind.startswith(_SET_PHRASES):
        return word.startswith(_NUMERALS)  # 一岗双责
    (first, first_kind), (_, last_kind) = (parts[0], parts[-1]) if parts else (("", "n"),) * 2
    return (
        first not in phrase_words().heads
        and first_kind.startswith((*_NOUNS, "vn"))
        and last_kind.startswith(_NOUN_ENDS)
    )


def _terms(
    wanted: TermSource,
    known: Container[str],
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


def _is_common_script(words: Sequence[_Word]) -> bool:
    """Tell whether all characters are in GB 2312: damaged text seldom is."""
    try:
        "".join(word for word, _ in words).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
