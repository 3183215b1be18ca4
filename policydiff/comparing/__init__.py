"""Compose the stages: load plans, compare them, and say what changed."""

from policydiff.comparing.compose import Against, Coded, code_plans, compare
from policydiff.comparing.loading import load_plan, resolve, unique_ids
from policydiff.comparing.questions import Explained, Traced, explain_tasks, trace_query

__all__ = [
    "Against",
    "Coded",
    "Explained",
    "Traced",
    "code_plans",
    "compare",
    "explain_tasks",
    "load_plan",
    "resolve",
    "trace_query",
    "unique_ids",
]
