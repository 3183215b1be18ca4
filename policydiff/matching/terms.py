"""Terms 「词项」: what a text is compared by, and how much each weighs.

They are character n-grams and the concepts of a thesaurus 「同义词表」, which says what words name
the same object of work. A term weighs the more, the rarer it is; slogans weigh less.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from sys import intern

from msgspec import Struct

from policydiff.errors import CodebookError
from policydiff.model import Task
from policydiff.settings import MatchingSettings
from policydiff.text.files import load_text, parse_toml, read_text
from policydiff.text.words import kept, word_bounds

FORMAT = 'write concept = ["term", "term"]'

_HEAD = 2
"""Terms are looked up by their first two characters; a shorter term names too much to be one."""


_MOST_MEANINGS = 50
"""Concepts that a term may stand for; each counts wherever the term stands, shipped ones have 3."""


class Term(Struct, frozen=True):
    """A word of the thesaurus and the names of the concepts that it stands for."""

    text: str
    concepts: tuple[str, ...]


class Thesaurus(Struct, frozen=True, eq=False):
    """Terms by their text, and how long those are that begin alike, the longest first.

    ``sizes`` says how many terms stand for a concept.
    """

    terms: Mapping[str, Term]
    lengths: Mapping[str, tuple[int, ...]]
    sizes: Mapping[str, int]

    def find(self, text: str) -> Sequence[Term]:
        """Return the terms in ``text``, left to right; a longer term hides those inside it.

        >>> thesaurus = build({"献血": ["血液", "无偿献血"], "宣传": ["宣传"]})
        >>> [term.text for term in thesaurus.find("加强无偿献血宣传")]
        ['无偿献血', '宣传']
        """
        return _terms_in(text, self)

    def all(self, text: str) -> Iterator[Term]:
        """Yield what ``find`` returns."""
        heads = map(add, text, text[1:])
        starts = [start for start, head in enumerate(heads) if head in self.lengths]
        end = 0
        for start in starts:
            if start < end:
                continue
            for length in self.lengths[text[start : start + _HEAD]]:
                if term := self.terms.get(text[start : start + length]):
                    yield term
                    end = start + length
                    break


@kept
def _terms_in(text: str, thesaurus: Thesaurus) -> tuple[Term, ...]:
    return tuple(thesaurus.all(text))


def build(concepts: Mapping[str, list[str]]) -> Thesaurus:
    """Return a thesaurus of ``concepts``: name → terms of two characters or more."""
    names: dict[str, list[str]] = {}
    for concept, terms in concepts.items():
        for term in terms:
            names.setdefault(term, []).append(concept)
    lengths: dict[str, set[int]] = {}
    for text in names:
        lengths.setdefault(text[:_HEAD], set()).add(len(text))
    return Thesaurus(
        {text: Term(text, tuple(dict.fromkeys(found))) for text, found in names.items()},
        {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
        {concept: len(set(terms)) for concept, terms in concepts.items()},
    )


def load_thesaurus(settings: MatchingSettings) -> Thesaurus:
    """Return the shipped thesaurus of a field, and a user's file added to it.

    Each field has one of its own: general words only dilute the evidence in its plans. Raises
    CodebookError, naming file and line, where the user's file is missing or has a mistake.
    """
    return _loaded(f"thesaurus_{settings.field}.toml", settings.thesaurus)


@lru_cache(maxsize=16)
def _loaded(name: str, path: str | None) -> Thesaurus:
    concepts = _concepts(load_text(__file__, name), name)
    if path is not None:
        for concept, terms in _concepts(_read(path), path).items():
            concepts[concept] = [*concepts.get(concept, []), *terms]
    return build(concepts)


def _read(path: str) -> str:
    try:
        return read_text(path, CodebookError, FORMAT)
    except FileNotFoundError:
        raise CodebookError(f"{path}: no such thesaurus", hint="check the path") from None


def _concepts(text: str, name: str) -> dict[str, list[str]]:
    tables = parse_toml(text, name, CodebookError, FORMAT)
    concepts: dict[str, list[str]] = {}
    meanings: Counter[str] = Counter()
    for table in tables.values():
        for concept, terms in table.items() if isinstance(table, dict) else ():
            if not _are_terms(terms):
                raise CodebookError(
                    f"{name}:{_line_of(text, concept)}: {concept} is not a list of terms "
                    "of two characters or more",
                    hint=FORMAT,
                )
            concepts.setdefault(concept, []).extend(terms)
            meanings.update(list(dict.fromkeys(terms)))
    often = next((term for term, count in meanings.most_common(1) if count > _MOST_MEANINGS), None)
    if often:
        raise CodebookError(
            f"{name}:{_line_of(text, often)}: {often[:20]} stands for more than"
            f" {_MOST_MEANINGS} concepts",
            hint=FORMAT,
        )
    return concepts


def equivalents_of(phrase: str, settings: MatchingSettings) -> Callable[[str], tuple[str, ...]]:
    """Return what finds other words for a phrase in a text, by the thesaurus of a field.

    Words that contain the phrase are found with it anyway; what goes over the end of a word
    (家医 in 国家医学中心) is none.

    >>> find = equivalents_of("反诈", MatchingSettings())
    >>> find("严打电信诈骗"), find("反诈宣传")
    (('电信诈骗',), ())
    """
    thesaurus = load_thesaurus(settings)
    concepts = concepts_of(phrase, thesaurus)

    def find(text: str) -> tuple[str, ...]:
        found = [
            term.text
            for term in thesaurus.find(text)
            if not concepts.isdisjoint(term.concepts) and phrase not in term.text
        ]
        bounds = word_bounds(text) if found else frozenset()
        return tuple(term for term in found if _at_bounds(term, text, bounds))

    return find


def concepts_of(phrase: str, thesaurus: Thesaurus) -> set[str]:
    """Return what a phrase stands for by a thesaurus; nothing where it does not have it."""
    known = thesaurus.terms.get(phrase)
    return {phrase} & set(thesaurus.sizes) if known is None else set(known.concepts)


def _at_bounds(term: str, text: str, bounds: Container[int]) -> bool:
    starts = [n for n in range(len(text)) if text.startswith(term, n)]
    return any(start in bounds and start + len(term) in bounds for start in starts)


def _are_terms(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(t, str) and len(t) >= _HEAD for t in value)


def _line_of(text: str, concept: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if concept in line.partition("=")[0]:
            return number
    return 1


CONCEPT_MARK = "#"
"""Stands before the name of a concept, so that it is never taken for an n-gram."""

_RUN_RE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[A-Za-z]{2,}|\d+\+\w")
"""What n-grams are taken from: runs of Han; a Latin word or a name like 1+7 is one term.

Two and three characters did best on the annotated pairs; words from a segmenter did worse."""

_SUCCESSORS = (
    # 十四五 → 十五五, 第五轮 → 第六轮, 2.0版 → 3.0版 carry on the same line of work
    (re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?(?:时期)?"), "五年规划"),
    (re.compile(r"(?:第[一二三四五六七八九十\d]{1,3}|新一)([轮批届期])"), r"新一\1"),
    (re.compile(r"\d\.0版?"), "升级版"),
)


def succession(text: str) -> str:
    """Give successive editions of a plan or programme one name.

    >>> succession("“十四五”规划") == succession("“十五五”规划")
    True
    >>> succession("第五轮行动计划")
    '新一轮行动计划'
    """
    for pattern, name in _SUCCESSORS:
        text = pattern.sub(name, text)
    return text


def editions(text: str) -> tuple[str, ...]:
    """Return the first edition of each kind of plan or programme, "" for a kind not named.

    >>> editions("编制“十四五”规划"), editions("制定方案")
    (('十四五', '', ''), ())
    """
    found = (pattern.search(text) for pattern, _ in _SUCCESSORS)
    named = tuple(match.group().strip('“”"') if match else "" for match in found)
    return named if any(named) else ()


def find_terms(text: str, thesaurus: Thesaurus) -> list[str]:
    """Return the terms of ``text``, each as often as it occurs.

    >>> from policydiff.matching.terms import build
    >>> find_terms("做好献血", build({"献血": ["献血"]}))
    ['做好', '好献', '献血', '做好献', '好献血', '#献血']
    """
    text = succession(text)
    terms: list[str] = []
    for run in _RUN_RE.findall(text):
        if run[0].isascii():
            terms.append(run)
            continue
        pairs = list(map(intern, map(add, run, run[1:])))
        terms += pairs
        terms += map(intern, map(add, pairs, run[2:]))
    terms += [
        intern(CONCEPT_MARK + concept) for term in thesaurus.find(text) for concept in term.concepts
    ]
    return terms


TASKS_KEPT = 2_500
"""Tasks whose terms are kept: those of some eighty plans, 20 MB. In a series, a plan is held
against the eight before it."""


class TextTerms(Struct, frozen=True, gc=False):
    """The terms of a text as often as they occur; its n-grams and its concepts, each once."""

    every: tuple[str, ...]
    grams: tuple[str, ...]
    concepts: tuple[str, ...]


class TaskTerms(Struct, frozen=True, gc=False):
    """The terms of a task: of the whole, each once, and by unit (the title, then the measures).

    ``often`` are those of the whole that occur more than once, and by how much more they count:
    1 + the logarithm of their number. ``concepts`` are those of the units, each once.
    """

    task: Task
    whole: tuple[str, ...]
    often: Mapping[str, float]
    concepts: tuple[str, ...]
    units: tuple[TextTerms, ...]


def task_terms(task: Task, thesaurus: Thesaurus) -> TaskTerms:
    """Find the terms of the title and of each measure."""
    texts = (task.title, *(measure.text for measure in task.measures))
    return TaskTerms(task, *_counted(texts, thesaurus))


@lru_cache(maxsize=TASKS_KEPT)
def _counted(
    texts: tuple[str, ...], thesaurus: Thesaurus
) -> tuple[tuple[str, ...], Mapping[str, float], tuple[str, ...], tuple[TextTerms, ...]]:
    units = tuple([_text_terms(text, thesaurus) for text in texts])
    counts = Counter(chain.from_iterable([unit.every for unit in units]))
    often = {term: 1.0 + math.log(count) for term, count in counts.items() if count > 1}
    concepts = tuple([term for term in counts if term[0] == CONCEPT_MARK])
    return tuple(counts), often, concepts, units


@kept
def _text_terms(text: str, thesaurus: Thesaurus) -> TextTerms:
    terms = tuple(find_terms(text, thesaurus))
    once = dict.fromkeys(terms)
    return TextTerms(
        terms,
        tuple([term for term in once if term[0] != CONCEPT_MARK]),
        tuple([term for term in once if term[0] == CONCEPT_MARK]),
    )


class Weights(Struct, frozen=True):
    """Weights of the terms that more than one task holds; all other terms weigh ``lone``.

    A lone term cannot be shared; it counts in the length of vectors only. ``rarest`` is what a
    term weighs that just two tasks hold: in short plans that is little.
    """

    shared: Mapping[str, float]
    lone: float
    rarest: float

    def of(self, term: str) -> float:
        """Return the weight of any term, 0 or more."""
        return self.shared.get(term, self.lone)


class Background(Struct, frozen=True):
    """In how many of ``sentences`` sentences of the genre an n-gram occurs (common ones only)."""

    sentences: int
    counts: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """Return −log of the share of sentences that hold the term, in nats."""
        return math.log((self.sentences + 1) / (self.counts.get(term, 0) + 1))


@lru_cache(maxsize=1)
def load_background() -> Background:
    """Return the shipped table of the genre's common n-grams (see ``data/README.md``)."""
    header, *rows = load_text(__file__, "background.tsv").splitlines()
    counts = {term: int(count) for term, count in (row.split("\t") for row in rows)}
    return Background(int(header.split("\t")[1]), counts)


def weigh_terms(
    tasks: Sequence[Collection[str]], settings: MatchingSettings, background: Background
) -> Weights:
    """Weigh terms by how few of the ``tasks`` hold them.

    weight = (log((n+1)/(df+½)) / log(n+1) × scale) ** power × (1 − slogan), where n is the
    number of tasks and df the number that hold the term: inverse document frequency (Spärck
    Jones 1972), scaled so that plans of any length give comparable weights.
    """
    frequency = Counter(chain.from_iterable(tasks))
    by_frequency = {
        count: _rarity_weight(count, len(tasks), settings) for count in {1, 2, *frequency.values()}
    }
    shared = {term: by_frequency[count] for term, count in frequency.items() if count > 1}
    for term in shared.keys() & background.counts.keys():  # all others are names
        shared[term] *= substance(term, settings, background)
    return Weights(shared, lone=by_frequency[1], rarest=by_frequency[2])


def _rarity_weight(frequency: int, tasks: int, settings: MatchingSettings) -> float:
    rarity = max(0.0, math.log((tasks + 1) / (frequency + 0.5)) / math.log(tasks + 1))
    return math.pow(rarity * settings.rarity_scale, settings.rarity_power)


def substance(term: str, settings: MatchingSettings, background: Background) -> float:
    """Return 1 for a name, towards 0 for a slogan."""
    if term not in background.counts or term.startswith(CONCEPT_MARK):
        return 1.0
    excess = background.rarity(term) - settings.slogan_rarity
    return 1.0 / (1.0 + math.exp(-settings.slogan_slope * excess))
