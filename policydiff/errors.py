"""The errors that the library raises, each with a hint on what to do next."""

from collections.abc import Sequence


class PolicyDiffError(Exception):
    """Say what went wrong and, in ``hint``, what to do about it.

    >>> error = PolicyDiffError("plan.txt: no such file", hint="check the path")
    >>> str(error), error.hint
    ('plan.txt: no such file', 'check the path')
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ReadingError(PolicyDiffError):
    """A source that cannot be read: missing, unreadable, binary, too large, undecodable."""


class ParsingError(PolicyDiffError):
    """A text in which no tasks were found."""


class CodebookError(PolicyDiffError):
    """A codebook or thesaurus file with a mistake; the message names file and line."""


class CatalogueError(PolicyDiffError):
    """A catalogue or configuration file with a mistake; the message names file and line."""


class GoldError(PolicyDiffError):
    """A gold file with a mistake, or one that does not fit the plans as they were read."""


class UsageError(PolicyDiffError):
    """A request that cannot be met as asked: one plan only, the same plan twice, an unknown id."""


class ReviewError(PolicyDiffError):
    """A decisions file with a mistake, or a decision that fits no plan or no task."""


class MissingExtraError(PolicyDiffError):
    """An optional dependency that this input or output needs is not installed."""


def unknown(name: str, known: Sequence[str]) -> str:
    """Return the hint for a name that is not known: the nearest of the known ones, or all.

    >>> unknown("helth", ["general", "health"])
    "did you mean 'health'?"
    """
    from difflib import get_close_matches  # only a message needs it

    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
