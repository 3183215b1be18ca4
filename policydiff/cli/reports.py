"""Reports: every format that a result can be shown in, wherever the result comes from.

What a gate hits is told on stderr, a line each, and the status is 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from policydiff.cli.app import DONE, GATE_HIT
from policydiff.cli.config import complete_gates, file_option
from policydiff.cli.files import read_text
from policydiff.cli.messages import say
from policydiff.cli.output import Sink, Writer, checked_length, resolve_lang
from policydiff.report import GATES, Detail, SheetName
from policydiff.writers.formats import FORMATS, HTML, MARKDOWN, TABLE, Format, Look, Wish

if TYPE_CHECKING:
    from policydiff.model import Report, Theme
    from policydiff.report import Lang
    from policydiff.report.gates import Gate, Hit

GATE_HELP = (
    f"{', '.join(GATES)}. They count what is proved, between whole plans of one series; "
    "dropped:any counts all."
)

CAVEATS = ("current-digest", "current-excerpt", "previous-digest", "previous-excerpt")
"""Codes of the notes that stand above hits."""


def gates_of(texts: Sequence[str], exit_code: bool) -> tuple[Gate, ...]:
    """Read the gates that the options name. Raises UsageError for an unknown one."""
    if not texts and not exit_code:
        return ()
    from policydiff.report.gates import DIFFERENCE, parse_gates

    difference = [f"{gate.name}:{gate.reach}" for gate in DIFFERENCE] if exit_code else []
    return parse_gates([*texts, *difference])


def check(report: Report, gates: Sequence[Gate]) -> tuple[Hit, ...]:
    """Return what the gates hit. Raises UsageError for a theme that the codebook does not have."""
    from policydiff.report.gates import find_hits, unknown_themes

    for theme in unknown_themes(report, gates, _shipped_themes(report)):
        say("warning", f"no plan has the theme {theme!r}", "policydiff themes lists the codes")
    return find_hits(report, gates)


def _shipped_themes(report: Report) -> tuple[Theme, ...]:
    """Return the themes of the codebooks that the comparisons name, if all are shipped ones."""
    from policydiff.themes import codebook_names, load_codebook

    books = dict.fromkeys(comparison.field.codebook for comparison in report.comparisons)
    if not all(book in codebook_names() for book in books):
        return ()
    return tuple(theme for book in books for theme in load_codebook(book).themes)


def tell(report: Report, gates: Sequence[Gate], hits: Sequence[Hit], lang: Lang) -> int:
    """Say every hit, and what was not counted; return the exit status."""
    from policydiff.writers.hits import hit_line

    _note_passed_over(report, gates)
    _note_caveats(report, hits, lang)
    for hit in hits:
        say(hit.gate.name, hit_line(hit, lang))
    return GATE_HIT if hits else DONE


def _note_caveats(report: Report, hits: Sequence[Hit], lang: Lang) -> None:
    """Say where a plan is not whole: what is missing from a digest is not proved to be gone."""
    from policydiff.report.labels import note_text

    pairs = {(hit.previous.id, hit.current.id) for hit in hits}
    for comparison in report.comparisons:
        if (comparison.previous, comparison.current) in pairs:
            for note in comparison.notes:
                if note.code in CAVEATS:
                    say("note", note_text(note, lang))


def _note_passed_over(report: Report, gates: Sequence[Gate]) -> None:
    """Say what is no claim on these plans, lest a silent gate be taken for good news."""
    from policydiff.report.gates import passed_over

    reasons: dict[str, Counter[str]] = {}
    for hit in passed_over(report, gates):
        reasons.setdefault(hit.gate.name, Counter())[hit.open or ""] += 1
    for name, counts in reasons.items():
        told = ", ".join(f"{reason}: {count}" for reason, count in counts.items())
        say(
            "note",
            f"{name}: {counts.total()} not counted, for they prove nothing ({told}); "
            f"see {name}:any",
        )


ALL = "all"


class Template(Struct, frozen=True):
    """A user's own template."""

    name: str
    source: str


class Reporting(Struct, frozen=True):
    """How a report is shown, and what changes in it the run shall stop at."""

    rows: str
    brief: bool
    show: tuple[str, ...]
    max_chars: int | None
    template: Template | None
    gates: tuple[Gate, ...]
    quiet: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts to show; none: all, or what fits."""
        if self.brief:
            return (Detail.ANSWER.value,)
        return tuple(Detail) if ALL in self.show else self.show

    def emit(self, report: Report, sink: Sink) -> int:
        """Write a report in the formats asked for; return the exit status that the gates ask for.

        What they hit is told on stderr, one line per hit.
        """
        if self.show == (Detail.PICTURE,) and sink.format == TABLE:
            say("note", "the picture is drawn in Markdown and HTML alone", "-o report.html")
        hits = check(report, self.gates) if self.gates else ()
        writers = report_writers(report, self)
        if self.quiet:
            sink.write_files(writers)
        else:
            sink.emit(writers)
        return tell(report, self.gates, hits, resolve_lang(sink.lang)) if self.gates else DONE


def report_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options on a report; they arrive as ``reporting``."""

    @wraps(function)
    def wrapper(
        *args: Any,
        rows: str,
        brief: bool,
        show: tuple[str, ...],
        max_chars: int | None,
        template: str | None,
        fail_on: tuple[str, ...],
        exit_code: bool,
        quiet: bool,
        **rest: Any,
    ) -> Any:
        gates = gates_of(fail_on, exit_code)
        reporting = Reporting(rows, brief, show, max_chars, _template(template), gates, quiet)
        return function(*args, reporting=reporting, **rest)

    for option in reversed(_OPTIONS):
        wrapper = option(wrapper)
    return wrapper


_OPTIONS = (
    click.option(
        "--show",
        multiple=True,
        metavar="PART",
        type=click.Choice([ALL, *(detail.value for detail in Detail)]),
        help="Show the answer and this part, in table and Markdown; repeatable. The table shows"
        " what fits in two screens by default, Word a short form. PART is all, or one of "
        + ", ".join(detail.value for detail in Detail)
        + "; all writes Word in full.",
    ),
    click.option("--brief", is_flag=True, help="Show the answer alone, in table and Markdown."),
    click.option(
        "--rows",
        type=click.Choice([name.value for name in SheetName]),
        default=SheetName.LINKS.value,
        help="What a row of CSV and Parquet is; default: links. All other formats hold everything.",
    ),
    click.option(
        "--max-chars",
        type=click.IntRange(1),
        metavar="N",
        help="Keep Markdown to N characters: whole sections are left out, and named.",
    ),
    file_option(
        "--template",
        says="Fill your own template (Jinja2) in place of the table, Markdown or HTML.",
    ),
    click.option(
        "--fail-on",
        multiple=True,
        metavar="GATE,...",
        shell_complete=complete_gates,
        help="Exit with 1 where a gate is hit, one line each on stderr: " + GATE_HELP,
    ),
    click.option(
        "--exit-code", is_flag=True, help="Exit with 1 where tasks differ: dropped:any,new:any."
    ),
    click.option(
        "-q", "--quiet", is_flag=True, help="No report on stdout: files, hits and the status only."
    ),
)


def _template(name: str | None) -> Template | None:
    if name is None:
        return None
    return Template(name, read_text(name, "name a template: --template brief.md"))


def report_writers(report: Report, reporting: Reporting) -> dict[str, Writer]:
    """Return what writes a report, by format; each imports what it needs when it is called."""
    wish = Wish(
        SheetName(reporting.rows), reporting.parts, reporting.max_chars, tuple(reporting.gates)
    )
    return {
        **{name: _writer(row, report, wish) for name, row in FORMATS.items()},
        **_template_writers(report, reporting.template),
    }


def _writer(row: Format, report: Report, wish: Wish) -> Writer:
    def write(look: Look) -> str | bytes:
        content = row.write(report, wish, look)
        is_limited = row.name == MARKDOWN and isinstance(content, str)
        return checked_length(str(content), wish.max_chars) if is_limited else content

    return write


def _template_writers(report: Report, template: Template | None) -> dict[str, Writer]:
    """Return what writes a user's template in place of the reports that are text."""
    if template is None:
        return {}

    def write(look: Look) -> str:
        from policydiff.writers.template import fill_template

        return fill_template(template.source, template.name, report, look.lang)

    return dict.fromkeys((TABLE, MARKDOWN, HTML), write)
