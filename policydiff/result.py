"""A result as JSON: what each command writes, the schema of it all, and a saved result read again.

The JSON is the value of the library, which every other tool reads; any report can be made of a
saved result, without matching anew.
"""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.model import (
    FORMAT_VERSION,
    CleanText,
    Comparison,
    DecidedPair,
    Evaluation,
    Explanation,
    Generator,
    Headed,
    PairError,
    PairLine,
    PendingDecision,
    Plan,
    Report,
    Side,
    Theme,
    Trace,
)
from policydiff.text.files import read_bytes
from policydiff.text.unseen import json_text


class Outline(Headed, frozen=True, kw_only=True):
    """Plans as read: what ``outline`` writes."""

    plans: tuple[Plan, ...]


class Cleaned(Headed, frozen=True, kw_only=True):
    """A cleaned text with the record of every change: what ``clean`` writes."""

    clean: CleanText


class Explained(Headed, frozen=True, kw_only=True):
    """Why tasks are linked or not: what ``explain`` writes."""

    explanations: tuple[Explanation, ...]
    decisions: tuple[DecidedPair, ...] = ()
    pending: tuple[PendingDecision, ...] = ()


class Traced(Headed, frozen=True, kw_only=True):
    """One thing followed through all plans: what ``trace`` writes."""

    trace: Trace


class Themes(Headed, frozen=True, kw_only=True):
    """A codebook: what ``themes`` writes."""

    codebook: str
    themes: tuple[Theme, ...]


class Evaluated(Headed, frozen=True, kw_only=True):
    """How good the results are: what ``eval`` writes."""

    evaluation: Evaluation


Document = Report | Outline | Cleaned | Explained | Traced | Themes | Evaluated

DOCUMENTS = (Report, Outline, Cleaned, Explained, Traced, Themes, Evaluated, PairLine, PairError)
"""Every document that a command writes as JSON, in the order of the schema."""


def result_schema() -> str:
    """Return the JSON Schema (2020-12) that the JSON of every command satisfies.

    >>> '"$schema": "https://json-schema.org/draft/2020-12/schema"' in result_schema()
    True

    What is written always holds every key of its struct, so all are required; a minor version may
    add keys, so others may be there.
    """
    documents, kinds = msgspec.json.schema_components(DOCUMENTS, ref_template="#/$defs/{name}")
    for kind in kinds.values():
        if "properties" in kind:
            kind["required"] = list(kind["properties"])
            for value in kind["properties"].values():
                value.pop("default", None)
    for document in DOCUMENTS:  # else what lacks a key would pass for another document
        own = set(document.__struct_fields__)
        others = [set(other.__struct_fields__) for other in DOCUMENTS]
        absent = sorted(key for other in others if own < other for key in other - own)
        kinds[document.__name__]["properties"] |= dict.fromkeys(absent, False)
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"JSON of policydiff, format {FORMAT_VERSION}",
        "description": "What the commands of policydiff write with -f json, a kind for each.",
        "anyOf": list(documents),
        "$defs": kinds,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_ENCODER = msgspec.json.Encoder()
_RECORD_INDENT = 8
"""Columns of indent from which a value stands on one line: document, plans, plan, tasks."""


def document_json(document: Document) -> str:
    r"""Write a document of the program as JSON, ending in a line feed.

    >>> from policydiff.model import Report
    >>> document_json(Report(plans=(), comparisons=())).splitlines()[1]
    '  "format_version": "1.0",'

    Output is deterministic. Characters that nobody can see are written as JSON escapes; the
    values are those of the plan.
    """
    return json_text(_layout(document, "")) + "\n"


def line_json(line: PairLine | PairError) -> str:
    """Write what is said of a pair as one line of JSON, with its line feed."""
    try:
        text = _ENCODER.encode(line).decode()
    except UnicodeEncodeError:  # as in _record
        text = json.dumps(msgspec.to_builtins(line), ensure_ascii=False, separators=(",", ":"))
    return json_text(text) + "\n"


def _layout(value: object, indent: str) -> str:
    """Write a record (a task, a link …) on one line, what holds records over several.

    That reads well in a diff of two results, and lets the encoder written in C do the work.
    """
    inner = indent + "  "
    if len(indent) < _RECORD_INDENT and isinstance(value, Struct):
        parts = [
            f'"{key}": {_layout(getattr(value, key), inner)}' for key in value.__struct_fields__
        ]
        return "{\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "}"
    if len(indent) < _RECORD_INDENT and isinstance(value, tuple) and value:
        parts = [_layout(item, inner) for item in value]
        return "[\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "]"
    return _record(value)


def _record(value: object) -> str:
    try:
        return msgspec.json.format(_ENCODER.encode(value), indent=0).decode()
    except UnicodeEncodeError:  # half a surrogate pair, in the name of a file: UTF-8 has no form
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, allow_nan=False)


LARGEST = 200_000_000
"""Bytes of a saved result: far more than 1,000 plans need."""

_HINT = "give a file written by `policydiff compare … -f json`"
_MISSING_RE = re.compile("Object missing required field `(.*)`")
_PLACE_RE = re.compile(r" - at `\$\.?(.*)`$")


def read_result(text: str) -> Report:
    """Turn the JSON of ``compare`` or ``outline`` back into a Report.

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
            yield f"{where}.{place}", side.of(comparison), task
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
        for near in alone.nearest:
            yield f"unlinked[{number}].nearest", alone.side.other, near.task


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
