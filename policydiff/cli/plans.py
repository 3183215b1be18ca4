"""Plans as they are named on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from policydiff.cli.files import standard_bytes
from policydiff.cli.messages import Progress, say, speaks_chinese
from policydiff.cli.options import Inputs
from policydiff.errors import UsageError

if TYPE_CHECKING:
    from policydiff.model import Comparison, LeftOut, PendingDecision, Plan, Report
    from policydiff.pipeline.catalogue import Catalogue
    from policydiff.pipeline.folder import Loaded

MOST_TOLD = 50
"""Files left out that are named one by one on stderr: more than that nobody reads there."""


def load_plans(names: Sequence[str], inputs: Inputs) -> tuple[Plan, ...]:
    """Load the plans of those names, each with an id of its own; say what is to be known of them.

    Tasks are not coded yet: the codebook is chosen for all plans together.
    """
    from policydiff.pipeline import load_plan, unique_ids

    catalogue = _catalogue(names, inputs)
    plans = []
    with Progress("reading plan") as progress:
        data = standard_input(names, inputs.settings.reading.max_bytes)
        for number, name in enumerate(names):
            progress.step(number + 1, len(names))
            content = data if is_standard_input(name) else None
            plan = load_plan(name, settings=inputs.settings, catalogue=catalogue, data=content)
            plans.append(plan)
    _tell_notes(plans)
    return unique_ids(plans)


def _tell_notes(plans: Iterable[Plan]) -> None:
    for plan in plans:
        for note in plan.notes:
            say("note", f"{plan.source.path}: {note}")


def is_plan(name: str, inputs: Inputs) -> bool:
    """Tell whether a name is that of a plan: a file, or an id of the catalogue."""
    from policydiff.reading import is_there

    if is_there(name):
        return True
    catalogue = _catalogue([name], inputs)
    return catalogue is not None and any(entry.id == name for entry in catalogue.entries)


def load_folders(names: Sequence[str], inputs: Inputs) -> Loaded:
    """Load the plans found in folders, and those named beside them; tell what was left out."""
    from policydiff.pipeline.folder import find_files, load_found

    with Progress("reading plan") as progress:
        loaded = load_found(
            find_files(names),
            settings=inputs.settings,
            catalogue=inputs.listed(),
            on_plan=progress.step,
        )
    _tell_notes(loaded.plans)
    return loaded


def has_folder(names: Sequence[str]) -> bool:
    """Tell whether one of the names is a folder.

    >>> has_folder(["seeds"]), has_folder(["seeds/plans.toml", "x" * 5000])
    (True, False)
    """
    from policydiff.reading import is_folder

    return any(is_folder(name) for name in names)


def tell_left_out(left_out: Sequence[LeftOut]) -> None:
    """Tell on stderr what was left out and why; of very many, how many more there are."""
    for item in left_out[:MOST_TOLD]:
        say("note", f"{item.path}: left out: {item.reason}")
    if len(left_out) > MOST_TOLD:
        say(
            "note",
            f"{len(left_out) - MOST_TOLD:,} more files left out; compare -f json names them all",
        )


def _catalogue(names: Sequence[str], inputs: Inputs) -> Catalogue | None:
    """Load the catalogue where a name may be an id; plans in files have no need of it."""
    from policydiff.reading import is_there

    if inputs.catalogue is None or all(is_there(name) for name in names):
        return None
    return inputs.listed()


def is_standard_input(name: str) -> bool:
    """Tell whether a name stands for stdin, with or without a label.

    >>> is_standard_input("draft=-"), is_standard_input("a-b")
    (True, False)
    """
    return name == "-" or name.partition("=")[2] == "-"


def standard_input(names: Sequence[str], max_bytes: int) -> bytes | None:
    """Return the bytes of stdin if one of the names asks for it, no more than can be refused.

    Raises UsageError where two ask for it, for it can be read once only, or where it is closed.
    """
    asking = [name for name in names if is_standard_input(name)]
    if len(asking) > 1:
        raise UsageError("stdin can be read once only", hint="save one of the plans to a file")
    return standard_bytes(max_bytes + 1) if asking else None


def warn_of_notes(report: Report) -> None:
    """Warn on stderr of what a user may have mistaken: the order of two plans."""
    for comparison in report.comparisons:
        for note in comparison.notes:
            if note.code == "order-reversed":
                is_chinese = speaks_chinese() and note.message_zh
                say("warning", note.message_zh if is_chinese else note.message)


PENDING_HINTS = {
    "stale": "policydiff review lists it again",
    "conflict": "keep one of them",
    "theme": "policydiff themes lists the codes; theme:BOOK/CODE is of one codebook alone",
}


def pending_in(comparisons: Iterable[Comparison]) -> Iterator[PendingDecision]:
    """Yield the decisions that none of the comparisons applies."""
    for comparison in comparisons:
        yield from comparison.pending


def warn_of_pending(pending: Iterable[PendingDecision], path: str) -> None:
    """Tell on stderr, once each, the decisions that do not apply to plans that were given."""
    waiting = tuple(pending)
    if not waiting:
        return
    from policydiff.writers.hits import pending_text

    told = {(one.line, pending_text(one), one.reason) for one in waiting}
    for line, text, reason in sorted(told):
        say(reason, f"{path}:{line}: {text} is not applied", PENDING_HINTS[reason])
