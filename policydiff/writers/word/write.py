"""Write the Word document: a summary page, then a table per pair of plans."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from policydiff.errors import MissingExtraError
from policydiff.model import Plan, Report
from policydiff.report.blocks import Line, Span, Table, Tone
from policydiff.report.labels import Label, Lang
from policydiff.report.rows import Pair, pairs
from policydiff.report.views.comparison import headline, plan_table, theme_table
from policydiff.writers.inert import inline
from policydiff.writers.word.deterministic_zip import settled
from policydiff.writers.word.layout import add_page_numbers, repeat_header, set_fonts, set_page
from policydiff.writers.word.rows import Passage, WordRow, word_rows

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as Grid
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_EPOCH = datetime(2000, 1, 1)
"""A fixed date: the same report, the same bytes."""

_WIDTHS = (1.2, 9.2, 9.2, 5.9)
"""Widths in cm of number, previous, current and remarks: A4 landscape less its margins."""


def word_document(report: Report, lang: Lang) -> bytes:
    """Return a report as a Word document: 序号, previous, current, 说明 in A4 landscape.

    What is new stands bold, what fell out is struck through; what was rewritten as a whole stands
    plain on both sides. Raises MissingExtraError without python-docx.
    """
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError(
            "a Word document needs python-docx", hint="pip install 'policydiff[docx]'"
        ) from error
    document = docx.Document()
    set_page(document)
    set_fonts(document)
    add_page_numbers(document)
    _properties(document, lang)
    _summary(document, report, lang)
    for pair in pairs(report):
        _pair(document, pair, lang)
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue())


def _properties(document: Document, lang: Lang) -> None:
    properties = document.core_properties
    properties.title = Label.COMPARISON.of(lang)
    properties.author = "policydiff"
    properties.comments = ""
    properties.created = properties.modified = _EPOCH


def _summary(document: Document, report: Report, lang: Lang) -> None:
    document.add_heading(Label.WORD_TITLE.of(lang), level=0)
    _table(document, plan_table(report.plans, lang))
    document.add_heading(Label.SUMMARY.of(lang), level=1)
    for pair in pairs(report):
        for line in headline(pair, lang).lines:
            _write(document.add_paragraph(), line)
    document.add_paragraph(Label.WORD_LEGEND.of(lang))
    if report.comparisons:
        document.add_heading(Label.THEME_TIMELINE.of(lang), level=1)
        _table(document, theme_table(report, lang))


def _table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell.paragraphs[0], (Span(column.title, Tone.STRONG),))
    repeat_header(grid.rows[0])
    for row in table.rows:
        for cell, lines in zip(grid.add_row().cells, row, strict=True):
            _fill(cell, lines)


def _pair(document: Document, pair: Pair, lang: Lang) -> None:
    from docx.shared import Cm

    document.add_page_break()
    document.add_heading(f"{_name(pair.previous)} — {_name(pair.current)}", level=1)
    titles = (
        Label.NUMBER.of(lang),
        f"{Label.PREVIOUS.of(lang)} ({_name(pair.previous)})",
        f"{Label.CURRENT.of(lang)} ({_name(pair.current)})",
        Label.NOTES.of(lang),
    )
    grid = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for cell, title in zip(grid.rows[0].cells, titles, strict=True):
        _write(cell.paragraphs[0], (Span(title, Tone.STRONG),))
    repeat_header(grid.rows[0])
    for number, row in enumerate(word_rows(pair, lang), 1):
        _row(grid, number, row)


def _name(plan: Plan) -> str:
    return inline(plan.title or plan.id)


def _row(grid: Grid, number: int, row: WordRow) -> None:
    from docx.shared import Cm

    cells = grid.add_row().cells
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = Cm(width)
    _fill(cells[0], ((Span(str(number)),),))
    _passages(cells[1], row.previous)
    _passages(cells[2], row.current)
    _fill(cells[3], ((Span(remark),) for remark in row.remarks))


def _passages(cell: _Cell, passages: Sequence[Passage]) -> None:
    lines: list[Line] = []
    for passage in passages:
        lines += [(passage.heading,), *passage.lines]
    _fill(cell, lines or [(Span("—"),)])
    headings = {0}
    for passage in passages:
        headings.add(max(headings) + 1 + len(passage.lines))
    for index, paragraph in enumerate(cell.paragraphs):
        if index in headings:
            paragraph.style = "Task"
            paragraph.paragraph_format.keep_with_next = True


def _fill(cell: _Cell, lines: Iterable[Line]) -> None:
    paragraph: Paragraph | None = cell.paragraphs[0]
    for line in lines:
        _write(paragraph or cell.add_paragraph(), line)
        paragraph = None


def _write(paragraph: Paragraph, line: Line) -> None:
    for span in line:
        run = paragraph.add_run(inline(span.text))
        run.bold = True if span.tone in _BOLD else None
        run.font.strike = True if span.tone is Tone.DELETED else None


_BOLD = frozenset({Tone.STRONG, Tone.INSERTED, Tone.NEW, Tone.DROPPED, Tone.WARNING})
