"""Questions: why two tasks are linked (``explain``), what became of one (``trace``).

And of the program itself: how good it is (``eval``), what its JSON holds (``schema``), what a
shell completes (``completion``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict, replace

from policydiff.cli.app import DONE, NOTHING_FOUND, PlainCommand
from policydiff.cli.config import complete_file, complete_plan, complete_task, file_option
from policydiff.cli.messages import Progress, say
from policydiff.cli.options import (
    Inputs,
    decided,
    decisions_file,
    decisions_option,
    input_options,
    output_options,
    plan_arguments,
)
from policydiff.cli.output import Sink, document_writers, to_stdout
from policydiff.cli.plans import (
    has_folder,
    is_plan,
    load_folders,
    load_plans,
    pending_in,
    tell_left_out,
    warn_of_pending,
)
from policydiff.errors import UsageError
from policydiff.writers.formats import JSON, MARKDOWN, TABLE

if TYPE_CHECKING:
    from policydiff.model import Plan


@click.command("explain", cls=PlainCommand)
@click.argument("previous", metavar="PREV", shell_complete=complete_plan)
@click.argument("current", metavar="CUR", shell_complete=complete_plan)
@click.argument("tasks", metavar="A[:B]|A B", nargs=-1, required=True, shell_complete=complete_task)
@decisions_option
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def explain_command(
    previous: str,
    current: str,
    tasks: tuple[str, ...],
    decisions: str | None,
    inputs: Inputs,
    sink: Sink,
) -> None:
    """Show why task A of PREV and task B of CUR are linked (关联), or what they lack.

    Measures stand side by side with the shared words marked, then the parts of the score, which
    add up. Without B all links of A are shown, or the nearest task where there is none. What people
    decided stands above the program's view.
    """
    from policydiff.pipeline.ask import explain_tasks
    from policydiff.report.explanation import explain_views
    from policydiff.report.pair import Pair
    from policydiff.result import Explained

    if len(tasks) > 2:
        raise UsageError(f"{len(tasks)} tasks are too many", hint="name one of each plan: 2 8")
    before, _, after = ":".join(tasks).partition(":")
    plans = load_plans((previous, current), inputs)
    chosen = inputs.choices(decided(decisions, skip_broken=False))
    explained = explain_tasks(plans[0], plans[1], before, after or None, **asdict(chosen))
    warn_of_pending(explained.comparison.pending, decisions_file(decisions))
    pair = Pair(explained.comparison, explained.previous, explained.current)
    found = explained.explanations
    document = Explained(
        explanations=found,
        decisions=explained.comparison.decisions,
        pending=explained.comparison.pending,
    )
    sink.emit(document_writers(lambda lang: explain_views(pair, found, lang), document))


@click.command("trace", cls=PlainCommand)
@click.argument("query", metavar="QUERY")
@plan_arguments
@decisions_option
@file_option(
    "--index",
    says="Keep what was read of a folder in FILE (SQLite); QUERY is a phrase then, found at once.",
)
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def trace_command(
    query: str,
    plans: tuple[str, ...],
    decisions: str | None,
    index: str | None,
    inputs: Inputs,
    sink: Sink,
) -> int:
    """Follow QUERY through all plans, with quotes and lines.

    QUERY is a task (city-2020:15), a theme by code or name (tcm, 中医药), or a phrase as it
    stands in the text (互联网医院). Where it could be several, write task:, theme: or phrase:
    in front of it. Exits with 1 where no plan has it, as grep does. Other words for a phrase, by
    the thesaurus in use, are shown with ≈ and not counted; decisions of people on links and
    themes apply, and are named.

    In a folder a task is followed through the series of its plan; of a phrase or a theme only the
    plans that have it are shown.
    """
    from policydiff.pipeline.ask import trace_in_many, trace_query
    from policydiff.report.trace import trace_view
    from policydiff.result import Traced

    _refuse_misunderstood(query, plans, index, inputs)
    if index:
        query = f"phrase:{query.removeprefix('phrase:')}"
    ask = trace_in_many if has_folder(plans) else trace_query
    chosen = inputs.choices(decided(decisions, skip_broken=False))
    traced = ask(query, _plans(query, plans, index, inputs), **asdict(chosen))
    warn_of_pending(pending_in(traced.report.comparisons), decisions_file(decisions))
    document = Traced(trace=traced.trace)
    sink.emit(
        document_writers(lambda lang: trace_view(traced.report, traced.trace, lang), document)
    )
    if any(stop.tasks or stop.count for stop in traced.trace.stops):
        return DONE
    _tell_near(query, traced.report.plans)
    return NOTHING_FOUND


def _refuse_misunderstood(
    query: str, plans: tuple[str, ...], index: str | None, inputs: Inputs
) -> None:
    """Raise UsageError for an index without a folder, and for a plan where a query belongs."""
    if index and not has_folder(plans):
        raise UsageError(
            "--index is for a folder", hint="policydiff trace QUERY FOLDER --index FILE"
        )
    if is_plan(query, inputs):
        raise UsageError(
            f"{query}: is a plan, and nothing to follow",
            hint=f"to follow a phrase from one plan to the other: policydiff trace 说法 {query} "
            + plans[0],
        )


def _tell_near(query: str, plans: Sequence[Plan]) -> None:
    """Say on stderr which phrases of the plans come near one that none of them has."""
    from policydiff.text.finder import near_phrases

    phrase = query.removeprefix("phrase:")
    texts = (m.text for plan in plans for task in plan.tasks for m in task.measures)
    if near := near_phrases(phrase, texts):
        say("note", f"{phrase!r} stands in no plan", hint=f"near it: {', '.join(near)}")


def _plans(
    query: str, names: tuple[str, ...], index: str | None, inputs: Inputs
) -> tuple[Plan, ...]:
    """Load the plans to be asked: those named, those of a folder, or those that an index finds."""
    if not has_folder(names):
        return load_plans(names, inputs)
    if index is None:
        loaded = load_folders(names, inputs)
    else:
        from policydiff.pipeline.folder import find_files
        from policydiff.pipeline.index import find_in_folder, require_parent

        require_parent(index)
        with Progress("reading plan") as progress:
            found = find_files(names)
            phrase = query.removeprefix("phrase:")
            loaded = find_in_folder(phrase, found, index, inputs.settings, progress.step)
    tell_left_out(loaded.left_out)
    return loaded.plans


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
    from policydiff.evaluating.plans import (
        decided_gold,
        is_decisions_file,
        load_decided,
        named_pairs,
    )
    from policydiff.report.evaluation import evaluation_view
    from policydiff.result import Evaluated
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
    document = Evaluated(evaluation=evaluation)
    sink.emit(document_writers(lambda lang: evaluation_view(evaluation, lang), document))


@click.command("schema", cls=PlainCommand)
@output_options(JSON)
def schema_command(sink: Sink) -> None:
    """Print the JSON Schema (2020-12) that the JSON of every command satisfies."""
    from policydiff.result import result_schema

    sink.emit({JSON: lambda look: result_schema()})


@click.command("completion", cls=PlainCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that completes commands, options and plan ids in SHELL.

    For bash, put this into ~/.bashrc: eval "$(policydiff completion bash)"
    """
    from click.shell_completion import get_completion_class

    from policydiff.cli.app import COMPLETION, PROGRAM, app

    completion = get_completion_class(shell)
    assert completion is not None, "click knows the shells that are offered"
    to_stdout(completion(app, {}, PROGRAM, COMPLETION).source(), "script")
