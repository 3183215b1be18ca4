"""Parse a CleanText into a Plan: outline, sections, tasks, measures, targets, metadata."""

from policydiff.parsing.plan import Overrides, parse_plan

__all__ = ["Overrides", "parse_plan"]
