"""Profiles: tasks as matching sees them, as weighted vectors of terms.

Terms 「词项」: what a text is compared by: concepts of the thesaurus and character n-grams.

Weights of terms: rare in the two plans and not a slogan of the genre.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from operator import add
from pathlib import Path
from sys import intern

from msgspec import Struct

from policydiff.matching.thesaurus import Thesaurus
from policydiff.model import Task
from policydiff.settings import MatchingSettings

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


def successors(one: str, other: str) -> list[tuple[str, str]]:
    """Return the editions of one plan or programme that two texts name.

    >>> successors("编制“十四五”规划", "研究“十五五”规划")
    [('十四五', '十五五')]
    """
    return [
        (mine.group().strip('“”"'), theirs.group().strip('“”"'))
        for pattern, _ in _SUCCESSORS
        if (mine := pattern.search(one)) and (theirs := pattern.search(other))
    ]


def find_terms(text: str, thesaurus: Thesaurus) -> list[str]:
    """Return the terms of ``text``, each as often as it occurs.

    >>> from policydiff.matching.thesaurus import build
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


Vector = Mapping[str, float]


class TaskTerms(Struct, frozen=True):
    """The terms of a task: counted in the whole, and by unit (the title, then the measures)."""

    task: Task
    whole: Mapping[str, int]
    units: tuple[tuple[str, ...], ...]


class Profile(Struct, frozen=True):
    """A task as matching sees it.

    ``whole`` is a weighted vector of length 1 at most: terms that no other task has count in its
    length but are left out. ``measures`` says how many it has. ``themes`` are the codes of the
    task, a vector of length 1; ``primary`` is the first of them.
    """

    id: str
    whole: Vector
    measures: int
    themes: Vector
    primary: str | None


def task_terms(task: Task, thesaurus: Thesaurus) -> TaskTerms:
    """Find the terms of the title and of each measure."""
    texts = (task.title, *(measure.text for measure in task.measures))
    found = [find_terms(text, thesaurus) for text in texts]
    whole: Counter[str] = Counter()
    for terms in found:
        whole.update(terms)
    return TaskTerms(task, whole, tuple(tuple(dict.fromkeys(terms)) for terms in found))


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


def profile(
    terms: TaskTerms, weights: Weights, themes: Mapping[str, float], settings: MatchingSettings
) -> Profile:
    """Return the task's vectors; ``themes`` are the weights of theme codes."""
    task = terms.task
    return Profile(
        id=task.id,
        whole=_vector(terms.whole, weights, settings),
        measures=len(task.measures),
        themes=_theme_vector(task, themes),
        primary=task.themes.primary,
    )


def _vector(counts: Mapping[str, int], weights: Weights, settings: MatchingSettings) -> Vector:
    vector: dict[str, float] = {}
    length = 0.0
    for term, count in counts.items():
        boost = settings.concept_in_task if term[0] == CONCEPT_MARK else 1.0
        scale = boost if count == 1 else boost * (1.0 + math.log(count))
        weight = weights.shared.get(term)
        if weight is None:
            length += (weights.lone * scale) ** 2
        elif weight:
            vector[term] = weight * scale
            length += vector[term] ** 2
    norm = math.sqrt(length) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


def _theme_vector(task: Task, weights: Mapping[str, float]) -> Vector:
    codes = (task.themes.primary, *task.themes.secondary)
    vector = {
        theme.code: theme.score * weights[theme.code]
        for theme in task.themes.evidence
        if theme.code in codes
    }
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {code: weight / norm for code, weight in vector.items()}


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors.

    >>> dot({"a": 2.0, "b": 1.0}, {"a": 3.0})
    6.0
    """
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


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
    text = (Path(__file__).with_name("data") / "background.tsv").read_text("utf-8")
    header, *rows = text.splitlines()
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
    frequency: Counter[str] = Counter()
    for terms in tasks:
        frequency.update(iter(terms))
    by_frequency = {
        count: _rarity_weight(count, len(tasks), settings) for count in {1, 2, *frequency.values()}
    }
    shared = {
        term: by_frequency[count] * substance(term, settings, background)
        for term, count in frequency.items()
        if count > 1
    }
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


def theme_weights(tasks: Sequence[Task]) -> Mapping[str, float]:
    """Return the rarity of each theme code among ``tasks``, in nats; 0 for one that all have."""
    frequency: Counter[str] = Counter()
    for task in tasks:
        frequency.update(theme.code for theme in task.themes.evidence)
    return {
        code: max(0.0, math.log((len(tasks) + 1) / (count + 0.5)))
        for code, count in frequency.items()
    }
