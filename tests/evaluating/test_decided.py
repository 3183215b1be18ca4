"""Decisions as gold: what was decided is judged, and nothing else."""

import json

import pytest

from policydiff.cli import run
from policydiff.evaluating.figures import measure
from policydiff.evaluating.gold import GoldLink, GoldPair, GoldPlan
from policydiff.model import Link, Strength
from policydiff.reviewing import Decision, Verdict, name_of, subject_of
from policydiff.reviewing.store import record

OLD = """某县2023年水务工作要点
1.加固小型水库大坝。完成十座小型水库的除险加固，安装雨情自动测报设施。
2.推进农村供水管网改造。更换老旧管网五十公里，建立水质检测站。
3.举办节水知识竞赛。组织中小学生参加节水知识竞赛。
"""
NEW = """某县2024年水务工作要点
1.推进农村供水管网改造。更换老旧管网六十公里，完善水质检测站。
2.加固小型水库大坝。继续完成小型水库的除险加固，管护雨情自动测报设施。
3.建设智慧水务平台。归集取水计量数据，上线移动巡查终端。
"""


@pytest.fixture
def decide(tmp_path):
    from policydiff.pipeline import load_plan

    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    plans = [load_plan(str(tmp_path / name)) for name in ("old.txt", "new.txt")]

    def decide(one: str, other: str, verdict: Verdict) -> None:
        said = Decision(
            name_of(plans[0]),
            subject_of(plans[0].task(one)) if one else None,
            name_of(plans[1]),
            subject_of(plans[1].task(other)) if other else None,
            verdict,
            "李",
            "2026-11-28",
        )
        record(str(tmp_path / "decisions.tsv"), [said])

    return decide


def evaluated(tmp_path, capsys):
    assert (
        run(["eval", str(tmp_path / "decisions.tsv"), "--plans", str(tmp_path), "-f", "json"]) == 0
    )
    return json.loads(capsys.readouterr().out)["evaluation"]["pairs"][0]["figures"]


def test_only_pairs_that_were_decided_on_count(decide, tmp_path, capsys):
    decide("1", "2", Verdict.FULL)
    assert evaluated(tmp_path, capsys)["predicted"] == 1
    decide("2", "1", Verdict.NONE)

    figures = evaluated(tmp_path, capsys)

    assert (figures["gold"], figures["predicted"]) == (1, 2)
    assert (figures["precision"], figures["recall"]) == (0.5, 1.0)


def test_a_task_without_counterpart_counts_with_all_its_pairs(decide, tmp_path, capsys):
    decide("2", "", Verdict.NONE)

    figures = evaluated(tmp_path, capsys)

    assert (figures["gold"], figures["predicted"]) == (0, 1)


def test_a_file_without_decisions_on_links_is_no_gold(tmp_path, capsys):
    (tmp_path / "decisions.tsv").write_text("", encoding="utf-8")

    assert run(["eval", str(tmp_path / "decisions.tsv")]) == 2
    assert "holds no decisions on links" in capsys.readouterr().err


def test_the_status_of_a_task_is_judged_only_where_one_of_its_pairs_is():
    gold = GoldPair(
        GoldPlan("a"),
        GoldPlan("b"),
        (GoldLink("1", "1", Strength.FULL),),
        frozenset({("1", "2"), ("2", "1"), ("2", "2")}),
    )
    link = Link("1:1", "1", "1", Strength.FULL, 0.9, (), ())

    with_one = measure([link], gold, (["1", "2"], ["1", "2"]))
    without = measure([], gold, (["1", "2"], ["1", "2"]))

    assert (with_one.status_accuracy, without.status_accuracy) == (1.0, 0.0)
