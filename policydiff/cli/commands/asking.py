"""Questions: why two tasks are linked (``explain``), and what became of one (``trace``)."""

from collections.abc import Sequence

import click

from policydiff.cli.app import DONE, NOTHING_FOUND, PlainCommand
from policydiff.cli.config import complete_file, complete_plan, complete_task
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
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers
from policydiff.cli.plans import (
    has_folder,
    is_plan,
    load_folders,
    load_plans,
    tell_left_out,
    warn_of_pending,
)
from policydiff.errors import UsageError
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
    from policydiff.result.schema import Explained
    from policydiff.result.write import document_json

    if len(tasks) > 2:
        raise UsageError(f"{len(tasks)} tasks are too many", hint="name one of each plan: 2 8")
    before, _, after = ":".join(tasks).partition(":")
    plans = load_plans((previous, current), inputs)
    explained = explain_tasks(
        plans[0],
        plans[1],
        before,
        after or None,
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
        decisions=decided(decisions, skip_broken=False),
    )
    warn_of_pending(explained.comparison.pending, decisions_file(decisions))
    pair = Pair(explained.comparison, explained.previous, explained.current)
    found = explained.explanations
    document = Explained(
        explanations=found,
        decisions=explained.comparison.decisions,
        pending=explained.comparison.pending,
    )
    writers = document_writers(lambda lang: explain_views(pair, found, lang))
    sink.emit({**writers, JSON: lambda look: document_json(document)})


@click.command("trace", cls=PlainCommand)
@click.argument("query", metavar="QUERY")
@plan_arguments
@click.option(
    "--index",
    metavar="FILE",
    shell_complete=complete_file,
    help="Keep what was read of a folder in FILE (SQLite); QUERY is a phrase then, found at once.",
)
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def trace_command(
    query: str, plans: tuple[str, ...], index: str | None, inputs: Inputs, sink: Sink
) -> int:
    """Follow QUERY through all plans, with quotes and lines.

    QUERY is a task (city-2020:15), a theme by code or name (tcm, 中医药), or a phrase as it
    stands in the text (互联网医院). Where it could be several, write task:, theme: or phrase:
    in front of it. Exits with 1 where no plan has it, as grep does.

    In a folder a task is followed through the series of its plan; of a phrase or a theme only the
    plans that have it are shown.
    """
    from policydiff.pipeline.ask import trace_in_many, trace_query
    from policydiff.report.trace import trace_view
    from policydiff.result.schema import Traced
    from policydiff.result.write import document_json

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
    if index:
        query = f"phrase:{query.removeprefix('phrase:')}"
    ask = trace_in_many if has_folder(plans) else trace_query
    traced = ask(
        query,
        _plans(query, plans, index, inputs),
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
    )
    writers = document_writers(lambda lang: trace_view(traced.report, traced.trace, lang))
    sink.emit({**writers, JSON: lambda look: document_json(Traced(trace=traced.trace))})
    if any(stop.tasks or stop.count for stop in traced.trace.stops):
        return DONE
    _tell_near(query, traced.report.plans)
    return NOTHING_FOUND


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
