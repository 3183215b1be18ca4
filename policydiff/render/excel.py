"""A report as an Excel workbook, one sheet per table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from policydiff.errors import MissingExtraError
from policydiff.model import Change, Comparator, Relation, Report, Side, Status, Strength
from policydiff.render.columns import column_title
from policydiff.render.inert import inline, starts_formula
from policydiff.render.labels import Label, Lang, change_word, status_word, word
from policydiff.render.sheets import Row, Sheet, Value, sheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_LIMIT = 32_767
"""Characters that Excel holds in a cell."""

_EPOCH = datetime(2000, 1, 1)
"""A fixed date: the same report, the same bytes."""

_WIDE = frozenset({"title", "text", "quote", "words"})
_SMALL = frozenset({"line", "lines", "count", "share", "rank", "year", "number", "task", "score"})
_WIDE_CELLS, _SMALL_CELLS, _OTHER_CELLS = 48, 9, 14
"""Widths of columns in characters: sentences, numbers, all others."""


@dataclass(frozen=True, slots=True)
class _Formats:
    """The formats of a workbook."""

    header: Format
    body: Format
    quoted: Format
    share: Format


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
            _write(page, sheet, formats, lang)
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
        share=workbook.add_format(body | {"num_format": "0.0%"}),
    )


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, lang: Lang) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, column_title(name, lang), formats.header)
        page.set_column(column, column, _width(name))
    for index, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(_worded(sheet, row, lang)):
            _write_cell(page, (index, column), value, formats, sheet.columns[column])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.repeat_rows(0)


def _write_cell(
    page: Worksheet, place: tuple[int, int], value: Value, formats: _Formats, name: str
) -> None:
    match value:
        case None | ():
            page.write_blank(*place, None, formats.body)
        case int() | float():
            page.write_number(*place, value, formats.share if "share" in name else formats.body)
        case _:
            text = _text(value)
            quoted = starts_formula(text)
            page.write_string(*place, text, formats.quoted if quoted else formats.body)


def _worded(sheet: Sheet, row: Row, lang: Lang) -> Row:
    """Put the reader's words for machine values; they depend on the relation of the plans."""
    cells = dict(zip(sheet.columns, row, strict=True))
    return tuple(_word(name, value, cells.get("relation"), lang) for name, value in cells.items())


def _word(name: str, value: Value, relation: Value, lang: Lang) -> Value:
    if not isinstance(value, str) or not value:
        return value
    kind = name.rpartition("_")[2]
    if kind == "status":
        return status_word(Status(value), Relation(str(relation)), lang)
    if kind == "change":
        return change_word(Change(value), Relation(str(relation)), lang)
    if kind == "side":
        return (Label.PREVIOUS if value == Side.PREVIOUS.value else Label.CURRENT).of(lang)
    if kind == "certainty":
        return (Label.ACCEPTED if value == "linked" else Label.DOUBTFUL).of(lang)
    for words in (Relation, Strength, Comparator):
        if kind == words.__name__.lower():
            return word(words(value), lang)
    return value


def _text(value: str | Sequence[str]) -> str:
    text = inline(value if isinstance(value, str) else " ".join(value))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _width(name: str) -> int:
    kind = name.rpartition("_")[2]
    if kind in _WIDE:
        return _WIDE_CELLS
    return _SMALL_CELLS if kind in _SMALL else _OTHER_CELLS
