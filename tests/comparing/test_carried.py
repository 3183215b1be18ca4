"""Carried measures and directive verbs."""

import pytest

from policydiff.comparing.statuses import carried_on, carried_pairs
from policydiff.comparing.wording import load_verbs, stage_step, strength_step
from policydiff.model import Carried, Evidence, Step
from tests.factory import make_link, make_task

OLD = make_task("1", "探索建立检测中心", "发放健康读本", "加强控烟执法")
NEW = make_task("2", "全面推进检测中心建设", "推进检测网络", "建设健康镇")


def carried(*pairs: tuple[str, str, float]) -> Carried:
    found = [Evidence(one, other, (), score) for one, other, score in pairs]
    return carried_on("1:2", (OLD, NEW), found)


def test_what_is_carried_fell_out_and_is_new() -> None:
    found = carried(("1-1", "2-1", 0.9))
    assert [(m.previous, m.current) for m in found.measures] == [("1-1", "2-1")]
    assert (found.fallen_out, found.added) == (("1-2", "1-3"), ("2-2", "2-3"))
    assert found.previous_share == pytest.approx(8 / 20)


def test_a_measure_is_shown_against_its_best_counterpart_only() -> None:
    found = carried(("1-1", "2-2", 0.5), ("1-1", "2-1", 0.9))
    assert [(m.previous, m.current) for m in found.measures] == [("1-1", "2-1")]
    assert found.added == ("2-3",)


def test_a_title_carries_a_measure_on_and_is_none() -> None:
    found = carried(("", "2-1", 0.9), ("1-1", "", 0.9))
    assert found.measures == ()
    assert (found.fallen_out, found.added) == (("1-2", "1-3"), ("2-2", "2-3"))


def test_a_link_carries_on_all_that_is_likely_the_same_and_its_evidence() -> None:
    lone, other = make_link("1", "2", Evidence("1-1", "2-1", (), 0.3)), make_link("1", "3")
    measures = [
        *(Evidence("1-2", name, (), 0.9) for name in ("2-1", "2-2")),
        Evidence("1-0", "2-2", (), 0.5),
        Evidence("1-3", "2-2", (), 0.4),
        Evidence("1-3", "4-1", (), 0.9),
    ]
    found = carried_pairs([lone, other], measures, least=0.5)
    assert [(x.previous, x.current) for x in found["1:2"]] == [
        ("1-1", "2-1"),
        ("1-2", "2-1"),
        ("1-2", "2-2"),
        ("", "2-2"),
    ]
    assert found["1:3"] == ()


@pytest.mark.parametrize(
    ("before", "after", "words", "step"),
    [
        ("探索建立中心", "全面推进中心建设", ("探索", "全面"), Step.UP),
        ("加快推进中心建设", "探索推进中心建设", ("加快", "探索"), Step.DOWN),
        ("推进中心建设", "推动中心建设", ("推进", "推动"), Step.SAME),
    ],
)
def test_the_step_of_strength(before: str, after: str, words: tuple[str, str], step: Step) -> None:
    found = strength_step(before, after)
    assert found is not None
    assert ((found.previous, found.current), found.step) == (words, step)


@pytest.mark.parametrize("text", ["中心的建设情况", "国家名录", "试点医院名单", "完成率达标"])
def test_a_noun_is_no_directive(text: str) -> None:
    assert strength_step(text, "推进中心建设") is None


def test_the_stages_of_life() -> None:
    stages = [level.name for level in load_verbs().stage.levels]
    assert stages == ["谋划", "启动", "推进", "完成", "评估"]
    found = stage_step("启动编制第五轮计划", "完成第六轮计划终期评估")
    assert found is not None
    assert (found.previous, found.current, found.step) == ("启动", "评估", Step.UP)
