"""Gates: what they find in a hand-made comparison, and how they are written."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.statuses import with_statuses
from policydiff.errors import UsageError
from policydiff.model import (
    Candidate,
    Change,
    Comparator,
    Comparison,
    Completeness,
    Evidence,
    Group,
    Link,
    Open,
    Plan,
    Relation,
    Report,
    Script,
    Side,
    Source,
    Status,
    Strength,
    Target,
    TargetChange,
    Task,
    ThemeChange,
    ThemeCoding,
    ThemeSide,
    Unlinked,
)
from policydiff.pipeline import load_plan
from policydiff.pipeline.compare import compare
from policydiff.report import GateKind
from policydiff.report.gates import (
    EVERY,
    Gate,
    Reach,
    find_hits,
    parse_gates,
    passed_over,
    unknown_themes,
)
from policydiff.themes import load_codebook
from tests.factory import make_plan, make_task


def task(number: int, theme: str, *measures: str) -> Task:
    lines = {"line_start": 10 * number, "line_end": 10 * number + len(measures)}
    coding = ThemeCoding(theme, ("cross",) if number == 2 else ())
    title, line = f"任务{number}", 10 * number + 1
    return make_task(str(number), *measures, title=title, line=line, themes=coding, **lines)


def plan(name: str, *tasks: Task) -> Plan:
    return make_plan(name, *tasks, source=Source(f"plans/{name}.txt", name, "utf-8", Script.HANS))


def target(value: float, line: int) -> Target:
    return Target("护理中心", Comparator.EQ, value, None, "家", "", f"建{value:g}家", line)


OLD = plan("old", task(1, "water", "修渠", "清淤"), task(2, "roads", "修路"), task(3, "old", "停"))
NEW = plan("new", task(1, "water", "修渠"), task(2, "new", "造林"))
CARRIED = Evidence("1-1", "1-1", ("修渠",), 0.9)
COMPARISON = with_statuses(
    Comparison(
        previous="old",
        current="new",
        relation=Relation.LONGITUDINAL,
        notes=(),
        themes=(
            ThemeChange(
                "water", "水", Status.CONTINUED, ThemeSide(("1",), 0.5), ThemeSide(("1",), 1)
            ),
            ThemeChange("old", "旧", Status.DROPPED, ThemeSide(("3",), 0.2), ThemeSide((), 0)),
            ThemeChange("new", "新", Status.NEW, ThemeSide((), 0), ThemeSide(("2",), 0.2), "fresh"),
        ),
        links=(Link("1:1", "1", "1", Strength.FULL, 0.9, (CARRIED,), ()),),
        groups=(
            Group(("1",), ("1",), Status.CONTINUED, "1:1"),
            Group(("2",), (), Status.DROPPED, "1:0"),
            Group(("3",), (), Status.DROPPED, "1:0"),
            Group((), ("2",), Status.NEW, "0:1"),
        ),
        unlinked=(Unlinked(Side.PREVIOUS, "2", (Candidate("2", 0.4),)),),
        uncertain=(Link("2:2", "2", "2", Strength.PARTIAL, 0.4, (), ()),),
        targets=(
            TargetChange("a", "家", target(30, 11), target(25, 11), Change.LOWERED, "", "1", "1"),
            TargetChange("b", "家", target(1, 11), target(2, 12), Change.RAISED),
            TargetChange("c", "家", target(1, 21), None, Change.GONE, "", "2"),
            TargetChange("d", "家", None, target(1, 21), Change.NEW, "", "", "2"),
            TargetChange("e", "家", target(1, 11), target(1, 11), Change.KEPT),
            TargetChange("f", "家", target(1, 11), target(9, 11), Change.NOT_COMPARABLE, "unit"),
        ),
    ),
    OLD,
    NEW,
)
REPORT = Report(plans=(OLD, NEW), comparisons=(COMPARISON,))


def found(gate: str, report: Report = REPORT) -> list[tuple[str, int]]:
    return [(hit.path, hit.line) for hit in find_hits(report, parse_gates([gate]))]


@pytest.mark.parametrize(
    ("gate", "lines"),
    [
        ("dropped", [("plans/old.txt", 20), ("plans/old.txt", 30)]),
        ("new", [("plans/new.txt", 20)]),
        ("uncertain", [("plans/old.txt", 20)]),
        ("theme-dropped", [("plans/old.txt", 30)]),
        ("theme-new", [("plans/new.txt", 20)]),
        ("target-lowered", [("plans/new.txt", 11)]),
        ("target-raised", [("plans/new.txt", 12)]),
        ("target-gone", [("plans/old.txt", 21)]),
        ("target-new", [("plans/new.txt", 21)]),
        ("measure-lost", [("plans/old.txt", 12)]),
        ("theme:old", [("plans/old.txt", 30), ("plans/old.txt", 30)]),
        ("theme:新", [("plans/new.txt", 20), ("plans/new.txt", 20)]),
        ("theme:fresh", [("plans/new.txt", 20), ("plans/new.txt", 20)]),
        ("theme:water", []),
        ("theme:nothing", []),
    ],
)
def test_each_gate_finds_its_places(gate, lines):
    assert found(gate) == lines


def test_a_hit_holds_what_it_is_about():
    (lowered,) = find_hits(REPORT, parse_gates(["target-lowered"]))
    assert (lowered.task, lowered.target) == (NEW.tasks[0], COMPARISON.targets[0])
    (lost,) = find_hits(REPORT, parse_gates(["measure-lost"]))
    assert (lost.task, lost.measure) == (OLD.tasks[0], OLD.tasks[0].measures[1])
    (unsure,) = find_hits(REPORT, parse_gates(["uncertain"]))
    assert (unsure.task, unsure.counterpart) == (OLD.tasks[1], NEW.tasks[1])
    assert (unsure.previous, unsure.current, unsure.side) == (OLD, NEW, Side.PREVIOUS)


def test_a_theme_gate_finds_tasks_of_a_theme_that_goes_on():
    themes = (
        ThemeChange("cross", "交叉", Status.CONTINUED, ThemeSide(("2",), 0), ThemeSide(("2",), 0)),
        *COMPARISON.themes[1:],
    )
    report = Report(plans=(OLD, NEW), comparisons=(replace(COMPARISON, themes=themes),))

    assert found("theme:cross", report) == [("plans/old.txt", 20), ("plans/new.txt", 20)]


@pytest.mark.parametrize("relation", [Relation.VERTICAL, Relation.SCOPE, Relation.LATERAL])
def test_what_is_no_claim_does_not_count_unless_told_to(relation):
    comparison = with_statuses(replace(COMPARISON, relation=relation), OLD, NEW)
    report = Report(plans=(OLD, NEW), comparisons=(comparison,))

    for gate in ("dropped", "new", "theme-dropped", "theme-new", "target-gone", "measure-lost"):
        assert found(gate, report) == []
        assert found(f"{gate}:any", report) == found(gate)
        assert len(passed_over(report, parse_gates([gate]))) == len(found(gate))
        assert passed_over(report, parse_gates([f"{gate}:any"])) == ()
    assert found("theme:old:any", report) == found("theme:old")
    assert found("theme:old", report) == []
    assert found("uncertain", report) == found("uncertain")


def test_what_is_missing_from_a_digest_does_not_count_and_what_is_new_in_it_does():
    digest = replace(NEW, completeness=Completeness.DIGEST)
    comparison = with_statuses(COMPARISON, OLD, digest)
    report = Report(plans=(OLD, digest), comparisons=(comparison,))

    for gate in ("dropped", "theme-dropped", "target-gone", "measure-lost"):
        assert found(gate, report) == []
        assert {hit.open for hit in passed_over(report, parse_gates([gate]))} == {Open.DIGEST}
    for gate in ("new", "theme-new", "target-new", "target-lowered", "target-raised"):
        assert found(gate, report) == found(gate)


def test_nothing_is_passed_over_in_a_series():
    assert passed_over(REPORT, parse_gates(["dropped,new,uncertain"])) == ()


def test_hits_stand_by_pair_then_in_the_order_of_the_gates():
    report = Report(plans=(OLD, NEW), comparisons=(COMPARISON, COMPARISON))
    names = [hit.gate.name for hit in find_hits(report, parse_gates(["new", "theme-dropped"]))]

    assert names == ["new", "theme-dropped"] * 2


def test_gates_are_written_with_commas_and_repeated():
    gates = parse_gates(["dropped, new", "theme:中医药", "theme:tcm:any", "dropped:any", "new"])

    assert gates == (
        Gate(GateKind.DROPPED, reach=Reach.ANY),
        Gate(GateKind.NEW),
        Gate(GateKind.THEME, "中医药"),
        Gate(GateKind.THEME, "tcm", Reach.ANY),
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("droped", "no such gate: 'droped'", "did you mean 'dropped'?"),
        ("theme-drop", "no such gate: 'theme-drop'", "did you mean 'theme-dropped'?"),
        ("退出", "no such gate", "known: dropped, new, uncertain, theme:CODE, theme-dropped"),
        ("", "no such gate: ''", "known: dropped"),
        ("new,,dropped", "no such gate: ''", "known: dropped"),
        ("dropped:all", "gate 'dropped:all': 'all' is not known", "':any' counts every pair"),
        ("theme", "names no theme", "theme:tcm"),
        ("theme:", "names no theme", "theme:tcm"),
        ("theme::any", "names no theme", "theme:tcm"),
    ],
)
def test_a_mistyped_gate_is_answered_with_the_nearest(text, message, hint):
    with pytest.raises(UsageError, match=message) as error:
        parse_gates([text])
    assert hint in error.value.hint


def test_a_theme_that_the_codebook_lacks_is_refused_with_the_nearest():
    health = load_codebook("health").themes

    assert unknown_themes(REPORT, parse_gates(["theme:water,theme:tcm,theme:中医药"]), health) == ()
    with pytest.raises(UsageError, match="'theme:drug'") as error:
        unknown_themes(REPORT, parse_gates(["theme:drug"]), health)
    assert error.value.hint == "did you mean 'drugs'?"


def test_themes_of_a_codebook_that_is_not_at_hand_are_told():
    gates = parse_gates(["theme:water,theme:水,theme:fresh,theme:watr,dropped"])

    assert unknown_themes(REPORT, gates) == ("watr",)


def test_plans_that_are_the_same_hit_no_gate():
    plans = [load_plan("seeds/city-2024.txt")]
    plans.append(replace(plans[0], id="again", source=replace(plans[0].source, sha256="0")))
    gates = [gate for gate in EVERY if gate.kind is not GateKind.UNCERTAIN]

    assert find_hits(compare(plans), gates) == ()
