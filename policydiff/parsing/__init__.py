"""Parse a CleanText into a Plan: outline, sections, tasks, measures, targets, metadata."""
