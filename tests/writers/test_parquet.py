"""Parquet: the rows of CSV, with types that follow from the names of columns alone."""

import io
import sys

import pytest

from policydiff.errors import MissingExtraError
from policydiff.report import SheetName
from policydiff.report.sheets import Sheet, sheet
from policydiff.writers.rows import parquet_table


def read(content):
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(io.BytesIO(content))


def table_of(table):
    pytest.importorskip("pyarrow")
    return read(parquet_table(table))


@pytest.mark.parametrize("name", SheetName)
def test_the_rows_are_those_of_the_sheet(name, small_report):
    expected = sheet(small_report, name)
    found = table_of(expected)

    assert tuple(found.column_names) == expected.columns
    rows = [tuple(row.values()) for row in found.to_pylist()]
    assert rows == [
        tuple([*value] if isinstance(value, tuple) else value for value in row)
        for row in expected.rows
    ]


@pytest.mark.parametrize("name", SheetName)
def test_types_do_not_depend_on_the_rows(name, small_report):
    full = sheet(small_report, name)
    empty = Sheet(full.name, full.columns, ())

    assert table_of(empty).schema.equals(table_of(full).schema)


def test_the_types_of_columns(small_report):
    kinds = {
        field.name: str(field.type)
        for name in SheetName
        for field in table_of(sheet(small_report, name)).schema
    }

    assert kinds["score"] == kinds["previous_share"] == kinds["current_value"] == "double"
    assert kinds["line_start"] == kinds["measures"] == kinds["year"] == "int64"
    assert kinds["shared_words"] == "list<element: string>"
    assert kinds["measure"] == kinds["previous_lines"] == kinds["task"] == "string"


def test_half_a_surrogate_pair_is_written_as_a_mark():
    table = Sheet(SheetName.TASKS, ("title",), (("a\udc80",),))

    assert table_of(table).to_pylist() == [{"title": "a?"}]


def test_without_the_package_it_is_said_how_to_install_it(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError) as error:
        parquet_table(sheet(small_report, SheetName.LINKS))
    assert "policydiff[parquet]" in error.value.hint
