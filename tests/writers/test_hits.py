"""Hits as lines of a log and as annotations, read back as GitHub's runner reads them."""

import re
import unicodedata
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from policydiff.comparing.statuses import with_statuses
from policydiff.model import Completeness, Group, Relation, Report, Status
from policydiff.report import GateKind, Lang
from policydiff.report.gates import EVERY, Gate, Reach, find_hits
from policydiff.writers.hits import LONGEST, ORDER, SHOWN, annotations, hit_line

COMMAND_RE = re.compile(r"::(?P<name>[^ :]+)(?: (?P<properties>.*?))?::(?P<message>.*)")
EVERY_GATE = [Gate(kind, "T01" if kind is GateKind.THEME else "", Reach.ANY) for kind in GateKind]


def annotated(report: Report, lang: Lang) -> str:
    return annotations(find_hits(report, EVERY), lang)


class Annotation(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def unescape(text: str) -> str:
    codes = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}
    return re.sub("|".join(codes), lambda match: codes[match[0]], text)


def read(output: str) -> list[Annotation]:
    """Read a log as the runner does: any line that is a command, by LF, CR or CRLF."""
    found = []
    for line in re.split(r"\r\n|\r|\n", output.removesuffix("\n")) if output else []:
        match = COMMAND_RE.fullmatch(line)
        assert match, line
        pairs = [part.split("=", 1) for part in (match["properties"] or "").split(",") if part]
        properties = {name: unescape(value) for name, value in pairs}
        found.append(Annotation(match["name"], properties, unescape(match["message"])))
    return found


def unseen(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


def test_annotations_are_as_accepted(small_report, matches_golden):
    for lang in Lang:
        matches_golden(f"writers/github-{lang.value}.txt", annotated(small_report, lang))


def test_a_loss_is_a_warning_only_where_it_is_proved(small_report):
    digest = read(annotated(small_report, Lang.EN))
    first, second, third = small_report.plans
    whole = replace(second, completeness=Completeness.FULL)
    told = with_statuses(small_report.comparisons[0], first, whole)
    report = Report(plans=(first, whole, third), comparisons=(told, *small_report.comparisons[1:]))
    found = read(annotated(report, Lang.EN))

    assert "warning" not in {a.name for a in digest if "dropped" in a.properties.get("title", "")}
    assert {a.name for a in found} == {"warning", "notice"}
    for annotation in found:
        if annotation.name == "warning":
            assert "city-2020 → city-2024" in annotation.properties["title"]
            assert not annotation.message.startswith("not taken up")
    dropped = [a for a in found if a.properties.get("title", "").startswith("dropped")]
    assert {a.message.split(" ")[0] for a in dropped if a.name == "notice"} == {"not"}
    first = found[0]
    assert first.properties["file"] == "plans/city-2020.txt"
    assert first.properties["line"] == "14"
    assert first.message == "dropped 4 打赢疫情防控狙击战"


@pytest.mark.parametrize("lang", Lang)
def test_a_hostile_plan_adds_no_command_and_no_line(hostile_report, lang):
    output = annotated(hostile_report, lang)
    found = read(output)

    assert found
    assert {a.name for a in found} <= {"warning", "notice"}
    assert all(set(a.properties) <= {"file", "line", "title"} for a in found)
    assert not unseen(output.replace("\n", ""))
    assert "##[" not in output
    assert not any("\n" in a.message for a in found)


@pytest.mark.parametrize("name", ["a,b:c.txt", "a%0Ab.txt", "a\nb::error::x.txt", "a::b.txt"])
def test_any_file_name_comes_back_as_it_is(small_report, name):
    plan = small_report.plans[0]
    plans = (replace(plan, source=replace(plan.source, path=name)), *small_report.plans[1:])

    found = read(annotated(replace(small_report, plans=plans), Lang.ZH))

    assert name in {a.properties.get("file") for a in found}


def test_a_plan_from_stdin_has_no_file(small_report):
    plans = tuple(replace(p, source=replace(p.source, path="-")) for p in small_report.plans)
    found = read(annotated(replace(small_report, plans=plans), Lang.ZH))

    assert found
    assert not any("file" in a.properties for a in found)


def _many(report: Report, count: int, relation: Relation) -> Report:
    """Return a report of one pair whose previous plan has many dropped tasks."""
    first = report.plans[0]
    tasks = tuple(replace(first.tasks[4], id=f"x{n}", line_start=n) for n in range(1, count + 1))
    comparison = report.comparisons[0]
    pair = replace(
        comparison,
        relation=relation,
        themes=(),
        groups=(
            *(Group((task.id,), (), Status.DROPPED, "1:0") for task in tasks),
            *(Group((), (task.id,), Status.CONTINUED, "0:1") for task in report.plans[1].tasks),
        ),
        links=(),
        unlinked=(),
        uncertain=(),
    )
    long, second = replace(first, tasks=tasks), report.plans[1]
    whole = replace(second, completeness=Completeness.FULL)
    plans = (long, whole, *report.plans[2:])
    return Report(plans=plans, comparisons=(with_statuses(pair, long, whole),))


def test_ten_of_a_level_are_shown_and_the_rest_is_counted(small_report):
    report = _many(small_report, 25, Relation.LONGITUDINAL)
    found = read(annotated(report, Lang.EN))

    warnings = [a for a in found if a.name == "warning"]
    assert len(warnings) == SHOWN
    assert {a.properties["title"].split(" ")[0] for a in warnings} == {"dropped", "target-lowered"}
    assert found[-1].message == "not shown one by one: 16 dropped"
    assert len(found) == SHOWN + 1


def test_the_count_of_the_rest_is_within_the_ten_notices(small_report):
    found = read(annotated(_many(small_report, 25, Relation.VERTICAL), Lang.EN))

    assert [a.name for a in found] == ["notice"] * SHOWN
    assert found[-1].message.startswith("not shown one by one: ")


def test_exactly_ten_leave_nothing_uncounted(small_report):
    found = read(annotated(_many(small_report, 9, Relation.LONGITUDINAL), Lang.EN))

    assert len(found) == SHOWN
    assert not any("not shown" in a.message for a in found)


def test_all_that_is_not_shown_is_counted(hostile_report, small_report):
    for report in (hostile_report, small_report):
        hits = find_hits(report, EVERY_GATE)
        found = read(annotations(hits, Lang.EN))
        rest = [a.message for a in found if not a.properties]
        counted = sum(int(n) for n in re.findall(r"\d+(?= )", " ".join(rest)))
        assert len(found) - len(rest) + counted == len(hits)


def test_every_kind_has_its_place_in_the_order():
    assert sorted(ORDER) == sorted(GateKind)


def test_lines_are_as_accepted(small_report, matches_golden):
    for lang in Lang:
        lines = [hit_line(hit, lang) for hit in find_hits(small_report, EVERY_GATE)]
        matches_golden(f"writers/hits-{lang.value}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("lang", Lang)
def test_a_hostile_plan_stays_on_its_line(hostile_report, lang):
    hits = find_hits(hostile_report, EVERY_GATE)

    assert {hit.gate.kind for hit in hits} >= {GateKind.DROPPED, GateKind.TARGET_GONE}
    for hit in hits:
        line = hit_line(hit, lang)
        assert not unseen(line)
        assert "##" not in line
        assert not line.lstrip().startswith("::")


def test_a_title_of_ten_thousand_characters_is_cut(hostile_report):
    hits = find_hits(hostile_report, [Gate(GateKind.DROPPED)])
    longest = max((hit.task.title for hit in hits), key=len)
    lines = [hit_line(hit, Lang.ZH) for hit in hits]

    assert len(longest) == 10_000
    assert not any("题" * LONGEST in line for line in lines)
    assert any("题" * (LONGEST // 2) in line and "…" in line for line in lines)
