"""The frame of a plan: what stands before the first item and behind the last task."""

from collections.abc import Sequence
from dataclasses import dataclass

from policydiff.model import Part
from policydiff.parsing.blocks import Block
from policydiff.parsing.lexicon import Lexicon, load_lexicon


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block that is set apart, and as what."""

    part: Part
    block: Block


@dataclass(frozen=True, slots=True)
class Frame:
    """The body with the items, and the blocks around it, in order."""

    head: tuple[Labelled, ...]
    body: tuple[Block, ...]
    tail: tuple[Labelled, ...]


def frame_blocks(blocks: Sequence[Block]) -> Frame:
    """Tell the body of a plan from its head and tail; a contents page goes to the head.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> rows = "某县2024年工作要点", "1.修渠。", "2.修坝。", "各位代表！让我们努力。"
    >>> frame = frame_blocks(split_blocks(Line(n, row) for n, row in enumerate(rows, 1)))
    >>> [(x.part.value, x.block.line) for x in frame.head + frame.tail]
    [('title', 1), ('closing', 4)]
    """
    lexicon = load_lexicon()
    known = tuple(Labelled(block.part, block) for block in blocks if block.part)
    blocks = [block for block in blocks if block.part is None]
    first = next((i for i, block in enumerate(blocks) if block.marker), len(blocks))
    end = _end_of_pages(blocks, first, lexicon)
    last = max((i for i in range(first, end) if blocks[i].marker), default=first)
    stop = last + 1 + _length_of_last(blocks[first:last], blocks[last + 1 : end], lexicon)
    return Frame(
        known + _label_head(blocks[:first], lexicon),
        tuple(blocks[first:stop]),
        _label_tail(blocks[stop:end], lexicon) + _label_pages(blocks[end:], lexicon),
    )


def squeeze(text: str) -> str:
    """Return a heading without the spaces that spread it: 政 府 工 作 报 告."""
    pieces = text.split()
    spread = len(pieces) > 2 and all(len(piece) == 1 for piece in pieces)
    return "".join(pieces) if spread else text


def _end_of_pages(blocks: Sequence[Block], first: int, lexicon: Lexicon) -> int:
    """Return where glossaries, appendices and page furniture begin behind the items."""
    for i in range(first + 1, len(blocks)):
        if _opens_pages(blocks[i], lexicon) and not _counts_on(blocks, first, i):
            return i
    return len(blocks)


def _opens_pages(block: Block, lexicon: Lexicon) -> bool:
    rules = (lexicon.page_junk, lexicon.glossary, lexicon.appendix)
    return block.marker is None and any(rule.match(block.text) for rule in rules)


def _counts_on(blocks: Sequence[Block], first: int, opener: int) -> bool:
    """Tell whether the numbering of the body goes on behind a line of page furniture."""
    following = next((b.marker for b in blocks[opener:] if b.marker), None)
    if following is None or following.number == 1:
        return False
    before = [b.marker for b in blocks[first:opener] if b.marker]
    last = next((m for m in reversed(before) if m.form is following.form), None)
    return last is not None and following.number == last.number + 1


def _length_of_last(before: Sequence[Block], trailing: Sequence[Block], lexicon: Lexicon) -> int:
    """Return how many of the trailing plain blocks belong to the last item.

    None where no other item of the text runs over several paragraphs.
    """
    runs_over = any(block.marker is None for block in before)
    for i, block in enumerate(trailing):
        if lexicon.closing.match(block.text) or lexicon.colophon.match(block.text):
            return i
    return len(trailing) if runs_over else 0


def _label_head(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[Labelled, ...]:
    titles = [
        i
        for i, block in enumerate(blocks)
        if lexicon.title.match(squeeze(block.text)) and not lexicon.byline.match(block.text)
    ]
    title = titles[-1] if titles else -1
    labelled = []
    for i, block in enumerate(blocks):
        if i in titles:
            part = Part.TITLE
        elif lexicon.page_junk.match(block.text):
            part = Part.PAGE_JUNK
        elif lexicon.byline.match(block.text):
            part = Part.BYLINE
        elif lexicon.digest.match(block.text):
            part = Part.LEAD
        else:
            part = Part.COVER_LETTER if i < title else Part.PREFACE
        labelled.append(Labelled(part, block))
    return tuple(labelled)


def _label_tail(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[Labelled, ...]:
    labelled = []
    current = Part.BACKGROUND
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
        elif lexicon.page_junk.match(block.text):
            current = Part.PAGE_JUNK
        labelled.append(Labelled(current, block))
    return tuple(labelled)
