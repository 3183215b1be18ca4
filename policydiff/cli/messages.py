"""Messages on stderr, each on lines of its own, in English or Chinese; how far the work is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from itertools import pairwise
from types import TracebackType
from typing import TYPE_CHECKING

from policydiff.errors import PolicyDiffError

if TYPE_CHECKING:
    import threading

DEBUG = "policydiff.debug"
"""Where click keeps whether tracebacks are wanted."""


_LANGUAGES = ("zh", "en")

ARGUMENTS: ContextVar[Sequence[str]] = ContextVar("arguments", default=())
"""The command line that runs: it may say a language before anything has read it."""

CONFIGURED: ContextVar[str | None] = ContextVar("configured", default=None)
"""The language of the configuration, read once a run: a plan may bring notes by the thousand."""


def named_locale() -> str:
    """Return the language that the locale names, "" where it names none (C, POSIX)."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "").partition(".")[0]
    return "" if locale in ("C", "POSIX") else locale


def no_language() -> str:
    """Return no language: help does without the configuration, for it must not wait."""
    return ""


def configured_language() -> str:
    """Return the language of the configuration; a broken one is told of where it is needed."""
    from policydiff.cli.config import load_config

    known = CONFIGURED.get()
    if known is None:
        try:
            known = load_config().lang or ""
        except PolicyDiffError:
            known = ""
        CONFIGURED.set(known)
    return known


def speaks_chinese(configured: Callable[[], str] = configured_language) -> bool:
    """Tell whether help and messages are Chinese: by ``--lang``, the configuration, the locale."""
    words = [*ARGUMENTS.get()]
    said = [behind for word, behind in pairwise(words) if word == "--lang"]
    said += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    chosen = next((word for word in said if word in _LANGUAGES), "") or configured()
    return chosen == "zh" or (chosen not in _LANGUAGES and named_locale().startswith("zh"))


def spoken(text: str) -> str:
    """Return a text of the help in the language that is spoken."""
    if not speaks_chinese(no_language):
        return text
    from policydiff.text.chinese import in_chinese

    return in_chinese(text)


def say(kind: str, message: str, hint: str = "", usage: str = "") -> None:
    """Write a message to stderr; ``kind`` is error, warning or note.

    A message is one line, whatever is in it; a hint and a usage stand on lines of their own.
    """
    from policydiff.text.unseen import visible
    from policydiff.writers.inert import message_line, quiet

    words = [kind, message, hint, "usage", "hint"]
    words = [*map(_language(), words)]
    kind, message, hint, call, advice = words
    lines = [f"policydiff: {kind}: {message_line(message)}"]
    lines += [f"  {call}: {usage}"] if usage else []
    lines += [f"  {advice}: {quiet(visible(hint))}"] if hint else []
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
        self._text = f"{what} …"
        self._what = what
        self._began = time.monotonic()
        self._timer: threading.Timer | None = None
        self._lock: threading.Lock | None = None
        self._shown = False
        self._say: Callable[[str], str] = str

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            import threading  # at a terminal only

            self._say = _language()  # the timer's thread knows nothing of the command line
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
        self._text = f"{self._what} {done} of {total}"
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
            f"{self._what} {done:,} of {total:,}, {rate:.1f} a second, "
            f"{rest // 60}:{rest % 60:02} to go"
        )
        self._show()

    def _show(self) -> None:
        if self._lock:
            with self._lock:
                if self._timer:  # else the work was done while this waited
                    self._shown = True
                    _write(f"{_ERASE_LINE}policydiff: {self._say(self._text)}")


def _language() -> Callable[[str], str]:
    """Return what puts a message into the language that is spoken."""
    if not speaks_chinese():
        return str
    from policydiff.text.chinese import in_chinese

    return in_chinese


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
