"""Word: paragraphs as displayed, generated numbers included; bombs and broken files refused."""

import io
import zipfile

import docx
import pytest

from policydiff.errors import ReadingError
from policydiff.pipeline import read_source
from policydiff.settings import ReadingSettings
from policydiff.text.numerals import numeral
from tests.factory import extract_source
from tests.reading.samples import abstract_list, list_instance, listed, paragraph, word, zipped

OUTLINE = abstract_list(0, "chineseCounting|%1、", "chineseCounting|（%2）", "decimal|%3.")


def lines_of(data):
    return [line.text for line in read_source("plan.docx", data=data).lines]


def refused(data, settings=None):
    with pytest.raises(ReadingError) as caught:
        read_source("plan.docx", settings or ReadingSettings(), data=data)
    assert caught.value.hint
    return str(caught.value)


def test_levels_count_and_restart_under_the_level_above():
    body = (
        listed("医改", 1)
        + listed("公立医院", 1, 1)
        + listed("绩效", 1, 2)
        + listed("价格", 1, 2)
        + listed("医联体", 1, 1)
        + listed("转诊", 1, 2)
        + listed("基层", 1)
        + listed("社区", 1, 1)
    )

    assert lines_of(word(body, numbering=OUTLINE + list_instance(1, 0))) == [
        "一、医改",
        "（一）公立医院",
        "1. 绩效",
        "2. 价格",
        "（二）医联体",
        "1. 转诊",
        "二、基层",
        "（一）社区",
    ]


def test_a_label_may_hold_the_numbers_of_the_levels_above():
    lists = abstract_list(0, "chineseCounting|第%1章", "decimal|%1.%2|<w:isLgl/>")
    body = listed("总则", 1) + listed("目标", 1, 1) + listed("任务", 1) + listed("措施", 1, 1)

    assert lines_of(word(body, numbering=lists + list_instance(1, 0))) == [
        "第一章总则",
        "1.1 目标",
        "第二章任务",
        "2.1 措施",
    ]


def test_instances_of_one_list_count_on_unless_they_start_anew():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = (
        abstract_list(0, "decimal|%1、")
        + list_instance(1, 0)
        + list_instance(2, 0)
        + list_instance(3, 0, override)
    )
    body = listed("甲", 1) + listed("乙", 2) + listed("丙", 3) + listed("丁", 3)

    assert lines_of(word(body, numbering=lists)) == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_a_level_that_never_restarts_runs_on():
    lists = abstract_list(
        0, "chineseCounting|%1、", 'decimal|%2.|<w:lvlRestart w:val="0"/>'
    ) + list_instance(1, 0)
    body = listed("甲", 1) + listed("子", 1, 1) + listed("乙", 1) + listed("丑", 1, 1)

    assert lines_of(word(body, numbering=lists)) == ["一、甲", "1. 子", "二、乙", "2. 丑"]


def test_numbers_come_through_styles_and_those_they_are_based_on():
    lists = abstract_list(
        0,
        'chineseCounting|%1、|<w:pStyle w:val="H1"/>',
        'decimal|%2.|<w:suff w:val="nothing"/><w:pStyle w:val="H2"/>',
    ) + list_instance(1, 0)
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H2"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:styleId="Mine"><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    off = '<w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        paragraph("医改", '<w:pStyle w:val="H1"/>')
        + paragraph("绩效", '<w:pStyle w:val="H2"/>')
        + paragraph("价格", '<w:pStyle w:val="Mine"/>')
        + paragraph("无号", off)
        + paragraph("环", '<w:pStyle w:val="Loop"/>')
    )

    assert lines_of(word(body, numbering=lists, styles=styles)) == [
        "一、医改",
        "1.绩效",
        "2.价格",
        "无号",
        "环",
    ]


def test_a_list_may_point_to_a_list_style():
    lists = (
        abstract_list(0, "decimal|%1、", extra='<w:styleLink w:val="Mine"/>')
        + '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
        + list_instance(1, 0)
        + list_instance(2, 1)
    )

    assert lines_of(word(listed("甲", 2) + listed("乙", 2), numbering=lists)) == ["1、甲", "2、乙"]


def test_bullets_and_unknown_lists():
    lists = abstract_list(0, "bullet|\uf0b7") + list_instance(1, 0)

    assert lines_of(word(listed("甲", 1) + listed("乙", 9), numbering=lists)) == ["• 甲", "乙"]


@pytest.mark.parametrize(
    ("number_format", "written"),
    [
        ("decimal", ["1", "10", "12", "20", "105"]),
        ("chineseCounting", ["一", "十", "十二", "二十", "一百零五"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "壹拾贰", "贰拾", "壹佰零伍"]),
        ("ideographTraditional", ["甲", "癸", "乙", "癸", "戊"]),
        ("decimalFullWidth", ["１", "１０", "１２", "２０", "１０５"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑫", "⑳", "105"]),
        ("upperRoman", ["I", "X", "XII", "XX", "CV"]),
        ("lowerLetter", ["a", "j", "l", "t", "aaaaa"]),
        ("ideographDigital", ["一", "一〇", "一二", "二〇", "一〇五"]),
        ("decimalZero", ["01", "10", "12", "20", "105"]),
        ("none", [""] * 5),
        ("of another planet", ["1", "10", "12", "20", "105"]),
    ],
)
def test_number_formats(number_format, written):
    assert [numeral(value, number_format) for value in (1, 10, 12, 20, 105)] == written


@pytest.mark.parametrize("value", [0, 10_000, 10**30])
def test_numbers_out_of_range_are_digits(value):
    assert numeral(value, "upperRoman") == str(value)


def test_insertions_count_and_deletions_do_not():
    body = (
        "<w:p><w:r><w:t>建设</w:t></w:r>"
        "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>3</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>家</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>护理</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>中心</w:t></w:r></w:p>"
    )

    assert lines_of(word(body)) == ["建设3家", "护理中心"]


def test_fields_show_their_result_and_hidden_text_nothing():
    body = (
        "<w:p><w:r><w:t>第</w:t><w:fldChar w:fldCharType='begin'/>"
        "<w:instrText>PAGE</w:instrText><w:t>代码</w:t><w:fldChar w:fldCharType='separate'/>"
        "<w:t>3</w:t><w:fldChar w:fldCharType='end'/><w:t>页</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明</w:t></w:r></w:p>"
    )

    assert lines_of(word(body)) == ["第3页明"]


def test_breaks_tabs_links_and_content_controls():
    body = (
        "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>四</w:t></w:r></w:hyperlink></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>五</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    assert lines_of(word(body)) == ["一", "二 三四", "五"]


def test_a_text_box_is_read_once():
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>文</w:t><mc:AlternateContent xmlns:mc='{mc}'><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert lines_of(word(body)) == ["文", "框"]


def cell(*texts):
    return "<w:tc>" + "".join(map(paragraph, texts)) + "</w:tc>"


def test_a_row_of_a_table_is_a_line_and_a_layout_cell_keeps_its_lines():
    rows = (
        f"<w:tr>{cell('1')}{cell('护理中心', '3家')}{cell('')}{cell('基层处')}</w:tr>"
        f"<w:tr>{cell('')}{cell('一、医改', '1.价格')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('废')}{cell('弃')}</w:tr>"
        f"<w:tr>{cell('')}</w:tr>"
        f"<w:tr><w:tc><w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl></w:tc></w:tr>"
    )

    assert lines_of(word(f"<w:tbl>{rows}</w:tbl>")) == [
        "1 | 护理中心 3家 | | 基层处",
        "一、医改",
        "1.价格",
        "甲 | 乙",
    ]


def test_contents_and_footnotes_are_set_aside():
    styles = '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    notes = (
        f'<w:footnote w:type="separator">{paragraph("——")}</w:footnote>'
        f"<w:footnote>{paragraph('指标口径见附件')}</w:footnote>"
    )
    body = paragraph("一、医改 3", '<w:pStyle w:val="T"/>') + paragraph("一、医改")

    text = read_source("plan.docx", data=word(body, styles=styles, footnotes=notes))

    assert [line.text for line in text.lines] == ["一、医改"]
    assert [(block.reason, block.line_start) for block in text.removed] == [
        ("contents", 1),
        ("footnote", 3),
    ]


def test_a_file_that_another_library_wrote():
    document = docx.Document()
    document.add_heading("2024年工作要点", 0)
    for text in ("加强建设", "推进改革"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "任务", "单位"
    buffer = io.BytesIO()
    document.save(buffer)

    text = read_source("plan.docx", data=buffer.getvalue())

    assert [line.text for line in text.lines] == [
        "2024年工作要点",
        "1. 加强建设",
        "2. 推进改革",
        "任务 | 单位",
    ]
    assert (text.source.format, text.notes) == ("docx", ())


def test_the_main_part_may_be_elsewhere_and_in_the_strict_namespace():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        ' Target="/word/document2.xml"/></Relationships>'
    )
    main = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        f"{paragraph('一、医改')}</w:body></w:document>"
    )

    data = zipped({"_rels/.rels": relations, "word/document2.xml": main})

    assert lines_of(data) == ["一、医改"]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["xl/workbook.xml"], "an Excel workbook"),
        (["ppt/presentation.xml"], "a PowerPoint file"),
        (["OFD.xml"], "an OFD file"),
        (["content.xml"], "an OpenDocument file"),
        (["a.txt"], "a zip archive"),
    ],
)
def test_other_zip_files_are_named(names, kind):
    assert f"is {kind}, not a plan" in refused(zipped(dict.fromkeys(names, "<a/>")))


@pytest.mark.parametrize("cut", [4, 100, -30])
def test_a_truncated_file(cut):
    assert "damaged or truncated" in refused(word(paragraph("一、医改"))[:cut])


def test_a_file_with_a_flipped_byte():
    data = bytearray(word(paragraph("一、医改" * 50)))
    data[60] ^= 0xFF

    assert "damaged" in refused(bytes(data)) or "broken XML" in refused(bytes(data))


def test_an_encrypted_part():
    data = bytearray(word(paragraph("一、医改")))
    for marker, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(marker) + place] |= 1

    assert refused(bytes(data)).endswith("is encrypted")


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]>',
        "<!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_document_type_is_refused(prologue, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}'
    document = word(paragraph("一、医改"))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        plain = archive.read("word/document.xml").decode()

    data = zipped({"word/document.xml": (head + plain).encode(encoding)})

    assert refused(data).endswith("declares an XML document type")


def test_broken_xml():
    assert "broken XML" in refused(zipped({"word/document.xml": "<w:document>"}))


def test_an_abyss_of_elements():
    deep = "<a>" * 100_000 + "</a>" * 100_000

    assert "nests XML deeper than" in refused(zipped({"word/document.xml": deep}))


def test_a_part_that_swells():
    data = zipped({"word/document.xml": "<a>" + " " * 40_000_000 + "</a>"})

    assert len(data) < 100_000
    assert "more than 100 times its size" in refused(data)


def test_all_parts_together_stay_within_the_budget():
    data = word(paragraph("医改" * 60_000))

    settings = ReadingSettings(max_unpacked_bytes=100_000)

    assert "limit of 100,000 bytes" in refused(data, settings)


def test_a_header_that_lies_about_the_size_is_no_way_round_the_budget():
    data = bytearray(zipped({"word/document.xml": "<a>" + " " * 3_000_000 + "</a>"}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (1000).to_bytes(4, "little")

    assert refused(bytes(data))


def test_too_many_parts():
    data = zipped({f"word/{number}.xml": "" for number in range(1_001)})

    assert "more than 1,000 parts" in refused(data)


def test_text_is_hidden_by_styles_too_unless_it_says_otherwise():
    styles = (
        "<w:style w:type='character' w:styleId='H'><w:name w:val='h'/><w:rPr><w:vanish/></w:rPr>"
        "</w:style><w:style w:type='character' w:styleId='J'><w:basedOn w:val='H'/></w:style>"
    )
    run = "<w:r><w:rPr><w:rStyle w:val='{}'/>{}</w:rPr><w:t>{}</w:t></w:r>"
    shown = "<w:vanish w:val='0'/>"
    body = f"<w:p>{run.format('J', '', '暗')}{run.format('J', shown, '明')}</w:p>"

    assert lines_of(word(body, styles=styles)) == ["明"]


def test_formulas_are_text():
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    part = "<m:r><m:t>{}</m:t></m:r>".format
    formula = (
        f"<m:oMath xmlns:m='{math}'>{part('≥')}<m:f><m:num>{part('2')}</m:num>"
        f"<m:den>{part('3')}</m:den></m:f></m:oMath>"
    )

    assert lines_of(word(f"<w:p><w:r><w:t>占比</w:t></w:r>{formula}</w:p>")) == ["占比≥2/3"]


def test_a_row_may_begin_later_and_lose_a_cell():
    deleted = "<w:tc><w:tcPr><w:cellDel/></w:tcPr>" + paragraph("旧") + "</w:tc>"
    rows = (
        f"<w:tr>{cell('水利')}{cell('1')}{cell('修渠')}{deleted}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('2')}{cell('修坝')}</w:tr>"
    )

    texts = [x.text for x in extract_source("-", data=word(f"<w:tbl>{rows}</w:tbl>")).lines]

    assert texts == ["水利 | 1 | 修渠", " | 2 | 修坝"]


def test_raised_marks_of_notes_go_and_raised_digits_of_units_stay():
    run = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>".format
    plain = "<w:r><w:t>{}</w:t></w:r>".format
    body = f"<w:p>{plain('绿地5km')}{run('2')}{plain('，签约率')}{run('[3]')}{plain('提高')}</w:p>"

    assert lines_of(word(body)) == ["绿地5km²，签约率提高"]
