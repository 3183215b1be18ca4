"""What the reader of a format hands on: numbered lines, and what it knows about them."""

from enum import StrEnum

from policydiff.model import Removed
from policydiff.records import dataclass
from policydiff.text.lines import Lines


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "txt"
    MARKDOWN = "md"
    XML = "xml"
    HTML = "html"
    WORD = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Extract:
    """The lines of a source before cleaning, and what the reader of its format found out.

    ``furniture`` are blocks that the format shows to be no part of the text (running heads);
    ``continued`` are the lines that carry on the line before them (hard wraps), None where only
    the text itself can tell; ``pages`` are the lines on which pages start.
    """

    lines: Lines
    format: Format
    encoding: str
    furniture: tuple[Removed, ...] = ()
    continued: frozenset[int] | None = None
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
