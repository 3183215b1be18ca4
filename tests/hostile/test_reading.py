"""Small files that cost minutes, or brought the program down: a case for each family of them."""

import contextlib
import io
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from policydiff.errors import PolicyDiffError, ReadingError
from policydiff.model import Line
from policydiff.pipeline import load_plan, read_source
from policydiff.reading import contents_pages, page_number
from policydiff.settings import ReadingSettings
from policydiff.text.lines import removed_lines
from policydiff.text.quantity_words import count_amounts
from policydiff.text.spelling import respell
from tests.factory import extract_source
from tests.hostile.work import LINEAR, growth, in_child
from tests.reading.samples import (
    WORD,
    abstract_list,
    list_instance,
    listed,
    paragraph,
    word,
    zipped,
)

TIGHT = ReadingSettings(max_unpacked_ratio=100_000)
"""Lets a file made of one thing over and over be read: a real one need not be packed so well."""


def lines_of(data, path="plan.docx"):
    return [line.text for line in extract_source(path, TIGHT, data=data).lines]


def refused(data, path="plan.docx"):
    with pytest.raises(PolicyDiffError) as caught:
        read_source(path, data=data)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize("blank", [" ", "\t", "\u3000", "\x0c", " \t", "-", "1", "第 "])
def test_a_line_of_blanks_is_no_slow_search_for_a_page_number(blank):
    assert in_child(lambda: page_number(blank * 50_000 + "x")) is None


def test_blanks_around_a_page_number_do_not_matter():
    assert page_number(" " * 5_000 + "- 3 -" + "\u3000" * 5_000) == 3


HIDDEN = '<p hidden>暗</p><p style="display:  none">暗</p><P STYLE="DISPLAY:NONE">暗</P>'


def page(body):
    return f"<html><body>{body}</body></html>".encode()


def test_hidden_elements_are_taken_out_in_one_walk():
    assert (
        growth(lambda size: extract_source("a.html", data=page(HIDDEN * size + "一")), 200) < LINEAR
    )


def test_hidden_elements_may_stand_in_each_other_and_what_shows_stays():
    shown = "<p style='display:block'>明一</p><p class=hidden>明二</p>"
    text = lines_of(page("<div hidden>" * 50 + HIDDEN + "</div>" * 50 + HIDDEN + shown), "a.html")

    assert [line for line in text if line] == ["明一", "明二"]


@pytest.mark.parametrize(
    "body",
    [
        "</div>" * 10_000 + "<div>" * 20_000,
        "<div><object></div>" * 12_000,
        "<table><td></div><div>" * 10_000,
    ],
    ids=["closed before", "closed out of reach", "closed in a cell"],
)
def test_depth_is_that_of_the_tree(body):
    assert "一、改革" in in_child(lambda: lines_of(page(body + "<p>一、改革</p>"), "a.html"))


def test_a_page_of_too_many_tags_is_refused():
    assert "50,000 tags" in in_child(lambda: refused(page("<b><i></b>" * 100_000), "a.html"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<span>" * 20_000 + "</x>" * 20_000, "of nothing"),
        ("<rt>字" * 20_000, "of nothing"),
        ("<p " + " ".join(f"a{n}" for n in range(60_000)) + ">", "thousands of attributes"),
        (f"<p {'a/' * 9_000}>" * 10, "thousands of attributes"),
        ("<ul><li>项" * 9_000, "lists in each other"),
        ("<OL START=2><LI>项" * 9_000, "lists in each other"),
    ],
    ids=["ends", "readings", "attributes", "slashes", "lists", "capitals"],
)
def test_a_page_that_a_parser_takes_too_long_over_is_refused(body, told):
    assert told in in_child(lambda: refused(page(f"{body}<p>{PLAN}"), "a.html"))


@pytest.mark.parametrize(
    "body",
    [
        "<p title=it's>改</p>" * 300,
        '<p data-a="' + "x y=z " * 5_000 + '">改</p>',
        "<p>改" * 6_000,
        "<script>if(a<b){" + "let x;" * 5_000 + "}</script>",
        "<ul><li>项" * 150 + "</ul>" * 150,
    ],
    ids=["apostrophe", "value", "paragraphs", "script", "lists"],
)
def test_an_odd_page_is_read_all_the_same(body):
    assert "一、改革" in lines_of(page(f"{body}<p>一、改革</p>"), "a.html")


@pytest.mark.parametrize("unit", ["<ol start=2><li>项", "<sup>1", "<rt>字", "<table><tr><td>格"])
def test_what_is_rewritten_may_be_nested(unit):
    def read(size):
        return extract_source("a.html", data=page("<p>一、改革</p>" + unit * size))

    assert growth(read, 40) < LINEAR
    assert in_child(lambda: read(190)).lines


def test_lists_in_each_other_beyond_reason_are_left_as_they_are():
    def numbered(levels):
        rows = lines_of(page("<p>一、改革</p>" + "<ol start=2><li>项" * levels), "a.html")
        return sum(row.startswith(("2. 项", "（2）项")) for row in rows)

    assert [numbered(levels) for levels in (1, 15, 16, 40)] == [1, 15, 15, 15]


BOMB = "<td rowspan=200 colspan=200>格"


@pytest.mark.parametrize(
    "table",
    [
        "<tr>" + BOMB * 900 + "<tr><td>甲<td>乙" * 300,
        ("<tr>" + BOMB * 30) * 200,
        "<tr><td rowspan=" + "9" * 5_000 + " colspan=-1>格<td>乙<tr><td>甲<td>乙",
    ],
)
def test_cells_that_go_over_others_fill_no_memory(table):
    rows = in_child(lambda: lines_of(page(f"<table>{table}</table><p>一、改革</p>"), "a.html"))

    assert "一、改革" in rows
    assert sum(map(len, rows)) < 200_000
    assert sum(row.count("格") for row in rows) == table.count("格")


def test_a_wide_cell_still_moves_those_beside_and_below_it():
    table = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>"
    rows = [line for line in lines_of(page(table), "a.html") if line]

    assert rows == ["甲 | | 乙", "〃 | 〃 | 丙", "丁 | 戊 | 己"]


MAIL = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"'


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ('; a="' + ";" * 400_000, "a type of more than"),
        (";\n a=b" * 100_000, "a type of more than"),
        ("\n\n" + "--b\n\nx\n" * 60_000, "parts"),
        ("\n\n--b\nContent-Type: text/html" + "; a=b" * 900, "a type of more than"),
        ("\n\n--b\n" + "Content-Type: message/rfc822\n\n" * 20_000, "mails in it"),
        ("\n\n--b\nContent-Type: message/delivery-status\n\n" + "a: b\n\n" * 99, "mails in it"),
    ],
    ids=["quote", "folded", "parts", "part", "mails", "statuses"],
)
def test_a_saved_page_that_the_parser_of_mails_falls_over(rest, told):
    assert told in in_child(lambda: refused((MAIL + rest).encode(), "a.mht"))


@pytest.mark.parametrize("name", ["a.md", "a.xml"])
def test_a_character_by_a_number_of_5000_digits(name):
    opening = "<?xml version='1.0'?>\n" if name == "a.xml" else ""
    text = f"{opening}1.推进&#{'1' * 5_000};建设&#x{'f' * 5_000};甲&#39;&amp;\n2.好。\n"

    assert "推进\ufffd建设\ufffd甲'&" in "".join(lines_of(text.encode(), name))


def test_saved_pages_in_saved_pages():
    levels = "".join(
        f'Content-Type: multipart/related; boundary="b{level}"\n\n--b{level}\n'
        for level in range(2_000)
    )
    data = f"MIME-Version: 1.0\n{levels}".encode()
    assert "pages in pages" in in_child(lambda: refused(data, "a.mht"))


def test_a_saved_page_within_two_others_is_read():
    saved = MIMEMultipart("related")
    saved.preamble = "saved by a browser"
    either = MIMEMultipart("alternative")
    either.attach(MIMEText("<html><body><p>一、改革</p></body></html>", "html"))
    saved.attach(either)
    assert lines_of(b"From: a browser\n" + saved.as_bytes(), "a.mht") == ["一、改革"]


def test_a_long_label_of_a_list_is_cut_and_its_numbers_are_few():
    lists = abstract_list(0, "upperRoman|" + "%1" * 40_000) + list_instance(1, 0)
    lines = in_child(lambda: lines_of(word(listed("x", 1) * 100, numbering=lists)))

    assert lines[2].startswith("III" * 9)
    assert max(map(len, lines)) < 300


def test_levels_of_a_list_are_read_once_for_all_its_instances():
    def read(size):
        levels = abstract_list(0, *["decimal|%1."] * size)
        lists = levels + "".join(list_instance(n, 0) for n in range(size))
        return lines_of(word(listed("x", 1), numbering=lists))

    assert growth(read, 200) < LINEAR


def test_styles_based_on_each_other_are_followed_for_a_while():
    def read(size):
        styles = "".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
            for n in range(size)
        )
        return lines_of(word(paragraph("x", '<w:pStyle w:val="s0"/>') * size, styles=styles))

    assert growth(read, 100) < LINEAR


def test_deleted_paragraph_marks_join_a_long_text_once():
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("深化" * 50, deleted) * 20_000
    with pytest.raises(ReadingError, match="600,000 characters"):
        in_child(lambda: lines_of(word(body)))


def chunked(pages, named):
    """Return a Word file that shows pages amid its text, each named so many times."""
    relations = "".join(
        f'<Relationship Id="r{n}-{k}" Type="http://x/aFChunk" Target="{n}.html"/>'
        for n in range(len(pages))
        for k in range(named)
    )
    shown = "".join(
        f'<w:altChunk r:id="r{n}-{k}"/>' for n in range(len(pages)) for k in range(named)
    )
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = (
        f'<w:document xmlns:w="{WORD}" xmlns:r="{space}"><w:body>{shown * 2}</w:body></w:document>'
    )
    rest = {f"word/{n}.html": data for n, data in enumerate(pages)}
    names = f"<Relationships>{relations}</Relationships>"
    return zipped({"word/document.xml": body, "word/_rels/document.xml.rels": names, **rest})


def test_a_page_within_a_word_file_is_read_and_shown_once():
    inner = "<html><body>" + "<p>1.推进社区建设。</p>" * 1_000 + "</body></html>"
    assert len(in_child(lambda: lines_of(chunked([inner], 500)))) < 2_500


def test_pages_within_a_word_file_have_a_limit_together():
    pages = ["<html><body><p>1.推进社区建设。</p><!--" + "改" * 300_000 + "--></body></html>"] * 9
    read = extract_source("a.docx", TIGHT, data=chunked(pages, 1))

    assert [line.text for line in read.lines if line.text] == ["1.推进社区建设。"] * 2
    assert len(read.notes) == 7


def test_open_fields_are_counted_not_searched():
    begun = '<w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/>'
    body = f"<w:p><w:r>{begun * 20_000}{'<w:t>文</w:t>' * 20_000}</w:r></w:p>"
    assert in_child(lambda: lines_of(word(body))) == ["文" * 20_000]


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "٣" * 10, "-1", "1e9"], ids=["long", "Arabic", "negative", "float"]
)
def test_numbers_that_are_none_in_a_list(number):
    level = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
    lists = abstract_list(0, f'decimal|%1.|<w:lvlRestart w:val="{number}"/>') + list_instance(
        1,
        0,
        f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{number}"/></w:lvlOverride>',
    )

    assert lines_of(word(paragraph("改革", level), numbering=lists)) == ["1. 改革"]


def document(encoding):
    text = f"<w:document xmlns:w='{WORD}'><w:body>{paragraph('改革')}</w:body></w:document>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode()


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "utf-7", "x-none", "hex", "rot13"])
def test_a_part_in_an_encoding_that_xml_cannot_have(encoding):
    assert "broken XML" in refused(zipped({"word/document.xml": document(encoding)}))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("flip", [None, 60, 70, -90])
def test_a_packing_that_word_never_uses(method, flip):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("word/document.xml", document("utf-8"))
    data = bytearray(buffer.getvalue())
    if flip is not None:
        data[flip] ^= 0xFF

    assert refused(bytes(data))


def test_every_flipped_byte_of_a_word_file_is_read_or_refused():
    data = zipped({"word/document.xml": document("utf-8"), "文.xml": ""})
    for place in range(len(data)):
        for bits in (0xFF, 0x80, 0x01):
            flipped = bytearray(data)
            flipped[place] ^= bits
            with contextlib.suppress(PolicyDiffError):
                assert lines_of(bytes(flipped))


def test_the_list_of_parts_is_not_read_before_it_is_measured():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}", "")
    assert "damaged" in in_child(lambda: refused(buffer.getvalue()))


def test_a_part_of_many_elements():
    with pytest.raises(ReadingError, match="500,000 XML tags"):
        in_child(lambda: lines_of(word("<w:p/>" * 600_000)))


PLAN = "某市2024年工作要点\n1.推进社区建设。"


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.xml"])
@pytest.mark.parametrize(
    ("filling", "told"),
    [
        ("的\n" * 25_000, "15,000 lines"),
        ("\n\u2028" * 12_500, "15,000 lines"),
        ("的" * 1_000_000, "600,000 characters"),
        ("\n" * 5_000_000, "600,000 characters"),
        ("，好" * 100_000, "60,000 sentence signs"),
        ("（" * 100_000, "60,000 sentence signs"),
        ("好|" * 100_000, "60,000 sentence signs"),
        ("好 " * 100_000, "60,000 sentence signs"),
        ("好8" * 12_500 + "，" * 50_000, "7,500 numbers"),
        ("的\n" * 13_000 + "好，" * 50_000, "characters, 13,002 lines, 50,00"),
    ],
    ids=[
        *("lines", "blank lines", "characters", "breaks", "clauses", "brackets", "bars"),
        *("gaps", "numbers"),
        "together",
    ],
)
def test_a_text_of_more_than_any_plan_has_is_refused_not_cut(path, filling, told):
    opening = "<?xml version='1.0'?><a>" if path == "a.xml" else ""
    data = f"{opening}{PLAN}{filling}\n2.好。".encode()
    assert told in in_child(lambda: refused(data, path))


@pytest.mark.parametrize(
    ("filling", "told"),
    [
        ("<pre>" + "的 " * 600_000 + "</pre>", "600,000 characters"),
        ("<pre>" + "的\n" * 30_000 + "</pre>", "15,000 lines"),
        ("的<br>" * 30_000, "15,000 lines"),
        ("，好" * 100_000, "60,000 sentence signs"),
    ],
    ids=["characters", "lines", "br", "clauses"],
)
def test_a_page_of_more_than_any_plan_has_is_refused_too(filling, told):
    data = page(f"<p>{PLAN}</p>{filling}<p>2.好。</p>")
    assert told in in_child(lambda: refused(data, "a.html"))


def test_a_limit_on_what_a_plan_holds_can_be_raised():
    long = f"{PLAN}{'，深化' * 150_000}".encode()
    settings = ReadingSettings(max_characters=10_000_000, max_signs=1_000_000)

    assert read_source("a.txt", settings, data=long).lines


def test_a_long_honest_plan_is_read():
    work = "推进社区卫生服务中心建设，完善双向转诊和绿色通道，健全分级诊疗制度，加强基层医疗卫生"
    work += "人才队伍建设，年内新增床位300张。"
    plan = "某省五年规划纲要\n" + "".join(f"{n}.{work * 11}\n" for n in range(1, 250))

    assert len(plan) > 150_000
    assert len(load_plan("a.txt", data=plan.encode()).tasks) == 249


def test_a_long_run_of_removed_lines_is_joined_once():
    lines = tuple(Line(number, "目录") for number in range(1, 20_000))
    (block,) = in_child(lambda: removed_lines("contents", lines))

    assert (block.line_start, block.line_end, len(block.text)) == (1, 19_999, 59_996)


def test_document_types_that_never_end_are_no_slow_search():
    many = b"<?xml version='1.0'?>" + b"<!DOCTYPE[" * 90_000
    settings = ReadingSettings(max_signs=1_000_000, max_characters=1_000_000)
    assert in_child(lambda: extract_source("a.xml", settings, data=many), 8).lines


def test_too_many_tasks_are_told():
    with pytest.raises(PolicyDiffError, match="2,500 numbered tasks") as caught:
        load_plan("a.txt", data="".join(f"1.做好第{n}项。\n" for n in range(2_500)).encode())
    assert "max_tasks" in caught.value.hint


def test_ids_stay_printable_however_often_a_number_stands():
    plan = load_plan("a.txt", data="".join(f"1.做好第{n}项。\n" for n in range(1_000)).encode())
    ids = [task.id for task in plan.tasks]

    assert ids[:2] + ids[25:28] + ids[-1:] == ["1", "1b", "1z", "1aa", "1ab", "1all"]
    assert len(set(ids)) == 1_000


def test_leaders_that_lead_to_no_page_are_looked_through_once():
    lines = tuple(Line(number, "." * 199 + "x") for number in range(20_000))

    assert in_child(lambda: contents_pages(lines), seconds=8) == ()


def test_numerals_without_end_are_counted_once():
    assert in_child(lambda: count_amounts("万亿" * 200_000), seconds=8) == 0


def test_brackets_with_a_number_each_are_left_out_at_once():
    text = respell("（力争30个）" * 4_000)
    spans = [(place, place + 7) for place in range(0, len(text.text), 7)]

    assert in_child(lambda: text.without(spans).text, seconds=6) == ""
