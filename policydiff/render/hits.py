"""Hits of gates: one line each on stderr, or annotations of GitHub."""

from collections.abc import Sequence

from policydiff.comparing.gates import GateKind, Hit
from policydiff.model import Change, Status
from policydiff.render.inert import inline
from policydiff.render.labels import Lang, change_word, status_word

_LEVELS = {
    GateKind.DROPPED: "warning",
    GateKind.THEME_DROPPED: "warning",
    GateKind.TARGET_LOWERED: "warning",
    GateKind.TARGET_GONE: "warning",
}
"""How loud an annotation is; all others are notices."""


def hit_line(hit: Hit, lang: Lang) -> str:
    """Say what a gate stopped at, in one line."""
    return f"{hit.gate}: {_message(hit, lang)} [{inline(hit.path)}:{hit.line}]"


def _message(hit: Hit, lang: Lang) -> str:
    pair = f"{hit.comparison.previous} → {hit.comparison.current}"
    word = _word(hit, lang)
    return inline(f"{pair}: {hit.subject}" + (f" ({word})" if word else ""))


def _word(hit: Hit, lang: Lang) -> str:
    match hit.status:
        case Status():
            return status_word(hit.status, hit.comparison.relation, lang)
        case Change():
            return change_word(hit.status, hit.comparison.relation, lang)
    return ""


def github_annotations(hits: Sequence[Hit], lang: Lang) -> str:
    """Write hits as workflow commands that GitHub shows beside the lines of the files."""
    return "".join(_annotation(hit, lang) for hit in hits)


def _annotation(hit: Hit, lang: Lang) -> str:
    level = _LEVELS.get(hit.gate.kind, "notice")
    title = f"policydiff: {hit.gate}"
    place = f"file={_property(hit.path)},line={hit.line},title={_property(title)}"
    return f"::{level} {place}::{_data(_message(hit, lang))}\n"


def _data(text: str) -> str:
    """Escape the text of a workflow command.

    >>> _data("100% → ::error::")
    '100%25 → ::error::'
    """
    return inline(text).replace("%", "%25")


def _property(text: str) -> str:
    """Escape a property of a workflow command, whose ends are commas and colons.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")
