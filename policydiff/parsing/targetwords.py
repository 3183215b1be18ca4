"""The words by which targets are found, read from ``data/targets.toml``."""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from policydiff.model import Comparator
from policydiff.parsing.numerals import CHINESE_NUMERAL, DECIMAL, MULTIPLIER
from policydiff.records import dataclass

# 产业规模达1.2万亿: an amount of money without its unit, at the end of what it says
_BARE = "(?<=亿)(?=$|[、，,；;。)）]|以上|左右|以下)"
_LOOKAHEAD_RE = re.compile(r"\(\?!.*\)$")


class Kind(StrEnum):
    """What a unit measures."""

    COUNT = "count"
    MEASURE = "measure"
    RATE = "rate"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class TargetWords:
    """Compiled word lists; every expression is linear in the clause it is tried on."""

    quantity: re.Pattern[str]
    kinds: dict[str, Kind]
    comparator_before: re.Pattern[str]
    comparators: dict[str, Comparator]
    lead: re.Pattern[str]
    action: re.Pattern[str]
    deed: re.Pattern[str]
    last_action: re.Pattern[str]
    nominal: re.Pattern[str]
    threshold: re.Pattern[str]
    duration: re.Pattern[str]
    making: re.Pattern[str]
    preposition: re.Pattern[str]
    coverage: re.Pattern[str]
    name_before: re.Pattern[str]
    name_after: re.Pattern[str]
    empty_noun: re.Pattern[str]
    document: re.Pattern[str]
    document_counters: frozenset[str]
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


def _quantity(units: Iterable[str], after: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for one number with its unit, range and trailing comparator."""
    number = f"(?:{DECIMAL}|{CHINESE_NUMERAL})"
    return re.compile(
        rf"(?<![\dA-Za-z.+×:∶/])(?:(?P<parts>百分之|千分之|[二三四五六七八九十]分之)(?P<share>{number})"
        rf"|(?P<low>{number})(?P<low_scale>{MULTIPLIER})?(?:[%‰个家名](?=[-~至到]))?"
        rf"(?:[-~至到](?P<high>{number}))?(?P<some>[余多])?(?P<scale>{MULTIPLIER})?(?P<more>[余多])?"
        rf"\s?(?P<unit>{any_of(units)}|{_BARE}))(?:（[^（）\d]{{1,5}}）|\([^()\d]{{1,5}}\))?"
        rf"(?P<after>{any_of(after)})?"
    )


@cache
def target_words() -> TargetWords:
    """Return the word lists of the package, compiled once."""
    source = Path(__file__).with_name("data") / "targets.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
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
    before = [w for key in ("ge_before", "le_before", "about_before") for w in compare[key]]
    after = [w for key in ("ge_after", "le_after", "about_after") for w in compare[key]]
    compound = f"(?!{any_of(verbs['compounds'])})"
    action = f"(?:新?{any_of([*verbs['aims'], *verbs['actions']])}{compound})"
    return TargetWords(
        quantity=_quantity(every_unit, after),
        kinds=kinds,
        comparator_before=re.compile(f"{any_of(before)}$"),
        comparators={
            word: Comparator(key.partition("_")[0])
            for key, words in compare.items()
            for word in words
        },
        lead=re.compile(any_of(verbs["lead"])),
        action=re.compile(action),
        deed=re.compile(f"(?:新?{any_of(verbs['actions'])}{compound})"),
        last_action=re.compile(f"{action}{{1,4}}$"),
        nominal=re.compile(f"{any_of(verbs['nominal'])}$"),
        threshold=re.compile(f"{any_of([*verbs['threshold'], *before])}$"),
        duration=re.compile(f"{any_of(verbs['duration'])}$"),
        making=re.compile(any_of(verbs["making"])),
        preposition=re.compile(f"{any_of(verbs['prepositions'])}$"),
        coverage=re.compile(any_of(verbs["coverage"])),
        name_before=re.compile(f"{any_of(none['before'])}$"),
        name_after=re.compile(any_of(none["after"])),
        empty_noun=re.compile(any_of(none["nouns"])),
        document=re.compile(
            f"{any_of(none['document_verbs'])}[^，,；;、]{{0,12}}$|{any_of(none['document_nouns'])}$"
        ),
        document_counters=frozenset(none["document_counters"]),
        stop=re.compile(any_of(verbs["stop"])),
        trailing=re.compile(f"{any_of(verbs['trailing'])}$"),
        base_before=re.compile(f"{any_of(none['base_before'])}$"),
        base_behind=re.compile(any_of(none["base_behind"])),
        past_sentence=re.compile(any_of(past["sentence"])),
        past=re.compile(any_of(past["clause"])),
        future=re.compile(any_of(past["future"])),
        past_task=re.compile(any_of(past["task"])),
    )
