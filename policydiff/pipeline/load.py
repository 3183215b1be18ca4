"""Load plans: whatever names a plan becomes a Plan, read, parsed and coded."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import CatalogueError, UsageError
from policydiff.model import Plan
from policydiff.parsing import Overrides, parse_plan
from policydiff.pipeline.catalogue import Catalogue, Entry, load_catalogue
from policydiff.pipeline.coding import AUTO, code_plans
from policydiff.pipeline.read import read_source
from policydiff.reading.sources import is_there
from policydiff.settings import Settings, ThemeSettings
from policydiff.themes import Codebook, code_plan, load_codebook

STANDARD_INPUT = "-"


class Named(Struct, frozen=True):
    """What a name stands for: a file, and what is known of the plan in it from elsewhere."""

    path: str
    overrides: Overrides = Overrides()
    entry: Entry | None = None


def load_plan(
    name: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    codebook: str | Codebook | None = None,
    catalogue: str | Catalogue | None = None,
    overrides: Overrides | None = None,
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
    known = _merge(named.overrides, overrides or Overrides())
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


def _merge(below: Overrides, above: Overrides) -> Overrides:
    """Return what both say; where they differ, the one above wins."""
    said = {name: getattr(above, name) for name in Overrides.__struct_fields__}
    return replace(below, **{name: value for name, value in said.items() if value is not None})


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
