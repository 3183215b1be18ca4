"""``policydiff catalogue``: list the plans of a folder, for people to correct."""

import click

from policydiff.cli.completing import complete_file
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import Inputs, debug_option, input_options
from policydiff.cli.output import to_stdout
from policydiff.cli.plans import load_folders, tell_left_out


@click.command("catalogue", cls=PlainCommand)
@click.argument(
    "folders", nargs=-1, required=True, metavar="FOLDER...", shell_complete=complete_file
)
@input_options(codebook=False, matching=False)
@debug_option
def command(folders: tuple[str, ...], inputs: Inputs) -> None:
    """List the plans of a folder with what was read of each, as a catalogue (TOML).

    policydiff catalogue plans/ > plans.toml, correct it, then compare plans/ --catalogue
    plans.toml. Paths in it are from the directory that you are in, which is where it belongs.
    """
    from policydiff.comparing.series import sort_into_series
    from policydiff.pipeline.catalogue import catalogue_toml

    loaded = load_folders(folders, inputs)
    told = (*loaded.left_out, *sort_into_series(loaded.plans).left_out)
    tell_left_out(told)
    to_stdout(catalogue_toml(loaded.plans, told), "toml")
