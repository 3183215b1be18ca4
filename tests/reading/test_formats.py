"""What a source is, is told by its content; text formats lose their marks, not their lines."""

import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from policydiff.cleaning.wraps import join_lines, wrapped_lines
from policydiff.errors import MissingExtraError, ReadingError
from policydiff.model import Line
from policydiff.pipeline import read_source
from policydiff.reading import Extract, formats
from policydiff.reading.formats import FORMATS, REFUSALS, Format
from policydiff.settings import WrapSettings
from policydiff.text.lines import width
from tests.factory import extract_source
from tests.hostile.work import LINEAR, growth, in_child
from tests.reading.samples import Layout, Text, paragraph, pdf, word

SEEDS = Path(__file__).parents[2] / "seeds"


def read(content, path="plan.txt"):
    data = content if isinstance(content, bytes) else content.encode()
    return read_source(path, data=data)


def lines_of(content, path="plan.txt"):
    return [line.text for line in read(content, path).lines if line.text]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("plan.docx", pdf([[Text(72, 700, "一、改革")]]), "pdf"),
        ("plan.pdf", word(paragraph("一、改革")), "docx"),
        ("plan.txt", "<!DOCTYPE html><html><body><p>一、改革</p></body></html>", "html"),
        ("plan.html", "一、改革", "txt"),
        ("plan.doc", word(paragraph("一、改革")), "docx"),
        ("plan.html", pdf([[Text(72, 700, "一、改革")]]), "pdf"),
    ],
)
def test_a_lying_name_is_seen_through(name, content, found):
    text = read(content, name)

    assert text.source.format == found
    assert [line.text for line in text.lines if line.text] == ["一、改革"]
    assert (f"read as {found}" in " ".join(text.notes)) == (name != "plan.doc")


@pytest.mark.parametrize(
    ("content", "found", "lines"),
    [
        (
            "某县要点<br/>　　一、修渠。<br />　　二、筑坝。<br>",
            "html",
            ["某县要点", "一、修渠。", "二、筑坝。"],
        ),
        (
            "某县要点\n<p>一、修渠。</p>\n<p>二、筑坝。</p>\n",
            "html",
            ["某县要点", "一、修渠。", "二、筑坝。"],
        ),
        ("一、修渠<br>。\n二、筑坝。\n三、植树。\n四、修路。", "txt", None),
        ("# 某县要点\n\n**一、修渠**\n修十里。", "md", ["某县要点", "一、修渠", "修十里。"]),
        ("**注** 一、修渠。\n二、筑坝。", "txt", None),
        ("#1机组\n#2机组\n一、修渠。", "txt", None),
    ],
)
def test_marks_in_a_text_tell_its_format(content, found, lines):
    text = read(content)

    assert text.source.format == found
    assert [line.text for line in text.lines if line.text] == (lines or content.split("\n"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("&nbsp;&nbsp;一、建&ldquo;智慧&rdquo;渠", "一、建“智慧”渠"),
        ("<U+00A0><U+3000>一、修<U+6E20>", "一、修渠"),
        (r"\u3000\u3000一、修渠\xa0十里", "一、修渠 十里"),
        ("一、R&D投入增长&#49;0&#37;", "一、R&D投入增长10%"),
    ],
)
def test_characters_by_name_or_number_are_themselves(content, line):
    text = read(content)

    assert [line.text.strip() for line in text.lines] == [line]
    assert "read as such" in text.notes[0]


@pytest.mark.parametrize(
    "text", ["修渠A&B;", "&#27;[31m一、", "<U+D800>一、", "<U+FFFFFF>一、", "&bogus;一、"]
)
def test_what_stands_for_no_character_stays(text):
    assert [line.text for line in read(text).lines] == [text]


@pytest.mark.parametrize(
    ("magic", "row"), [(magic, row) for row in REFUSALS for magic in row.magic]
)
def test_other_files_are_named(magic, row):
    with pytest.raises(ReadingError, match=row.title) as caught:
        read(magic + bytes(100), "plan.docx")

    assert caught.value.hint == row.hint


@pytest.mark.parametrize("row", [row for row in REFUSALS if row.part])
def test_other_zip_files_are_told_by_their_parts(row):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(row.part, "<a/>")

    with pytest.raises(ReadingError, match=row.title) as caught:
        read(packed.getvalue(), "plan.docx")

    assert caught.value.hint == row.hint


def test_the_table_has_each_suffix_once():
    suffixes = [x for row in (*FORMATS.values(), *REFUSALS) for x in row.suffixes]

    assert len(suffixes) == len(set(suffixes))
    assert all(row.name == name for name, row in FORMATS.items())


def test_a_new_format_is_a_row_and_a_reader(monkeypatch):
    """Notes on names, the format in the result and the missing package follow from the row."""

    def read_lines(content):
        if b"!" in content.data:
            raise ModuleNotFoundError(name="lines.reader")
        return Extract((Line(1, content.data[4:].decode()),), "utf-8")

    row = Format(
        *("lin", "file of lines", (".lin",)),
        tells=lambda content: content.data.startswith(b"LIN:"),
        read=read_lines,
        extra="lines",
    )
    monkeypatch.setattr(formats, "FORMATS", {"docx": FORMATS["docx"], "lin": row, **FORMATS})

    found = read("LIN:一、改革", "plan.pdf")

    assert found.source.format == "lin"
    assert "read as lin" in found.notes[0]
    assert read("LIN:一、改革", "plan.lin").notes == ()
    with pytest.raises(MissingExtraError, match="file of lines needs the package lines") as caught:
        read("LIN:!")
    assert "policydiff[lines]" in caught.value.hint


def test_text_that_speaks_of_tags_is_text():
    assert read("1.清理<html>标签。使用 a<b 的写法。").source.format == "txt"
    assert lines_of("一、a<b>c") == ["一、a<b>c"]


PAGE = """<!DOCTYPE html><html><head><title>要点</title><style>p{}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/b">政务公开</a></li></ul></div>
<div class="content"><h1>2024年工作要点</h1>
<p>　　2024年，全区卫生健康工作以习近平新时代中国特色社会主义思想为指导，贯彻党的二十大精神。</p>
<p><b>一、深化医改</b><br>1.推进公立医院改革。落实政府投入责任。<br/>2.建设医联体。推进建设。</p>
<ol><li>完善社区卫生服务中心建设。</li><li>加强签约服务。</li></ol><ul><li>提升质量</li></ul>
<table><tr><th>序号</th><th>任务</th></tr><tr><td>1</td><td>新建<b>3</b>家</td></tr></table>
<p hidden>暗一</p><p style="display:none">暗二</p><script>var a = "一、不是";</script></div>
<div class="footer"><p>版权所有：某区人民政府</p></div></body></html>"""


def test_a_web_page_yields_its_main_text_with_lists_tables_and_breaks():
    assert lines_of(PAGE, "plan.html") == [
        "2024年工作要点",
        "2024年，全区卫生健康工作以习近平新时代中国特色社会主义思想为指导，贯彻党的二十大精神。",
        "一、深化医改",
        "1.推进公立医院改革。落实政府投入责任。",
        "2.建设医联体。推进建设。",
        "1. 完善社区卫生服务中心建设。",
        "2. 加强签约服务。",
        "• 提升质量",
        "序号 | 任务",
        "1 | 新建3家",
    ]


def test_a_main_text_without_an_item_is_none():
    page = (
        "<html><body><h1>2023年度区统计局工作要点</h1><ul><li>一、夯实基础<ol><li>完善名录库</li>"
        "<li>规范台账</li></ol></li><li>二、优化服务<ol><li>编印月报</li></ol></li></ul></body></html>"
    )

    assert lines_of(page, "a.html") == [
        *("2023年度区统计局工作要点", "• 一、夯实基础", "1. 完善名录库", "2. 规范台账"),
        *("• 二、优化服务", "1. 编印月报"),
    ]


def test_what_stands_around_the_main_text_is_on_the_list():
    removed = " ".join(block.text for block in read(PAGE, "plan.html").removed)

    assert "政务公开" in removed
    assert "版权所有" in removed


def test_a_task_outside_the_main_text_is_kept():
    stray = (
        "<div class='sidebar'><p>3.推进家庭医生签约。" + "完善机制，加强考核，" * 6 + "。</p></div>"
    )

    lines = lines_of(PAGE.replace('<div class="footer">', stray + '<div class="footer">'), "a.html")

    assert lines[-1].startswith("3.推进家庭医生签约")


def test_a_page_in_gb18030():
    page = PAGE.replace("<head>", '<head><meta charset="gb2312">')

    assert lines_of(page.encode("gb18030"), "plan.html") == lines_of(PAGE, "plan.html")


def test_a_page_of_nested_boxes_is_read_in_bounded_time():
    page = "<html><body>" + "<div>" * 20_000 + "<p>一、改革</p>"

    assert in_child(lambda: lines_of(page, "plan.html")) == ["一、改革"]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_saved_with_all_its_parts(encoding, charset):
    message = EmailMessage()
    message["Subject"] = "plan"
    message.set_content(PAGE, subtype="html", charset=charset, cte=encoding)
    message.add_related(b"\x89PNG", "image", "png")

    assert lines_of(message.as_bytes(), "plan.mht") == lines_of(PAGE, "plan.html")


def test_a_saved_page_without_a_page():
    with pytest.raises(ReadingError, match="without a page"):
        read("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a--", "a.mht")


def test_without_the_package_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "resiliparse.extract.html2text", None)

    with pytest.raises(MissingExtraError, match="resiliparse") as caught:
        read(PAGE, "plan.html")

    assert caught.value.hint == f"{sys.executable} -m pip install 'policydiff[html]'"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# 2024年工作要点", "2024年工作要点"),
        ("## 一、医改 ##", "一、医改"),
        ("**一、医改**", "一、医改"),
        ("1. 推进*重点*改革", "1. 推进重点改革"),
        ("1\\. 推进", "1. 推进"),
        ("> 现印发给你们", "现印发给你们"),
        ("见[通知](http://a.b/c)和![图](x.png)", "见通知和图"),
        ("| 1 | **护理**中心 |", "1 | 护理中心"),
        ("新建`3`家<br>中心", "新建3家中心"),
        ("A&amp;B", "A&B"),
        ("医改<!-- 批注 -->要点", "医改要点"),
    ],
)
def test_markdown_marks_go(marked, plain):
    assert lines_of(marked, "plan.md") == [plain]


@pytest.mark.parametrize(
    "text", ["#健康上海行动", "5*3*2米", "2 * 3", "a_b_c", "[待定]", "1+7", "C# 和 F#的", "a\\b"]
)
def test_what_only_looks_like_markdown_stays(text):
    assert lines_of(text, "plan.md") == [text]


def test_marks_inside_a_quotation_and_of_lists_go():
    text = "> ## 一、守底线\n> - [ ] 1. 抽检药品\n> - [x] 2. 抽检食品\n* 抽检水\n- 3 -\n* * *"

    assert lines_of(text, "plan.md") == [
        *("一、守底线", "• 1. 抽检药品", "• 2. 抽检食品", "• 抽检水", "- 3 -", "* * *"),
    ]


def test_markdown_keeps_its_line_numbers_and_sets_matter_and_rules_aside():
    text = read("---\ntitle: 要点\n---\n\n# 一、医改\n|a|b|\n|---|:-:|\n|1|2|\n", "plan.md")

    assert [(line.number, line.text) for line in text.lines if line.text] == [
        (5, "一、医改"),
        (6, "a | b"),
        (8, "1 | 2"),
    ]
    assert [(block.reason, block.line_start) for block in text.removed] == [
        ("front-matter", 1),
        ("table-rule", 7),
    ]


def test_a_fenced_block_is_left_as_it_is():
    assert lines_of("```\n# 不是标题\n```\n# 标题", "plan.md") == ["# 不是标题", "标题"]


def test_text_is_not_taken_for_markdown():
    assert lines_of("# 一、**医改**") == ["# 一、**医改**"]


XML = """<?xml version="1.0"?>
<!DOCTYPE article [<!ENTITY a "爆">]>
<article
  version="5.0"><title>要点</title>
<para>
  1.
  推进改革，
  深化医改 &amp; 基层。
</para><!-- 批
注 --><para>2. 建设&a;</para>
</article>"""


def test_xml_loses_its_tags_and_keeps_its_line_numbers():
    text = read(XML, "plan.xml")

    assert [(line.number, line.text) for line in text.lines if line.text] == [
        (4, "要点"),
        (6, "1.推进改革，深化医改 & 基层。"),
        (10, "2. 建设&a;"),
    ]
    assert text.source.format == "xml"


def test_page_numbers_and_page_breaks_do_not_part_a_wrapped_paragraph():
    text = "推进公立医院改革完善绩效考核推进优质医疗资源扩容下沉和均衡布局，"[:32]
    rows = ["一、医改", "1." + text[:31], *[text] * 14, "提升质量。"]
    rows[8:8] = ["12", "\x0c"]

    cleaned = read("\n".join(rows))

    assert [line.text for line in cleaned.lines if line.text] == [
        "一、医改",
        "1." + text[:31] + text * 14 + "提升质量。",
    ]
    assert [(block.reason, block.line_start) for block in cleaned.removed] == [("page-number", 9)]


def wrapped_at(cells, text):
    start = used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > cells:
            yield text[start:index]
            start, used = index, width(character)
    yield text[start:]


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
@pytest.mark.parametrize("columns", [28, 35, 44])
@pytest.mark.parametrize("name", ["yangpu-2025", "medadmin-2024", "city-2020"])
def test_wrapped_plans_come_back_whole(name, columns, indent):
    whole = [line.text for line in read_source(str(SEEDS / f"{name}.txt")).lines if line.text]
    rows = []
    for text in whole:
        rows.extend(wrapped_at(2 * columns, indent + text.replace(" ", "")))

    again = lines_of("\n".join(rows))

    numbered = [text.replace(" ", "") for text in whole if text[0].isdigit()]
    found = sum(text in again for text in numbered)
    # Without indents, a full stop at the edge of the page ends the paragraph for all one can see.
    assert found >= (len(numbered) if indent else 0.85 * len(numbered))


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_plans_with_a_line_for_each_paragraph_are_not_joined(path):
    assert wrapped_lines(extract_source(str(path)).lines, WrapSettings()) == frozenset()


def test_a_list_of_equal_lines_is_not_joined():
    rows = tuple(Line(number, f"{number}.新建护理中心若干所") for number in range(1, 40))

    assert wrapped_lines(rows, WrapSettings()) == frozenset()


@pytest.mark.parametrize(
    ("widths", "joined"),
    [
        ([80] * 40, 39),
        ([52 + index * 14 % 66 for index in range(40)], 0),  # of any width
        ([40] * 40, 0),  # narrower than a page
        ([150] * 40, 0),  # wider
        ([80] * 9, 8),  # few, but alike
        ([80, 80, 80, 80, 80, 66, 94, 108], 0),  # few, and not alike
        ([80] * 4, 0),  # too few to tell
    ],
)
def test_lines_of_one_width_that_end_amid_a_sentence_are_joined(widths, joined):
    text = "修建公路水渠桥梁泵站" * 10
    rows = tuple(Line(number, text[: cells // 2]) for number, cells in enumerate(widths, 1))

    assert len(wrapped_lines(rows, WrapSettings())) == joined


def test_bare_numbers_in_a_text_are_no_page_numbers_by_themselves():
    assert lines_of("一、医改\n3\n家护理中心") == ["一、医改", "3", "家护理中心"]
    assert lines_of("一、医改\n1\n二、基层\n2\n三、公卫\n3") == ["一、医改", "二、基层", "三、公卫"]
    assert lines_of("一、医改\n1\n二、基层\n2") == ["一、医改", "1", "二、基层", "2"]


def test_contents_in_a_text_are_set_aside():
    contents = "目 录\n一、医改......1\n二、基层……3\n三、公卫 . . . . . . 5\n\n一、医改\n落实。"

    assert lines_of(contents) == ["一、医改", "落实。"]
    assert lines_of("填表人......\n一、医改……1") == ["填表人......", "一、医改……1"]
    spaced = ["医 . . . . 1", "……医改…… 12", "...…医改.... - 3 -"]
    assert lines_of("\n".join(["目录", *spaced, "一、医改"])) == ["一、医改"]


def test_piped_bytes_are_told_apart_as_well():
    assert read(word(paragraph("一、改革")), "-").source.format == "docx"
    assert read(PAGE, "-").source.format == "html"
    assert extract_source("-", data="一、改革".encode()).format == "txt"


def test_a_printed_layout_is_frozen():
    assert Layout() == Layout(columns=28)


HOSTILE = [
    *("的", "?", "|", " ", "(", "(wèi)", "??? ", "<!--", "衛", "版权所有", "相关", "1.", "…", "12"),
    *("\u3000", "一、", "\u200b", "乾坤", "<a ", "。", "第", "《", "－"),
]
HOSTILE_MARKS = [
    "[a](",
    "![",
    "**",
    "*a",
    "<",
    "<!--",
    "#",
    " #",
    "` ",
    "| -",
    "-",
    "> ",
    "\\",
    "&",
]


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        *(("plan.txt", unit) for unit in HOSTILE),
        *(("plan.md", unit) for unit in HOSTILE_MARKS),
        *(("plan.xml", unit) for unit in ("<", "<a ", "<!--", "<![CDATA[", "&", ">")),
    ],
)
def test_hostile_lines_take_linear_work(path, unit):
    head = "<?xml version='1.0'?>一" if path.endswith("xml") else "一"

    def run(size):
        read_source(path, data=(head + unit * (size // len(unit))).encode())

    assert growth(run, 3_500) < LINEAR
    in_child(lambda: run(14_000))


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (("借助展板、", "广播和校报宣传。"), 1),
        (("借助展板、", "", "广播和校报宣传。"), 1),
        (("组织巡查，", "\u3000", "\u3000\u3000发现问题当天整改。"), 1),
        (("建校一所、", "2、修路十里。"), 0),
        (("建校一所，", "（二）修路十里。"), 0),
        (("建校一所", "修路十里"), 0),
        (("二十一、", "建校一所"), 0),
    ],
)
def test_a_line_that_ends_with_a_comma_goes_on(rows, joined):
    lines = tuple(Line(number, row) for number, row in enumerate(rows, 1))
    continued = wrapped_lines(lines, WrapSettings())
    whole = [line.text for line in join_lines(lines, continued)[0] if line.text.strip()]

    assert len(continued) == joined
    assert len(whole) == 2 - joined


def test_items_of_a_markdown_list_that_all_say_one_are_counted():
    text = "1. 修渠\n\n1. 修坝\n   另建水窖\n1. 植树\n\n下列工作：\n1. 护林\n2. 清淤\n"

    assert lines_of(text, "plan.md") == [
        *("1. 修渠", "2. 修坝", "另建水窖", "3. 植树", "下列工作：", "1. 护林", "2. 清淤"),
    ]


def test_cells_of_a_markdown_table_may_hold_bars_and_breaks():
    text = "| 1 | 修建甲\\|乙两渠<br>加固堤坝两座 |\n|2|植树|\n"

    assert lines_of(text, "plan.md") == ["1 | 修建甲¦乙两渠；加固堤坝两座", "2 | 植树"]


def test_a_table_in_html_amid_markdown_is_read_by_rows():
    text = (
        '# 要点\n<table>\n<tr><th>类别</th><th>任务</th></tr>\n<tr>\n<td rowspan="2">水利</td>\n'
        "<td><p>修渠</p></td>\n</tr>\n<tr><td>修坝</td></tr>\n</table>\n<table>\n未完"
    )

    lines = read(text, "plan.md").lines

    assert [(line.number, line.text) for line in lines if line.text] == [
        *((1, "要点"), (3, "类别 | 任务"), (4, "水利 | 修渠"), (8, "〃 | 修坝"), (11, "未完")),
    ]


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        (("序号  任务    单位", "1　　修渠　　水利局", "2  修坝  水务站"), "1 | 修渠 | 水利局"),
        (("张三  李四  王五", "赵六  钱七  孙八"), "赵六 钱七 孙八"),
        (("\t1.\t修渠。", "\t2.\t修坝。"), "2. 修坝。"),
        (("序号\t任务\t单位", "一、水利\t\t"), "一、水利"),
        (("│1│修渠│水利局│", "├──┼──┼──┤", "│2│修坝│水务站│"), "2 | 修坝 | 水务站"),
    ],
    ids=["wide-blanks", "two-lines-of-names", "indents", "a-heading-in-the-table", "box"],
)
def test_cells_parted_in_other_ways(rows, written):
    assert written in lines_of("\n".join(rows))


def test_a_text_broken_by_vertical_tabs_alone_has_lines():
    assert lines_of("一、水利\v1.修渠。\v2.修坝。") == ["一、水利", "1.修渠。", "2.修坝。"]
    assert len(lines_of("一、水利\v\n1.修渠。")) == 2


def test_a_text_filled_up_with_noughts_is_text():
    assert lines_of("一、水利".encode() + b"\0" * 9) == ["一、水利"]


def test_what_stands_in_an_object_that_is_left_open_is_read():
    page = "<html><body><object data=x.swf><param name=a><p>一、改革</p><p>二、开放</p>"

    assert [line.text for line in read_source("a.html", data=page.encode()).lines if line.text] == [
        "一、改革",
        "二、开放",
    ]
