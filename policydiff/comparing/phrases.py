"""New terms 「新提法」: what first appears in a plan, and what is gone, without a dictionary."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from policydiff.model import Measure, PhraseChange, Plan, Quote, Status
from policydiff.settings import ComparingSettings
from policydiff.text.finder import tagged_words
from policydiff.text.quantities import find_quantities
from policydiff.text.quantity_words import any_of, target_words
from policydiff.text.words import load_lexicon

DEFAULTS = ComparingSettings()

_NAME_RE = re.compile(r"“([\w+·]{2,14})”")
_RUN_RE = re.compile(r"[\u4e00-\u9fffA-Za-z+·]{3,}")
_PLACE_RE = re.compile(r"(?:^|[年省市])([\u4e00-\u9fff]{2,4}?)(?:省|市|区|县|州|自治)")
_GAP = "\n"
_LONGEST_TAIL = 12  # characters: the longest words of data/phrases.toml have 4
_SHORTEST = 3  # characters: two are a word, hardly a term


class Background(Protocol):
    """How rare a word is in the genre; ``policydiff.matching`` ships such a table."""

    def rarity(self, term: str) -> float:
        """Return minus the logarithm of the share of sentences that hold the word, in nats."""


class PhraseWords(Struct, frozen=True):
    """Where a term may begin and end (``data/phrases.toml``)."""

    cuts: re.Pattern[str]
    heads: re.Pattern[str]
    tails: re.Pattern[str]


class _Texts(Struct, frozen=True):
    """The plan that terms are looked for in, the pairs that others have, how its own pairs hold.

    ``bonds`` says how strongly two neighbouring characters hold together, over all the texts
    (pointwise mutual information, nats).
    """

    wanted: str
    known: frozenset[str]
    bonds: Mapping[str, float]
    places: re.Pattern[str] | None


class TermSource(Struct, frozen=True):
    """A plan's text without numbers, its sentences, and the places that its head names."""

    plan: str
    text: str
    sentences: tuple[tuple[str, Quote], ...]
    places: tuple[str, ...]


class _Term(Struct, frozen=True):
    text: str
    count: int
    score: float
    new_pairs: frozenset[str]


@cache
def phrase_words() -> PhraseWords:
    """Return the word lists of the package, compiled once."""
    source = Path(__file__).with_name("data") / "phrases.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    action = f"(?:{load_lexicon().action.pattern})(?!{any_of(table['not_a_verb_before'])})"
    return PhraseWords(
        cuts=re.compile(any_of(table["cuts"])),
        heads=re.compile(f"{action}|{any_of(table['heads'])}"),
        tails=re.compile(f"{any_of(table['tails'])}$"),
    )


def phrase_changes(
    earlier: Sequence[TermSource],
    current: TermSource,
    background: Background,
    settings: ComparingSettings = DEFAULTS,
) -> tuple[PhraseChange, ...]:
    """Return the terms that first appear in ``current``, then those of the last earlier plan gone.

    Each plan is read once, by ``term_source``, however many others it is held against.

    New is what no earlier plan has; gone is what the last earlier plan has and the current one
    has not. At most ``phrases_shown`` of each, the most telling first. Terms are the runs between
    binding words and verbs, cut down to their new part; they tell by the number of new pairs of
    characters that hold together as in a word (pointwise mutual information, Church and Hanks
    1990), by their count, by the plan's own quotation marks, and by rarity in the genre.
    """
    if not earlier:
        return ()
    last = earlier[-1]
    new = _terms(_texts(current, earlier), background, settings)
    gone = _terms(_texts(last, [current], earlier), background, settings)
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
        yield PhraseChange(
            text=term.text,
            status=status,
            previous=0 if status is Status.NEW else term.count,
            current=term.count if status is Status.NEW else 0,
            score=round(term.score, 2),
            quotes=tuple(quotes[: settings.phrase_quotes]),
        )


def _texts(
    wanted: TermSource, against: Sequence[TermSource], others: Sequence[TermSource] = ()
) -> _Texts:
    held = _GAP.join(read.text for read in against)
    counted = [_counted(read.text) for read in (wanted, *against, *others)]
    singles: Counter[str] = Counter()
    for count, _ in counted:
        singles.update(count)
    size = singles.total()
    named = {place for read in (wanted, *against, *others) for place in read.places}
    places = re.compile(any_of(map(re.escape, named))) if named else None
    known = frozenset(_pairs(held))  # those across a gap too, which no term holds
    tables = [pairs for _, pairs in counted]
    bonds = {
        pair: math.log(
            sum([table[pair] for table in tables if pair in table])
            * size
            / (singles[pair[0]] * singles[pair[1]])
        )
        for pair in tables[0]
    }
    return _Texts(wanted.text, known, bonds, places)


@lru_cache(maxsize=64)
def _counted(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count the characters of a text's runs, and the pairs of neighbours in them."""
    runs = _RUN_RE.findall(text)
    pairs = Counter(_pairs(_GAP.join(runs)))
    for pair in [pair for pair in pairs if _GAP in pair]:
        del pairs[pair]
    return Counter("".join(runs)), pairs


def term_source(plan: Plan) -> TermSource:
    """Read the titles and measures of a plan, numbers with their units cut out."""
    sentences = tuple(
        (_plain(measure.text), Quote(plan.id, task.id, measure.id, measure.line, measure.text))
        for task in plan.tasks
        for measure in (Measure("", task.title, task.line_start), *task.measures)
    )
    places = (place for name in (plan.issuer, plan.title) for place in _PLACE_RE.findall(name))
    text = _GAP.join(sentence for sentence, _ in sentences)
    return TermSource(plan.id, text, sentences, tuple(places))


def _plain(text: str) -> str:
    pieces, position = [], 0
    for quantity in find_quantities(text, target_words()):
        pieces.append(text[position : quantity.start])
        position = quantity.end
    return _GAP.join((*pieces, text[position:]))


def _terms(texts: _Texts, background: Background, settings: ComparingSettings) -> list[_Term]:
    """Return the most telling terms, none of which repeats what a better one tells.

    One without a new pair of characters tells nothing, and one with such a pair is nowhere else.
    """
    named = set(_NAME_RE.findall(texts.wanted))
    runs = {*named, *_runs(texts)}
    newest = {torn for run in runs for torn in _newest(run, texts, settings)}
    wholes = {_whole(torn, texts) for torn in newest}
    candidates = {
        whole
        for whole in wholes
        if len(whole) >= _SHORTEST
        and _is_common_script(whole)
        and any(pair not in texts.known for pair in _pairs(whole))
    }
    rated = [_rate(term, term in named, texts, background, settings) for term in candidates]
    chosen: list[_Term] = []
    told: set[str] = set()
    for term in sorted(rated, key=lambda term: (-term.score, term.text)):
        if len(chosen) == settings.phrases_shown:
            break
        repeats = any(term.text in better.text or better.text in term.text for better in chosen)
        news = len(term.new_pairs - told)
        if not repeats and news and news >= (1 - settings.phrase_overlap) * len(term.new_pairs):
            chosen.append(term)
            told |= term.new_pairs
    return chosen


def _whole(term: str, texts: _Texts) -> str:
    """Return the part of a term that begins and ends between words of its line."""
    place = texts.wanted.find(term)
    start = texts.wanted.rfind(_GAP, 0, place) + 1
    bounds = _bounds(texts.wanted[start : texts.wanted.find(_GAP, place)])
    inside = [n for n in range(len(term) + 1) if place - start + n in bounds]
    return term[inside[0] : inside[-1]] if inside else ""


@lru_cache(maxsize=2_000)
def _bounds(line: str) -> frozenset[int]:
    """Return the places between words of a line; a plan's lines are cut once for many terms."""
    return frozenset(accumulate((len(word) for word, _ in tagged_words(line)), initial=0))


def _runs(texts: _Texts) -> Iterator[str]:
    """Yield the runs of the text between binding words, without verbs and empty nouns."""
    words = phrase_words()
    for run in _RUN_RE.findall(texts.wanted):
        placeless = texts.places.sub(_GAP, run) if texts.places else run
        for piece in words.cuts.sub(_GAP, placeless).split(_GAP):
            if len(core := _core(piece, words)) >= _SHORTEST:
                yield core


def _core(piece: str, words: PhraseWords) -> str:
    start, end = 0, len(piece)
    while (head := words.heads.match(piece, start)) and head.end() > start:
        start = head.end()
    while tail := words.tails.search(piece, max(start, end - _LONGEST_TAIL), end):
        if tail.start() - start < _SHORTEST:
            break
        end = tail.start()
    return piece[start:end]


def _newest(run: str, texts: _Texts, settings: ComparingSettings) -> Iterator[str]:
    """Yield a run, or the part of a long one that is newest for its length, cut between words."""
    if len(run) <= settings.phrase_whole:
        yield run
        return
    bonds = [0.0, *(max(0.0, texts.bonds.get(pair, 0.0)) for pair in _pairs(run)), 0.0]
    told = [0.0, *accumulate(_news(pair, texts, settings) for pair in _pairs(run))]
    windows = [
        (
            (told[b - 1] - told[a]) / math.sqrt(b - a)
            - settings.phrase_cut * (bonds[a] + bonds[b]),
            -b,
            a,
        )
        for a in range(len(run))
        for b in range(a + _SHORTEST + 1, min(a + settings.phrase_longest, len(run)) + 1)
    ]
    _, end, start = max(windows)
    yield run[start:-end]


def _rate(
    term: str, is_named: object, texts: _Texts, background: Background, settings: ComparingSettings
) -> _Term:
    count = texts.wanted.count(term)
    rarities = [background.rarity(pair) for pair in _pairs(term)]
    score = _novelty(term, texts, settings) * (1 + math.log(max(count, 1)))
    score *= sum(rarities) / len(rarities) / background.rarity("")
    new_pairs = frozenset(pair for pair in _pairs(term) if pair not in texts.known)
    return _Term(term, count, score * (settings.phrase_named if is_named else 1), new_pairs)


def _novelty(term: str, texts: _Texts, settings: ComparingSettings) -> float:
    return sum(_news(pair, texts, settings) for pair in _pairs(term)) / math.sqrt(len(term))


def _news(pair: str, texts: _Texts, settings: ComparingSettings) -> float:
    """Return what a pair of characters tells: nothing if known, little if no part of a word."""
    if pair in texts.known:
        return 0.0
    holds = texts.bonds.get(pair, 0.0) > settings.phrase_bond
    return 1.0 if holds else settings.phrase_loose


def _pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text."""
    return list(map(add, text, text[1:]))


def _is_common_script(term: str) -> bool:
    """Tell whether all characters are in GB 2312: damaged text seldom is."""
    try:
        term.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
