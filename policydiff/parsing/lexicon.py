"""Lexicon: the words by which the parts of a plan are told, loaded from data files."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled patterns, each matched at the beginning of a paragraph (see data/parts.toml)."""

    title: re.Pattern[str]
    cover_letter: re.Pattern[str]
    byline: re.Pattern[str]
    review: re.Pattern[str]
    review_perhaps: re.Pattern[str]
    past: re.Pattern[str]
    preface: re.Pattern[str]
    guidance: re.Pattern[str]
    conclusion: re.Pattern[str]
    forward: re.Pattern[str]
    closing: re.Pattern[str]
    colophon: re.Pattern[str]
    appendix: re.Pattern[str]
    glossary: re.Pattern[str]
    contents: re.Pattern[str]
    page_junk: re.Pattern[str]
    digest: re.Pattern[str]
    offices: re.Pattern[str]
    action: re.Pattern[str]


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that the package ships.

    >>> bool(load_lexicon().review.match("2024年工作回顾"))
    True
    """
    parts = _load("parts.toml")
    actions = _load("actions.toml")
    patterns = {name: _either(rules) for name, rules in parts.items() if name != "title"}
    title = "|".join(parts["title"])
    action = f"(?:{'|'.join(actions['adverbs'])})?(?:{'|'.join(actions['verbs'])})"
    return Lexicon(
        title=re.compile(
            rf"[^。；;]{{0,60}}(?:{title})(?:的通知|的公告)?(?:[（(][^）)]{{1,20}}[）)])?"
            r"[\s\d\-/.年月日]{0,12}$"
        ),
        action=re.compile(action),
        **patterns,
    )


def _load(name: str) -> dict[str, list[str]]:
    source = files("policydiff.parsing").joinpath("data", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _either(rules: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules))
