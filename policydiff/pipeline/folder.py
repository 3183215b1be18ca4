"""Find the plans in folders, load them and compare them: each series for itself.

Whatever is left out is told, each with its reason.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from policydiff.comparing.relation import choose_reference, is_upwards, relate
from policydiff.comparing.series import sort_into_series
from policydiff.errors import PolicyDiffError, UsageError
from policydiff.model import LeftOut, Plan, Relation, Report, Series
from policydiff.pipeline import load_plan, require_unchanged
from policydiff.pipeline.catalogue import Catalogue, Entry
from policydiff.pipeline.coding import AUTO, Coder
from policydiff.pipeline.compare import Choices, compare_pairs, follow, parameters, tell_step
from policydiff.reading import is_folder
from policydiff.settings import FolderSettings, Settings
from policydiff.themes import Codebook

DEFAULTS = FolderSettings()
CHOICES = Choices()


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
    if len(paths) > settings.max_files:
        over = len(paths) - settings.max_files
        left_out.append(LeftOut(paths[settings.max_files], _too_many(over, settings)))
    return Found(tuple(paths[: settings.max_files]), tuple(left_out))


def _too_many(over: int, settings: FolderSettings) -> str:
    return f"this file and all after it, {over:,}: a run reads {settings.max_files:,} files"


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


class SeriesReport(Struct, frozen=True):
    """A series and what was compared in it: its plans, and the reference of its first one."""

    series: Series
    report: Report


class Collected(Struct, frozen=True):
    """The report over all series, and that of each; ``follow_series`` adds its lines of work."""

    report: Report
    parts: tuple[SeriesReport, ...]
    coder: Coder


class _Chosen(Struct, frozen=True):
    """A series, the plans that are needed to compare it, and the pairs of them."""

    series: Series
    plans: tuple[Plan, ...]
    pairs: tuple[tuple[Plan, Plan], ...]


def compare_series(
    loaded: Loaded,
    asked: Choices = CHOICES,
    on_pair: Callable[[int, int], None] | None = None,
) -> Collected:
    """Sort plans into series, and compare each plan with the one before it in its series.

    The first plan of a series is set against the latest plan, not of a later year, of the office
    above, else of the same office with another scope; where there is none, against nothing.

    Raises UsageError where no two plans can be compared.
    """
    settings = asked.settings
    found = sort_into_series(loaded.plans, settings.comparing)
    plans = {plan.id: plan for plan in loaded.plans}
    chosen = [_choose(series, found.series, plans) for series in found.series]
    total = sum(len(item.pairs) for item in chosen)
    left_out = (*loaded.left_out, *found.left_out)
    if not total:
        raise UsageError(
            f"{len(plans)} plans found, no two of them to be compared; {len(left_out)} left out",
            hint="name two plans, or say years and offices in a catalogue: policydiff catalogue",
        )
    coder = Coder(asked.codebook, asked.field, settings.themes)
    compare_in = partial(compare_pairs, coder=coder, settings=settings, decisions=asked.decisions)
    parts = []
    done = 0
    for item in chosen:
        step = on_pair and partial(tell_step, on_pair, done, total)
        parts.append(_compare(item, coder, compare_in, step))
        done += len(item.pairs)
    whole = Report(
        plans=tuple(plan for part in parts for plan in _own(part)),
        comparisons=tuple(pair for part in parts for pair in part.report.comparisons),
        parameters={"against": AUTO, "codebook": _name(asked.codebook), **parameters(settings)},
        series=found.series,
        left_out=left_out,
    )
    return Collected(whole, tuple(parts), coder)


def follow_series(
    collected: Collected,
    asked: Choices = CHOICES,
    on_pair: Callable[[int, int], None] | None = None,
) -> Collected:
    """Follow lines of work through each series, for who shows it by itself."""
    follow_one = partial(follow, decisions=asked.decisions, on_pair=on_pair)
    parts = [
        replace(part, report=follow_one(part.report, collected.coder, asked.settings))
        for part in collected.parts
    ]
    return replace(collected, parts=tuple(parts))


def _name(codebook: str | Codebook) -> str:
    return codebook if isinstance(codebook, str) else codebook.name


def _compare(
    chosen: _Chosen,
    coder: Coder,
    compare_in: Callable[..., Report],
    on_pair: Callable[[int, int], None] | None,
) -> SeriesReport:
    if chosen.pairs:
        report = compare_in(chosen.plans, chosen.pairs, on_pair=on_pair)
    else:
        report = Report(plans=coder.code(chosen.plans).plans, comparisons=())
    return SeriesReport(chosen.series, replace(report, series=(chosen.series,)))


def _own(part: SeriesReport) -> Iterator[Plan]:
    yield from (plan for plan in part.report.plans if plan.id in part.series.plans)


def _choose(series: Series, others: Sequence[Series], plans: Mapping[str, Plan]) -> _Chosen:
    members = [plans[name] for name in series.plans]
    pairs = [
        (choose_reference(current, members[:place]), current)
        for place, current in enumerate(members)
        if place
    ]
    before = [
        latest
        for other in others
        if other is not series and (latest := _latest(other, members[0], plans))
    ]
    reference = choose_reference(members[0], before) if before else None
    if reference is None or not _serves(reference, members[0]):
        return _Chosen(series, tuple(members), tuple(pairs))
    return _Chosen(series, (reference, *members), ((reference, members[0]), *pairs))


def _latest(series: Series, current: Plan, plans: Mapping[str, Plan]) -> Plan | None:
    """Return the last plan of a series that is not of a later year than the current one."""
    fitting = [plans[name] for name in series.plans]
    fitting = [plan for plan in fitting if (plan.year or 0) <= (current.year or 0)]
    return fitting[-1] if fitting else None


def _serves(reference: Plan, current: Plan) -> bool:
    """Tell whether a plan is a reference; of plans of one year, one for all the work alone."""
    relation = relate(reference, current)
    if relation is Relation.SCOPE and reference.year == current.year:
        return bool(current.scope) and not reference.scope
    return relation is not Relation.LATERAL and not is_upwards(reference, current)
