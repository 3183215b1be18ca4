"""Output: which format goes where, and how it looks there; long text page by page, as git does."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.cli.app import forget_stdout
from policydiff.cli.files import Output, require_distinct, require_writable, write_all
from policydiff.cli.messages import named_locale, say
from policydiff.errors import UsageError
from policydiff.report import Lang
from policydiff.writers.formats import (
    FORMATS,
    JSON,
    MARKDOWN,
    PIPED_WIDTH,
    SUFFIXES,
    TABLE,
    Look,
    document_text,
    format_of,
)

if TYPE_CHECKING:
    from policydiff.report.blocks import Document
    from policydiff.result import Document as Result

Writer = Callable[[Look], "str | bytes"]
Writers = Mapping[str, Writer]
"""Format → what writes a result in it; a command offers those that its result has."""


TWO_SCREENS = 90
"""Lines that a report takes on stdout where nobody asks for more: about two screens."""


class Sink(Struct, frozen=True):
    """Where a result goes: a format for stdout (None: nothing), and files."""

    format: str | None
    files: tuple[str, ...]
    lang: str
    color: str
    width: int | None
    paged: bool = False
    folder: str | None = None

    def emit(self, writers: Writers) -> None:
        """Write the result to the files, then to stdout; on an error no file is changed."""
        self.write_files(writers)
        if self.format:
            content = writers[self.format](self._look(resolve_lang(self.lang)))
            if not (self.paged and self.format == TABLE and page(str(content))):
                to_stdout(content, self.format)

    def write_files(self, writers: Writers) -> None:
        """Write the result to the files, all of them or none."""
        plain = Look(resolve_lang(self.lang))
        contents = [(path, writers[format_of(path, self.format)](plain)) for path in self.files]
        write_all([Output(path, _encode(content)) for path, content in contents])
        if sys.stderr.isatty():
            for path in self.files:
                say("note", f"wrote {path}")

    def check(self, formats: Sequence[str], inputs: Sequence[str]) -> None:
        """Raise UsageError, before any work is done, for files that cannot be written."""
        require_distinct(self.files)
        for path in self.files:
            if format_of(path) not in formats:
                known = ", ".join(s for s, name in SUFFIXES.items() if name in formats)
                raise UsageError(
                    f"{path}: no format of this command has the suffix {PurePath(path).suffix!r}",
                    hint=f"known suffixes: {known}",
                )
            require_writable(path, inputs)
        if self.format and FORMATS[self.format].is_binary and sys.stdout.isatty():
            raise UsageError(
                f"{self.format} is no text for a terminal", hint=f"-o report.{self.format}"
            )

    def look(self) -> Look:
        """Return how text is shown on stdout."""
        return self._look(resolve_lang(self.lang))

    def _look(self, lang: Lang) -> Look:
        width = self.width or _terminal_width() or _columns() or PIPED_WIDTH
        return Look(lang, width, _is_coloured(self.color), TWO_SCREENS)


def document_writers(view: Callable[[Lang], Document], result: Result) -> dict[str, Writer]:
    """Return the writers of a result: laid out as a document, and as its JSON."""
    from policydiff.result import document_json

    return {
        TABLE: lambda look: document_text(view(look.lang), TABLE, look),
        MARKDOWN: lambda look: document_text(view(look.lang), MARKDOWN, look),
        JSON: lambda look: document_json(result),
    }


def checked_length(text: str, max_chars: int | None) -> str:
    """Return a text, and say where it is longer than was asked for."""
    if max_chars and len(text) > max_chars:
        say("warning", f"the summary alone takes {len(text):,} characters, more than {max_chars:,}")
    return text


def to_stdout(content: str | bytes, format_name: str) -> None:
    """Write to stdout: a table in its encoding, with what it cannot show replaced; else UTF-8.

    In the log of a build no line of a table may be a command to the build service.
    """
    from policydiff.writers.inert import quiet

    if isinstance(content, str) and (format_name == TABLE or sys.stdout.isatty()):
        encoding = sys.stdout.encoding or "utf-8"
        content = (quiet(content) if format_name == TABLE else content).encode(encoding, "replace")
    try:
        sys.stdout.flush()
        _write_whole(_encode(content))
    except BrokenPipeError:
        raise
    except OSError:
        forget_stdout()
        raise


def _write_whole(content: bytes) -> None:
    """Write all bytes to stdout: unbuffered, a write may take a part only and not say so."""
    left = memoryview(content)
    while left:
        taken = sys.stdout.buffer.write(left)
        if not taken:
            raise BlockingIOError(errno.EAGAIN, "stdout takes no more")
        left = left[taken:]
    sys.stdout.buffer.flush()


def _encode(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def resolve_lang(choice: str) -> Lang:
    """Return the language of labels; auto follows the locale where that names a language.

    The plans are Chinese, so that is what labels are where no language is named (C, POSIX).
    """
    if choice != "auto":
        return Lang(choice)
    locale = named_locale()
    return Lang.ZH if not locale or locale.startswith("zh") else Lang.EN


def _terminal_width() -> int | None:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None


def _columns() -> int | None:
    """Return the width that COLUMNS names, where it is one that a table can have."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and 40 <= int(columns) <= 1000 else None


def _is_coloured(choice: str) -> bool:
    """Tell whether to use colours: --color, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


PAGER = "less"
PAGER_OPTIONS = "FRX"
"""What less is told where nothing else is: quit if one screen, keep colours, leave the screen."""


def page(text: str) -> bool:
    """Show text in the pager and return True; False where it must be printed as it is.

    ``PAGER`` names the pager, empty or ``cat`` none. Only a terminal is paged, and only what it
    cannot show at once.
    """
    if not _is_too_long(text):
        return False
    import shlex  # at a terminal only, as subprocess
    import subprocess

    command = shlex.split(os.environ.get("PAGER", PAGER))
    if command in ([], ["cat"]):
        return False
    environment = {"LESS": PAGER_OPTIONS, **os.environ}
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
