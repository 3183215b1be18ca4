"""The answer: what it says adds up to the tables, and says how sure a number is."""

import re

import pytest

from policydiff.model import (
    Candidate,
    Change,
    Comparator,
    Comparison,
    Evidence,
    Extent,
    Group,
    Relation,
    Side,
    Status,
    Strength,
    Target,
    TargetChange,
    TaskStatus,
    Unlinked,
)
from policydiff.pipeline import load_plan
from policydiff.pipeline.compare import compare
from policydiff.report import Lang
from policydiff.report.answer import answer
from policydiff.report.pair import Pair, pairs
from policydiff.report.values import demanded, moved_word
from tests.factory import make_link, make_plan, make_task

OLD = """某县2023年水务工作要点
1.加固小型水库大坝。完成10座小型水库除险加固，安装测报设施20套。
2.推进农村供水管网改造。更换老旧管网50公里，水质合格率达到90%以上。
3.开展河道清淤疏浚。清理河道30公里，农村供水人口达到5万人。
"""
NEW = """某县2024年水务工作要点
1.加固小型水库大坝。完成12座小型水库除险加固，安装测报设施20套。
2.推进农村供水管网改造。更换老旧管网40公里，水质合格率达到95%以上。
3.开展河道清淤疏浚。清理河道30处，新增取水口监测点8个。
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Pair:
    folder = tmp_path_factory.mktemp("plans")
    plans = []
    for name, text in (("old", OLD), ("new", NEW)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        plans.append(load_plan(str(folder / f"{name}.txt")))
    return pairs(compare(plans))[0]


def said(pair: Pair, lang: Lang) -> str:
    return "\n".join("".join(span.text for span in line) for line in answer(pair, lang).lines)


def test_the_numbers_of_targets_add_up(pair):
    targets = pair.comparison.targets
    assert {x.change for x in targets} == {*Change}

    for lang, start in ((Lang.ZH, "量化指标："), (Lang.EN, "Targets: ")):
        (told,) = [x for x in said(pair, lang).splitlines() if x.startswith(start)]
        outside = re.sub(r"[（(][^（）()]*[）)]", "", told)
        assert sum(map(int, re.findall(r"\d+", outside))) == len(targets)


def test_a_limit_that_falls_asks_for_more():
    old, new = (Target("时限", Comparator.LE, n, None, "天", "", f"{n:g}天", 3) for n in (5.0, 3.0))
    longitudinal = Relation.LONGITUDINAL

    tighter = TargetChange("时限", "天", old, new, Change.LOWERED)
    looser = TargetChange("时限", "天", new, old, Change.RAISED)
    assert [demanded(x) for x in (tighter, looser)] == [Change.RAISED, Change.LOWERED]
    assert moved_word(tighter, longitudinal, Lang.ZH) == "上限收紧"
    assert moved_word(looser, longitudinal, Lang.EN) == "loosened"


def test_a_floor_that_falls_asks_for_less():
    old, new = (Target("场次", Comparator.GE, n, None, "场", "", f"{n:g}场", 3) for n in (5.0, 3.0))
    lower = TargetChange("场次", "场", old, new, Change.LOWERED)
    assert demanded(lower) is Change.LOWERED
    assert moved_word(lower, Relation.LONGITUDINAL, Lang.ZH) == "降低"


def test_a_task_with_a_likely_counterpart_is_dropped_in_doubt():
    old = make_plan("old", make_task("1", title="甲"), make_task("2", title="乙"))
    new = make_plan("new", make_task("7", title="丙"))
    extent = Extent(0, 0)
    dropped = [TaskStatus(Side.PREVIOUS, n, Status.DROPPED, None, extent) for n in ("1", "2")]
    alone = [Group((n,), (), Status.DROPPED, "1:0") for n in ("1", "2")]
    compared = Comparison(
        "old",
        "new",
        Relation.LONGITUDINAL,
        tasks=(*dropped, TaskStatus(Side.CURRENT, "7", Status.NEW, None, extent)),
        groups=(*alone, Group((), ("7",), Status.NEW, "0:1")),
        unlinked=(
            Unlinked(Side.PREVIOUS, "1", (Candidate("7", 0.6),)),
            Unlinked(Side.PREVIOUS, "2", (Candidate("7", 0.3),)),
        ),
    )

    told = said(Pair(compared, old, new), Lang.ZH)
    assert "1 甲（存疑：或即对方的7，概率 0.60）；2 乙。" in told


@pytest.mark.parametrize(("proof", "named"), [(0.4, True), (0.6, False)])
def test_what_goes_on_by_thin_evidence_is_named(proof, named):
    old = make_plan("old", make_task("1", "检查在建工程", title="甲"))
    new = make_plan("new", make_task("7", "整治工程招标", title="丙"))
    shared = Evidence("1-1", "7-1", ("工程",), proof)
    link = make_link("1", "7", shared, strength=Strength.PARTIAL)
    extent = Extent(1, 1)
    compared = Comparison(
        "old",
        "new",
        Relation.LONGITUDINAL,
        tasks=(
            TaskStatus(Side.PREVIOUS, "1", Status.CONTINUED, None, extent),
            TaskStatus(Side.CURRENT, "7", Status.CONTINUED, None, extent),
        ),
        links=(link,),
        groups=(
            Group(("1",), (), Status.CONTINUED, "1:0"),
            Group((), ("7",), Status.CONTINUED, "0:1"),
        ),
    )

    told = said(Pair(compared, old, new), Lang.ZH)
    assert ("前期延续但依据薄弱、宜核对的任务1项：1 甲。" in told) is named
    assert ("本期延续但依据薄弱、宜核对的任务1项：7 丙。" in told) is named


def test_a_bound_is_no_plain_number(pair):
    assert "水质合格率 ≥90%→≥95%" in said(pair, Lang.ZH)
    assert "小型水库除险加固 10座→12座" in said(pair, Lang.ZH)
