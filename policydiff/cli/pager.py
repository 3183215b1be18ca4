"""Show long output page by page on a terminal, as git does."""

import os
import shlex
import subprocess
import sys

DEFAULT = "less"
OPTIONS = "FRX"
"""What less is told where nothing else is: quit if one screen, keep colours, leave the screen."""


def page(text: str) -> bool:
    """Show text in the pager and return True; False where it must be printed as it is.

    ``PAGER`` names the pager, empty or ``cat`` none. Only a terminal is paged, and only what it
    cannot show at once.
    """
    command = shlex.split(os.environ.get("PAGER", DEFAULT))
    if command in ([], ["cat"]) or not _is_too_long(text):
        return False
    environment = {"LESS": OPTIONS, **os.environ}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    while True:
        try:
            pager.communicate(text.encode("utf-8", "replace"))
        except KeyboardInterrupt:
            continue  # the pager's own affair: less stays open
        except ValueError:  # interrupted, and asked again for what is closed
            pager.wait()
        return True


def _is_too_long(text: str) -> bool:
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return False
    try:
        return 0 < os.get_terminal_size(sys.stdout.fileno()).lines <= text.count("\n")
    except (OSError, ValueError):
        return False
