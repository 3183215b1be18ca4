"""``policydiff outline``: what was read."""

import click

from policydiff.cli.commands.themes import theme_entries
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import Inputs, input_options, output_options, plan_arguments
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers
from policydiff.cli.plans import load_plans


@click.command("outline", cls=PlainCommand)
@plan_arguments
@input_options(matching=False)
@output_options(TABLE, MARKDOWN, JSON)
def command(plans: tuple[str, ...], inputs: Inputs, sink: Sink) -> None:
    """Show what was read: sections, tasks, measures, themes and targets of each plan."""
    from policydiff.pipeline import code_plans
    from policydiff.report.outline import outline_view
    from policydiff.result.schema import Outline
    from policydiff.result.write import document_json

    settings = inputs.settings.themes
    coded = code_plans(load_plans(plans, inputs), inputs.codebook, settings, inputs.field)
    writers = document_writers(
        lambda lang: outline_view(coded.plans, lang, theme_entries(coded.codebook, lang))
    )
    sink.emit({**writers, JSON: lambda look: document_json(Outline(plans=coded.plans))})
