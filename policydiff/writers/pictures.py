"""The geometry of the page's pictures: themes against plans, and how tasks flow between plans.

Every task is a box in the column of its plan; a link is a ribbon, broad if full, thin if partial.
Lengths are in the user units of the picture.
"""

from collections.abc import Iterator

from msgspec import Struct

from policydiff.model import Link, Plan, Report, Side, Status, Strength, Task
from policydiff.report.choices import Lang
from policydiff.report.rows import (
    ThemeCell,
    ThemeRow,
    share_text,
    task_name,
    theme_name,
    theme_rows,
)
from policydiff.text.lines import clip

NAME, CELL, HEAT_ROW, HEAT_TOP = 170.0, 116.0, 24.0, 26.0

NAME_CELLS, CELL_CELLS = 24, 18

STRONGEST = 0.6
"""Opacity of the largest share: what is written over it stays readable."""


class Square(Struct, frozen=True):
    """A theme in a plan."""

    x: float
    y: float
    opacity: float
    text: str
    title: str


class Name(Struct, frozen=True):
    """The name of a row or a column."""

    x: float
    y: float
    text: str
    title: str


class Heat(Struct, frozen=True):
    """The whole picture."""

    width: float
    height: float
    cell: float
    names: tuple[Name, ...]
    heads: tuple[Name, ...]
    squares: tuple[Square, ...]


def heat(report: Report, lang: Lang) -> Heat:
    """Place one square per theme and plan; the deeper, the larger its share of the text.

    >>> heat(Report(plans=(), comparisons=()), Lang.EN).squares
    ()
    """
    rows = theme_rows(report)
    top = max((c.side.share_primary for row in rows for c in row.cells if c), default=0.0)
    heads = tuple(
        Name(NAME + i * CELL + CELL / 2, HEAT_TOP - 9, clip(plan.id, 14), plan.id)
        for i, plan in enumerate(report.plans)
    )
    names = tuple(
        Name(
            NAME - 8,
            HEAT_TOP + i * HEAT_ROW + HEAT_ROW - 7,
            clip(theme_name(row, lang), NAME_CELLS),
            theme_name(row, lang),
        )
        for i, row in enumerate(rows)
    )
    squares = tuple(
        _square(report, row, (i, j), cell, top, lang)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row.cells)
        if cell is not None
    )
    width = NAME + CELL * len(report.plans) + 4
    return Heat(width, HEAT_TOP + HEAT_ROW * len(rows) + 4, CELL, names, heads, squares)


def _share(cell: ThemeCell) -> str:
    """Write the share of a theme, a dash where it is secondary, nothing where it is not there."""
    if not cell.side.tasks:
        return ""
    return share_text(cell.side.share_primary) if cell.side.primary else "–"


def _square(
    report: Report, row: ThemeRow, place: tuple[int, int], cell: ThemeCell, top: float, lang: Lang
) -> Square:
    i, j = place
    share = _share(cell)
    text = f"{cell.told(lang)} {share}".strip() or "–"
    opacity = round(STRONGEST * cell.side.share_primary / top, 3) if top else 0.0
    title = f"{theme_name(row, lang)} · {report.plans[j].id} · {text} ({len(cell.side.tasks)})"
    return Square(NAME + j * CELL, HEAT_TOP + i * HEAT_ROW, opacity, clip(text, CELL_CELLS), title)


COLUMN, GAP, TOP, MARGIN = 172.0, 84.0, 34.0, 8.0

ROW, SPACE = 18.0, 5.0
"""The least height of a box, and the room between two."""

THICKNESS = {Strength.FULL: 9.0, Strength.PARTIAL: 3.0}

LABEL_CELLS = 22
"""Cells of a title that fit into a box; the whole title is in its tooltip and in the twin table."""


class Box(Struct, frozen=True):
    """A task; ``arrived`` and ``left`` are the marks of a status that is not continued."""

    x: float
    y: float
    width: float
    height: float
    label: str
    title: str
    arrived: str
    left: str


class Ribbon(Struct, frozen=True):
    """A link, as the middle line of a band (SVG path) and its thickness."""

    path: str
    thickness: float
    strength: str
    title: str


class Head(Struct, frozen=True):
    """The head of a column."""

    x: float
    label: str


class Flow(Struct, frozen=True):
    """The whole picture."""

    width: float
    height: float
    heads: tuple[Head, ...]
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]


class _Tie(Struct, frozen=True):
    """A link between two columns, its ends named by column and task."""

    link: Link
    start: tuple[int, str]
    end: tuple[int, str]


def flow(report: Report) -> Flow:
    """Place the tasks of all plans, and the links between them.

    >>> flow(Report(plans=(), comparisons=())).boxes
    ()
    """
    ties = tuple(_ties(report))
    marks = _marks(report)
    boxes: dict[tuple[int, str], Box] = {}
    for column, plan in enumerate(report.plans):
        for task, box in _column(column, plan, ties, marks):
            boxes[column, task.id] = box
    bottom = max((box.y + box.height for box in boxes.values()), default=TOP)
    width = max(len(report.plans) * (COLUMN + GAP) - GAP, 0.0) + 2 * MARGIN
    heads = tuple(Head(_x(column), plan.id) for column, plan in enumerate(report.plans))
    return Flow(width, bottom + MARGIN, heads, tuple(boxes.values()), tuple(_ribbons(ties, boxes)))


def _x(column: int) -> float:
    return MARGIN + column * (COLUMN + GAP)


def _ties(report: Report) -> Iterator[_Tie]:
    columns = {plan.id: index for index, plan in enumerate(report.plans)}
    for comparison in report.comparisons:
        before, after = columns[comparison.previous], columns[comparison.current]
        for link in comparison.links:
            yield _Tie(link, (before, link.previous), (after, link.current))


def _marks(report: Report) -> dict[tuple[int, str, Side], str]:
    """Return the marks of new and dropped tasks; the side says where in the box they stand."""
    columns = {plan.id: index for index, plan in enumerate(report.plans)}
    found: dict[tuple[int, str, Side], str] = {}
    for comparison in report.comparisons:
        for group in comparison.groups:
            if group.status is Status.NEW:
                for task in group.current:
                    found[columns[comparison.current], task, Side.PREVIOUS] = "+"
            elif group.status is Status.DROPPED:
                for task in group.previous:
                    found[columns[comparison.previous], task, Side.CURRENT] = "\N{MINUS SIGN}"
    return found


def _column(
    column: int,
    plan: Plan,
    ties: tuple[_Tie, ...],
    marks: dict[tuple[int, str, Side], str],
) -> Iterator[tuple[Task, Box]]:
    incoming = _loads((tie.end, tie.link) for tie in ties)
    outgoing = _loads((tie.start, tie.link) for tie in ties)
    y = TOP
    for task in plan.tasks:
        place = (column, task.id)
        height = max(ROW, incoming.get(place, 0.0), outgoing.get(place, 0.0))
        yield (
            task,
            Box(
                x=_x(column),
                y=y,
                width=COLUMN,
                height=height,
                label=clip(task_name(task), LABEL_CELLS),
                title=task_name(task),
                arrived=marks.get((column, task.id, Side.PREVIOUS), ""),
                left=marks.get((column, task.id, Side.CURRENT), ""),
            ),
        )
        y += height + SPACE


def _loads(ends: Iterator[tuple[tuple[int, str], Link]]) -> dict[tuple[int, str], float]:
    """Add up the thickness of the ribbons at each task."""
    loads: dict[tuple[int, str], float] = {}
    for place, link in ends:
        loads[place] = loads.get(place, 0.0) + THICKNESS[link.strength]
    return loads


def _ribbons(ties: tuple[_Tie, ...], boxes: dict[tuple[int, str], Box]) -> Iterator[Ribbon]:
    """Stack ribbons at each box in the order of the boxes that they come from or lead to."""
    starts: dict[tuple[int, str], float] = {}
    arriving = _offsets(ties, boxes)
    for tie in sorted(ties, key=lambda tie: (boxes[tie.start].y, boxes[tie.end].y)):
        start, end = boxes[tie.start], boxes[tie.end]
        thickness = THICKNESS[tie.link.strength]
        y1 = start.y + starts.get(tie.start, 0.0) + thickness / 2
        y2 = end.y + arriving[tie.start, tie.end] + thickness / 2
        starts[tie.start] = starts.get(tie.start, 0.0) + thickness
        yield Ribbon(
            _path(start.x + start.width, y1, end.x, y2),
            thickness,
            tie.link.strength.value,
            f"{tie.link.previous} → {tie.link.current}",
        )


def _offsets(
    ties: tuple[_Tie, ...], boxes: dict[tuple[int, str], Box]
) -> dict[tuple[tuple[int, str], tuple[int, str]], float]:
    """Return how far below the top of its box each ribbon arrives."""
    used: dict[tuple[int, str], float] = {}
    found = {}
    for tie in sorted(ties, key=lambda tie: (boxes[tie.end].y, boxes[tie.start].y)):
        found[tie.start, tie.end] = used.get(tie.end, 0.0)
        used[tie.end] = used.get(tie.end, 0.0) + THICKNESS[tie.link.strength]
    return found


def _path(x1: float, y1: float, x2: float, y2: float) -> str:
    """Draw the middle line of a band that leaves and arrives level."""
    middle = (x1 + x2) / 2
    return f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
