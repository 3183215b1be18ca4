"""Read a source as people have it: decode, clean, set page junk aside; record every change."""

import hashlib
from collections.abc import Sequence

from policydiff.cleaning.characters import private_use
from policydiff.cleaning.clean import clean_lines
from policydiff.cleaning.junk import set_aside
from policydiff.cleaning.rules import Circumstances
from policydiff.cleaning.wraps import HARD_WRAP, join_lines, wrapped_lines
from policydiff.model import CleanText, Source
from policydiff.reading.decoding import UNREADABLE
from policydiff.reading.formats import extract
from policydiff.reading.sources import Extract, fetch
from policydiff.settings import ReadingSettings
from policydiff.text.lines import Lines, without
from policydiff.text.simplify import detect_script

__all__ = ["extract_source", "read_source"]
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
    read, and MissingExtraError where a format needs a package that is not installed.
    """
    content = fetch(path, settings.max_bytes, data)
    extracted = extract(content, path, settings)
    lines = without(extracted.lines, extracted.furniture)
    script = detect_script(lines)
    cleaned, repairs = clean_lines(lines, Circumstances(script, settings, tuple(siblings)))
    filled, junk = set_aside(cleaned, settings)
    kept, joins = join_lines(filled, _continued(extracted, lines, settings))
    source = Source(
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=extracted.encoding,
        script=script,
        format=extracted.format,
    )
    return CleanText(
        source=source,
        lines=kept,
        repairs=(*repairs, *joins),
        removed=tuple(sorted((*extracted.furniture, *junk), key=lambda block: block.line_start)),
        notes=(*extracted.notes, *_notes(kept)),
        pages=extracted.pages,
    )


def extract_source(
    path: str, settings: ReadingSettings = DEFAULTS, *, data: bytes | None = None
) -> Extract:
    """Return the lines of a source before any cleaning, under the numbers used everywhere.

    >>> extract_source("-", data="一、衛生".encode()).lines
    (Line(number=1, text='一、衛生'),)
    """
    return extract(fetch(path, settings.max_bytes, data), path, settings)


def _continued(extracted: Extract, lines: Lines, settings: ReadingSettings) -> frozenset[int]:
    """Return the lines that carry on the one before: as the format knows, else by their widths."""
    if HARD_WRAP in settings.skip_rules:
        return frozenset()
    if extracted.continued is not None:
        return extracted.continued
    return wrapped_lines(lines, settings.wraps)


def _notes(lines: Lines) -> tuple[str, ...]:
    notes = []
    unreadable = sum(line.text.count(UNREADABLE) for line in lines)
    if unreadable:
        notes.append(f"{unreadable} characters could not be decoded and stand as U+FFFD")
    private = [str(line.number) for line in private_use(lines)]
    if private:
        notes.append(f"private-use characters are left as they are on lines {', '.join(private)}")
    return tuple(notes)
