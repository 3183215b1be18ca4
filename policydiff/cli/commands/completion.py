"""``policydiff completion``: completion scripts for shells."""

import click

from policydiff.cli.help import PlainCommand


@click.command("completion", cls=PlainCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that completes commands, options and plan ids in SHELL.

    For bash, put this into ~/.bashrc: eval "$(policydiff completion bash)"
    """
    from click.shell_completion import get_completion_class

    from policydiff.cli.app import app
    from policydiff.cli.boundary import COMPLETION, PROGRAM
    from policydiff.cli.output import to_stdout

    completion = get_completion_class(shell)
    assert completion is not None, "click knows the shells that are offered"
    to_stdout(completion(app, {}, PROGRAM, COMPLETION).source(), "script")
