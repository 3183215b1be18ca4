"""What a plan says of itself, on invented fronts."""

import pytest

from policydiff.model import Completeness, Level
from policydiff.text.offices import level_of

from .texts import parsed

SPEECH = "政府工作报告\n——2024年1月5日在"
ITEMS = "\n一、工程\n1.修渠。修渠十里。\n2.修坝。修坝一座。\n"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("2024年某县水利工作要点", "2024年某县水利工作要点"),
        ("关于印发《2024年某县水利工作要点》的通知\n各单位：", "2024年某县水利工作要点"),
        ("关于印发2024年某县水利工作要点的通知 2024-03-05", "2024年某县水利工作要点"),
        ("某县2024年\n水利工作要点", "某县2024年水利工作要点"),
        ("2024年某县政府工作报告\n政府工作报告", "2024年某县政府工作报告"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("某县水利局2024年重点任务", "某县水利局2024年重点任务"),
        ("2024年，某县水利工作要坚持稳中求进。主要工作要点如下：", "2024年某县水利工作要点"),
        ("水利是命脉，要常抓不懈。", ""),
    ],
)
def test_title(front, title):
    assert parsed(front + ITEMS).title == title


@pytest.mark.parametrize(
    ("front", "issuer", "level"),
    [
        (
            "关于印发要点的通知\n各乡镇：\n某县水利局\n2024年1月2日\n2024年要点",
            "某县水利局",
            "district",
        ),
        ("国务院办公厅关于印发2024年工作要点的通知\n2024年工作要点", "国务院办公厅", "national"),
        ("云山市水利局2024年工作要点", "云山市水利局", "municipal"),
        (
            "政府工作报告\n——2024年1月5日在南岭省第十届人民代表大会第二次会议上",
            "南岭省人民政府",
            "provincial",
        ),
        (
            "政府工作报告\n——2024年3月5日在第十四届全国人民代表大会第二次会议上",
            "国务院",
            "national",
        ),
        ("政府工作报告\n清泉县人民政府县长 林一\n各位代表：", "清泉县人民政府", "district"),
        ("2024年水利工作要点", "", "other"),
    ],
)
def test_issuer_and_level(front, issuer, level):
    plan = parsed(front + ITEMS)

    assert (plan.issuer, plan.level) == (issuer, Level(level))


@pytest.mark.parametrize(
    ("office", "level"),
    [
        ("贵州省人民政府", Level.PROVINCIAL),
        ("重庆市卫生健康委员会", Level.MUNICIPAL),
        ("西藏自治区教育厅", Level.PROVINCIAL),
        ("内蒙古自治区呼伦贝尔市海拉尔区人民政府", Level.DISTRICT),
        ("黔南布依族苗族自治州水务局", Level.MUNICIPAL),
        ("浦东新区卫生健康委员会", Level.DISTRICT),
        ("农业农村部", Level.NATIONAL),
        ("国家卫生健康委员会", Level.NATIONAL),
        ("某大学附属医院", Level.OTHER),
    ],
)
def test_level_of_an_office(office, level):
    assert level_of(office) is level


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        ("二〇二四年某县工作要点" + ITEMS, 2024),
        ("２０２４年某县工作要点" + ITEMS, 2024),
        (
            "政府工作报告\n一、2022年工作回顾\n好。\n二、今年任务\n（一）修路。\n（二）建校。\n",
            2023,
        ),
        ("政府工作报告\n一、2024年工作安排\n（一）修路。\n（二）建校。\n", 2024),
        (
            "政府工作报告\n——2021年3月5日在某县第九届人民代表大会第一次会议上\n"
            "一、2019年工作回顾\n好。\n二、今年任务\n（一）修路。\n（二）建校。\n",
            2020,
        ),
        ("某县工作要点\n2024年，全县要抓好落实。" + ITEMS, 2024),
        ("某县工作要点" + ITEMS, None),
        ("某县2023年工作总结和2024年工作计划" + ITEMS, 2024),
        ("某县水利建设三年行动计划（2024—2026年）" + ITEMS, 2024),
    ],
)
def test_year_is_the_plans_not_a_dates(rows, year):
    assert parsed(rows).year == year


def test_a_date_behind_the_plans_year_is_not_its_date():
    front = "2020年政府工作报告\n——2021年3月5日在某县第九届人民代表大会第一次会议上"

    assert parsed(front + ITEMS).issued_on is None
    assert parsed(front.replace("2021", "2020") + ITEMS).issued_on == "2020-03-05"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("某卫健委〔2025〕08号", "某卫健委〔2025〕08号"),
        ("某政办发[2024]第12号", "某政办发[2024]第12号"),
        ("关于印发要点的通知某办发〔2020〕43号", "某办发〔2020〕43号"),
        ("预算〔2025〕万元", None),
    ],
)
def test_document_number(text, number):
    assert parsed(f"{text}\n2025年要点" + ITEMS).document_number == number


@pytest.mark.parametrize(
    ("front", "scope"),
    [
        ("云山市水利局2024年水利工作要点", ""),
        ("2024年云山市农村饮水工作要点", "农村饮水"),
        ("2024年云山市政府工作报告", ""),
        ("2024年白沙镇工作要点", ""),
    ],
)
def test_scope_is_what_the_title_names_beside_the_issuers_field(front, scope):
    assert parsed(front + ITEMS).scope == scope


@pytest.mark.parametrize(
    ("rows", "completeness"),
    [
        ("2024年要点" + ITEMS, Completeness.FULL),
        ("记者从会议获悉，今年抓三件事。\n一是修路。好。\n二是建校。好。\n", Completeness.DIGEST),
        ("新华社北京3月5日电\n2024年要点" + ITEMS, Completeness.FULL),
        ("2024年要点\n1.修路。\n2.建校。\n1.种树。\n2.养花。\n", Completeness.EXCERPT),
        ("1.修路。\n2.建校。\n", Completeness.EXCERPT),
    ],
)
def test_completeness(rows, completeness):
    assert parsed(rows).completeness is completeness
