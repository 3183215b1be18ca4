"""What a plan says of itself, on invented fronts."""

import pytest

from policydiff.model import Completeness, Level
from policydiff.parsing.frame import read_masthead
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
        ("2024年全县水利工作\n要　点", "2024年全县水利工作要点"),
        ("2024年学校水利课程行事历", "2024年学校水利课程行事历"),
        ("某校2024年工作要点\n（讨论稿）", "某校2024年工作要点（讨论稿）"),
        ("某校2024年工作要点\n（2024年3月1日校委会审议通过）", "某校2024年工作要点"),
        ("某县水利局2024年重点任务", "某县水利局2024年重点任务"),
        ("2024年，某县水利工作要坚持稳中求进。主要工作要点如下：", "2024年某县水利工作要点"),
        ("水利是命脉，要常抓不懈。", ""),
        ("——云山二中2009学年第二学期工作思路", "云山二中2009学年第二学期工作思路"),
        ("云山二中2010年工作思路\n（征求意见稿）", "云山二中2010年工作思路（征求意见稿）"),
        ("云山二中2010年工作思路\n（校长室）", "云山二中2010年工作思路"),
        ("某县人民政府关于推进\n农村饮水工程的意见", "某县人民政府关于推进农村饮水工程的意见"),
        ("云山市水利局\n2024年工作要点", "云山市水利局2024年工作要点"),
        ("为了建好渠道，要抓好以下各项\n2024年工作要点", "2024年工作要点"),
        ("2024年某县水利重点任务分解表", "2024年某县水利重点任务分解表"),
        (
            "发文机关：某县水利局\n标　　题：关于印发《某县2024年水利要点》的通知",
            "某县2024年水利要点",
        ),
        ("标题：某县水利局通知公告\n某县2024年水利要点", "某县2024年水利要点"),
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
        ("南岭水务集团有限公司2024年工作要点", "南岭水务集团有限公司", "other"),
        ("中共云山县委党校2024年工作要点", "中共云山县委党校", "district"),
        ("2024年度云山县水利局工作要点", "云山县水利局", "district"),
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
        ("首页\n新闻中心\n校务公开\n云山二中2024年工作计划", "云山二中", "other"),
        ("首页\n新闻中心\n2024年工作计划\n发布时间：2024-01-20", "", "other"),
        ("2024年云山市东河区水利工作要点\n云山市东河区水利局", "云山市东河区水利局", "district"),
        ("2024年云山市水利工作要点\n云山市水利局\n2024年3月5日", "云山市水利局", "municipal"),
        (
            "2024年云山市水利工作要点\n发布机构：云山市水利局 发布时间：2024-03-05",
            "云山市水利局",
            "municipal",
        ),
        ("2024年云山市水利工作要点\n来源：本站", "", "municipal"),
        (
            "发文机关： | 云山市水利局 | 成文日期： | 2024年1月2日\n2024年水利要点",
            "云山市水利局",
            "municipal",
        ),
        (
            "南岭省水利厅、南岭省财政厅关于印发要点的通知\n2024年要点",
            "南岭省水利厅、南岭省财政厅",
            "provincial",
        ),
        (
            "各县：\n云山市水利局\n云山市财政局\n2024年1月2日\n2024年要点",
            "云山市水利局、云山市财政局",
            "municipal",
        ),
        ("2024年云山市教育局工作要点", "云山市教育局", "municipal"),
        ("2024年云山市干部工作要点", "", "municipal"),
        ("云山二中团委2009学年工作计划", "云山二中团委", "other"),
        ("中共清泉县委2024年工作要点", "中共清泉县委", "district"),
        ("云山市公安局交通警察支队2024年工作要点", "云山市公安局交通警察支队", "municipal"),
        ("2024年清泉县图书馆工作计划", "清泉县图书馆", "district"),
        ("清泉县妇联2024年工作要点", "清泉县妇联", "district"),
        ("2024年全县派出所工作要点", "", "other"),
        ("2024年工作要点\n——云山市图书馆建设", "", "other"),
        ("白沙镇2024年工作要点", "白沙镇人民政府", "other"),
        ("云山市东河区新桥街道2024年重点工作安排", "云山市东河区新桥街道办事处", "district"),
        ("云山市2024年乡镇工作要点", "", "municipal"),
        ("全市乡镇2024年工作要点", "", "other"),
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
        ("某校2009学年第二学期工作思路" + ITEMS, 2010),
        ("某校2009-2010学年度第一学期工作计划" + ITEMS, 2009),
        ("某校2019学年工作计划" + ITEMS, 2019),
        ("一一三年度某县工作计划" + ITEMS, 2024),
        ("二十五年度某县工作计划" + ITEMS, None),
        ("某县工作方案\n为了办好水利，力争到2030年全部通水。" + ITEMS, None),
        ("某县水利局\n2019年1月24日\n某县工作方案\n到2022年全部通水，制定本方案。" + ITEMS, 2019),
    ],
)
def test_year_is_the_plans_not_a_dates(rows, year):
    assert parsed(rows).year == year


@pytest.mark.parametrize(
    ("front", "date"),
    [
        ("2024年某县要点\n某县水利局\n二〇二四年三月五日", "2024-03-05"),
        ("2024年某县要点\n发布日期：2024-03-06 来源：某县水利局", "2024-03-06"),
        ("2024年某县要点\n成文日期： | 2024年3月4日 | 发布日期： | 2024年3月6日", "2024-03-04"),
        ("关于检查的通知 2024-01-09\n关于评比的通知 2024-01-10\n2024年某县要点", None),
    ],
)
def test_date_of_signature_or_label(front, date):
    assert parsed(front + ITEMS).issued_on == date


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
        ("——云山二中2009学年第二学期工作思路", ""),
        ("云山二中2010年安全工作计划（征求意见稿）", "安全"),
        ("云山市水利局2024年农村饮水工作任务分解表", "农村饮水"),
        ("云山市水利局2024年农村水利水电工作要点", "农村水利水电"),
        ("云山市交警支队2024年工作要点\n云山市公安局交通警察支队\n2024年2月1日", ""),
        ("云山市水利局2024年防汛中心工作要点", "防汛"),
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


def test_what_stands_behind_a_labelled_office_is_no_part_of_its_name():
    masthead = read_masthead(["发布机构：云山市水利局 打印本页", "标题：云山市 水利要点"])

    assert (masthead.publisher, masthead.title) == ("云山市水利局", "云山市 水利要点")
