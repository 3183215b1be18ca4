"""Find what belongs to the printed page and not to the text: page numbers, contents pages."""

import re
from itertools import pairwise

from policydiff.model import Removed
from policydiff.text.lines import PAGE_BREAK, Lines, removed_lines

PAGE_NUMBER_RE = re.compile(
    r"[-—–－·]{0,3}\s*(\d{1,4})\s*[-—–－·]{0,3}"
    r"|第?\s*(\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|(\d{1,4})\s*/\s*\d{1,4}"
)
LONGEST_PAGE_NUMBER = 40  # characters between the blanks at both ends: 第 12 页 / 共 34 页 has 15

CONTENTS_LINE_RE = re.compile(
    r"^.{2,80}?(?:(?:[.．·‥\u2024]\s?){4,}+|(?:…\s?){2,}+)\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?\s*$"
)

CONTENTS_HEADING_RE = re.compile(r"^\s*目\s*[录錄次]\s*$")
LONGEST_CONTENTS_LINE = 200  # characters
LEAST_CONTENTS = 3  # lines with leaders: fewer may be a form to fill in
LEAST_NUMBERS = 3  # bare numbers that count up by one through a text are page numbers from here on


def page_number(text: str) -> int | None:
    """Return the number if the line is nothing but a page number.

    >>> [page_number(text) for text in ("- 3 -", "第3页 共9页", "3/9", "3.", "2024年")]
    [3, 3, 3, None, None]
    """
    bare = text.strip()
    found = PAGE_NUMBER_RE.fullmatch(bare) if len(bare) <= LONGEST_PAGE_NUMBER else None
    return int(found[1] or found[2] or found[3]) if found else None


def page_numbers(lines: Lines) -> tuple[Removed, ...]:
    """Return the page numbers: beside a form feed, or bare numbers that count up by one."""
    numbered = [(line, number) for line in lines if (number := page_number(line.text)) is not None]
    breaks = {line.number for line in lines if PAGE_BREAK in line.text}
    by_break = [
        line for line, _ in numbered if breaks & {line.number - 1, line.number, line.number + 1}
    ]
    counting = [number for _, number in numbered]
    steps_up = len(counting) >= LEAST_NUMBERS and all(
        after == before + 1 for before, after in pairwise(counting)
    )
    found = [line for line, _ in numbered] if steps_up else by_break
    return removed_lines("page-number", found)


def contents_pages(lines: Lines) -> tuple[Removed, ...]:
    """Return the lines of a table of contents: 一、深化改革 ……… 3, and its heading."""
    entries = [line for line in lines if _is_contents_line(line.text)]
    if len(entries) < LEAST_CONTENTS:
        return ()
    headings = [
        line
        for line in lines
        if line.number < entries[0].number and CONTENTS_HEADING_RE.match(line.text)
    ]
    return removed_lines("contents", [*headings[-1:], *entries])


def _is_contents_line(text: str) -> bool:
    return len(text) <= LONGEST_CONTENTS_LINE and CONTENTS_LINE_RE.match(text) is not None
