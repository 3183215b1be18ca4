"""Repair what is not there to be seen: invisible characters, odd spaces, lost indents."""

import re

from policydiff.cleaning.rules import Circumstances, edit_lines
from policydiff.text.lines import Lines, Repairs

# C0 and C1 controls (not tab), every format character of Unicode (category Cf: soft hyphen,
# zero-width and bidirectional marks, byte order mark, tags ...), variation selectors and codes
# that are no characters.
INVISIBLE_RE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    "\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e01ef]+"
)

# Tab, NBSP, en/em/thin spaces, narrow and medium spaces, ideographic space; runs of any.
SPACE_RE = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
ODD_SPACE_RE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|  |^ | $")

# Question marks that once were indents (U+00A0 lost in a GBK page): a line of nothing else, some
# before a space at the start of a line, or more than damage to a character ever leaves (3).
LOST_INDENT_RE = re.compile(
    r"^[\s?\ufffd]*[?\ufffd]\s*$|^[\s?\ufffd]*(?:[?\ufffd](?=\s)|[?\ufffd]{4})[?\ufffd]*"
)

# Characters that stand apart, one blank between any two: a run of six or more pieces.
APART_RE = re.compile(r"(?<!\S)[^\s|｜](?: [^\s|｜]){5,}(?!\S)")
HAN_RE = re.compile("[\u4e00-\u9fff]")
LEAST_HAN_APART = 4  # in a run: fewer are a list of letters or figures

TABLE_EDGE_RE = re.compile(r"^[^|｜]*[^|｜\s]\s*([|｜]\s*)$")


def remove_invisible(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Take out characters that show nothing but break words: zero-width, bidi, controls."""
    return edit_lines("invisible-character", lines, _invisible_edits)


def _invisible_edits(text: str) -> list[tuple[int, str, str]]:
    return [(found.start(), found[0], "") for found in INVISIBLE_RE.finditer(text)]


def restore_indents(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Take out question marks left by lost indents: ``??? 为做好`` → 为做好.

    Two or three marks right before a word stay: that is how destroyed characters look.
    """
    return edit_lines("lost-indent", lines, _indent_edits)


def _indent_edits(text: str) -> list[tuple[int, str, str]]:
    found = LOST_INDENT_RE.match(text)
    return [(0, found[0], "")] if found else []


def normalise_spaces(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Make every run of blanks one space, and none at the ends of a line."""
    return edit_lines("spacing", lines, _space_edits)


def _space_edits(text: str) -> list[tuple[int, str, str]]:
    if not ODD_SPACE_RE.search(text):
        return []
    edits = []
    for found in SPACE_RE.finditer(text):
        inside = found.start() > 0 and found.end() < len(text)
        after = " " if inside else ""
        if found[0] != after:
            edits.append((found.start(), found[0], after))
    return edits


def close_up(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Join characters that stand apart, as in recognised or spread text: ``工 作 要 点 。``."""
    return edit_lines("spread-characters", lines, _apart_edits)


def _apart_edits(text: str) -> list[tuple[int, str, str]]:
    found = (
        match
        for match in APART_RE.finditer(text)
        if len(HAN_RE.findall(match[0])) >= LEAST_HAN_APART
    )
    return [(match.start(), match[0], match[0].replace(" ", "")) for match in found]


def remove_table_edge(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Take out the one bar that a layout table left at the end of a line: ``印发 |`` → 印发."""
    return edit_lines("table-edge", lines, _edge_edits)


def _edge_edits(text: str) -> list[tuple[int, str, str]]:
    found = TABLE_EDGE_RE.match(text)
    if found is None:
        return []
    start = len(text[: found.start(1)].rstrip())
    return [(start, text[start:], "")]
