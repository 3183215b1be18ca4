"""Review without a terminal: what is worth a look as lines, and decisions back out of them.

A line is a flat table row, so that JSON Lines, CSV and a spreadsheet say the same, and a
colleague or a language model can judge: fill in ``decision``, ``by`` and, if you like, ``note``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from policydiff.errors import ReviewError
from policydiff.model import Plan, Task
from policydiff.reviewing.decision import Decision, Verdict, bare, name_of, one_line, subject_of
from policydiff.reviewing.queue import Item
from policydiff.reviewing.row import read_date

FIELDS = (
    *("previous_plan", "previous_task", "previous_title", "previous_text"),
    *("current_plan", "current_task", "current_title", "current_text"),
    *("score", "evidence", "decision", "by", "on", "note"),
)


class ReviewLine(NamedTuple):
    """One pair to judge, or judged: the program's view first, then what somebody says of it."""

    previous_plan: str
    previous_task: str
    previous_title: str
    previous_text: str
    current_plan: str
    current_task: str
    current_title: str
    current_text: str
    score: float
    evidence: str
    decision: str = ""
    by: str = ""
    on: str = ""
    note: str = ""


class Place(NamedTuple):
    """Where a line stands, for what is said of it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def review_lines(items: Iterable[Item], previous: Plan, current: Plan) -> Iterator[ReviewLine]:
    """Yield a line for each pair to look at, with both texts and the words that they share."""
    for item in items:
        one, other = previous.task(item.previous), current.task(item.current)
        words = dict.fromkeys(word for evidence in item.evidence for word in evidence.shared)
        yield ReviewLine(
            *(previous.id, one.id, one_line(one.title), one_line(one.text)),
            *(current.id, other.id, one_line(other.title), one_line(other.text)),
            *(item.score, "、".join(words)),
        )


def read_line(
    cells: Mapping[str, str], where: Place, plans: tuple[Plan, Plan], by: str
) -> Decision | None:
    """Return what a filled-in line decides, None where it decides nothing.

    ``by`` is who decided where the line names nobody. Raises ReviewError, with file and line, for
    a plan or task that is not there, a text that has changed since, and an unknown decision.
    """
    if "decision" not in cells:
        raise ReviewError(
            f"{where}: no column 'decision'", hint="fill in what `policydiff review --list` wrote"
        )
    said = cells["decision"].strip().casefold()
    if not said:
        return None
    if said not in (Verdict.FULL, Verdict.PARTIAL, Verdict.NONE):
        raise ReviewError(
            f"{where}: decision {said!r}", hint="full, partial or none is what can be decided"
        )
    who = cells.get("by", "").strip() or by
    if not who:
        raise ReviewError(f"{where}: nobody is named under 'by'", hint="fill it in, or add --by")
    sides = [
        _task(cells, side, plan, where)
        for side, plan in zip(("previous", "current"), plans, strict=True)
    ]
    try:
        on = read_date(cells.get("on", ""))
    except ValueError as error:
        raise ReviewError(f"{where}: {error}", hint="leave it empty for today") from None
    return Decision(
        name_of(plans[0]),
        subject_of(sides[0]) if sides[0] else None,
        name_of(plans[1]),
        subject_of(sides[1]) if sides[1] else None,
        Verdict(said),
        by=one_line(who),
        on=on,
        note=one_line(cells.get("note", "")),
    )


def _task(cells: Mapping[str, str], side: str, plan: Plan, where: Place) -> Task | None:
    named = cells.get(f"{side}_plan", "").strip()
    if named != plan.id:
        raise ReviewError(
            f"{where}: {side}_plan is {named!r}, not {plan.id!r}",
            hint="accept it with the two plans that it was listed for",
        )
    number = cells.get(f"{side}_task", "").strip()
    if not number:
        return None
    told = cells.get(f"{side}_text", "")
    task = _numbered(plan, number, told)
    if task is None:
        raise ReviewError(
            f"{where}: {plan.id} has no task {number!r}",
            hint=f"policydiff outline {plan.source.path} lists its tasks",
        )
    if told and bare(told) != bare(task.text):
        raise ReviewError(
            f"{where}: task {number} of {plan.id} reads otherwise now",
            hint="list it again, and judge the text as it is",
        )
    return task


def _numbered(plan: Plan, number: str, told: str) -> Task | None:
    """Return the task of a number, or of the number that a spreadsheet made of it: 2.10 is 2.1.

    The text says which it was.
    """
    same = [task for task in plan.tasks if task.id == number]
    if not told or any(bare(task.text) == bare(told) for task in same):
        return next(iter(same), None)
    shortened = [
        task
        for task in plan.tasks
        if "." in task.id and task.id.rstrip("0") == number and bare(task.text) == bare(told)
    ]
    return next(iter(shortened or same), None)
