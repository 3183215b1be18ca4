"""The errors that the library raises, each with a hint on what to do next."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

LIKE = 60
"""Percent of likeness from which one name is taken for another mistyped."""


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


def install_hint(extra: str) -> str:
    """Return how to install an extra for the interpreter that is running, which may not be PATH's.

    >>> install_hint("report").endswith("-m pip install 'policydiff[report]'")
    True
    """
    return f"{sys.executable or 'python3'} -m pip install 'policydiff[{extra}]'"


@contextmanager
def needing(extra: str, said: str) -> Iterator[None]:
    """Raise MissingExtraError, with what is said of it, where an import inside fails.

    >>> with needing("report", "a web page needs Jinja2"):
    ...     import json
    """
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(said, hint=install_hint(extra)) from error


def unknown(name: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return the hint for a name that is not known: the nearest one, else all or ``otherwise``.

    >>> unknown("helth", ["general", "health"]), unknown("x", ["general", "health"])
    ("did you mean 'health'?", 'known: general, health')
    """
    from rapidfuzz.fuzz import ratio  # only a message needs it
    from rapidfuzz.process import extractOne

    near = extractOne(name, known, scorer=ratio, score_cutoff=LIKE)
    return f"did you mean {str(near[0])!r}?" if near else otherwise or f"known: {', '.join(known)}"
