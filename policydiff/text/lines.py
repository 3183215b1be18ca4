"""Lines of text: split, measured, set aside; what reading and cleaning both know of them."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from policydiff.model import Line, Removed, Repair

Lines = tuple[Line, ...]

Repairs = tuple[Repair, ...]

# What counts as one line break, so that line numbers do not hang on the system a file is from.
LINE_BREAK_RE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def split_lines(text: str) -> Lines:
    r"""Split a text into numbered lines at LF, CR, CRLF, NEL, U+2028 and U+2029.

    >>> [line.text for line in split_lines("一、\r\n二、\r三、\n")]
    ['一、', '二、', '三、']
    """
    pieces = LINE_BREAK_RE.split(text)
    if pieces and not pieces[-1]:
        pieces.pop()
    return tuple(Line(number, piece) for number, piece in enumerate(pieces, start=1))


PAGE_BREAK = "\x0c"


def removed_lines(reason: str, lines: Iterable[Line]) -> tuple[Removed, ...]:
    """Return one block for each run of neighbouring lines, removed for ``reason``.

    >>> [block.line_end for block in removed_lines("contents", (Line(1, "a"), Line(2, "b")))]
    [2]
    """
    runs: list[list[Line]] = []
    for line in lines:
        if runs and runs[-1][-1].number == line.number - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(removed_block(reason, run) for run in runs)


def removed_block(reason: str, lines: Sequence[Line]) -> Removed:
    """Return the block of these lines, from the first to the last."""
    text = "\n".join([line.text for line in lines])
    return Removed(reason, lines[0].number, lines[-1].number, text)


def without(lines: Lines, furniture: Iterable[Removed]) -> Lines:
    """Return the lines outside all the removed blocks."""
    gone = {number for block in furniture for number in range(block.line_start, block.line_end + 1)}
    return tuple(line for line in lines if line.number not in gone)


ENDING_RE = re.compile(r"[。！？；：!?;:…][”’」』）)》】]*\s*$")

SENTENCE_RE = re.compile("[。；！？;]")

FIRST_WORD_RE = re.compile("[!-~]{1,20}")


def width(text: str) -> int:
    """Return the width of a text in terminal cells.

    >>> width("2024年")
    6
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def first_word(text: str) -> int:
    """Return the length of the Latin word or number that opens a line: it was moved down whole.

    >>> first_word("Care应用"), first_word("应用")
    (4, 0)
    """
    found = FIRST_WORD_RE.match(text)
    return len(found[0]) if found else 0


def clip(text: str, cells: int) -> str:
    """Cut text to a width, with a sign where something is missing.

    >>> clip("深化医药卫生体制改革", 9)
    '深化医药…'
    """
    if width(text) <= cells:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += width(character)
        if kept > cells - 1:
            return text[:index] + "…"
    return text
