"""Compose the stages: load plans, compare them, and say what changed."""

from policydiff.comparing.compose import Against, Coded, code_plans, compare
from policydiff.comparing.loading import load_plan, resolve, unique_ids

__all__ = ["Against", "Coded", "code_plans", "compare", "load_plan", "resolve", "unique_ids"]
