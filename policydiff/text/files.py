"""Files: read up to a limit, as bytes, text or TOML, the line of a mistake told; shipped data."""

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from policydiff.errors import PolicyDiffError

LARGEST = 5_000_000  # bytes: the largest shipped codebook has 60,000, 7,000 plans listed 3 million
# Signs that the parser of TOML stops at, at two microseconds each.
MARKS = ".,=[{\\\n"
MOST_MARKS = 250_000
SHIPPED_HINT = "a file of the package is damaged: install policydiff again"
# The parser takes time with the square of the parts of a dotted key: a.b.c has three, nobody needs
# thirty. Possessive, so that no part is looked at twice.
LONGEST_KEY = 30
LONG_KEY_RE = re.compile(
    rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{LONGEST_KEY}}}"""
)
PLACE_RE = re.compile(r" \(at line (\d+), column \d+\)$")


@cache
def load_table(module: str, name: str) -> Mapping[str, Any]:
    """Load a TOML file that the package ships in ``data`` beside a module, its ``__file__``.

    >>> from policydiff.comparing import relation
    >>> sorted(load_table(relation.__file__, "notes.toml")["scope"])
    ['en', 'zh']
    """
    return _parsed(load_text(module, name), name, PolicyDiffError, SHIPPED_HINT)


def load_text(module: str, name: str) -> str:
    """Load the text of a file that the package ships in ``data`` beside a module."""
    path = Path(module).with_name("data") / name
    try:
        return read_text(str(path), PolicyDiffError, SHIPPED_HINT)
    except FileNotFoundError:
        raise PolicyDiffError(f"{path}: no such file", hint=SHIPPED_HINT) from None


def read_text(path: str, kind: type[PolicyDiffError], hint: str, largest: int = LARGEST) -> str:
    """Return the text of a file, line ends as LF.

    Raises FileNotFoundError where there is none, and an error of ``kind`` where it cannot be read,
    is too large or is not UTF-8.
    """
    data = read_bytes(path, kind, hint, largest)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise kind(f"{path}:{line}: not UTF-8", hint="save it as UTF-8") from None


def read_bytes(path: str, kind: type[PolicyDiffError], hint: str, largest: int) -> bytes:
    """Return the bytes of a file, ``largest`` of them at most. Raises as ``read_text`` does."""
    try:
        with open(path, "rb", opener=_opened) as file:
            data = _begun(file.fileno())
            data += file.read(largest + 1 - len(data))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise kind(f"{path}: cannot be read ({error.strerror})", hint=hint) from None
    except ValueError:  # a NUL or half a character in the name
        raise kind(f"{path!r}: not a file name", hint="check the path") from None
    if len(data) > largest:
        raise kind(f"{path}: larger than the limit of {largest:,} bytes", hint=hint)
    return data


def _opened(path: str, flags: int) -> int:
    """Open a file; a pipe opens, too, where nobody writes to it, and is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _begun(descriptor: int) -> bytes:
    """Return the first byte of a pipe, none of other files; what comes then may be waited for.

    Raises OSError for a pipe that nobody writes to; that of a shell, ``<(...)``, has a writer.
    """
    first = b""
    if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        with suppress(BlockingIOError):  # whoever writes to it has not begun
            first = os.read(descriptor, 1)
            if not first:
                raise OSError(errno.EPIPE, "a pipe that nobody writes to")
    os.set_blocking(descriptor, True)
    return first


def parse_toml(text: str, name: str, kind: type[PolicyDiffError], hint: str) -> Mapping[str, Any]:
    """Return what a TOML text says; an error of ``kind`` names the line of a mistake.

    >>> from policydiff.errors import CatalogueError
    >>> parse_toml("a = " + "[" * 9000, "my.toml", CatalogueError, "")
    Traceback (most recent call last):
        ...
    policydiff.errors.CatalogueError: my.toml: not valid TOML: nests too deep
    """
    if sum(map(text.count, MARKS)) > MOST_MARKS:
        raise kind(f"{name}: larger than the limit of {MOST_MARKS:,} lines and values", hint=hint)
    long = text.count(".") >= LONGEST_KEY and LONG_KEY_RE.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise kind(f"{name}:{line}: not valid TOML: a key of more than 30 parts", hint=hint)
    return _parsed(text, name, kind, hint)


def _parsed(text: str, name: str, kind: type[PolicyDiffError], hint: str) -> Mapping[str, Any]:
    import tomllib  # on first use: to complete an id no such file is read

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE_RE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        said = PLACE_RE.sub("", str(error)).replace(" (at end of document)", "")
        raise kind(f"{name}:{line}: not valid TOML: {said}", hint=hint) from None
    except RecursionError:
        raise kind(f"{name}: not valid TOML: nests too deep", hint=hint) from None
    except ValueError:  # a number of more digits than Python reads
        raise kind(f"{name}: not valid TOML: a number out of range", hint=hint) from None
