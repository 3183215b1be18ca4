"""Themes that people decided on: asked for, read back, found again, told; scores stay."""

import csv
import io
import json
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.reviewing import Verdict
from policydiff.reviewing.store import load_decisions

OLD = """某市2023年卫生健康工作要点
1.发展中医药事业。建设中医馆，推广中医适宜技术。
2.完善疫情监测。加强传染病监测预警，健全疾控体系。
3.做好后勤保障。更换门窗。
"""
NEW = """某市2024年卫生健康工作要点
1.传承中医药文化。建设中医馆，培养中医药人才。
2.健全传染病防控。加强传染病监测预警，完善疾控体系。
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")


def ask(capsys, *options: str) -> list[dict[str, str]]:
    capsys.readouterr()
    arguments = ["review", "old.txt", "new.txt", "--field", "health", "--themes", "--list"]
    assert run([*arguments, *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def accept(lines, *options: str) -> int:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    Path("lines.jsonl").write_text(text, encoding="utf-8")
    return run(
        ["review", "old.txt", "new.txt", "--field", "health", "--accept", "lines.jsonl", *options]
    )


def compared(capsys, *options: str) -> str:
    capsys.readouterr()
    assert run(["compare", "old.txt", "new.txt", "--field", "health", *options]) == 0
    return capsys.readouterr().out


def said_of(lines, side: str, task: str, theme: str, by: str = "李"):
    (line,) = [x for x in lines if x[f"{side}_task"] == task and x[f"{side}_plan"]]
    return {**line, "decision": theme, "by": by, "on": "2026-11-28"}


def test_the_least_certain_are_asked_first_and_each_task_once(desk, capsys):
    lines = ask(capsys)

    assert (lines[0]["previous_task"], lines[0]["current_plan"]) == ("3", "")
    assert len({(x["previous_task"], x["current_task"]) for x in lines}) == len(lines) == 5
    assert "tcm" in next(x for x in lines if x["previous_task"] == "1")["evidence"]


def test_what_was_decided_stands_in_the_themes_and_nowhere_else(desk, capsys):
    plain = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]
    lines = ask(capsys)
    assert (
        accept([said_of(lines, "previous", "3", "planning"), said_of(lines, "current", "2", "tcm")])
        == 0
    )

    report = json.loads(compared(capsys, "-f", "json"))
    comparison = report["comparisons"][0]

    assert [(x["side"], x["task"], x["theme"], x["by"]) for x in comparison["decided_themes"]] == [
        ("current", "2", "tcm", "李"),
        ("previous", "3", "planning", "李"),
    ]
    assert comparison["decided_themes"][1]["machine"] is None
    tasks = {task["id"]: task["themes"]["primary"] for task in report["plans"][1]["tasks"]}
    assert tasks["2"] == "tcm"
    themes = {x["code"]: x for x in comparison["themes"]}
    assert themes["planning"]["status"] == "dropped"
    assert themes["tcm"]["current"]["tasks"] == ["1", "2"]
    for key in ("links", "uncertain", "measures", "groups", "tasks"):
        assert comparison[key] == plain[key]


def test_every_format_says_whose_theme_it_is(desk, capsys):
    lines = ask(capsys)
    said = [said_of(lines, "previous", "3", "planning"), said_of(lines, "previous", "1", "tcm")]
    assert accept(said) == 0

    for name in ("table", "markdown", "html"):
        text = "".join(compared(capsys, "-f", name, "--lang", "zh", "--show", "tasks").split())
        assert "人工定主题2项：确认1、改判1" in text
        assert "人工改判（李2026-11-28）" in text
    rows = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]["decided_themes"]
    assert len(rows) == 2
    out = compared(capsys, "-f", "jsonl")
    told = [json.loads(line) for line in out.splitlines()]
    whose = {x["task"]: x["theme_decided_by"] for x in told if x.get("side") == "previous"}
    assert whose == {"1": "李", "2": None, "3": "李"}


def test_what_is_decided_is_not_asked_again_and_is_kept_as_a_row(desk, capsys):
    assert accept([said_of(ask(capsys), "previous", "1", "theme:tcm")]) == 0

    assert len(ask(capsys)) == 4
    (row,) = load_decisions("decisions.tsv").decisions
    assert (row.verdict, row.theme, row.current, row.current_plan) == (
        Verdict.THEME,
        "health/tcm",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("theme", "message"),
    [
        ("tmc", "codebook health has no theme 'tmc'"),
        ("education/exams", "has no theme 'education/exams'"),
        ("none", "asks for a theme"),
        ("full", "needs a task on both sides"),
    ],
)
def test_a_theme_that_is_not_there_is_refused_with_its_place(desk, capsys, theme, message):
    assert accept([said_of(ask(capsys), "previous", "1", theme)]) == 2

    error = capsys.readouterr().err
    assert "lines.jsonl:1" in error
    assert message in error


def test_a_theme_of_another_codebook_says_nothing_and_one_that_is_gone_is_told(desk, capsys):
    assert accept([said_of(ask(capsys), "previous", "1", "tcm")]) == 0
    file = Path("decisions.tsv")
    text = file.read_text(encoding="utf-8")

    file.write_text(text.replace("theme:health/tcm", "theme:education/exams"), encoding="utf-8")
    assert json.loads(compared(capsys, "-f", "json"))["comparisons"][0]["pending"] == []
    file.write_text(text.replace("theme:health/tcm", "theme:herbs"), encoding="utf-8")
    (pending,) = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]["pending"]

    assert (pending["reason"], pending["decision"], pending["candidates"]) == (
        "theme",
        "theme:herbs",
        ["1"],
    )


def test_contradicting_themes_are_told_and_a_persons_wins_over_a_programs(desk, capsys):
    lines = ask(capsys)
    both = [
        said_of(lines, "previous", "1", "cdc", "model:x"),
        said_of(lines, "previous", "1", "tcm", "李"),
    ]
    assert accept(both) == 0
    (one,) = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]["decided_themes"]
    assert (one["theme"], one["by"]) == ("tcm", "李")

    assert accept([said_of(lines, "previous", "1", "cdc", "王")]) == 0

    comparison = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]
    assert comparison["decided_themes"] == []
    assert [x["reason"] for x in comparison["pending"]] == ["conflict"] * 3


def test_a_theme_is_found_again_in_a_renumbered_plan_on_either_side(desk, capsys):
    assert accept([said_of(ask(capsys), "previous", "1", "tcm")]) == 0
    moved = OLD.replace("1.发展", "7.发展")
    Path("old.txt").write_text(moved, encoding="utf-8")

    (one,) = json.loads(compared(capsys, "-f", "json"))["comparisons"][0]["decided_themes"]

    assert (one["side"], one["theme"]) == ("previous", "tcm")


def test_themes_that_two_plans_made_up_cannot_be_decided_on(desk, capsys):
    arguments = ["review", "old.txt", "new.txt", "--themes", "--list", "--codebook", "induced"]
    assert run(arguments) == 2
    assert "no lasting codes" in capsys.readouterr().err


def test_a_sheet_of_themes_is_filled_in_and_read_back(desk, capsys):
    assert (
        run(["review", "old.txt", "new.txt", "--field", "health", "--themes", "-o", "todo.csv"])
        == 0
    )
    rows = list(csv.DictReader(io.StringIO(Path("todo.csv").read_text(encoding="utf-8-sig"))))
    rows[0].update(decision="planning", by="李")
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    Path("todo.csv").write_text(out.getvalue(), encoding="gb18030")

    assert run(["review", "old.txt", "new.txt", "--field", "health", "--accept", "todo.csv"]) == 0

    assert [d.theme for d in load_decisions("decisions.tsv").decisions] == ["health/planning"]


def test_locked_calls_no_theme_dropped_that_nobody_has_looked_at(desk, capsys):
    changed = OLD.replace(
        "3.做好后勤保障。更换门窗。", "3.开展无偿献血。建设献血屋，宣传无偿献血。"
    )
    Path("old.txt").write_text(changed, encoding="utf-8")

    def blood(*options: str) -> tuple[str, str | None]:
        found = json.loads(compared(capsys, "-f", "json", *options))["comparisons"][0]["themes"]
        (theme,) = [x for x in found if x["code"] == "blood"]
        return theme["status"], theme["open"]

    assert blood() == ("dropped", None)
    assert blood("--locked") == ("dropped", "undecided")
    assert "待核：仅前期有" in compared(capsys, "--locked", "--lang", "zh", "--show", "themes")
    assert accept([said_of(ask(capsys), "previous", "3", "blood")]) == 0
    assert blood("--locked") == ("dropped", None)


def test_a_trace_of_a_theme_follows_what_was_decided_and_says_by_whom(desk, capsys):
    lines = ask(capsys)
    assert accept([said_of(lines, "current", "2", "tcm")]) == 0
    capsys.readouterr()

    assert run(["trace", "tcm", "old.txt", "new.txt", "--field", "health", "-f", "json"]) == 0
    stops = json.loads(capsys.readouterr().out)["trace"]["stops"]
    assert [stop["tasks"] for stop in stops] == [["1"], ["1", "2"]]
    assert [[x["by"] for x in stop["decided_themes"]] for stop in stops] == [[], ["李"]]

    told = ["trace", "tcm", "old.txt", "new.txt", "--field", "health", "--lang", "zh"]
    assert run([*told, "-f", "markdown"]) == 0
    assert "2 人工改判（李" in capsys.readouterr().out
