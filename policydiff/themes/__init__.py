"""Code tasks by the themes of a codebook."""

from policydiff.model import Term, Theme
from policydiff.themes.codebook import Codebook, codebook_names, load_codebook, parse_codebook
from policydiff.themes.coding import (
    GENERAL,
    TOPICS,
    code_plan,
    common_field,
    field_names,
    field_of,
    require_field,
)
from policydiff.themes.induced import induce_codebook, tells_apart

__all__ = [
    "Codebook",
    "Term",
    "TOPICS",
    "Theme",
    "common_field",
    "code_plan",
    "codebook_names",
    "field_names",
    "field_of",
    "GENERAL",
    "induce_codebook",
    "load_codebook",
    "parse_codebook",
    "require_field",
    "tells_apart",
]
