"""PDF: hard wraps joined, page furniture aside, and a clear error for what cannot be read."""

import sys
from itertools import zip_longest

import pytest

from policydiff.errors import MissingExtraError, ReadingError
from policydiff.pipeline import read_source
from policydiff.settings import PdfSettings, ReadingSettings
from tests.factory import extract_source
from tests.reading.samples import Layout, Text, assembled, printed, stream
from tests.reading.samples import pdf as pdf_of

TASK = (
    "推进公立医院改革。落实政府投入责任，完善绩效考核，推进优质医疗资源扩容下沉和均衡布局，"
    "建设3家护理中心，增配604台AED，力争全覆盖，提升二、三级医院服务质量，推广Smart Care应用"
)
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
PLAN = (
    "一、深化医药卫生体制改革",
    *(f"{number}.{TASK}{name}。" for number, name in enumerate(NAMES, start=1)),
)


def kept(data, settings=None):
    text = read_source("plan.pdf", settings or ReadingSettings(), data=data)
    return [line.text for line in text.lines if line.text]


def wrapped(text, size):
    """Return the lines of an indented paragraph of so many characters each."""
    text = f"\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}{text}"
    return [text[start : start + size] for start in range(0, len(text), size)]


def refused(data, **limits):
    settings = ReadingSettings(pdf=PdfSettings(**limits))
    with pytest.raises(ReadingError) as caught:
        read_source("plan.pdf", settings, data=data)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize(
    "layout",
    [
        Layout(),
        Layout(indent=0),
        Layout(columns=32, rows=24, size=14),
        Layout(columns=20),
        Layout(head="某市卫生健康委员会文件"),
    ],
    ids=["indented", "flush", "small", "narrow", "with-head"],
)
def test_paragraphs_come_back_whole_from_printed_pages(layout):
    assert kept(printed(PLAN, layout)) == list(PLAN)


def test_a_line_is_numbered_as_it_stands_on_paper():
    text = read_source("plan.pdf", data=printed(PLAN))

    assert (text.source.format, text.source.encoding) == ("pdf", "unicode")
    assert text.pages[:2] == (1, 24)
    assert [line.number for line in text.lines if line.text][:3] == [1, 2, 6]


def test_page_numbers_and_running_heads_are_set_aside_with_their_lines():
    text = read_source("plan.pdf", data=printed(PLAN, Layout(head="第5号文件")))

    reasons = {block.reason for block in text.removed}

    assert reasons == {"page-number", "running-head"}
    assert {block.text for block in text.removed if block.reason == "running-head"} == {"第5号文件"}


def test_a_first_line_that_differs_from_page_to_page_is_no_running_head():
    pages = [
        [Text(104, 760, f"{number}.建设第{name}中心。"), Text(72, 720, "落实责任。")]
        for number, name in enumerate("甲乙丙丁", start=1)
    ]

    assert len(kept(pdf_of(pages))) == 8


def test_contents_pages_are_set_aside():
    contents = [Text(250, 780, "目  录")]
    contents += [
        Text(72, 740 - 28 * row, f"{numeral}、深化改革" + "…" * 12 + str(row + 2))
        for row, numeral in enumerate("一二三四")
    ]
    body = [Text(104, 760, "一、深化改革"), Text(104, 730, "落实责任。")]

    text = read_source("plan.pdf", data=pdf_of([contents, body]))

    assert [line.text for line in text.lines] == ["一、深化改革", "落实责任。"]
    assert [block.reason for block in text.removed] == ["contents"]


def test_a_title_on_two_lines_is_not_joined_to_the_text():
    page = [
        Text(200, 780, "某市卫生健康委员会"),
        Text(200, 750, "2024年工作要点"),
        *(Text(72 if row else 104, 700 - 28 * row, TASK[:26]) for row in range(3)),
    ]

    assert kept(pdf_of([page]))[:2] == ["某市卫生健康委员会", "2024年工作要点"]


def test_a_heading_that_fills_its_line_is_not_joined_to_the_indented_text_below():
    heading = "（一）推进公立医院改革，落实政府投入责任，完善绩效考核制度"
    plan = [heading[:26], *PLAN]

    assert kept(printed(plan)) == plan


def test_items_amid_an_indented_paragraph_do_not_part_it():
    items = "；".join(
        f"{numeral}是建设{name}中心" for numeral, name in zip("一二三四五", NAMES, strict=False)
    )
    plan = [*PLAN, *(f"{number}.{items * number}。" for number in range(21, 27))]

    assert kept(printed(plan)) == plan


def test_joining_can_be_skipped():
    raw = extract_source("plan.pdf", data=printed(PLAN))

    lines = kept(printed(PLAN), ReadingSettings(skip_rules=("hard-wrap",)))

    assert len(lines) == len(raw.lines) - len(raw.furniture)


def test_pages_without_text_are_noted():
    text = read_source("plan.pdf", data=pdf_of([[Text(72, 700, "一、改革")], []]))

    assert text.notes == ("no text on pages 2",)


def test_a_scan_has_no_text_layer():
    assert "no text layer" in refused(pdf_of([[], []]))


@pytest.mark.parametrize("cut", [20, 300, 900])
def test_a_truncated_file(cut):
    message = refused(printed(PLAN)[:cut])

    assert "damaged or truncated" in message or "no text layer" in message


def test_an_encrypted_file():
    key = b"<" + b"00" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O %s /U %s >> /ID [<00><00>]" % (
        key,
        key,
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
    ]

    assert refused(assembled(objects, lock)).endswith("is encrypted")


def test_too_many_pages():
    pages = [[Text(72, 700, "一、改革")]] * 4

    assert "has 4 pages, the limit is 3" in refused(pdf_of(pages), max_pages=3)


def test_too_much_text():
    assert "limit of 100 characters" in refused(printed(PLAN), max_characters=100)


def test_a_file_that_keeps_its_reader_busy_is_given_up():
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
        b" /Resources << /XObject << /X 5 0 R >> >> >>"
    )
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
            b" /Resources << /XObject << /X %d 0 R >> >>" % (6 + depth),
        )
        for depth in range(12)
    ]
    bomb = assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            stream(b"/X Do " * 10),
            *forms,
        ]
    )

    assert "could not be read within 1 seconds" in refused(bomb, max_seconds=1)


def test_a_file_that_unpacks_to_gigabytes_is_given_up():
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        stream(b" " * 50_000_000),
    ]

    message = refused(assembled(objects), max_memory=100_000_000)

    assert "bytes of memory" in message or "no text layer" in message


def test_without_the_package_the_error_names_the_extra(monkeypatch):
    monkeypatch.setattr("policydiff.reading.pdf.find_spec", lambda name: None)

    with pytest.raises(MissingExtraError, match="pypdfium2") as caught:
        read_source("plan.pdf", data=printed(PLAN))

    assert caught.value.hint == f"{sys.executable} -m pip install 'policydiff[pdf]'"


def test_the_cells_of_a_row_are_told_by_wide_gaps():
    heads = [Text(60, 700, "序号", 11), Text(120, 700, "任务", 11), Text(300, 700, "单位", 11)]
    rows = [
        [Text(60, y, n, 11), Text(120, y, "修建水渠", 11), Text(300, y, "水利局", 11)]
        for n, y in (("1", 680), ("2", 660))
    ]
    found = extract_source("-", data=pdf_of([[*heads, *rows[0], *rows[1]]]))

    assert [line.text for line in found.lines] == [
        "序号 | 任务 | 单位",
        "1 | 修建水渠 | 水利局",
        "2 | 修建水渠 | 水利局",
    ]


def test_notes_in_small_type_and_marks_across_the_page_are_no_text():
    body = [Text(72, 700 - 24 * n, f"{n}.修建水渠，加固水坝，疏通河道。", 14) for n in range(1, 6)]
    page = [*body, Text(150, 300, "内部资料", 40, 0.8), Text(72, 90, "①指本县所有的水渠。", 9)]
    found = extract_source("-", data=pdf_of([page]))

    aside = {entry.reason: entry.text for entry in found.furniture}
    assert aside == {"watermark": "内部资料", "footnote": "①指本县所有的水渠。"}


def test_a_line_in_small_type_without_a_sign_of_a_note_stays():
    body = [Text(72, 700 - 24 * n, f"{n}.修建水渠，加固水坝，疏通河道。", 14) for n in range(1, 6)]
    found = extract_source("-", data=pdf_of([[*body, Text(72, 500, "某县水利局", 9)]]))

    assert not found.furniture


def columns(left, right, by_row):
    """Return a page with two columns of lines, written row by row or one after the other."""
    one = [Text(60, 760 - 24 * row, text, 14) for row, text in enumerate(left)]
    other = [Text(320, 760 - 24 * row, text, 14) for row, text in enumerate(right)]
    rows = [text for pair in zip_longest(one, other) for text in pair if text]
    return [Text(200, 800, "某市2024年工作要点", 20), *(rows if by_row else [*one, *other])]


@pytest.mark.parametrize("by_row", [True, False], ids=["by-row", "by-column"])
def test_two_columns_are_read_one_after_the_other(by_row):
    plan = [text.replace("推广Smart Care应用", "").replace("AED", "担架") for text in PLAN[:4]]
    rows = [row for text in plan for row in wrapped(text, 16)]
    half = (len(rows) + 1) // 2

    page = columns(rows[:half], rows[half:], by_row)

    assert kept(pdf_of([page])) == ["某市2024年工作要点", *plan]


def test_a_table_of_two_columns_stays_one_of_rows():
    left = ["任务", *(f"{name}项工作" for name in NAMES[:7])]
    right = ["措施", *(f"修建{name}字水渠三十里，加固堤坝两座" for name in NAMES[:7])]

    lines = kept(pdf_of([columns(left, right, by_row=True)]))

    assert lines[2] == "甲项工作 修建甲字水渠三十里，加固堤坝两座"


def test_a_row_without_its_first_cells_keeps_the_others_in_their_columns():
    rows = [
        ("类别", "序号", "任务", "单位"),
        ("水利工程", "1", "修渠工程", "水利局"),
        (0, "2", "修坝工程", "水务站"),
    ]
    page = [
        Text(60 + 110 * column, 700 - 24 * row, text, 12)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text
    ]

    lines = extract_source("plan.pdf", data=pdf_of([page])).lines
    assert lines[-1].text == " | 2 | 修坝工程 | 水务站"


def test_heads_in_small_type_at_one_height_may_differ_from_page_to_page():
    heads = ("某市水利局文件", "工作要点", "某市水利局文件")
    pages = [
        [Text(70, 815, head, 9), Text(72, 700, f"{number}.修渠{number}条。", 16)]
        for number, head in enumerate(heads, start=1)
    ]

    assert kept(pdf_of(pages)) == ["1.修渠1条。", "2.修渠2条。", "3.修渠3条。"]
