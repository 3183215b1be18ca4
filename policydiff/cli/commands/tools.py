"""For who builds on the program: ``eval`` judges it, ``schema`` tells its JSON, ``completion``."""

from pathlib import Path

import click
from msgspec.structs import replace

from policydiff.cli.app import PlainCommand
from policydiff.cli.config import complete_file
from policydiff.cli.options import Inputs, input_options, output_options
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers

CURVE = tuple(step / 100 for step in range(20, 81, 5))
"""Thresholds of the curve: 0.20 to 0.80."""


@click.command("eval", cls=PlainCommand)
@click.argument("gold", metavar="GOLD", shell_complete=complete_file)
@click.option(
    "--plans",
    "place",
    metavar="DIR|CATALOGUE",
    help="Where the plans are that GOLD names; default: the catalogue, else beside GOLD.",
)
@click.option("--curve", is_flag=True, help="Show precision and recall at other thresholds.")
@click.option(
    "--worst", type=click.IntRange(0), default=5, help="Disagreements shown of each kind; 5."
)
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def eval_command(
    gold: str, place: str | None, curve: bool, worst: int, inputs: Inputs, sink: Sink
) -> None:
    """Judge the results by GOLD (标准答案), a file of links that people found, or their decisions.

    Precision, recall and F1 of all and of full links, average precision and status, for each
    pair and in the mean, with simple baselines and the worst disagreements. GOLD may hold themes
    and targets too, or be a folder; the format is described in docs/reference/gold-format.md. Of a
    decisions file (.tsv) the pairs that somebody decided on are judged, and no others.
    """
    from policydiff.evaluating import evaluate, load_gold, load_plans
    from policydiff.evaluating.decided import (
        decided_gold,
        is_decisions_file,
        load_decided,
        named_pairs,
    )
    from policydiff.report.evaluation import evaluation_view
    from policydiff.result.schema import Evaluated
    from policydiff.result.write import document_json
    from policydiff.settings import EvaluatingSettings

    folder = gold if Path(gold).is_dir() else str(Path(gold).parent)
    where = place or inputs.catalogue or folder
    decisions = load_decided(gold) if is_decisions_file(gold) else ()
    read = named_pairs(decisions, gold) if decisions else load_gold(gold)
    plans = load_plans(read, where, settings=inputs.settings)
    if decisions:
        read = decided_gold(read, decisions, plans)
    asked = EvaluatingSettings(max_worst=worst)
    evaluation = evaluate(
        read,
        plans,
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
        evaluating=replace(asked, thresholds=CURVE) if curve else asked,
    )
    writers = document_writers(lambda lang: evaluation_view(evaluation, lang))
    sink.emit({**writers, JSON: lambda look: document_json(Evaluated(evaluation=evaluation))})


@click.command("schema", cls=PlainCommand)
@output_options(JSON)
def schema_command(sink: Sink) -> None:
    """Print the JSON Schema (2020-12) that the JSON of every command satisfies."""
    from policydiff.result.schema import result_schema

    sink.emit({JSON: lambda look: result_schema()})


@click.command("completion", cls=PlainCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that completes commands, options and plan ids in SHELL.

    For bash, put this into ~/.bashrc: eval "$(policydiff completion bash)"
    """
    from click.shell_completion import get_completion_class

    from policydiff.cli.app import COMPLETION, PROGRAM, app
    from policydiff.cli.output import to_stdout

    completion = get_completion_class(shell)
    assert completion is not None, "click knows the shells that are offered"
    to_stdout(completion(app, {}, PROGRAM, COMPLETION).source(), "script")
