"""Files that nobody should write, and what spreadsheets make of those that we wrote."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from policydiff.cli import run
from policydiff.pipeline import load_plan
from policydiff.reviewing.exchange import Desk, Place, read_line
from policydiff.reviewing.row import read_date
from policydiff.reviewing.ruling import Codes
from policydiff.reviewing.store import load_decisions


def no_codes() -> Codes:
    return Codes("", ())


def test_a_sheet_with_an_endless_cell_is_refused(small_desk, capsys):
    Path("todo.csv").write_text(f"decision,by\n{'x' * 200_000},y\n", encoding="utf-8")

    assert run(["review", *small_desk.plans, "--accept", "todo.csv"]) == 2
    assert "todo.csv:2: field larger" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["previous_plan" * 90_000, '"# ' + "x" * 200_000 + '"'])
def test_a_first_line_longer_than_any_cell_is_no_decisions_file(small_desk, capsys, line):
    Path("d.tsv").write_text(line + "\n", encoding="utf-8")

    assert run(["compare", *small_desk.plans, "--decisions", "d.tsv"]) in (0, 2)
    assert "internal error" not in capsys.readouterr().err


def test_a_sheet_of_something_else_is_refused(small_desk, capsys):
    Path("todo.csv").write_text("name,price\nx,1\n", encoding="utf-8")

    assert run(["review", *small_desk.plans, "--accept", "todo.csv"]) == 2
    assert "todo.csv:2: no column 'decision'" in capsys.readouterr().err


def test_a_month_that_there_is_not_is_no_date():
    with pytest.raises(ValueError, match="not a date"):
        read_date("28-Foo-26")


@pytest.mark.parametrize(("text", "found"), [("old", "2.10"), ("first", "2.1")])
def test_a_number_that_a_spreadsheet_shortened_is_found_by_its_text(small_desk, text, found):
    old, new = (load_plan(path) for path in small_desk.plans)
    ids = ("2.1", "2.10", "3", "4")
    tasks = [replace(task, id=name) for task, name in zip(old.tasks, ids, strict=True)]
    told = {"old": tasks[1], "first": tasks[0]}[text].text
    cells = {
        "previous_plan": "old",
        "previous_task": "2.1",
        "previous_text": told,
        "current_plan": "new",
        "current_task": "",
        "decision": "none",
        "by": "李",
    }

    decision = read_line(
        cells, Place("x.csv", 2), Desk((replace(old, tasks=tuple(tasks)), new), "", no_codes)
    )

    assert decision is not None
    assert decision.previous is not None
    assert decision.previous.task == found


def test_two_coders_are_merged_with_their_contradictions_marked(small_desk, capsys):
    for name, verdict in (("a.tsv", "full"), ("b.tsv", "none")):
        for pair, said in ((("1", "2"), verdict), (("2", "1"), "full")):
            line = {
                "previous_plan": "old",
                "previous_task": pair[0],
                "current_plan": "new",
                "current_task": pair[1],
                "decision": said,
                "by": name[0],
                "on": "2026-11-28",
            }
            assert small_desk.accept([line], "--decisions", name) == 0

    assert run(["review", "a.tsv", "b.tsv", "--agreement", "--merged", "both.tsv"]) == 0

    text = Path("both.tsv").read_text(encoding="utf-8")
    assert text.count("# conflict: ") == 2
    assert "# conflict: b says none" in text
    assert len(load_decisions("both.tsv").decisions) == 4


def test_a_coder_whose_file_is_not_there_is_no_agreement(small_desk, capsys):
    assert run(["review", "a.tsv", "b.tsv", "--agreement"]) == 2
    assert "a.tsv: no such file" in capsys.readouterr().err
