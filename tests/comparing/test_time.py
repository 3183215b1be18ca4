"""Lines of work, the theme matrix and traces over several plans."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.statuses import theme_sides
from policydiff.comparing.trace import trace
from policydiff.comparing.trajectories import nearest_comparisons, trace_trajectories
from policydiff.errors import UsageError
from policydiff.matching.groups import group_tasks
from policydiff.model import (
    Comparison,
    Event,
    Evidence,
    Measure,
    Plan,
    QueryKind,
    Relation,
    Strength,
    ThemeCoding,
    Trajectory,
)
from policydiff.themes import parse_codebook
from tests.factory import make_link, make_plan, make_task

FULL, PARTIAL = Strength.FULL, Strength.PARTIAL


def plan(name: str, year: int | None, *titles: str) -> Plan:
    """Return a plan whose tasks have the ids 1, 2, … and one measure each."""
    tasks = (make_task(str(n), f"推进{x}", title=x, line=n) for n, x in enumerate(titles, 1))
    return make_plan(name, *tasks, year=year)


def comparison(
    previous: Plan,
    current: Plan,
    *pairs: tuple[str, str, Strength],
    relation: Relation = Relation.LONGITUDINAL,
) -> Comparison:
    links = tuple(
        make_link(a, b, Evidence(f"{a}-1", f"{b}-1", (), 0.9), strength=s) for a, b, s in pairs
    )
    sides = [task.id for task in previous.tasks], [task.id for task in current.tasks]
    groups = group_tasks(*sides, links)
    return Comparison(previous.id, current.id, relation, links=links, groups=groups)


def events(line: Trajectory) -> list[Event]:
    return [stop.event for stop in line.stops]


A = plan("a", 2020, "社区", "互联网", "疫情", "食品")
B = plan("b", 2022, "社区卫生", "互联网医院", "互联网护理")
C = plan("c", 2023, "基层", "食品安全")
AB = comparison(A, B, ("1", "1", FULL), ("2", "2", FULL), ("2", "3", FULL), ("3", "1", PARTIAL))
BC = comparison(B, C, ("1", "1", FULL), relation=Relation.VERTICAL)


def test_each_event_of_a_line_of_work() -> None:
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, BC])}
    assert lines == {
        "社区": [Event.FIRST_SEEN, Event.CONTINUED, Event.CONTINUED],
        "互联网": [Event.FIRST_SEEN, Event.SPLIT, Event.DROPPED],
        "疫情": [Event.FIRST_SEEN, Event.IN_PART, Event.DROPPED],
        "食品": [Event.FIRST_SEEN, Event.DROPPED, Event.ABSENT],
        "食品安全": [Event.NOT_YET, Event.NOT_YET, Event.FIRST_SEEN],
    }


def test_a_merged_and_a_regrouped_line() -> None:
    merged = comparison(B, C, ("2", "1", FULL), ("3", "1", FULL))
    assert Event.MERGED in events(trace_trajectories([B, C], [merged])[1])
    both = comparison(B, C, ("2", "1", FULL), ("3", "1", FULL), ("2", "2", FULL))
    assert Event.REGROUPED in events(trace_trajectories([B, C], [both])[1])


def test_a_line_comes_back_after_an_absence() -> None:
    far = comparison(A, C, ("4", "2", FULL))
    lines = {line.label: line for line in trace_trajectories([A, B, C], [AB, BC, far])}
    assert events(lines["食品"]) == [Event.FIRST_SEEN, Event.DROPPED, Event.RETURNED]
    assert "食品安全" not in lines


def test_a_far_comparison_does_not_join_what_is_linked_nearby() -> None:
    far = comparison(A, C, ("4", "1", FULL))
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, BC, far])}
    assert lines["食品"] == [Event.FIRST_SEEN, Event.DROPPED, Event.IN_PART]


def test_a_far_comparison_does_not_join_what_goes_on_nearby_to_something_else() -> None:
    """社区 goes on as 基层: that 食品安全 resembles it too makes them no one line."""
    far = comparison(A, C, ("1", "2", FULL))
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, BC, far])}
    assert lines["食品安全"] == [Event.NOT_YET, Event.NOT_YET, Event.FIRST_SEEN]


def test_of_groups_on_one_line_the_one_that_changes_tells() -> None:
    """社区 goes on as it is and 互联网 splits; both are one line, since they merge later."""
    merged = comparison(B, C, ("1", "1", FULL), ("2", "1", FULL))
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, merged])}
    assert lines["社区"] == [Event.FIRST_SEEN, Event.SPLIT, Event.MERGED]


def test_work_that_stays_away_is_dropped_once_and_absent_from_then_on() -> None:
    late = plan("d", 2024, "森林")
    further = [AB, BC, comparison(C, late)]
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C, late], further)}
    assert lines["食品"] == [Event.FIRST_SEEN, Event.DROPPED, Event.ABSENT, Event.ABSENT]


def test_what_went_on_in_part_goes_on_and_does_not_return() -> None:
    far = comparison(A, C, ("3", "2", FULL))
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, BC, far])}
    assert lines["疫情"] == [Event.FIRST_SEEN, Event.IN_PART, Event.CONTINUED]


def test_a_plan_is_told_against_plans_before_it_alone() -> None:
    assert nearest_comparisons([A, B], [comparison(B, A)]) == {}
    assert nearest_comparisons([A, B], [AB]) == {"b": AB}


def test_every_task_is_on_one_line() -> None:
    lines = trace_trajectories([A, B, C], [AB, BC])
    held = [(stop.plan, task) for line in lines for stop in line.stops for task in stop.tasks]
    assert sorted(held) == sorted((p.id, t.id) for p in (A, B, C) for t in p.tasks)


def test_the_gap_and_the_relation_are_said() -> None:
    stops = trace_trajectories([A, B, C], [AB, BC])[0].stops
    assert [(stop.against, stop.gap) for stop in stops] == [("", None), ("a", 2), ("b", 1)]
    assert [stop.relation for stop in stops] == [None, Relation.LONGITUDINAL, Relation.VERTICAL]


def test_an_unknown_year_leaves_the_gap_open() -> None:
    undated = replace(B, year=None)
    stops = trace_trajectories([A, undated], [AB])[0].stops
    assert stops[1].gap is None


def test_all_plans_against_the_first() -> None:
    far = comparison(A, C, ("1", "1", FULL), ("4", "2", FULL))
    lines = {line.label: events(line) for line in trace_trajectories([A, B, C], [AB, far])}
    assert lines["社区"] == [Event.FIRST_SEEN, Event.CONTINUED, Event.CONTINUED]
    assert lines["食品"] == [Event.FIRST_SEEN, Event.DROPPED, Event.CONTINUED]


CODEBOOK = parse_codebook(
    """
name = "tiny"
zh = "小"
en = "tiny"
definition = "Two themes."

[[theme]]
code = "food"
zh = "食品"
en = "Food"
definition = "Food."
terms = ["食品"]

[[theme]]
code = "net"
zh = "互联网"
en = "Internet"
definition = "Internet."
terms = ["互联网"]
""",
    "tiny.toml",
)


def coded(source: Plan, *primaries: str | None) -> Plan:
    pairs = zip(source.tasks, primaries, strict=True)
    tasks = tuple(replace(task, themes=ThemeCoding(code)) for task, code in pairs)
    return replace(source, tasks=tasks)


CODED = [
    coded(A, None, "net", None, "food"),
    coded(B, None, "net", "net"),
    coded(C, None, "food"),
]


def test_a_theme_has_a_side_in_each_plan() -> None:
    sides = [theme_sides(plan, CODEBOOK.themes)["net"] for plan in CODED]
    assert [side.tasks for side in sides] == [("2",), ("2", "3"), ()]
    assert [side.rank for side in sides] == [1, 1, None]
    assert sides[1].share > sides[0].share > sides[2].share == 0


def test_a_task_is_followed_forward_and_back_but_not_round_the_corner() -> None:
    merged = comparison(A, B, ("1", "1", FULL), ("2", "1", FULL))
    found = trace("b:1", [A, B], [merged])
    assert [stop.tasks for stop in found.stops] == [("1", "2"), ("1",)]
    found = trace("a:1", [A, B], [merged])
    assert (found.kind, found.label) == (QueryKind.TASK, "社区")
    assert [stop.tasks for stop in found.stops] == [("1",), ("1",)]
    assert [quote.text for quote in found.stops[1].quotes] == ["推进社区卫生"]


def test_a_theme_is_followed_by_code_or_name() -> None:
    for query in ("food", "食品", "Food", "theme:食品"):
        found = trace(query, CODED, themes=CODEBOOK.themes)
        assert found.kind is QueryKind.THEME
        assert [stop.event for stop in found.stops] == [
            Event.FIRST_SEEN,
            Event.DROPPED,
            Event.RETURNED,
        ]
        assert [bool(stop.share) for stop in found.stops] == [True, False, True]


def test_a_theme_that_is_named_in_passing_is_not_dropped() -> None:
    passing = replace(B.tasks[0], measures=(Measure("1-1", "兼顾食品行业", 3),))
    between = replace(B, tasks=(passing, *B.tasks[1:]))
    plans = [CODED[0], coded(between, None, "net", "net"), CODED[2]]

    found = trace("food", plans, themes=CODEBOOK.themes, lexicon=CODEBOOK.lexicon)

    events = [stop.event for stop in found.stops]
    assert events == [Event.FIRST_SEEN, Event.MENTIONED, Event.CONTINUED]
    assert [quote.text for quote in found.stops[1].quotes] == ["兼顾食品行业"]
    assert found.stops[1].tasks == ()


def test_a_phrase_is_counted_and_quoted() -> None:
    found = trace("互联网", [A, B, C], [AB, BC])
    assert [stop.count for stop in found.stops] == [2, 4, 0]
    assert found.stops[0].quotes[0].line == 2
    assert [stop.relation for stop in found.stops] == [
        None,
        Relation.LONGITUDINAL,
        Relation.VERTICAL,
    ]


def test_a_task_in_one_sentence_says_a_phrase_once() -> None:
    once = make_plan("a", make_task("1", "加强禁毒宣传", title="加强禁毒宣传"))
    twice = make_plan("b", make_task("1", "加强禁毒宣传", "建禁毒队伍", title="加强禁毒宣传"))
    assert [stop.count for stop in trace("禁毒", [once, twice]).stops] == [1, 3]


def test_other_words_for_a_phrase_are_told_apart_from_it() -> None:
    before = plan("a", 2022, "打击电信诈骗", "河道清淤")
    after = plan("b", 2023, "反诈宣传与电诈", "电诈治理")

    def find(text: str) -> list[str]:
        return [term for term in ("电信诈骗", "电诈") if term in text]

    found = trace("反诈", [before, after], find_others=find)

    assert [stop.count for stop in found.stops] == [0, 2]
    assert [stop.event for stop in found.stops] == [Event.NOT_YET, Event.FIRST_SEEN]
    told = [[(x.term, x.count, x.quote.line) for x in stop.equivalents] for stop in found.stops]
    assert told == [[("电信诈骗", 2, 1)], [("电诈", 2, 2)]]


@pytest.mark.parametrize("query", ["互聯網", " “互联网” ", "phrase:互联网"])
def test_script_spaces_and_brackets_do_not_matter(query: str) -> None:
    assert [stop.count for stop in trace(query, [A, B]).stops] == [2, 4]


def test_a_phrase_that_is_a_theme_can_be_asked_for_as_a_phrase() -> None:
    assert trace("phrase:食品", CODED, themes=CODEBOOK.themes).kind is QueryKind.PHRASE


@pytest.mark.parametrize(
    ("query", "hint"),
    [("a:9", "1, 2, 3, 4"), ("task:z:1", "a, b"), ("theme:x", "themes"), (" “” ", "phrase")],
)
def test_a_query_that_cannot_be_met_says_what_can(query: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        trace(query, [A, B], themes=CODEBOOK.themes)
    assert hint in error.value.hint


def test_every_task_of_a_stop_has_its_say() -> None:
    titles = [f"社区{n}" for n in range(3)]
    long = plan("long", 2024, *titles)
    first = replace(
        long.tasks[0],
        measures=tuple(Measure(f"1-{n}", f"社区工作{n}", 1) for n in range(9)),
    )
    found = trace("社区", [replace(long, tasks=(first, *long.tasks[1:])), A])
    assert found.stops[0].count == 1 + 9 + 2 + 2
    assert {quote.task for quote in found.stops[0].quotes} == {"1", "2", "3"}
    assert len(found.stops[0].quotes) == 5
