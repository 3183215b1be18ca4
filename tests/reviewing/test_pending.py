"""What nobody has looked at, and what was decided but does not apply: told, and a gate."""

import json

import pytest

from policydiff.cli import run
from tests.reviewing.conftest import NEW, OLD


def gate(capsys, plans, *options: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    status = run(["compare", *plans, "-q", *options])
    return status, capsys.readouterr().err.splitlines()


def test_what_nobody_has_looked_at_stops_a_run_until_somebody_has(small_desk, capsys):
    status, lines = gate(capsys, small_desk.plans, "--fail-on", "undecided", "--lang", "en")
    told = [line for line in lines if line.startswith("policydiff: undecided: ")]
    assert status == 1
    assert [line.split(": ")[2].rsplit("/", 1)[1] for line in told] == ["old.txt:5", "new.txt:5"]

    small_desk.decide("4", "", "none")
    small_desk.decide("", "4", "none")

    assert gate(capsys, small_desk.plans, "--fail-on", "undecided") == (0, [])


def test_a_task_that_is_left_open_by_locked_counts_as_undecided(small_desk, capsys):
    _, plain = gate(capsys, small_desk.plans, "--fail-on", "undecided")
    status, locked = gate(capsys, small_desk.plans, "--fail-on", "undecided", "--locked")

    assert status == 1
    assert len(locked) == len(plain)


def test_a_decision_whose_text_has_changed_is_told_once_and_is_a_gate(small_desk, capsys):
    small_desk.decide("1", "2", "full")
    changed = NEW.replace("2.加固小型水库大坝。继续完成小型水库的", "2.另起炉灶办学。新建学校")
    small_desk.write(OLD, changed)

    status, lines = gate(capsys, small_desk.plans)
    assert status == 0
    assert lines == [
        "policydiff: stale: decisions.tsv:2: 1 加固小型水库大坝 → 2 加固小型水库大坝: full (李)"
        " is not applied",
        "  hint: policydiff review lists it again",
    ]
    status, lines = gate(capsys, small_desk.plans, "--fail-on", "stale", "--lang", "en")
    assert status == 1
    assert "stale decision, its text has changed 1 加固小型水库大坝 → 2" in lines[-1]


def test_decisions_that_contradict_are_both_told(small_desk, capsys):
    small_desk.decide("3", "3", "full", by="李")
    small_desk.decide("3", "3", "none", by="王")

    status, lines = gate(capsys, small_desk.plans, "--fail-on", "stale", "--lang", "en")

    assert status == 1
    assert sum("contradicting decisions" in line for line in lines) == 2
    assert sum(line.startswith("policydiff: conflict: ") for line in lines) == 2


@pytest.mark.parametrize("verdict", ["full", "none"])
def test_a_decision_about_a_plan_that_is_not_given_says_nothing(small_desk, capsys, verdict):
    small_desk.decide("1", "2", verdict)
    (small_desk.folder / "third.txt").write_text(
        OLD.replace("2023", "2021").replace("某县", "另县"), encoding="utf-8"
    )

    status, lines = gate(
        capsys, [str(small_desk.folder / "third.txt"), small_desk.plans[1]], "--fail-on", "stale"
    )

    assert (status, lines) == (0, [])


def test_json_says_which_plan_reads_otherwise(small_desk, capsys):
    small_desk.decide("1", "2", "full")
    small_desk.write(OLD.replace("加固小型水库大坝。完成十座小型水库的", "办学。"), NEW)
    capsys.readouterr()

    assert run(["compare", *small_desk.plans, "-f", "json"]) == 0

    (pending,) = json.loads(capsys.readouterr().out)["comparisons"][0]["pending"]
    assert (pending["reason"], pending["side"]) == ("stale", "previous")


def test_a_result_that_was_locked_is_read_again(small_desk, capsys):
    assert run(["compare", *small_desk.plans, "--locked", "-f", "json", "-o", "r.json"]) == 0

    assert run(["render", "r.json", "-f", "csv"]) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("subject_id\tobject_id\nA:1\tB:2\n", "no decisions file: it has no column previous_plan"),
        ("PK\x03\x04\x00", "no decisions file"),
        ('{"links": []}', "no decisions file"),
    ],
)
def test_a_file_of_another_tool_stops_compare_and_is_not_written_over(
    small_desk, capsys, text, message
):
    (small_desk.folder / "decisions.tsv").write_text(text, encoding="utf-8")

    assert gate(capsys, small_desk.plans)[0] == 2
    line = {"previous_plan": "old", "previous_task": "1", "current_plan": "new"}
    line |= {"current_task": "2", "decision": "full", "by": "李"}
    assert small_desk.accept([line]) == 2

    assert message in capsys.readouterr().err
    assert (small_desk.folder / "decisions.tsv").read_text(encoding="utf-8") == text


def test_plans_that_were_never_reviewed_are_compared_and_reviewed(small_desk, capsys):
    other = small_desk.folder / "third.txt"
    other.write_text(OLD.replace("2023", "2021"), encoding="utf-8")
    small_desk.decide("1", "2", "full")

    assert gate(capsys, [str(other), small_desk.plans[1]])[0] == 0
    assert run(["review", str(other), small_desk.plans[1], "--list", "--most", "1"]) == 0


def test_a_plan_that_is_not_there_is_told(small_desk, capsys):
    assert run(["review", "nowhere.txt", small_desk.plans[1], "--list"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
