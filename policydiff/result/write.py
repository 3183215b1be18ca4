"""Documents as JSON: the value of the library, which every other tool reads."""

from json import dumps

import msgspec
from msgspec import Struct

from policydiff.model import PairError, PairLine
from policydiff.result.schema import Document
from policydiff.text.unseen import json_text

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
        text = dumps(msgspec.to_builtins(line), ensure_ascii=False, separators=(",", ":"))
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
        return dumps(msgspec.to_builtins(value), ensure_ascii=False, allow_nan=False)


_ENCODER = msgspec.json.Encoder()
