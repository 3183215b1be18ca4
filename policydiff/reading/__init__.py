"""Read a source as people have it: decode, clean, set page junk aside; record every change."""

import hashlib
from collections.abc import Sequence

from policydiff.errors import ReadingError
from policydiff.model import CleanText, Source
from policydiff.reading.cleaning import clean_lines
from policydiff.reading.decoding import decode
from policydiff.reading.junk import set_aside
from policydiff.reading.rules import Circumstances
from policydiff.reading.script import detect_script
from policydiff.reading.sources import fetch
from policydiff.reading.spacing import split_lines
from policydiff.settings import ReadingSettings

__all__ = ["read_source"]

DEFAULTS = ReadingSettings()


def read_source(
    path: str,
    settings: ReadingSettings = DEFAULTS,
    *,
    data: bytes | None = None,
    siblings: Sequence[str] = (),
) -> CleanText:
    r"""Read the source at ``path`` ('-' with ``data``: bytes that the caller has already).

    >>> text = read_source("-", data="一、衛(wèi)生改革\r\n打印".encode("gb18030"))
    >>> [line.text for line in text.lines], [block.reason for block in text.removed]
    (['一、卫生改革'], ['page-tools'])

    ``siblings`` are texts of the other plans of the run: evidence for repairs. Lines keep the
    numbers that they have in the source. Raises ReadingError, with a hint, for what cannot be
    read.
    """
    content = fetch(path, settings.max_bytes, data)
    decoded = decode(content, path, settings.encoding)
    lines = split_lines(decoded.text)
    if not decoded.text.strip():
        raise ReadingError(f"{path}: the file is blank", hint="give a file that holds a plan")
    script = detect_script(lines)
    cleaned, repairs = clean_lines(lines, Circumstances(script, settings, tuple(siblings)))
    kept, removed = set_aside(cleaned, settings)
    digest = hashlib.sha256(content).hexdigest()
    source = Source(path=path, sha256=digest, encoding=decoded.encoding, script=script)
    return CleanText(source, kept, repairs, removed, _notes(decoded.unreadable))


def _notes(unreadable: int) -> tuple[str, ...]:
    if not unreadable:
        return ()
    return (f"{unreadable} characters could not be decoded and stand as U+FFFD",)
