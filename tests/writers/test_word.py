import io
import sys
import unicodedata
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from lxml import etree
from msgspec.structs import replace

from policydiff.comparing.statuses import with_statuses
from policydiff.errors import MissingExtraError
from policydiff.model import Carried, CarriedMeasure, Completeness, Edit, EditKind, Layout, Wording
from policydiff.report import Lang
from policydiff.report.pair import pairs
from policydiff.writers.word import word_document


def read(data: bytes):
    return docx.Document(io.BytesIO(data))


def _run(run) -> str:
    text = run.text
    if run.bold:
        text = f"<b>{text}</b>"
    if run.underline:
        text = f"<dots>{text}</dots>" if run.underline is WD_UNDERLINE.DOTTED else f"<u>{text}</u>"
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


@pytest.fixture(scope="module")
def full(report):
    return read(word_document(report, Lang.ZH, ("tasks",)))


def runs(table):
    return [
        run
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]


def test_document_is_as_accepted(document, matches_golden):
    matches_golden("writers/word.txt", structure(document))


def test_document_in_full_is_as_accepted(full, matches_golden):
    matches_golden("writers/word-full.txt", structure(full))


@pytest.mark.parametrize("show", [(), ("tasks",)])
def test_what_proves_nothing_is_dotted_and_never_struck_through(report, show):
    pair = report.comparisons[0]
    marks = {}
    for completeness in (Completeness.FULL, Completeness.DIGEST):
        plans = tuple(replace(plan, completeness=completeness) for plan in report.plans)
        told = with_statuses(pair, *plans[:2])
        document = read(
            word_document(replace(report, plans=plans, comparisons=(told,)), Lang.ZH, show)
        )
        found = runs(document.tables[2])
        struck = {run.text for run in found if run.font.strike}
        marks[completeness] = struck, any(x.underline is WD_UNDERLINE.DOTTED for x in found)
    gone = "4 打赢疫情防控狙击战"

    assert gone in marks[Completeness.FULL][0]
    assert gone not in marks[Completeness.DIGEST][0]
    assert [told[1] for told in marks.values()] == [False, True]


def test_no_page_is_left_empty_by_a_page_break(document):
    breaks = document.element.body.iter(qn("w:br"))

    assert not [item for item in breaks if item.get(qn("w:type")) == "page"]
    assert document.element.body.find(f".//{qn('w:pageBreakBefore')}") is not None


def test_the_short_form_quotes_both_plans_in_every_row_of_a_link(document):
    rows = [row for table in document.tables[2:] for row in table.rows[1:]]
    sides = [[cell.paragraphs for cell in row.cells[1:3]] for row in rows]
    linked = [both for both in sides if all(cell[0].text != "–" for cell in both)]

    assert linked
    assert all(len(cell) > 1 for both in linked for cell in both)


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


def test_wording_is_struck_on_the_one_side_and_underlined_on_the_other(full):
    found = runs(full.tables[2])

    assert "30家" in [run.text for run in found if run.font.strike]
    assert "25家" in [run.text for run in found if run.underline]
    assert "建设" in [run.text for run in found if not run.underline and not run.font.strike]


def test_a_row_per_group_in_full_and_per_link_in_short(document, full, report):
    assert [len(table.rows) - 1 for table in full.tables[2:]] == [
        len(comparison.groups) for comparison in report.comparisons
    ]
    for table, pair in zip(document.tables[2:], pairs(report), strict=True):
        links = {link.id for row in pair.groups for link in row.links}
        alone = [standing for standing in pair.alone() if not standing.links]
        assert len(table.rows) - 1 == len(links) + len(alone)


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
