"""What pictures show: themes over plans, and how tasks flow between plans."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from policydiff.model import Plan, Report, Side, Status, Strength, Task
from policydiff.report import Lang
from policydiff.report.blocks import STRENGTH_TONE, Diagram, Edge, Node, Tone, status_tone
from policydiff.report.labels import status_word
from policydiff.report.pair import Pair, Standing, pairs
from policydiff.report.themes import ThemeCell, ThemeLine, theme_name, theme_rows
from policydiff.report.values import share_text, task_name
from policydiff.text.lines import clip

LABEL_CELLS = 36
"""Cells of a title that a box holds; the whole title stands in the tables."""

MOST_EDGES = 400
"""Arrows of a picture that can still be read; Mermaid itself draws at most 500."""

MOST_NODES = 200
"""Boxes of a picture that can still be read; Mermaid refuses sources of over 50,000 characters."""


class Bar(Struct, frozen=True):
    """A theme in a plan.

    ``length`` is 1 for the largest share of the picture; ``told`` says what became of the theme,
    in words, where it does not simply go on.
    """

    length: float
    text: str
    told: str = ""
    tone: Tone = Tone.PLAIN


class ThemeBars(Struct, frozen=True):
    """A theme with a bar for each plan; None where it occurs on neither side."""

    code: str
    name: str
    bars: tuple[Bar | None, ...]


class ThemePicture(Struct, frozen=True):
    """The themes that have a share of some plan or came or went, and the names of the others."""

    plans: tuple[str, ...]
    rows: tuple[ThemeBars, ...]
    rest: tuple[str, ...]


def theme_picture(report: Report, lang: Lang) -> ThemePicture:
    """Lay the shares of themes out, those that changed most first.

    >>> theme_picture(Report(plans=(), comparisons=()), Lang.EN).rows
    ()
    """
    rows = theme_rows(report)
    top = max((c.side.share_primary for row in rows for c in row.cells if c), default=0.0)
    shown = sorted((row for row in rows if _is_shown(row)), key=lambda row: not _has_share(row))
    return ThemePicture(
        plans=_heads(report.plans),
        rows=tuple(
            ThemeBars(
                row.code,
                theme_name(row, lang),
                tuple(None if cell is None else _bar(cell, top, lang) for cell in row.cells),
            )
            for row in shown
        ),
        rest=tuple(theme_name(row, lang) for row in rows if not _is_shown(row)),
    )


def _heads(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return what plans are called over bars: their years, where one office wrote one a year."""
    years = {plan.year for plan in plans}
    if len({plan.issuer for plan in plans}) == 1 and len(years - {None}) == len(plans):
        return tuple(str(plan.year) for plan in plans)
    return tuple(plan.id for plan in plans)


def _has_share(row: ThemeLine) -> bool:
    return any(cell and cell.side.share_primary for cell in row.cells)


def _is_shown(row: ThemeLine) -> bool:
    return _has_share(row) or any(_is_change(cell) for cell in row.cells if cell)


def _is_change(cell: ThemeCell) -> bool:
    return cell.status not in (None, Status.CONTINUED)


def _bar(cell: ThemeCell, top: float, lang: Lang) -> Bar:
    share = cell.side.share_primary
    length = share / top if top else 0.0
    text = share_text(share) if cell.side.primary else "–" if cell.side.tasks else ""
    if cell.status is None or not _is_change(cell):
        return Bar(length, text)
    return Bar(length, text, cell.told(lang), status_tone(cell.status, cell.open))


def pair_flow(pair: Pair, lang: Lang) -> Diagram:
    """Draw the tasks and links of a pair, in the order in which the lines can be followed.

    The shorter side stands by themes, in the order in which its plan takes them up; the longer
    one in the order of its counterparts, then by themes. What has no link stands last.

    A picture of too many tasks is left out as a whole: it has no nodes.
    """
    if len(pair.previous.tasks) + len(pair.current.tasks) > MOST_NODES:
        return Diagram((), ())
    ties = [(link.previous, link.current, link.strength) for link in pair.comparison.links]
    orders = _orders(pair, ties)
    nodes = tuple(
        Node(f"{_LETTER[side]}{task.id}", _told(pair, side, task, lang), side.of(pair).id, tone)
        for side in Side
        for task in orders[side]
        for tone in [_node_tone(pair.standing(side, task.id))]
    )
    edges = tuple(
        Edge(f"{_LETTER[Side.PREVIOUS]}{a}", f"{_LETTER[Side.CURRENT]}{b}", STRENGTH_TONE[strength])
        for a, b, strength in ties
    )
    return Diagram(nodes, edges)


_LETTER = {Side.PREVIOUS: "p", Side.CURRENT: "c"}
"""What the names of a side's nodes begin with."""

_PULL = {Strength.FULL: 3, Strength.PARTIAL: 1}
"""How strongly a link draws its ends together: a full one as three partial ones."""

_Tie = tuple[str, str, Strength]


def _orders(pair: Pair, ties: Sequence[_Tie]) -> dict[Side, list[Task]]:
    """Return the tasks of both sides in the order of the picture."""
    short = min(Side, key=lambda side: len(side.of(pair).tasks))
    linked = {task for a, b, _ in ties for task in ((Side.PREVIOUS, a), (Side.CURRENT, b))}
    rank = _theme_ranks(short.of(pair))
    first = sorted(
        short.of(pair).tasks,
        key=lambda task: ((short, task.id) not in linked, rank.get(task.themes.primary, -1)),
    )
    places = {task.id: place for place, task in enumerate(first)}
    long = short.other
    means = _means(ties, places, short)
    second = sorted(
        long.of(pair).tasks,
        key=lambda task: (
            (long, task.id) not in linked,
            means.get(task.id, 0.0),
            rank.get(task.themes.primary, len(rank)),
        ),
    )
    return {short: first, long: second}


def _theme_ranks(plan: Plan) -> dict[str | None, int]:
    """Return the place of each theme in the order in which a plan takes them up."""
    codes = dict.fromkeys(task.themes.primary for task in plan.tasks)
    return {code: place for place, code in enumerate(codes)}


def _means(ties: Sequence[_Tie], places: dict[str, int], short: Side) -> dict[str, float]:
    """Return, for each task of the longer side, the mean place of its counterparts."""
    sums: dict[str, tuple[float, int]] = {}
    for previous, current, strength in ties:
        near, far = short.pair(previous, current)
        total, weight = sums.get(far, (0.0, 0))
        pull = _PULL[strength]
        sums[far] = (total + pull * places[near], weight + pull)
    return {task: total / weight for task, (total, weight) in sums.items()}


def _told(pair: Pair, side: Side, task: Task, lang: Lang) -> str:
    """Name a task, what became of it in front where it does not go on."""
    status = pair.standing(side, task.id).status
    if status.status is Status.CONTINUED:
        return task_name(task)
    told = status_word(status.status, pair.comparison.relation, lang, status.open)
    return f"{told} {task_name(task)}"


def _node_tone(standing: Standing) -> Tone:
    return status_tone(standing.status.status, standing.status.open)


def flow_diagram(report: Report, lang: Lang) -> Diagram:
    """Draw every task and link; without the partial links where there are too many.

    A picture of too many tasks is left out as a whole: it has no nodes.

    >>> flow_diagram(Report(plans=(), comparisons=()), Lang.EN)
    Diagram(nodes=(), edges=())
    """
    if sum(len(plan.tasks) for plan in report.plans) > MOST_NODES:
        return Diagram((), ())
    nodes, edges = tuple(_nodes(report, lang)), tuple(_edges(report))
    if len(edges) > MOST_EDGES:
        edges = tuple(edge for edge in edges if edge.tone is STRENGTH_TONE[Strength.FULL])
    return Diagram(nodes, edges if len(edges) <= MOST_EDGES else ())


def _nodes(report: Report, lang: Lang) -> Iterator[Node]:
    found = _statuses(report, lang)
    for column, plan in enumerate(report.plans):
        for row, task in enumerate(plan.tasks):
            statuses = found.get((plan.id, task.id), ())
            words = " ".join(told for told, _ in statuses)
            label = clip(f"{words} {task_name(task)}".strip(), LABEL_CELLS)
            tone = statuses[-1][1] if statuses else Tone.PLAIN
            yield Node(f"p{column}t{row}", label, plan.id, tone)


def _statuses(report: Report, lang: Lang) -> dict[tuple[str, str], list[tuple[str, Tone]]]:
    """Return what is new or dropped, by plan and task: what it is called, and its tone."""
    found: dict[tuple[str, str], list[tuple[str, Tone]]] = {}
    for pair in pairs(report):
        for status in (Status.DROPPED, Status.NEW):
            for standing in pair.with_status(status):
                plan = standing.status.side.of(pair)
                told = status_word(status, pair.comparison.relation, lang, standing.status.open)
                tone = status_tone(status, standing.status.open)
                found.setdefault((plan.id, standing.task.id), []).append((told, tone))
    return found


def _edges(report: Report) -> Iterator[Edge]:
    names = {
        (plan.id, task.id): f"p{column}t{row}"
        for column, plan in enumerate(report.plans)
        for row, task in enumerate(plan.tasks)
    }
    for pair in pairs(report):
        for row in pair.link_rows(pair.comparison.links):
            start = names[pair.previous.id, row.previous.id]
            end = names[pair.current.id, row.current.id]
            yield Edge(start, end, STRENGTH_TONE[row.link.strength])
