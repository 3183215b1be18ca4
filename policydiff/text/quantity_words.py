"""The words by which targets are found, read from ``data/targets.toml``."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from msgspec import Struct

from policydiff.model import Comparator
from policydiff.text.numerals import MULTIPLIER, NUMERAL
from policydiff.text.spelling import TORN
from policydiff.text.words import load_table

# 产业规模达1.2万亿, 贫困人口减少1000万以上: no unit, at the end of what is said
_BARE = "(?<=[亿万])(?=$|[、，,；;。)）]|以上|左右|以下|以内)"
_LOOKAHEAD_RE = re.compile(r"^\(\?<!.*?\)|\(\?[!=].*\)$")
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
    torn: re.Pattern[str]
    kinds: dict[str, Kind]
    signs: dict[str, str]
    whole: frozenset[str]
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
    work: re.Pattern[str]
    work_item: re.Pattern[str]
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
    document_counters: frozenset[str]
    adverb: re.Pattern[str]
    frame: re.Pattern[str]
    within: re.Pattern[str]
    size_counters: frozenset[str]
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
    ordered = sorted(words, key=lambda w: (-len(_LOOKAHEAD_RE.sub("", w)), w))
    return f"(?:{'|'.join(ordered)})"


def _quantity(unit: str, after: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for one number with its unit, range and trailing comparator."""
    to = "[-~至到]"
    number = (
        rf"(?P<low>{NUMERAL}|[一二三四五六七八]、[二三四五六七八九])"
        rf"(?P<low_scale>{MULTIPLIER})?(?:{unit})?{to}{{1,2}}(?P<high>{NUMERAL})"
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
        r"|(?P<word>百分百|半数|过半数?|一半)(?!径)"
        r"|翻(?P<doubled>[一二两三四1-4])?番"
    )
    return re.compile(
        rf"(?<![\dA-Za-z.,+×:∶/{TORN}])(?!(?<=[数几])[十百千万亿])"
        rf"(?:{share}|(?P<each>每(?:立方米|升|平方公里))?(?:{number})(?P<unit>{unit}|{_BARE}))"
        rf"(?:（[^（）\d]{{1,5}}）|\([^()\d]{{1,5}}\))?(?P<after>{any_of(after)})?"
    )


def _torn(units: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for a figure with a mark in it, or with digits that are no number."""
    digit = r"\d.,零〇一二两三四五六七八九十百千万亿"
    wrong = r"\d{1,15}(?:\.\d{1,15}){2,4}|\d{1,15}[一二三四五六七八九十]{1,2}"
    return re.compile(
        rf"(?<![\dA-Za-z.,{TORN}])(?:[{digit}]{{0,20}}{TORN}[{TORN}{digit}]{{0,20}}"
        rf"|(?:{wrong})(?:{MULTIPLIER})?){any_of(units)}|分之[{digit}]{{0,12}}{TORN}"
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


@cache
def target_words() -> TargetWords:
    """Return the word lists of the package, compiled once."""
    table = load_table(__file__, "targets.toml")
    units, compare, verbs = table["units"], table["comparators"], table["verbs"]
    none, past = table["none"], table["past"]
    kinds = {
        _LOOKAHEAD_RE.sub("", unit): kind
        for kind, key in (
            (Kind.COUNT, "counters"),
            (Kind.MEASURE, "measures"),
            (Kind.RATE, "rates"),
            (Kind.TIME, "times"),
        )
        for unit in units[key]
    }
    every_unit = [u for key in ("counters", "measures", "rates", "times") for u in units[key]]
    before = [w for key, words in compare.items() if key.endswith("_before") for w in words]
    after = [w for key, words in compare.items() if key.endswith("_after") for w in words]
    action = f"(?:{any_of(verbs['aims'])}|{_deed(verbs)})"
    levels = [*verbs["levels"], *verbs["amounts"], *before]
    return TargetWords(
        quantity=_quantity(_unit(every_unit, units["signs"], units["per"]), after),
        torn=_torn(unit for unit in every_unit if unit not in _OF_DATES),
        kinds=kinds,
        whole=frozenset(units["whole"]),
        signs={
            _LOOKAHEAD_RE.sub("", form): name
            for name, forms in units["signs"].items()
            for form in forms
        },
        comparator_before=re.compile(f"{any_of(before)}$"),
        comparators={
            _LOOKAHEAD_RE.sub("", word).replace("\\", ""): Comparator(key.partition("_")[0])
            for key, words in compare.items()
            for word in words
        },
        lead=re.compile(
            f"{any_of([*verbs['lead'], *verbs['times']])}"
            f"|{any_of(verbs['auxiliaries'])}"
            f"(?={any_of(verbs['auxiliaries'])}{{0,2}}(?:{action}|[为把将使]..))"
        ),
        action=re.compile(action),
        deed=re.compile(_deed(verbs)),
        last_action=re.compile(f"{action}{{1,4}}$"),
        nominal=re.compile(f"{any_of(verbs['nominal'])}$"),
        threshold=re.compile(
            f"(?:{any_of(verbs['level_stems'])}{any_of(verbs['level_ends'])}?|{any_of(levels)})$"
        ),
        hope=re.compile(f"{any_of(verbs['hopes'])}$"),
        inner=re.compile(f"(.{{2,}}?){any_of(verbs['inner']).replace('?:', '', 1)}(.{{2,}})"),
        head=re.compile(f"{any_of(verbs['heads'])}$"),
        verbal_nouns=frozenset((*verbs["nouns_too"], *verbs["nouns_in_rates"])),
        moment=re.compile(f"(?<![比较与同]){any_of(verbs['times'])}的?$"),
        attribute=re.compile(any_of(verbs["attributes"])),
        work_item=re.compile(
            f"{any_of([*verbs['nouns_too'], *verbs['nouns_in_rates']])}(?:项目|工程)"
        ),
        work=re.compile(
            f"{any_of([*_plain_actions(verbs), *verbs['nouns_too'], *verbs['nouns_in_rates']])}$"
        ),
        each=re.compile(f"{any_of(verbs['shares'])}{{1,3}}$"),
        duration=re.compile(f"{any_of(verbs['duration'])}$"),
        making=re.compile(any_of(verbs["making"])),
        preposition=re.compile(f"{any_of(verbs['prepositions'])}$"),
        covering=re.compile("^.*(?:实现|推进|推动)(?=..)"),
        coverage=re.compile(any_of(verbs["coverage"])),
        name_before=re.compile(f"{any_of(none['before'])}$"),
        name_after=re.compile(any_of(none["after"])),
        empty_noun=re.compile(any_of(none["nouns"])),
        document=re.compile(
            f"{any_of(none['document_verbs'])}[^，,；;、]{{0,12}}$|{any_of(none['document_nouns'])}$"
        ),
        document_counters=frozenset(none["document_counters"]),
        adverb=re.compile(any_of(verbs["adverbs"])),
        frame=re.compile(any_of(none["frames"])),
        within=re.compile(any_of(none["within"])),
        set_counters=frozenset(none["set_counters"]),
        property=re.compile(f"{any_of(none['properties'])}$"),
        aside=re.compile(any_of(none["asides"])),
        circumstance=re.compile(f"{any_of(none['circumstances'])}$"),
        size_counters=frozenset(none["size_counters"]),
        stop=re.compile(any_of(verbs["stop"])),
        trailing=re.compile(f"{any_of([*verbs['trailing'], *verbs['times']])}$"),
        base_before=re.compile(f"{any_of(none['base_before'])}$"),
        base_behind=re.compile(any_of(none["base_behind"])),
        past_sentence=re.compile(any_of(past["sentence"])),
        past=re.compile(any_of(past["clause"])),
        future=re.compile(any_of(past["future"])),
        past_task=re.compile(any_of(past["task"])),
    )
