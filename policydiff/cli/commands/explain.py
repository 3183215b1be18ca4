"""``policydiff explain``: why two tasks are linked, or are not."""

import click

from policydiff.cli.completing import complete_plan
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import Inputs, input_options, output_options
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers
from policydiff.cli.plans import load_plans
from policydiff.errors import UsageError


@click.command("explain", cls=PlainCommand)
@click.argument("previous", metavar="PREV", shell_complete=complete_plan)
@click.argument("current", metavar="CUR", shell_complete=complete_plan)
@click.argument("tasks", metavar="A[:B]|A B", nargs=-1, required=True)
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def command(
    previous: str, current: str, tasks: tuple[str, ...], inputs: Inputs, sink: Sink
) -> None:
    """Show why task A of PREV and task B of CUR are linked (关联), or what they lack.

    Measures stand side by side with the shared words marked, then the parts of the score, which
    add up. Without B all links of A are shown, or the nearest task where there is none.
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
    )
    pair = Pair(explained.comparison, explained.previous, explained.current)
    found = explained.explanations
    writers = document_writers(lambda lang: explain_views(pair, found, lang))
    sink.emit({**writers, JSON: lambda look: document_json(Explained(explanations=found))})
