"""Plans of one field: themes carry nothing there, and no link stands without what carries it."""

import pytest
from msgspec.structs import replace

from policydiff.matching import align, weigh
from policydiff.model import Plan, Strength, ThemeCoding, ThemeEvidence
from policydiff.pipeline import load_plan
from policydiff.settings import MatchingSettings

SETTINGS = MatchingSettings(field="education")
BEFORE = """晨光中学2022年工作计划
一、落实教学常规。做好集体备课，教案提前一周。每月检查作业批改。
二、培养青年教师。实行师徒结对，徒弟每周听课一节。举办教学基本功比赛。
三、抓好德育。每周一升旗，班主任轮流讲话。设立家长开放日。
四、保障校园安全。组织疏散演练。检修消防器材。
五、办好食堂。公示菜谱和采购价格。
六、统筹做好其他工作。整理档案。维修操场跑道。
"""
AFTER = """晨光中学2023年工作计划
一、提高课堂效率。坚持集体备课，推广导学案。减少重复作业。
二、建设教师队伍。继续师徒结对，师傅每周指导徒弟一次。组织骨干教师送教下乡。
三、密切家校联系。每学期办家长开放日，选举家长委员会。
四、开展体育锻炼。每天课间跑步。新修操场跑道。
五、完善图书馆。购置图书两千册。
六、统筹做好其他工作。整理档案。慰问退休教师。
"""


def one_theme(plan: Plan) -> Plan:
    coding = ThemeCoding("教育", (), (ThemeEvidence("教育", 3.0, ("学校",), ()),))
    return replace(plan, tasks=tuple(replace(task, themes=coding) for task in plan.tasks))


@pytest.fixture(scope="module")
def schools(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schools")
    plans = []
    for name, text in (("before", BEFORE), ("after", AFTER)):
        path = folder / f"{name}.txt"
        path.write_text(text, "utf-8")
        plans.append(load_plan(str(path)))
    return plans


@pytest.fixture(scope="module")
def hospitals():
    return [load_plan(f"seeds/{name}.txt") for name in ("medadmin-2024", "yangpu-2025")]


@pytest.fixture(params=["schools", "hospitals"])
def plans(request):
    """Two plans of one field each: made up, and real."""
    return request.getfixturevalue(request.param)


def test_themes_carry_nothing(plans):
    coded = [one_theme(plan) for plan in plans]

    assert {pair.signals.themes for pair in weigh(*coded, SETTINGS).pairs} == {0.0}
    assert align(*coded, SETTINGS) == align(*plans, SETTINGS)


def test_every_link_has_measures_that_carry_it_and_share_words(plans):
    found = align(*plans, SETTINGS)

    assert found.links
    listed = {(pair.previous, pair.current): pair for pair in found.measures}
    for link in found.links:
        assert link.evidence, link.id
        for item in link.evidence:
            assert item.shared, link.id
            assert item.score >= SETTINGS.min_evidence
            ends = item.previous or f"{link.previous}-0", item.current or f"{link.current}-0"
            assert listed[ends].shared == item.shared


def test_work_that_goes_on_is_linked_and_nothing_else(schools):
    links = {(link.previous, link.current) for link in align(*schools, SETTINGS).links}

    assert {("1", "1"), ("2", "2"), ("3", "3"), ("6", "4"), ("6", "6")} <= links
    assert not {task for task, _ in links} & {"4", "5"}
    assert "5" not in {task for _, task in links}


def test_odds_and_ends_are_never_one_line_of_work(schools):
    strength = {link.id: link.strength for link in align(*schools, SETTINGS).links}

    assert strength["6:6"] is Strength.PARTIAL


def test_no_subject_makes_up_for_measures_that_carry_nothing(schools):
    """Links fall where no pair of measures may be evidence, however alike the tasks are."""
    strict = replace(SETTINGS, min_evidence=1.0, min_carried=1.0)

    assert not align(*schools, strict).links
