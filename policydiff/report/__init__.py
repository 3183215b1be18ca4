"""Say what was found: rows, gates, sheets and documents; how they look is the writers' business.

The room itself holds what a user chooses among: the names that options, completion and help list.
Standard library only: ``--help`` must not load what the names stand for.
"""

from enum import StrEnum


class Lang(StrEnum):
    """The language of labels; plan text is never translated."""

    ZH = "zh"
    EN = "en"


class GateKind(StrEnum):
    """What a gate looks for; ``theme`` is written with a code, ``theme:tcm``."""

    DROPPED = "dropped"
    NEW = "new"
    UNCERTAIN = "uncertain"
    THEME = "theme"
    THEME_DROPPED = "theme-dropped"
    THEME_NEW = "theme-new"
    TARGET_LOWERED = "target-lowered"
    TARGET_RAISED = "target-raised"
    TARGET_GONE = "target-gone"
    TARGET_NEW = "target-new"
    MEASURE_LOST = "measure-lost"
    UNDECIDED = "undecided"
    STALE = "stale"


GATES = tuple(f"{kind}:CODE" if kind is GateKind.THEME else kind.value for kind in GateKind)
"""The gates as they are written."""


class Detail(StrEnum):
    """The parts of a comparison, in the order in which room is kept for them."""

    ANSWER = "answer"
    THEMES = "themes"
    PLANS = "plans"
    NEAREST = "nearest"
    TARGETS = "targets"
    TASKS = "tasks"
    UNCERTAIN = "uncertain"
    TERMS = "terms"
    TRAJECTORIES = "trajectories"
    PARTIAL = "partial"
    PICTURE = "picture"


class SheetName(StrEnum):
    """The tables that a report has."""

    THEMES = "themes"
    TASKS = "tasks"
    LINKS = "links"
    TARGETS = "targets"
    MEASURES = "measures"
