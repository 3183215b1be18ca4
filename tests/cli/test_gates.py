"""Gates on the command line: the exit status, and one line on stderr for each hit."""

import json
import re
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.report import GATES, GateKind

ROOT = Path(__file__).parents[2]
CITY_2020, CITY, YANGPU = "seeds/city-2020.txt", "seeds/city-2024.txt", "seeds/yangpu-2025.txt"
HIT_RE = re.compile(r"policydiff: (\S+): (\S+):(\d+): (\S+) .+ \((\S+) → (\S+)\)")


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> str:
    """Save a comparison of a series (2020, 2024) and one of two levels (2024, 2025)."""
    path = tmp_path_factory.mktemp("saved") / "result.json"
    names = [str(ROOT / name) for name in (CITY_2020, CITY, YANGPU)]
    assert run(["compare", *names, "-o", str(path)]) == 0
    return str(path)


@pytest.fixture
def gate(saved, capsys):
    """Render the saved comparison with gates; return the status and the lines on stderr."""

    def call(*options: str) -> tuple[int, list[str]]:
        status = run(["render", saved, "-f", "csv", "--lang", "en", *options])
        shown = capsys.readouterr()
        assert shown.out.startswith("previous_plan,")
        return status, shown.err.splitlines()

    return call


def hits(lines: list[str]) -> list[re.Match[str]]:
    return [match for line in lines if (match := HIT_RE.fullmatch(line))]


def test_without_a_gate_the_status_is_0(gate):
    assert gate() == (0, [])


def test_every_dropped_task_is_a_line(gate, saved):
    comparison = json.loads(Path(saved).read_text(encoding="utf-8"))["comparisons"][0]

    status, lines = gate("--fail-on", "dropped:any")

    found = [match for match in hits(lines) if match[5] == "city-2020"]
    assert status == 1
    assert len(found) == comparison["summary"]["previous"]["dropped"] > 0
    text = (ROOT / CITY_2020).read_text(encoding="utf-8").splitlines()
    for match in found:
        number = match[0].split(" dropped, not in the digest ")[1].split(" ")[0]
        assert match[2].endswith(CITY_2020)
        assert text[int(match[3]) - 1].startswith(f"{number}.")


def test_a_digest_proves_nothing_gone_and_it_is_said(gate):
    _, lines = gate("--fail-on", "dropped:any")

    assert lines[0].startswith("policydiff: note: city-2024 is a digest: what is missing")
    status, lines = gate("--fail-on", "dropped")
    assert status == 0
    (note,) = lines
    assert re.fullmatch(
        r"policydiff: note: dropped: \d+ not counted, for they prove nothing "
        r"\(digest: \d+\); see dropped:any",
        note,
    )


def test_what_is_not_counted_is_said(gate):
    status, lines = gate("--fail-on", "theme-new")

    assert status == 0
    (note,) = lines
    assert re.fullmatch(
        r"policydiff: note: theme-new: \d+ not counted, for they prove nothing \(level: \d+\); "
        r"see theme-new:any",
        note,
    )
    status, lines = gate("--fail-on", "theme-new:any")
    assert status == 1
    words = {match[4] for match in hits(lines)}
    assert "own" in words  # initiative: no claim of 新增
    assert words <= {"own", "mentioned", "before,"}


def test_gates_are_joined_and_repeated(gate):
    _, one = gate("--fail-on", "theme-dropped:any")
    _, other = gate("--fail-on", "target-gone:any")
    status, both = gate("--fail-on", "theme-dropped:any", "--fail-on", "target-gone:any")

    assert status == 1
    assert gate("--fail-on", "theme-dropped:any,target-gone:any") == (status, both)
    assert set(both) == set(one) | set(other)


def test_exit_code_fails_where_plans_differ_and_not_where_they_do_not(capsys, tmp_path):
    same = tmp_path / "same.txt"
    same.write_bytes(Path(YANGPU).read_bytes() + b"\n")

    assert run(["compare", YANGPU, str(same), "--exit-code"]) == 0
    assert hits(capsys.readouterr().err.splitlines()) == []
    assert run(["compare", CITY, YANGPU]) == 0
    assert capsys.readouterr().err == ""
    assert run(["compare", CITY, YANGPU, "--exit-code"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert {match[1] for match in hits(lines)} <= {"dropped", "new"}


def test_reports_are_written_also_where_a_gate_is_hit(saved, tmp_path, capsys):
    target = tmp_path / "report.md"

    assert run(["render", saved, "-o", str(target), "--fail-on", "dropped:any"]) == 1
    assert target.read_text(encoding="utf-8").startswith("# ")
    assert capsys.readouterr().out == ""


def test_quiet_leaves_hits_files_and_the_status(saved, tmp_path, capsys):
    target = tmp_path / "report.md"

    assert run(["render", saved, "-q", "-o", str(target), "--fail-on", "dropped:any"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert hits(shown.err.splitlines())
    assert target.exists()
    assert run(["compare", CITY, YANGPU, "--quiet", "-f", "json"]) == 0
    assert capsys.readouterr() == ("", "")


def test_compare_and_render_agree(saved, capsys):
    run(["render", saved, "-f", "json", "--fail-on", "dropped:any,uncertain"])
    rendered = capsys.readouterr()
    names = [str(ROOT / name) for name in (CITY_2020, CITY, YANGPU)]

    assert run(["compare", *names, "-f", "json", "--fail-on", "dropped:any,uncertain"]) == 1
    assert capsys.readouterr() == rendered


def test_a_mistyped_gate_stops_before_any_work(capsys, tmp_path):
    target = tmp_path / "report.md"

    assert run(["compare", CITY, YANGPU, "-o", str(target), "--fail-on", "droped"]) == 2
    shown = capsys.readouterr()
    assert "error: no such gate: 'droped'\n  hint: did you mean 'dropped'?" in shown.err
    assert shown.out == ""
    assert not target.exists()


def test_a_mistyped_theme_stops_before_anything_is_written(saved, capsys, tmp_path):
    target = tmp_path / "report.md"

    assert run(["render", saved, "-o", str(target), "--fail-on", "theme:tmc"]) == 2
    assert "hint: did you mean 'tcm'?" in capsys.readouterr().err
    assert not target.exists()


def test_help_and_shells_name_every_gate():
    assert [name.removesuffix(":CODE") for name in GATES] == list(GateKind)


def test_a_hostile_plan_says_nothing_to_the_build_service(tmp_path, capsys):
    old, new = tmp_path / "2024.txt", tmp_path / "2025.txt"
    attack = "::error::x%0A::stop-commands::z ##[add-mask]y \x1b[31m"
    old.write_text(
        f"2024年某县工作要点\n1.{attack}。修渠。\n2.修坝。加固大坝三座。\n", encoding="utf-8"
    )
    new.write_text("2025年某县工作要点\n1.植树造林。\n2.修坝。加固大坝三座。\n", encoding="utf-8")

    assert run(["compare", str(old), str(new), "-f", "github", "--exit-code"]) == 1
    shown = capsys.readouterr()
    for line in (shown.out + shown.err).splitlines():
        assert line.startswith(("policydiff: ", "::notice ", "::warning ", "::notice::"))
        assert "##[" not in line
        assert "\x1b" not in line
    assert "%250A" in shown.out
