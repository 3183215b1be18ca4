"""Say what changed between two plans: relation, themes, targets, wording, lines of work."""
