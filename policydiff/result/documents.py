"""The JSON documents of the program, one for each kind of result, all with the same head."""

from msgspec import Struct

from policydiff.model import (
    FORMAT_VERSION,
    CleanText,
    Evaluation,
    Explanation,
    FormatVersion,
    Generator,
    PairError,
    PairLine,
    Plan,
    Report,
    Theme,
    Trace,
)


class Outline(Struct, frozen=True, kw_only=True):
    """Plans as read: what ``outline`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    plans: tuple[Plan, ...]


class Cleaned(Struct, frozen=True, kw_only=True):
    """A cleaned text with the record of every change: what ``clean`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    clean: CleanText


class Explained(Struct, frozen=True, kw_only=True):
    """Why tasks are linked or not: what ``explain`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    explanations: tuple[Explanation, ...]


class Traced(Struct, frozen=True, kw_only=True):
    """One thing followed through all plans: what ``trace`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    trace: Trace


class Themes(Struct, frozen=True, kw_only=True):
    """A codebook: what ``themes`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    codebook: str
    themes: tuple[Theme, ...]


class Evaluated(Struct, frozen=True, kw_only=True):
    """How good the results are: what ``eval`` writes."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()
    evaluation: Evaluation


Document = Report | Outline | Cleaned | Explained | Traced | Themes | Evaluated

DOCUMENTS = (Report, Outline, Cleaned, Explained, Traced, Themes, Evaluated, PairLine, PairError)
"""Every document that a command writes as JSON, in the order of the schema."""
