"""The outline: a tree of items, with its depth read from the document's own use of markers.

Numbering: gaps, repetitions and jumps in the numbers of an outline.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.parsing.blocks import Block
from policydiff.settings import ParsingSettings
from policydiff.text.markers import UNNUMBERED, Form, Marker


class Item(Struct, frozen=True):
    """A marked block with the plain paragraphs behind it and the items below it.

    ``head`` is None for a part whose heading the source has lost.
    """

    number: int
    head: Block | None
    body: tuple[Block, ...]
    children: tuple["Item", ...]

    @property
    def form(self) -> Form | None:
        """The form of numbering; None for a part without heading."""
        return self.head.marker.form if self.head and self.head.marker else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the item in order, those of the items below it too."""
        own = (self.head, *self.body) if self.head else self.body
        return own + tuple(block for child in self.children for block in child.blocks)

    @property
    def length(self) -> int:
        """The number of characters in all blocks."""
        return sum(len(block.text) for block in self.blocks)


class Outline(Struct, frozen=True):
    """The items of a text, the plain blocks before the first, and the forms from out to in."""

    lead: tuple[Block, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...]


def read_outline(blocks: Sequence[Block], settings: ParsingSettings) -> Outline:
    """Build the outline of the blocks.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> rows = "总的要求。", "一、水利", "（一）修渠。", "（二）修坝。", "二、道路", "（一）修桥。"
    >>> lines = [Line(number, row) for number, row in enumerate(rows, 1)]
    >>> settings = ParsingSettings()
    >>> outline = read_outline(split_blocks(lines, settings), settings)
    >>> [(item.number, [child.number for child in item.children]) for item in outline.items]
    [(1, [1, 2]), (2, [1])]
    """
    forms = order_forms([b.marker for b in blocks if b.marker], settings)
    lead, items = _grow(blocks, forms)
    return Outline(lead, _restore_parts(items), forms)


def order_forms(markers: Sequence[Marker], settings: ParsingSettings) -> tuple[Form, ...]:
    """Order the forms from the outside to the inside, as this document uses them.

    A form is inside another where its numbers start afresh behind the other; where the document
    does not tell, the usual order (that of ``Form``) decides.
    """
    usual = list(Form)
    present = sorted({marker.form for marker in markers}, key=usual.index)
    ordered: list[Form] = []
    for form in present:
        place = len(ordered)
        while place and _is_inside(
            ordered[place - 1], form, ordered[: place - 1], markers, settings
        ):
            place -= 1
        ordered.insert(place, form)
    return tuple(ordered)


def _is_inside(
    inner: Form,
    outer: Form,
    above: Sequence[Form],
    markers: Sequence[Marker],
    settings: ParsingSettings,
) -> bool:
    afresh = _afresh(inner, outer, above, markers)
    return afresh >= settings.afresh and afresh > _afresh(outer, inner, above, markers)


def _afresh(inner: Form, outer: Form, above: Sequence[Form], markers: Sequence[Marker]) -> float:
    """Return how often (0..1) the inner form starts at 1 again after an outer marker.

    Where a form that stands above both has a marker between, that is what it starts afresh behind.
    """
    gaps = restarts = 0
    last: int | None = None
    crossed = False
    for marker in markers:
        if marker.form is outer:
            crossed = True
        elif marker.form in above:
            last = None
        elif marker.form is inner:
            if last is not None and crossed:
                gaps += 1
                restarts += marker.number == 1 and last >= marker.number
            last, crossed = marker.number, False
    return restarts / gaps if gaps else 0.0


def _grow(
    blocks: Sequence[Block], forms: Sequence[Form]
) -> tuple[tuple[Block, ...], tuple[Item, ...]]:
    """Split blocks at the outermost form that occurs; return the lead and the items."""
    present = {block.marker.form for block in blocks if block.marker}
    if not present:
        return tuple(blocks), ()
    top = next(form for form in forms if form in present)
    starts = [i for i, b in enumerate(blocks) if b.marker and b.marker.form is top]
    lead, before = _grow(blocks[: starts[0]], forms)
    items = list(before)
    for order, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
        head = blocks[start]
        body, children = _grow(blocks[start + 1 : end], forms)
        numbered = head.marker is not None and top not in UNNUMBERED
        number = head.marker.number if head.marker and numbered else order
        items.append(Item(number, head, body, children))
    return lead, tuple(items)


def _restore_parts(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Put items into parts where their numbers restart at 1 because headings were lost.

    medadmin-2024.txt: 1.–5., 1.–5., 1.–4., 1.–3. without any heading. Below headings, the
    number of a lost one must be missing too: 一、 holds （一） （二） （一） （二）, 三、 follows.
    """
    runs = _runs(items)
    if len(runs) > 1:
        return tuple(Item(number, None, (), run) for number, run in enumerate(runs, 1))
    restored = [
        part for item, following in pairwise(items) for part in _restore_next(item, following)
    ]
    return (*restored, *items[-1:])


def _restore_next(item: Item, following: Item) -> Iterator[Item]:
    runs = _runs(item.children)
    if len(runs) < 2 or following.number - item.number < len(runs):
        yield item
        return
    for order, run in enumerate(runs):
        yield Item(item.number + order, *((None, ()) if order else (item.head, item.body)), run)


def _runs(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], ...]:
    """Split items of one form where their numbers start at 1 again."""
    if len({item.form for item in items}) > 1:
        return (items,)
    runs: list[list[Item]] = []
    for item in items:
        if not runs or (item.number == 1 and runs[-1][-1].number > 1):
            runs.append([])
        runs[-1].append(item)
    return tuple(tuple(run) for run in runs)


def numbering_notes(outline: Outline) -> tuple[str, ...]:
    """Return a remark, with its line, on each number that does not follow the one before.

    Numbers may start at 1 under each heading or run on from heading to heading.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> from policydiff.parsing.outline import read_outline
    >>> from policydiff.settings import ParsingSettings
    >>> lines = [Line(1, "1.修渠。"), Line(2, "2.修坝。"), Line(3, "4.修井。")]
    >>> settings = ParsingSettings()
    >>> numbering_notes(read_outline(split_blocks(lines, settings), settings))
    ('line 3: number 4 (4) follows 2; 3 is missing',)
    """
    return tuple(_remarks(outline.items, {}))


def _remarks(items: Sequence[Item], last: dict[Form, int]) -> Iterator[str]:
    begun: set[Form] = set()
    usual = next((item.form for item in items if item.form), None)
    for item in items:
        head = item.head
        if head and head.marker and head.marker.form not in UNNUMBERED:
            form = head.marker.form
            before = last.get(form, 0)
            fresh = item.number == 1 and form not in begun
            if not fresh and item.number != before + 1:
                yield _remark(head, item.number, before)
            begun.add(form)
            last[form] = item.number
        elif head is None and item.number > 1:
            line = item.blocks[0].line
            yield f"line {line}: numbers start again at 1; a heading may be lost in front of it"
            if usual:
                last[usual] = item.number
        yield from _remarks(item.children, last)


def _remark(head: Block, number: int, before: int) -> str:
    printed = head.marker.printed if head.marker else ""
    where = f"line {head.line}: number {number} ({printed})"
    if number == before:
        return f"{where} stands twice in a row"
    if number <= before:
        return f"{where} follows {before}"
    if before == 0:
        return f"{where} is the first; 1 is missing"
    missing = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
    return f"{where} follows {before}; {missing} {'is' if number == before + 2 else 'are'} missing"
