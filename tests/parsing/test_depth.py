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
