"""Tables, hidden text, readings and notes of pages and Word files, as they come out as lines."""

import pytest

from policydiff.pipeline import read_source
from tests.factory import extract_source

from .samples import paragraph, word, zipped

HEAD = "<!DOCTYPE html><html><body><h1>2024年某县要点</h1>"


def lines(page: str) -> list[str]:
    extracted = extract_source("-", data=(HEAD + page + "</body></html>").encode())
    return [line.text for line in extracted.lines if line.text.strip()][1:]


def test_blocks_in_a_cell_stay_in_it():
    page = (
        "<table><tr><th>序号</th><th>任务</th><th>措施</th></tr>"
        "<tr><td><p>1</p></td><td>修渠</td><td><ul><li>修渠一百里</li><li>清理淤泥五条</li></ul></td></tr>"
        "</table>"
    )

    assert lines(page) == ["序号 | 任务 | 措施", "1 | 修渠 | 修渠一百里；清理淤泥五条"]


def test_merged_cells_of_a_page_go_on():
    page = (
        "<table><tr><td>类别</td><td>序号</td><td>任务</td><td>单位</td></tr>"
        "<tr><td rowspan=2>水利</td><td>1</td><td>修渠</td><td rowspan='2'>水利局</td></tr>"
        "<tr><td>2</td><td>修坝</td></tr>"
        "<tr><td>农田</td><td>3</td><td colspan=2>平整</td></tr></table>"
    )

    assert lines(page) == [
        "类别 | 序号 | 任务 | 单位",
        "水利 | 1 | 修渠 | 水利局",
        "〃 | 2 | 修坝 | 〃",
        "农田 | 3 | 平整 |",
    ]


def test_a_table_that_lays_out_the_page_is_none():
    text = "<p>一、水利</p><p>1.修渠。</p>" * 200
    page = f"<table><tr><td>首页</td><td>{text}</td></tr><tr><td>a</td><td>b</td></tr></table>"

    assert "一、水利" in lines(page)


def test_one_cell_alone_keeps_its_lines():
    page = (
        "<table><tr><td>序号</td><td>任务</td></tr><tr><td colspan=2>一、水利</td></tr>"
        "<tr><td>1</td><td>修渠</td></tr></table>"
    )

    assert lines(page) == ["序号 | 任务", "一、水利", "1 | 修渠"]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("display: none", False),
        ("visibility:hidden", False),
        ("font-size:0", False),
        ("font-size: 0px", False),
        ("font-size:0.9em", True),
        ("visibility: visible", True),
        ("opacity:0", False),
        ("opacity:0.5", True),
        ("position:absolute;left:-9999px", False),
        ("margin-left:-100px", True),
        ("height:0;overflow:hidden", False),
        ("line-height:0;overflow:hidden", True),
    ],
)
def test_what_a_browser_does_not_show_is_left_out(style, shown):
    assert ("藏" in "".join(lines(f"<p>修渠。</p><p style='{style}'>藏</p>"))) is shown


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ruby>亳<rp>(</rp><rt>bó</rt><rp>)</rp></ruby>州", "亳州"),
        ("绿地10km<sup>2</sup>", "绿地10km²"),
        ("签约率<sup>[1]</sup>达到60%", "签约率达到60%"),
        ("签约率<sup>1</sup>达到60%", "签约率达到60%"),
        ("六进<sup>工程</sup>", "六进工程"),
    ],
)
def test_readings_and_marks_of_notes(markup, text):
    assert lines(f"<p>{markup}</p>") == [text]


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_merged_cells_of_word_go_on():
    start = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    goes_on = "<w:tcPr><w:vMerge/></w:tcPr>"
    body = (
        "<w:tbl>"
        + _row(paragraph("序号"), paragraph("任务"), paragraph("单位"))
        + _row(
            paragraph("1"),
            paragraph("修建水渠十里") + paragraph("清理淤泥"),
            start + paragraph("水利局"),
        )
        + _row(paragraph("2"), paragraph("修坝"), goes_on + paragraph(""))
        + "</w:tbl>"
    )
    extracted = extract_source("-", data=word(body))

    assert [line.text for line in extracted.lines] == [
        "序号 | 任务 | 单位",
        "1 | 修建水渠十里 清理淤泥 | 水利局",
        "2 | 修坝 | 〃",
    ]


def test_the_reading_of_a_character_in_word_is_left_out():
    ruby = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>bó</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>亳</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>州</w:t></w:r></w:p>"
    )

    assert extract_source("-", data=word(ruby)).lines[0].text == "亳州"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("part", "rows", "notes"),
    [
        (b"<html><body><p>2.\xe4\xbf\xae\xe5\x9d\x9d</p></body></html>", ["2.修坝"], 0),
        (b"PK\x03\x04", [], 1),
    ],
)
def test_a_page_inside_word_is_read_where_it_stands_or_said_to_be_left_out(part, rows, notes):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'{paragraph("1.修渠")}<w:altChunk r:id="a"/>{paragraph("3.种树")}'
    data = zipped(
        {
            "word/document.xml": f'<w:document xmlns:w="{space}" xmlns:r="{OFFICE}">'
            f"<w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": "<Relationships><Relationship Id='a' "
            f"Type='{OFFICE}/aFChunk' Target='page.html'/></Relationships>",
            "word/page.html": part,
        }
    )
    found = extract_source("-", data=data)

    shown = [line.text for line in found.lines if line.text.strip()]
    assert shown == ["1.修渠", *rows, "3.种树"]
    assert len(found.notes) == notes


def test_marks_and_texts_of_notes_in_markdown():
    text = "# 2024年某县要点\n\n1. 修渠十里。[^1]\n\n[^1]: 指主渠。\n"
    found = extract_source("plan.md", data=text.encode())

    assert found.lines[2].text == "1. 修渠十里。"
    assert [(entry.reason, entry.line_start) for entry in found.furniture] == [("footnote", 5)]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<ol start=2><li>修渠</li><li value=5>修坝</li></ol>", ["2. 修渠", "5. 修坝"]),
        ("<ol><li>1.修渠</li><li>2.修坝</li></ol>", ["1.修渠", "2.修坝"]),
        ("<ol><li>修渠</li><li>修坝</li></ol>", ["1. 修渠", "2. 修坝"]),
        ("<ol start='x'><li>修渠</li></ol>", ["1. 修渠"]),
        (
            "<ol><li>水利<ol><li>修渠</li><li>修坝</li></ol></li><li>林业</li></ol>",
            ["1. 水利", "（1）修渠", "（2）修坝", "2. 林业"],
        ),
        ("<ol><li><a href=a>首页</a></li><li>正文</li></ol>", ["首页", "正文"]),
        ("<ol><li><a href=a>修渠</a>十里</li><li>修坝</li></ol>", ["1. 修渠十里", "2. 修坝"]),
    ],
)
def test_lists_have_the_numbers_that_the_page_shows(page, rows):
    assert lines(page) == rows


@pytest.mark.parametrize("tag", ["figure", "figcaption", "object", "video"])
def test_what_stands_around_a_picture_is_read_and_its_description_is_not(tag):
    page = f"<p>修路</p><{tag}><p>修渠<img src=a alt=藏></p></{tag}><p>修桥</p>"

    assert lines(page) == ["修路", "修渠", "修桥"]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<style>.a,.b{display:none}</style><p class='x b'>藏</p>", False),
        ("<style>@media print{.b{display:none}}</style><p class='b'>藏</p>", True),
        ("<style>.b p{display:none}</style><p class='b'>藏</p>", True),
        (f"<style>.b{{display:none}}</style><p class='b'>藏{'修渠。' * 90}</p>", True),
        ("<dialog>藏</dialog>", False),
        ("<dialog open>藏</dialog>", True),
        ("<p>修<del>藏</del><ins>渠</ins></p>", False),
        ("<p>修<img src=a alt=藏>渠</p>", False),
    ],
)
def test_what_the_page_hides_or_struck_out_is_left_out(markup, shown):
    assert ("藏" in "".join(lines(f"<p>修渠。</p>{markup}<p>修坝。</p>"))) is shown


def test_a_bar_in_a_cell_and_a_table_in_a_cell_part_no_columns():
    inner = "<table><tr><td>修渠</td><td>六月</td></tr><tr><td>修坝</td><td>九月</td></tr></table>"
    table = (
        f"<table><tr><th>序号</th><th>任务</th></tr><tr><td>甲|乙</td><td>{inner}</td></tr></table>"
    )

    assert lines(table)[-1] == "甲¦乙 | 修渠，六月；修坝，九月"


def test_points_of_a_list_behind_the_last_heading_are_text_of_the_page():
    page = "<h1>某县2024年要点</h1><p>一、水利</p><ul><li>修渠三十里。</li><li>修坝。</li></ul>"
    links = "<ul><li><a href=a>某县召开会议</a></li><li><a href=b>某县发布通知</a></li></ul>"

    kept = [line.text for line in read_source("plan.html", data=(page + links).encode()).lines]

    assert [text for text in kept if text][1:] == ["一、水利", "• 修渠三十里。", "• 修坝。"]


def test_what_a_page_names_twice_over_is_itself():
    assert lines("<p>实施&amp;ldquo;强基&amp;rdquo;工程</p>") == ["实施“强基”工程"]
