"""``policydiff compare``: the main job; ``render``: the same reports from a saved result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from policydiff.cli.app import PlainCommand
from policydiff.cli.config import complete_file, complete_plan
from policydiff.cli.files import read_text
from policydiff.cli.many import compare_folders, compare_pairs_of
from policydiff.cli.messages import Progress
from policydiff.cli.options import (
    Inputs,
    decided,
    decisions_file,
    decisions_option,
    input_options,
    output_options,
    review_settings,
)
from policydiff.cli.output import Sink
from policydiff.cli.plans import (
    has_folder,
    load_plans,
    pending_in,
    warn_of_notes,
    warn_of_pending,
)
from policydiff.cli.reports import Reporting, report_options
from policydiff.errors import ReadingError, UsageError
from policydiff.writers.formats import FORMATS

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.pipeline.pairs import How
    from policydiff.reviewing.decision import Decision

PAIRS_HINT = "policydiff compare --pairs pairs.tsv -f jsonl --jobs 2 > pairs.jsonl"


@click.command("compare", cls=PlainCommand)
@click.argument("plans", nargs=-1, metavar="PLAN|FOLDER...", shell_complete=complete_plan)
@click.option(
    "--against",
    type=click.Choice(["auto", "previous", "first"]),
    default="auto",
    help="Compare each plan with its best reference among those before it (default): an earlier"
    " one of the same office, else of the office above; or with the previous, or the first.",
)
@click.option(
    "--relation",
    type=click.Choice(["longitudinal", "vertical", "scope", "lateral"]),
    help="How the plans stand to each other, where their texts do not say it right.",
)
@decisions_option
@click.option("--skip-broken", is_flag=True, help="Apply the whole lines of a decisions file.")
@click.option("--locked", is_flag=True, help="Leave open what nobody has looked at.")
@click.option(
    "--pairs",
    metavar="FILE",
    shell_complete=complete_file,
    help="Compare the pairs in FILE (two plans a line with a tab between, or JSON Lines: previous,"
    " current, and optional relation, field, id); needs -f jsonl: a line a pair, as it comes.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    help="Processes that compare pairs; default: 1.",
)
@click.option(
    "--skip-done",
    metavar="FILE",
    shell_complete=complete_file,
    help="Leave out the pairs that FILE, the output of an earlier run over pairs, holds.",
)
@input_options()
@output_options(*FORMATS)
@report_options
def compare_command(
    plans: tuple[str, ...],
    against: str,
    relation: str | None,
    decisions: str | None,
    skip_broken: bool,
    locked: bool,
    pairs: str | None,
    jobs: int,
    skip_done: str | None,
    inputs: Inputs,
    reporting: Reporting,
    sink: Sink,
) -> int:
    """Compare plans: what is new (新增), continued (延续) or dropped (退出).

    Each plan is compared with the best reference among those given before it, and themes are
    shown over all of them. Every link between two tasks stands with the words that prove it.

    A folder is searched for plans, which are sorted into series by office, scope and year; each
    plan is compared within its series, the first with the office above. What is left out is told
    on stderr, and changes no exit status: 2 only where no two plans can be compared. -o DIR/
    writes an index and a page for each series.
    """
    if pairs:
        _require_pairs_alone(plans, against, relation, reporting, sink)
    elif jobs > 1 or skip_done:
        raise UsageError("--jobs and --skip-done go with --pairs", hint=PAIRS_HINT)
    elif not plans:
        raise UsageError("no plans named", hint="policydiff compare PREVIOUS CURRENT, or a folder")
    said = decided(decisions, skip_broken)
    inputs = replace(inputs, settings=review_settings(inputs.settings, locked))
    if pairs:
        return compare_pairs_of(pairs, skip_done, jobs, _how(said, inputs))
    if has_folder(plans):
        _require_plain(against, relation)
        report = compare_folders(plans, said, inputs, sink)
    else:
        report = _compare_named(plans, against, relation, said, inputs)
    warn_of_pending(pending_in(report.comparisons), decisions_file(decisions))
    return reporting.emit(report, sink)


def _compare_named(
    names: tuple[str, ...],
    against: str,
    relation: str | None,
    decisions: tuple[Decision, ...],
    inputs: Inputs,
) -> Report:
    """Compare the plans of those names, and warn of what a user may have mistaken."""
    from policydiff.model import Relation
    from policydiff.pipeline import Against, compare

    loaded = load_plans(names, inputs)
    with Progress("comparing pair") as progress:
        report = compare(
            loaded,
            settings=inputs.settings,
            codebook=inputs.codebook,
            field=inputs.field,
            against=Against(against),
            relation=Relation(relation) if relation else None,
            decisions=decisions,
            on_pair=progress.step,
        )
    warn_of_notes(report)
    return report


def _require_pairs_alone(
    plans: tuple[str, ...], against: str, relation: str | None, reporting: Reporting, sink: Sink
) -> None:
    if plans or against != "auto" or relation:
        said = "--pairs names the plans, and how each pair stands: no others beside it"
        raise UsageError(said, hint=PAIRS_HINT)
    if sink.format != "jsonl" or sink.files or reporting.gates or reporting.template:
        said = "--pairs writes JSON Lines to stdout, as they come, and nothing else"
        raise UsageError(said, hint=PAIRS_HINT)


def _how(decisions: tuple[Decision, ...], inputs: Inputs) -> How:
    from policydiff.pipeline.catalogue import load_catalogue
    from policydiff.pipeline.pairs import How

    return How(
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
        catalogue=load_catalogue(inputs.catalogue) if inputs.catalogue else None,
        decisions=decisions,
    )


def _require_plain(against: str, relation: str | None) -> None:
    if against != "auto" or relation:
        raise UsageError(
            "--against and --relation are for plans that are named",
            hint="in a folder the series tell; name the plans one by one to say it otherwise",
        )


HINT = "give a file written by `policydiff compare … -f json`, or - for stdin"


@click.command("render", cls=PlainCommand)
@click.argument("result", metavar="RESULT", shell_complete=complete_file)
@output_options(*FORMATS)
@report_options
def render_command(result: str, reporting: Reporting, sink: Sink) -> int:
    """Write any report from a saved result (JSON), without reading or matching plans again.

    RESULT is what compare or outline wrote with -f json: a file, or '-' for stdin. Results of a
    newer minor version are read; what they say beyond this version is passed over.
    """
    from policydiff.result import read_result

    text = read_text(result, HINT)
    try:
        report = read_result(text)
    except ReadingError as error:
        raise ReadingError(f"{result}: {error}", hint=error.hint) from None
    return reporting.emit(report, sink)
