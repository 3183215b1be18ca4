"""A report as an Excel workbook, one sheet per table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len

from policydiff.errors import MissingExtraError
from policydiff.model import Report
from policydiff.report.labels import Label, column_title
from policydiff.report.lang import Lang
from policydiff.report.sheets import Row, Sheet, Value, readable, sheets
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
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise MissingExtraError(
            "an Excel workbook needs XlsxWriter", hint="pip install 'policydiff[xlsx]'"
        ) from error
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _EPOCH, "title": Label.COMPARISON.of(lang)})
        formats = _formats(workbook)
        for sheet in sheets(report):
            page = workbook.add_worksheet(_SHEET_TITLES[sheet.name.value].of(lang))
            _write(page, readable(sheet, report, lang), formats, lang)
    return file.getvalue()


_SHEET_TITLES = {
    "themes": Label.THEMES,
    "tasks": Label.TASKS,
    "links": Label.LINKS,
    "targets": Label.TARGETS,
    "measures": Label.MEASURES,
}


def _formats(workbook: Workbook) -> _Formats:
    body = {"text_wrap": True, "valign": "top"}
    return _Formats(
        header=workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1} | body),
        body=workbook.add_format(body),
        quoted=workbook.add_format(body | {"quote_prefix": True}),
        numbers={
            "share": workbook.add_format(body | {"num_format": "0.0%"}),
            "score": workbook.add_format(body | {"num_format": "0.00"}),
        },
    )


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, lang: Lang) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, column_title(name, lang), formats.header)
        page.set_column(column, column, _width(name))
    for index, row in enumerate(sheet.rows, 1):
        page.set_row(index, _height(sheet, row))
        for column, value in enumerate(row):
            _write_cell(page, (index, column), value, formats, sheet.columns[column])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


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
    text = inline(value if isinstance(value, str) else " ".join(value))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _height(sheet: Sheet, values: Row) -> float:
    """Return the height that the longest cell of a row needs; not every program fits rows."""
    lines = 1
    for name, value in zip(sheet.columns, values, strict=True):
        if isinstance(value, str | tuple):
            lines = max(lines, -(-cell_len(_text(value)) // (_width(name) - 1)))
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
