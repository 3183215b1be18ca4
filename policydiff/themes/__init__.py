"""Code tasks by the themes of a codebook."""

from policydiff.model import Term, Theme
from policydiff.themes.choice import CodebookChoice, choose_codebook
from policydiff.themes.codebook import Codebook
from policydiff.themes.codebook_file import codebook_names, load_codebook, parse_codebook
from policydiff.themes.coding import code_plan

__all__ = [
    "Codebook",
    "CodebookChoice",
    "Term",
    "Theme",
    "choose_codebook",
    "code_plan",
    "codebook_names",
    "load_codebook",
    "parse_codebook",
]
