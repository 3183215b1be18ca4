"""Evaluating: the parts together, on small invented plans and on the project's gold."""

import pytest
from msgspec.structs import replace

from policydiff.errors import GoldError, UsageError
from policydiff.evaluating import NamedPlan, evaluate, load_gold, load_plans
from policydiff.evaluating.figures import Outcome, bootstrap, measure_baselines
from policydiff.evaluating.gold import (
    CodedPlan,
    Gold,
    GoldLink,
    GoldPair,
    GoldPlan,
    GoldTarget,
    GoldTask,
    GoldThemes,
    QuantifiedPlan,
)
from policydiff.evaluating.plans import fit
from policydiff.model import Strength
from policydiff.settings import EvaluatingSettings, MatchingSettings
from tests.evaluating.plans import LATER, TEXTS, make_plan

FULL, PARTIAL = Strength.FULL, Strength.PARTIAL
PLANS = (
    NamedPlan("one", make_plan("one", TEXTS)),
    NamedPlan("two", make_plan("two", LATER)),
)
FEW = EvaluatingSettings(resamples=50)


def gold(*links: GoldLink, tasks: tuple[GoldTask, ...] = (), **more) -> Gold:
    pair = GoldPair(GoldPlan("one", tasks), GoldPlan("two"), links)
    return Gold("gold.json", (pair,), **more)


TRUE = (GoldLink("1", "2", FULL), GoldLink("2", "1", FULL))


def test_all_right():
    result = evaluate(gold(*TRUE), PLANS, evaluating=FEW)

    assert result.pairs[0].figures.f1 == result.mean.figures.f1 == 1.0
    assert result.pairs[0].false_links == result.pairs[0].missed_links == ()
    assert (result.themes, result.targets) == (None, None)


def test_disagreements_come_with_score_and_words():
    pair = evaluate(gold(TRUE[0], GoldLink("3", "3", PARTIAL)), PLANS, evaluating=FEW).pairs[0]

    [false], [missed] = pair.false_links, pair.missed_links
    assert (false.previous, false.current_title, false.strength) == ("2", "加快城镇更新", FULL)
    assert false.score > 0.5
    assert any("老旧小区改造" in word for word in false.shared)
    assert (missed.previous, missed.current, missed.strength) == ("3", "3", PARTIAL)
    assert missed.score < 0.5
    assert missed.shared == ()


def test_no_more_disagreements_are_shown_than_asked_for():
    wrong = gold(*(GoldLink("3", current, PARTIAL) for current in "123"))

    pair = evaluate(wrong, PLANS, evaluating=replace(FEW, max_worst=1)).pairs[0]

    assert len(pair.false_links) == len(pair.missed_links) == 1
    assert pair.figures.f1 == 0.0


def test_ids_of_the_gold_are_given_in_order():
    listed = tuple(map(GoldTask, "xyz"))
    links = GoldLink("x", "2", FULL), GoldLink("y", "1", FULL)

    assert evaluate(gold(*links, tasks=listed), PLANS, evaluating=FEW).mean.figures.f1 == 1.0


def test_another_number_of_tasks_is_an_error():
    with pytest.raises(GoldError, match="the gold lists 2 tasks, but 3 were read from"):
        evaluate(gold(*TRUE, tasks=(GoldTask("1"), GoldTask("2"))), PLANS)


def test_an_unknown_id_is_an_error_with_the_command_that_lists_them():
    with pytest.raises(GoldError, match="names a task 9, but") as caught:
        evaluate(gold(GoldLink("9", "1", FULL)), PLANS)

    assert "policydiff outline one.txt" in caught.value.hint


def test_tasks_are_found_by_line_and_others_left_out():
    listed = GoldTask("blood", 10), GoldTask("none", 11), GoldTask("homes", 20)
    links = GoldLink("blood", "2", FULL), GoldLink("homes", "1", FULL), GoldLink("none", "1", FULL)

    fitted = fit(PLANS[0].plan, GoldPlan("one", listed))
    pair = evaluate(gold(*links, tasks=listed), PLANS, evaluating=FEW).pairs[0]

    assert fitted.ids == ("blood", "homes")
    assert pair.unread == ("one none",)
    assert (pair.figures.f1, pair.figures.gold) == (1.0, 2)
    with pytest.raises(GoldError, match="begins at a line that the gold names"):
        fit(PLANS[0].plan, GoldPlan("one", (GoldTask("1", 99),)))


def test_themes_and_targets_are_judged_where_the_gold_has_them():
    themes = GoldThemes("1", frozenset({"blood"}), frozenset({"blood", "tcm"}))
    result = evaluate(
        Gold(
            "gold.json",
            (),
            (CodedPlan(GoldPlan("one"), (themes,)),),
            (QuantifiedPlan(GoldPlan("one"), (GoldTarget("2", "200", "个"),)),),
        ),
        PLANS,
        codebook="health",
    )

    assert (result.pairs, result.mean) == ((), None)
    assert (result.themes.tasks, result.themes.primary_right) == (1, 1)
    assert result.themes.all_themes.recall == 0.5
    assert (result.targets.targets, result.targets.missed) == (1, 1)  # no target was extracted


def test_a_code_that_the_codebook_does_not_have_is_an_error():
    unknown = GoldThemes("1", frozenset({"T15"}), frozenset({"T15"}))

    with pytest.raises(GoldError, match="codebook health has no theme T15"):
        evaluate(
            Gold("gold.json", (), (CodedPlan(GoldPlan("one"), (unknown,)),)),
            PLANS,
            codebook="health",
        )


def test_the_curve_trades_recall_for_precision():
    true = load_gold("tests/gold/links.json")
    pair = replace(true, pairs=true.pairs[1:2])  # one that has links between all thresholds
    asked = replace(FEW, thresholds=(0.1, MatchingSettings().min_link, 0.9, 1.01))

    result = evaluate(pair, load_plans(pair, "seeds"), evaluating=asked).pairs[0]

    low, middle, high, none = result.curve
    assert low.recall > middle.recall > high.recall > none.recall == 0.0
    assert low.precision < middle.precision < high.precision
    assert middle.f1 == result.figures.f1


def test_a_baseline_takes_the_threshold_that_suits_it_best():
    ratio, bigrams = measure_baselines(PLANS[0].plan, PLANS[1].plan, gold(*TRUE).pairs[0])

    assert (ratio.name, bigrams.name) == ("rapidfuzz-ratio", "tfidf-bigrams")
    assert bigrams.f1 == bigrams.average_precision == 1.0
    assert 0.0 < bigrams.threshold < 1.0


def test_a_baseline_cannot_part_equal_scores():
    twins = make_plan("twins", {"1": ("同", "同样的话。"), "2": ("同", "同样的话。")})
    other = make_plan("other", {"1": ("同", "同样的话。")})
    pair = GoldPair(GoldPlan("twins"), GoldPlan("other"), (GoldLink("1", "1", FULL),))

    for baseline in measure_baselines(twins, other, pair):
        assert (baseline.precision, baseline.recall) == (0.5, 1.0)


def outcome(name: str = "one") -> Outcome:
    """Find 80 of 120 links, and 20 that are none, spread over 20 × 20 tasks: F1 is 8/11."""
    previous, current = (tuple(f"{side}{n}" for n in range(20)) for side in "pc")
    pairs = [(one, current[(n + k) % 20]) for k in range(7) for n, one in enumerate(previous)]
    found, true = frozenset(pairs[40:]), frozenset(pairs[:120])
    return Outcome((name, "two"), (previous, current), found, true)


def test_the_interval_is_the_same_in_every_run_and_holds_f1():
    [interval], of_mean = bootstrap([outcome()], FEW)

    assert bootstrap([outcome()], FEW) == ((interval,), of_mean)
    assert interval == of_mean
    assert 0.0 < interval.low < 8 / 11 < interval.high < 1.0


def test_the_interval_of_the_mean_is_narrower_unless_the_plans_are_the_same():
    settings = EvaluatingSettings(resamples=400)

    _, same = bootstrap([outcome(), outcome()], settings)
    _, others = bootstrap([outcome(), outcome("three")], settings)
    _, alone = bootstrap([outcome()], settings)

    assert same == alone
    assert others.high - others.low < alone.high - alone.low


def test_plans_are_found_in_a_folder_by_their_names(tmp_path):
    wanted = load_gold("tests/gold/links.json")

    named = load_plans(wanted, "seeds")

    assert [item.name for item in named] == list(wanted.plan_names)
    assert [item.plan.tasks for item in named] == [
        item.plan.tasks for item in load_plans(wanted, "seeds/plans.toml")
    ]
    with pytest.raises(GoldError, match=r"one file of that name is needed in .*, found: none"):
        load_plans(wanted, str(tmp_path))
    with pytest.raises(UsageError, match="no such id"):
        load_plans(gold(), "seeds/plans.toml")
