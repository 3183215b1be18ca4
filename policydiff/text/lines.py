"""Lines of text: split, measured, set aside; rows of tables written as lines."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
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

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Every full-width sign, letter and digit as it is in ASCII, for ``str.translate``."""

FIRST_WORD_RE = re.compile("[!-~]{1,20}")


_WIDE_RE = re.compile("[\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]+")


def width(text: str) -> int:
    """Return the width of a text in terminal cells.

    >>> width("2024年")
    6
    """
    others = _WIDE_RE.sub("", text)  # these ranges are wide to the last character
    wide = len(text) - len(others)
    if not others.isascii():
        wide += sum(east_asian_width(character) in "WF" for character in others)
    return len(text) + wide


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


CELL_GAP = " | "
_BAR = CELL_GAP.strip()
BROKEN_BAR = "\N{BROKEN BAR}"  # a bar inside a cell
DITTO = "\N{DITTO MARK}"  # a merged cell goes on: what stands above holds here too
_LEAST_ROWS = 2
_LEAST_MEASURE = 5  # characters: what is shorter names something
_ENDS = "。；;，,：:、！!？?"


def row_text(cells: Sequence[str]) -> str:
    """Write the cells of a row as one line.

    >>> row_text(["1", "修渠", "水利局"]), row_text(["", "2"])
    ('1 | 修渠 | 水利局', ' | 2')
    """
    return CELL_GAP.join(cells)


def cell_text(blocks: Iterable[str]) -> str:
    """Write the paragraphs of a cell as one piece; those without a stop get one between.

    Short ones are a name broken over lines (责任 over 单位): a blank stands between. What is a row
    itself, of a table in the cell, is one with commas, and a bar in a cell is a broken one.

    >>> cell_text(["修渠一百里", "修坝一座。", "植树一千株"]), cell_text(["责任", "单位"])
    ('修渠一百里；修坝一座。植树一千株', '责任 单位')
    """
    told = (block.replace(CELL_GAP, "，").replace(_BAR, BROKEN_BAR) for block in blocks)
    filled = [" ".join(block.split()) for block in told if block.strip()]
    pieces = filled[:1]
    for before, block in pairwise(filled):
        short = min(len(before), len(block)) < _LEAST_MEASURE
        pieces += ["" if before.endswith(tuple(_ENDS)) else " " if short else "；", block]
    return "".join(pieces)


def rows_of_cells(lines: Lines) -> Lines:
    r"""Return a text whose tables, with cells parted by tabs or wide blanks, are written as rows.

    Rows stand one below the other with as many gaps in each, two or more; other gaps stay, and
    blanks with which all rows begin are indents. A row with a first cell alone is a heading.

    >>> rows = "序号\t任务\t责任单位", "1\t修渠\t水利局", "附：\t表"
    >>> [line.text for line in rows_of_cells([Line(n, row) for n, row in enumerate(rows, 1)])]
    ['序号 | 任务 | 责任单位', '1 | 修渠 | 水利局', '附：\t表']
    """
    written = _rows(tuple(map(_without_box, lines)), _TAB_RE, _LEAST_ROWS)
    return _rows(written, _WIDE_GAP_RE, _LEAST_APART)


_TAB_RE = re.compile("\t")
_WIDE_GAP_RE = re.compile("(?<=\\S)(?:[ \u3000]{2,}|\u3000)(?=\\S)")
_LEAST_APART = 3  # rows parted by blanks: two lines of names may stand so by chance


_BOX_RE = re.compile(r"\s*[│┃║](.*)[│┃║]\s*")
_BOX_RULE_RE = re.compile(r"\s*[─━═│┃║┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╟╢╧╤╪]{3,}\s*")


def _without_box(line: Line) -> Line:
    """Return a row of a table drawn with signs as a row, and the lines between rows as empty."""
    if _BOX_RULE_RE.fullmatch(line.text):
        return Line(line.number, "")
    row = _BOX_RE.fullmatch(line.text)
    return Line(line.number, _row(_BAR_RE.split(row[1]))) if row else line


_BAR_RE = re.compile("[│┃║]")


def _rows(lines: Lines, gap: re.Pattern[str], least: int) -> Lines:
    written: list[Line] = []
    for gaps, group in groupby(lines, key=lambda line: len(gap.findall(line.text.rstrip("\r\n")))):
        run = list(group)
        indent = min(len(x.text) - len(x.text.lstrip("\t")) for x in run)
        is_table = gaps - indent > 1 and len(run) >= least
        written += [Line(x.number, _row(gap.split(x.text))) for x in run] if is_table else run
    return tuple(written)


def _row(cells: Sequence[str]) -> str:
    first, *others = (cell.strip() for cell in cells)
    return row_text([first, *others]) if any(others) else first
