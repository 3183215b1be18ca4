"""Which field plans are from: told by its marks, for all the plans together."""

import itertools
from pathlib import Path

import pytest

from policydiff.errors import CodebookError
from policydiff.pipeline import load_plan
from policydiff.settings import ThemeSettings
from policydiff.themes import (
    TOPICS,
    codebook_names,
    common_field,
    field_names,
    field_of,
    require_field,
)
from policydiff.themes.coding import load_fields

from .plans import plan, task

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
REPORT = plan(
    task("大力提振消费", "实施消费品以旧换新", "举办促消费活动，建设国际消费中心城市"),
    task("推进乡村全面振兴", "新建高标准农田，稳定粮食播种面积", "深化农村改革"),
    task("办好人民满意的教育", "新增义务教育学位", "提升公立医院服务能力"),
    task("守牢安全底线", "开展安全生产治本攻坚", "化解地方政府债务风险"),
)
PLANS = {
    "education": plan(
        task("提高教学质量", "抓好集体备课，上好每一堂课", "组织学生参加学科活动"),
        task("加强德育工作", "开好主题班会，密切家校联系"),
        task("做好后勤服务", "维修教室门窗，改善食堂伙食"),
    ),
    "environment": plan(
        task("改善空气质量", "治理扬尘，淘汰燃煤锅炉"),
        task("改善水质", "排查入河排污口，提高污水收集率"),
        task("加强队伍建设", "开展环保业务培训"),
    ),
    "agriculture": plan(
        task("稳定粮食生产", "扩大播种面积，推广良种"),
        task("发展水产养殖", "规范渔船管理，落实休渔制度"),
        task("加强宣传", "讲好农民的故事"),
    ),
    "security": plan(
        task("严打突出犯罪", "侦破积案，抓获逃犯", "深化禁毒"),
        task("压降交通事故", "严查酒驾"),
        task("做好后勤服务", "维修民警食堂"),
    ),
    "health": plan(
        task("推进家庭医生签约", "完善疾控体系，接种疫苗"),
        task("改善医疗服务", "优化门诊流程，方便患者"),
        task("做好财务工作", "加强预算管理"),
    ),
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_health_plans_are_from_health(path):
    assert field_of(load_plan(str(path))) == "health"


@pytest.mark.parametrize("field", PLANS)
def test_a_plan_is_told_by_the_marks_of_its_field(field):
    assert field_of(PLANS[field]) == field


def test_a_report_that_speaks_of_everything_is_general():
    assert field_of(REPORT) == "general"


@pytest.mark.parametrize("bare", [plan(), plan(task("抓好落实", "压实责任"))])
def test_the_general_field_stands_where_nothing_is_known(bare):
    assert field_of(bare) == "general"


def test_a_field_must_be_that_of_all_the_plans():
    for pair in itertools.combinations([*PLANS.values(), REPORT], 2):
        assert common_field(map(field_of, pair)) == "general"
    for one in PLANS.values():
        assert common_field(map(field_of, (one, one))) == field_of(one)
    assert common_field([]) == "general"


def test_how_plain_a_field_must_be_is_a_setting():
    assert field_of(PLANS["education"], ThemeSettings(min_field_share=0.9)) == "general"
    assert field_of(REPORT, ThemeSettings(min_field_share=0.0, min_field_lead=0.3)) != "general"


def test_a_plan_is_looked_at_all_through():
    rest = [task("发展养殖业", "养殖水产", number=str(at)) for at in range(2, 400)]
    assert field_of(plan(task("改善医疗服务", "方便患者" * 40), *rest)) == "agriculture"


def test_no_mark_stands_inside_another_or_in_two_fields():
    marks = [mark for field in load_fields() for mark in field.marks]
    assert len(marks) == len(set(marks))
    assert [(a, b) for a in marks for b in marks if a != b and a in b] == []


def test_every_field_has_a_codebook():
    assert {*field_names(), TOPICS} == set(codebook_names())


def test_an_unknown_field_is_told_with_the_nearest():
    assert require_field("education") == "education"
    with pytest.raises(CodebookError, match="eduction: no such field") as caught:
        require_field("eduction")
    assert caught.value.hint == "did you mean 'education'?"
