"""Review without a terminal: what is worth a look as lines, and decisions back out of them.

A line is a flat table row, so that JSON Lines, CSV and a spreadsheet say the same, and a
colleague or a language model can judge: fill in ``decision``, ``by`` and, if you like, ``note``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from policydiff.errors import ReviewError, unknown
from policydiff.model import Plan, Side, Task, ThemeEvidence
from policydiff.reviewing import Decision, Verdict, bare, name_of, one_line, subject_of
from policydiff.reviewing.queue import Item, ThemeItem
from policydiff.reviewing.row import read_date, read_row, read_verdict
from policydiff.reviewing.ruling import Codes


class ReviewLine(NamedTuple):
    """One thing to judge, or judged: the program's view first, then what somebody says of it.

    A line with a task on one side alone asks whether it has no counterpart or, where the other
    plan is not named either, what its theme is.
    """

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


FIELDS = ReviewLine._fields


class Place(NamedTuple):
    """Where a line stands, for what is said of it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Desk(NamedTuple):
    """What lines are read against: the plans, who decides where a line names nobody, the themes.

    ``codes`` is asked for where a line decides on a theme.
    """

    plans: tuple[Plan, Plan]
    by: str
    codes: Callable[[], Codes]


def review_lines(items: Iterable[Item], previous: Plan, current: Plan) -> Iterator[ReviewLine]:
    """Yield a line for each pair to look at, with both texts and the words that they share."""
    for item in items:
        words = dict.fromkeys(word for evidence in item.evidence for word in evidence.shared)
        yield ReviewLine(
            *_end(previous, item.previous), *_end(current, item.current), item.score,
            "、".join(words),
        )  # fmt: skip


def theme_lines(items: Iterable[ThemeItem], previous: Plan, current: Plan) -> Iterator[ReviewLine]:
    """Yield a line for each task whose theme is to be looked at, with the themes that come near.

    ``score`` is how far the first theme leads, 0..1.
    """
    nobody = ("", "", "", "")
    for item in items:
        near = "；".join(map(_candidate, item.candidates))
        plan = previous if item.side is Side.PREVIOUS else current
        one, other = item.side.pair(_end(plan, item.task), nobody)
        yield ReviewLine(*one, *other, round(1 - item.gain, 4), near)


def _candidate(near: ThemeEvidence) -> str:
    return f"{near.code} {near.score:.2f} {'、'.join(near.terms)}".rstrip()


def _end(plan: Plan, task_id: str) -> tuple[str, str, str, str]:
    if not task_id:
        return plan.id, "", "", ""
    task = plan.task(task_id)
    return plan.id, task.id, one_line(task.title), one_line(task.text)


def read_line(cells: Mapping[str, str], where: Place, desk: Desk) -> Decision | None:
    """Return what a filled-in line decides, None where it decides nothing.

    A row of a decisions file is such a line too. Raises ReviewError, with file and line, for a
    plan, task or theme that is not there, a text that has changed, and an unknown decision.
    """
    if "decision" not in cells:
        raise ReviewError(
            f"{where}: no column 'decision'", hint="fill in what `policydiff review --list` wrote"
        )
    if not cells["decision"].strip():
        return None
    if "previous_fingerprint" in cells:
        try:
            return read_row(cells, where.line)
        except ValueError as error:
            raise ReviewError(f"{where}: {error}", hint="correct the line") from None
    who = cells.get("by", "").strip() or desk.by
    if not who:
        raise ReviewError(f"{where}: nobody is named under 'by'", hint="fill it in, or add --by")
    sides = [
        _task(cells, side, plan, where)
        for side, plan in zip(("previous", "current"), desk.plans, strict=True)
    ]
    verdict, theme = _verdict(cells, where, sides, desk.codes)
    try:
        on = read_date(cells.get("on", ""))
    except ValueError as error:
        raise ReviewError(f"{where}: {error}", hint="leave it empty for today") from None
    names = [
        name_of(plan) if task or not theme else None
        for plan, task in zip(desk.plans, sides, strict=True)
    ]
    return Decision(
        names[0],
        subject_of(sides[0]) if sides[0] else None,
        names[1],
        subject_of(sides[1]) if sides[1] else None,
        verdict,
        by=one_line(who),
        on=on,
        note=one_line(cells.get("note", "")),
        theme=theme,
    )


def _verdict(
    cells: Mapping[str, str],
    where: Place,
    sides: list[Task | None],
    codes: Callable[[], Codes],
) -> tuple[Verdict, str]:
    """Return what a line decides. Raises ReviewError for what cannot be decided of its tasks."""
    said = cells["decision"].strip()
    lone = sides.count(None)
    if lone == len(sides):
        raise ReviewError(f"{where}: no task on either side", hint="name one, or leave it out")
    plans = [cells.get(f"{side}_plan", "").strip() for side in ("previous", "current")]
    asks_theme = not all(plans)
    try:
        verdict, theme = read_verdict(said)
    except ValueError as error:
        if not asks_theme:
            hint = "list it again to see what is asked"
            raise ReviewError(f"{where}: {error}", hint=hint) from None
        verdict, theme = Verdict.THEME, said
    if verdict is Verdict.THEME:
        if not lone:
            raise ReviewError(
                f"{where}: {said} is said of one task", hint="leave the other side empty"
            )
        return verdict, qualified(theme, codes(), where)
    if lone and verdict is not Verdict.NONE:
        raise ReviewError(
            f"{where}: {said} needs a task on both sides", hint="none says: it has no counterpart"
        )
    if asks_theme:
        raise ReviewError(
            f"{where}: the line asks for a theme", hint="write its code, policydiff themes has them"
        )
    return verdict, ""


def qualified(theme: str, codes: Codes, where: Place | str) -> str:
    """Return the code of a theme with its codebook. Raises ReviewError where there is none."""
    book, _, code = theme.rpartition("/")
    if book not in ("", codes.book) or code not in codes.codes:
        raise ReviewError(
            f"{where}: codebook {codes.book} has no theme {theme!r}",
            hint=unknown(code, codes.codes),
        )
    return f"{codes.book}/{code}"


def _task(cells: Mapping[str, str], side: str, plan: Plan, where: Place) -> Task | None:
    named = cells.get(f"{side}_plan", "").strip()
    number = cells.get(f"{side}_task", "").strip()
    if not number and not named:
        return None
    if named != plan.id:
        raise ReviewError(
            f"{where}: {side}_plan is {named!r}, not {plan.id!r}",
            hint="accept it with the two plans that it was listed for",
        )
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
