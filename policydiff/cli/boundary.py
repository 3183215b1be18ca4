"""The one boundary: whatever happens, one exit status, and at most one message on stderr.

Exit statuses; they are promised to scripts.
"""

import os
import sys
from collections.abc import Sequence

import click

from policydiff.cli.app import app
from policydiff.cli.messages import DEBUG, say
from policydiff.errors import PolicyDiffError

DONE, GATE_HIT, FAILED, INTERRUPTED = 0, 1, 2, 130
NOTHING_FOUND = 1

PROGRAM = "policydiff"
COMPLETION = "_POLICYDIFF_COMPLETE"
"""The environment variable by which a shell asks for completions; click gives it its form."""

REPORT_HINT = "this is a defect of policydiff; add --debug to see where, and please report it"


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status; errors become messages."""
    meta: dict[str, object] = {}
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
