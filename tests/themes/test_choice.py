"""Which shipped codebook is chosen for what."""

from pathlib import Path

import pytest

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.settings import ThemeSettings
from policydiff.themes import choose_codebook

from .plans import plan, task

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
REPORT = plan(
    task("大力提振消费", "实施消费品以旧换新", "举办促消费活动，建设国际消费中心城市"),
    task("推进乡村全面振兴", "新建高标准农田，稳定粮食播种面积", "深化农村改革"),
    task("办好人民满意的教育", "新增义务教育学位", "提升公立医院服务能力"),
    task("守牢安全底线", "开展安全生产治本攻坚", "化解地方政府债务风险"),
)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_health_plans_are_coded_by_the_health_codebook(path):
    assert choose_codebook([parse_plan(read_source(str(path)))]).codebook.name == "health"


def test_a_government_report_is_coded_by_the_general_codebook():
    choice = choose_codebook([REPORT])
    assert choice.codebook.name == "general"
    assert dict(choice.coverage)["general"] > dict(choice.coverage)["health"]


@pytest.mark.parametrize("plans", [[], [plan(task("抓好落实", "压实责任"))]])
def test_the_general_codebook_stands_where_nothing_is_known(plans):
    assert choose_codebook(plans).codebook.name == "general"


def test_how_near_a_field_must_come_is_a_setting():
    health = [plan(task("推进家庭医生签约", "完善疾控体系"))]
    assert choose_codebook(health).codebook.name == "health"
    assert choose_codebook(
        health, ThemeSettings(field_share=99.0, plain_cover=1.0)
    ).codebook.name == ("general")


def test_where_a_field_is_plain_the_general_codebook_is_not_read():
    health = [plan(task("推进家庭医生签约", "完善疾控体系"))]
    assert [name for name, _ in choose_codebook(health).coverage] == ["health"]
    both = choose_codebook(health, ThemeSettings(plain_cover=1.0)).coverage
    assert sorted(name for name, _ in both) == ["general", "health"]
