"""The frame of a plan: what stands before the first item and behind the last task."""

from collections.abc import Sequence

from policydiff.model import Part
from policydiff.parsing.blocks import Block, Labelled
from policydiff.parsing.fronts import is_news, label_front
from policydiff.records import dataclass
from policydiff.settings import ParsingSettings
from policydiff.text.markers import Form, Marker
from policydiff.text.words import Lexicon, load_lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """The body with the items, and the blocks around it, in order."""

    head: tuple[Labelled, ...]
    body: tuple[Block, ...]
    tail: tuple[Labelled, ...]


def frame_blocks(blocks: Sequence[Block], settings: ParsingSettings) -> Frame:
    """Tell the body of a plan from its head and tail.

    What is known to be no part of the outline (a contents page) goes to the head.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> rows = "某县2024年工作要点", "1.修渠。", "2.修坝。", "各位代表！让我们努力。"
    >>> lines = [Line(number, row) for number, row in enumerate(rows, 1)]
    >>> frame = frame_blocks(split_blocks(lines, ParsingSettings()), ParsingSettings())
    >>> [(x.part.value, x.block.line) for x in frame.head + frame.tail]
    [('title', 1), ('closing', 4)]
    """
    lexicon = load_lexicon()
    known = tuple(Labelled(block.part, block) for block in blocks if block.part)
    rest = [block for block in blocks if block.part is None]
    first = next((i for i, block in enumerate(rest) if block.marker), len(rest))
    head = label_front(rest[:first], settings)
    end = _end_of_pages(rest, first, lexicon)
    last = max((i for i in range(first, end) if rest[i].marker), default=first)
    stop = last + 1 + _length_of_last(rest[first:last], rest[last + 1 : end], lexicon)
    usual = Part.BACKGROUND if is_news(head) else Part.CLOSING
    behind = _label_behind(rest[stop:end], usual, lexicon)
    furniture = [b for b in rest[first:stop] if _is_furniture(b, lexicon)]
    return Frame(
        known + head,
        tuple(block for block in rest[first:stop] if not _is_furniture(block, lexicon)),
        (
            *(Labelled(Part.PAGE_JUNK, block) for block in furniture),
            *behind,
            *_label_pages(rest[end:], lexicon),
        ),
    )


def _is_furniture(block: Block, lexicon: Lexicon) -> bool:
    return block.marker is None and lexicon.page_junk.match(block.text) is not None


def _end_of_pages(blocks: Sequence[Block], first: int, lexicon: Lexicon) -> int:
    """Return where glossaries, appendices and the foot of the page begin behind the items."""
    openers = (lexicon.page_foot, lexicon.glossary, lexicon.appendix)
    before: dict[Form, int] = {}
    following = _next_markers(blocks)
    for i in range(first, len(blocks)):
        marker = blocks[i].marker
        if marker:
            before[marker.form] = marker.number
        elif any(rule.match(blocks[i].text) for rule in openers):
            after = following[i]
            goes_on = after and after.number > 1 and before.get(after.form) == after.number - 1
            if not goes_on:
                return i
    return len(blocks)


def _next_markers(blocks: Sequence[Block]) -> list[Marker | None]:
    """Return, for each block, the marker of the next block that has one."""
    following: list[Marker | None] = []
    coming: Marker | None = None
    for block in reversed(blocks):
        following.append(coming)
        coming = block.marker or coming
    return following[::-1]


def _length_of_last(before: Sequence[Block], trailing: Sequence[Block], lexicon: Lexicon) -> int:
    """Return how many of the trailing plain blocks belong to the last item.

    None where no other item of the text runs over several paragraphs.
    """
    runs_over = any(block.marker is None for block in before)
    if not runs_over:
        return 0
    ends = (lexicon.closing, lexicon.colophon)
    last = (i for i, b in enumerate(trailing) if any(rule.match(b.text) for rule in ends))
    return next(last, len(trailing))


def _label_behind(blocks: Sequence[Block], usual: Part, lexicon: Lexicon) -> tuple[Labelled, ...]:
    """Label what stands between the last task and the foot of the page."""
    labelled = []
    current = usual
    for block in blocks:
        if lexicon.closing.match(block.text):
            current = Part.CLOSING
        is_colophon = lexicon.colophon.match(block.text)
        labelled.append(Labelled(Part.COLOPHON if is_colophon else current, block))
    return tuple(labelled)


def _label_pages(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[Labelled, ...]:
    labelled = []
    current = Part.PAGE_JUNK
    for block in blocks:
        if lexicon.glossary.match(block.text):
            current = Part.GLOSSARY
        elif lexicon.appendix.match(block.text) and current is not Part.GLOSSARY:
            current = Part.APPENDIX
        elif lexicon.page_foot.match(block.text):
            current = Part.PAGE_JUNK
        labelled.append(Labelled(current, block))
    return tuple(labelled)
