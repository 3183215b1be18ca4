"""Parts: the items of an outline that look back, introduce or conclude, and set no task."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from policydiff.model import Part
from policydiff.parsing.blocks import Labelled
from policydiff.parsing.outline import Item
from policydiff.records import dataclass
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL
from policydiff.text.words import load_lexicon


@dataclass(frozen=True, slots=True)
class Pruned:
    """The items that are left, and the blocks of the others with what they are."""

    kept: tuple[Item, ...]
    apart: tuple[Labelled, ...]


class _Level(Enum):
    OUTERMOST = "outermost"
    INNER = "inner"


def prune(items: Sequence[Item], settings: ParsingSettings) -> Pruned:
    """Set apart the items that set no task, but for those that the settings include.

    A review of past work is told only among the first items of the outermost level (a lone root
    hands its level down), like what frames the year's work; 引言, 指导思想 and 小结 at every level.
    """
    return _prune(items, _Level.OUTERMOST, settings)


def _prune(items: Sequence[Item], level: _Level, settings: ParsingSettings) -> Pruned:
    kept: list[Item] = []
    apart: list[Labelled] = []
    below = _Level.OUTERMOST if len(items) == 1 else _Level.INNER
    framing = _framing(items, settings) if level is _Level.OUTERMOST else {}
    for index, item in enumerate(items):
        part = _part_of(item) or framing.get(index)
        if part is None and level is _Level.OUTERMOST and not kept and _looks_back(item, settings):
            part = Part.REVIEW
        if part in settings.include:
            part = None
        if not _says_anything(item):
            part = Part.PAGE_JUNK
        if part:
            apart.extend(Labelled(part, block) for block in item.blocks)
            continue
        inner = _prune(item.children, below if level is _Level.OUTERMOST else level, settings)
        apart.extend(inner.apart)
        if inner.kept or not item.children:
            kept.append(replace(item, children=inner.kept))
        else:
            own = replace(item, children=())
            apart.extend(Labelled(inner.apart[0].part, block) for block in own.blocks)
    return Pruned(tuple(kept), tuple(apart))


def _says_anything(item: Item) -> bool:
    """Tell whether there is more to an item than its marker."""
    return any(char.isalnum() for block in item.blocks for char in block.rest)


def _part_of(item: Item) -> Part | None:
    """Return what a heading like 引言, 指导思想, 小结 introduces; None for a heading of work."""
    if item.head is None:
        return None
    lexicon = load_lexicon()
    heading = _heading(item)
    for part, rule in (
        (Part.PREFACE, lexicon.preface),
        (Part.GUIDANCE, lexicon.guidance),
        (Part.CLOSING, lexicon.conclusion),
    ):
        if rule.match(heading):
            return part
    return None


def _framing(items: Sequence[Item], settings: ParsingSettings) -> dict[int, Part]:
    """Return the sections, by index, that frame the work of the year without setting it.

    These are 「总体要求」 and 「主要目标」 without items, and the outlook on the next five years in
    a report on one year. A plan that is about nothing else keeps them as its work.
    """
    framing = {
        index: part for index, item in enumerate(items) if (part := _frame_of(item)) is not None
    }
    framed = sum(items[index].length for index in framing)
    whole = sum(item.length for item in items if not _looks_back(item, settings))
    return framing if framed < settings.coverage * whole else {}


def _frame_of(item: Item) -> Part | None:
    lexicon = load_lexicon()
    heading = _heading(item)
    if lexicon.outlook.match(heading):
        return Part.OUTLOOK
    bare = all(child.form in RHETORICAL for child in item.children)
    return Part.GUIDANCE if bare and lexicon.framing.match(heading) else None


def _looks_back(item: Item, settings: ParsingSettings) -> bool:
    if item.head is None:
        return False
    lexicon = load_lexicon()
    heading = _heading(item)
    if lexicon.forward.match(heading):
        return False
    if lexicon.review.match(heading):
        return True
    following = item.blocks[1 : 1 + settings.review_paragraphs]
    speaks_of_past = any(lexicon.past.match(block.text) for block in following)
    return bool(lexicon.review_perhaps.match(heading)) and speaks_of_past


def _heading(item: Item) -> str:
    return item.head.rest.split("。")[0].rstrip("：:") if item.head else ""
