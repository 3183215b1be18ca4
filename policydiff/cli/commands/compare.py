"""``policydiff compare``: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from policydiff.cli.help import PlainCommand
from policydiff.cli.options import (
    Inputs,
    decided,
    decisions_file,
    decisions_option,
    input_options,
    output_options,
    plan_arguments,
    review_settings,
)
from policydiff.cli.output import Sink
from policydiff.cli.plans import (
    has_folder,
    load_folders,
    load_plans,
    tell_left_out,
    warn_of_notes,
    warn_of_pending,
)
from policydiff.cli.progress import Progress
from policydiff.cli.reports import Reporting, report_options
from policydiff.errors import UsageError
from policydiff.writers.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policydiff.model import Report
    from policydiff.reviewing.decision import Decision


@click.command("compare", cls=PlainCommand)
@plan_arguments
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
@input_options()
@output_options(*FORMATS)
@report_options
def command(
    plans: tuple[str, ...],
    against: str,
    relation: str | None,
    decisions: str | None,
    skip_broken: bool,
    locked: bool,
    inputs: Inputs,
    reporting: Reporting,
    sink: Sink,
) -> int:
    """Compare plans: what is new (新增), continued (延续) or dropped (退出).

    Each plan is compared with the best reference among those given before it, and themes are
    shown over all of them. Every link between two tasks stands with the words that prove it.

    A folder is searched for plans, which are sorted into series by office, scope and year; each
    plan is compared within its series, the first with the office above. What is left out is told
    on stderr, and changes no exit status: 2 only where no two plans can be compared.
    """
    if has_folder(plans):
        _require_plain(against, relation)
        said = decided(decisions, skip_broken)
        inputs = replace(inputs, settings=review_settings(inputs.settings, locked))
        report = _compare_folders(plans, said, inputs)
        warn_of_pending(report.comparisons, decisions_file(decisions))
        return reporting.emit(report, sink)
    from policydiff.model import Relation
    from policydiff.pipeline import Against, compare

    said = decided(decisions, skip_broken)
    loaded = load_plans(plans, inputs)
    with Progress("comparing pair") as progress:
        report = compare(
            loaded,
            settings=review_settings(inputs.settings, locked),
            codebook=inputs.codebook,
            field=inputs.field,
            against=Against(against),
            relation=Relation(relation) if relation else None,
            decisions=said,
            on_pair=progress.step,
        )
    warn_of_notes(report)
    warn_of_pending(report.comparisons, decisions_file(decisions))
    return reporting.emit(report, sink)


def _require_plain(against: str, relation: str | None) -> None:
    if against != "auto" or relation:
        raise UsageError(
            "--against and --relation are for plans that are named",
            hint="in a folder the series tell; name the plans one by one to say it otherwise",
        )


def _compare_folders(
    names: tuple[str, ...], decisions: Sequence[Decision], inputs: Inputs
) -> Report:
    from policydiff.pipeline.series import compare_series

    loaded = load_folders(names, inputs)
    with Progress("comparing pair") as progress:
        collected = compare_series(
            loaded,
            settings=inputs.settings,
            codebook=inputs.codebook,
            field=inputs.field,
            decisions=decisions,
            on_pair=progress.step,
        )
    tell_left_out(collected.report.left_out)
    return collected.report
