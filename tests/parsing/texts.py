"""Texts for tests, as reading would hand them over."""

from policydiff.model import CleanText, Line, Metadata, Plan, Script, Source
from policydiff.parsing import parse_plan
from policydiff.settings import ParsingSettings


def text_of(rows: str, path: str = "plan.txt") -> CleanText:
    """Return a text with these rows as its lines."""
    lines = tuple(Line(number, row) for number, row in enumerate(rows.splitlines(), 1))
    return CleanText(Source(path, "", "utf-8", Script.HANS), lines)


def parsed(
    rows: str, settings: ParsingSettings | None = None, overrides: Metadata | None = None
) -> Plan:
    """Parse these rows."""
    return parse_plan(text_of(rows), overrides, settings or ParsingSettings())
