"""Laws of decisions: the order of lines is nothing, twice is once, and others' scores stay."""

import sys
import time
from collections import Counter
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench import reviewing as bench
from policydiff.model import Comparison, Plan, Side
from policydiff.parsing import parse_plan
from policydiff.pipeline import load_plan, read_source
from policydiff.pipeline.compare import compare
from policydiff.reviewing import Decision, Verdict, name_of, subject_of
from policydiff.reviewing.decisions_file import DecisionsFile, format_decisions, parse_decisions
from policydiff.reviewing.ruling import rule
from policydiff.reviewing.store import merge
from policydiff.settings import ReviewingSettings
from tests.gold_links import GOLD_PAIRS
from tests.reviewing.conftest import NEW, OLD

PLANS: tuple[Plan, Plan] = tuple(  # type: ignore[assignment]  # two of them
    parse_plan(read_source(name, data=text.encode()))
    for name, text in (("old.txt", OLD), ("new.txt", NEW))
)
PLAIN = compare(PLANS).comparisons[0]
IDS = ["", "1", "2", "3", "4"]


@st.composite
def decided(draw: st.DrawFn) -> Decision:
    one, other = draw(st.sampled_from(IDS)), draw(st.sampled_from(IDS))
    if not one and not other:
        one = "1"
    pair = bool(one and other)
    verdict = draw(st.sampled_from(list(Verdict)[:3] if pair else [Verdict.NONE, Verdict.THEME]))
    is_theme = verdict is Verdict.THEME
    names = [
        name_of(plan) if task or not is_theme else None
        for plan, task in zip(PLANS, (one, other), strict=True)
    ]
    sides = [
        subject_of(plan.task(task)) if task else None
        for plan, task in zip(PLANS, (one, other), strict=True)
    ]
    return Decision(
        names[0],
        sides[0],
        names[1],
        sides[1],
        verdict,
        draw(st.sampled_from(["李", "王", "model:x"])),
        draw(st.sampled_from(["", "2026-01-02", "2026-03-04"])),
        theme=draw(st.sampled_from(["health", "education"])) if is_theme else "",
    )


def said(one: str, other: str, verdict: Verdict) -> Decision:
    sides = [
        subject_of(plan.task(task)) if task else None
        for plan, task in zip(PLANS, (one, other), strict=True)
    ]
    names = [name_of(plan) for plan in PLANS]
    return Decision(names[0], sides[0], names[1], sides[1], verdict, "李", "2026-11-28")


DECISIONS = st.lists(decided(), max_size=8)


def compared(decisions: list[Decision]) -> Comparison:
    return compare(PLANS, codebook="general", decisions=decisions).comparisons[0]


def without_lines(comparison: Comparison) -> Comparison:
    """Leave out where decisions stand in the file: the only thing that their order decides."""
    waiting = sorted(
        (replace(item, line=0) for item in comparison.pending), key=lambda item: repr(item)
    )
    return replace(comparison, pending=tuple(waiting))


@settings(max_examples=60, deadline=None)
@given(decisions=DECISIONS, seed=st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(decisions, seed):
    others = list(decisions)
    seed.shuffle(others)

    assert without_lines(compared(others)) == without_lines(compared(decisions))
    assert format_decisions(DecisionsFile(tuple(others))) == format_decisions(
        DecisionsFile(tuple(decisions))
    )


@settings(max_examples=60, deadline=None)
@given(decisions=DECISIONS)
def test_what_is_said_twice_is_said_once(decisions):
    assert without_lines(compared([*decisions, *decisions])).links == compared(decisions).links
    once = merge(DecisionsFile(()), decisions)
    assert format_decisions(merge(once, decisions)) == format_decisions(once)
    text = format_decisions(once)
    assert format_decisions(parse_decisions(text, "d.tsv")) == text


@settings(max_examples=60, deadline=None)
@given(decisions=DECISIONS)
def test_no_decision_changes_what_the_program_says_of_another_pair(decisions):
    found = compared(decisions)

    machine = {(x.previous, x.current): x for x in (*PLAIN.links, *PLAIN.uncertain)}
    for link in (*found.links, *found.uncertain):
        pair = (link.previous, link.current)
        if link.decided is None:
            assert link == machine[pair]
        elif pair in machine:
            assert (link.score, link.evidence) == (machine[pair].score, machine[pair].evidence)
    assert found.measures == PLAIN.measures
    said = {(x.previous, x.current) for x in found.decisions}
    lone = {x for x in said if not all(x)}
    for pair, link in machine.items():
        if pair not in said and not lone & {(pair[0], ""), ("", pair[1])}:
            assert link in (*found.links, *found.uncertain)


@settings(max_examples=60, deadline=None)
@given(decisions=DECISIONS)
def test_every_decision_is_applied_or_told(decisions):
    found = compared(decisions)

    told = {(x.previous, x.current) for x in found.decisions}
    told |= {
        (x.task, "") if x.side is Side.PREVIOUS else ("", x.task) for x in found.decided_themes
    }
    told |= {(x.previous.split(" ")[0], x.current.split(" ")[0]) for x in found.pending}
    for said in decisions:
        pair = tuple(side.task if side else "" for side in (said.previous, said.current))
        last = max(other.on for other in decisions if other.by == said.by)
        assert said.is_machine or said.on < last or pair in told  # else taken back, or overruled


@pytest.mark.parametrize(("old", "new"), [("1", ""), ("", "2")])
def test_a_task_of_either_plan_that_is_said_to_stand_alone_loses_its_links(old, new):
    assert ("1", "2") in {(link.previous, link.current) for link in PLAIN.links}

    found = compared([said(old, new, Verdict.NONE)])

    assert not [x for x in found.links if old in (x.previous, "") and new in (x.current, "")]


def test_a_link_of_a_task_that_is_said_to_stand_alone_is_a_contradiction():
    link, lone = said("1", "2", Verdict.FULL), said("1", "", Verdict.NONE)

    found = compared([link, lone._replace(by="王")])
    assert found.decisions == ()
    assert [(x.reason, x.by) for x in found.pending] == [("conflict", "李"), ("conflict", "王")]

    assert compared([link, lone._replace(by="model:x")]).decisions[0].decision == "full"
    later = compared([link, lone._replace(on="2026-12-01")])
    assert [(x.current, x.decision) for x in later.decisions] == [("", "none")]
    assert later.pending == ()


@pytest.fixture(scope="module")
def seeds():
    return {name: load_plan(f"seeds/{name}.txt") for pair in GOLD_PAIRS for name in pair}


@pytest.fixture(scope="module")
def made(seeds):
    return {pair: tuple(bench.decisions_on(seeds[pair[0]], seeds[pair[1]])) for pair in GOLD_PAIRS}


@pytest.mark.parametrize(
    "change",
    [bench.other_script, bench.mirrored, bench.renumbered, bench.reflowed, bench.edited],
    ids=lambda change: change.__name__,
)
def test_all_that_people_would_decide_applies_again_and_nothing_elsewhere(seeds, made, change):
    told = bench.again(seeds, made, change)

    assert told.all > 150
    assert told.right >= 0.99 * told.all
    assert told.wrong == 0


def test_a_thousand_decisions_are_found_by_what_they_fingerprint(seeds, made):
    one, other = (seeds[name] for name in GOLD_PAIRS[0])
    said = made[GOLD_PAIRS[0]]
    decisions = [said[n % len(said)]._replace(by=f"coder {n}") for n in range(1_000)]
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            calls[frame.f_code.co_name] += 1

    start = time.process_time()
    rule(decisions, one, other, ReviewingSettings())
    spent = time.process_time() - start
    sys.setprofile(count)
    try:
        rule(decisions, one, other, ReviewingSettings())
    finally:
        sys.setprofile(None)

    assert calls["fingerprint"] == len(one.tasks) + len(other.tasks)
    assert calls["nearest"] == 0
    assert spent <= 0.2
