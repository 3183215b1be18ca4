"""``policydiff render``: any report from a saved result."""

import click

from policydiff.cli.completing import complete_file
from policydiff.cli.files import read_text
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import output_options
from policydiff.cli.output import Sink
from policydiff.cli.reports import Reporting, report_options
from policydiff.errors import ReadingError
from policydiff.writers.formats import FORMATS

HINT = "give a file written by `policydiff compare … -f json`, or - for stdin"


@click.command("render", cls=PlainCommand)
@click.argument("result", metavar="RESULT", shell_complete=complete_file)
@output_options(*FORMATS)
@report_options
def command(result: str, reporting: Reporting, sink: Sink) -> int:
    """Write any report from a saved result (JSON), without reading or matching plans again.

    RESULT is what compare or outline wrote with -f json: a file, or '-' for stdin. Results of a
    newer minor version are read; what they say beyond this version is passed over.
    """
    from policydiff.result.read import read_result

    text = read_text(result, HINT)
    try:
        report = read_result(text)
    except ReadingError as error:
        raise ReadingError(f"{result}: {error}", hint=error.hint) from None
    return reporting.emit(report, sink)
