"""Write a table as rows: CSV for scripts or for Excel, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from json import dumps
from typing import TYPE_CHECKING

from policydiff.errors import needing
from policydiff.report.sheets import Row, Sheet, Value
from policydiff.text.unseen import json_text
from policydiff.writers.inert import cell, inline

if TYPE_CHECKING:
    import pyarrow

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


INTEGERS = frozenset({"count", "rank", "carried", "measures", "line", "start", "end", "year"})

NUMBERS = frozenset({"share", "score", "value", "max"})

LISTS = frozenset(
    {"previous_tasks", "current_tasks", "elsewhere", "mentioned", "full_links", "partial_links"}
    | {"secondary_themes", "shared_words"}
)
"""Columns that hold several values; of the others the last word of the name tells the type."""


def parquet_table(sheet: Sheet) -> bytes:
    """Write a table as Parquet (Snappy), with the columns of CSV.

    The type of a column follows from its name alone, so that files of many runs go together:
    integers, numbers, lists of texts, texts. Raises MissingExtraError without pyarrow.
    """
    with needing("parquet", "Parquet needs pyarrow"):
        import pyarrow
        from pyarrow import parquet
    schema = pyarrow.schema([(name, _type(name, pyarrow)) for name in sheet.columns])
    columns = [[_plain(row[place]) for row in sheet.rows] for place in range(len(sheet.columns))]
    table = pyarrow.table(
        [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
    file = io.BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


def _type(name: str, pyarrow: pyarrow) -> pyarrow.DataType:
    last = name.rpartition("_")[2]
    if name in LISTS:
        return pyarrow.list_(pyarrow.string())
    if last in INTEGERS and name != "measure":
        return pyarrow.int64()
    return pyarrow.float64() if last in NUMBERS else pyarrow.string()


def _plain(value: Value) -> object:
    """Return a value as Parquet holds it: half a surrogate pair has no form in UTF-8."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode()
    return value
