"""``policydiff clean``: the cleaned text, or what was done to it."""

from typing import TYPE_CHECKING

import click

from policydiff.cli.completing import complete_plan
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import Inputs, input_options, output_options
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers
from policydiff.cli.plans import is_standard_input, standard_input

if TYPE_CHECKING:
    from policydiff.model import CleanText


@click.command("clean", cls=PlainCommand)
@click.argument("plan", metavar="PLAN", shell_complete=complete_plan)
@click.option("--explain", is_flag=True, help="List every repair and every line set aside.")
@input_options(parsing=False, codebook=False, matching=False)
@output_options(TABLE, MARKDOWN, JSON)
def command(plan: str, explain: bool, inputs: Inputs, sink: Sink) -> None:
    """Print a plan's cleaned text (整理后的文本), or with --explain what was done to it.

    In both, page junk is set aside, traditional characters are made simplified and destroyed
    ones won back where the evidence allows it. The JSON holds the text and the record.
    """
    from policydiff.pipeline import read_source, resolve
    from policydiff.pipeline.catalogue import load_catalogue
    from policydiff.report.outline import clean_view
    from policydiff.result.schema import Cleaned
    from policydiff.result.write import document_json

    catalogue = load_catalogue(inputs.catalogue) if inputs.catalogue else None
    path = resolve(plan, catalogue).path
    data = (
        standard_input([plan], inputs.settings.reading.max_bytes)
        if is_standard_input(plan)
        else None
    )
    cleaned = read_source(path, inputs.settings.reading, data=data)
    writers = document_writers(lambda lang: clean_view(cleaned, lang))
    if not explain:
        writers[TABLE] = lambda look: _text(cleaned)
    sink.emit({**writers, JSON: lambda look: document_json(Cleaned(clean=cleaned))})


def _text(cleaned: "CleanText") -> str:
    from policydiff.text.unseen import visible

    return "".join(f"{visible(line.text)}\n" for line in cleaned.lines)
