"""The JSON documents of the program, one for each kind of result, and the schema of them all."""

import json
from typing import Any

import msgspec

from policydiff.model import (
    FORMAT_VERSION,
    CleanText,
    DecidedPair,
    Evaluation,
    Explanation,
    Headed,
    PairError,
    PairLine,
    PendingDecision,
    Plan,
    Report,
    Theme,
    Trace,
)


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
