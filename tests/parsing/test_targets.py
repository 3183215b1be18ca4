"""Targets: each rule with a case and a near miss."""

import pytest

from policydiff.model import Comparator, Target
from policydiff.parsing.targets import read_figures
from tests.factory import make_task


def targets(text: str, year: int | None = None, title: str = "任务") -> tuple[Target, ...]:
    return read_figures(make_task("1", text, title=title, line=7), year).targets


def brief(text: str, year: int | None = None) -> list[tuple[str, float, str]]:
    return [(t.object, t.value, t.unit) for t in targets(text, year)]


COUNTED = {
    "建设30家护理中心、15家示范性康复中心和50家开展中医药巡诊服务的社区卫生服务站点。": [
        ("护理中心", 30, "家"),
        ("示范性康复中心", 15, "家"),
        ("开展中医药巡诊服务的社区卫生服务站点", 50, "家"),
    ],
    "新增高新技术企业3000家、专精特新企业1000家左右，争创链主企业10家左右。": [
        ("高新技术企业", 3000, "家"),
        ("专精特新企业", 1000, "家"),
        ("链主企业", 10, "家"),
    ],
    "农村生活垃圾无害化处理率提高到85%。": [("农村生活垃圾无害化处理率", 85, "%")],
    "地区生产总值增长5%左右。": [("地区生产总值", 5, "%")],
    "新增城镇就业100万人以上。": [("城镇就业", 1_000_000, "人")],
    "全年进出口总额9000亿元以上。": [("进出口总额", 900_000_000_000, "元")],
    "完成两个专项规划。": [("专项规划", 2, "个")],
    "新建１１个急救分站。": [("急救分站", 11, "个")],
    "新建设施大棚300座。": [("设施大棚", 300, "座")],
    "新建设大棚300座。": [("大棚", 300, "座")],
    "培育十余家示范机构。": [("示范机构", 10, "家")],
    "实现社区名医工作室全覆盖。": [("社区名医工作室", 100, "%")],
    "完成预警软件在12家社区的全覆盖应用。": [("预警软件在社区", 12, "家")],
    "平均等候时间缩短至30分钟。": [("平均等候时间", 30, "分钟")],
    "农村卫生厕所普及率、生活污水治理率分别提高到88%、87.5%。": [
        ("农村卫生厕所普及率", 88, "%"),
        ("生活污水治理率", 87.5, "%"),
    ],
    "财政补助标准由每人每年320元提高到380元。": [("财政补助标准", 380, "元")],
    "PM2.5浓度降至38微克／立方米以下。": [("PM2.5浓度", 38, "微克/立方米")],
    "安排不少于10亿元支持企业技改。": [("支持企业技改", 1_000_000_000, "元")],
    "产业规模达1.28万亿。": [("产业规模", 1_280_000_000_000, "元")],
    "完成年内到期662万农户延包任务。": [("到期延包", 6_620_000, "农户")],
    "新增5000张家庭养老床位。": [("家庭养老床位", 5000, "张")],
    "药品目录吻合度达到七成以上。": [("药品目录吻合度", 70, "%")],
}

NOT_COUNTED = (
    "落实健康服务业50条。",
    "贯彻“1+7”配套文件，推进“4+X”医联体建设。",
    "编制第五轮三年行动计划（2024-2027年）。",
    "加强0-6岁儿童眼保健和65岁以上老年人健康管理。",
    "提供24小时服务，建设15分钟生活圈。",
    "推出监管平台2.0版，发展5G应用。",
    "推进二级以上医院建设，落实〔2025〕08号文件。",
    "遴选一批试点单位，形成一系列成果。",
    "加强五个新城的优势专科布局。",
    "从三个方面发力，通过“两个免于提交”推进改革。",
    "到2030年建成示范区，5月底前开工。",
    "建成了30家护理中心，已完成20家改造。",
    "完成“十四五”规划终期评估。",
    "健全覆盖城乡的服务网络。",
    "走出一条高质量发展新路。",
    "建设时速350公里高铁，推进日处理80吨污泥焚烧厂。",
    "第二轮土地承包到期后再延长30年。",
    "旅游接待人数达到607万人次，同比增长14.8%。",
    "培育年销售收入超10亿元龙头企业，管理5000吨标准煤及以上重点用能单位。",
    "开工亿元以上项目，培育百亿级企业。",
    "确保关键零部件供应，让八方游客满意。",
)


@pytest.mark.parametrize(("text", "expected"), COUNTED.items(), ids=list(COUNTED))
def test_commitments_are_read(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_labels_names_dates_and_results_are_none(text: str) -> None:
    assert targets(text) == ()


@pytest.mark.parametrize(
    ("text", "comparator", "qualifier"),
    [
        ("签约率达80%以上。", Comparator.GE, "达…以上"),
        ("培训不少于200名医生。", Comparator.GE, "培训不少于"),
        ("失业率控制在5.5%以内。", Comparator.LE, "控制在…以内"),
        ("消费价格涨幅2%左右。", Comparator.ABOUT, "涨幅…左右"),
        ("力争新增1-2家国家医学中心。", Comparator.RANGE, "力争新增"),
        ("增配604台设备。", Comparator.EQ, "增配"),
    ],
)
def test_comparator_and_qualifier_keep_the_words(
    text: str, comparator: Comparator, qualifier: str
) -> None:
    (target,) = targets(text)
    assert (target.comparator, target.qualifier) == (comparator, qualifier)


def test_a_range_keeps_both_ends() -> None:
    (target,) = targets("力争新增1—2家国家医学中心。")
    assert (target.value, target.value_max, target.unit) == (1, 2, "家")


def test_an_earlier_year_is_past_but_a_baseline_is_not() -> None:
    assert targets("2023年新建56家支持中心。", year=2024) == ()
    assert brief("比2023年新增56家支持中心。", year=2024)
    assert brief("2024年新建56家支持中心。", year=2024)


def test_the_quote_stands_in_the_text_and_the_line_is_the_measures() -> None:
    text = "做好实事项目，新建11个急救分站。"
    (target,) = targets(text)
    assert target.quote == "新建11个急救分站"
    assert target.quote in text
    assert (target.line, target.measure) == (7, "1-1")


def test_a_verb_carries_over_to_the_next_count_but_not_past_a_new_verb() -> None:
    verbs = [t.qualifier for t in targets("建设3家中心，1家诊室。遴选5家单位。")]
    assert verbs == ["建设", "建设", "遴选"]


def test_a_title_that_reports_progress_holds_no_targets() -> None:
    assert targets("建成36个社区。", title="公共服务取得新成效") == ()
    assert targets("建成36个社区。", title="公共服务提质")


@pytest.mark.parametrize(
    "unit", ["1", "一", "推进", "由", "“", "一家", "3家", "1,", "111,", "百分之", "1-", "全覆盖"]
)
def test_hostile_text_costs_little_and_holds_no_targets(unit: str) -> None:
    assert targets(unit * (40_000 // len(unit))) == ()


def test_a_number_too_long_to_be_one_is_none() -> None:
    assert targets("新建" + "1" * 400 + "家中心。") == ()
