"""Messages on stderr: errors, warnings and hints, each on lines of its own; how far the work is."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading

DEBUG = "policydiff.debug"
"""Where click keeps whether tracebacks are wanted."""


def say(kind: str, message: str, hint: str = "", usage: str = "") -> None:
    """Write a message to stderr; ``kind`` is error, warning or note.

    A message is one line, whatever is in it; a hint and a usage stand on lines of their own.
    """
    from policydiff.text.unseen import visible
    from policydiff.writers.inert import message_line, quiet

    lines = [f"policydiff: {kind}: {message_line(message)}"]
    lines += [f"  usage: {usage}"] if usage else []
    lines += [f"  hint: {quiet(visible(hint))}"] if hint else []
    sys.stderr.write(_encodable("\n".join(lines)) + "\n")
    sys.stderr.flush()


def _encodable(text: str) -> str:
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


PATIENCE = 1.0
"""Seconds before anything is shown: most runs are done by then."""

_ERASE_LINE = "\r\x1b[K"


class Progress:
    """Tell how far the work has come (a class: it remembers what it has shown).

    Nothing is shown where stderr is no terminal. A timer shows the first line, so that a single
    long step is told of, too.
    """

    def __init__(self, what: str) -> None:
        self._text = f"policydiff: {what} …"
        self._what = what
        self._began = time.monotonic()
        self._timer: threading.Timer | None = None
        self._lock: threading.Lock | None = None
        self._shown = False

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            import threading  # at a terminal only

            self._lock = threading.Lock()
            self._timer = threading.Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer and self._lock:
            self._timer.cancel()
            with self._lock:
                self._timer = None
                if self._shown:
                    _write(_ERASE_LINE)

    def step(self, done: int, total: int) -> None:
        """Say how much of it is done; shown once patience is over."""
        self._text = f"policydiff: {self._what} {done} of {total}"
        if self._shown:
            self._show()

    def pace(self, done: int, total: int) -> None:
        """Say how much is done, how fast it goes, and how long the rest will take."""
        if not self._shown:
            return
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = done / seconds
        rest = round((total - done) / rate) if done else 0
        self._text = (
            f"policydiff: {self._what} {done:,} of {total:,}, {rate:.1f} a second, "
            f"{rest // 60}:{rest % 60:02} to go"
        )
        self._show()

    def _show(self) -> None:
        if self._lock:
            with self._lock:
                if self._timer:  # else the work was done while this waited
                    self._shown = True
                    _write(_ERASE_LINE + self._text)


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
