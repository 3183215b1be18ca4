"""The root command: a group whose commands are loaded when they are called."""

import click

from policydiff.cli.help import PlainCommand, PlainGroup
from policydiff.errors import unknown
from policydiff.version import __version__

COMMANDS = {
    "compare": "Compare plans: what is new, continued or dropped.",
    "outline": "Show what was read: sections, tasks, themes, targets.",
    "clean": "Print a plan's cleaned text, or what was repaired in it.",
    "explain": "Show why two tasks are linked, or are not.",
    "review": "Decide on links one by one; decisions are kept and found again.",
    "trace": "Follow a task, a theme or a phrase through all plans.",
    "catalogue": "List the plans of a folder, for people to correct.",
    "render": "Write any report from a saved result.",
    "themes": "Show the codebook.",
    "eval": "Judge the results by links that people found.",
    "schema": "Print the JSON Schema of the results.",
    "completion": "Print a completion script for your shell.",
}
"""Name → what ``policydiff --help`` says of it; the module of each has the same name."""


class LazyGroup(PlainGroup):
    """A group that imports a command's module on use (a class: click's way to look commands up)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, from a module of that name."""
        from importlib import import_module

        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"policydiff.cli.commands.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Look a command up; a mistyped name gets a suggestion."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        hint = unknown(name, tuple(COMMANDS))
        raise click.UsageError(f"no such command {name!r}; {hint}", ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "-V", "--version", prog_name="policydiff", message="%(prog)s %(version)s"
)
def app() -> None:
    """Compare government work plans (工作要点) as git diff compares code.

    PLAN is a file, '-' for stdin, LABEL=FILE, or an id out of a catalogue. Results go to stdout,
    messages to stderr. Exit status: 0 done, 1 a gate was hit, 2 an error, 130 interrupted.
    """


__all__ = ["COMMANDS", "PlainCommand", "app"]
