"""``policydiff schema``: the JSON Schema of the results."""

import click

from policydiff.cli.help import PlainCommand
from policydiff.cli.options import output_options
from policydiff.cli.output import JSON, Sink


@click.command("schema", cls=PlainCommand)
@output_options(JSON)
def command(sink: Sink) -> None:
    """Print the JSON Schema (2020-12) that the JSON of every command satisfies."""
    from policydiff.result.schema import result_schema

    sink.emit({JSON: lambda look: result_schema()})
