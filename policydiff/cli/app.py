"""The root command, whose commands are loaded when they are called, and the boundary around it.

Whatever happens, there is one exit status, promised to scripts, and at most one message on stderr.
"""

import os
import sys
from collections.abc import Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

import click

from policydiff.cli.messages import ARGUMENTS, CONFIGURED, DEBUG, say, spoken
from policydiff.errors import PolicyDiffError, unknown
from policydiff.version import __version__

_FILLER = "\ue000"  # the second cell of a wide character that no line may end behind
_OPENERS, _CLOSERS = "（《“‘「【", "，。；：、）》”’」】！？"


class CellFormatter(click.HelpFormatter):
    """A formatter that counts cells and speaks the user's language (a class: click's way)."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, widen(spoken(prefix or "Usage: ")))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        super().write_heading(widen(spoken(heading)))

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped by cells."""
        parts = (spoken(" ".join(part.split())) for part in text.split("\n\n"))
        super().write_text(widen("\n\n".join(parts)))

    def write_dl(self, rows, col_max: int = 30, col_spacing: int = 2) -> None:  # type: ignore[no-untyped-def]
        """Write a list of terms and their meanings, wrapped by cells."""
        told = [(widen(name), widen(_meaning(text))) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)

    def getvalue(self) -> str:
        """Return the text without the fillers."""
        return narrow(super().getvalue())


def _meaning(text: str) -> str:
    """Return what an option means, in the user's language; what click adds in brackets stays."""
    said, mark, added = text.partition("  [")
    return f"{spoken(said)}{mark}{added}"


def widen(text: str) -> str:
    r"""Return the text with a second cell behind each wide character, for click to count.

    The cell is a space where a line may end there, so that click wraps Chinese as it is written:
    between any two characters, but not before a mark that closes or behind one that opens.

    >>> len(widen("工作 plan")), narrow(widen("工作 plan"))
    (9, '工作 plan')
    """
    told = []
    for character, behind in zip_longest(text, text[1:], fillvalue=""):
        told.append(character)
        if _is_wide(character):
            sticks = character in _OPENERS or (behind and behind in _CLOSERS)
            told.append(_FILLER if sticks else " ")
    return "".join(told)


def narrow(text: str) -> str:
    """Return a text without the second cells."""
    plain = (a for a, before in zip(text, f"\n{text}", strict=False) if not _is_cell(a, before))
    return "".join(plain)


def _is_cell(character: str, before: str) -> bool:
    return character == _FILLER or (character == " " and _is_wide(before))


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF" if character else False


class PlainContext(click.Context):
    """A context whose help is wrapped by cells."""

    formatter_class = CellFormatter


class PlainCommand(click.Command):
    """A command whose help is wrapped by cells."""

    context_class = PlainContext


class PlainGroup(click.Group):
    """A group whose help is wrapped by cells."""

    context_class = PlainContext


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
"""Name → what ``policydiff --help`` says of it."""

MODULES = {
    "comparing": ("compare", "render"),
    "reading": ("outline", "clean", "catalogue", "themes"),
    "asking": ("explain", "trace", "eval", "schema", "completion"),
    "review": ("review",),
}
"""Module of ``commands`` → the commands in it: ``outline`` is its ``outline_command``."""


class LazyGroup(PlainGroup):
    """A group that imports a command's module on use (a class: click's way to look commands up)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, from its module."""
        from importlib import import_module

        home = next((module for module, names in MODULES.items() if cmd_name in names), None)
        if home is None:
            return None
        module = import_module(f"policydiff.cli.commands.{home}")
        command = getattr(module, f"{cmd_name}_command")
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


DONE, GATE_HIT, FAILED, INTERRUPTED = 0, 1, 2, 130
NOTHING_FOUND = 1

PROGRAM = "policydiff"
COMPLETION = "_POLICYDIFF_COMPLETE"
"""The environment variable by which a shell asks for completions; click gives it its form."""

REPORT_HINT = "this is a defect of policydiff; add --debug to see where, and please report it"


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status; errors become messages."""
    meta: dict[str, object] = {}
    ARGUMENTS.set(tuple(arguments))
    CONFIGURED.set(None)
    try:
        status = _invoke(list(arguments), meta)
        sys.stdout.flush()
    except BrokenPipeError:
        return _leave_quietly()
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:
        if meta.get(DEBUG) and not isinstance(error, click.ClickException):
            raise
        _explain(error)
        return FAILED
    return status


def _explain(error: Exception) -> None:
    match error:
        case click.exceptions.NoArgsIsHelpError():
            sys.stderr.write(f"{error.format_message()}\n")
        case click.ClickException():
            context = getattr(error, "ctx", None)
            usage = f"{context.command_path} --help" if context else ""
            say("error", " ".join(error.format_message().split()), usage=usage)
        case PolicyDiffError():
            say("error", str(error), error.hint)
        case OSError():
            say("error", _reason(error))
        case _:
            say("error", f"internal error: {type(error).__name__}: {error}", REPORT_HINT)


def _invoke(arguments: list[str], meta: dict[str, object]) -> int:
    """Run the command; click's own ``main`` exits with 1 where we promise 2, so it is not used."""
    if COMPLETION in os.environ:
        return _complete(os.environ[COMPLETION])
    try:
        with app.make_context(PROGRAM, arguments) as context:
            try:
                status = app.invoke(context)
            finally:
                meta |= context.meta
    except click.exceptions.Exit as done:
        return done.exit_code
    return status if isinstance(status, int) else DONE


def _complete(instruction: str) -> int:
    """Answer a shell that asks for completions."""
    from click.shell_completion import shell_complete

    return FAILED if shell_complete(app, {}, PROGRAM, COMPLETION, instruction) else DONE


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


def _leave_quietly() -> int:
    forget_stdout()
    return DONE


def forget_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain."""
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device, needed as a descriptor
        os.dup2(nothing.fileno(), sys.stdout.fileno())
