"""Write the Word document: the answer on page one, then a table per pair of plans.

Page, fonts and fields are as GB/T 9704 and custom have them; its zip archive depends on nothing
but its contents.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

from policydiff.errors import needing
from policydiff.model import Plan, Report
from policydiff.report import Detail, Lang
from policydiff.report.answer import answer
from policydiff.report.blocks import Line, Span, Table, Tone
from policydiff.report.comparison import plan_table, theme_table
from policydiff.report.details import task_table
from policydiff.report.labels import Label
from policydiff.report.pair import Pair, pairs
from policydiff.report.sides import Card, Row, marks_legend, side_rows
from policydiff.report.themes import cell_legend, theme_names
from policydiff.writers.inert import inline

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as Grid
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format knows."""


def deterministic_zip(archive: bytes) -> bytes:
    """Return the archive with the date of every entry fixed: same contents, same bytes."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(file, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()


_LONG, _SHORT, _MARGIN = 29.7, 21.0, 2.0
"""A4 in cm."""

_LATIN, _BODY, _HEADING = "Times New Roman", "仿宋", "黑体"

_SIZES = {"Normal": 10.5, "Title": 22.0, "Heading 1": 16.0, "Task": 10.5}
"""Points: 五号 in tables, 二号 for the title, 三号 for headings."""


def set_page(document: Document) -> None:
    """Turn the page to A4 landscape."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_LONG), Cm(_SHORT)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)


def set_fonts(document: Document) -> None:
    """Set every style in 仿宋 or 黑体, for Chinese and for Latin text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    task = document.styles.add_style("Task", WD_STYLE_TYPE.PARAGRAPH)
    task.base_style = document.styles["Normal"]
    task.paragraph_format.space_before = Pt(4)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(document.styles["Normal"], _BODY)
    for name in ("Title", "Heading 1", "Task"):
        _set_font(document.styles[name], _HEADING)


def _set_font(style: ParagraphStyle, font: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = _LATIN
    style.font.size = Pt(_SIZES[str(style.name)])
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_after = Pt(2)


def repeat_header(row: _Row) -> None:
    """Repeat a row at the head of every page that its table runs over."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def add_page_numbers(document: Document) -> None:
    """Put the number of the page into the footer, as a field."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _element("w:fldSimple", instr="PAGE")
    paragraph._p.append(field)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


_CREATED = datetime(2000, 1, 1)
"""A fixed date: the same report, the same bytes."""

_WIDTHS = (1.2, 9.7, 9.7, 5.1)
"""Widths in cm of number, previous, current and remarks: A4 landscape less its margins."""


class WordRow(Struct, frozen=True):
    """A row of a 对照表: what stood, what stands, and what there is to say on it."""

    previous: tuple[Line, ...]
    current: tuple[Line, ...]
    remarks: tuple[Line, ...]


def word_document(report: Report, lang: Lang, show: Collection[str] = ()) -> bytes:
    """Return a report as a Word document: 序号, previous, current, 说明 in A4 landscape.

    A row is a link with the sentences of both plans that it rests on, or a task without any. Where
    ``show`` names ``tasks``, a row is a group with all its measures: what was reworded or fell out
    is marked there, and what proves nothing by dots, never struck through.

    Raises MissingExtraError without python-docx.
    """
    with needing("docx", "a Word document needs python-docx"):
        import docx
    document = docx.Document()
    set_page(document)
    set_fonts(document)
    add_page_numbers(document)
    _properties(document, lang)
    _summary(document, report, lang)
    for pair in pairs(report):
        _pair(document, pair, lang, show)
    file = io.BytesIO()
    document.save(file)
    return deterministic_zip(file.getvalue())


def _properties(document: Document, lang: Lang) -> None:
    properties = document.core_properties
    properties.title = Label.COMPARISON.of(lang)
    properties.author = "policydiff"
    properties.comments = ""
    properties.created = properties.modified = _CREATED


def _summary(document: Document, report: Report, lang: Lang) -> None:
    document.add_heading(Label.WORD_TITLE.of(lang), level=0)
    _table(document, plan_table(report.plans, lang))
    document.add_heading(Label.OVERVIEW.of(lang), level=1)
    for pair in pairs(report):
        for line in answer(pair, lang).lines:
            _write(document.add_paragraph(), line)
    if report.comparisons:
        document.add_heading(Label.THEME_TIMELINE.of(lang), level=1)
        _table(document, theme_table(report, lang))
        for told in cell_legend(report, lang):
            _write(document.add_paragraph(), (Span(told),))


def _table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell.paragraphs[0], (Span(column.title, Tone.STRONG),))
    repeat_header(grid.rows[0])
    for row in table.rows:
        for cell, lines in zip(grid.add_row().cells, row, strict=True):
            _fill(cell, lines)


def _pair(document: Document, pair: Pair, lang: Lang, show: Collection[str]) -> None:
    from docx.shared import Cm

    heading = document.add_heading(f"{_name(pair.previous)} — {_name(pair.current)}", level=1)
    heading.paragraph_format.page_break_before = True
    titles = (
        Label.NUMBER.of(lang),
        f"{Label.PREVIOUS.of(lang)} ({_name(pair.previous)})",
        f"{Label.CURRENT.of(lang)} ({_name(pair.current)})",
        Label.NOTES.of(lang),
    )
    rows, legend = _rows(pair, lang, show)
    for told in legend:
        document.add_paragraph(told)
    grid = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for cell, title in zip(grid.rows[0].cells, titles, strict=True):
        _write(cell.paragraphs[0], (Span(title, Tone.STRONG),))
    repeat_header(grid.rows[0])
    for number, row in enumerate(rows, 1):
        _row(grid, number, row)


def _rows(
    pair: Pair, lang: Lang, show: Collection[str]
) -> tuple[Iterable[WordRow], tuple[str, ...]]:
    """Return the rows of a pair, in short or in full, and what their marks mean."""
    if Detail.TASKS in show:
        sides = side_rows(pair, theme_names(pair.comparison.themes, lang), lang)
        return (_full_row(row, lang) for row in sides), (marks_legend(pair, lang),)
    return _short_rows(pair, lang), (
        Label.WORD_LEGEND.of(lang),
        Label.EXTENT_LEGEND.of(lang),
        marks_legend(pair, lang),
    )


def _short_rows(pair: Pair, lang: Lang) -> Iterator[WordRow]:
    """Yield a row for each link, and one for each task without any."""
    for status, previous, current, strength, shared in task_table(pair, lang).rows:
        told = " ".join(span.text for line in (*status, *strength) for span in line if span.text)
        words = (line for line in shared if any(span.text for span in line))
        yield WordRow(previous, current, ((Span(told),), *words))


def _full_row(row: Row, lang: Lang) -> WordRow:
    """Return a group with all measures of its tasks, and what it rests on."""
    nearest = (f"{Label.NEAREST.of(lang)} {near}" for near in row.nearest)
    remarks = (row.word, row.extent, *(proof.title for proof in row.proofs), *nearest)
    return WordRow(
        _cards(row.previous), _cards(row.current), tuple((Span(x),) for x in remarks if x)
    )


def _cards(cards: Iterable[Card]) -> tuple[Line, ...]:
    return tuple(line for card in cards for line in _card(card)) or ((Span("–"),),)


def _card(card: Card) -> Iterator[Line]:
    part = f" ({card.part})" if card.part else ""
    tone = card.tone if card.tone in (Tone.DELETED, Tone.INSERTED) else Tone.STRONG
    yield (Span(f"{card.number} {card.title}{part}", tone),)
    for passage in card.passages:
        yield tuple(
            Span(span.text, passage.tone if passage.tone is not Tone.PLAIN else span.tone)
            for span in passage.spans
        )


def _name(plan: Plan) -> str:
    return inline(plan.title or plan.id)


def _row(grid: Grid, number: int, row: WordRow) -> None:
    from docx.shared import Cm

    cells = grid.add_row().cells
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = Cm(width)
    _fill(cells[0], ((Span(str(number)),),))
    _fill(cells[3], row.remarks)
    for cell, lines in zip(cells[1:3], (row.previous, row.current), strict=True):
        _fill(cell, lines, _GONE, _UNDERLINES)
        for paragraph, line in zip(cell.paragraphs, lines, strict=False):
            if line[0].tone is Tone.STRONG:
                paragraph.style = "Task"
                paragraph.paragraph_format.keep_with_next = True


_NONE: Mapping[Tone, str] = {}


def _fill(
    cell: _Cell,
    lines: Iterable[Line],
    struck: Collection[Tone] = (),
    underlines: Mapping[Tone, str] = _NONE,
) -> None:
    paragraph: Paragraph | None = cell.paragraphs[0]
    for line in lines:
        _write(paragraph or cell.add_paragraph(), line, struck, underlines)
        paragraph = None


def _write(
    paragraph: Paragraph,
    line: Line,
    struck: Collection[Tone] = (),
    underlines: Mapping[Tone, str] = _NONE,
) -> None:
    """Write a line; ``struck`` and ``underlines`` mark what stands on one side alone."""
    from docx.enum.text import WD_UNDERLINE

    for span in line:
        run = paragraph.add_run(inline(span.text))
        run.bold = True if span.tone in _BOLD.difference(underlines) else None
        run.font.strike = True if span.tone in struck else None
        if span.tone in underlines:
            run.font.underline = WD_UNDERLINE[underlines[span.tone]]


_GONE = frozenset({Tone.DELETED, Tone.DROPPED})

_UNDERLINES = {Tone.INSERTED: "SINGLE", Tone.NEW: "SINGLE", Tone.WARNING: "DOTTED"}
"""What is new, and what proves nothing."""

_BOLD = frozenset({Tone.STRONG, Tone.SHARED, Tone.NEW, Tone.DROPPED, Tone.WARNING})
