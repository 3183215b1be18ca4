"""Selection: which items of an outline are sections, which are tasks, and which set no task."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policydiff.model import Part
from policydiff.parsing.frame import Labelled
from policydiff.parsing.lexicon import load_lexicon
from policydiff.parsing.markers import RHETORICAL, Form
from policydiff.parsing.outline import Item, Outline
from policydiff.settings import ParsingSettings

_HEADING_PARAGRAPHS = 3
"""Paragraphs behind a heading that are read to tell whether it looks back."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A selected item, the numbers on the way to it, and the index of the section that holds it."""

    item: Item
    path: tuple[str, ...]
    section: int | None


@dataclass(frozen=True, slots=True)
class Selection:
    """The sections and tasks of an outline in order, and the blocks that are set apart."""

    sections: tuple[Placed, ...]
    tasks: tuple[Placed, ...]
    apart: tuple[Labelled, ...]


@dataclass(slots=True)
class _Walk:
    """A walk over the outline: mutable while it lasts, since order and indexes grow together."""

    settings: ParsingSettings
    section_forms: frozenset[Form | None]
    sections: list[Placed]
    tasks: list[Placed]
    apart: list[Labelled]

    def visit(self, item: Item, path: tuple[str, ...], section: int | None) -> None:
        path = (*path, str(item.number))
        part = _part_of_heading(item)
        if part and part not in self.settings.include:
            self.apart.extend(Labelled(part, block) for block in item.blocks)
        elif self._is_section(item, len(path)):
            self.sections.append(Placed(item, path, section))
            self.apart.extend(Labelled(Part.LEAD, block) for block in item.body)
            index = len(self.sections) - 1
            for child in item.children:
                self.visit(child, path, index)
        else:
            self.tasks.append(Placed(item, path, section))

    def _is_section(self, item: Item, depth: int) -> bool:
        if not item.children:
            return False
        if self.settings.level is not None:
            return depth < self.settings.level
        return item.form in self.section_forms


def select_items(outline: Outline, settings: ParsingSettings) -> Selection:
    """Tell the sections and tasks of an outline from what sets no task."""
    apart = [Labelled(Part.PREFACE, block) for block in outline.lead]
    ahead: list[Item] = []
    for item in outline.items:
        looks_back = not ahead and _looks_back(item)
        if looks_back and Part.REVIEW not in settings.include:
            apart.extend(Labelled(Part.REVIEW, block) for block in item.blocks)
        else:
            ahead.append(item)
    walk = _Walk(settings, _section_forms(ahead, settings), [], [], apart)
    for item in ahead:
        walk.visit(item, (), None)
    return Selection(tuple(walk.sections), tuple(walk.tasks), tuple(walk.apart))


def _looks_back(item: Item) -> bool:
    if item.head is None:
        return False
    lexicon = load_lexicon()
    heading = item.head.rest.split("。")[0]
    if lexicon.forward.match(heading):
        return False
    if lexicon.review.match(heading):
        return True
    following = item.blocks[1 : 1 + _HEADING_PARAGRAPHS]
    speaks_of_past = any(lexicon.past.match(block.text) for block in following)
    return bool(lexicon.review_perhaps.match(heading)) and speaks_of_past


def _part_of_heading(item: Item) -> Part | None:
    """Return what a heading like 引言, 指导思想, 结语 introduces; None for a heading of work."""
    if item.head is None:
        return None
    lexicon = load_lexicon()
    heading = item.head.rest.split("。")[0].rstrip("：:")
    for part, rule in (
        (Part.PREFACE, lexicon.preface),
        (Part.GUIDANCE, lexicon.guidance),
        (Part.CLOSING, lexicon.conclusion),
    ):
        if rule.match(heading):
            return part
    return None


def _section_forms(items: Sequence[Item], settings: ParsingSettings) -> frozenset[Form | None]:
    """Return the forms whose items hold most of their text in items below them."""
    held: defaultdict[Form | None, int] = defaultdict(int)
    total: defaultdict[Form | None, int] = defaultdict(int)
    for item, is_outermost in _all_items(items):
        total[item.form] += item.length
        formal = any(child.form not in RHETORICAL for child in item.children)
        if formal or (is_outermost and item.children):
            held[item.form] += item.length
    return frozenset(form for form in total if held[form] >= settings.coverage * total[form])


def _all_items(items: Sequence[Item]) -> Iterator[tuple[Item, bool]]:
    for item in items:
        yield item, True
        yield from ((inner, False) for inner, _ in _all_items(item.children))
