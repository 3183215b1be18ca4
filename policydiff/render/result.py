"""The result as JSON: the value of the library, which every other tool reads."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from json import dumps

from policydiff import __version__
from policydiff.model import Comparison, Parameter, Plan, Report
from policydiff.render.counts import summarize
from policydiff.render.inert import json_text

FORMAT_VERSION = "1.0"
"""Major.minor of the documents: a minor version adds keys, a major one may change them."""

DECIMALS = 6
"""Digits kept behind the point: enough for scores and shares, and the same on every machine."""

_RECORD_INDENT = 8
"""Columns of indent from which a value stands on one line: document, plans, plan, tasks."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def result_json(report: Report) -> str:
    r"""Write the result of ``compare`` as one JSON document, ending in a line feed.

    Output is deterministic. Characters that nobody can see are written as JSON escapes; the
    values are those of the plan.

    >>> result_json(Report(plans=(), comparisons=())).splitlines()[1]
    '  "format_version": "1.0",'
    """
    return _write(
        _head()
        | {
            "parameters": _parameters(report.parameters),
            "plans": [_plain(plan) for plan in report.plans],
            "comparisons": [_comparison(comparison) for comparison in report.comparisons],
            "trajectories": [_plain(trajectory) for trajectory in report.trajectories],
            "matrix": [_plain(row) for row in report.matrix],
        }
    )


def outline_json(plans: Sequence[Plan]) -> str:
    """Write plans as read, as one JSON document.

    >>> outline_json([]).count("plans")
    1
    """
    return _write(_head() | {"plans": [_plain(plan) for plan in plans]})


def value_json(**values: object) -> str:
    """Write nouns of the model as one JSON document, each under its name.

    >>> value_json(notes=("read from a digest",)).count("notes")
    1
    """
    return _write(_head() | {name: _plain(value) for name, value in values.items()})


def result_schema() -> str:
    """Return the JSON Schema (2020-12) that every result satisfies.

    >>> '"$schema": "https://json-schema.org/draft/2020-12/schema"' in result_schema()
    True
    """
    from importlib.resources import files  # only here: it costs a start-up more than it reads

    return files("policydiff.render").joinpath("data/schema.json").read_text(encoding="utf-8")


def _head() -> dict[str, Json]:
    return {
        "format_version": FORMAT_VERSION,
        "generator": {"name": "policydiff", "version": __version__},
    }


def _write(document: dict[str, Json]) -> str:
    return json_text(_layout(document, "")) + "\n"


def _layout(value: Json, indent: str) -> str:
    """Write a record (a task, a link …) on one line, what holds records over several.

    That reads well in a diff of two results, and lets the encoder written in C do the work.
    """
    inner = indent + "  "
    if len(indent) < _RECORD_INDENT and isinstance(value, dict) and value:
        parts = [
            f"{dumps(key, ensure_ascii=False)}: {_layout(item, inner)}"
            for key, item in value.items()
        ]
        return "{\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "}"
    if len(indent) < _RECORD_INDENT and isinstance(value, list) and value:
        parts = [_layout(item, inner) for item in value]
        return "[\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "]"
    return dumps(value, ensure_ascii=False, allow_nan=False)


def _parameters(parameters: Sequence[Parameter]) -> dict[str, Json]:
    return {parameter.name: _plain(parameter.value) for parameter in parameters}


def _comparison(comparison: Comparison) -> Json:
    alignment = comparison.alignment
    return {
        "previous": comparison.previous,
        "current": comparison.current,
        "relation": comparison.relation.value,
        "notes": _plain(comparison.notes),
        "summary": _plain(summarize(comparison)),
        "themes": _plain(comparison.themes),
        "links": _plain(alignment.links),
        "groups": _plain(alignment.groups),
        "unlinked": _plain(alignment.unlinked),
        "uncertain": _plain(alignment.uncertain),
        "targets": _plain(comparison.targets),
        "carried": _plain(comparison.carried),
        "survivals": _plain(comparison.survivals),
        "phrases": _plain(comparison.phrases),
    }


def _plain(value: object) -> Json:
    """Turn a noun of the model into JSON values, with the names of its fields as keys."""
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            rounded = round(value, DECIMALS)
            return int(rounded) if rounded.is_integer() else rounded
        case tuple():
            return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no JSON form for {type(value).__name__}")
