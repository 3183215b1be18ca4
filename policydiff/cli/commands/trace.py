"""``policydiff trace``: one task, theme or phrase through all plans."""

import click

from policydiff.cli.boundary import DONE, NOTHING_FOUND
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import Inputs, input_options, output_options, plan_arguments
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers
from policydiff.cli.plans import load_plans


@click.command("trace", cls=PlainCommand)
@click.argument("query", metavar="QUERY")
@plan_arguments
@input_options()
@output_options(TABLE, MARKDOWN, JSON)
def command(query: str, plans: tuple[str, ...], inputs: Inputs, sink: Sink) -> int:
    """Follow QUERY through all plans, with quotes and lines.

    QUERY is a task (city-2020:15), a theme by code or name (tcm, 中医药), or a phrase as it
    stands in the text (互联网医院). Where it could be several, write task:, theme: or phrase:
    in front of it. Exits with 1 where no plan has it, as grep does.
    """
    from policydiff.pipeline.ask import trace_query
    from policydiff.report.views.trace import trace_view
    from policydiff.result.documents import Traced
    from policydiff.result.write import document_json

    traced = trace_query(
        query,
        load_plans(plans, inputs),
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
    )
    writers = document_writers(lambda lang: trace_view(traced.report, traced.trace, lang))
    sink.emit({**writers, JSON: lambda look: document_json(Traced(trace=traced.trace))})
    return DONE if any(stop.tasks or stop.count for stop in traced.trace.stops) else NOTHING_FOUND
