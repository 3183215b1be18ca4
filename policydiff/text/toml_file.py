"""Read a TOML file that a person wrote: bounded in size and depth, mistakes told with a line."""

import re
from collections.abc import Mapping
from pathlib import Path

from policydiff.errors import PolicyDiffError

LARGEST = 1_000_000  # bytes: the largest shipped codebook has 60,000
# The parser takes time with the square of the parts of a dotted key: a.b.c has three, nobody needs
# thirty. Possessive, so that no part is looked at twice.
LONG_KEY_RE = re.compile(
    r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}"""
)
PLACE_RE = re.compile(r" \(at line (\d+), column \d+\)$")


def read_toml_text(path: str, kind: type[PolicyDiffError], hint: str) -> str:
    """Return the text of a file, line ends as LF.

    Raises FileNotFoundError where there is none, and an error of ``kind`` where it cannot be read,
    is too large or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise kind(f"{path}: cannot be read ({error.strerror})", hint=hint) from None
    except ValueError:  # a NUL or half a character in the name
        raise kind(f"{path!r}: not a file name", hint="check the path") from None
    if len(data) > LARGEST:
        raise kind(f"{path}: larger than the limit of {LARGEST:,} bytes", hint=hint)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise kind(f"{path}:{line}: not UTF-8", hint="save it as UTF-8") from None


def parse_toml(
    text: str, name: str, kind: type[PolicyDiffError], hint: str
) -> Mapping[str, object]:
    """Return what a TOML text says; an error of ``kind`` names the line of a mistake.

    >>> from policydiff.errors import CatalogueError
    >>> parse_toml("a = " + "[" * 9000, "my.toml", CatalogueError, "")
    Traceback (most recent call last):
        ...
    policydiff.errors.CatalogueError: my.toml: not valid TOML: nests too deep
    """
    import tomllib  # on first use: most runs read no such file

    long = LONG_KEY_RE.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise kind(f"{name}:{line}: not valid TOML: a key of more than 30 parts", hint=hint)
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
