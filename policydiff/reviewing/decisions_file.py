"""The file of decisions: tab-separated, one decision a line, sorted; made for people and git.

The first line names the columns. A line that begins with ``#`` is a comment: it stays above the
decision that it stood above. Columns that people add stay, in the order in which they stand.
Quotes are those of the ``excel-tab`` dialect; a file that a spreadsheet saved with commas or
semicolons is read too, and stays as it is.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from policydiff.errors import ReviewError
from policydiff.reviewing import Decision
from policydiff.reviewing.row import COLUMNS, COMMENT, NEEDED, inert, plain, read_row, write_row

DELIMITERS = ("\t", ",", ";")
BOM = "\ufeff"

LONGEST_HEADER = 20_000
"""Characters of the first line that are looked at: ours has 200, columns of your own add to it."""

MOST_LINES = 100
"""Lines that one cell may hold: a note of more is a quotation mark without an end."""

MOST_ROWS = 200_000
"""Lines of a file: a hundred people decide on as many in a year; more is no file of decisions."""

UNCLOSED = "a quotation mark opens a cell and does not close it"

HEAD, END = -2, -1
"""Places of comments above the first line, and below the last decision."""

_NATURAL_RE = re.compile(r"\d+|\D+")


class Comment(NamedTuple):
    """Lines of comment, and the place of the decision that they stand above, or HEAD or END."""

    text: str
    above: int


class Mistake(NamedTuple):
    """A line that could not be read, and why."""

    line: int
    text: str
    reason: str


class Layout(NamedTuple):
    """How a file is laid out: the names of its columns, what parts them, and what it begins with.

    ``mark`` is a byte order mark, or nothing.
    """

    columns: tuple[str, ...] = COLUMNS
    delimiter: str = DELIMITERS[0]
    mark: str = ""


class DecisionsFile(NamedTuple):
    """What a file holds: its decisions in the order of the file, comments and broken lines."""

    decisions: tuple[Decision, ...]
    comments: tuple[Comment, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    layout: Layout = Layout()


def parse_decisions(text: str, path: str) -> DecisionsFile:
    """Read a decisions file; broken lines are returned, not raised.

    Raises ReviewError where the first line does not name the columns: another tool's file.
    """
    mark = BOM if text.startswith(BOM) else ""
    lines = _lines(text.removeprefix(BOM))
    if len(lines) > MOST_ROWS:
        raise ReviewError(
            f"{path}: holds more than {MOST_ROWS:,} lines",
            hint="is it the right file? else keep the decisions of each series in a file of its"
            " own",
        )
    start = next((at for at, line in enumerate(lines) if _is_filled(line)), None)
    if start is None:
        comments = tuple(Comment(line.rstrip(), END) for line in lines if line.strip())
        return DecisionsFile((), comments, layout=Layout(mark=mark))
    layout = _layout(lines[start], mark)
    known = {name.casefold() for name in layout.columns}
    if missing := [name for name in NEEDED if name not in known]:
        raise ReviewError(
            f"{path}:{start + 1}: no decisions file: it has no column {missing[0]}",
            hint="name the file that `policydiff review` wrote, or let it begin a new one",
        )
    above = (line for line in lines[:start] if line.strip())
    head = tuple(Comment(_comment(line, layout.delimiter), HEAD) for line in above)
    read = _collected(_rows(lines, start + 1, layout), layout)
    return read._replace(comments=(*head, *read.comments))


def format_decisions(file: DecisionsFile) -> str:
    """Write decisions sorted and stable: reading and writing again gives the same text."""
    layout = _whole(file)
    above: dict[int, list[str]] = {}
    for comment in file.comments:
        above.setdefault(comment.above, []).append(comment.text)
    lines = [*above.pop(HEAD, []), _line(layout.columns, layout)]
    for place in sorted(range(len(file.decisions)), key=lambda at: _order(file.decisions[at])):
        lines += above.pop(place, [])
        cells = write_row(file.decisions[place])
        lines.append(_line([cells.get(name, "") for name in layout.columns], layout))
    lines += [text for place in sorted(above) for text in above[place]]
    lines += [_refused(mistake, file.layout, layout) for mistake in file.mistakes]
    return layout.mark + "\n".join(lines) + "\n"


def _lines(text: str) -> list[str]:
    """Return the lines of a file; only line ends part them, not what else Unicode calls one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_filled(line: str) -> bool:
    return bool(line.strip()) and not _is_comment(line)


def _is_comment(line: str) -> bool:
    return line.lstrip(' "').startswith(COMMENT)


def _comment(line: str, delimiter: str) -> str:
    """Return a comment without what a spreadsheet adds to it: quotes, and cells behind it."""
    if line.startswith('"'):
        with suppress(csv.Error):  # a line longer than any cell
            line = next(csv.reader([line], delimiter=delimiter))[0].lstrip('"')
    return line.rstrip(delimiter + " ")


def _layout(header: str, mark: str) -> Layout:
    """Return the layout that a header shows: parted by what parts most of the columns needed."""
    header = header[:LONGEST_HEADER]
    read = {mark: next(csv.reader([header], delimiter=mark)) for mark in DELIMITERS}

    def known(delimiter: str) -> int:
        return sum(cell.strip().casefold() in COLUMNS for cell in read[delimiter])

    delimiter = max(DELIMITERS, key=known)
    names = [cell.strip() for cell in read[delimiter]]
    while names and not names[-1]:
        names.pop()
    return Layout(tuple(_distinct(names)), delimiter, mark)


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """Yield the names of columns: ours in small letters, those without a name by their place."""
    seen: set[str] = set()
    for place, name in enumerate(names, 1):
        own = name.casefold() if name.casefold() in COLUMNS else name
        yield (told := own if own and own not in seen else f"column {place}")
        seen.add(told)


def _whole(file: DecisionsFile) -> Layout:
    """Return the layout with the columns that are missing and those that decisions bring."""
    brought = (name for decision in file.decisions for name, _ in decision.extra)
    columns = tuple(dict.fromkeys((*file.layout.columns, *COLUMNS, *brought)))
    return file.layout._replace(columns=columns)


def _refused(mistake: Mistake, read: Layout, whole: Layout) -> str:
    """Return a row that could not be read so that under a whole header it cannot be read, either.

    Cells behind the last column stay behind it; an empty row keeps a quotation mark without an end
    from finding one further down.
    """
    row, _ = _row(mistake.text.split("\n"), mistake.line, read)
    width = len(read.columns)
    if not row.cells:
        return mistake.text + "\n" + whole.delimiter * (len(whole.columns) - 1)
    if not row.reason or read.columns == whole.columns:
        return mistake.text
    missing = [""] * (len(whole.columns) - width)
    cells = (*row.cells[:width], *missing, *row.cells[width:])
    return whole.delimiter.join(_quoted(cell, whole.delimiter) for cell in cells)


class _Row(NamedTuple):
    line: int
    cells: list[str]
    text: str
    reason: str


def _rows(lines: Sequence[str], start: int, layout: Layout) -> Iterator[_Row]:
    """Yield the filled rows behind the header; a quoted cell may hold line ends."""
    place = start
    while place < len(lines):
        line = lines[place]
        if not line.strip():
            place += 1
        elif _is_comment(line):
            yield _Row(place + 1, [_comment(line, layout.delimiter)], line, "")
            place += 1
        else:
            row, taken = _row(lines[place : place + MOST_LINES], place + 1, layout)
            if any(cell.strip() for cell in row.cells) or row.reason:
                yield row
            place += taken


def _row(lines: Sequence[str], line: int, layout: Layout) -> tuple[_Row, int]:
    """Read one row and tell how many lines it takes: one, but where a cell holds line ends.

    A quotation mark without an end takes no further line: those behind it are whole rows.
    """
    width = len(layout.columns)
    reader = csv.reader((text + "\n" for text in lines), delimiter=layout.delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        reason = f"{UNCLOSED} ({error})" if '"' in lines[0] else f"no row of a table ({error})"
        return _Row(line, [], lines[0], reason), 1
    taken = reader.line_num
    if any(text.count(layout.delimiter) >= width - 1 for text in lines[1:taken]):
        return _Row(line, [], lines[0], UNCLOSED), 1
    surplus = any(cell.strip() for cell in cells[width:])
    reason = "more cells than the first line has columns" if surplus else ""
    return _Row(line, cells, "\n".join(lines[:taken]), reason), taken


def _collected(rows: Iterable[_Row], layout: Layout) -> DecisionsFile:
    decisions: list[Decision] = []
    comments: list[Comment] = []
    mistakes: list[Mistake] = []
    waiting: list[str] = []
    for row in rows:
        if row.cells and _is_comment(row.cells[0]):
            waiting.append(row.cells[0])
            continue
        try:
            if row.reason:
                raise ValueError(row.reason)
            cells = dict(zip(layout.columns, map(plain, row.cells), strict=False))
            decision = read_row(cells, row.line)
        except ValueError as error:
            mistakes.append(Mistake(row.line, row.text, str(error)))
            continue
        comments += [Comment(text, len(decisions)) for text in waiting]
        waiting = []
        decisions.append(decision)
    comments += [Comment(text, END) for text in waiting]
    return DecisionsFile(tuple(decisions), tuple(comments), tuple(mistakes), layout)


def _line(cells: Iterable[str], layout: Layout) -> str:
    return layout.delimiter.join(_cell(text, layout.delimiter) for text in cells)


def _cell(text: str, delimiter: str) -> str:
    return _quoted(inert(text), delimiter)


def _quoted(text: str, delimiter: str) -> str:
    special = any(sign in text for sign in ('"', "\n", delimiter))
    return '"' + text.replace('"', '""') + '"' if special else text


def _order(decision: Decision) -> tuple[object, ...]:
    plans = (decision.previous_plan, decision.current_plan)
    return (
        *(inert(plan.id) if plan else "" for plan in plans),
        decision.theme != "",
        [_natural(side.task if side else "") for side in (decision.previous, decision.current)],
        *map(inert, (decision.by, decision.on, decision.verdict, decision.theme, decision.note)),
    )


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key by which 2.10 stands behind 2.9; figures are told by length, then as text."""
    parts = _NATURAL_RE.findall(inert(text))
    return [
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part)
        for part in parts
    ]
