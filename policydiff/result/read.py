"""Read a saved result again, so that any report can be made without matching anew."""

import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from json import loads
from math import inf, isfinite
from typing import Any, NoReturn, TypeVar

from policydiff.errors import ReadingError
from policydiff.model import (
    Alignment,
    Comparison,
    Link,
    Parameter,
    Plan,
    Report,
    ThemeRow,
    Trajectory,
)

MAJOR = "1"
"""The major version of the format that is read; every minor version of it is."""

T = TypeVar("T")


def load_result(text: str) -> Report:
    """Turn the JSON of ``compare`` or ``outline`` back into a Report.

    Keys that a newer minor version added are passed over. Raises ReadingError where the text is
    no result, is of another major version, or refers to a plan or task that it does not hold.

    >>> from policydiff.result.write import result_json
    >>> load_result(result_json(Report(plans=(), comparisons=())))
    Report(plans=(), comparisons=(), trajectories=(), parameters=(), matrix=())
    """
    document = _parse(text)
    _check_version(document.get("format_version"))
    report = Report(
        plans=_build(tuple[Plan, ...], document.get("plans"), "plans"),
        comparisons=tuple(
            _comparison(item, f"comparisons[{index}]")
            for index, item in enumerate(_list(document.get("comparisons", []), "comparisons"))
        ),
        trajectories=_build(
            tuple[Trajectory, ...], document.get("trajectories", []), "trajectories"
        ),
        parameters=_parameters(document.get("parameters", {})),
        matrix=_build(tuple[ThemeRow, ...], document.get("matrix", []), "matrix"),
    )
    _check_references(report)
    return report


def _parse(text: str) -> dict[str, Any]:
    try:
        document = loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"not JSON: {error}", hint=_HINT) from error
    if not isinstance(document, dict):
        raise ReadingError("not a policydiff result: no JSON object", hint=_HINT)
    return document


_HINT = "give a file written by `policydiff compare … -f json`"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _check_version(version: object) -> None:
    if not isinstance(version, str):
        raise ReadingError("not a policydiff result: no format_version", hint=_HINT)
    if version.partition(".")[0] != MAJOR:
        raise ReadingError(
            f"result of format {version!r}, but this policydiff reads format {MAJOR}.x",
            hint="update policydiff, or compare the plans again",
        )


def _comparison(item: object, where: str) -> Comparison:
    """Build a comparison; its alignment lies flat in the document."""
    document = _dict(item, where)
    return _build(Comparison, document | {"alignment": document}, where)


def _parameters(item: object) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, value)
        for name, value in _dict(item, "parameters").items()
        if isinstance(value, str | int | float)
    )


def _build(kind: type[T], value: object, where: str) -> T:
    """Build a value of a type of the model out of JSON values."""
    built: Any
    origin = typing.get_origin(kind)
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        items = enumerate(_list(value, where))
        built = tuple(_build(inner, item, f"{where}[{index}]") for index, item in items)
    elif origin in (types.UnionType, typing.Union):
        inner = typing.get_args(kind)[0]
        built = None if value is None else _build(inner, value, where)
    elif is_dataclass(kind):
        built = _noun(kind, _dict(value, where), where)
    else:
        built = _plain(kind, value, where)
    return typing.cast(T, built)


def _noun(kind: Any, document: dict[str, Any], where: str) -> object:
    values = {}
    for name, (inner, required) in _fields(kind).items():
        if name in document:
            values[name] = _build(inner, document[name], f"{where}.{name}")
        elif required:
            raise ReadingError(f"{where}.{name}: missing", hint=_HINT)
    return kind(**values)


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(kind)
    }


def _plain(kind: Any, value: object, where: str) -> object:
    """Check a string, a number or a member of a closed set."""
    if issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        if isinstance(value, str) and value in members:
            return members[value]
        raise ReadingError(
            f"{where}: {str(value)[:40]!r} is none of {', '.join(members)}", hint=_HINT
        )
    fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
    if not fits or isinstance(value, bool):
        raise ReadingError(f"{where}: {_NAMES[kind]} expected", hint=_HINT)
    return _finite(typing.cast(float, value), where) if kind is float else value


_NAMES = {str: "a string", int: "a whole number", float: "a number"}


def _finite(value: float, where: str) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise ReadingError(f"{where}: the number is too large", hint=_HINT)
    return number


def _dict(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ReadingError(f"{where}: an object expected", hint=_HINT)
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ReadingError(f"{where}: a list expected", hint=_HINT)
    return value


def _check_references(report: Report) -> None:
    """Hold every id that a renderer looks up to the plans of the result."""
    tasks = {plan.id: {task.id for task in plan.tasks} for plan in report.plans}
    for plan, task in _references(report):
        if plan not in tasks:
            raise ReadingError(f"plan {plan[:40]!r} is not in the result", hint=_HINT)
        if task is not None and task not in tasks[plan]:
            raise ReadingError(f"task {task[:40]!r} is not in plan {plan[:40]!r}", hint=_HINT)


def _references(report: Report) -> Iterator[tuple[str, str | None]]:
    for comparison in report.comparisons:
        yield comparison.previous, None
        yield comparison.current, None
        alignment = comparison.alignment
        yield from _link_tasks(comparison, (*alignment.links, *alignment.uncertain))
        yield from _alone_tasks(comparison, alignment)
        yield from ((comparison.previous, item.task) for item in comparison.survivals)
        yield from _target_tasks(comparison)
        for group in alignment.groups:
            yield from ((comparison.previous, task) for task in group.previous)
            yield from ((comparison.current, task) for task in group.current)
        for theme in comparison.themes:
            yield from ((comparison.previous, task) for task in theme.previous.tasks)
            yield from ((comparison.current, task) for task in theme.current.tasks)
    for trajectory in report.trajectories:
        for stop in trajectory.stops:
            yield from ((stop.plan, task) for task in (*stop.tasks, *stop.partial))


def _link_tasks(comparison: Comparison, links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    for link in links:
        yield comparison.previous, link.previous
        yield comparison.current, link.current


def _target_tasks(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for change in comparison.targets:
        if change.previous_task:
            yield comparison.previous, change.previous_task
        if change.current_task:
            yield comparison.current, change.current_task


def _alone_tasks(comparison: Comparison, alignment: Alignment) -> Iterator[tuple[str, str]]:
    for item in alignment.unlinked:
        own, other = comparison.previous, comparison.current
        if item.side.value == "current":
            own, other = other, own
        yield own, item.task
        yield from ((other, near.task) for near in item.nearest)
