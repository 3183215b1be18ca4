"""A row: one decision as cells of a table, written so that spreadsheets do it no harm, and read.

A number never stands alone in a cell, nothing begins a formula or a comment, and dates are read
in the forms that Excel and LibreOffice write.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from policydiff.reviewing import THEME_MARK, Decision, PlanName, Subject, Verdict
from policydiff.text.unseen import visible

COLUMNS = (
    *("previous_plan", "previous_task", "current_plan", "current_task"),
    *("decision", "by", "on", "note"),
    *("previous_fingerprint", "current_fingerprint", "previous_text", "current_text"),
)
NEEDED = COLUMNS[:8]
"""The columns that a decisions file must have; without the others nothing is found again but by
title."""

PLAN_MARK = " · "
"""Parts the names of a plan in its cell: id, issuer, year, title."""

NOTHING = "–"
"""Stands in a cell for a name that a plan or task does not have."""

COMMENT = "#"
_SPECIAL_START = (*"=+-@＝＋－＠", COMMENT)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL_RE = re.compile(r"(\d{5})(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<name>[A-Za-z]{3})[a-z]*"
_YEAR = r"(?P<y>\d{4}|\d{2})"
_TIME = r"(?:[T ]+\d{1,2}:.*)?"
_DATE_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(?P<y>\d{4})[-/.年] ?(?P<m>\d{1,2})[-/.月] ?(?P<d>\d{1,2})[日.]?",
        rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/{_YEAR}",
        rf"(?P<d>\d{{1,2}})[-.](?P<m>\d{{1,2}})[-.]{_YEAR}",
        rf"(?P<d>\d{{1,2}})[- ]{_NAME}[- ,]+{_YEAR}",
        rf"{_NAME} (?P<d>\d{{1,2}}), ?{_YEAR}",
    )
)


def read_row(cells: Mapping[str, str], line: int) -> Decision:
    """Return the decision of a row, its cells by their columns.

    Raises ValueError with what is wrong.
    """
    said = cells.get("decision", "").strip()
    verdict, theme = read_verdict(said)
    previous = _subject(cells, "previous")
    current = _subject(cells, "current")
    if previous is None and current is None:
        raise ValueError("no task on either side")
    if verdict is Verdict.THEME and previous and current:
        raise ValueError(f"{said} is said of one task: leave the other side empty")
    if verdict in (Verdict.FULL, Verdict.PARTIAL) and not (previous and current):
        raise ValueError(f"{said} needs a task on both sides")
    if not cells.get("by", "").strip():
        raise ValueError("nobody is named under 'by'")
    plans = [_plan_name(cells.get(f"{side}_plan", "")) for side in ("previous", "current")]
    if verdict is not Verdict.THEME and None in plans:
        raise ValueError("a plan is missing: both are needed, also where a task has no counterpart")
    if plans[0 if previous else 1] is None:
        raise ValueError("the plan of the task is missing")
    return Decision(
        previous_plan=plans[0],
        previous=previous,
        current_plan=plans[1],
        current=current,
        verdict=verdict,
        by=cells["by"].strip(),
        on=read_date(cells.get("on", "")),
        note=cells.get("note", "").strip(),
        theme=theme,
        line=line,
        extra=tuple((name, text) for name, text in cells.items() if name not in COLUMNS and text),
    )


def write_row(decision: Decision) -> Mapping[str, str]:
    """Return the cells of a decision by their columns."""
    previous, current = decision.previous, decision.current
    cells = (
        *(_plan_cell(decision.previous_plan), _task_cell(previous)),
        *(_plan_cell(decision.current_plan), _task_cell(current)),
        *(decision.said, decision.by, decision.on, decision.note),
        *(previous.fingerprint if previous else "", current.fingerprint if current else ""),
        *(previous.text if previous else "", current.text if current else ""),
    )
    return {**dict(decision.extra), **dict(zip(COLUMNS, cells, strict=True))}


def read_verdict(said: str) -> tuple[Verdict, str]:
    """Return what a cell decides, and the code of its theme.

    >>> read_verdict("Full"), read_verdict("theme:tcm")
    ((<Verdict.FULL: 'full'>, ''), (<Verdict.THEME: 'theme'>, 'tcm'))

    Raises ValueError for anything else.
    """
    word = said.strip().casefold()
    if word.startswith(THEME_MARK) and (code := said.strip()[len(THEME_MARK) :].strip()):
        return Verdict.THEME, code
    if word in (Verdict.FULL, Verdict.PARTIAL, Verdict.NONE):
        return Verdict(word), ""
    raise ValueError(f"decision {said!r}: full, partial, none or theme:CODE is what can be decided")


def split_task(cell: str) -> tuple[str, str]:
    """Return the number and the title of a task's cell.

    >>> split_task("2.10 深化医改"), split_task("3")
    (('2.10', '深化医改'), ('3', ''))
    """
    number, _, title = cell.strip().partition(" ")
    return number, title.strip()


def read_date(cell: str) -> str:
    """Return a date as ISO 8601, from the forms that spreadsheets write.

    >>> [read_date(x) for x in ("2026/11/28", "28-Nov-26", "11/28/2026", "28.11.2026", "46354")]
    ['2026-11-28', '2026-11-28', '2026-11-28', '2026-11-28', '2026-11-28']

    Where day and month cannot be told apart the month comes first, as Excel writes it.
    Raises ValueError for what is no date.
    """
    text = cell.strip()
    if not text:
        return ""
    if serial := _SERIAL_RE.fullmatch(text):
        return (_EXCEL_EPOCH + timedelta(days=int(serial[1]))).isoformat()
    for form in _DATE_FORMS:
        if found := form.fullmatch(text):
            try:
                return _dated(found.groupdict()).isoformat()
            except ValueError:
                break
    raise ValueError(f"{text!r}: not a date; write it as 2026-11-28")


def _dated(parts: Mapping[str, str]) -> date:
    """Return the date of parts that were read. Raises ValueError where there is no such day."""
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    day = int(parts["d"])
    month = _MONTHS.index(parts["name"].lower()) + 1 if "name" in parts else int(parts["m"])
    return date(year, day, month) if month > len(_MONTHS) else date(year, month, day)


def inert(text: str) -> str:
    r"""Return a cell on one line that shows all that is in it, no formula and no comment.

    >>> inert("=1+1"), inert("甲\t乙\x1b")
    ("'=1+1", '甲 乙\\x1b')
    """
    line = visible(" ".join(text.split()))
    return "'" + line if line.startswith(_SPECIAL_START) else line


def plain(cell: str) -> str:
    """Return what a cell said before it was made inert."""
    rest = cell[1:].lstrip()
    return cell[1:] if cell.startswith("'") and rest.startswith(_SPECIAL_START) else cell


def _subject(cells: Mapping[str, str], side: str) -> Subject | None:
    task, title = split_task(cells.get(f"{side}_task", ""))
    if not task:
        return None
    return Subject(
        task=task,
        title=title,
        text=cells.get(f"{side}_text", "").strip(),
        fingerprint=cells.get(f"{side}_fingerprint", "").strip(),
    )


def _plan_name(cell: str) -> PlanName | None:
    if not cell.strip():
        return None
    name, *rest = cell.strip().split(PLAN_MARK, 3)
    told = ("" if part.strip() == NOTHING else part.strip() for part in rest)
    issuer, year, title = (*told, "", "", "")[:3]
    return PlanName(name.strip(), issuer, int(year) if _is_year(year) else None, title)


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) <= 4


def _plan_cell(plan: PlanName | None) -> str:
    if plan is None:
        return ""
    parts = (plan.id, plan.issuer, str(plan.year or ""), plan.title)
    return PLAN_MARK.join(part.replace(PLAN_MARK, "·").strip() or NOTHING for part in parts)


def _task_cell(subject: Subject | None) -> str:
    if subject is None:
        return ""
    return f"{subject.task} {subject.title or subject.text[:20] or NOTHING}"
