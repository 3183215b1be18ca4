"""Open a source as people have it: a path, '-' or bytes become lines with their numbers.

Here stands what the reader of every format needs: the bytes, fetched within the limits or plainly
refused; ``Extract``, what it hands on; and the lines that belong to the printed page and not to
the text, as page numbers and contents pages.
"""

import errno
import re
import stat
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from policydiff.errors import ReadingError
from policydiff.model import Removed
from policydiff.settings import ReadingSettings
from policydiff.text.lines import PAGE_BREAK, Lines, removed_lines
from policydiff.text.quantity_words import count_amounts


class Extract(Struct, frozen=True):
    """The lines of a source before cleaning, and what the reader of its format found out.

    ``furniture`` are blocks that the format shows to be no part of the text (running heads);
    ``continued`` are the lines that carry on the line before them (hard wraps), None where only
    the text itself can tell; ``pages`` are the lines on which pages start. ``format`` is the name
    in the table of formats, which says it.
    """

    lines: Lines
    encoding: str
    furniture: tuple[Removed, ...] = ()
    continued: frozenset[int] | None = None
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    format: str = ""


STANDARD_INPUT = "-"
SIGNS = "，。；：！？、（(!;:?,|｜①②③④⑤⑥⑦⑧⑨⑩"
_GAP_RE = re.compile("[ \t\u3000]+")


def fetch(path: str, max_bytes: int, data: bytes | None = None) -> bytes:
    r"""Return the bytes at ``path``, or ``data`` where the caller has them already.

    >>> fetch("-", 100, "一、".encode())
    b'\xe4\xb8\x80\xe3\x80\x81'

    Raises ReadingError for what is missing, no regular file, forbidden, empty or too large.
    """
    content = _read_file(path, max_bytes) if data is None else data
    _require_size(path, len(content), max_bytes)
    if not content:
        raise ReadingError(f"{path}: the file is empty", hint="give a file that holds a plan")
    return content


def is_there(path: str) -> bool:
    r"""Tell whether there is a file of that name; one that no file can have is not there.

    >>> is_there("seeds/plans.toml"), is_there("x" * 5000), is_there("a\0b")
    (True, False, False)
    """
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def is_folder(path: str) -> bool:
    """Tell whether there is a folder of that name.

    >>> is_folder("seeds"), is_folder("seeds/plans.toml")
    (True, False)
    """
    return is_there(path) and Path(path).is_dir()


def _read_file(path: str, max_bytes: int) -> bytes:
    try:
        file = Path(path)
        status = file.stat()
        _require_regular(path, status.st_mode)
        _require_size(path, status.st_size, max_bytes)
        with file.open("rb") as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:
        raise explained(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise ReadingError(f"{path!r}: not a file name", hint="check the path") from error


def _require_regular(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ReadingError(
            f"{path}: is a directory", hint="name the files in it, one plan each: " + path + "/*"
        )
    if not stat.S_ISREG(mode):
        raise ReadingError(
            f"{path}: is a device or a pipe, not a file",
            hint="pipe the text in and write - for the path",
        )


def _require_size(path: str, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise ReadingError(
            f"{path}: larger than the limit of {max_bytes:,} bytes",
            hint="a plan is seldom over 1 MB; if this one is, raise max_bytes under [limits] in"
            " policydiff.toml",
        )


def require_moderate(text: str, path: str, settings: ReadingSettings) -> None:
    """Raise ReadingError for a text that holds more than any plan: it would take too long.

    Each limit is for a text that holds nothing else; of all together the shares of the limits
    count. It is told, not cut: what a plan says at its end is as much a part of it.
    """
    _require(path, "characters", len(text), settings.max_characters, "max_characters")
    lines = sum(map(text.count, "\n\r\x85\u2028\u2029")) - text.count("\r\n")
    _require(path, "lines", lines, settings.max_lines, "max_lines")
    signs = sum(map(text.count, SIGNS)) + len(_GAP_RE.findall(text))
    _require(path, "sentence signs", signs, settings.max_signs, "max_signs")
    share = (
        len(text) / settings.max_characters
        + lines / settings.max_lines
        + signs / settings.max_signs
    )
    if share + len(text) / settings.max_numbers <= 1:  # however many numbers there are
        return
    numbers = count_amounts(text)
    _require(path, "numbers", numbers, settings.max_numbers, "max_numbers")
    if share + numbers / settings.max_numbers > 1:
        raise ReadingError(
            f"{path}: holds {len(text):,} characters, {lines:,} lines, {signs:,} sentence signs"
            f" and {numbers:,} numbers, together more than a plan may",
            hint="give the plan alone; if this is one, raise max_characters, max_lines, max_signs"
            " and max_numbers under [limits] in policydiff.toml",
        )


def _require(path: str, things: str, held: int, limit: int, setting: str) -> None:
    if held > limit:
        raise ReadingError(
            f"{path}: holds more than {limit:,} {things}",
            hint=f"give the plan alone; if this is one, raise {setting} under [limits] in"
            " policydiff.toml",
        )


def address_hint(path: str) -> str:
    """Return what to do about a web address given for a file, "" where it is none.

    >>> address_hint("plan.html"), address_hint("https://example.org/plan.html")[:17]
    ('', 'download it first')
    """
    if not path.startswith(("http://", "https://")):
        return ""
    return f"download it first, then name the file: curl -L -o plan.html {path}"


def explained(path: str, error: OSError) -> ReadingError:
    """Return the error that says why the system would not open ``path``, and what to do."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return ReadingError(f"{path}: no such file", hint=address_hint(path) or "check the path")
    if error.errno in (errno.EACCES, errno.EPERM):
        return ReadingError(f"{path}: no permission to read it", hint="check the file's rights")
    reason = error.strerror or type(error).__name__
    return ReadingError(f"{path}: cannot be read ({reason})", hint="check the path")


PAGE_NUMBER_RE = re.compile(
    r"[-—–－·]{0,3}\s*(\d{1,4})\s*[-—–－·]{0,3}"
    r"|第?\s*(\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|(\d{1,4})\s*/\s*\d{1,4}"
)
ROW_NUMBERS_RE = re.compile(r"\s*(?:序\s*[号號]|编\s*号|[項项]次)\s*")
LONGEST_PAGE_NUMBER = 40  # characters between the blanks at both ends: 第 12 页 / 共 34 页 has 15

_DOT = r"[.．·‥\u2024]"
CONTENTS_LINE_RE = re.compile(  # leaders are tried where a row of them begins, not at each of them
    rf"^.{{2,80}}?(?:(?:(?<!{_DOT})(?<!{_DOT}\s)|(?<=^..)|(?<=^...))(?:{_DOT}\s?){{4,}}+"
    r"|(?:(?<!…)(?<!…\s)|(?<=^..)|(?<=^...))(?:…\s?){2,}+)\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?\s*$"
)

CONTENTS_HEADING_RE = re.compile(r"^\s*目\s*[录錄次]\s*$")
LONGEST_CONTENTS_LINE = 200  # characters
LEAST_CONTENTS = 3  # lines with leaders: fewer may be a form to fill in
LEAST_NUMBERS = 3  # bare numbers that count up by one through a text are page numbers from here on


def page_number(text: str) -> int | None:
    """Return the number if the line is nothing but a page number.

    >>> [page_number(text) for text in ("- 3 -", "第3页 共9页", "3/9", "3.", "2024年")]
    [3, 3, 3, None, None]
    """
    bare = text.strip()
    found = PAGE_NUMBER_RE.fullmatch(bare) if len(bare) <= LONGEST_PAGE_NUMBER else None
    return int(found[1] or found[2] or found[3]) if found else None


def page_numbers(lines: Lines) -> tuple[Removed, ...]:
    """Return the page numbers: beside a form feed, or bare numbers that count up by one.

    Below a line 序号 they count the rows of a table whose cells stand on lines of their own.
    """
    numbered = [(line, number) for line in lines if (number := page_number(line.text)) is not None]
    breaks = {line.number for line in lines if PAGE_BREAK in line.text}
    by_break = [
        line for line, _ in numbered if breaks & {line.number - 1, line.number, line.number + 1}
    ]
    counting = [number for _, number in numbered]
    steps_up = len(counting) >= LEAST_NUMBERS and all(
        after == before + 1 for before, after in pairwise(counting)
    )
    rows = any(ROW_NUMBERS_RE.fullmatch(line.text) for line in lines) if steps_up else False
    found = [line for line, _ in numbered] if steps_up and not rows else by_break
    return removed_lines("page-number", found)


def contents_pages(lines: Lines) -> tuple[Removed, ...]:
    """Return the lines of a table of contents: 一、深化改革 ……… 3, and its heading."""
    entries = [line for line in lines if _is_contents_line(line.text)]
    if len(entries) < LEAST_CONTENTS:
        return ()
    headings = [
        line
        for line in lines
        if line.number < entries[0].number and CONTENTS_HEADING_RE.match(line.text)
    ]
    return removed_lines("contents", [*headings[-1:], *entries])


def _is_contents_line(text: str) -> bool:
    return len(text) <= LONGEST_CONTENTS_LINE and CONTENTS_LINE_RE.match(text) is not None
