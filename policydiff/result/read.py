"""Read a saved result again, so that any report can be made without matching anew."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.model import FORMAT_VERSION, Comparison, Generator, Report, Side
from policydiff.result.schema import Outline
from policydiff.text.words import read_bytes

LARGEST = 200_000_000
"""Bytes of a saved result: far more than 1,000 plans need."""

_HINT = "give a file written by `policydiff compare … -f json`"
_MISSING_RE = re.compile("Object missing required field `(.*)`")
_PLACE_RE = re.compile(r" - at `\$\.?(.*)`$")


def read_result(text: str) -> Report:
    """Turn the JSON of ``compare`` or ``outline`` back into a Report.

    >>> from policydiff.result.write import document_json
    >>> read_result(document_json(Report(plans=(), comparisons=()))).plans
    ()

    Keys that a newer minor version added are passed over. Raises ReadingError, with the place in
    the document, where the text is no result, is of another major version, holds a value that does
    not fit, or refers to a plan or task that it does not hold.
    """
    document = _parse(text)
    _check_version(document.get("format_version"))
    try:
        read = _convert(document)
    except msgspec.ValidationError as error:
        raise ReadingError(_said(str(error)), hint=_HINT) from None
    except RecursionError:
        raise ReadingError("not a policydiff result: nested too deep", hint=_HINT) from None
    if isinstance(read, Outline):
        return Report(plans=read.plans, comparisons=())
    report = replace(read, format_version=FORMAT_VERSION, generator=Generator())
    _check_references(report)
    return report


def _convert(document: dict[str, Any]) -> Report | Outline:
    if "comparisons" in document:
        return msgspec.convert(document, Report, strict=True)
    return msgspec.convert(document, Outline, strict=True)


def load_result(path: str | os.PathLike[str], *, data: bytes | None = None) -> Report:
    """Load a saved result from a file, or from ``data`` where the caller has its bytes already.

    Raises ReadingError, which names the file and the place in it, for what is no result.
    """
    try:
        if data is None:
            data = read_bytes(os.fspath(path), ReadingError, _HINT, LARGEST)
    except FileNotFoundError:
        raise ReadingError(f"{path}: no such file", hint=_HINT) from None
    try:
        return read_result(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        said = f"{path}: not UTF-8 text (byte {error.start + 1})"
        raise ReadingError(said, hint=_HINT) from None
    except ReadingError as error:
        raise ReadingError(f"{path}: {error}", hint=error.hint) from None


class _NoNumber:
    """Stands for NaN and Infinity, which fit no field: so the reader names their place."""


def _parse(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_constant=lambda name: _NoNumber())
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"not JSON: {error}", hint=_HINT) from error
    if not isinstance(document, dict):
        raise ReadingError("not a policydiff result: no JSON object", hint=_HINT)
    return document


def _said(message: str) -> str:
    """Put the place in front: ``plans[0].year: expected int, got str``.

    >>> _said("Expected `int`, got `str` - at `$.plans[0].year`")
    'plans[0].year: expected int, got str'
    """
    found = _PLACE_RE.search(message)
    place = found[1] if found else ""
    said = _PLACE_RE.sub("", message)
    missing = _MISSING_RE.fullmatch(said)
    if missing:
        place, said = f"{place}.{missing[1]}".lstrip("."), "missing"
    said = said.replace("`", "").replace("_NoNumber", "NaN or Infinity")
    said = said[:1].lower() + said[1:]
    return f"{place}: {said}" if place else said


def _check_version(version: object) -> None:
    if not isinstance(version, str):
        raise ReadingError("not a policydiff result: no format_version", hint=_HINT)
    major = FORMAT_VERSION.partition(".")[0]
    if version.partition(".")[0] != major:
        raise ReadingError(
            f"result of format {version!r}, but this policydiff reads format {major}.x",
            hint="update policydiff, or compare the plans again",
        )


def _check_references(report: Report) -> None:
    """Hold every id that a writer looks up to the plans of the result."""
    tasks = {plan.id: {task.id for task in plan.tasks} for plan in report.plans}
    for where, plan, task in _references(report):
        if plan not in tasks:
            raise ReadingError(f"{where}: plan {plan[:40]!r} is not in the result", hint=_HINT)
        if task and task not in tasks[plan]:
            said = f"{where}: task {task[:40]!r} is not in plan {plan[:40]!r}"
            raise ReadingError(said, hint=_HINT)


Reference = tuple[str, str, str]  # its place in the document, a plan, and a task ("": none)


def _references(report: Report) -> Iterator[Reference]:
    for number, comparison in enumerate(report.comparisons):
        where = f"comparisons[{number}]"
        yield f"{where}.previous", comparison.previous, ""
        yield f"{where}.current", comparison.current, ""
        for place, side, task in _of_comparison(comparison):
            plan = comparison.previous if side is Side.PREVIOUS else comparison.current
            yield f"{where}.{place}", plan, task
    for number, trajectory in enumerate(report.trajectories):
        for step, stop in enumerate(trajectory.stops):
            where = f"trajectories[{number}].stops[{step}]"
            yield where, stop.plan, ""
            yield from ((where, stop.plan, task) for task in (*stop.tasks, *stop.partial))


def _of_comparison(comparison: Comparison) -> Iterator[tuple[str, Side, str]]:
    """Yield every task that a comparison names, with its place and side."""
    yield from _of_links(comparison)
    yield from _of_changes(comparison)


def _of_links(comparison: Comparison) -> Iterator[tuple[str, Side, str]]:
    for name, links in (("links", comparison.links), ("uncertain", comparison.uncertain)):
        for number, link in enumerate(links):
            yield f"{name}[{number}].previous", Side.PREVIOUS, link.previous
            yield f"{name}[{number}].current", Side.CURRENT, link.current
    for number, group in enumerate(comparison.groups):
        yield from ((f"groups[{number}].previous", Side.PREVIOUS, task) for task in group.previous)
        yield from ((f"groups[{number}].current", Side.CURRENT, task) for task in group.current)
    for number, alone in enumerate(comparison.unlinked):
        yield f"unlinked[{number}].task", alone.side, alone.task
        other = Side.CURRENT if alone.side is Side.PREVIOUS else Side.PREVIOUS
        for near in alone.nearest:
            yield f"unlinked[{number}].nearest", other, near.task


def _of_changes(comparison: Comparison) -> Iterator[tuple[str, Side, str]]:
    for number, told in enumerate(comparison.tasks):
        yield f"tasks[{number}].task", told.side, told.task
    for number, change in enumerate(comparison.targets):
        yield f"targets[{number}].previous_task", Side.PREVIOUS, change.previous_task
        yield f"targets[{number}].current_task", Side.CURRENT, change.current_task
    for number, theme in enumerate(comparison.themes):
        for task in theme.previous.tasks:
            yield f"themes[{number}].previous.tasks", Side.PREVIOUS, task
        for task in theme.current.tasks:
            yield f"themes[{number}].current.tasks", Side.CURRENT, task
