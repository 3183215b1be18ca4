"""``policydiff review``: lists, accepts, asks; nothing is lost and nothing is applied silently."""

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.reviewing.store import load_decisions, record, withdraw

SEEDS = Path("seeds").resolve()
PAIR = [str(SEEDS / "city-2024.txt"), str(SEEDS / "yangpu-2025.txt")]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed(capsys, *options: str) -> list[dict[str, str]]:
    assert run(["review", *PAIR, "--list", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def accept(lines, *options: str) -> int:
    Path("lines.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    return run(["review", *PAIR, "--accept", "lines.jsonl", *options])


def test_what_is_accepted_is_not_listed_again(desk, capsys):
    lines = listed(capsys, "--most", "3")
    assert len(lines) == 3

    assert accept([{**line, "decision": "none", "by": "李"} for line in lines]) == 0

    again = {(x["previous_task"], x["current_task"]) for x in listed(capsys)}
    assert not again & {(x["previous_task"], x["current_task"]) for x in lines}
    assert len(load_decisions("decisions.tsv").decisions) == 3


def test_accepting_twice_changes_nothing(desk, capsys):
    lines = [{**x, "decision": "full", "by": "李", "on": "2026-01-02"} for x in listed(capsys)[:2]]
    assert accept(lines) == 0
    once = Path("decisions.tsv").read_bytes()

    assert accept(lines) == 0

    assert Path("decisions.tsv").read_bytes() == once


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_sheet_is_filled_in_and_read_back(desk, capsys, suffix):
    openpyxl = pytest.importorskip("openpyxl")
    name = f"todo.{suffix}"
    assert run(["review", *PAIR, "--list", "--most", "2", "-o", name]) == 0
    if suffix == "xlsx":
        book = openpyxl.load_workbook(name)
        names = [place.value for place in book.active[1]]
        book.active.cell(2, names.index("decision") + 1).value = "partial"
        book.active.cell(2, names.index("by") + 1).value = "李"
        book.save(name)
    else:
        rows = Path(name).read_text(encoding="utf-8").splitlines()
        rows[1] = rows[1].removesuffix(",,,,") + ",partial,李,,"
        Path(name).write_text("\n".join(rows), encoding="utf-8")

    assert run(["review", *PAIR, "--accept", name]) == 0

    assert [d.by for d in load_decisions("decisions.tsv").decisions] == ["李"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decision": "maybe"}, "decision 'maybe'"),
        ({"by": ""}, "nobody is named"),
        ({"previous_task": "99"}, "has no task '99'"),
        ({"previous_plan": "other"}, "previous_plan is 'other'"),
        ({"current_text": "另起炉灶"}, "reads otherwise now"),
        ({"on": "gestern"}, "not a date"),
    ],
)
def test_a_line_that_cannot_hold_is_refused_with_its_place(desk, capsys, change, message):
    line = {**listed(capsys, "--most", "1")[0], "decision": "full", "by": "李", **change}

    assert accept([line]) == 2

    error = capsys.readouterr().err
    assert "lines.jsonl:1" in error
    assert message in error
    assert not Path("decisions.tsv").exists()


def test_a_broken_line_stops_compare_unless_it_is_skipped(desk, capsys):
    line = {**listed(capsys, "--most", "1")[0], "decision": "none", "by": "李"}
    assert accept([line]) == 0
    with Path("decisions.tsv").open("a", encoding="utf-8") as file:
        file.write("broken\n")

    assert run(["compare", *PAIR, "-f", "json"]) == 2
    assert "decisions.tsv:3" in capsys.readouterr().err
    assert run(["compare", *PAIR, "-f", "json", "--skip-broken"]) == 0
    assert len(json.loads(capsys.readouterr().out)["comparisons"][0]["decisions"]) == 1


def test_locked_leaves_open_what_nobody_has_looked_at(desk, capsys):
    plans = [str(SEEDS / "city-2020.txt"), str(SEEDS / "yangpu-2025.txt")]
    series = ["compare", *plans, "--relation", "longitudinal", "-f", "json"]
    assert run(series) == 0
    plain = json.loads(capsys.readouterr().out)["comparisons"][0]["tasks"]
    assert run([*series, "--locked"]) == 0

    locked = json.loads(capsys.readouterr().out)["comparisons"][0]["tasks"]

    claimed = [t for t in plain if t["status"] != "continued"]
    assert claimed
    assert {t["open"] for t in claimed} == {None}
    assert {t["open"] for t in locked if t["status"] != "continued"} == {"undecided"}


def test_what_another_reviewer_wrote_meanwhile_is_kept(desk, capsys):
    lines = listed(capsys, "--most", "2")
    assert accept([{**lines[0], "decision": "full", "by": "李"}]) == 0
    mine = load_decisions("decisions.tsv").decisions
    assert accept([{**lines[1], "decision": "none", "by": "王"}]) == 0

    record("decisions.tsv", [mine[0]._replace(note="again")])

    assert {d.by for d in load_decisions("decisions.tsv").decisions} == {"李", "王"}
    withdraw("decisions.tsv", mine)
    assert {d.by for d in load_decisions("decisions.tsv").decisions} == {"王"}


def test_without_a_terminal_it_says_what_to_do(desk, capsys):
    assert run(["review", *PAIR]) == 2

    assert "--list" in capsys.readouterr().err


def test_a_session_writes_each_answer_and_goes_on_where_it_was(desk):
    first = answered("pq")
    assert "[1/" in first
    assert [d.verdict for d in load_decisions("decisions.tsv").decisions] == ["partial"]

    answered("nuq")
    assert [d.verdict for d in load_decisions("decisions.tsv").decisions] == ["partial"]

    answered("fq")
    assert {d.verdict for d in load_decisions("decisions.tsv").decisions} == {"partial", "full"}


def answered(keys: str) -> str:
    """Run a session at a terminal of its own, press keys, and return what was shown."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "policydiff", "review", *PAIR, "--by", "李"]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent), "TERM": "dumb", "COLUMNS": "80"}
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment
    ) as process:
        os.close(follower)
        shown = b""
        try:
            for key in keys:
                shown = _until(leader, b"> ", shown)
                _wait_for_key(leader)
                os.write(leader, key.encode())
            shown = _until(leader, None, shown)
        except BaseException:
            process.kill()
            raise
        finally:
            os.close(leader)
        assert process.wait(timeout=30) == 0
    return shown.decode("utf-8", "replace")


def _wait_for_key(leader: int) -> None:
    """Wait until the program reads single keys: what comes before is thrown away."""
    for _ in range(500):
        if not termios.tcgetattr(leader)[3] & termios.ICANON:
            return
        time.sleep(0.02)
    raise AssertionError("no key is asked for")


def _until(leader: int, end: bytes | None, shown: bytes) -> bytes:
    """Read what the program shows, until it asks or has left its terminal."""
    seen = b""
    while end is None or not seen.endswith(end):
        ready, _, _ = select.select([leader], [], [], 15)
        assert ready, f"nothing more is shown behind {seen[-200:]!r}"
        try:
            piece = os.read(leader, 4096)
        except OSError:  # the program has left its terminal
            break
        if not piece:
            break
        seen += piece
    return shown + seen


def test_two_coders_are_held_against_each_other(desk, capsys):
    lines = listed(capsys, "--most", "4")
    for name, verdicts in (("a.tsv", "fffn"), ("b.tsv", "ffnn")):
        said = {"f": "full", "n": "none"}
        filled = [
            {**x, "decision": said[v], "by": name} for x, v in zip(lines, verdicts, strict=True)
        ]
        assert accept(filled, "--decisions", name) == 0

    assert run(["review", "a.tsv", "b.tsv", "--agreement"]) == 0

    shown = capsys.readouterr().out
    assert "agreed 一致 3 (75%)" in shown
    assert "κ 0.50" in shown
