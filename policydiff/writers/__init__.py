"""How a report looks: one module an output format; a writer decides nothing."""
