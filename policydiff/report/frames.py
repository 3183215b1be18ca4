"""A report as rows, for scripts and notebooks: plain dictionaries, or a pandas data frame."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from policydiff.errors import MissingExtraError, UsageError
from policydiff.model import Report
from policydiff.report.sheets import Sheet, SheetName, Value, sheet

if TYPE_CHECKING:
    import pandas


def rows(report: Report, table: str = "links") -> list[dict[str, Value]]:
    """Return a table of a report, a dictionary for each row.

    >>> rows(Report(plans=(), comparisons=()), "tasks")
    []

    ``table`` is themes, tasks, links, targets or measures; the columns are those of ``-f csv``.
    Texts are those of the plans: what shows them must make them inert. Several values (shared
    words, tasks of a theme) are a tuple, shares and scores are 0..1, lines count from 1.

    Raises UsageError for a table that does not exist.
    """
    found = _table(report, table)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def to_pandas(report: Report, table: str = "links") -> pandas.DataFrame:
    """Return a table of a report as a data frame, with the columns of ``rows``.

    Raises UsageError for a table that does not exist, MissingExtraError without pandas.
    """
    found = _table(report, table)
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("a data frame needs pandas", hint="pip install pandas") from error
    return pandas.DataFrame(list(found.rows), columns=list(found.columns))


def _table(report: Report, name: str) -> Sheet:
    names = [member.value for member in SheetName]
    if name not in names:
        close = get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names)}"
        raise UsageError(f"no table {name!r}", hint=hint)
    return sheet(report, SheetName(name))
