"""Decisions are found again in a re-scraped, renumbered or lightly edited plan, never elsewhere."""

import random
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from policydiff.model import Plan, Task
from policydiff.parsing import parse_plan
from policydiff.pipeline import load_plan, read_source
from policydiff.pipeline.compare import compare
from policydiff.reviewing import Decision, Verdict, name_of, subject_of
from policydiff.reviewing.ruling import find_plan, find_task, index_tasks, rule, settle
from policydiff.settings import ReviewingSettings
from tests.gold_links import GOLD_PAIRS, gold_decisions

SETTINGS = ReviewingSettings()


@pytest.fixture(scope="module", params=GOLD_PAIRS, ids="->".join)
def pair(request) -> tuple[Plan, Plan]:
    one, other = request.param
    return load_plan(f"seeds/{one}.txt"), load_plan(f"seeds/{other}.txt")


def changed(plan: Plan, change: Callable[[Task, random.Random], Task]) -> Plan:
    rng = random.Random(plan.id)
    return replace(plan, tasks=tuple(change(task, rng) for task in plan.tasks))


def renumbered(task: Task, rng: random.Random) -> Task:
    number = f"9{task.number}"
    return replace(task, id=f"9{task.id}", number=number)


def reflowed(task: Task, rng: random.Random) -> Task:
    return replace(
        task, text="\n".join(task.text[at : at + 40] for at in range(0, len(task.text), 40))
    )


def edited(task: Task, rng: random.Random) -> Task:
    """Exchange one letter in twenty."""
    letters = ["某" if char.isalpha() and rng.random() < 0.05 else char for char in task.text]
    return replace(task, text="".join(letters))


@pytest.mark.parametrize("change", [renumbered, reflowed, edited])
def test_every_decision_is_found_again(pair, change):
    decisions = gold_decisions(*pair)
    plans = [changed(plan, change) for plan in pair]

    ruled = rule(decisions, *plans, SETTINGS)

    places = [{task.title: task.id for task in plan.tasks} for plan in plans]
    expected = {
        (places[0][d.previous.title], places[1][d.current.title])
        for d in decisions
        if d.previous and d.current
    }
    assert {(r.previous, r.current) for r in ruled.links} == expected
    assert ruled.stale == ()


def test_a_scrape_in_the_other_script_is_the_same_plan(pair, tmp_path):
    from opencc import OpenCC

    traditional = OpenCC("s2t").convert
    plans = []
    for plan in pair:
        text = "\n".join(traditional(line.text) for line in read_source(plan.source.path).lines)
        plans.append(
            replace(parse_plan(read_source("-", data=text.encode())), id=plan.id, year=plan.year)
        )
    decisions = gold_decisions(*pair)

    ruled = rule(decisions, *plans, SETTINGS)

    assert len(ruled.links) == len(decisions)


def test_a_task_that_was_rewritten_is_stale_and_shows_what_it_could_be(pair):
    decisions = gold_decisions(*pair)
    gone = replace(
        pair[1],
        tasks=tuple(replace(t, text="另起炉灶。", title=f"新{t.id}") for t in pair[1].tasks),
    )

    ruled = rule(decisions, pair[0], gone, SETTINGS)

    assert ruled.links == ()
    assert len(ruled.stale) == len(decisions)


def test_of_two_like_tasks_none_is_taken(pair):
    plan = pair[0]
    task = max(plan.tasks, key=lambda task: len(task.text))
    subject = subject_of(task)
    twins = replace(
        plan,
        tasks=tuple(
            replace(task, id=name, text=task.text[:-3] + name * 3) for name in ("甲", "乙")
        ),
    )

    found = find_task(subject, index_tasks(twins), SETTINGS)

    assert found.task is None
    assert len(found.candidates) == 2


def test_a_plan_is_known_by_its_id_or_by_issuer_year_and_title(pair):
    plan = pair[0]
    name = name_of(plan)

    assert find_plan(name, [pair[1], plan]) is plan
    assert find_plan(name._replace(id="other-file"), [pair[1], plan]) is plan
    assert find_plan(name._replace(id="other-file", title="别的"), [pair[1], plan]) is None
    assert find_plan(name._replace(year=1999), [plan]) is None


def test_a_person_wins_over_a_program_and_contradictions_are_not_applied(pair):
    first = gold_decisions(*pair)[0]
    machine = first._replace(by="model:x", verdict=Verdict.NONE)
    other = first._replace(by="王", verdict=Verdict.NONE)

    assert settle([machine, first]) == first
    assert settle([first, other]) is None
    ruled = rule([first, other], *pair, SETTINGS)
    assert ruled.links == ()
    assert len(ruled.conflicts) == 1


def test_decisions_stand_in_the_comparison_and_change_no_other_score(pair):
    one = gold_decisions(*pair)[0]
    assert one.previous
    assert one.current
    plain = compare(pair).comparisons[0]

    ruled = compare(pair, decisions=[one, one]).comparisons[0]

    place = (one.previous.task, one.current.task)
    scores = {(x.previous, x.current): x.score for x in (*plain.links, *plain.uncertain)}
    for link in (*ruled.links, *ruled.uncertain):
        pair_of = (link.previous, link.current)
        if pair_of == place:
            assert link.decided == one.by
        else:
            assert link.decided is None
            assert link.score == scores[pair_of]
    assert [(d.previous, d.current) for d in ruled.decisions] == [place]
    decided = {(s.side, s.task) for s in ruled.tasks if s.decided}
    assert decided == {("previous", place[0]), ("current", place[1])}


def test_what_is_decided_to_have_no_counterpart_loses_its_links(pair):
    plain = compare(pair).comparisons[0]
    task = pair[0].task(plain.links[0].previous)
    lone = Decision(
        name_of(pair[0]), subject_of(task), name_of(pair[1]), None, Verdict.NONE, "李", ""
    )

    ruled = compare(pair, decisions=[lone]).comparisons[0]

    assert all(link.previous != task.id for link in (*ruled.links, *ruled.uncertain))
    status = next(s for s in ruled.tasks if (s.side, s.task) == ("previous", task.id))
    assert (status.status, status.decided) == ("dropped", "李")
    nearest = next(u for u in ruled.unlinked if (u.side, u.task) == ("previous", task.id)).nearest
    assert plain.links[0].current in [near.task for near in nearest]
