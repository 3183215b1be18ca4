"""Compose the stages: load plans, compare them, and say what changed.

Questions on single tasks and phrases are in ``policydiff.comparing.questions``.
"""

from policydiff.comparing.compose import Against, Coded, code_plans, compare
from policydiff.comparing.loading import load_plan, resolve, unique_ids

__all__ = ["Against", "Coded", "code_plans", "compare", "load_plan", "resolve", "unique_ids"]
