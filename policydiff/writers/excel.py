"""A report as an Excel workbook: the answer, both plans side by side, then a sheet per table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len

from policydiff.errors import needing
from policydiff.model import Report
from policydiff.report import Lang
from policydiff.report.answer import answer
from policydiff.report.blocks import Line, Tone
from policydiff.report.details import contrast_table
from policydiff.report.labels import Label, column_title
from policydiff.report.pair import pairs
from policydiff.report.sheet_words import sheet_words
from policydiff.report.sheets import Row, Sheet, Value, sheets
from policydiff.writers.inert import inline, starts_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
"""Excel's number of the paper."""

CELL_LIMIT = 32_767
"""Characters that Excel holds in a cell."""

_EPOCH = datetime(2000, 1, 1)
"""A fixed date: the same report, the same bytes."""

_WIDE = frozenset({"title", "text", "quote", "words"})
_MIDDLE = frozenset({"relation", "name", "object", "theme", "themes"})
_SMALL = frozenset({"line", "lines", "count", "share", "rank", "year", "number", "task", "score"})
_WIDE_CELLS, _MIDDLE_CELLS, _SMALL_CELLS, _OTHER_CELLS = 48, 26, 9, 14
"""Widths of columns in characters: sentences, names, numbers, all others."""

_LINE_HEIGHT, _MOST_HEIGHT = 15.0, 409.0
"""Points: a line of text, and what Excel holds in a row."""

_FILLED = 0.82
"""Of a column's width, what a line of Chinese fills before it is wrapped: fonts differ."""


class _Formats(Struct, frozen=True):
    """The formats of a workbook."""

    header: Format
    body: Format
    quoted: Format
    numbers: dict[str, Format]


def excel_workbook(report: Report, lang: Lang) -> bytes:
    """Write a report as a workbook: frozen headers, filters, widths, the reader's words.

    Text is written as text, so that none can start a formula. Raises MissingExtraError without
    XlsxWriter.
    """
    with needing("xlsx", "an Excel workbook needs XlsxWriter"):
        from xlsxwriter import Workbook
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _EPOCH, "title": Label.COMPARISON.of(lang)})
        formats = _formats(workbook)
        _answers(workbook, report, lang)
        if report.comparisons:
            _side_by_side(workbook, report, formats, lang)
        for sheet in sheets(report):
            page = workbook.add_worksheet(_SHEET_TITLES[sheet.name.value].of(lang))
            _write(page, sheet_words(sheet, report, lang), formats, lang)
    return file.getvalue()


_SHEET_TITLES = {
    "themes": Label.THEMES,
    "tasks": Label.TASKS,
    "links": Label.LINKS,
    "targets": Label.TARGETS,
    "measures": Label.MEASURES,
}


_BODY = {"text_wrap": True, "valign": "top"}
_HEAD = {"bold": True, "bg_color": "#DDEBF7"}
_QUOTED = {"quote_prefix": True}


def _formats(workbook: Workbook) -> _Formats:
    return _Formats(
        header=workbook.add_format(_BODY | _HEAD | {"bottom": 1}),
        body=workbook.add_format(_BODY),
        quoted=workbook.add_format(_BODY | _QUOTED),
        numbers={
            "share": workbook.add_format(_BODY | {"num_format": "0.0%"}),
            "score": workbook.add_format(_BODY | {"num_format": "0.00"}),
        },
    )


def _lay_out(page: Worksheet) -> None:
    """Print a sheet on A4 across, as broad as one page."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)


def _lay_out_table(page: Worksheet, rows: int, columns: int) -> None:
    """Print a sheet whose first row is the head of a table, to be filtered."""
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(rows, 1), columns - 1)
    page.repeat_rows(0)
    _lay_out(page)


_ANSWER_WIDTH = 110
"""Characters: an answer is read on one page, not across the screen."""

_SIDES = (16, 10, 52, 52, 10, 22)
"""Widths in characters: pair, status, both plans with their quotes, strength, shared words."""

_FILLS = {Tone.NEW: "#E2F0D9", Tone.DROPPED: "#FBE0DD", Tone.WARNING: "#FFF2CC"}
"""Colours of what is new, gone, and open; the word stands in the cell as well."""


def _answers(workbook: Workbook, report: Report, lang: Lang) -> None:
    """Write the first sheet: the answer of each comparison, a sentence a row."""
    page = workbook.add_worksheet(Label.OVERVIEW.of(lang))
    page.set_column(0, 0, _ANSWER_WIDTH)
    head = workbook.add_format(_BODY | _HEAD)
    plain = workbook.add_format(_BODY | _QUOTED)
    row = 0
    for pair in pairs(report):
        for index, line in enumerate(answer(pair, lang).lines):
            text = _line(line)
            page.set_row(row, _LINE_HEIGHT * -(-cell_len(text) // int(_ANSWER_WIDTH * _FILLED)))
            page.write_string(row, 0, _clip(text), plain if index else head)
            row += 1
        row += 1
    _lay_out(page)


def _side_by_side(workbook: Workbook, report: Report, formats: _Formats, lang: Lang) -> None:
    """Write both plans side by side: one link a row, with its quotes, coloured by status."""
    page = workbook.add_worksheet(Label.CONTRAST.of(lang))
    body = _BODY | _QUOTED | {"border": 1}
    plain = workbook.add_format(body)
    filled = {tone: workbook.add_format(body | {"bg_color": fill}) for tone, fill in _FILLS.items()}
    titles = (Label.PLANS, Label.STATUS, Label.PREVIOUS, Label.CURRENT)
    for column, label in enumerate((*titles, Label.STRENGTH, Label.SHARED)):
        page.write_string(0, column, label.of(lang), formats.header)
        page.set_column(column, column, _SIDES[column])
    row = 0
    for pair in pairs(report):
        name = inline(f"{pair.previous.id} → {pair.current.id}")
        for cells in contrast_table(pair, lang).rows:
            row += 1
            texts = [name, *("\n".join(_line(line) for line in cell) for cell in cells)]
            tone = cells[0][0][0].tone
            for column, text in enumerate(texts):
                page.write_string(row, column, _clip(text), filled.get(tone, plain))
            page.set_row(row, _row_height(texts))
    _lay_out_table(page, row, len(_SIDES))


def _line(line: Line) -> str:
    return "".join(inline(span.text) for span in line)


def _row_height(texts: Sequence[str]) -> float:
    lines = max(
        sum(max(-(-cell_len(part) // int(width * _FILLED)), 1) for part in text.split("\n"))
        for text, width in zip(texts, _SIDES, strict=True)
    )
    return min(lines * _LINE_HEIGHT, _MOST_HEIGHT)


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, lang: Lang) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, column_title(name, lang), formats.header)
        page.set_column(column, column, _width(name))
    for index, row in enumerate(sheet.rows, 1):
        page.set_row(index, _height(sheet, row))
        for column, value in enumerate(row):
            _write_cell(page, (index, column), value, formats, sheet.columns[column])
    _lay_out_table(page, len(sheet.rows), len(sheet.columns))


def _write_cell(
    page: Worksheet, place: tuple[int, int], value: Value, formats: _Formats, name: str
) -> None:
    match value:
        case None | ():
            page.write_blank(*place, None, formats.body)
        case int() | float():
            page.write_number(*place, value, formats.numbers.get(_kind(name), formats.body))
        case _:
            text = _text(value)
            quoted = starts_formula(text)
            page.write_string(*place, text, formats.quoted if quoted else formats.body)


def _text(value: str | Sequence[str]) -> str:
    return _clip(inline(value if isinstance(value, str) else " ".join(value)))


def _clip(text: str) -> str:
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _height(sheet: Sheet, values: Row) -> float:
    """Return the height that the longest cell of a row needs; not every program fits rows."""
    lines = 1
    for name, value in zip(sheet.columns, values, strict=True):
        if isinstance(value, str | tuple):
            lines = max(lines, -(-cell_len(_text(value)) // int(_width(name) * _FILLED)))
    return min(lines * _LINE_HEIGHT, _MOST_HEIGHT)


def _width(name: str) -> int:
    kind = _kind(name)
    if kind in _WIDE:
        return _WIDE_CELLS
    if kind in _MIDDLE:
        return _MIDDLE_CELLS
    return _SMALL_CELLS if kind in _SMALL else _OTHER_CELLS


def _kind(name: str) -> str:
    """Return what the name of a column ends in: that tells what it holds."""
    return name.rpartition("_")[2]
