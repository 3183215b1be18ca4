"""Induce themes 「归纳主题」 from the plans' own words, where no codebook tells their tasks apart.

Tasks that share telling words are gathered: words are chosen one after the other, each for the
tasks that no word before it stands for (greedy cover), then every task goes to the words it is
most like (cosine), twice over; one without a shared word goes where its section and its wording
are nearest. A gathering becomes a theme named by its most telling words.
Nothing is random, and nothing but the plans decides.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import add

from msgspec import Struct

from policydiff.model import INDUCED, Plan, Task, Term, Theme
from policydiff.settings import ThemeSettings
from policydiff.text.files import load_table
from policydiff.text.words import is_word, load_list, tagged_words
from policydiff.themes.codebook import Codebook
from policydiff.themes.coding import without_offices

_KINDS = tuple(
    "nvjlibag"
)  # jieba's tags: nouns, verbs, abbreviations, set phrases, attributes, parts
_ADVERBIAL = ("ad", "vd")
_BARE = ("v", "ns", "nr")  # a verb, a place or a person names no theme by itself

_SUBJECTS = ("n", "vn", "j", "an")  # the kind of the word that a name ends with

_Vector = dict[str, float]


class _Passage(Struct, frozen=True):
    """A task as it is gathered by: how much each term says in it (0..1), title or body.

    Besides, the terms of its title, those of its section's heading, and its pairs of characters.
    """

    terms: Mapping[str, float]
    titled: frozenset[str]
    headed: frozenset[str]
    pairs: Mapping[str, float]


def tells_apart(plans: Sequence[Plan], settings: ThemeSettings | None = None) -> bool:
    """Tell whether the themes that plans are coded by tell their tasks apart.

    They do not where one theme is the primary one of most tasks, or many tasks have none; of a
    few tasks nothing is said.
    """
    settings = settings or ThemeSettings()
    primary = Counter(task.themes.primary for plan in plans for task in plan.tasks)
    tasks = primary.total()
    bare = primary.pop(None, 0)
    return tasks < settings.min_tasks or (
        max(primary.values(), default=0) <= settings.max_theme_share * tasks
        and bare <= settings.max_uncoded_share * tasks
    )


def induce_codebook(plans: Sequence[Plan], settings: ThemeSettings | None = None) -> Codebook:
    """Return the codebook that the plans' own words make; it may have no themes."""
    settings = settings or ThemeSettings()
    headings = [
        {section.id: _heading_terms(section.heading, settings) for section in plan.sections}
        for plan in plans
    ]
    passages = [
        _passage(task, headings[place].get(task.section, frozenset()), settings)
        for place, task in _chosen(plans, settings)
    ]
    terms = _weigh(passages, settings)
    vectors = [_vector(passage, terms, settings) for passage in passages]
    gathered = _gather(vectors, _seeds(vectors, settings), settings)
    gathered = _filled(gathered, passages, settings)
    total = _sum(vectors)
    held = Counter(term for passage in passages for term in passage.terms)
    themes = tuple(
        _theme(
            number,
            _sum([vectors[place] for place in members]),
            total,
            [passages[place] for place in members],
            {term for place in members for term in passages[place].titled if held[term] == 1},
            settings,
        )
        for number, members in enumerate(gathered, 1)
    )
    return Codebook(
        name=INDUCED,
        zh="归纳主题（取自计划自身用语）",
        en="Themes induced from the plans' own words",
        definition="没有合适的主题表，由各任务共有的词语归纳而成",
        themes=themes,
        origin=INDUCED,
    )


def _chosen(plans: Sequence[Plan], settings: ThemeSettings) -> list[tuple[int, Task]]:
    """Return the tasks that are looked at: all, or so many from all through the plans."""
    tasks = [(place, task) for place, plan in enumerate(plans) for task in plan.tasks]
    return tasks[:: max(1, -(-len(tasks) // settings.max_induced_tasks))]


def _heading_terms(heading: str, settings: ThemeSettings) -> frozenset[str]:
    return frozenset(_terms(heading, settings))


def _passage(task: Task, headed: frozenset[str], settings: ThemeSettings) -> _Passage:
    name, text = (part[: settings.max_induced_text] for part in (task.title, task.text))
    title = Counter(_terms(name, settings))
    body = Counter(_terms(without_offices(text), settings))
    said = {
        term: min(1.0, (term in title) + settings.induced_body_weight * body[term])
        for term in title | body
    }
    both = name + text
    return _Passage(said, frozenset(title), headed, Counter(map(add, both, both[1:])))


def _terms(text: str, settings: ThemeSettings) -> Iterator[str]:
    """Yield the terms of a text: one to three neighbouring words that name something."""
    most, longest = settings.max_induced_words, settings.max_induced_term
    run: list[tuple[str, str]] = []
    for word, kind in (*tagged_words(text), ("", "x")):
        if kind.startswith(_KINDS) and kind not in _ADVERBIAL and word not in _empty():
            run.append((word, kind))
            continue
        for start, (term, _) in enumerate(run):
            if len(term) == 1:  # no name begins with a word of one character
                continue
            for end in range(start + 1, min(start + most, len(run)) + 1):
                if end > start + 1:
                    term += run[end - 1][0]
                if len(term) > longest:
                    break
                if _names(run[start:end]):
                    yield term
        run = []


def _names(words: Sequence[tuple[str, str]]) -> bool:
    """Tell whether neighbouring words name something; a verb and its object name the object."""
    _, kind = words[0]
    if len(words) == 1:
        return kind not in _BARE
    return kind != "v" or all(other == "v" for _, other in words)


@cache
def _empty() -> frozenset[str]:
    verbs = (*load_list("actions", "verbs"), *load_list("actions", "adverbs"))
    return frozenset((*load_table(__file__, "empty.toml")["words"].split(), *verbs))


def _weigh(passages: Sequence[_Passage], settings: ThemeSettings) -> dict[str, float]:
    """Return the terms that several tasks share and not too many, by how much they tell."""
    counts = Counter(term for one in passages for term in one.terms.keys() | one.headed)
    most = max(2, settings.max_induced_share * len(passages))
    shared = {term: count for term, count in counts.items() if 2 <= count <= most}
    held = {
        part
        for term, count in shared.items()
        for part in _parts(term)
        if count >= settings.min_whole_share * shared.get(part, math.inf)
    }
    return {
        term: math.log(len(passages) / count)
        * (1 + settings.induced_long_weight * min(4, len(term) - 2))
        for term, count in shared.items()
        if term not in held
    }


def _vector(passage: _Passage, terms: Mapping[str, float], settings: ThemeSettings) -> _Vector:
    """Return what a task says, weighed; its heading counts where the task says anything itself."""
    own = {term: share * terms[term] for term, share in passage.terms.items() if term in terms}
    for term in sorted(passage.headed & terms.keys()) if own else ():
        own[term] = own.get(term, 0.0) + settings.induced_heading_weight * terms[term]
    return own


def _parts(term: str) -> Iterator[str]:
    """Yield what stands inside a term: at most 27 strings, where it has eight characters."""
    for length in range(2, len(term)):
        for start in range(len(term) - length + 1):
            yield term[start : start + length]


def _seeds(vectors: Sequence[_Vector], settings: ThemeSettings) -> list[str]:
    """Choose terms one by one, each for what it says of tasks that are not yet stood for."""
    open_ = [1.0] * len(vectors)
    places: dict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for term in vector:
            places[term].append(place)
    peak = [max(vector.values(), default=1.0) for vector in vectors]
    seeds: list[str] = []
    wanted = max(settings.min_induced, len(vectors) // settings.induced_size)
    while len(seeds) < min(wanted, settings.max_induced):
        gains = {
            term: sum(vectors[place][term] * open_[place] for place in found)
            for term, found in places.items()
            if term not in seeds
        }
        if not gains or not (best := max(gains.items(), key=lambda item: (item[1], item[0])))[1]:
            break
        seeds.append(best[0])
        for place in places[best[0]]:
            open_[place] *= 1 - min(1.0, vectors[place][best[0]] / peak[place])
    return seeds


def _gather(
    vectors: Sequence[_Vector], seeds: Sequence[str], settings: ThemeSettings
) -> list[list[int]]:
    """Return the tasks of each theme, the largest first: every task goes where it is most like."""
    centres: list[_Vector] = [{seed: 1.0} for seed in seeds]
    members: list[list[int]] = []
    for _ in range(settings.max_induced_rounds):
        members = [[] for _ in centres]
        for place, vector in enumerate(vectors):
            alike = [_cosine(vector, centre) for centre in centres]
            if alike and max(alike) > 0:
                members[alike.index(max(alike))].append(place)
        members = [found for found in members if found]
        centres = [_centre([vectors[place] for place in found]) for found in members]
    joined = _joined(members, vectors, settings.min_induced)
    return sorted(joined, key=lambda found: (-len(found), found))


def _filled(
    gathered: Sequence[list[int]], passages: Sequence[_Passage], settings: ThemeSettings
) -> list[list[int]]:
    """Give tasks that share no telling word to the theme whose section or wording is nearest."""
    themes = [list(members) for members in gathered]
    said = [_sum([passages[place].pairs for place in members]) for members in gathered]
    known = {place for members in gathered for place in members}
    for place in range(len(passages)) if gathered else ():
        if place not in known:
            near = [
                _cosine(passages[place].pairs, pairs)
                + settings.induced_heading_weight * _beside(place, members, passages)
                for pairs, members in zip(said, gathered, strict=True)
            ]
            themes[near.index(max(near))].append(place)
    return sorted(themes, key=lambda found: (-len(found), found))


def _beside(place: int, members: Sequence[int], passages: Sequence[_Passage]) -> float:
    """Return the share (0..1) of tasks that stand under a heading like that of one."""
    headed = passages[place].headed
    return sum(headed == passages[other].headed for other in members) / len(members) * bool(headed)


def _joined(
    members: Sequence[list[int]], vectors: Sequence[_Vector], least: int
) -> list[list[int]]:
    """Give tasks that stand alone to the theme they are most like, while there are enough."""
    kept = [list(found) for found in members]
    for alone in [found for found in kept if len(found) == 1][: max(0, len(kept) - least)]:
        others = [found for found in kept if found != alone]
        alike = [
            _cosine(vectors[alone[0]], _centre([vectors[place] for place in found]))
            for found in others
        ]
        if max(alike, default=0.0) > 0:
            others[alike.index(max(alike))].append(alone[0])
            kept = others
    return kept


def _centre(vectors: Sequence[_Vector]) -> _Vector:
    total: _Vector = defaultdict(float)
    for vector in vectors:
        norm = math.hypot(*vector.values()) or 1.0
        for term, value in vector.items():
            total[term] += value / norm
    return total


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = sum(value * other.get(term, 0.0) for term, value in one.items())
    return product / (math.hypot(*one.values()) * math.hypot(*other.values())) if product else 0.0


def _sum(vectors: Sequence[Mapping[str, float]]) -> _Vector:
    total: _Vector = defaultdict(float)
    for vector in vectors:
        for term, value in vector.items():
            total[term] += value
    return total


def _theme(
    number: int,
    inside: _Vector,
    total: _Vector,
    passages: Sequence[_Passage],
    single: set[str],
    settings: ThemeSettings,
) -> Theme:
    """Make a theme of what is said in its tasks and in all: its terms are said mostly there.

    ``single`` are the terms of its titles that no other task has: they are its own, too.
    """
    own = {term: value for term, value in inside.items() if value >= total[term] / 2} or inside
    ranked = sorted(own, key=lambda term: (-(own[term] ** 2) / total[term], term))
    terms = [Term(term, settings.core_weight) for term in ranked]
    terms += [Term(term, settings.term_weight) for term in sorted(single)]
    name = _name([*ranked, *sorted(single)[:1]], defaultdict(float, own), passages)
    return Theme(f"I{number:02}", name, name, "、".join(ranked[:8]), tuple(terms))


def _name(ranked: Sequence[str], said: Mapping[str, float], passages: Sequence[_Passage]) -> str:
    """Name a theme by its most telling term, and a second one that says nearly as much.

    A term of the heading that most of its tasks stand under goes first: there a plan itself says
    what they are about.
    """
    half = len(passages) / 2
    named = [term for term in ranked if _is_subject(term)] or list(ranked)
    if not named:
        return ""
    headed = [term for term in named if sum(term in one.headed for one in passages) > half]
    first = max(headed, key=lambda term: (said[term] * len(term), term)) if headed else named[0]
    for term in named:
        if said[term] < said[first] / 2:
            break
        if not set(term) & set(first):
            return f"{first}·{term}"
    return first


@cache
def _is_subject(term: str) -> bool:
    """Tell whether a term names a field of work: it ends with a noun, and is no slogan."""
    words = list(tagged_words(term))
    whole = len(words) > 1 or is_word(term)
    return whole and words[-1][1].startswith(_SUBJECTS) and len(words[-1][0]) > 1
