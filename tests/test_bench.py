"""The scripts that judge changes: what they count, and what they fit."""

import json
import math
import runpy
from pathlib import Path

import pytest

from bench import fitting, gains_and_losses, left_out, many, plan_pairs, regression
from policydiff.evaluating.gold import GoldLink, GoldPair, GoldPlan
from policydiff.model import Strength
from policydiff.pipeline import load_plan
from policydiff.settings import MatchingSettings

ROOT = Path(__file__).parents[1]
FULL, PARTIAL = "full", "partial"
PAIR = "newtown-2024->yangpu-2025"


@pytest.fixture
def gold(tmp_path):
    """Write a gold file of one pair, in the ids of the plans."""
    links = json.loads((ROOT / "tests/gold/links.json").read_text(encoding="utf-8"))
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({PAIR: links[PAIR]}), encoding="utf-8")
    return str(path)


def test_changes_are_gains_or_losses_by_the_gold():
    true = (GoldLink("1", "1", Strength.FULL), GoldLink("2", "2", Strength.PARTIAL))
    pair = GoldPair(GoldPlan("a"), GoldPlan("b"), true, frozenset({("9", "9")}))
    link = gains_and_losses.link
    before = [link("1", "1", PARTIAL, 0.6), link("3", "3", FULL, 0.7), link("9", "9", FULL, 0.9)]
    after = [link("1", "1", FULL, 0.6), link("2", "2", FULL, 0.8), link("4", "4", FULL, 0.5)]

    def kinds(old, new):
        found = gains_and_losses.changes(pair, old, new)
        return [(change.kind, change.previous) for change in found]

    assert kinds(before, after) == [
        ("won", "2"),
        ("false link gone", "3"),
        ("strength now right", "1"),
        ("false link new", "4"),
    ]
    assert kinds(after, before) == [
        ("false link gone", "4"),
        ("lost", "2"),
        ("false link new", "3"),
        ("strength now wrong", "1"),
    ]
    assert kinds(after, after) == []


def test_the_working_tree_is_compared_with_a_saved_version(gold, tmp_path, capsys):
    saved = tmp_path / "saved.json"
    asked = ["--gold", gold, "--plans", str(ROOT / "seeds")]
    assert gains_and_losses.main([".", "--save", str(saved), *asked]) == 0
    links = json.loads(saved.read_text(encoding="utf-8"))
    true = json.loads(Path(gold).read_text(encoding="utf-8"))[PAIR]["links"]
    ends = {(link["old"], link["new"]) for link in true}
    lost = next(link for link in links[PAIR] if tuple(link[:2]) in ends)
    links[PAIR].remove(lost)
    without = tmp_path / "without.json"
    without.write_text(json.dumps(links), encoding="utf-8")

    assert gains_and_losses.main([str(saved), str(without), *asked]) == 0

    shown = capsys.readouterr().out
    assert f"{PAIR}: 1 lost" in shown
    assert f"{lost[0]} " in shown.splitlines()[1]
    assert shown.splitlines()[-1].startswith("mean")


def test_one_version_alone_is_not_enough():
    with pytest.raises(SystemExit):
        gains_and_losses.main(["."])


def test_the_regression_finds_where_the_gradient_is_zero():
    rows = [[-1.0], [1.0], [-1.0], [1.0]]
    labels, counts = [False, True, True, True], [1.0, 2.0, 1.0, 1.0]

    weights = regression.regress(rows, labels, counts, ["x"])

    errors = [
        count * (1 / (1 + math.exp(-weights["prior"] - weights["x"] * row[0])) - label)
        for row, label, count in zip(rows, labels, counts, strict=True)
    ]
    assert sum(errors) == pytest.approx(0.0, abs=1e-9)
    pull = sum(error * row[0] for error, row in zip(errors, rows, strict=True))
    assert pull == pytest.approx(-weights["x"], abs=1e-9)


def test_the_penalty_does_not_depend_on_the_unit_of_a_signal():
    rows, labels = [[0.0], [1.0], [2.0], [3.0]], [False, True, False, True]

    metres = regression.regress(rows, labels, [1.0] * 4, ["x"])
    feet = regression.regress([[3 * x] for [x] in rows], labels, [1.0] * 4, ["x"])

    assert feet["x"] * 3 == pytest.approx(metres["x"])
    assert feet["prior"] == pytest.approx(metres["prior"])


def test_the_shift_makes_the_expected_number_the_true_one():
    groups = [([0.0, 0.0, -2.0], 1.0), ([1.0, -1.0], 1.0)]

    rise = regression.shift(groups)

    expected = [sum(1 / (1 + math.exp(-x - rise)) for x in odds) / n for odds, n in groups]
    assert sum(expected) == pytest.approx(2.0, abs=1e-5)


def test_average_precision_counts_what_was_not_ranked():
    assert regression.average_precision([0.9, 0.5, 0.1], [True, False, True], 2) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert regression.average_precision([0.9], [True], 2) == pytest.approx(0.5)


@pytest.fixture(scope="module")
def pair():
    """Read a pair of plans with its gold."""
    gold = [str(ROOT / "tests/gold" / name) for name in ("measures.json", "links.json")]
    measures, links = plan_pairs.read_gold(gold)
    find = plan_pairs.find_plan([str(ROOT / "seeds")])
    return plan_pairs.read_pair(PAIR, measures[PAIR], links[PAIR], find)


def test_the_gold_is_found_among_the_measures(pair):
    assert plan_pairs.links_of(pair) == 22
    assert sum(pair.same.values()) + pair.lost == 43
    assert pair.near == 48
    assert pair.graded


def test_a_pair_is_fitted_to_its_own_measures_and_links(pair):
    models = fitting.fit_measures([pair])
    seen = fitting.see(pair, models)
    link, full = fitting.fit_links([pair], [seen]), fitting.fit_full([pair], [seen])
    shipped = MatchingSettings()

    own = left_out.judge_links(pair, seen, link, full)

    assert models.second.keys() == shipped.measure_model.second.keys()
    assert (link.keys(), full.keys()) == (shipped.model.link.keys(), shipped.model.full.keys())
    assert own.f1 > 0.8
    assert own.expected == pytest.approx(1.0, abs=1e-3)


def test_same_measures_make_a_link_where_the_links_are_not_known(pair):
    measures, _ = plan_pairs.read_gold([str(ROOT / "tests/gold/measures.json")])
    find = plan_pairs.find_plan([str(ROOT / "seeds")])

    blind = plan_pairs.read_pair(PAIR, measures[PAIR], None, find)

    linked = {tasks for tasks, strength in blind.links.items() if strength}
    assert not blind.graded
    assert len(linked & {t for t, strength in pair.links.items() if strength}) >= 0.9 * len(linked)


def test_made_up_plans_are_the_same_each_time_and_of_ordinary_length(tmp_path):
    for name in ("one", "other"):
        many.write_plans(tmp_path / name, 10)
    files = sorted((tmp_path / "one").rglob("*.txt"))

    assert len(files) == many.YEARS
    for path in files:
        assert (
            path.read_bytes()
            == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()
        )
    first, last = (load_plan(str(path)) for path in (files[0], files[-1]))
    assert (first.issuer, first.year) == ("东山市卫生健康委员会", many.FIRST_YEAR)
    assert 30 <= len(first.tasks) <= 35
    assert last.year == many.FIRST_YEAR + many.YEARS - 1


def test_growth_is_the_power_of_the_size():
    rows = [(10, many.Spent(1.0, 1.0, 50.0)), (100, many.Spent(100.0, 9.0, 50.0))]
    assert many.growth(rows[:1], "cpu") == ""
    assert many.growth(rows, "cpu") == "n^2.00"
    assert many.growth(rows, "peak") == "n^0.00"


def test_the_start_up_bench_holds_its_bounds():
    bench = runpy.run_path(str(ROOT / "bench" / "startup.py"))

    found = bench["ratios"](3)

    assert set(found) == set(bench["CASES"])
    assert found["--version"] <= bench["BOUNDS"]["--version"]
    assert 0 < bench["matching_seconds"](1) < 10 * bench["MATCHING_BOUND"] / 1000
