"""Rewrite what plain text cannot show of a page: tables row by row, ruby and notes left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.text.lines import DITTO, cell_text, row_text
from policydiff.text.markers import opens_with_marker

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree, Node

BLOCKS = frozenset(("p", "div", "li", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr"))
HOLDERS = frozenset(("table", "ol", "ul"))  # what is in them is theirs
READINGS = frozenset(("rt", "rp"))  # how a character is spoken, beside it
REWRITTEN = frozenset(("table", "ol", "sup", *READINGS))
LEAST_ROWS, LEAST_CELLS = 2, 2
LONGEST_LINK = 12  # characters: 政务公开, 规划计划
LONGEST_NUMBER = 6  # digits and a sign: lists count no further
MOST_SPAN = 200  # rows or columns that one cell may go over
MOST_COLUMNS = 50  # of a table: behind them a cell takes one place, however far it goes
MOST_LEVELS = 15  # tables, lists and notes in each other
NODES_LOOKED_AT = 40  # below a node whose text is wanted only if it is short
LONGEST_CELL = 1500  # characters: a cell that holds more is the layout of a page
NOTE_RE = re.compile(r"[\[〔【（(]\s?(?:注?\s?\d{1,3}|注)\s?[\]〕】）)]|[①-⑳]|\d{1,2}")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Cell(Struct, frozen=True):
    """The text of a cell, and over how many rows and columns it goes."""

    blocks: tuple[str, ...]
    rows: int
    columns: int


def rewrite(tree: HTMLTree) -> None:
    """Write tables of data a row a line, and lists with their numbers; take out marks of notes."""
    document = tree.document
    if document is None or document.query_selector("table,rt,rp,sup,ol") is None:
        return
    tables: list[Node] = []
    small: list[Node] = []
    counted: list[Node] = []
    for node in _moderately_nested(document):
        if node.tag == "table":
            tables.append(node)
        elif node.tag == "ol":
            counted.append(node)
        else:
            small.append(node)
    for node in reversed(small):
        _rewrite_small(node)
    for listing in reversed(counted):
        _number(tree, listing)
    for table in reversed(tables):  # tables in cells come first: those around them are layout
        _rewrite_table(tree, table)


def _moderately_nested(document: Node) -> Iterator[Node]:
    """Yield what may be rewritten, in the order of the page, but for what nests beyond reason.

    What is moved or taken out takes time with all that is in it, once for each such level.
    """
    found = [node for node in document if node.tag in REWRITTEN]
    if len(found) > MOST_LEVELS:
        found = [node for node, level in nested(document, REWRITTEN) if level <= MOST_LEVELS]
    yield from found


def nested(document: Node, tags: Collection[str]) -> Iterator[tuple[Node, int]]:
    """Yield the elements of these tags, and how many of them each stands in, itself counted.

    In one walk: a selector for tags within tags looks at all that is around each of them.
    """
    levels: dict[Node | None, int] = {}
    for node in document:
        level = levels.get(node.parent, 0)
        if node.tag in tags:
            level += 1
            yield node, level
        levels[node] = level


def _rewrite_small(node: Node) -> None:
    """Take out a reading or the mark of a note; raise the digits of a unit or a power."""
    if node.tag in READINGS:
        node.decompose()
        return
    text = opening_text(node)
    before = (node.prev.text or "") if node.prev is not None else ""
    raised = raised_text(text, before)
    if not raised:
        node.decompose()
    elif raised != text:
        node.text = raised


def raised_text(text: str, before: str) -> str:
    """Return what stands raised behind a text: digits of a unit or a power, no mark of a note.

    >>> raised_text("2", "10km"), raised_text("1", "签约率"), raised_text("工程", "六进")
    ('²', '', '工程')
    """
    if text.isascii() and text.isdigit() and before[-1:].isascii() and before[-1:].isalnum():
        return text.translate(RAISED)
    return "" if NOTE_RE.fullmatch(text) else text


def _number(tree: HTMLTree, listing: Node) -> None:
    """Write the items of a list that counts in its own way, or not at all, with their numbers."""
    items = list(_inside(listing, "li"))
    printed = [opens_with_marker(opening_text(item)) for item in items]
    parent = listing.parent
    own = any(_attribute(item, "value") for item in items) or bool(_attribute(listing, "start"))
    inner, trail = _is_in_list(listing), _is_trail(items)
    if parent is None or not (own or inner or trail or any(printed)):
        return
    number = _whole(_attribute(listing, "start"))
    for item, has_number in zip(items, printed, strict=True):
        number = _whole(_attribute(item, "value"), number)
        paragraph = tree.create_element("p")
        written = f"（{number}）" if inner else f"{number}. "
        mark = tree.create_text_node("" if has_number or trail else written)
        if paragraph is None or mark is None:
            return
        paragraph.append_child(mark)
        while (child := item.first_child) is not None:
            paragraph.append_child(child)
        parent.insert_before(paragraph, listing)
        number += 1
    listing.decompose()


def _is_in_list(listing: Node) -> bool:
    """Tell whether a list stands in an item of another that counts: its numbers are of a kind."""
    item = listing.parent
    return item is not None and item.tag == "li" and _tag(item.parent) == "ol"


def _tag(node: Node | None) -> str:
    return "" if node is None else node.tag or ""


def _is_trail(items: Sequence[Node]) -> bool:
    """Tell whether a list is the way to the page or a menu: short links, but for where one is."""
    links = [_tag(_only_child(item)) == "a" for item in items]
    short = all(len(opening_text(item)) <= LONGEST_LINK for item in items)
    return len(items) > 1 and short and all(links[:-1])


def _only_child(node: Node) -> Node | None:
    filled = [
        child for child in _children(node) if child.tag != "#text" or (child.text or "").strip()
    ]
    return filled[0] if len(filled) == 1 else None


def _attribute(node: Node, name: str) -> str:
    from resiliparse.parse.html import ElementNode

    return (node.getattr(name) if isinstance(node, ElementNode) else None) or ""


def _whole(said: str, otherwise: int = 1) -> int:
    return int(said) if said.strip().isdecimal() and len(said) < LONGEST_NUMBER else otherwise


def _rewrite_table(tree: HTMLTree, table: Node) -> None:
    read = [list(_cells(row)) for row in _inside(table, "tr")]
    rows = [[cell for cell in row if cell] for row in read]
    if rows != read:  # a cell holds a table that was left alone: this one is layout, too
        return
    wide = [row for row in rows if sum(bool(cell.blocks) for cell in row) >= LEAST_CELLS]
    longest = max((sum(map(len, cell.blocks)) for row in rows for cell in row), default=0)
    parent = table.parent
    if len(wide) < LEAST_ROWS or longest > LONGEST_CELL or parent is None:
        return
    for text in chain.from_iterable(row_texts(rows)):
        paragraph = tree.create_element("p")
        if paragraph is None:
            return
        paragraph.text = text
        parent.insert_before(paragraph, table)
    table.decompose()


def _inside(node: Node, tag: str) -> Iterator[Node]:
    """Yield the elements of a tag below a node, not those inside one of them."""
    waiting = _children(node)[::-1]
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            yield child
        elif child.tag not in HOLDERS:
            waiting += reversed(_children(child))


def _cells(row: Node) -> Iterator[Cell | None]:
    """Yield the cells of a row; None stands for one that holds a table."""
    child = row.first_child
    while child is not None:
        if child.tag in ("td", "th"):
            blocks = [""]
            if not _collect(child, blocks):
                yield None
                return
            filled = tuple(text for text in (" ".join(b.split()) for b in blocks) if text)
            yield Cell(filled, _span(child, "rowspan"), _span(child, "colspan"))
        child = child.next


def _collect(node: Node, blocks: list[str]) -> bool:
    """Collect the text below a node; a block element begins another piece, and so does its end.

    False, and no more is read, where a table stands there. Without recursion: what a page nests
    may be deeper than any stack.
    """
    waiting: list[Node | None] = [*reversed(_children(node))]  # None: a block ends here
    while waiting:
        child = waiting.pop()
        if child is None:
            blocks.append("")
        elif child.tag == "table":
            return False
        elif child.tag == "#text":
            blocks[-1] += child.text or ""
        elif child.tag in BLOCKS:
            blocks.append("")
            waiting += [None, *reversed(_children(child))]
        elif child.tag not in ("script", "style"):
            waiting += reversed(_children(child))
    return True


def opening_text(node: Node) -> str:
    """Return the text that a node begins with; what was not looked through ends in an ellipsis.

    The text of a whole node takes time with all that is below it, and nodes nest.
    """
    pieces: list[str] = []
    waiting: list[Node | None] = [node.first_child]
    for _ in range(NODES_LOOKED_AT):
        child = None
        while waiting and child is None:
            child = waiting.pop()
        if child is None:
            return "".join(pieces).strip()
        waiting.append(child.next)
        if child.tag == "#text":
            pieces.append(child.text or "")
        else:
            waiting.append(child.first_child)
    return "".join(pieces).strip() + "…"


def _children(node: Node) -> list[Node]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _span(cell: Node, name: str) -> int:
    return max(1, min(_whole(_attribute(cell, name)), MOST_SPAN))


def row_texts(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of each row, mostly one; where a merged cell goes on, a ditto mark stands.

    A row with one filled cell is a heading in the table: it keeps its lines.
    """
    running: dict[int, int] = {}  # column → how many rows below a cell still goes over
    for row in rows:
        cells = iter(row)
        texts: list[str] = []
        own = [cell for cell in row if cell.blocks]
        if len(own) == 1 and not any(running.values()):
            yield own[0].blocks
            continue
        while True:
            if running.get(len(texts), 0):
                running[len(texts)] -= 1
                texts.append(DITTO)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            for place in range(cell.columns):
                if len(texts) < MOST_COLUMNS:
                    running[len(texts)] = cell.rows - 1
                elif place:
                    break
                texts.append(cell_text(cell.blocks) if place == 0 else "")
        yield (row_text(texts),)
