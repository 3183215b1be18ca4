"""A table as Parquet, which DuckDB, pandas and the engines of large tables read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from policydiff.errors import MissingExtraError, install_hint
from policydiff.report.sheets import Sheet, Value

if TYPE_CHECKING:
    import pyarrow

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
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow", hint=install_hint("parquet")) from error
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
