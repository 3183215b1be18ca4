"""Lexicon: the words by which the parts of a plan are told, loaded from data files."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct

_WHEN = r"(?:到|至|在)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:年?底|年内|今年|全年)?前?"


class Lexicon(Struct, frozen=True):
    """Compiled patterns, each matched at the beginning of a paragraph (see data/parts.toml)."""

    title: re.Pattern[str]
    cover_letter: re.Pattern[str]
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
    digest: re.Pattern[str]
    offices: re.Pattern[str]
    action: re.Pattern[str]
    adverbial: re.Pattern[str]


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that the package ships.

    >>> bool(load_lexicon().review.match("2024年工作回顾"))
    True
    """
    parts = _load("parts")
    actions = _load("actions")
    patterns = {name: _either(rules) for name, rules in parts.items() if name != "title"}
    title = "|".join(parts["title"])
    adverbs, verbs, openers, endings = (
        f"(?:{'|'.join(actions[key])})" for key in ("adverbs", "verbs", "openers", "endings")
    )
    number = r"(?:[^\W\d_]{1,12}\s?[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?\d{1,5}\s?号)?"
    return Lexicon(
        title=re.compile(
            rf"[^。；;]{{0,60}}(?:{title})(?:的通知|的公告)?(?:[（(][^）)]{{1,20}}[）)])?{number}"
            r"[\s\d\-/.年月日]{0,12}$"
        ),
        action=re.compile(rf"(?:{_WHEN})?(?:{adverbs}){{0,2}}{verbs}"),
        adverbial=re.compile(rf"{openers}[^，,]*$|.*{endings}$"),
        **patterns,
    )


@cache
def load_list(file: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file.

    >>> "上海" in load_list("places", "municipalities")
    True
    """
    return tuple(_load(file)[key])


@cache
def _load(name: str) -> dict[str, list[str]]:
    source = Path(__file__).with_name("data") / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _either(rules: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules))
