"""What people decided on links stands in a trace, which says who did."""

import json

from policydiff.cli import run
from tests.reviewing.conftest import NEW, OLD


def stops(desk, capsys, query: str, *options: str) -> list[dict]:
    capsys.readouterr()
    assert run(["trace", query, *desk.plans, "-f", "json", *options]) == 0
    return json.loads(capsys.readouterr().out)["trace"]["stops"]


def test_a_task_is_followed_where_people_say_that_it_went(small_desk, capsys):
    assert [stop["tasks"] for stop in stops(small_desk, capsys, "old:2")] == [["2"], ["1"]]
    small_desk.decide("2", "1", "none")
    small_desk.decide("2", "4", "full")

    first, last = stops(small_desk, capsys, "old:2")

    assert (first["tasks"], last["tasks"]) == (["2"], ["4"])
    assert first["decisions"] == []
    told = {(x["previous"], x["current"], x["decision"], x["by"]) for x in last["decisions"]}
    assert told == {("2", "1", "none", "李"), ("2", "4", "full", "李")}
    assert "2 → 4 人工改判（李 2026-11-28）" in shown(small_desk, capsys, "old:2")


def test_seen_from_its_end_the_decision_is_told_where_it_leads_to(small_desk, capsys):
    small_desk.decide("2", "4", "full")

    first, last = stops(small_desk, capsys, "new:4")

    assert (first["tasks"], last["tasks"]) == (["2"], ["4"])
    assert [len(stop["decisions"]) for stop in (first, last)] == [1, 0]


def test_other_lines_are_left_alone(small_desk, capsys):
    plain = stops(small_desk, capsys, "old:1")
    small_desk.decide("2", "4", "full")

    assert stops(small_desk, capsys, "old:1") == plain


def test_a_decision_whose_text_has_changed_is_told_and_not_applied(small_desk, capsys):
    small_desk.decide("2", "4", "full")
    small_desk.write(OLD, NEW.replace(NEW.splitlines()[4], "4.植树造林。"))

    assert [stop["tasks"] for stop in stops(small_desk, capsys, "old:2")] == [["2"], ["1"]]
    assert run(["trace", "old:2", *small_desk.plans]) == 0
    assert "is not applied" in capsys.readouterr().err


def shown(desk, capsys, query: str) -> str:
    capsys.readouterr()
    assert run(["trace", query, *desk.plans, "--lang", "zh", "-f", "markdown"]) == 0
    return capsys.readouterr().out
