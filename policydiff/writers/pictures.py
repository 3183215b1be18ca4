"""The geometry of the picture of tasks that flow from one plan to the next.

Every task is a box in the column of its plan; a link is a ribbon, broad if full, thin if partial.
Lengths are in the user units of the picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from policydiff.report.blocks import Diagram, Edge, Node, Tone
from policydiff.text.lines import clip


class Room(Struct, frozen=True):
    """How broad a picture is, how broad its boxes are, and the cells of a title that they hold."""

    width: float
    box: float
    cells: int


WIDE, NARROW = Room(1160.0, 450.0, 72), Room(350.0, 136.0, 20)
"""A picture for a screen or a sheet of paper, and one for a phone."""

TOP, MARGIN, ROW, SPACE = 26.0, 2.0, 20.0, 4.0
"""Room for the heads and at the edges, the least height of a box, and the room between two."""

THICKNESS = {Tone.PLAIN: 8.0, Tone.FAINT: 2.5}
"""Of a ribbon, by the tone of its edge: partial links are faint."""


class Box(Struct, frozen=True):
    """A task; ``label`` is as much of its title as fits."""

    name: str
    x: float
    y: float
    height: float
    label: str
    title: str
    tone: str


class Ribbon(Struct, frozen=True):
    """A link, as the middle line of a band (SVG path) and its thickness."""

    start: str
    end: str
    path: str
    thickness: float


class Head(Struct, frozen=True):
    """The head of a column."""

    x: float
    label: str


class Flow(Struct, frozen=True):
    """The whole picture."""

    width: float
    height: float
    box: float
    heads: tuple[Head, ...]
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]


def flow(diagram: Diagram, room: Room) -> Flow:
    """Place the tasks of two plans and the links between them; the shorter side follows the longer.

    >>> flow(Diagram((Node("p1", "1 修渠", "2024"),), ()), NARROW).boxes[0].label
    '1 修渠'
    """
    columns = list(dict.fromkeys(node.column for node in diagram.nodes))
    sides = [[node for node in diagram.nodes if node.column == column] for column in columns]
    heights = _heights(diagram)
    tops = _tops(sides, heights, diagram.edges)
    boxes = {
        node.name: _box(node, place, tops[node.name], heights[node.name], room)
        for place, side in enumerate(sides)
        for node in side
    }
    bottom = max((box.y + box.height for box in boxes.values()), default=TOP)
    heads = tuple(Head(_x(place, room), column) for place, column in enumerate(columns))
    ribbons = tuple(_ribbons(diagram.edges, boxes, room))
    return Flow(room.width, bottom + MARGIN, room.box, heads, tuple(boxes.values()), ribbons)


def _x(place: int, room: Room) -> float:
    return MARGIN if place == 0 else room.width - MARGIN - room.box


def _box(node: Node, place: int, y: float, height: float, room: Room) -> Box:
    label = clip(node.label, room.cells)
    return Box(node.name, _x(place, room), y, height, label, node.label, node.tone.name.lower())


def _heights(diagram: Diagram) -> dict[str, float]:
    """Return how high each box is: as its ribbons need."""
    loads: dict[str, float] = {}
    for edge in diagram.edges:
        for name in (edge.start, edge.end):
            loads[name] = loads.get(name, 0.0) + THICKNESS[edge.tone]
    return {node.name: max(ROW, loads.get(node.name, 0.0)) for node in diagram.nodes}


def _tops(
    sides: Sequence[Sequence[Node]], heights: Mapping[str, float], edges: Sequence[Edge]
) -> dict[str, float]:
    """Return where each box begins: one below the other, those of a short side by their ribbons."""
    tops: dict[str, float] = {}
    for side in sorted(sides, key=lambda side: -sum(heights[node.name] + SPACE for node in side)):
        wished = _wishes(side, tops, heights, edges)
        bottom = max((tops[name] + heights[name] for name in tops), default=0.0)
        tops |= _stack(side, heights, wished, bottom)
    return tops


def _wishes(
    side: Sequence[Node],
    tops: Mapping[str, float],
    heights: Mapping[str, float],
    edges: Sequence[Edge],
) -> dict[str, float]:
    """Return where a box would stand level with the middle of what it is tied to."""
    ends: dict[str, list[float]] = {}
    for edge in edges:
        for near, far in ((edge.start, edge.end), (edge.end, edge.start)):
            if far in tops:
                ends.setdefault(near, []).append(tops[far] + heights[far] / 2)
    return {
        node.name: sum(ends[node.name]) / len(ends[node.name]) - heights[node.name] / 2
        for node in side
        if node.name in ends
    }


def _stack(
    side: Sequence[Node],
    heights: Mapping[str, float],
    wished: Mapping[str, float],
    bottom: float,
) -> dict[str, float]:
    """Stack boxes in their order, as near to what is wished as they can be without a gap less."""
    offsets = [0.0, *accumulate(heights[node.name] + SPACE for node in side)]
    shifts: list[float] = []
    for node, offset in zip(side, offsets, strict=False):
        wish = wished.get(node.name)
        shifts.append(shifts[-1] if wish is None and shifts else (wish or TOP) - offset)
    lowest = max(TOP, bottom + SPACE - offsets[-1])
    return {
        node.name: min(max(shift, TOP), lowest) + offset
        for node, shift, offset in zip(side, _rising(shifts), offsets, strict=False)
    }


def _rising(values: Sequence[float]) -> list[float]:
    """Return the rising sequence that is nearest to values: neighbours that fall are averaged.

    (Isotonic regression by pooling adjacent violators.)

    >>> _rising([1.0, 4.0, 2.0, 5.0])
    [1.0, 3.0, 3.0, 5.0]
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, number = pools.pop()
            total, count = total + before, count + number
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _ribbons(edges: Sequence[Edge], boxes: Mapping[str, Box], room: Room) -> Iterator[Ribbon]:
    """Stack ribbons at each box in the order of the boxes that they come from or lead to."""
    leaving = _offsets(sorted(edges, key=lambda e: (boxes[e.start].y, boxes[e.end].y)), "start")
    arriving = _offsets(sorted(edges, key=lambda e: (boxes[e.end].y, boxes[e.start].y)), "end")
    for edge in edges:
        start, end = boxes[edge.start], boxes[edge.end]
        thickness = THICKNESS[edge.tone]
        y1 = start.y + leaving[edge] + thickness / 2
        y2 = end.y + arriving[edge] + thickness / 2
        yield Ribbon(edge.start, edge.end, _path(start.x + room.box, y1, end.x, y2), thickness)


def _offsets(edges: Sequence[Edge], end: str) -> dict[Edge, float]:
    """Return how far below the top of its box each ribbon begins or ends."""
    used: dict[str, float] = {}
    found = {}
    for edge in edges:
        name = getattr(edge, end)
        found[edge] = used.get(name, 0.0)
        used[name] = found[edge] + THICKNESS[edge.tone]
    return found


def _path(x1: float, y1: float, x2: float, y2: float) -> str:
    """Draw the middle line of a band that leaves and arrives level."""
    middle = (x1 + x2) / 2
    return f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
