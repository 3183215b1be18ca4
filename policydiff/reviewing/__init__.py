"""A decision 「人工结论」: what somebody said of a pair of tasks, or of the theme of one.

What a decision is about is kept as it read then (number, title, text, fingerprint), so that it
can be found again in a plan that was scraped, numbered or edited anew.
"""

import re
import unicodedata
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from policydiff.model import MACHINE, Plan, Strength, Task
from policydiff.text.simplify import to_simplified

LONGEST_TEXT = 2_000
"""Characters of a task's text that a decision keeps: a spreadsheet's cell holds 32,767."""

THEME_MARK = "theme:"
"""Stands before the code of a theme where a cell decides on one."""

_SILENT_RE = re.compile(r"[\W_]+")


class Verdict(StrEnum):
    """What was decided: the strength of a link, that there is none, or a theme."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    THEME = "theme"


class PlanName(NamedTuple):
    """What a plan is known by: its id, or else its issuer, year and title."""

    id: str
    issuer: str
    year: int | None
    title: str


class Subject(NamedTuple):
    """One side of a decision: a task as it read when it was looked at."""

    task: str
    title: str
    text: str
    fingerprint: str


class Decision(NamedTuple):
    """One line of a decisions file.

    A side is None where the task of the other has no counterpart in that plan at all, and with
    its plan where the decision is about one plan: ``theme`` is then the code of a theme, with the
    name of its codebook and a stroke before it where codes of other codebooks are not meant.
    ``on`` is an ISO date or empty. ``line`` is the 1-based line of the file, 0 where there is none.
    ``extra`` are the cells of columns that people added, by their names.
    """

    previous_plan: PlanName | None
    previous: Subject | None
    current_plan: PlanName | None
    current: Subject | None
    verdict: Verdict
    by: str
    on: str
    note: str = ""
    theme: str = ""
    line: int = 0
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def is_machine(self) -> bool:
        """Tell whether a program decided."""
        return self.by.startswith(MACHINE)

    @property
    def about(self) -> tuple[str, ...]:
        """Return what it is about: each plan and the text of its task, and whether on a theme."""
        sides = ((self.previous_plan, self.previous), (self.current_plan, self.current))
        parts = (
            (plan.id if plan else "", (task.fingerprint or task.task) if task else "")
            for plan, task in sides
        )
        return (*(part for side in parts for part in side), "theme" if self.theme else "")

    @property
    def said(self) -> str:
        """Return what was decided as a cell says it."""
        return THEME_MARK + self.theme if self.theme else self.verdict.value

    @property
    def strength(self) -> Strength | None:
        """Return the strength of the link that was decided on; None where there shall be none."""
        if self.verdict in (Verdict.FULL, Verdict.PARTIAL):
            return Strength(self.verdict.value)
        return None


def name_of(plan: Plan) -> PlanName:
    """Return what a plan is known by."""
    return PlanName(plan.id, plan.issuer, plan.year, plan.title)


def subject_of(task: Task) -> Subject:
    """Return a task as a decision keeps it."""
    text = one_line(task.text)[:LONGEST_TEXT]
    return Subject(task.id, one_line(task.title), text, fingerprint(task.title, task.text))


def one_line(text: str) -> str:
    r"""Return a text on one line, as a cell holds it.

    >>> one_line("一是\t深化\n改革")
    '一是 深化 改革'
    """
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return what two scrapes of one text share: simplified letters and digits in half width.

    >>> bare("（１）深化醫改，全面。") == bare("(1)深化医改,全面")
    True
    """
    return _SILENT_RE.sub("", unicodedata.normalize("NFKC", to_simplified(text))).casefold()


def fingerprint(title: str, text: str) -> str:
    """Return what tells the text of a task from any other: a letter, then 15 hexadecimal digits.

    Numbers, signs, blanks and the script do not count; the letter keeps spreadsheets from
    taking it for a number.
    """
    content = bare(title) + "\n" + bare(text)
    return "t" + blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()[:15]
