"""Find the plans in folders and load them; whatever is left out is told, each with its reason."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import PolicyDiffError, UsageError
from policydiff.model import LeftOut, Plan
from policydiff.pipeline.catalogue import Catalogue, Entry
from policydiff.pipeline.load import load_plan, require_unchanged
from policydiff.reading.sources import is_folder
from policydiff.settings import FolderSettings, Settings

DEFAULTS = FolderSettings()


class Found(Struct, frozen=True):
    """The files that may be plans, in the order of their paths, and what was left out."""

    paths: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


class Loaded(Struct, frozen=True):
    """Plans with ids of their own, and what was left out."""

    plans: tuple[Plan, ...]
    left_out: tuple[LeftOut, ...]


def find_files(names: Sequence[str], settings: FolderSettings = DEFAULTS) -> Found:
    """Find the files in folders and the folders in them; a name of something else stands as it is.

    >>> [Path(path).name for path in find_files(["seeds"]).paths][:2]
    ['city-2020.txt', 'city-2024.txt']

    What a plan is, its content tells when it is read. Links that leave the folder, hidden files
    and names that are not UTF-8 are left out, and so is what is over the limit of files.
    """
    paths: list[str] = []
    left_out: list[LeftOut] = []
    for name in names:
        if not is_folder(name):
            paths.append(name)
            continue
        for path in _walk(name, left_out):
            if reason := _unfit(path, name, settings):
                left_out.append(LeftOut(path, reason))
            else:
                paths.append(path)
    paths = list(dict.fromkeys(paths))
    if len(paths) > settings.most_files:
        over = len(paths) - settings.most_files
        left_out.append(LeftOut(paths[settings.most_files], _too_many(over, settings)))
    return Found(tuple(paths[: settings.most_files]), tuple(left_out))


def _too_many(over: int, settings: FolderSettings) -> str:
    return f"this file and all after it, {over:,}: a run reads {settings.most_files:,} files"


def _walk(folder: str, left_out: list[LeftOut]) -> Iterator[str]:
    def tell(error: OSError) -> None:
        left_out.append(LeftOut(str(error.filename), error.strerror or type(error).__name__))

    for place, folders, files in os.walk(folder, onerror=tell):
        folders.sort()
        for name in list(folders):
            if name.startswith("."):
                folders.remove(name)
            elif Path(place, name).is_symlink():
                left_out.append(LeftOut(str(Path(place, name)), "a link to a folder"))
        yield from (str(Path(place, name)) for name in sorted(files) if not name.startswith("."))


def _unfit(path: str, folder: str, settings: FolderSettings) -> str:
    """Return why a file is left out unread, "" where it is not."""
    file = Path(path)
    try:
        path.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8: rename it"
    if file.suffix.lower() in settings.data_suffixes:
        return "data or a program by its name: to compare it, name it"
    try:
        inside = not file.is_symlink() or file.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, RuntimeError):  # a link that leads round in a circle
        inside = False
    return "" if inside else "a link that leaves the folder"


def load_found(
    found: Found,
    *,
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
    on_plan: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Load what was found; what cannot be read or holds no plan is left out.

    What a catalogue says of a file in it wins over the text, as for a plan called by its id.
    """
    entries = _entries(catalogue)
    plans: list[Plan] = []
    left_out = [*found.left_out]
    seen: dict[str, str] = {}
    for number, path in enumerate(found.paths, 1):
        if on_plan:
            on_plan(number, len(found.paths))
        try:
            plan = _load(path, entries, settings, catalogue)
        except PolicyDiffError as error:
            left_out.append(LeftOut(path, reason_of(path, error)))
            continue
        if twin := seen.get(plan.source.sha256):
            left_out.append(LeftOut(path, f"the same file as {twin}"))
            continue
        seen[plan.source.sha256] = path
        plans.append(plan)
    return Loaded(distinct_ids(plans), tuple(left_out))


def _entries(catalogue: Catalogue | None) -> dict[Path, Entry]:
    entries = catalogue.entries if catalogue else ()
    return {Path(entry.path).resolve(): entry for entry in entries}


def _load(
    path: str,
    entries: dict[Path, Entry],
    settings: Settings | None,
    catalogue: Catalogue | None,
) -> Plan:
    entry = entries.get(Path(path).resolve()) if entries else None
    overrides = entry.overrides if entry else None
    plan = load_plan(path, settings=settings, overrides=overrides)
    require_unchanged(entry, plan.source.sha256, catalogue)
    return plan


def reason_of(path: str, error: PolicyDiffError) -> str:
    """Return why a file is left out, without its name."""
    return str(error).removeprefix(f"{path}:").strip()


def distinct_ids(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans with ids of their own: the name of the file, else with its folders."""
    counts = Counter(plan.id for plan in plans)
    told: list[Plan] = []
    taken: set[str] = set()
    for plan in plans:
        name = plan.id if counts[plan.id] == 1 else plan.source.path
        if name in taken:
            raise UsageError(f"two plans are called {name}", hint="rename one of the files")
        taken.add(name)
        told.append(replace(plan, id=name))
    return tuple(told)
