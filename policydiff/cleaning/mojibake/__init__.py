"""Win back characters whose bytes were destroyed: ``醫??傤~`` → 醫保總額.

``docs/explanation/repair.md`` tells how such damage arises and how it is undone.
"""

import re
from collections.abc import Iterator

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
