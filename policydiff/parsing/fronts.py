"""Fronts: what stands before the first item of a plan, titles above all."""

import re
from collections.abc import Sequence

from policydiff.model import Part
from policydiff.parsing.blocks import Block, Labelled
from policydiff.parsing.headings import is_title_line
from policydiff.settings import ParsingSettings
from policydiff.text.words import Lexicon, load_lexicon

_YEAR_RE = re.compile(r"(?:19|20)\d\d|[〇零○一二三四五六七八九]{4}年")
_HEADLINE_RE = re.compile(r"[^。]{8,40}(?<![。：:！!])")


def label_front(blocks: Sequence[Block], settings: ParsingSettings) -> tuple[Labelled, ...]:
    """Label the blocks before the first item: title, letter, byline, preface.

    >>> rows = "关于印发要点的通知", "各单位：", "2024年1月2日", "某县2024年要点", "为做好工作。"
    >>> blocks = [Block(number, row) for number, row in enumerate(rows, 1)]
    >>> [labelled.part.value for labelled in label_front(blocks, ParsingSettings())]
    ['title', 'cover-letter', 'cover-letter', 'title', 'preface']
    """
    lexicon = load_lexicon()
    titles = _title_lines(blocks, lexicon, settings)
    last = max(titles, default=-1)
    parts: list[Part] = []
    for i, block in enumerate(blocks):
        if i in titles:
            parts.append(Part.TITLE)
        elif lexicon.page_junk.match(block.text) or lexicon.page_foot.match(block.text):
            parts.append(Part.PAGE_JUNK)
        elif lexicon.byline.match(block.text) and not (i < last and Part.COVER_LETTER in parts):
            parts.append(Part.BYLINE)
        elif lexicon.digest.match(block.text):
            parts.append(Part.LEAD)
        else:
            parts.append(Part.COVER_LETTER if i < last else Part.PREFACE)
    return tuple(Labelled(part, block) for part, block in zip(parts, blocks, strict=True))


def _title_lines(
    blocks: Sequence[Block], lexicon: Lexicon, settings: ParsingSettings
) -> frozenset[int]:
    """Return the indexes of title lines; of a news report without one, that of the headline."""

    def is_title(block: Block) -> bool:
        named = lexicon.title.match(squeeze(block.text)) is not None
        return named and not lexicon.byline.match(block.text)

    found = {i for i, block in enumerate(blocks) if is_title(block)}
    broken = {
        i - 1
        for i in found
        if i and i - 1 not in found and _begins_title(blocks[i - 1], blocks[i], lexicon, settings)
    }
    if not found and any(lexicon.digest.match(block.text) for block in blocks):
        headlines = (i for i, block in enumerate(blocks) if _is_headline(block, lexicon))
        found = {index for index in [next(headlines, -1)] if index >= 0}
    return frozenset(found | broken)


def _begins_title(first: Block, second: Block, lexicon: Lexicon, settings: ParsingSettings) -> bool:
    """Tell whether a title is broken over two lines: the year stands on the first alone."""
    others = (lexicon.byline, lexicon.page_junk, lexicon.page_foot)
    if any(rule.match(first.text) for rule in others) or not is_title_line(first.text, settings):
        return False
    return bool(_YEAR_RE.search(first.text)) and not _YEAR_RE.search(second.text)


def _is_headline(block: Block, lexicon: Lexicon) -> bool:
    others = (lexicon.byline, lexicon.digest, lexicon.page_junk, lexicon.page_foot)
    return bool(_HEADLINE_RE.fullmatch(block.text)) and not any(
        rule.match(block.text) for rule in others
    )


def is_news(front: Sequence[Labelled]) -> bool:
    """Tell whether a text begins as a news report: a reporter learnt of the plan."""
    digest = load_lexicon().digest
    return any(digest.match(labelled.block.text) for labelled in front)


def squeeze(text: str) -> str:
    """Return a heading without the spaces that spread it: 政 府 工 作 报 告.

    >>> squeeze("工 作 要 点"), squeeze("关于 工作 的 报告")
    ('工作要点', '关于 工作 的 报告')
    """
    pieces = text.split()
    spread = len(pieces) > 2 and all(len(piece) == 1 for piece in pieces)
    return "".join(pieces) if spread else text
