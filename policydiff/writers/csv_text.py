"""Tables as text: CSV for scripts, CSV for Excel, JSON Lines."""

import csv
import io
from collections.abc import Sequence
from json import dumps

from policydiff.report.sheets import Row, Sheet, Value
from policydiff.text.unseen import json_text
from policydiff.writers.inert import cell, inline

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Excel takes a CSV file for UTF-8 only behind this mark; no other reader wants it."""


def csv_text(sheet: Sheet) -> str:
    r"""Write a table as CSV (RFC 4180, line feeds); no cell can start a formula.

    >>> from policydiff.report.sheets import SheetName
    >>> csv_text(Sheet(SheetName.TASKS, ("title", "line"), (("=1+1", 3),)))
    "title,line\n'=1+1,3\n"
    """
    return _csv(sheet, "\n")


def csv_excel_text(sheet: Sheet) -> str:
    """Write a table as CSV that Excel opens with a double click: a mark in front, CRLF ends."""
    return BYTE_ORDER_MARK + _csv(sheet, "\r\n")


def jsonl_text(sheets: Sequence[Sheet]) -> str:
    r"""Write tables as JSON Lines, one object per row; ``table`` names its table.

    >>> from policydiff.report.sheets import SheetName
    >>> jsonl_text([Sheet(SheetName.TASKS, ("title",), (("中医药",),))])
    '{"table": "tasks", "title": "中医药"}\n'
    """
    return "".join(
        json_text(dumps(_object(sheet, row), ensure_ascii=False, allow_nan=False)) + "\n"
        for sheet in sheets
        for row in sheet.rows
    )


def _csv(sheet: Sheet, line_end: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=line_end)
    writer.writerow(sheet.columns)
    writer.writerows([_value(value) for value in row] for row in sheet.rows)
    return file.getvalue()


def _value(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case tuple():
            return cell(" ".join(inline(item) for item in value))
        case str():
            return cell(value)
    return value


def _object(sheet: Sheet, row: Row) -> dict[str, Value]:
    return {"table": sheet.name.value} | dict(zip(sheet.columns, row, strict=True))
