"""Page junk: each reason with lines that go and near misses that stay."""

import pytest

from policydiff.cleaning.junk import JUNK_FILE, load_rules, set_aside
from policydiff.errors import ReadingError
from policydiff.model import Line
from policydiff.settings import ReadingSettings

BODY = (
    "一、深化医药卫生体制改革",
    "1.加强公立医院建设。落实政府投入责任，完善绩效考核，推进优质医疗资源扩容下沉和均衡布局。",
    "2.做好网站管理。完成网站备案，加强版权保护，公布满意度排行，规范信息来源和转载行为，接受群众监督。",
)


def removed_from(*lines):
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, start=1))
    _, removed = set_aside(numbered, ReadingSettings())
    return [(block.reason, block.line_start, block.line_end) for block in removed]


def before_the_body(text):
    return [reason for reason, first, _ in removed_from(text, *BODY) if first == 1]


def after_the_body(text):
    return [reason for reason, first, _ in removed_from(*BODY, text) if first == 4]


def test_a_plan_by_itself_loses_nothing():
    assert removed_from("2024年工作要点", *BODY) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("您好:某某科技有限公司", "greeting"),
        ("欢迎访问某市人民政府门户网站", "greeting"),
        ("今天是2024年3月1日 星期五", "page-date"),
        ("您的位置：首页 > 政务公开", "breadcrumb"),
        ("当前位置：首页 > 政务公开 > 规划计划", "breadcrumb"),
        ("首页 > 公开 > 文件", "breadcrumb"),
        (">政务频道 >政务公开 >本局文件", "breadcrumb"),
        ("索 引 号: 002482365/2023-00095 公开日期: 2023-04-22", "page-index"),
        ("• 发布:某市卫生健康委", "byline"),
        ("来源：某某日报", "byline"),
        ("发布时间:2024-01-24 信息来源:查看", "byline"),
        ("检索时间: 2026-02-03 13:11:03", "byline"),
        ("原文链接：http://例子.中国/a.html", "byline"),
        ("作者: 张三 来源: 某报 发布时间: 2024/2/28 22:33:13", "byline"),
        ("（记者 李四）", "byline"),
        ("责任编辑：王五", "byline"),
        ("字号：大 中 小", "font-size-widget"),
        ("【字体：大 中 小】", "font-size-widget"),
        ("选择字号: 大 中 小", "font-size-widget"),
        ("【字号：", "font-size-widget"),
        ("下载 | 打印 | 收藏", "page-tools"),
        ("【打印本页】 【关闭窗口】", "page-tools"),
        ("某市人民政府门户网站", "site-name"),
        ("省长作政府工作报告。本报记者 张三 摄", "photo-caption"),
        ("成人视频_免费在线观看", "spam"),
        ("特别声明：本文转载仅仅是出于传播信息的需要。", "reprint-notice"),
    ],
)
def test_lines_above_the_plan_that_go(text, reason):
    assert before_the_body(text) == [reason]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("京ICP备12345678号-1", "registration"),
        ("网站标识码：3100000001 沪公网安备31010102000001号", "registration"),
        ("版权所有：某市卫生健康委员会", "copyright"),
        ("主办单位：某市人民政府办公厅", "copyright"),
        ("地址:某市某区某路9号", "address"),
        ("上一篇：关于开展检查的通知", "page-tools"),
        ("扫一扫在手机打开当前页", "page-tools"),
        ("更多>>", "page-tools"),
        ("相关新闻", "related-links"),
        ("相关报道：", "related-links"),
        ("一周新闻排行", "related-links"),
        ("免责声明：转载请注明出处", "reprint-notice"),
        ("（编辑：张三）", "byline"),
    ],
)
def test_lines_below_the_plan_that_go(text, reason):
    assert after_the_body(text) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "2024年某市卫生健康工作要点",
        "访问时间要求：每季度上门一次，由家庭医生团队负责，做好记录。",
        "获取链接技术支撑的基层医疗机构达到八成。",
        "——2024年1月5日在某市第十届人民代表大会第一次会议上",
        "某市市长 张三",
        "各位代表：",
        "现将工作要点印发给你们，请认真贯彻落实。",
        "2024年1月5日",
        "卫健委〔2024〕1号",
        "发布机构: 某省卫生健康委 文 号: 某卫发〔2023〕10号",
        "成文日期：2023年4月22日",
        "> 现将工作要点印发给你们，请认真贯彻落实，确保各项任务落到实处",
        "做好国产电影精品创作_扩大视频供给",
        "规范网站备案和域名管理",
        "建好政府网站，办好政务新媒体，让群众办事更方便",
        "打印服务进社区",
    ],
)
def test_lines_above_the_plan_that_stay(text):
    assert before_the_body(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "某市卫生健康委员会办公室 2024年1月5日印发",
        "附件：重点任务分工表",
        "（二）加强版权保护",
        "3.落实备案管理：备案率达到100%",
        "联系人：张三",
        "某市副市长李四出席会议并讲话。",
        "公布排行情况",
        "三、相关新闻宣传",
        "让我们更加紧密地团结起来！",
    ],
)
def test_lines_below_the_plan_that_stay(text):
    assert after_the_body(text) == []


@pytest.mark.parametrize(
    "text",
    ["来源：上级补助", "地址：全市各社区", "版权所有", "您好，欢迎", "某市政府网", "京ICP备1号"],
)
def test_lines_amid_the_plan_are_left_alone(text):
    assert removed_from(BODY[0], BODY[1], text, BODY[2]) == []


def test_all_under_a_list_heading_goes_at_the_tail():
    found = removed_from(*BODY, "相关新闻", "1 某市启动建设", "某院获批", "", "2024-01-05 公告")

    assert found == [("related-links", 4, 6), ("related-links", 8, 8)]


def test_amid_the_page_only_items_go_with_a_list_heading():
    title = "2024年某市卫生健康工作要点"

    found = removed_from("热门文章", "1 某市启动建设", "- 某院获批", title, *BODY)

    assert found == [("related-links", 1, 3)]


def test_a_numbered_heading_is_never_a_list_heading():
    assert removed_from(BODY[0], "（一）相关新闻", BODY[1], "二、排行榜", BODY[2]) == []


def test_badges_go_behind_a_footer_only():
    assert removed_from(*BODY, "京ICP备1号", "可信网站", "举报中心")[-1] == ("page-footer", 5, 6)
    assert removed_from(*BODY, "可信网站", "举报中心") == []


def test_a_lead_that_stands_again_in_a_task_goes():
    lead = BODY[1].removeprefix("1.")[:30]

    assert removed_from(lead, *BODY) == [("repeated-lead", 1, 1)]
    assert removed_from(lead + "另有他事", *BODY) == []
    assert removed_from("加强公立医院建设", *BODY) == []


def test_only_blocks_of_one_reason_are_joined():
    assert removed_from("打印", "收藏", "字号：大 中 小", *BODY) == [
        ("page-tools", 1, 2),
        ("font-size-widget", 3, 3),
    ]


def test_every_reason_is_kebab_case():
    rules = load_rules()
    reasons = {rule.reason for rule in rules.rules} | {rules.footer, rules.spam}

    assert all(reason.replace("-", "").isalpha() and reason.islower() for reason in reasons)


def test_rules_of_ones_own_take_the_place_of_ours(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        JUNK_FILE.read_text(encoding="utf-8").replace("作者|", "题记|"), encoding="utf-8"
    )
    lines = tuple(Line(number, text) for number, text in enumerate(("题记：某", *BODY), start=1))

    _, removed = set_aside(lines, ReadingSettings(junk_rules=str(mine)))

    assert [block.text for block in removed] == ["题记：某"]


@pytest.mark.parametrize(
    "content", ["rule = [", "", '[[rule]]\nreason="a"\nzone="moon"\n', "\udcff"]
)
def test_rules_that_cannot_be_used_are_an_error_that_names_the_file(tmp_path, content):
    (tmp_path / "mine.toml").write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(ReadingError, match=r"mine\.toml") as caught:
        load_rules(str(tmp_path / "mine.toml"))

    assert caught.value.hint


@pytest.mark.parametrize("size", [10_000, 40_000])
def test_long_lines_are_not_searched_for_junk(size):
    assert removed_from(*BODY, "相关" * size) == []
