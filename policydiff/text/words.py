"""Words: the patterns by which parts of a plan are told, and the words that a text is cut into."""

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from itertools import accumulate
from typing import Any, Concatenate, ParamSpec, TypeVar

from msgspec import Struct

from policydiff.text.files import load_table

_WHEN = r"(?:到|至|在)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:年?底|年内|今年|全年)?前?"


TEXTS_KEPT = 10_000
"""Titles, measures and clauses of which what is found in them is kept: those of some sixty plans,
100 MB at the most. A plan is often held against several others, and much of it stands in the next
one again; its texts are then read once."""

LONGEST_KEPT = 1_000
"""Characters; a longer text is no measure that plans have, and what is found in it takes room."""

P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Keep what a function finds in a text of ordinary length, for the next time it is asked."""
    known = lru_cache(maxsize=TEXTS_KEPT)(function)

    @wraps(function)
    def found(text: str, /, *others: P.args, **named: P.kwargs) -> R:
        if len(text) > LONGEST_KEPT:
            return function(text, *others, **named)
        return known(text, *others, **named)  # type: ignore[arg-type]  # others are hashable

    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no garbage be looked for: what is made meanwhile holds none, and there is much of it.

    Among 5,000 tasks on either side, that looking takes a quarter of the time.

    >>> with undisturbed():
    ...     gc.isenabled()
    False
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Lexicon(Struct, frozen=True):
    """Compiled patterns, each matched at the beginning of a paragraph (see data/parts.toml)."""

    title: re.Pattern[str]
    part_heading: re.Pattern[str]
    report_title: re.Pattern[str]
    report_given: re.Pattern[str]
    plan_title: re.Pattern[str]
    appeal: re.Pattern[str]
    appeal_on: re.Pattern[str]
    byline: re.Pattern[str]
    review: re.Pattern[str]
    review_perhaps: re.Pattern[str]
    past: re.Pattern[str]
    past_title: re.Pattern[str]
    preface: re.Pattern[str]
    results_title: re.Pattern[str]
    ahead: re.Pattern[str]
    guidance: re.Pattern[str]
    aims: re.Pattern[str]
    stance: re.Pattern[str]
    work: re.Pattern[str]
    framing: re.Pattern[str]
    stated: re.Pattern[str]
    schedule: re.Pattern[str]
    times: re.Pattern[str]
    calendar: re.Pattern[str]
    details: re.Pattern[str]
    outlook: re.Pattern[str]
    conclusion: re.Pattern[str]
    forward: re.Pattern[str]
    closing: re.Pattern[str]
    colophon: re.Pattern[str]
    signature: re.Pattern[str]
    appendix: re.Pattern[str]
    attachments: re.Pattern[str]
    glossary: re.Pattern[str]
    contents: re.Pattern[str]
    page_junk: re.Pattern[str]
    page_foot: re.Pattern[str]
    foot_behind: re.Pattern[str]
    digest: re.Pattern[str]
    offices: re.Pattern[str]
    action: re.Pattern[str]
    adverbial: re.Pattern[str]
    means: re.Pattern[str]
    open_means: re.Pattern[str]


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that the package ships.

    >>> bool(load_lexicon().review.match("2024年工作回顾"))
    True
    """
    parts = load_table(__file__, "parts.toml")
    actions = load_table(__file__, "actions.toml")
    patterns = {name: _either(rules) for name, rules in parts.items() if name != "title"}
    title = "|".join(parts["title"])
    adverbs, verbs, openers, endings = (
        f"(?:{'|'.join(actions[key])})" for key in ("adverbs", "verbs", "openers", "endings")
    )
    number = r"(?:[^\W\d_]{1,12}\s?[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?\d{1,5}\s?号)?"
    return Lexicon(
        title=re.compile(
            rf"[^。；;]{{0,60}}(?:{title})(?:的通知|的公告|》)?(?:[（(][^）)]{{1,20}}[）)])?{number}"
            r"[\s\d\-/.年月日]{0,12}$"
        ),
        action=re.compile(rf"(?:{_WHEN})?(?:{adverbs}){{0,2}}{verbs}"),
        adverbial=re.compile(rf"{openers}[^，,]*$|.*{endings}$"),
        means=_means(actions),
        open_means=_either(actions["open_means"]),
        **patterns,
    )


def _means(actions: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Match a clause that says by what or to what end, without an action of its own."""
    adverbs, verbs, before = (
        f"(?:{'|'.join(actions[key])})" for key in ("adverbs", "verbs", "before_means")
    )
    objects = rf"(?:{adverbs})?{verbs}(?!的|等|、|和|与|及)[^的》]{{2,}}$"
    acts = rf"..+?(?:(?<![的大、和与及等]){objects}|进行|{actions['ways']}.{{3}})"
    plain = rf"(?:{'|'.join(actions['means'])})(?!{acts}).+"
    framed = "|".join((*actions["framed_means"], *actions["open_means"]))
    return re.compile(rf"{before}{{0,2}}(?:{plain}|{framed})")


@cache
def load_list(file: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file of this folder.

    >>> "上海" in load_list("places", "municipalities")
    True
    """
    return tuple(load_table(__file__, f"{file}.toml")[key])


def _either(rules: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules))


@cache
def genre_words() -> Mapping[str, str]:
    """Return the words of the genre that jieba's dictionary lacks, with their kinds.

    >>> genre_words()["医联体"], genre_words()["做实"]
    ('n', 'v')
    """
    kinds = load_table(__file__, "dictionary.toml")
    return {word: kind for kind, words in kinds.items() for word in words.split()}


class TermWords(Struct, frozen=True):
    """The word lists of ``data/objects.toml``, and the verbs that begin an action."""

    joints: frozenset[str]
    breaks: frozenset[str]
    adverbs: frozenset[str]
    verbs: frozenset[str]
    only_verbs: frozenset[str]
    nominal: frozenset[str]
    complements: frozenset[str]
    prefixes: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    after_a_verb: tuple[str, ...]
    names: tuple[str, ...]
    action: re.Pattern[str]


@cache
def term_words() -> TermWords:
    """Return the word lists of the package, loaded once."""
    table = {name: words.split() for name, words in load_table(__file__, "objects.toml").items()}
    return TermWords(
        joints=frozenset(table["joints"]),
        breaks=frozenset(table["breaks"]),
        adverbs=frozenset((*load_list("actions", "adverbs"), *table["adverbs"])),
        verbs=frozenset(
            (*table["verbs"], *(w for w, kind in genre_words().items() if kind == "v"))
        ),
        only_verbs=frozenset(load_list("actions", "only_verbs")),
        nominal=frozenset(table["nominal"]),
        complements=frozenset(table["complements"]),
        prefixes=frozenset(table["prefixes"]),
        heads=frozenset(table["heads"]),
        tails=frozenset(table["tails"]),
        after_a_verb=tuple(table["after_a_verb"]),
        names=tuple(table["names"]),
        action=re.compile(f"(?:{load_lexicon().action.pattern})+"),
    )


@lru_cache(maxsize=TEXTS_KEPT)
def is_action(word: str) -> bool:
    """Tell whether a word is a verb that begins an action, with its adverbs: 大力发展."""
    lists = term_words()
    return word in lists.verbs or lists.action.fullmatch(word) is not None


@cache
def _cutter() -> Any:
    """Return jieba-rs with the words of the genre in its dictionary."""
    import rjieba  # on first use: it takes 90 ms to load

    for word, kind in genre_words().items():
        rjieba.add_word(word, None, kind)
    return rjieba


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text and their kinds, as jieba tags them: n, vn, v, a, x.

    >>> list(tagged_words("渔船安全"))
    [('渔船', 'n'), ('安全', 'an')]
    """
    yield from _cutter().tag(text)


def word_bounds(text: str) -> frozenset[int]:
    """Return the places where a word of the text begins or ends, by their number of characters.

    >>> sorted(word_bounds("渔船安全"))
    [0, 2, 4]
    """
    return frozenset(accumulate(map(len, _cutter().cut(text, hmm=False)), initial=0))


def is_word(text: str) -> bool:
    """Tell whether a text is one word of jieba's dictionary.

    >>> is_word("有线电视"), is_word("渔船安全")
    (True, False)
    """
    return bool(_cutter().has_word(text))


@lru_cache(maxsize=TEXTS_KEPT)
def frequency(word: str) -> int:
    """Return how often the corpus of jieba's dictionary has a word (60 million words), 1 at least.

    >>> frequency("农村") > frequency("秸秆") > frequency("渔船安全")
    True
    """
    return int(_cutter().suggest_freq(word))


def word_parts(word: str) -> list[tuple[str, str]]:
    """Return the shorter words inside a word, with their kinds, as a search engine cuts them.

    >>> word_parts("挖掘潜力")
    [('挖掘', 'v'), ('潜力', 'n')]
    """
    parts = [part for part in _cutter().cut_for_search(word) if part != word]
    return [(part, _cutter().tag(part)[0][1]) for part in parts]
