"""The words by which targets are found, read from ``data/targets.toml``."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from policydiff.model import Comparator
from policydiff.text.files import load_table
from policydiff.text.numerals import MULTIPLIER, NUMERAL
from policydiff.text.spelling import TORN

# 产业规模达1.2万亿, 贫困人口减少1000万以上: no unit, at the end of what is said
_BARE = "(?<=[亿万])(?=$|[、，,；;。)）]|以上|左右|以下|以内)"
# 食用菌1000万棒: a counter of its own trade, where nothing but it stands behind a large number
_ODD = (
    "(?<=\\d[万亿])[\u4e00-\u9fff](?<![余多元级十百千万亿省市区县镇乡村国城])"
    "(?=$|[、，,；;。)）]|以上|左右|以下|以内)"
)
_LOOKAHEAD_RE = re.compile(r"^\(\?<!.*?\)|\(\?[!=].*\)$")
_NONE_OF_RE = re.compile(r"\(\?<?!(?:[^\W\d_](?:\|[^\W\d_])+|\[[^\W\d_]{2,}\])\)")
_HOLDS_IN_A_RANGE_RE = re.compile(r"\(\?![^()至到~/每-]+\)")
_OF_DATES = ("年", "日")  # 20 24年 is no figure
# a run of these before 百, 千, 万 or 亿 makes it part of another numeral or of an unsaid one
_COUNTED = r"\d.几数好若成上千百十万亿一二两三四五六七八九零〇余多整"


class Kind(StrEnum):
    """What a unit measures."""

    COUNT = "count"
    MEASURE = "measure"
    RATE = "rate"
    TIME = "time"


class TargetWords(Struct, frozen=True):
    """Compiled word lists; every expression is linear in the clause it is tried on."""

    quantity: re.Pattern[str]
    kinds: dict[str, Kind]
    signs: dict[str, str]
    whole: frozenset[str]
    occasions: frozenset[str]
    comparator_before: re.Pattern[str]
    comparators: dict[str, Comparator]
    lead: re.Pattern[str]
    action: re.Pattern[str]
    deed: re.Pattern[str]
    last_action: re.Pattern[str]
    nominal: re.Pattern[str]
    threshold: re.Pattern[str]
    hope: re.Pattern[str]
    inner: re.Pattern[str]
    head: re.Pattern[str]
    verbal_nouns: frozenset[str]
    attribute: re.Pattern[str]
    bare: re.Pattern[str]
    bare_end: re.Pattern[str]
    outlay: re.Pattern[str]
    stand_in: re.Pattern[str]
    subject: re.Pattern[str]
    work: re.Pattern[str]
    work_item: re.Pattern[str]
    causes: frozenset[str]
    agent: re.Pattern[str]
    each: re.Pattern[str]
    moment: re.Pattern[str]
    duration: re.Pattern[str]
    making: re.Pattern[str]
    preposition: re.Pattern[str]
    coverage: re.Pattern[str]
    covering: re.Pattern[str]
    name_before: re.Pattern[str]
    name_after: re.Pattern[str]
    empty_noun: re.Pattern[str]
    document: re.Pattern[str]
    document_behind: re.Pattern[str]
    document_counters: frozenset[str]
    adverb: re.Pattern[str]
    frame: re.Pattern[str]
    within: re.Pattern[str]
    size_counters: frozenset[str]
    capacities: frozenset[str]
    works: re.Pattern[str]
    set_counters: frozenset[str]
    property: re.Pattern[str]
    aside: re.Pattern[str]
    circumstance: re.Pattern[str]
    stop: re.Pattern[str]
    trailing: re.Pattern[str]
    base_before: re.Pattern[str]
    base_behind: re.Pattern[str]
    past_sentence: re.Pattern[str]
    past: re.Pattern[str]
    future: re.Pattern[str]
    past_task: re.Pattern[str]


def any_of(words: Iterable[str]) -> str:
    """Return a group of the words, longest first; each word is an expression.

    >>> any_of(["家", "人次", "人(?!民)"])
    '(?:人次|人(?!民)|家)'
    """
    return _one_by_one(f"(?:{'|'.join(sorted(words, key=_longest_first))})")


def _longest_first(word: str) -> tuple[int, str]:
    return -len(_LOOKAHEAD_RE.sub("", word) if "(?" in word else word), word


def _one_by_one(words: str) -> str:
    """Forbid single characters one after the other.

    >>> _one_by_one("印发(?!机|关)|达(?![标成])")
    '印发(?!机)(?!关)|达(?!标)(?!成)'

    It says the same, and compiles in a tenth of the time: a set takes a table of all characters.
    """
    return _NONE_OF_RE.sub(_each_forbidden, words)


def _each_forbidden(match: re.Match[str]) -> str:
    mark = match[0].partition("!")[0]
    return "".join(f"{mark}!{character})" for character in match[0] if character.isalpha())


def _quantity(unit: str, after: Iterable[str], none: str) -> re.Pattern[str]:
    """Return the expression for one number with its unit, range and trailing comparator."""
    to = "[-~至到]"
    between = _HOLDS_IN_A_RANGE_RE.sub("", unit)  # 3家-5家: what follows it is known, and short
    number = (
        rf"(?P<low>{NUMERAL}|[一二三四五六七八]、[二三四五六七八九])"
        rf"(?P<low_scale>{MULTIPLIER})?(?:{between})?{to}{{1,2}}(?P<high>{NUMERAL})"
        rf"(?P<high_some>[余多])?(?P<high_scale>{MULTIPLIER})?"
        rf"|(?<![{_COUNTED}])(?P<round>[百千万亿]{{1,2}})(?P<over>[余多])?"
        rf"|(?<=上)(?P<up>[百千万亿]{{1,2}})"
        rf"|(?P<one>{NUMERAL}|[一二三四五六七八]、[二三四五六七八九])"
        rf"(?P<some>[余多来+])?(?P<scale>{MULTIPLIER})?(?P<more>[余多])?"
    )
    share = (
        rf"(?P<parts>(?:十万|[百千万二三四五六七八九十])分之)(?P<share>{NUMERAL}|百)"
        rf"(?:{to}(?:[百千万]分之)?(?P<share_high>{NUMERAL}))?"
        r"|(?P<cases>\d{1,4}(?:\.\d{1,4})?)/(?:10|十)万"
        r"|(?P<part>[1-9])/(?P<whole>[2-9]|10)(?=以上|以内|以下|左右|的)"
        r"|(?P<tenths>[一二两三四五六七八九])成(?P<hundredths>[一二三四五六七八九半])"
        r"|(?P<word>百分百|半数|过半数?|一半|减半(?![征收缴])|(?<=[近超])半(?![年月天日小个]))(?!径)"
        r"|翻(?P<doubled>[一二两三四1-4])?番"
        rf"|(?P<zero>“?零”?(?:发生”?|(?={none}))|(?<=为)“?零”?(?=$|[，,；;。、]))"
    )
    return re.compile(
        rf"(?<![\dA-Za-z.,+×:∶/{TORN}])(?!(?<=[数几])[十百千万亿])"
        rf"(?:{share}|(?P<each>每(?:立方米|升|平方公里))?(?:{_one_by_one(number)})"
        rf"(?P<unit>{unit}|{_BARE}|{_ODD}))"
        rf"(?:（[^（）\d]{{1,5}}）|\([^()\d]{{1,5}}\))?(?P<after>{any_of(after)})?(?:（含(?:本数)?）)?"
    )


@cache
def torn_figure() -> re.Pattern[str]:
    """Return the expression for a figure with a mark in it, or with digits that are no number.

    It is compiled only where there may be one: few plans hold any.
    """
    units = load_table(__file__, "targets.toml")["units"]
    written = any_of(unit for unit in _every_unit(units) if unit not in _OF_DATES)
    digit = r"\d.,零〇一二两三四五六七八九十百千万亿"
    wrong = r"\d{1,15}(?:\.\d{1,15}){2,4}|\d{1,15}[一二三四五六七八九十]{1,2}"
    return re.compile(
        rf"(?<![\dA-Za-z.,{TORN}])(?:[{digit}]{{0,20}}{TORN}[{TORN}{digit}]{{0,20}}"
        rf"|(?:{wrong})(?:{_one_by_one(MULTIPLIER)})?){written}|分之[{digit}]{{0,12}}{TORN}"
    )


def _deed(verbs: Mapping[str, list[str]]) -> str:
    """Return the expression for a verb of action that is not the first half of a noun."""
    compound = any_of(verbs["compounds"])
    rate = any_of([*verbs["compounds"], *verbs["rates_too"]])
    thing = any_of([*verbs["compounds"], *verbs["rates_too"], *verbs["compounds_too"]])
    strict = any_of(_plain_actions(verbs))
    pure, in_rates = any_of(verbs["pure"]), any_of(verbs["nouns_in_rates"])
    nouns = any_of(verbs["nouns_too"])
    return f"新?(?:{pure}|{strict}(?!{compound})|{in_rates}(?!{rate})|{nouns}(?!{thing}))"


def _plain_actions(verbs: Mapping[str, list[str]]) -> list[str]:
    """Return the actions that are neither pure verbs nor nouns as well."""
    pure = {_LOOKAHEAD_RE.sub("", verb) for verb in verbs["pure"]}
    others = {*pure, *verbs["nouns_too"], *verbs["nouns_in_rates"]}
    return [verb for verb in verbs["actions"] if verb not in others]


def _unit(units: Iterable[str], signs: Mapping[str, Iterable[str]], per: Iterable[str]) -> str:
    """Return the expression for a unit: a word or a sign, alone or by another (元/人)."""
    written = any_of(sign for forms in signs.values() for sign in forms)
    measured = any_of([*per, *(sign for forms in signs.values() for sign in forms)])
    each = rf"(?:/|每){measured}(?:[·・][年月日天])?"
    return rf"(?:{any_of(units)}|{written})(?:{each})?"


_SETS = {
    "units": ("whole", "occasions"),
    "none": ("document_counters", "set_counters", "size_counters", "capacities"),
    "verbs": ("causes",),
}
_ANYWHERE = {
    "verbs": (
        *("attribute", "bare", "agent", "stand_in", "subject", "making", "coverage"),
        *("adverb", "stop"),
    ),
    "none": (
        *("name_after", "empty_noun", "frame", "within", "works", "document_behind", "aside"),
        *("base_behind",),
    ),
    "past": ("past_sentence", "past", "future", "past_task"),
}
_AT_THE_END = {
    "verbs": ("nominal", "hope", "head", "outlay", "bare_end", "duration", "preposition"),
    "none": ("name_before", "property", "circumstance", "base_before"),
}
"""Part of ``data/targets.toml`` → the lists of words in it that are a field by themselves."""
_KINDS = {
    "counters": Kind.COUNT,
    "measures": Kind.MEASURE,
    "rates": Kind.RATE,
    "times": Kind.TIME,
}


def count_amounts(text: str) -> int:
    """Return how many numbers may be amounts: those in digits, and others before a unit.

    It is a bound for what reading them will take, by the first character of each unit.

    >>> count_amounts("新增12张、三家，统一管理")
    2
    """
    return len(_amount_re().findall(text))


@cache
def _amount_re() -> re.Pattern[str]:
    units = load_table(__file__, "targets.toml")["units"]
    named = (_LOOKAHEAD_RE.sub("", unit) for key in _KINDS for unit in units[key])
    first = "".join(sorted({unit.lstrip("(?:")[0] for unit in named}))
    numeral = "[一二两三四五六七八九十百千万亿]"  # a run of them is looked through once
    return re.compile(rf"\d+|(?<!{numeral}){numeral}+(?=[{re.escape(first)}])")


@cache
def target_words() -> TargetWords:
    """Return the word lists of the package, compiled once."""
    table = load_table(__file__, "targets.toml")
    return TargetWords(
        **_plain_words(table),
        **_amount_words(table["units"], table["comparators"]),
        **_verb_words(table["verbs"], _levels(table["comparators"], "_before")),
        document=re.compile(
            f"{any_of(table['none']['document_verbs'])}[^，,；;、]{{0,12}}$"
            f"|{any_of(table['none']['document_behind'])}$"
        ),
        covering=re.compile("^.*(?:实现|推进|推动)(?=..)"),
    )


def _plain_words(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    """Return what is one list of words: looked up, found anywhere, or at the end of a text."""
    return {
        **{name: frozenset(words) for name, words in _lists(table, _SETS)},
        **{name: re.compile(any_of(words)) for name, words in _lists(table, _ANYWHERE)},
        **{name: re.compile(f"{any_of(words)}$") for name, words in _lists(table, _AT_THE_END)},
    }


def _lists(
    table: Mapping[str, Mapping[str, list[str]]], names: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    return ((name, table[part][name]) for part, own in names.items() for name in own)


def _every_unit(units: Mapping[str, list[str]]) -> list[str]:
    return [unit for key in _KINDS for unit in units[key]]


def _levels(compare: Mapping[str, list[str]], ending: str) -> list[str]:
    """Return the words of comparison that stand before a number, or behind it."""
    return [word for key, found in compare.items() if key.endswith(ending) for word in found]


def _amount_words(units: Mapping[str, Any], compare: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return what tells a number with its unit, and how it is compared."""
    unit = _unit(_every_unit(units), units["signs"], units["per"])
    return {
        "quantity": _quantity(unit, _levels(compare, "_after"), any_of(units["none_of"])),
        "kinds": {
            _LOOKAHEAD_RE.sub("", unit): kind for key, kind in _KINDS.items() for unit in units[key]
        },
        "signs": {
            _LOOKAHEAD_RE.sub("", form): name
            for name, forms in units["signs"].items()
            for form in forms
        },
        "comparator_before": re.compile(f"{any_of(_levels(compare, '_before'))}$"),
        "comparators": {
            _LOOKAHEAD_RE.sub("", word).replace("\\", ""): Comparator(key.partition("_")[0])
            for key, words in compare.items()
            for word in words
        },
    }


def _verb_words(verbs: Mapping[str, list[str]], before: Sequence[str]) -> dict[str, Any]:
    """Return what tells an action, and the words around it that say of what it is."""
    action = f"(?:{any_of(verbs['aims'])}|{_deed(verbs)})"
    verbal = [*verbs["nouns_too"], *verbs["nouns_in_rates"]]
    levels = [*verbs["levels"], *verbs["amounts"], *before]
    return {
        "lead": re.compile(
            f"{any_of([*verbs['lead'], *verbs['times']])}"
            f"|{any_of(verbs['auxiliaries'])}"
            f"(?={any_of(verbs['auxiliaries'])}{{0,2}}(?:{action}|[为把将使]..))"
        ),
        "action": re.compile(action),
        "deed": re.compile(_deed(verbs)),
        "last_action": re.compile(f"{action}{{1,4}}$"),
        "threshold": re.compile(
            f"(?:{any_of(verbs['level_stems'])}{any_of(verbs['level_ends'])}?|{any_of(levels)})$"
        ),
        "inner": re.compile(f"(.{{2,}}?){any_of(verbs['inner']).replace('?:', '', 1)}(.{{2,}})"),
        "verbal_nouns": frozenset(verbal),
        "moment": re.compile(f"(?<![比较与同]){any_of(verbs['times'])}的?$"),
        "work_item": re.compile(f"{any_of(verbal)}(?:项目|工程)"),
        "work": re.compile(f"{any_of([*_plain_actions(verbs), *verbal])}$"),
        "each": re.compile(f"{any_of(verbs['shares'])}{{1,3}}$"),
        "trailing": re.compile(f"{any_of([*verbs['trailing'], *verbs['times']])}$"),
    }
