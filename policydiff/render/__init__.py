"""Show a Report: one module per output; a renderer decides nothing."""
