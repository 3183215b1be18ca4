"""The formats of a report: the one table that ``-f``, ``-o``, completion, help and docs read.

A new format is a row of ``FORMATS`` and a writer; each writer is imported when it is called.
"""

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.errors import UsageError, unknown
from policydiff.report import Lang, SheetName

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.report.blocks import Document
    from policydiff.report.gates import Gate

PIPED_WIDTH = 120
"""Cells. Where no terminal says how wide it is, tables are this wide."""

TABLE, MARKDOWN, JSON, HTML = "table", "markdown", "json", "html"
DOCX, XLSX, CSV, CSV_EXCEL = "docx", "xlsx", "csv", "csv-excel"
JSONL, PARQUET, GITHUB = "jsonl", "parquet", "github"


class Look(Struct, frozen=True):
    """How text is shown: labels, cells to a line, colours, and lines where those are limited."""

    lang: Lang = Lang.ZH
    width: int = PIPED_WIDTH
    coloured: bool = False
    lines: int | None = None


class Wish(Struct, frozen=True):
    """What of a report is written, where a format leaves room to choose.

    ``sheet`` is the table of CSV and Parquet, ``show`` the parts of a table or of Markdown beside
    the answer (none named: all, or what fits in the lines of a ``Look``), ``max_chars`` the length
    of Markdown, ``gates`` what is annotated.
    """

    sheet: SheetName = SheetName.LINKS
    show: tuple[str, ...] = ()
    max_chars: int | None = None
    gates: tuple["Gate", ...] = ()


Writer = Callable[["Report", Wish, Look], "str | bytes"]


class Format(Struct, frozen=True):
    """A format: its suffixes, the usual one first, and what writes it.

    ``like`` is the format whose suffix it shares; then ``-f`` says which of the two a file gets.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Writer
    is_binary: bool = False
    like: str = ""


def document_text(document: "Document", name: str, look: Look, max_chars: int | None = None) -> str:
    """Return what is laid out as a document as a table for a terminal, or as Markdown."""
    if name == MARKDOWN:
        from policydiff.writers.markdown import to_markdown

        return to_markdown(document, look.lang, max_chars)
    from policydiff.writers.terminal import terminal_text

    return terminal_text(document, look.width, coloured=look.coloured)


def _laid_out(report: "Report", wish: Wish, lang: Lang) -> "Document":
    """Lay a report out; one without comparisons is what ``outline`` wrote."""
    from policydiff.report import Detail
    from policydiff.report.comparison import compare_view, only
    from policydiff.report.outline import outline_view
    from policydiff.report.overview import overview_view

    if report.series:
        return overview_view(report, lang)
    if report.comparisons:
        return only(compare_view(report, lang), [Detail(x) for x in wish.show or Detail])
    return outline_view(report.plans, lang)


def _table(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.report.comparison import undrawn

    document = _laid_out(report, wish, look.lang)
    if wish.show:
        document = undrawn(document, look.lang)
    if look.lines is None or wish.show or not report.comparisons:
        return document_text(document, TABLE, look)
    return _fitted(document, look, look.lines)


def _fitted(document: "Document", look: Look, most: int) -> str:
    """Return a table with what fits in so many lines, parts of one kind all or none of them."""
    from msgspec.structs import replace

    from policydiff.report.comparison import left_out

    room = most - _LAST_LINES
    kept: set[int] = set()
    ranks = {section.rank for section in document.sections}
    for rank in sorted(ranks):
        of_rank = tuple(x for x in document.sections if x.rank == rank)
        text = document_text(replace(document, sections=of_rank), TABLE, look)
        room -= text.count("\n") - 1
        if rank and room < 0:
            break
        kept.add(rank)
    sections = [section for section in document.sections if section.rank in kept]
    sections += left_out(ranks - kept, look.lang)
    return document_text(replace(document, sections=tuple(sections)), TABLE, look)


_LAST_LINES = 4
"""Lines that the title and the last line take, with the blank one before it."""


def _markdown(report: "Report", wish: Wish, look: Look) -> str:
    return document_text(_laid_out(report, wish, look.lang), MARKDOWN, look, wish.max_chars)


def _json(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.result import Outline, document_json

    return document_json(report if report.comparisons else Outline(plans=report.plans))


def _html(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.writers.page import html_page

    return html_page(report, look.lang)


def _docx(report: "Report", wish: Wish, look: Look) -> bytes:
    from policydiff.writers.word import word_document

    return word_document(report, look.lang, wish.show)


def _xlsx(report: "Report", wish: Wish, look: Look) -> bytes:
    from policydiff.writers.excel import excel_workbook

    return excel_workbook(report, look.lang)


def _csv(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.report.sheets import sheet
    from policydiff.writers.rows import csv_text

    return csv_text(sheet(report, wish.sheet))


def _csv_excel(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.report.sheets import sheet
    from policydiff.writers.rows import csv_excel_text

    return csv_excel_text(sheet(report, wish.sheet))


def _jsonl(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.report.sheets import sheets
    from policydiff.writers.rows import jsonl_text

    return jsonl_text(sheets(report))


def _parquet(report: "Report", wish: Wish, look: Look) -> bytes:
    from policydiff.report.sheets import sheet
    from policydiff.writers.rows import parquet_table

    return parquet_table(sheet(report, wish.sheet))


def _github(report: "Report", wish: Wish, look: Look) -> str:
    from policydiff.report.gates import EVERY, find_hits
    from policydiff.writers.hits import annotations

    return annotations(find_hits(report, wish.gates or EVERY), look.lang)


FORMATS: dict[str, Format] = {
    TABLE: Format(TABLE, (".txt",), _table),
    MARKDOWN: Format(MARKDOWN, (".md", ".markdown"), _markdown),
    JSON: Format(JSON, (".json",), _json),
    HTML: Format(HTML, (".html", ".htm"), _html),
    DOCX: Format(DOCX, (".docx",), _docx, is_binary=True),
    XLSX: Format(XLSX, (".xlsx",), _xlsx, is_binary=True),
    CSV: Format(CSV, (".csv",), _csv),
    CSV_EXCEL: Format(CSV_EXCEL, (), _csv_excel, like=CSV),
    JSONL: Format(JSONL, (".jsonl",), _jsonl),
    PARQUET: Format(PARQUET, (".parquet",), _parquet, is_binary=True),
    GITHUB: Format(GITHUB, (), _github, like=TABLE),
}
"""Name → format; the first is the default."""

SUFFIXES = {suffix: row.name for row in FORMATS.values() for suffix in row.suffixes}
"""Suffix of an output file → the name of its format."""


def render(
    report: "Report",
    name: str = TABLE,
    *,
    lang: Lang = Lang.ZH,
    width: int = PIPED_WIDTH,
    wish: Wish | None = None,
) -> str | bytes:
    """Return a report in a format: text, or the bytes of a Word document or a workbook.

    >>> from policydiff.model import Report
    >>> render(Report(plans=(), comparisons=()), "jsonl")
    ''
    >>> sorted(FORMATS)[:4]
    ['csv', 'csv-excel', 'docx', 'github']

    Raises UsageError for a format that there is not, MissingExtraError where it needs a package
    that is not installed.
    """
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}", hint=unknown(name, tuple(FORMATS)))
    return FORMATS[name].write(report, wish or Wish(), Look(Lang(lang), width))


def format_of(path: str, asked: str | None = None) -> str:
    """Return the name of the format of an output file by its suffix, "" where none has it.

    >>> format_of("out/report.MD"), format_of("links.csv"), format_of("links.csv", "csv-excel")
    ('markdown', 'csv', 'csv-excel')
    """
    by_suffix = SUFFIXES.get(PurePath(path).suffix.lower(), "")
    return asked if asked and FORMATS[asked].like == by_suffix else by_suffix
