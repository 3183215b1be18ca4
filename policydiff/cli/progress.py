"""Progress: a line on a terminal's stderr for work that takes longer than a second."""

import sys
import time
from types import TracebackType

PATIENCE = 1.0
"""Seconds before anything is shown: most runs are done by then."""

_ERASE_LINE = "\r\x1b[K"


class Progress:
    """Tell how far the work has come (a class: it remembers what it has shown).

    Nothing is shown where stderr is no terminal.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write(_ERASE_LINE)
            sys.stderr.flush()

    def step(self, done: int, total: int) -> None:
        """Show how much of it is done."""
        if time.monotonic() - self._start < PATIENCE or not sys.stderr.isatty():
            return
        self._shown = True
        sys.stderr.write(f"{_ERASE_LINE}policydiff: {self._what} {done} of {total}")
        sys.stderr.flush()
