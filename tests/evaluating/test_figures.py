"""Figures: the definitions, on cases small enough to count by hand, and on recorded ones."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydiff.evaluating import figures
from policydiff.evaluating.figures import (
    Outcome,
    average_precision,
    bootstrap,
    mean,
    measure,
    rates,
)
from policydiff.evaluating.gold import GoldLink, GoldPair, GoldPlan
from policydiff.model import Link, Strength
from policydiff.settings import EvaluatingSettings
from tests.factory import make_link

FULL, PARTIAL = Strength.FULL, Strength.PARTIAL
RECORDED = json.loads((Path(__file__).parent / "recorded_figures.json").read_text(encoding="utf-8"))
"""Links found at some time, with the figures that an independent program gave them."""


def link(previous: str, current: str, strength: Strength = FULL, score: float = 0.9) -> Link:
    return make_link(previous, current, strength=strength, score=score)


def gold(*links: GoldLink, disputed: tuple[tuple[str, str], ...] = ()) -> GoldPair:
    return GoldPair(GoldPlan("one"), GoldPlan("other"), links, frozenset(disputed))


TASKS = ("1", "2", "3"), ("1", "2")


def test_counting_by_hand():
    true = gold(GoldLink("1", "1", FULL), GoldLink("2", "1", PARTIAL), GoldLink("2", "2", FULL))
    found = [link("1", "1"), link("2", "1", FULL), link("3", "2", PARTIAL, 0.95)]

    figures = measure(found, true, TASKS)

    assert (figures.precision, figures.recall) == (0.666667, 0.666667)
    assert figures.full_recall == 1 / 2
    assert figures.full_f1 == 0.666667  # 2:1 is called full, which is no mistake
    assert figures.average_precision == pytest.approx((1 / 2 + 2 / 3) / 3, abs=1e-6)
    assert figures.status_accuracy == 4 / 5  # 3 was dropped
    assert (figures.predicted, figures.gold) == (3, 3)


def test_a_full_link_where_the_gold_has_none_is_a_mistake():
    true = gold(GoldLink("1", "1", FULL))

    assert measure([link("1", "1"), link("2", "2")], true, TASKS).full_f1 == 0.666667
    assert measure([link("1", "1"), link("2", "2", PARTIAL)], true, TASKS).full_f1 == 1.0


def test_disputed_pairs_do_not_count():
    true = gold(GoldLink("1", "1", FULL), disputed=(("2", "2"),))

    with_it = measure([link("1", "1"), link("2", "2")], true, TASKS)

    assert with_it == measure([link("1", "1")], true, TASKS)
    assert with_it.f1 == with_it.status_macro_f1 == 1.0


def test_nothing_found_and_nothing_true():
    nothing = measure([], gold(GoldLink("1", "1", FULL)), TASKS)

    assert (nothing.precision, nothing.recall, nothing.f1, nothing.average_precision) == (0,) * 4
    assert measure([], gold(), TASKS).status_macro_f1 == 1.0  # all is new or dropped: right


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_figures_agree_with_an_independent_program(case):
    links = tuple(GoldLink(*pair, Strength(strength)) for *pair, strength in case["gold"])
    true = gold(*links, disputed=tuple(map(tuple, case["disputed"])))
    found = [link(*pair, Strength(strength), score) for *pair, strength, score in case["found"]]

    figures = measure(found, true, (case["previous"], case["current"]))

    for name, value in case["figures"].items():
        assert getattr(figures, name) == pytest.approx(value, abs=1e-6), name


PAIRS = st.sets(st.tuples(st.sampled_from("123"), st.sampled_from("12")))


@given(PAIRS, PAIRS)
def test_precision_and_recall_change_places_with_the_sides(one, other):
    def judge(found, true):
        links = tuple(GoldLink(*pair, FULL) for pair in sorted(true))
        return measure([link(*pair) for pair in sorted(found)], gold(*links), TASKS)

    here, there = judge(one, other), judge(other, one)

    assert (here.precision, here.recall) == (there.recall, there.precision)
    assert here.f1 == pytest.approx(there.f1)
    assert here.status_accuracy == there.status_accuracy
    assert (here.f1 == 1.0) is (one == other != set())


def test_the_ranking_is_judged_by_score_alone():
    assert average_precision([True, True, False], 2) == 1.0
    assert average_precision([False, True, True], 2) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert average_precision([True], 2) == 0.5
    assert average_precision([], 0) == 0.0


def test_rates_of_nothing_are_zero():
    assert rates(0, 0, 0).f1 == 0.0


def test_the_mean_counts_every_pair_the_same():
    one = measure([link("1", "1")], gold(GoldLink("1", "1", FULL)), TASKS)
    other = measure([], gold(*(GoldLink(x, "1", FULL) for x in "123")), TASKS)

    assert mean([one, other]).f1 == 0.5
    assert mean([one, other]).gold == 4


def outcome(right: int, wrong: int) -> Outcome:
    """Return a pair of plans of 8 tasks each, with so many right and wrong links."""
    tasks = tuple(map(str, range(8)))
    true = frozenset((task, task) for task in tasks[:right])
    false = frozenset((task, tasks[(int(task) + 1) % 8]) for task in tasks[:wrong])
    return Outcome(plans=("a", "b"), tasks=(tasks, tasks), found=true | false, true=true)


def test_an_interval_holds_the_middle_of_what_was_drawn() -> None:
    drawn = [number / 1000 for number in range(1000)]
    interval = figures._interval(drawn, EvaluatingSettings(confidence=0.95))

    assert (interval.low, interval.high) == (0.025, 0.974)


def test_the_draws_begin_at_the_seed_and_are_the_same_in_every_run() -> None:
    few = EvaluatingSettings(resamples=20)
    one, again = bootstrap([outcome(6, 3)], few), bootstrap([outcome(6, 3)], few)
    other = bootstrap([outcome(6, 3)], EvaluatingSettings(resamples=20, seed=few.seed + 1))

    assert one == again
    assert one != other
    assert one[0][0].low < one[0][0].high
