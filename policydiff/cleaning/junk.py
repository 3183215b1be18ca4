"""Set aside the lines of a web page that are not the plan's, by the rules of ``junk.toml``.

Caution comes first: a line that opens with an outline marker is never junk by its words, and most
rules hold only before the first or after the last line of content.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from msgspec import Struct

from policydiff.errors import ReadingError
from policydiff.model import Removed
from policydiff.settings import ReadingSettings
from policydiff.text.files import parse_toml, read_text
from policydiff.text.lines import SENTENCE_RE, Lines, removed_block
from policydiff.text.markers import opens_with_marker, read_markers

JUNK_FILE = Path(__file__).with_name("junk.toml")
REPEATED_LEAD = "repeated-lead"
BULLET_RE = re.compile(r"^[\s•·▪■●◆*–-]+(?=\S)")


class Zone(StrEnum):
    """Where on the page a rule holds."""

    ANY = "any"
    HEAD = "head"
    TAIL = "tail"
    EDGE = "edge"


class JunkRule(Struct, frozen=True):
    """Whole lines of at most ``longest`` characters that match, in ``zone``, go for ``reason``."""

    reason: str
    zone: Zone
    longest: int
    pattern: re.Pattern[str]

    def matches(self, text: str) -> bool:
        """Tell whether the line is of this kind, wherever it stands."""
        return len(text) <= self.longest and self.pattern.fullmatch(text) is not None


class JunkRules(Struct, frozen=True):
    """All that ``junk.toml`` says."""

    rules: tuple[JunkRule, ...]
    list_heading: JunkRule
    list_item: re.Pattern[str]
    footer: str
    footer_after: frozenset[str]
    footer_longest: int
    spam: str
    spam_separator: re.Pattern[str]
    spam_certain: tuple[str, ...]
    spam_likely: tuple[str, ...]


def set_aside(lines: Lines, settings: ReadingSettings) -> tuple[Lines, tuple[Removed, ...]]:
    """Split the lines into those kept and blocks removed, each with its reason.

    >>> from policydiff.model import Line
    >>> kept, removed = set_aside((Line(1, "一、深化改革"), Line(2, "打印")), ReadingSettings())
    >>> removed
    (Removed(reason='page-tools', line_start=2, line_end=2, text='打印'),)
    """
    reasons = _reasons(lines, load_rules(settings.junk_rules), settings)
    kept = tuple(line for line, reason in zip(lines, reasons, strict=True) if not reason)
    return kept, _blocks(lines, reasons)


def _reasons(lines: Lines, rules: JunkRules, settings: ReadingSettings) -> list[str]:
    """Return for each line the reason to remove it, or "" to keep it."""
    texts = [BULLET_RE.sub("", line.text) for line in lines]
    kinds = [_kind(text, rules) for text in texts]
    content = [
        kind is None and _is_content(text, settings)
        for text, kind in zip(texts, kinds, strict=True)
    ]
    first = content.index(True) if any(content) else len(lines)
    last = len(lines) - 1 - content[::-1].index(True) if any(content) else -1
    reasons = [
        kind.reason if kind is not None and _holds(kind.zone, index, first, last) else ""
        for index, kind in enumerate(kinds)
    ]
    _mark_spam(texts, reasons, range(first), rules)
    _mark_lists(lines, reasons, last, rules)
    _mark_footer(texts, reasons, last, rules)
    _mark_repeated_lead(texts, reasons, settings)
    return reasons


def _kind(text: str, rules: JunkRules) -> JunkRule | None:
    if not text or opens_with_marker(text):
        return None
    return next((rule for rule in rules.rules if rule.matches(text)), None)


def _is_content(text: str, settings: ReadingSettings) -> bool:
    long = len(text) >= settings.min_content and SENTENCE_RE.search(text) is not None
    return long or opens_with_marker(text)


def _holds(zone: Zone, index: int, first: int, last: int) -> bool:
    head, tail = index < first, index > last
    return {Zone.ANY: True, Zone.HEAD: head, Zone.TAIL: tail, Zone.EDGE: head or tail}[zone]


def _mark_spam(texts: list[str], reasons: list[str], head: range, rules: JunkRules) -> None:
    for index in head:
        text = texts[index].upper()
        certain = any(word in text for word in rules.spam_certain)
        likely = sum(word in text for word in rules.spam_likely)
        if certain and likely and rules.spam_separator.search(text):
            reasons[index] = rules.spam


def _mark_lists(lines: Lines, reasons: list[str], last: int, rules: JunkRules) -> None:
    """Mark each list heading and what is under it."""
    inside = False
    for index, line in enumerate(lines):
        if rules.list_heading.matches(line.text):
            inside = True
            reasons[index] = rules.list_heading.reason
        elif inside and line.text:
            inside = index > last or rules.list_item.fullmatch(line.text) is not None
            if inside:
                reasons[index] = reasons[index] or rules.list_heading.reason


def _mark_footer(texts: list[str], reasons: list[str], last: int, rules: JunkRules) -> None:
    inside = False
    for index in range(last + 1, len(texts)):
        inside = inside or reasons[index] in rules.footer_after
        short = len(texts[index]) <= rules.footer_longest and not SENTENCE_RE.search(texts[index])
        if inside and short and texts[index] and not reasons[index]:
            reasons[index] = rules.footer


def _mark_repeated_lead(texts: list[str], reasons: list[str], settings: ReadingSettings) -> None:
    """Mark lines before the first numbered one that stand again at the start of a numbered one."""
    numbered = [index for index, text in enumerate(texts) if opens_with_marker(text)]
    if not numbered:
        return
    least = settings.min_repeated_lead
    bodies: dict[str, list[str]] = {}
    for index in numbered:
        text = texts[index].lstrip()
        body = text[read_markers(text)[0].size :].lstrip()
        bodies.setdefault(body[:least], []).append(body)
    for index in range(numbered[0]):
        text = texts[index]
        same_start = bodies.get(text[:least], []) if len(text) >= least else []
        if any(body.startswith(text) for body in same_start):
            reasons[index] = REPEATED_LEAD


def _blocks(lines: Lines, reasons: list[str]) -> tuple[Removed, ...]:
    """Join neighbouring lines removed for one reason."""
    pairs = zip(reasons, lines, strict=True)
    return tuple(
        removed_block(reason, [line for _, line in run])
        for reason, run in groupby(pairs, key=itemgetter(0))
        if reason
    )


@cache
def load_rules(path: str | None = None) -> JunkRules:
    """Read ``junk.toml``, or the file at ``path`` instead.

    Raises ReadingError, naming the file, for one that is missing, no TOML, or lacks a rule.
    """
    file = Path(path) if path else JUNK_FILE
    hint = f"start from a copy of {JUNK_FILE}"
    try:
        text = read_text(str(file), ReadingError, hint)
    except FileNotFoundError:
        raise ReadingError(f"{file}: no such file", hint=hint) from None
    table = parse_toml(text, str(file), ReadingError, hint)
    try:
        return _rules(table)
    except (ValueError, KeyError, TypeError, re.error) as error:
        said = f"{file}: cannot be used as rules for page junk ({error})"
        raise ReadingError(said, hint=hint) from error


def _rules(table: Mapping[str, Any]) -> JunkRules:
    listing, footer, spam = table["list"], table["footer"], table["spam"]
    return JunkRules(
        rules=tuple(_rule(entry, Zone(entry["zone"])) for entry in table["rule"]),
        list_heading=_rule(listing, Zone.ANY),
        list_item=re.compile(listing["item"]),
        footer=footer["reason"],
        footer_after=frozenset(footer["after"]),
        footer_longest=footer["longest"],
        spam=spam["reason"],
        spam_separator=re.compile(spam["separator"]),
        spam_certain=tuple(spam["certain"]),
        spam_likely=tuple(spam["likely"]),
    )


def _rule(entry: dict[str, Any], zone: Zone) -> JunkRule:
    pattern = re.compile("|".join(entry["patterns"]))
    return JunkRule(entry["reason"], zone, int(entry["longest"]), pattern)
