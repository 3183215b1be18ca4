"""A report by a template of your own, filled in a sandbox."""
