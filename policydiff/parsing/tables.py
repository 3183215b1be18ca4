"""Tables of tasks: rows with a head that names the columns become tasks, measures and particulars.

任务分解表 and 台账: 序号 | 任务 | 措施 | 责任单位 | 时限. A row is a task; rows that share its cell
go on with it; a column of categories, or a row of one cell, opens a section.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Particulars
from policydiff.settings import ParsingSettings
from policydiff.text.lines import CELL_GAP, DITTO
from policydiff.text.markers import Form, Marker, read_markers
from policydiff.text.words import load_list

_BAR = CELL_GAP.strip()
_ENDS = "。；;，,：:、！!？?"
_BLANKS = " \t\u3000\xa0"
_POINTS = ".．、"
_NARROWEST, _WIDEST = 3, 12  # columns of a table whose cells stand on lines of their own


class Column(StrEnum):
    """What stands in a column."""

    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    REMARKS = "remarks"
    NUMBER = "number"
    SECTION = "section"
    MEASURE = "measure"
    TITLE = "title"


class Piece(Struct, frozen=True):
    """A piece of a row: a heading, a task or a measure; ``particulars`` are the row's."""

    text: str
    marker: Marker | None = None
    particulars: Particulars | None = None


class Table(Struct, frozen=True):
    """Rows of a table by the index of their text; ``heads`` are the rows that name the columns."""

    heads: frozenset[int]
    rows: Mapping[int, tuple[Piece, ...]]


class _Row(Struct, frozen=True):
    """The cells of a row by what stands in them; merged ones hold what stands above."""

    number: str = ""
    section: str = ""
    title: str = ""
    measures: tuple[str, ...] = ()
    particulars: Particulars = Particulars()


def find_tables(texts: Sequence[str], settings: ParsingSettings) -> Table:
    """Return the rows of all tables of tasks in a text.

    >>> texts = "类别 | 序号 | 任务 | 责任单位", "水利 | 1 | 修渠 | 水利局", " | 2 | 修坝 | 〃"
    >>> table = find_tables(texts, ParsingSettings())
    >>> [(piece.text, piece.marker.printed) for row in table.rows.values() for piece in row]
    [('水利', ''), ('修渠', '1'), ('修坝', '2')]
    >>> table.rows[2][0].particulars.responsible
    '水利局'
    """
    heads: set[int] = set()
    rows: dict[int, tuple[Piece, ...]] = {}
    index = 0
    while index < len(texts):
        columns = _columns(texts[index])
        if columns:
            heads.add(index)
            head = index
            if index + 1 < len(texts) and (below := _columns_below(texts[index], texts[index + 1])):
                head, columns = index + 1, below
                heads.add(head)
            if head + 1 < len(texts) and _is_rule(texts[head + 1]):
                head += 1
                heads.add(head)
            last = _end(texts, head, columns, settings)
            rows |= _read_rows(texts, range(head + 1, last), columns, heads)
            index = last
        elif standing := _read_standing(texts, index):
            rows |= standing.rows
            heads |= standing.heads
            index = max(standing.rows) + 1
        else:
            index += 1
    return Table(frozenset(heads), rows)


def _read_standing(texts: Sequence[str], start: int) -> Table | None:
    """Return the table that begins here with each cell on a line of its own, None where none does.

    Its head is a number and other columns, its rows count 1, 2, … and have as many cells.

    >>> texts = "序号", "任务", "责任单位", "1", "修渠", "水利局", "2", "修桥", "交通局", "完"
    >>> table = _read_standing(texts, 0)
    >>> [(at, piece.text) for at, row in table.rows.items() for piece in row]
    [(3, ''), (4, '修渠'), (5, ''), (6, ''), (7, '修桥'), (8, '')]
    """
    labels = [*takewhile(_names_column, texts[start : start + _WIDEST])]
    width = len(labels)
    columns = _columns(CELL_GAP.join(labels)) if width >= _NARROWEST else ()
    if not columns or columns[0] is not Column.NUMBER:
        return None
    rows: dict[int, tuple[Piece, ...]] = {}
    above, count = _Row(), 0
    for at in range(start + width, len(texts) - width + 1, width):
        cells = texts[at : at + width]
        if cells[0].rstrip(_POINTS) != str(count + 1):
            break
        count += 1
        row = _read_row(cells, columns, above)
        named = [i for i, c in enumerate(columns) if c is Column.MEASURE and cells[i].strip(DITTO)]
        pieces = [*_pieces(row, above, count, goes_on=False)]
        *opened, task = pieces[: len(pieces) - len(named)]
        rows |= {at + i: (Piece(""),) for i in range(width)}  # a cell keeps its line
        rows |= {at + i: (piece,) for i, piece in zip(named, pieces[-len(named) :], strict=False)}
        rows[at + columns.index(Column.TITLE)] = (Piece(task.text),)
        rows[at] = (*opened, replace(task, text=""))
        above = row
    return Table(frozenset(range(start, start + width)), rows) if count > 1 else None


def _names_column(text: str) -> bool:
    """Tell whether a line is nothing but the name of a column."""
    return len(text) <= _LONGEST_HEAD and _BAR not in text and _column(text) is not None


def _is_rule(text: str) -> bool:
    """Tell whether a row is the rule below the head of a Markdown table: | --- | :-: |."""
    return _BAR in text and "--" in text and not text.strip(f" \t:-{_BAR}")


def _cells(text: str) -> list[str]:
    return [cell.strip(_BLANKS) for cell in text.split(_BAR)]


def _columns(text: str) -> tuple[Column | None, ...]:
    """Return what stands in each column where a text is the head of a table of tasks, else ()."""
    if _BAR not in text:
        return ()
    cells = [cell.replace(" ", "") for cell in _cells(text)]
    found = [_column(cell) for cell in cells]
    known = {column for column in found if column}
    holds_tasks = known & {Column.TITLE, Column.MEASURE}
    if len(known) < 2 or not holds_tasks or any(len(cell) > _LONGEST_HEAD for cell in cells):
        return ()
    return _in_order(found)


def _columns_below(head: str, below: str) -> tuple[Column | None, ...]:
    """Return the columns of a head of two rows, where cells of the first go over both, else ()."""
    first, second = _cells(head), _cells(below)
    if DITTO not in second or len(first) != len(second):
        return ()
    names = [above if cell == DITTO else cell for above, cell in zip(first, second, strict=True)]
    own = [cell for cell in second if cell and cell != DITTO]
    return _columns(CELL_GAP.join(names)) if own and all(map(_column, own)) else ()


_LONGEST_HEAD = 16  # characters: 牵头单位及责任人 is long


def _column(cell: str) -> Column | None:
    for column, words in _heads():
        if words.search(cell):
            return column
    return None


@cache
def _heads() -> tuple[tuple[Column, re.Pattern[str]], ...]:
    first = (Column.RESPONSIBLE, Column.DEADLINE, Column.REMARKS, Column.NUMBER, Column.SECTION)
    lists = [(column, load_list("tables", column)) for column in first]
    lists.append((Column.TITLE, load_list("tables", "title_first")))
    lists += [(column, load_list("tables", column)) for column in (Column.MEASURE, Column.TITLE)]
    return tuple((column, re.compile("|".join(map(re.escape, words)))) for column, words in lists)


def _in_order(found: Sequence[Column | None]) -> tuple[Column | None, ...]:
    """Return the columns with one title: what names tasks left of the number is a category."""
    number = found.index(Column.NUMBER) if Column.NUMBER in found else 0
    named = [None if i < number and c in (None, Column.TITLE) else c for i, c in enumerate(found)]
    columns = [Column.SECTION if c is None and i < number else c for i, c in enumerate(named)]
    tasks = [i for i, c in enumerate(columns) if c in (Column.TITLE, Column.MEASURE)]
    titles = [i for i in tasks if columns[i] is Column.TITLE] or tasks
    for i in tasks:
        columns[i] = Column.TITLE if i == titles[0] else Column.MEASURE
    return tuple(columns)


def _end(
    texts: Sequence[str],
    head: int,
    columns: Sequence[Column | None],
    settings: ParsingSettings,
) -> int:
    """Return the index behind the last row; a short line of one cell amid rows is of the table."""
    last = index = head + 1
    while index < len(texts):
        if _BAR in texts[index]:
            last = index + 1
        elif len(texts[index]) > settings.max_heading or index > last:
            break
        index += 1
    return last


def _read_rows(
    texts: Sequence[str], span: range, columns: Sequence[Column | None], heads: set[int]
) -> dict[int, tuple[Piece, ...]]:
    rows: dict[int, tuple[Piece, ...]] = {}
    above = _Row()
    opened = ""  # a row of one cell: the heading of those below, whose category may repeat it
    counted = 0
    for index in span:
        if _BAR not in texts[index]:
            opened = texts[index]
            above = replace(above, section="")
            continue
        if _columns(texts[index]) == tuple(columns):  # the head again, on another page
            heads.add(index)
            continue
        row = _read_row(_cells(texts[index]), columns, above)
        if row.section and row.section in opened:
            above = replace(above, section=row.section)
        goes_on = row.title in ("", DITTO) and row.number in ("", DITTO) and counted > 0
        counted += not goes_on
        rows[index] = tuple(_pieces(row, above, counted, goes_on=goes_on))
        above = row if not goes_on else replace(row, number=above.number, title=above.title)
    return rows


def _read_row(cells: Sequence[str], columns: Sequence[Column | None], above: _Row) -> _Row:
    held: dict[Column, list[str]] = {column: [] for column in Column}
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        held[column or Column.REMARKS].append(cell)
    section = "".join(cell for cell in held[Column.SECTION] if cell != DITTO)
    before = above.particulars
    return _Row(
        number="".join(held[Column.NUMBER]),
        section=section or above.section,
        title="".join(held[Column.TITLE]),
        measures=tuple(cell for cell in held[Column.MEASURE] if cell.strip(DITTO)),
        particulars=Particulars(
            responsible=_joined(held[Column.RESPONSIBLE], before.responsible),
            deadline=_joined(held[Column.DEADLINE], before.deadline),
            remarks=_joined(held[Column.REMARKS], before.remarks),
        ),
    )


def _joined(cells: Sequence[str], above: str) -> str:
    """Return the cells of one kind; a merged one says what the row above says."""
    filled = [cell for cell in cells if cell and cell != DITTO]
    return "；".join(filled) if filled or DITTO not in cells else above


def _pieces(row: _Row, above: _Row, count: int, *, goes_on: bool) -> Iterator[Piece]:
    if row.section != above.section and row.section:
        yield Piece(row.section, Marker(Form.HEADING, count, "", 0))
    if not goes_on:
        name = row.title or row.number
        stop = "。" if row.measures and not name.endswith(tuple(_ENDS)) else ""
        yield Piece(name + stop, _marker(row.number, count), row.particulars)
    for place, measure in enumerate(row.measures):
        told = row.particulars if goes_on and place == 0 else None
        yield Piece(measure, None, told)


def _marker(number: str, count: int) -> Marker:
    """Return the marker of a task: its printed number, or none where the table counts none."""
    if not number.strip(DITTO):
        return Marker(Form.SUBHEADING, count, "", 0)
    sure = next((found for found in read_markers(f"{number}、") if found.printed), None)
    bare = number.rstrip(_POINTS)
    value = int(bare) if bare.isdecimal() else sure.number if sure else count
    return Marker(Form.ROW, value, sure.printed if sure else bare, 0)
