"""Selection: which items of an outline are sections, and which are tasks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from policydiff.model import Depth, DepthReason, Part
from policydiff.parsing.blocks import Block, LabelledBlock
from policydiff.parsing.depth import Genre, deepen, read_genre
from policydiff.parsing.outline import Item, Outline, entitle
from policydiff.parsing.parts import prune
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form


class SelectedItem(Struct, frozen=True):
    """A selected item, the numbers on the way to it, and the index of the section that holds it."""

    item: Item
    path: tuple[str, ...]
    section: int | None


class Selection(Struct, frozen=True):
    """The sections and tasks of an outline in order, and the blocks that are set apart."""

    sections: tuple[SelectedItem, ...]
    tasks: tuple[SelectedItem, ...]
    apart: tuple[LabelledBlock, ...]
    depth: Depth
    reason: DepthReason


class _Walk(Struct):
    """A walk over the outline: mutable while it lasts, since order and indexes grow together."""

    settings: ParsingSettings
    section_forms: frozenset[Form | None]
    sections: list[SelectedItem]
    tasks: list[SelectedItem]
    leads: list[LabelledBlock]

    def visit(self, item: Item, path: tuple[str, ...], section: int | None) -> None:
        path = (*path, str(item.number))
        if not self._is_section(item, len(path)):
            self.tasks.append(SelectedItem(item, path, section))
            return
        self.sections.append(SelectedItem(item, path, section))
        self.leads.extend(LabelledBlock(Part.LEAD, block) for block in _leads(item, self.settings))
        index = len(self.sections) - 1
        for child in item.children:
            self.visit(child, path, index)

    def _is_section(self, item: Item, depth: int) -> bool:
        if not item.children:
            return item.form is Form.HEADING
        if isinstance(self.settings.depth, int):
            return depth < self.settings.depth
        return item.form in self.section_forms and _holds_items(item, depth, self.settings)


def select_items(
    outline: Outline, head: Sequence[LabelledBlock], settings: ParsingSettings
) -> Selection:
    """Tell the sections and tasks of an outline from what sets no task.

    ``head`` is what stands before the outline: the title says whether it reports results, which
    are no task, or the work of a whole government, whose tasks stand deeper.
    """
    genre = read_genre(head)
    titles = [labelled.block.text for labelled in head if labelled.part is Part.TITLE]
    pruned = prune(outline.items, titles, settings)
    kept, past = _without_lost_reviews(pruned.kept, genre, settings)
    deepened = deepen(kept, genre, settings)
    walk = _Walk(settings, _section_forms(deepened.items, settings), [], [], [])
    for item in deepened.items:
        walk.visit(item, (), None)
    preface = (LabelledBlock(Part.PREFACE, block) for block in outline.lead)
    apart = (*preface, *pruned.apart, *past, *deepened.apart, *walk.leads)
    sections, tasks = tuple(walk.sections), tuple(walk.tasks)
    return Selection(sections, tasks, apart, deepened.depth, deepened.reason)


def _without_lost_reviews(
    items: Sequence[Item], genre: Genre, settings: ParsingSettings
) -> tuple[tuple[Item, ...], tuple[LabelledBlock, ...]]:
    """Set apart what looks back in a general report that lost the headings of its parts.

    Its numbers start again where the work of the year begins: at the last part of some length.
    """
    lost = genre is Genre.REPORT and all(item.head is None for item in items)
    if not lost or len(items) < 2 or Part.REVIEW in settings.include:
        return tuple(items), ()
    longest = max(item.length for item in items)
    long = [
        i for i, item in enumerate(items) if item.length >= settings.min_coverage_share * longest
    ]
    past = (block for item in items[: long[-1]] for block in item.blocks)
    return tuple(items[long[-1] :]), tuple(LabelledBlock(Part.REVIEW, block) for block in past)


def _leads(item: Item, settings: ParsingSettings) -> Iterator[Block]:
    """Yield what stands between the heading of a section and its first item."""
    if item.head:
        opening = entitle(item, settings).opening
        yield from (Block(line.number, line.text) for line in opening)
    yield from item.body


def _section_forms(items: Sequence[Item], settings: ParsingSettings) -> frozenset[Form | None]:
    """Return the forms whose items hold most of their text in items below them."""
    held: defaultdict[Form | None, int] = defaultdict(int)
    total: defaultdict[Form | None, int] = defaultdict(int)
    for item, depth in _all_items(items, 1):
        total[item.form] += item.length
        if _holds_items(item, depth, settings):
            held[item.form] += item.length
    return frozenset(
        form for form in total if held[form] >= settings.min_coverage_share * total[form]
    )


def _holds_items(item: Item, depth: int, settings: ParsingSettings) -> bool:
    """Tell whether an item has items below it that may be tasks.

    Forms of speech (一是 …) may be only right below the outermost items, and where they hold
    most of the text: a few points in a long section, or inside a numbered item, are measures.
    """
    if any(child.form not in RHETORICAL for child in item.children):
        return True
    said = sum(child.length for child in item.children)
    return depth == 1 and said > 0 and said >= settings.min_coverage_share * item.length


def _all_items(items: Sequence[Item], depth: int) -> Iterator[tuple[Item, int]]:
    for item in items:
        yield item, depth
        yield from _all_items(item.children, depth + 1)
