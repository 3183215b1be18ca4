"""Lay results out as documents: what is said in which order; no output language."""

from policydiff.report.views.cleaning import clean_view
from policydiff.report.views.codebook import ThemeEntry, codebook_view
from policydiff.report.views.comparison import compare_view
from policydiff.report.views.explanation import explain_view
from policydiff.report.views.outline import outline_view
from policydiff.report.views.trace import trace_view

__all__ = [
    "ThemeEntry",
    "clean_view",
    "codebook_view",
    "compare_view",
    "explain_view",
    "outline_view",
    "trace_view",
]
