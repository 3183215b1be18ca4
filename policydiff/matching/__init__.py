"""Match two plans: Plan × Plan → Alignment."""
