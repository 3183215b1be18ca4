"""Every format says what people confirmed, changed and rejected, what waits, what nobody saw."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from policydiff.cli import run
from tests.reviewing.conftest import NEW, OLD

SUFFIXES = {
    "table": "txt",
    "markdown": "md",
    "html": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "json": "json",
    "csv": "csv",
}
EXTRAS = {"docx": "docx", "xlsx": "openpyxl"}


def text_of(path: Path) -> str:
    """Return what a report says, without markup and blanks."""
    match path.suffix:
        case ".docx":
            with zipfile.ZipFile(path) as archive:
                said = archive.read("word/document.xml").decode()
        case ".xlsx":
            from openpyxl import load_workbook

            book = load_workbook(path)
            said = "\n".join(
                str(cell) for sheet in book for row in sheet.values for cell in row if cell
            )
        case _:
            said = path.read_text(encoding="utf-8-sig")
    plain = re.sub(r"<[^>]*>", "", said) if path.suffix in (".docx", ".html") else said
    return "".join(plain.split()).replace("&gt;", ">").replace("\\", "").replace("**", "")


@pytest.fixture(params=list(SUFFIXES))
def report(request, small_desk, capsys) -> Callable[..., str]:
    if request.param in EXTRAS:
        pytest.importorskip(EXTRAS[request.param])

    shown: list[str] = []

    def report(*options: str) -> str:
        if request.param == "table":
            capsys.readouterr()
            assert run(["compare", *small_desk.plans, "--lang", "zh", "-f", "table", *options]) == 0
            shown.append(capsys.readouterr().out)
            return "".join(shown[-1].split())
        name = f"report.{SUFFIXES[request.param]}"
        arguments = ["compare", *small_desk.plans, "--lang", "zh", "-q", "-o", name, *options]
        assert run(arguments) == 0
        return text_of(Path(name))

    report.words = lambda: shown[-1].split()  # type: ignore[attr-defined]  # of a table
    report.format = request.param  # type: ignore[attr-defined]  # for what formats differ in
    return report


@pytest.fixture
def machine(small_desk, capsys) -> dict[tuple[str, str], str]:
    """Return the links that the program found by itself."""
    capsys.readouterr()
    assert run(["compare", *small_desk.plans, "-f", "json"]) == 0
    links = json.loads(capsys.readouterr().out)["comparisons"][0]["links"]
    return {(link["previous"], link["current"]): link["strength"] for link in links}


def test_what_was_confirmed_changed_and_rejected_is_told(report, small_desk, machine):
    other = {"full": "partial", "partial": "full"}
    small_desk.decide("1", "2", machine["1", "2"])
    small_desk.decide("4", "4", other.get(machine.get(("4", "4"), ""), "partial"))
    small_desk.decide("2", "1", "none", by="王")
    assert ("2", "1") in machine

    text = report("--show", "tasks", "--width", "300") if report.format == "table" else report()

    match report.format:
        case "json":
            said = json.loads(text)["comparisons"][0]["decisions"]
            assert [(x["previous"], x["decision"], x["by"]) for x in said] == [
                ("1", machine["1", "2"], "李"),
                ("2", "none", "王"),
                ("4", "partial", "李"),
            ]
        case "csv":
            assert "confirmed,李,2026-11-28" in text
            assert "changed,李,2026-11-28" in text
            assert "rejected,王,2026-11-28" in text
        case "xlsx":
            assert "人工结论3条：人工否定1、人工改判1、人工确认1" in text
            assert {"确认", "改判", "否定", "王"} <= set(text_cells("report.xlsx"))
        case _:
            assert "人工结论3条：人工否定1、人工改判1、人工确认1" in text
            assert "2→1人工否定（王2026-11-28）" in text
            if report.format == "table":  # its narrow cells wrap, line by line with those beside
                assert {"人工确认（李", "人工改判（李"} <= set(report.words())
            else:
                assert "人工确认（李2026-11-28）" in text
                assert "人工改判（李2026-11-28）" in text


def text_cells(name: str) -> list[str]:
    from openpyxl import load_workbook

    return [str(x) for sheet in load_workbook(name) for row in sheet.values for x in row if x]


def test_what_is_not_applied_is_counted(report, small_desk):
    small_desk.decide("1", "2", "full")
    changed = NEW.replace("2.加固小型水库大坝。继续完成小型水库的", "2.另起炉灶办学。新建学校")
    small_desk.write(OLD, changed)

    text = report()

    match report.format:
        case "json":
            (pending,) = json.loads(text)["comparisons"][0]["pending"]
            assert pending["reason"] == "stale"
        case "csv":
            assert "李" not in text
        case _:
            assert "1条结论未采用" in text


def test_locked_calls_nothing_new_or_dropped_that_nobody_has_seen(report, small_desk):
    small_desk.decide("4", "", "none")

    text = report("--locked", "--relation", "longitudinal")

    match report.format:
        case "json":
            tasks = json.loads(text)["comparisons"][0]["tasks"]
            seen = {(x["side"], x["task"]): x["open"] for x in tasks if x["status"] != "continued"}
            assert seen["previous", "4"] is None
            assert {is_open for task, is_open in seen.items() if task[1:] != ("4",)} <= {
                "undecided"
            }
            assert "undecided" in seen.values()
        case "csv":
            pass  # rows of links have no status; those of tasks are below
        case "xlsx":
            told = "\n".join(text_cells("report.xlsx"))
            assert "待核：仅本期有" in told
            assert "新增的任务" not in told
        case _:
            assert "退出的任务1项：4举办节水知识竞赛" in text
            assert "待核：仅本期有的任务1项：4建设智慧水务平台" in text
            assert "新增的任务" not in text
            assert "新增–4" not in text


def test_rows_of_tasks_say_what_is_open(small_desk, capsys):
    small_desk.decide("4", "", "none")
    capsys.readouterr()
    assert run(["compare", *small_desk.plans, "--locked", "-f", "jsonl"]) == 0

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    tasks = {(x["side"], x["task"]): x for x in rows if x["table"] == "tasks"}
    assert tasks["previous", "4"]["decided_by"] == "李"
    assert tasks["current", "4"]["open"] == "undecided"


@pytest.mark.parametrize("name", list(SUFFIXES))
def test_gates_stop_whatever_is_written(small_desk, capsys, name):
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name])
    output = () if name == "table" else ("-o", f"report.{SUFFIXES[name]}")

    status = run(["compare", *small_desk.plans, *output, "--fail-on", "undecided"])

    assert status == 1
    assert "undecided" in capsys.readouterr().err
    assert not output or Path(output[1]).exists()
