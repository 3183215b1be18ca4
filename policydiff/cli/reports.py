"""Reports: every format that a result can be shown in, wherever the result comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.output import (
    CSV,
    CSV_EXCEL,
    HTML,
    JSON,
    JSONL,
    MARKDOWN,
    TABLE,
    XLSX,
    Sink,
    Writer,
    document_writers,
)

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.render.blocks import Document
    from policydiff.render.labels import Lang

FORMATS = (TABLE, MARKDOWN, JSON, HTML, CSV, CSV_EXCEL, JSONL, XLSX)
"""The formats of a report, the default first."""

TABLES = ("links", "tasks", "themes", "targets", "measures")
"""What the rows of a CSV file can be, the default first."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """How a report is shown."""

    rows: str

    def emit(self, report: Report, sink: Sink) -> None:
        """Write a report in the formats asked for."""
        sink.emit(report_writers(report, self))


def report_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options on a report; they arrive as ``reporting``."""

    @wraps(function)
    def wrapper(*args: Any, rows: str, **rest: Any) -> Any:
        return function(*args, reporting=Reporting(rows), **rest)

    rows = click.option(
        "--rows",
        type=click.Choice(TABLES),
        default=TABLES[0],
        help="What a row of CSV is; default: links. All other formats hold everything.",
    )
    return rows(wrapper)


def report_writers(report: Report, reporting: Reporting) -> dict[str, Writer]:
    """Return what writes a report, by format; each imports what it needs when it is called."""
    return {
        **document_writers(lambda lang: _document(report, lang)),
        JSON: lambda look: _json(report),
        HTML: lambda look: _html(report, look.lang),
        CSV: lambda look: _csv(report, reporting.rows),
        CSV_EXCEL: lambda look: _csv_excel(report, reporting.rows),
        JSONL: lambda look: _jsonl(report),
        XLSX: lambda look: _xlsx(report, look.lang),
    }


def _document(report: Report, lang: Lang) -> Document:
    """Lay a report out; one without comparisons is what ``outline`` wrote."""
    from policydiff.render.views.compared import compare_view
    from policydiff.render.views.outlined import outline_view

    if report.comparisons:
        return compare_view(report, lang)
    return outline_view(report.plans, lang)


def _json(report: Report) -> str:
    from policydiff.render.result import outline_json, result_json

    return result_json(report) if report.comparisons else outline_json(report.plans)


def _html(report: Report, lang: Lang) -> str:
    from policydiff.render.page.write import html_page

    return html_page(report, lang)


def _csv(report: Report, rows: str) -> str:
    from policydiff.render.rows import csv_text
    from policydiff.render.sheets import SheetName, sheet

    return csv_text(sheet(report, SheetName(rows)))


def _csv_excel(report: Report, rows: str) -> str:
    from policydiff.render.rows import csv_excel_text
    from policydiff.render.sheets import SheetName, sheet

    return csv_excel_text(sheet(report, SheetName(rows)))


def _jsonl(report: Report) -> str:
    from policydiff.render.rows import jsonl_text
    from policydiff.render.sheets import sheets

    return jsonl_text(sheets(report))


def _xlsx(report: Report, lang: Lang) -> bytes:
    from policydiff.render.excel import excel_workbook

    return excel_workbook(report, lang)
