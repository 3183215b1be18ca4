"""Rules: what a cleaning rule is, and those that repair characters one by one.

A rule is a pure function from lines to lines and a record of its repairs. It never adds, drops or
renumbers lines: it changes their text, down to nothing. That is why the record is enough to do
its work again (``replay`` in the room itself).

Look-alikes out of PDFs and private codes of Hong Kong get their ordinary code back; invisible
characters, odd blanks and lost indents go; traditional characters become simplified ones.

OpenCC's own ``convert`` is quadratic in text without punctuation. Its traditional → simplified
data are a table of characters and 277 phrases, so the same result is had in linear time by a
character table, after the phrases have been set aside.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from policydiff.model import Line, Repair, Script
from policydiff.settings import ReadingSettings
from policydiff.text.lines import Lines, Repairs
from policydiff.text.simplify import AT_HOME_IN_SIMPLIFIED, leaning, to_simplified


class CleaningContext(Struct, frozen=True):
    """What a rule may know besides the lines: the script of the source and the settings."""

    script: Script
    settings: ReadingSettings


Rule = Callable[[Lines, CleaningContext], tuple[Lines, Repairs]]


def rewrite_lines(
    name: str, lines: Lines, rewrite: Callable[[str], tuple[str, int]]
) -> tuple[Lines, Repairs]:
    """Apply ``rewrite`` (text → text, places changed) to each line; record the changed ones whole.

    >>> rewrite_lines("full-stop", (Line(1, "a."),), lambda text: (text.replace(".", "。"), 1))
    ((Line(number=1, text='a。'),), (Repair(rule='full-stop', line=1, before='a.', after='a。', \
confidence=1.0, runner_up=None, column=0, places=1),))
    """
    rewritten: list[Line] = []
    repairs: list[Repair] = []
    for line in lines:
        text, places = rewrite(line.text)
        if text == line.text:
            rewritten.append(line)
            continue
        rewritten.append(Line(line.number, text))
        repairs.append(Repair(name, line.number, line.text, text, places=places))
    return tuple(rewritten), tuple(repairs)


def edit_lines(
    name: str, lines: Lines, find: Callable[[str], list[tuple[int, str, str]]]
) -> tuple[Lines, Repairs]:
    """Apply the edits (column, before, after) that ``find`` returns; record each by itself."""
    edited: list[Line] = []
    repairs: list[Repair] = []
    for line in lines:
        edits = find(line.text)
        if not edits:
            edited.append(line)
            continue
        edited.append(Line(line.number, apply_edits(line.text, edits)))
        repairs.extend(
            Repair(name, line.number, before, after, column=column)
            for column, before, after in edits
        )
    return tuple(edited), tuple(repairs)


def apply_edits(text: str, edits: list[tuple[int, str, str]]) -> str:
    """Replace each ``before`` at its column of ``text`` by ``after``.

    >>> apply_edits("ab cd", [(0, "a", "A"), (2, " ", "")])
    'Abcd'
    """
    pieces: list[str] = []
    position = 0
    for column, before, after in sorted(edits):
        pieces += (text[position:column], after)
        position = column + len(before)
    pieces.append(text[position:])
    return "".join(pieces)


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
# Kangxi radicals and compatibility ideographs, which PDF readers return for ordinary characters,
# and the half-width signs ｡ ｢ ｣ ､ of old systems.
COMPATIBILITY_RE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\uff61-\uff64]")
# Radicals of simplified characters have no decomposition in Unicode; from U+2EA0 on.
RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
PRIVATE_USE_RE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Private codes near these marks are torn characters, not codes of Hong Kong.
TORN_RE = re.compile("[?\ufffd].{0,20}[\ue000-\uf8ff]")
# The Hong Kong supplement (HKSCS) in private codes: first code, first lead byte; 157 to a row.
HONG_KONG_BLOCKS = ((0xE000, 0xE310, 0xFA), (0xE311, 0xEEB7, 0x8E), (0xEEB8, 0xF6B0, 0x81))
ROW, LOW_TRAILS = 157, 63  # trail bytes 40-7E, then A1-FE
DROPPED_FROM_HONG_KONG = {"\ue37c": "者"}  # in HKSCS-1999, no longer in the table Python has


def remove_invisible(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Take out characters that show nothing but break words: zero-width, bidi, controls."""
    return edit_lines("invisible-character", lines, _invisible_edits)


def _invisible_edits(text: str) -> list[tuple[int, str, str]]:
    return [(found.start(), found[0], "") for found in INVISIBLE_RE.finditer(text)]


def restore_indents(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Take out question marks left by lost indents: ``??? 为做好`` → 为做好.

    Two or three marks right before a word stay: that is how destroyed characters look.
    """
    return edit_lines("lost-indent", lines, _indent_edits)


def _indent_edits(text: str) -> list[tuple[int, str, str]]:
    found = LOST_INDENT_RE.match(text)
    return [(0, found[0], "")] if found else []


def normalise_spaces(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
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


def close_up(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Join characters that stand apart, as in recognised or spread text: ``工 作 要 点 。``."""
    return edit_lines("spread-characters", lines, _apart_edits)


def _apart_edits(text: str) -> list[tuple[int, str, str]]:
    found = (
        match
        for match in APART_RE.finditer(text)
        if len(HAN_RE.findall(match[0])) >= LEAST_HAN_APART
    )
    return [(match.start(), match[0], match[0].replace(" ", "")) for match in found]


def remove_table_edge(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Take out the one bar that a layout table left at the end of a line: ``印发 |`` → 印发."""
    return edit_lines("table-edge", lines, _edge_edits)


def _edge_edits(text: str) -> list[tuple[int, str, str]]:
    found = TABLE_EDGE_RE.match(text)
    if found is None:
        return []
    start = len(text[: found.start(1)].rstrip())
    return [(start, text[start:], "")]


def simplify_script(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Convert a traditional source to simplified characters: 衛生健康 → 卫生健康."""
    if context.script is Script.HANS:
        return lines, ()
    return rewrite_lines("traditional-script", lines, _simplified_with_count)


def simplify_strays(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Simplify what a round trip left traditional in a simplified source: 重癥 → 重症.

    A line that is traditional as a whole, a title pasted in, is converted whole.
    """
    if context.script is Script.HANT:
        return lines, ()
    strays = set(filter(_is_stray, set().union(*(line.text for line in lines))))
    if not strays:
        return lines, ()
    return edit_lines("stray-traditional", lines, lambda text: _stray_edits(text, strays))


def _is_stray(character: str) -> bool:
    return leaning(character) > 0 and character not in AT_HOME_IN_SIMPLIFIED


def _stray_edits(text: str, strays: set[str]) -> list[tuple[int, str, str]]:
    if strays.isdisjoint(text):
        return []
    if sum(map(leaning, text)) > 0 and len(simplified := to_simplified(text)) == len(text):
        return _differences(text, simplified)
    return _differences(text, "".join(to_simplified(c) if c in strays else c for c in text))


def _differences(before: str, after: str) -> list[tuple[int, str, str]]:
    pairs = zip(before, after, strict=True)
    return [(column, old, new) for column, (old, new) in enumerate(pairs) if old != new]


def _simplified_with_count(text: str) -> tuple[str, int]:
    simplified = to_simplified(text)
    places = sum(map(str.__ne__, text, simplified)) if len(text) == len(simplified) else 1
    return simplified, places


def restore_compatibility(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Turn radicals and compatibility ideographs into the characters they stand for: ⼯ → 工."""
    return edit_lines("compatibility-form", lines, _compatibility_edits)


def _compatibility_edits(text: str) -> list[tuple[int, str, str]]:
    edits = []
    for found in COMPATIBILITY_RE.finditer(text):
        ordinary = _ordinary(found[0])
        if ordinary != found[0]:
            edits.append((found.start(), found[0], ordinary))
    return edits


@cache
def _ordinary(form: str) -> str:
    return RADICALS.get(form) or unicodedata.normalize("NFKC", form)


def restore_hong_kong(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Turn private codes of the Hong Kong supplement into characters: U+E2E5 → 着.

    Only in a traditional text in which no private code stands near a torn character.
    """
    torn = any(TORN_RE.search(line.text) for line in lines)
    if context.script is not Script.HANT or torn:
        return lines, ()
    return edit_lines("hong-kong-character", lines, _hong_kong_edits)


def _hong_kong_edits(text: str) -> list[tuple[int, str, str]]:
    found = [(match.start(), match[0]) for match in PRIVATE_USE_RE.finditer(text)]
    return [
        (column, code, character)
        for column, code in found
        if (character := hong_kong_character(code))
    ]


def hong_kong_character(code: str) -> str:
    r"""Return the character that a private code stands for in Hong Kong, or "" where none.

    >>> hong_kong_character("\ue2e5")
    '着'
    """
    if code in DROPPED_FROM_HONG_KONG:
        return DROPPED_FROM_HONG_KONG[code]
    for first, last, lead in HONG_KONG_BLOCKS:
        if first <= ord(code) <= last:
            row, place = divmod(ord(code) - first, ROW)
            trail = 0x40 + place if place < LOW_TRAILS else 0xA1 + place - LOW_TRAILS
            return bytes((lead + row, trail)).decode("big5hkscs", "ignore")
    return ""


def private_use(lines: Lines) -> tuple[Line, ...]:
    """Return the lines that still hold private codes, which nobody else can read."""
    return tuple(line for line in lines if PRIVATE_USE_RE.search(line.text))
