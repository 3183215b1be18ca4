"""Load plans: a source is read and cleaned, parsed and coded; whatever names a plan becomes one.

Whatever is decoded, cleaned or set aside as page junk is recorded.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from policydiff.cleaning import clean_lines
from policydiff.cleaning.junk import set_aside
from policydiff.cleaning.rules import CleaningContext, private_use
from policydiff.cleaning.wraps import HARD_WRAP, join_lines, wrapped_lines
from policydiff.errors import CatalogueError, UsageError
from policydiff.model import CleanText, Metadata, Plan, Source
from policydiff.parsing import parse_plan
from policydiff.pipeline.catalogue import Catalogue, Entry, load_catalogue
from policydiff.pipeline.coding import AUTO, code_plans
from policydiff.reading import Extract, fetch, is_there
from policydiff.reading.decoding import UNREADABLE
from policydiff.reading.formats import extract
from policydiff.settings import ReadingSettings, Settings, ThemeSettings
from policydiff.text.lines import Lines, without
from policydiff.text.simplify import detect_script
from policydiff.themes import Codebook, code_plan, load_codebook

DEFAULTS = ReadingSettings()


def read_source(
    path: str,
    settings: ReadingSettings = DEFAULTS,
    *,
    data: bytes | None = None,
) -> CleanText:
    r"""Read the source at ``path`` ('-' with ``data``: bytes that the caller has already).

    >>> text = read_source("-", data="一、衛(wèi)生改革\r\n打印".encode("gb18030"))
    >>> [line.text for line in text.lines], [block.reason for block in text.removed]
    (['一、卫生改革'], ['page-tools'])

    Lines keep the numbers that they have in the source. Raises ReadingError, with a hint, for what
    cannot be read, and MissingExtraError where a format needs a package that is not installed.
    """
    content = fetch(path, settings.max_bytes, data)
    extracted = extract(content, path, settings)
    lines = without(extracted.lines, extracted.furniture)
    script = detect_script(lines)
    cleaned, repairs = clean_lines(lines, CleaningContext(script, settings))
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


STANDARD_INPUT = "-"


class Named(Struct, frozen=True):
    """What a name stands for: a file, and what is known of the plan in it from elsewhere."""

    path: str
    overrides: Metadata = Metadata()
    entry: Entry | None = None


def load_plan(
    name: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    codebook: str | Codebook | None = None,
    catalogue: str | Catalogue | None = None,
    overrides: Metadata | None = None,
    data: bytes | None = None,
) -> Plan:
    """Load a plan by its path, ``LABEL=PATH``, or its id in a catalogue.

    >>> plan = load_plan("seeds/yangpu-2025.txt")
    >>> plan.id, plan.year, len(plan.tasks)
    ('yangpu-2025', 2025, 25)

    ``data`` are the bytes of the source where the caller has them already ('-' is stdin, which
    the library never reads). Tasks are coded where a codebook is given, by name, path or value, or
    ``auto``; ``compare`` codes the plan by the same one.
    What ``overrides`` says wins over the catalogue, and the catalogue over the text.

    Raises ReadingError, ParsingError, CatalogueError, CodebookError or UsageError.
    """
    settings = settings or Settings()
    if isinstance(catalogue, str):
        catalogue = load_catalogue(catalogue)
    named = resolve(os.fspath(name), catalogue)
    known = named.overrides.corrected_by(overrides or Metadata())
    text = read_source(named.path, settings.reading, data=data)
    require_unchanged(named.entry, text.source.sha256, catalogue)
    plan = parse_plan(text, known, settings.parsing)
    return _coded(plan, codebook, settings.themes) if codebook else plan


def _coded(plan: Plan, codebook: str | Codebook, settings: ThemeSettings) -> Plan:
    """Return a plan coded by a codebook, which it names where it was not left to the plan."""
    if codebook == AUTO:
        return code_plans([plan], AUTO, settings).plans[0]
    book = load_codebook(codebook) if isinstance(codebook, str) else codebook
    name = codebook if isinstance(codebook, str) else book.origin or book.name
    return replace(code_plan(plan, book, settings), codebook=name)


def resolve(name: str, catalogue: Catalogue | None = None) -> Named:
    """Return what a name stands for; a file of that very name goes before labels and ids.

    >>> resolve("before=plans/2024.txt").overrides.id
    'before'

    Raises UsageError for an id that the catalogue does not hold.
    """
    if name == STANDARD_INPUT or is_there(name):
        return Named(name)
    label, separator, rest = name.partition("=")
    if separator and label and rest and not _looks_like_path(label):
        named = resolve(rest, catalogue)
        return replace(named, overrides=replace(named.overrides, id=label))
    if catalogue is None or _looks_like_path(name):
        return Named(name)
    entry = catalogue.entry(name)
    return Named(entry.path, entry.overrides, entry)


def _looks_like_path(name: str) -> bool:
    separators = [os.sep, os.altsep or os.sep]
    return any(separator in name for separator in separators) or bool(PurePath(name).suffix)


def require_unchanged(entry: Entry | None, sha256: str, catalogue: Catalogue | None) -> None:
    """Raise CatalogueError where a file is not the one that its entry describes."""
    if entry and entry.sha256 and entry.sha256 != sha256:
        raise CatalogueError(
            f"{entry.path}: not the file that {catalogue.source if catalogue else ''} describes",
            hint=f"its sha256 is {sha256}; correct the catalogue, or name the file by its path",
        )


def unique_ids(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans with ids of their own; files of one name are told apart by their folders.

    Raises UsageError where even those agree, or where a plan is given twice.
    """
    refuse_repeated(plans)
    counts = Counter(plan.id for plan in plans)
    told = tuple(
        replace(plan, id=f"{PurePath(plan.source.path).parent.name}/{plan.id}")
        if counts[plan.id] > 1
        else plan
        for plan in plans
    )
    for plan_id, count in Counter(plan.id for plan in told).items():
        if count > 1:
            raise UsageError(
                f"{count} plans are called {plan_id}", hint="give them labels: LABEL=FILE"
            )
    return told


def refuse_repeated(plans: Sequence[Plan]) -> None:
    """Raise UsageError where two plans are the same text."""
    seen: dict[str, Plan] = {}
    for plan in plans:
        other = seen.setdefault(plan.source.sha256, plan)
        if other is not plan:
            paths = dict.fromkeys((other.source.path, plan.source.path))
            raise UsageError(
                f"{' and '.join(paths)}: the same plan given twice",
                hint="a plan is compared with another one; name each once",
            )
