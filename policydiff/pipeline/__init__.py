"""Compose the stages: read plans, load them, compare them, ask about single tasks."""

from policydiff.pipeline.coding import Coded, Coder, code_plans
from policydiff.pipeline.compare import Against, compare
from policydiff.pipeline.load import extract_source, load_plan, read_source, resolve, unique_ids

__all__ = [
    "Against",
    "Coded",
    "Coder",
    "code_plans",
    "compare",
    "extract_source",
    "load_plan",
    "read_source",
    "resolve",
    "unique_ids",
]
