import pytest

from policydiff.model import Line
from policydiff.parsing.measures import split_measures
from policydiff.settings import ParsingSettings

from .texts import parsed


def measures(text: str, **settings: int) -> list[str]:
    return [m.text for m in split_measures([Line(7, text)], ParsingSettings(**settings))]


def test_sentences_are_measures():
    assert measures("建校一所。修路十里；种树百株！") == ["建校一所", "修路十里", "种树百株"]


def test_signs_inside_brackets_and_quotes_end_nothing():
    text = "落实《办法（试行）》和“一村一策；一户一档”机制"
    assert measures(text) == [text]


def test_an_unpaired_bracket_does_not_swallow_the_rest():
    assert measures("建校（一所。修路十里。") == ["建校（一所", "修路十里"]


def test_a_long_sentence_is_cut_where_an_action_begins():
    text = "推进区域医疗联合体和专科联盟建设，完善双向转诊和绿色通道工作制度，落实预约诊疗服务要求"
    assert measures(text, max_measure=30) == [
        "推进区域医疗联合体和专科联盟建设",
        "完善双向转诊和绿色通道工作制度",
        "落实预约诊疗服务要求",
    ] or measures(text, max_measure=30) == [
        "推进区域医疗联合体和专科联盟建设",
        "完善双向转诊和绿色通道工作制度，落实预约诊疗服务要求",
    ]


def test_a_short_sentence_stays_whole():
    assert measures("推进医联体建设，完善转诊制度") == ["推进医联体建设，完善转诊制度"]


def test_a_comma_without_an_action_behind_it_cuts_nothing():
    text = "二级以上医院普遍提供在线挂号服务，包括分时段预约和智能导诊在内的全部环节，全年无休"
    assert measures(text) == [text]


@pytest.mark.parametrize(
    "opening",
    [
        "围绕让群众少跑腿的服务理念和工作目标",
        "以数字化转型为牵引和突破口",
        "在确保医疗质量和信息安全的前提下",
    ],
)
def test_how_and_why_stay_with_what_is_done(opening):
    text = f"{opening}，推进互联网医院和智慧医疗平台的建设与运行工作"
    assert measures(text) == [text]


BEHIND = "加快建设覆盖全县各乡镇的公共法律服务站点和流动服务车队"


@pytest.mark.parametrize(
    "opening",
    [
        "以群众满意、运行安全、管理规范为主要目标，结合各乡镇人口分布的实际",
        "要针对行政村合并之后留下的空置校舍、旧仓库和老粮站的利用问题",
        "一方面要按照“一站多用”、“一车多能”的发展思路",
        "聚焦12个边远乡镇，通过“以奖代补”“村企共建”等方式",
        "各部门依据《县公共服务规范（试行）》等相关规定，结合本部门实际",
        "配合公安、司法、信访、民政、教育、卫生健康、人力资源社会保障等部门",
        "我们要以基层法律服务的大提升大发展",
    ],
)
def test_means_without_an_action_of_their_own_are_no_measure(opening):
    text = f"{opening}，{BEHIND}，为群众提供便利"
    assert measures(text) == [text]


@pytest.mark.parametrize(
    "opening",
    [
        "围绕县城供水安全改造老旧管网三十公里并新建两座加压泵站",
        "结合农时组织开展送法下乡和法律体检活动二百场次以上",
        "通过公开招标等方式选定二十家律师事务所参与公共法律服务",
        "按照统一标准建设乡镇司法所业务用房十二处、调解室三十间",
    ],
)
def test_means_with_an_action_of_their_own_are_a_measure(opening):
    text = f"以便民利民为目标，{opening}"
    assert measures(f"{text}，{BEHIND}") == [text, BEHIND]


@pytest.mark.parametrize(
    ("opening", "means"),
    [
        ("全面实施农村小型水库除险加固三年行动计划", "通过专业巡护、购买服务等方式"),
        ("对全县所有涉及工程建设的审批事项实行分类改革", "其中"),
    ],
)
def test_open_means_behind_an_action_go_with_the_next(opening, means):
    assert measures(f"{opening}，{means}，{BEHIND}") == [opening, f"{means}，{BEHIND}"]
    near = f"{opening}，年内全部完成"
    assert measures(f"{near}，{BEHIND}") == [near, BEHIND]


def test_means_in_a_long_row_are_read_in_time():
    text = "，".join(f"聚焦第{n}条重点产业链的短板" for n in range(4000))
    assert "，".join(measures(text)) == text


def test_numbers_of_speech_are_left_out_and_cut():
    assert measures("一是修路，二是建校，三是种树") == ["修路", "建校", "种树"]
    assert measures("一是一，二是二，不搞变通") == ["一是一，二是二，不搞变通"]


def test_responsible_offices_are_no_measures():
    assert measures("压减时限。（县行政审批局牵头，各部门负责）") == ["压减时限"]
    assert measures("压减时限（县局负责）。公布清单。") == ["压减时限", "公布清单"]
    assert measures("完善责任制（含考核）。") == ["完善责任制（含考核）"]
    assert measures("修渠十里。（农水处、省防汛中心）") == ["修渠十里"]
    assert measures("新建泵站（东河站、西河站）。（含涵洞）") == [
        "新建泵站（东河站、西河站）",
        "（含涵洞）",
    ]


def test_what_only_announces_is_no_measure():
    assert measures("今年的主要举措是：建校一所；修路十里。") == [
        "今年的主要举措是：建校一所",
        "修路十里",
    ]
    lines = [Line(1, "具体举措："), Line(2, "建校一所。")]
    assert [m.text for m in split_measures(lines, ParsingSettings())] == ["建校一所"]


def test_a_clause_that_is_too_long_is_cut_at_a_comma():
    text = "，".join(f"第{n}项指标达到百分之{n}左右的水平" for n in "一二三四五六七八")
    pieces = measures(text)

    assert max(len(piece) for piece in pieces) <= 60
    assert "，".join(pieces) == text


def test_measures_keep_their_line():
    lines = [Line(3, "修路。"), Line(5, "建校。")]
    assert [(m.number, m.text) for m in split_measures(lines, ParsingSettings())] == [
        (3, "修路"),
        (5, "建校"),
    ]


UNTITLED = """某市数据局2024年工作要点
1.上半年制定公共数据授权运营管理办法，明确申请、受理、审核、签约、退出等环节的办理流程、办理时限和各方责任。督促各区编制数据资源目录，按季度更新并向社会公开。
2.年内建成城市数据底座一期工程，统一人口、法人、地理、信用等基础库的接口标准和共享规则，支撑跨部门、跨层级的应用。组织接口联调。
3.出台数据产品登记办法。指导交易机构完善登记平台，每月公布登记结果。
4.开展数据安全检查，对存储个人信息一百万条以上的单位逐一核查，限期整改发现的风险隐患，并将整改结果报市委网信办。
"""
TITLED = """某市数据局2024年工作要点
一、数据资源
1.制定授权办法，规范数据运营。上半年明确办理流程。
2.建设数据底座。年内建成一期工程。
3.支持数据企业发展，办好创新大赛，推广优秀案例，加强供需对接。引导社会资本参与。
"""
ALL_LONG = """某市数据局2024年工作要点
1.以目录编制为抓手，摸清数据家底，确保资源可用。按季度更新目录。
2.以底座建设为重点，统一接口标准，确保数据互通。年内建成一期。
3.以安全检查为保障，压实各方责任，确保不出事故。限期整改隐患。
"""


def measures_of(text: str) -> list[list[str]]:
    return [[measure.text for measure in task.measures] for task in parsed(text).tasks]


def test_where_no_task_has_a_title_each_first_sentence_is_work():
    plan = parsed(UNTITLED)

    assert plan.tasks[2].title == "出台数据产品登记办法"
    assert measures_of(UNTITLED)[2] == [
        "出台数据产品登记办法",
        "指导交易机构完善登记平台，每月公布登记结果",
    ]
    assert all(task.text.startswith(task.title) for task in plan.tasks)


def test_a_sentence_of_three_clauses_among_titles_is_work():
    first, second, third = measures_of(TITLED)

    assert first == ["上半年明确办理流程"]
    assert second == ["年内建成一期工程"]
    assert third == [
        "支持数据企业发展，办好创新大赛，推广优秀案例，加强供需对接",
        "引导社会资本参与",
    ]


def test_titles_of_three_clauses_beside_each_other_are_titles():
    assert measures_of(ALL_LONG) == [["按季度更新目录"], ["年内建成一期"], ["限期整改隐患"]]
