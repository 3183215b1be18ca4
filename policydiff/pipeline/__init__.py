"""Compose the stages: read plans, load them, compare them, ask about single tasks."""

from policydiff.pipeline.compare import Against, Coded, code_plans, compare
from policydiff.pipeline.load import load_plan, resolve, unique_ids
from policydiff.pipeline.read import extract_source, read_source

__all__ = [
    "Against",
    "Coded",
    "code_plans",
    "compare",
    "extract_source",
    "load_plan",
    "read_source",
    "resolve",
    "unique_ids",
]
