"""Tables as pandas data frames, where pandas is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydiff.errors import MissingExtraError
from policydiff.model import Report
from policydiff.render.sheets import SheetName, sheet

if TYPE_CHECKING:
    import pandas


def to_pandas(report: Report, name: str = "links") -> pandas.DataFrame:
    """Return a table of a report ("themes", "tasks", "links", "targets" or "measures").

    Raises MissingExtraError without pandas, ValueError for a table that does not exist.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("a data frame needs pandas", hint="pip install pandas") from error
    table = sheet(report, SheetName(name))
    return pandas.DataFrame(list(table.rows), columns=list(table.columns))
