"""Lay results out as documents: what is said in which order; no output language."""

from policydiff.render.views.cleaned import clean_view
from policydiff.render.views.codebook import ThemeEntry, codebook_view
from policydiff.render.views.compared import compare_view
from policydiff.render.views.explained import explain_view
from policydiff.render.views.outlined import outline_view
from policydiff.render.views.traced import trace_view

__all__ = [
    "ThemeEntry",
    "clean_view",
    "codebook_view",
    "compare_view",
    "explain_view",
    "outline_view",
    "trace_view",
]
