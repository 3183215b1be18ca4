import csv
import io
import json
import sys
import unicodedata

import pytest

from policydiff.errors import MissingExtraError, UsageError
from policydiff.report import SheetName
from policydiff.report.sheets import rows, sheet, sheets, to_pandas
from policydiff.writers.inert import starts_formula
from policydiff.writers.rows import BYTE_ORDER_MARK, csv_excel_text, csv_text, jsonl_text


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", SheetName)
def test_csv_is_as_accepted(name, small_report, matches_golden):
    matches_golden(f"report/{name.value}.csv", csv_text(sheet(small_report, name)))


def test_json_lines_are_as_accepted(small_report, matches_golden):
    matches_golden("report/rows.jsonl", jsonl_text(sheets(small_report)))


@pytest.mark.parametrize("name", SheetName)
def test_hostile_cells_are_inert(name, hostile_report):
    table = sheet(hostile_report, name)
    rows = read(csv_text(table))

    assert len(rows) == len(table.rows) + 1
    for row in rows:
        assert len(row) == len(table.columns)
        for value in row:
            assert not starts_formula(value)
            assert {unicodedata.category(c) for c in value}.isdisjoint({"Cc", "Cf", "Cs", "Co"})


def test_excel_gets_a_mark_and_scripts_do_not(small_report):
    table = sheet(small_report, SheetName.TASKS)
    plain, marked = csv_text(table), csv_excel_text(table)

    assert not plain.startswith(BYTE_ORDER_MARK)
    assert marked.startswith(BYTE_ORDER_MARK + "previous_plan,")
    assert "\r" not in plain
    assert read(marked[1:]) == read(plain)


def test_json_lines_hold_the_values_as_they_are(hostile_report):
    rows = [json.loads(line) for line in jsonl_text(sheets(hostile_report)).splitlines()]
    titles = [row["title"] for row in rows if row["table"] == "tasks"]
    tasks = hostile_report.plans[0].tasks

    assert titles == [task.title for task in tasks] * 2


def test_every_task_of_a_pair_has_one_row(small_report):
    rows = [row for row in sheet(small_report, SheetName.TASKS).rows if row[0] == "city-2020"]

    assert [row[4] for row in rows if row[3] == "previous"] == ["1", "2", "3", "4", "5"]
    assert [row[4] for row in rows if row[3] == "current"] == ["1", "2", "3", "4", "5"]
    assert all(row[7] for row in rows)


def test_rows_are_those_of_the_csv_file(small_report):
    for name in SheetName:
        table = sheet(small_report, name)
        found = rows(small_report, name.value)
        assert [tuple(row) for row in found] == [table.columns] * len(table.rows)
        assert [tuple(row.values()) for row in found] == list(table.rows)


def test_rows_are_of_links_where_no_table_is_named(small_report):
    assert [row["certainty"] for row in rows(small_report)] == ["linked"] * 4 + [
        "uncertain",
        "linked",
    ]


@pytest.mark.parametrize("read_table", [rows, to_pandas])
def test_a_mistyped_table_is_answered_with_the_nearest(read_table, small_report):
    with pytest.raises(UsageError, match="no table 'link'") as error:
        read_table(small_report, "link")
    assert error.value.hint == "did you mean 'links'?"


def test_without_pandas_it_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtraError, match="needs pandas"):
        to_pandas(small_report)


def test_a_frame_holds_a_table(small_report):
    pytest.importorskip("pandas")

    for name in SheetName:
        frame = to_pandas(small_report, name.value)
        assert list(frame.columns) == list(sheet(small_report, name).columns)
        assert len(frame) == len(rows(small_report, name.value))
    assert to_pandas(small_report).groupby("certainty").size().to_dict() == {
        "linked": 5,
        "uncertain": 1,
    }
