"""Exit statuses; they are promised to scripts."""

DONE, GATE_HIT, FAILED, INTERRUPTED = 0, 1, 2, 130
