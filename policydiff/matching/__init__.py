"""Match two plans: Plan × Plan → Alignment."""

from policydiff.matching.align import align

__all__ = ["align"]
