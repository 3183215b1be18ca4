"""The result as JSON: the value of the library, which every other tool reads."""

from collections.abc import Sequence
from dataclasses import is_dataclass
from json import JSONEncoder
from pathlib import Path
from typing import Any

from policydiff.model import Comparison, Plan, Report
from policydiff.report.counts import summarize
from policydiff.text.unseen import json_text
from policydiff.version import __version__

FORMAT_VERSION = "1.0"
"""Major.minor of the documents: a minor version adds keys, a major one may change them."""

DECIMALS = 6
"""Digits kept behind the point: enough for scores and shares, and the same on every machine."""

_RECORD_INDENT = 8
"""Columns of indent from which a value stands on one line: document, plans, plan, tasks."""


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
            "parameters": {x.name: _number(x.value) for x in report.parameters},
            "plans": report.plans,
            "comparisons": [_comparison(comparison) for comparison in report.comparisons],
            "trajectories": report.trajectories,
            "matrix": report.matrix,
        }
    )


def outline_json(plans: Sequence[Plan]) -> str:
    """Write plans as read, as one JSON document.

    >>> outline_json([]).count("plans")
    1
    """
    return _write(_head() | {"plans": plans})


def value_json(**values: object) -> str:
    """Write nouns of the model as one JSON document, each under its name.

    >>> value_json(notes=("read from a digest",)).count("notes")
    1
    """
    return _write(_head() | values)


def result_schema() -> str:
    """Return the JSON Schema (2020-12) that every result satisfies.

    >>> '"$schema": "https://json-schema.org/draft/2020-12/schema"' in result_schema()
    True
    """
    return (Path(__file__).with_name("data") / "schema.json").read_text(encoding="utf-8")


def _head() -> dict[str, object]:
    return {
        "format_version": FORMAT_VERSION,
        "generator": {"name": "policydiff", "version": __version__},
    }


def _write(document: dict[str, object]) -> str:
    return json_text(_layout(document, "")) + "\n"


def _layout(value: object, indent: str) -> str:
    """Write a record (a task, a link …) on one line, what holds records over several.

    That reads well in a diff of two results, and lets the encoder written in C do the work.
    """
    if len(indent) >= _RECORD_INDENT:
        return _ENCODER.encode(value)
    inner = indent + "  "
    if is_dataclass(value):
        value = _record(value)
    if isinstance(value, dict) and value:
        parts = [f"{_ENCODER.encode(key)}: {_layout(item, inner)}" for key, item in value.items()]
        return "{\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "}"
    if isinstance(value, list | tuple) and value:
        parts = [_layout(item, inner) for item in value]
        return "[\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + "]"
    return _ENCODER.encode(value)


def _record(noun: Any) -> dict[str, object]:
    """Turn a noun of the model into an object, with the names of its fields as keys."""
    if not is_dataclass(noun):
        raise TypeError(f"no JSON form for {type(noun).__name__}")
    return {name: _number(getattr(noun, name)) for name in noun.__dataclass_fields__}


def _number(value: object) -> object:
    """Return a value as it is written; a float is rounded, and whole where it can be."""
    if not isinstance(value, float):
        return value
    rounded = round(value, DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


_ENCODER = JSONEncoder(ensure_ascii=False, allow_nan=False, default=_record)


def _comparison(comparison: Comparison) -> dict[str, object]:
    alignment = comparison.alignment
    return {
        "previous": comparison.previous,
        "current": comparison.current,
        "relation": comparison.relation,
        "notes": comparison.notes,
        "summary": summarize(comparison),
        "field": comparison.field,
        "themes": comparison.themes,
        "links": alignment.links,
        "groups": alignment.groups,
        "unlinked": alignment.unlinked,
        "uncertain": alignment.uncertain,
        "targets": comparison.targets,
        "carried": comparison.carried,
        "survivals": comparison.survivals,
        "phrases": comparison.phrases,
    }
