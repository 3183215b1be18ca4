"""Give characters back their ordinary code: look-alikes out of PDFs, private codes of Hong Kong."""

import re
import unicodedata

from policydiff.cleaning.rules import Circumstances, edit_lines
from policydiff.model import Line, Script
from policydiff.text.lines import Lines, Repairs

# Kangxi radicals and compatibility ideographs, which PDF readers return for ordinary characters.
COMPATIBILITY_RE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
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


def restore_compatibility(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Turn radicals and compatibility ideographs into the characters they stand for: ⼯ → 工."""
    return edit_lines("compatibility-form", lines, _compatibility_edits)


def _compatibility_edits(text: str) -> list[tuple[int, str, str]]:
    edits = []
    for found in COMPATIBILITY_RE.finditer(text):
        ordinary = RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0])
        if ordinary != found[0]:
            edits.append((found.start(), found[0], ordinary))
    return edits


def restore_hong_kong(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Turn private codes of the Hong Kong supplement into characters: U+E2E5 → 着.

    Only in a traditional text in which no private code stands near a torn character.
    """
    torn = any(TORN_RE.search(line.text) for line in lines)
    if circumstances.script is not Script.HANT or torn:
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
