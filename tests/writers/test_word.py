import io
import sys
import unicodedata
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from policydiff.errors import MissingExtraError
from policydiff.model import Carried, CarriedMeasure, Edit, EditKind, Layout, Wording
from policydiff.report.choices import Lang
from policydiff.writers.word import word_document


def read(data: bytes):
    return docx.Document(io.BytesIO(data))


def _run(run) -> str:
    text = run.text
    if run.bold:
        text = f"<b>{text}</b>"
    return f"<s>{text}</s>" if run.font.strike else text


def _paragraph(paragraph) -> str:
    return f"[{paragraph.style.name}] " + "".join(map(_run, paragraph.runs))


def structure(document) -> str:
    """Write a document's structure as text: styles, tables, bold and struck runs."""
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                lines.append("| row")
                lines += [
                    f"|  {index} {_paragraph(paragraph)}"
                    for index, cell in enumerate(row.cells)
                    for paragraph in cell.paragraphs
                ]
        else:
            lines.append(_paragraph(block))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def report(small_report):
    """Let the wording of one link of the small report be known."""
    from msgspec.structs import replace

    wording = Wording(
        (
            Edit(EditKind.EQUAL, "建设"),
            Edit(EditKind.DELETE, "30家"),
            Edit(EditKind.INSERT, "25家"),
            Edit(EditKind.EQUAL, "社区护理中心。"),
        ),
        Layout.INLINE,
        0.8,
    )
    carried = Carried("3-3", (CarriedMeasure("3-1", "3-1", wording),), ("3-2",), (), 0.5, 1.0)
    first, *rest = small_report.comparisons
    return replace(small_report, comparisons=(replace(first, carried=(carried,)), *rest))


@pytest.fixture(scope="module")
def document(report):
    return read(word_document(report, Lang.ZH))


def test_document_is_as_accepted(document, matches_golden):
    matches_golden("writers/word.txt", structure(document))


def test_the_page_is_a4_landscape(document):
    section = document.sections[0]

    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert round(section.page_width.cm, 1) == 29.7
    assert round(section.page_height.cm, 1) == 21.0


def test_every_table_repeats_its_header(document):
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_chinese_text_is_set_in_chinese_fonts(document):
    for name, font in (("Normal", "仿宋"), ("Title", "黑体"), ("Heading 1", "黑体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_pages_are_numbered(document):
    footer = etree.tostring(document.sections[0].footer._element).decode()

    assert 'w:instr="PAGE"' in footer


def test_wording_is_struck_on_the_one_side_and_bold_on_the_other(document):
    runs = [
        run
        for row in document.tables[2].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]

    assert "30家" in [run.text for run in runs if run.font.strike]
    assert "25家" in [run.text for run in runs if run.bold]
    assert "建设" in [run.text for run in runs if not run.bold and not run.font.strike]


def test_a_row_per_group(document, report):
    tables = document.tables[2:]

    assert [len(table.rows) - 1 for table in tables] == [
        len(comparison.groups) for comparison in report.comparisons
    ]


def test_hostile_plans_are_text(hostile_report):
    data = word_document(hostile_report, Lang.EN)
    document = read(data)
    text = "\n".join(p.text for t in document.tables for r in t.rows for p in r.cells[1].paragraphs)

    assert "<script>alert(1)</script>" in text
    assert {unicodedata.category(c) for c in text if c != "\n"}.isdisjoint({"Cc", "Cf", "Cs"})
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        assert "embed" not in name
        if name.endswith(".rels"):
            assert b"evil" not in zipfile.ZipFile(io.BytesIO(data)).read(name)
    body = document.element.body
    assert not list(body.iter(qn("w:hyperlink"), qn("w:instrText"), qn("w:fldSimple")))


def test_the_same_report_gives_the_same_bytes(report, document):
    data = word_document(report, Lang.ZH)

    assert data == word_document(report, Lang.ZH)
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_without_python_docx_the_extra_is_named(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)

    with pytest.raises(MissingExtraError) as error:
        word_document(report, Lang.ZH)
    assert "policydiff[docx]" in error.value.hint
