"""Match two plans: Plan × Plan → Alignment."""

from policydiff.matching.align import align, explain

__all__ = ["align", "explain"]
