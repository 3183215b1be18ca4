"""Reports: every format that a result can be shown in, wherever the result comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.files import read_text
from policydiff.cli.messages import say
from policydiff.cli.output import (
    CSV,
    CSV_EXCEL,
    DOCX,
    GITHUB,
    HTML,
    JSON,
    JSONL,
    MARKDOWN,
    TABLE,
    XLSX,
    Look,
    Sink,
    Writer,
    document_writers,
    resolve_lang,
)
from policydiff.cli.status import DONE, GATE_HIT

if TYPE_CHECKING:
    from policydiff.comparing.gates import Gate, Hit
    from policydiff.model import Report
    from policydiff.render.blocks import Document
    from policydiff.render.labels import Lang

FORMATS = (TABLE, MARKDOWN, JSON, HTML, DOCX, XLSX, CSV, CSV_EXCEL, JSONL, GITHUB)
"""The formats of a report, the default first."""

TABLES = ("links", "tasks", "themes", "targets", "measures")
"""What the rows of a CSV file can be, the default first."""


@dataclass(frozen=True, slots=True)
class Template:
    """A user's own template."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """How a report is shown, and what changes in it the run shall stop at."""

    rows: str
    max_chars: int | None
    template: Template | None
    gates: tuple[Gate, ...]

    def emit(self, report: Report, sink: Sink) -> int:
        """Write a report in the formats asked for; return the exit status that the gates ask for.

        A gate that was hit is told on stderr, one line per hit.
        """
        hits = _hits(report, self.gates)
        sink.emit(report_writers(report, self))
        if hits:
            _tell(hits, resolve_lang(sink.lang))
        return GATE_HIT if hits else DONE


def report_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options on a report; they arrive as ``reporting``."""

    @wraps(function)
    def wrapper(
        *args: Any,
        rows: str,
        max_chars: int | None,
        template: str | None,
        fail_on: tuple[str, ...],
        exit_code: bool,
        **rest: Any,
    ) -> Any:
        gates = _gates(fail_on, exit_code)
        reporting = Reporting(rows, max_chars, _template(template), gates)
        return function(*args, reporting=reporting, **rest)

    for option in reversed(_OPTIONS):
        wrapper = option(wrapper)
    return wrapper


_OPTIONS = (
    click.option(
        "--rows",
        type=click.Choice(TABLES),
        default=TABLES[0],
        help="What a row of CSV is; default: links. All other formats hold everything.",
    ),
    click.option(
        "--max-chars",
        type=click.IntRange(1),
        metavar="N",
        help="Keep Markdown to N characters: whole sections are left out, and named.",
    ),
    click.option(
        "--template",
        metavar="FILE",
        help="Fill your own template (Jinja2) in place of the table, Markdown or HTML.",
    ),
    click.option(
        "--fail-on",
        multiple=True,
        metavar="GATE",
        help="Exit 1 on a change: dropped, new, theme-dropped, theme-new, theme:CODE, "
        "target-lowered, target-gone, uncertain. Repeatable, or parted by commas.",
    ),
    click.option("--exit-code", is_flag=True, help="Exit 1 where any task is new or dropped."),
)


def _template(name: str | None) -> Template | None:
    if name is None:
        return None
    return Template(name, read_text(name, "name a template: --template brief.md"))


def _gates(names: tuple[str, ...], exit_code: bool) -> tuple[Gate, ...]:
    """Read the gates, before any work is done; each once, in the order given."""
    if not names and not exit_code:
        return ()
    from policydiff.comparing.gates import DIFFERENCE, parse_gate

    asked = [parse_gate(name) for text in names for name in text.split(",")]
    return tuple(dict.fromkeys([*asked, *(DIFFERENCE if exit_code else ())]))


def _hits(report: Report, gates: Sequence[Gate]) -> Sequence[Hit]:
    if not gates:
        return ()
    from policydiff.comparing.gates import gate_hits

    return gate_hits(report, gates)


def _tell(hits: Sequence[Hit], lang: Lang) -> None:
    from policydiff.render.hits import hit_line

    for hit in hits:
        say("gate", hit_line(hit, lang))


def report_writers(report: Report, reporting: Reporting) -> dict[str, Writer]:
    """Return what writes a report, by format; each imports what it needs when it is called."""
    return {
        **document_writers(lambda lang: _document(report, lang), reporting.max_chars),
        JSON: lambda look: _json(report),
        HTML: lambda look: _html(report, look.lang),
        CSV: lambda look: _csv(report, reporting.rows),
        CSV_EXCEL: lambda look: _csv_excel(report, reporting.rows),
        JSONL: lambda look: _jsonl(report),
        XLSX: lambda look: _xlsx(report, look.lang),
        DOCX: lambda look: _docx(report, look.lang),
        GITHUB: lambda look: _github(report, reporting.gates, look.lang),
        **_template_writers(report, reporting.template),
    }


def _template_writers(report: Report, template: Template | None) -> dict[str, Writer]:
    """Return what writes a user's template in place of the reports that are text."""
    if template is None:
        return {}

    def write(look: Look) -> str:
        from policydiff.render.template import fill_template

        return fill_template(template.source, template.name, report, look.lang)

    return dict.fromkeys((TABLE, MARKDOWN, HTML), write)


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


def _docx(report: Report, lang: Lang) -> bytes:
    from policydiff.render.word import word_document

    return word_document(report, lang)


def _github(report: Report, gates: Sequence[Gate], lang: Lang) -> str:
    from policydiff.comparing.gates import EVERY, gate_hits
    from policydiff.render.hits import github_annotations

    return github_annotations(gate_hits(report, gates or EVERY), lang)
