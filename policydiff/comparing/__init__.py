"""Compose the stages: load plans, compare them, and say what changed."""
