"""Win back characters whose bytes were destroyed: ``醫??傤~`` → 醫保總額.

``docs/explanation/repair.md`` tells how such damage arises and how it is undone. Here stand where
a text looks torn, and the two bytes of a character in a GBK page, which all of it rests on.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from policydiff.cleaning.rules import CleaningContext
from policydiff.text.lines import Lines, Repairs

MARKS = "?\ufffd"
#: The signs that pages were cut at, with their bytes; ASCII where the mirror made them so.
SIGNS = {
    "?": (0xA3, 0xBF),
    "？": (0xA3, 0xBF),
    ",": (0xA3, 0xAC),
    "，": (0xA3, 0xAC),
    ";": (0xA3, 0xBB),
    "；": (0xA3, 0xBB),
    "!": (0xA3, 0xA1),
    "！": (0xA3, 0xA1),
    "。": (0xA1, 0xA3),
}
# A byte left alone, then the sign that the text was cut at; no row of four marks, no padding.
SITE_RE = re.compile(r"(?<![?\ufffd])[?\ufffd](?=[?,;!。，；！？](?![?\ufffd]{2}))")
WIDE_RE = re.compile("[^\x00-\x7f]")
# So far before and behind a place one character must be Chinese, or a vowel of a pinyin note;
# farther where a whole note stands before it: 莊(zhuāng)??.
BEFORE, BEHIND = 3, 5
NOTED = 12


def sites(text: str) -> Iterator[int]:
    """Yield the columns at which a character may have been torn.

    >>> list(sites("的醫??傤~預算,為什麼?")), list(sites("???? 上海,see a?;b"))
    ([2], [])
    """
    for found in SITE_RE.finditer(text):
        column = found.start()
        reach = NOTED if text[column - 1 : column] in (")", "）") else BEFORE
        around = text[max(0, column - reach) : column] + text[column + 2 : column + 2 + BEHIND]
        if WIDE_RE.search(around) and text[column + 2 : column + 3].strip():
            yield column


def restore_mojibake(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Restore torn characters; list what is left alone with ``after == before``.

    A text without any place that looks torn costs a search and nothing else.
    """
    if not any(next(sites(line.text), None) is not None for line in lines):
        return lines, ()
    from policydiff.cleaning.mojibake.restoring import (
        restore,  # loads what a healthy text needs not
    )

    return restore(lines, context)


Way = tuple[str, tuple[int, ...]]
"""A character, and the bytes that may begin the next one."""

ASCII_END = 0x80
LEADS = range(0x81, 0xFF)
TRAILS = tuple(trail for trail in range(0x40, 0xFF) if trail != 0x7F)
LOST = "?"
PRIVATE_START, PRIVATE_END = "\ue000", "\uf8ff"
# The lead bytes behind which some byte from 0x81 on gives no character, and those behind which
# one gives a private-use character: known, so that a text need not try all 15,876 pairs.
UNMAPPED_LEADS = (0xA2, 0xA8, 0xA9, 0xFE)
PRIVATE_LEADS = (*range(0xA1, 0xB0), 0xD7, *range(0xF8, 0xFF))


@cache
def pair_of(char: str) -> tuple[int, int] | None:
    r"""Return the lead and the trail byte of a character, or None where it has no such two.

    >>> [hex(byte) for byte in pair_of("科")]
    ['0xbf', '0xc6']
    """
    try:
        encoded = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (encoded[0], encoded[1]) if len(encoded) == 2 else None


def char_of(lead: int, trail: int) -> str:
    r"""Return the character of two bytes; ``?`` where no character has them.

    Bytes of the user-defined areas give private-use characters, as on the pages seen.

    >>> char_of(0xBF, 0xC6), char_of(0xC2, 0x28), char_of(0xAC, 0xD6)
    ('科', '?', '\ue0f1')
    """
    pair = bytes((lead, trail))
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        pass
    try:
        char = pair.decode("gb18030")
    except UnicodeDecodeError:
        return LOST
    return char if len(char) == 1 and is_private(char) else LOST


def is_private(char: str) -> bool:
    """Tell whether a character is one of a private-use area."""
    return PRIVATE_START <= char <= PRIVATE_END


@cache
def with_lead(lead: int) -> dict[int, str]:
    """Return the characters that a text can have had and that begin with this byte, by the other.

    >>> with_lead(0xBF)[0xC6], 0x7F in with_lead(0xBF), with_lead(0x41)
    ('科', False, {})
    """
    return _decoded({trail: bytes((lead, trail)) for trail in TRAILS if lead in LEADS})


@cache
def with_trail(trail: int) -> tuple[str, ...]:
    """Return the characters that a text can have had and that end in this byte.

    >>> len(with_trail(0xA3)), "專" in with_trail(0xA3)
    (112, True)
    """
    return tuple(_decoded({lead: bytes((lead, trail)) for lead in LEADS}).values())


def _decoded(pairs: dict[int, bytes]) -> dict[int, str]:
    """Decode pairs of bytes, all at once; what stands for no character gives two marks."""
    chars = b"\n".join(pairs.values()).decode("gbk", "replace").split("\n") if pairs else ()
    return {byte: char for byte, char in zip(pairs, chars, strict=True) if len(char) == 1}


def legible(lead: int, trail: int) -> str:
    """Return the character of two bytes that a text can have had; "" where there is none."""
    return with_lead(lead).get(trail, "")


@cache
def unmapped_pairs() -> dict[int, tuple[int, ...]]:
    """Return, by first byte, the second bytes with which it gives ``?``, both non-ASCII."""
    return {
        first: tuple(second for second in LEADS if char_of(first, second) == LOST)
        for first in UNMAPPED_LEADS
    }


@cache
def private_pairs() -> dict[int, tuple[int, ...]]:
    """Return, by first byte, the second bytes with which it gives a private-use character."""
    return {
        first: tuple(second for second in LEADS if is_private(char_of(first, second)))
        for first in PRIVATE_LEADS
    }


@cache
def unmapped_ways(lead: int) -> tuple[Way, ...]:
    """Return the characters that begin with a byte and end in the first byte of such a pair."""
    return _ways(lead, unmapped_pairs())


@cache
def private_ways(lead: int) -> tuple[Way, ...]:
    """Return the characters that begin with a byte and end in the first byte of such a pair."""
    return _ways(lead, private_pairs())


def _ways(lead: int, pairs: Mapping[int, tuple[int, ...]]) -> tuple[Way, ...]:
    ways = ((legible(lead, trail), begins) for trail, begins in pairs.items())
    return tuple((char, begins) for char, begins in ways if char)
