"""The depth at which the tasks of a plan stand, and how it was chosen."""

import pytest

from policydiff.model import Depth, DepthReason
from policydiff.settings import ParsingSettings

from .laws import check_laws
from .texts import parsed, text_of

BODY = """一、2025年工作安排
（一）扩大内需
大力提振消费。办好购物节四场，发放消费券，让百姓愿消费。
扩大有效投资。实施项目七十个，完成投资五十亿元。
（二）兴农富农
守好粮食安全底线。建成高标准农田三万亩，抓好良种良法。
壮大乡村产业。培育合作社百家，发展茶叶和药材。
二、加强政府自身建设
（一）坚持依法行政。规范执法行为，提高办事效率。
"""
REPORT = f"2025年青原县政府工作报告\n{BODY}"
PLAN = f"2025年青原县工作要点\n{BODY}"


@pytest.mark.parametrize(
    ("rows", "depth", "chosen", "reason", "tasks"),
    [
        (REPORT, None, Depth.PARAGRAPH, DepthReason.GENRE, 5),
        (PLAN, None, Depth.ITEM, DepthReason.GENRE, 3),
        (BODY, None, Depth.PARAGRAPH, DepthReason.LEADS, 5),
        (REPORT, Depth.ITEM, Depth.ITEM, DepthReason.GIVEN, 3),
        (PLAN, Depth.PARAGRAPH, Depth.PARAGRAPH, DepthReason.GIVEN, 5),
        (REPORT, 1, Depth.ITEM, DepthReason.GIVEN, 2),
    ],
)
def test_depth_by_genre_by_leads_or_by_hand(rows, depth, chosen, reason, tasks):
    plan = parsed(rows, ParsingSettings(depth=depth))

    assert (plan.depth, plan.depth_reason) == (chosen, reason)
    assert len(plan.tasks) == tasks
    check_laws(text_of(rows), plan)


def test_a_report_without_leads_keeps_its_items():
    rows = """2025年青原县政府工作报告
一、今年工作
（一）扩大内需。办好购物节四场，发放消费券，改造市场三个。
（二）兴农富农。建成高标准农田三万亩，培育合作社百家。
"""
    plan = parsed(rows)

    assert (plan.depth, plan.depth_reason) == (Depth.ITEM, DepthReason.LEADS)
    assert [task.title for task in plan.tasks] == ["扩大内需", "兴农富农"]


@pytest.mark.parametrize(
    "first",
    [
        "办好3场购物节",
        "办好购物节，发放消费券，改造农贸市场，培育夜间经济，支持老字号焕发新的光彩，擦亮城市名片",
        "我们要提振消费",
    ],
)
def test_a_sentence_with_a_figure_many_clauses_or_the_speaker_is_no_lead(first):
    rows = BODY.replace("大力提振消费", first).replace("扩大有效投资", first)
    rows = rows.replace("守好粮食安全底线", first).replace("壮大乡村产业", first)

    assert parsed(f"2025年青原县政府工作报告\n{rows}").depth is Depth.ITEM


COUNTED = """2024年某县政府工作报告
各位代表：现在，我代表县人民政府向大会报告工作。
一、抓产业
{opening}
一要抓好招商。组建八支招商小分队，对接长三角企业三百家，签约亿元以上项目二十个，落地率不低于六成。
二要抓好园区。建成标准厂房十万平方米，配套污水处理厂一座，引进物流企业五家，降低企业用能成本。
二、抓民生
新建学校。建成两所小学和一所初中，新增学位三千个，招聘教师一百二十名，学生午餐实现全覆盖。
改善医疗。县医院新院区投入使用，改造乡镇卫生院六所，培训村医二百人，家庭医生签约率达到八成。
"""


def test_what_stands_in_front_of_a_count_in_paragraphs_is_no_task():
    opening = "当前，产业仍是全县最大的短板。我们必须下更大的功夫，确保工业增长走在前列。"
    plan = parsed(COUNTED.format(opening=opening))

    assert [task.title for task in plan.tasks] == ["抓好招商", "抓好园区", "新建学校", "改善医疗"]
    assert [removed.line_start for removed in plan.removed if removed.reason == "lead"] == [4]


def test_paragraphs_of_work_in_front_of_others_are_tasks():
    near = COUNTED.replace("一要抓好招商", "抓好招商").replace("二要抓好园区", "抓好园区")
    plan = parsed(
        near.format(opening="稳住农业。落实粮食播种面积二十万亩，新建高标准农田一万亩，推广良种。")
    )

    assert [task.title for task in plan.tasks][:3] == ["稳住农业", "抓好招商", "抓好园区"]


@pytest.mark.parametrize(
    ("opening", "first"),
    [
        ("新的形势对产业提出了更高的要求。我们要拉高标杆，奋勇争先，实现产业倍增。", "抓好招商"),
        ("推进农业提质。我们要守住粮食面积二十万亩，新建高标准农田一万亩。", "推进农业提质"),
        ("产业转型。年内新建高标准厂房一万平方米。我们要守住存量，推广良种。", "产业转型"),
    ],
)
def test_an_opening_that_states_and_appeals_is_no_task(opening, first):
    uncounted = COUNTED.replace("一要抓好招商", "抓好招商").replace("二要抓好园区", "抓好园区")

    assert parsed(uncounted.format(opening=opening)).tasks[0].title == first
