"""Match two plans: Plan × Plan → Alignment."""

from policydiff.matching.align import align
from policydiff.matching.explain import explain

__all__ = ["align", "explain"]
