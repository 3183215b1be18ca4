"""The JSON Schema of every document of the program, derived from the model."""

import json
from typing import Any

import msgspec

from policydiff.model import FORMAT_VERSION
from policydiff.result.documents import DOCUMENTS


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
