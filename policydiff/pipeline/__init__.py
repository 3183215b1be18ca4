"""Compose the stages: read plans, load them, compare them, ask about single tasks.

Who reads one plan needs nothing of ``compare``, so that is imported from its module.
"""

from policydiff.pipeline.coding import Coded, Coder, code_plans
from policydiff.pipeline.load import extract_source, load_plan, read_source, resolve, unique_ids

__all__ = [
    "Coded",
    "Coder",
    "code_plans",
    "extract_source",
    "load_plan",
    "read_source",
    "resolve",
    "unique_ids",
]
