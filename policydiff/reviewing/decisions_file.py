"""The file of decisions: tab-separated, one decision a line, sorted; made for people and git.

The first line names the columns. A line that begins with ``#`` is a comment: it stays above the
decision that it stood above. Cells survive Excel and LibreOffice: a number never stands alone,
nothing begins a formula, quotes are those of the ``excel-tab`` dialect, and dates are read in the
forms that those programs write.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from policydiff.errors import ReviewError
from policydiff.reviewing.decision import Decision, PlanName, Subject, Verdict

COLUMNS = (
    *("previous_plan", "previous_task", "current_plan", "current_task"),
    *("decision", "by", "on", "note"),
    *("previous_fingerprint", "current_fingerprint", "previous_text", "current_text"),
)
LONGEST_FILE = 50_000_000
"""Bytes of a decisions file: a hundred thousand decisions with both texts."""

THEME_MARK = "theme:"
PLAN_MARK = " · "
"""Parts the names of a plan in its cell: id, issuer, year, title."""

_FORMULA_START = tuple("=+-@＝＋－＠")
_EXCEL_EPOCH = date(1899, 12, 30)
_NATURAL_RE = re.compile(r"\d+|\D+")
_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[T ].*)?"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<d>\d{1,2})-(?P<name>[A-Za-z]{3})-(?P<y>\d{4}|\d{2})"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Comment(NamedTuple):
    """Lines of comment, and the place of the decision that they stand above (-1: the end)."""

    text: str
    above: int


class Mistake(NamedTuple):
    """A line that could not be read, and why."""

    line: int
    text: str
    reason: str


class DecisionsFile(NamedTuple):
    """What a file holds: its decisions in the order of the file, comments and broken lines."""

    decisions: tuple[Decision, ...]
    comments: tuple[Comment, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def parse_decisions(text: str, path: str) -> DecisionsFile:
    """Read a decisions file; broken lines are returned, not raised.

    Raises ReviewError where the first line does not name the columns: another tool's file.
    """
    try:
        rows = tuple(_rows(text))
    except csv.Error as error:
        raise ReviewError(
            f"{path}: {error}", hint="look for a quotation mark that opens a cell and has no end"
        ) from None
    header = next((row for row in rows if not _is_comment(row.cells)), None)
    if header is None:
        return DecisionsFile((), tuple(Comment(row.cells[0], -1) for row in rows))
    names = [cell.strip().casefold() for cell in header.cells]
    missing = [name for name in COLUMNS[:8] if name not in names]
    if missing:
        raise ReviewError(
            f"{path}:{header.line}: no decisions file: it has no column {missing[0]}",
            hint="name the file that `policydiff review` wrote, or let it begin a new one",
        )
    return _collected(rows, header.line, names)


def format_decisions(file: DecisionsFile) -> str:
    """Write decisions sorted and stable: reading and writing again gives the same text."""
    lines = ["\t".join(COLUMNS)]
    above: dict[int, list[str]] = {}
    for comment in file.comments:
        above.setdefault(comment.above, []).append(comment.text)
    order = sorted(range(len(file.decisions)), key=lambda place: _order(file.decisions[place]))
    for place in order:
        lines += above.pop(place, [])
        lines.append("\t".join(map(_cell, _cells(file.decisions[place]))))
    head = above.pop(-2, [])
    rest = [text for place in sorted(above) for text in above[place]]
    broken = [mistake.text for mistake in file.mistakes]
    return "\n".join([*head, *lines, *rest, *broken]) + "\n"


class _Row(NamedTuple):
    line: int
    cells: list[str]
    text: str


def _rows(text: str) -> Iterator[_Row]:
    """Yield the filled rows; a quoted cell may hold line ends."""
    source = text.removeprefix("\ufeff").splitlines(keepends=True)
    reader = csv.reader(source, dialect="excel-tab")
    start = 0
    for cells in reader:
        line, start = start + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield _Row(line, cells, "".join(source[line - 1 : start]).rstrip("\r\n"))


def _is_comment(cells: Sequence[str]) -> bool:
    return cells[0].lstrip().startswith("#")


def _collected(rows: Iterable[_Row], header: int, names: Sequence[str]) -> DecisionsFile:
    decisions: list[Decision] = []
    comments: list[Comment] = []
    mistakes: list[Mistake] = []
    waiting: list[str] = []
    for row in rows:
        if row.line == header:
            comments += [Comment(text, -2) for text in waiting]
            waiting = []
        elif _is_comment(row.cells):
            waiting.append("\t".join(row.cells).rstrip())
        else:
            cells = dict(zip(names, map(_plain, row.cells), strict=False))
            try:
                decision = _decision(cells, row.line)
            except ValueError as error:
                mistakes.append(Mistake(row.line, row.text, str(error)))
                continue
            comments += [Comment(text, len(decisions)) for text in waiting]
            waiting = []
            decisions.append(decision)
    comments += [Comment(text, -1) for text in waiting]
    return DecisionsFile(tuple(decisions), tuple(comments), tuple(mistakes))


def _decision(cells: dict[str, str], line: int) -> Decision:
    """Read the cells of one decision. Raises ValueError with what is wrong."""
    said = cells.get("decision", "").strip()
    verdict, theme = _verdict(said)
    previous = _subject(cells, "previous")
    current = _subject(cells, "current")
    if previous is None and current is None:
        raise ValueError("no task on either side")
    if verdict in (Verdict.FULL, Verdict.PARTIAL) and not (previous and current):
        raise ValueError(f"{said} needs a task on both sides")
    if not cells.get("by", "").strip():
        raise ValueError("nobody is named under 'by'")
    plans = [_plan_name(cells.get(f"{side}_plan", "")) for side in ("previous", "current")]
    if verdict is not Verdict.THEME and None in plans:
        raise ValueError("a plan is missing: both are needed, also where a task has no counterpart")
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
    )


def _verdict(said: str) -> tuple[Verdict, str]:
    if said.casefold().startswith(THEME_MARK) and (code := said[len(THEME_MARK) :].strip()):
        return Verdict.THEME, code
    try:
        return Verdict(said.casefold()), ""
    except ValueError:
        raise ValueError(
            f"decision {said!r}: full, partial, none or theme:CODE is what can be decided"
        ) from None


def _subject(cells: dict[str, str], side: str) -> Subject | None:
    task, title = split_task(cells.get(f"{side}_task", ""))
    if not task:
        return None
    return Subject(
        task=task,
        title=title,
        text=cells.get(f"{side}_text", "").strip(),
        fingerprint=cells.get(f"{side}_fingerprint", "").strip(),
    )


def split_task(cell: str) -> tuple[str, str]:
    """Return the number and the title of a task's cell.

    >>> split_task("2.10 深化医改"), split_task("3")
    (('2.10', '深化医改'), ('3', ''))
    """
    number, _, title = cell.strip().partition(" ")
    return number, title.strip()


def _plan_name(cell: str) -> PlanName | None:
    if not cell.strip():
        return None
    name, *rest = cell.strip().split(PLAN_MARK, 3)
    issuer, year, title = (*rest, "", "", "")[:3]
    return PlanName(name, issuer, int(year) if year.isdecimal() else None, title)


def read_date(cell: str) -> str:
    """Return a date as ISO 8601, from the forms that spreadsheets write.

    >>> [read_date(x) for x in ("2026/11/28", "28-Nov-26", "11/28/2026", "46354", "")]
    ['2026-11-28', '2026-11-28', '2026-11-28', '2026-11-28', '']

    Raises ValueError for what is none.
    """
    text = cell.strip()
    if not text:
        return ""
    if text.isdecimal() and len(text) == 5:
        return (_EXCEL_EPOCH + timedelta(days=int(text))).isoformat()
    for form in _DATE_FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            if parts.get("name", "jan").lower() not in _MONTHS:
                break
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            month = _MONTHS.index(parts["name"].lower()) + 1 if "name" in parts else int(parts["m"])
            return date(year, month, int(parts["d"])).isoformat()
    raise ValueError(f"{text!r}: not a date; write it as 2026-11-28")


def _cells(decision: Decision) -> tuple[str, ...]:
    previous, current = decision.previous, decision.current
    said = THEME_MARK + decision.theme if decision.theme else decision.verdict.value
    return (
        *(_plan_cell(decision.previous_plan), _task_cell(previous)),
        *(_plan_cell(decision.current_plan), _task_cell(current)),
        *(said, decision.by, decision.on, decision.note),
        *(previous.fingerprint if previous else "", current.fingerprint if current else ""),
        *(previous.text if previous else "", current.text if current else ""),
    )


def _plan_cell(plan: PlanName | None) -> str:
    if plan is None:
        return ""
    parts = (plan.id, plan.issuer, str(plan.year or ""), plan.title)
    return PLAN_MARK.join(part.replace(PLAN_MARK, "·") for part in parts)


def _task_cell(subject: Subject | None) -> str:
    if subject is None:
        return ""
    return f"{subject.task} {subject.title or subject.text[:20] or '–'}"


def _cell(text: str) -> str:
    """Keep a cell one cell, and from starting a formula."""
    line = " ".join(text.split())
    if line.startswith(_FORMULA_START):
        line = "'" + line
    return '"' + line.replace('"', '""') + '"' if '"' in line else line


def _plain(cell: str) -> str:
    rest = cell[1:].lstrip()
    return cell[1:] if cell.startswith("'") and rest.startswith(_FORMULA_START) else cell


def _order(decision: Decision) -> tuple[object, ...]:
    plans = (decision.previous_plan, decision.current_plan)
    return (
        *(plan.id if plan else "" for plan in plans),
        decision.theme != "",
        [_natural(side.task if side else "") for side in (decision.previous, decision.current)],
        decision.by,
    )


def _natural(text: str) -> list[tuple[int, int, str]]:
    parts = _NATURAL_RE.findall(text)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
