from dataclasses import replace
from pathlib import Path

import pytest

from policydiff.comparing import compare, load_plan
from policydiff.comparing.gates import DIFFERENCE, Gate, GateKind, gate_hits, parse_gate
from policydiff.errors import UsageError

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def report():
    return compare([load_plan(str(SEEDS / f"{name}.txt")) for name in ("city-2020", "city-2024")])


def gates(*names):
    return [parse_gate(name) for name in names]


@pytest.mark.parametrize("kind", [kind for kind in GateKind if kind is not GateKind.THEME])
def test_a_gate_is_read_by_its_name(kind):
    assert parse_gate(kind.value) == Gate(kind)
    assert str(parse_gate(f" {kind.value} ")) == kind.value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("droped", "did you mean 'dropped'?"),
        ("", "known: dropped"),
        ("theme", "theme:CODE"),
        ("theme:", "theme:CODE"),
        ("dropped:tcm", "known: dropped"),
        ("\x1b[2J", "known: dropped"),
    ],
)
def test_an_unknown_gate_is_refused_with_a_hint(text, hint):
    with pytest.raises(UsageError) as error:
        parse_gate(text)
    assert hint in error.value.hint


def test_every_dropped_task_is_a_hit_with_its_line(report):
    hits = gate_hits(report, gates("dropped"))
    groups = report.comparisons[0].alignment.groups
    dropped = [task for group in groups if group.status == "dropped" for task in group.previous]
    plan = report.plans[0]

    assert [hit.subject.split()[0] for hit in hits] == dropped
    assert [hit.line for hit in hits] == [plan.task(task).line_start for task in dropped]
    assert {hit.path for hit in hits} == {plan.source.path}


def test_a_theme_gate_stops_at_that_theme_only(report):
    (gone, *_) = [t.code for t in report.comparisons[0].themes if t.status == "dropped"]
    (kept, *_) = [t.code for t in report.comparisons[0].themes if t.status == "continued"]

    assert [hit.subject.split()[0] for hit in gate_hits(report, gates(f"theme:{gone}"))] == [gone]
    assert gate_hits(report, gates(f"theme:{kept}")) == ()


def test_a_mistyped_theme_is_refused(report):
    with pytest.raises(UsageError) as error:
        gate_hits(report, gates("theme:drug"))
    assert "drugs" in error.value.hint


def test_targets_that_are_gone_are_hits_with_their_quotes(report):
    hits = gate_hits(report, gates("target-gone"))
    gone = [t for t in report.comparisons[0].targets if t.change == "gone"]

    assert gone
    assert [hit.line for hit in hits] == [target.previous.line for target in gone]
    assert all(target.previous.quote in hit.subject for hit, target in zip(hits, gone, strict=True))


def test_hits_are_counted_per_gate(report):
    alignment = report.comparisons[0].alignment

    assert len(gate_hits(report, gates("uncertain"))) == len(alignment.uncertain)
    assert len(gate_hits(report, DIFFERENCE)) == len(gate_hits(report, gates("dropped", "new")))


def test_plans_that_are_the_same_hit_no_gate():
    plan = load_plan(str(SEEDS / "city-2024.txt"))
    again = replace(plan, id="again", source=replace(plan.source, sha256="0" * 64))
    every = [kind.value for kind in GateKind if kind not in (GateKind.THEME, GateKind.UNCERTAIN)]

    assert gate_hits(compare([plan, again]), gates(*every)) == ()
