"""Numbering: gaps, repetitions and jumps in the numbers of an outline."""

from collections.abc import Iterator, Sequence

from policydiff.parsing.blocks import Block
from policydiff.parsing.outline import Item, Outline
from policydiff.text.markers import Form


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
        if head and head.marker and head.marker.form is not Form.HEADING:
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
