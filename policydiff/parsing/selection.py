"""Selection: which items of an outline are sections, which are tasks, and which set no task.

Pruning: the items of an outline that look back, introduce or conclude, and set no task.

Titles: the beginning of an item that names it, and the text behind.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

from policydiff.model import Line, Part
from policydiff.parsing.blocks import Block, Labelled, is_title_line
from policydiff.parsing.outline import Item, Outline
from policydiff.records import dataclass
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form
from policydiff.text.words import load_lexicon

_END_RE = re.compile(r"[。！？；;|]|(?<!\d)[:：](?=.)")
_GAP_RE = re.compile(r"(?<=\S{4})(?:[ \t\xa0]{2,}|[\u3000\u2003\t])\s*(?=\S)")
_COMMA_RE = re.compile(r"[，,]")
_OFFICE_RE = re.compile(r".*[局委厅部办处科室司股院所]$|.*中心$")
_TRAILING = "。.；;：:，, \t\u3000"


@dataclass(frozen=True, slots=True)
class Titled:
    """An item cut into the lines of its title, the text behind on its line, and other blocks."""

    heading: tuple[Line, ...]
    opening: tuple[Line, ...]
    rest: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The title in one piece."""
        return "".join(line.text for line in self.heading)


def entitle(item: Item, settings: ParsingSettings) -> Titled:
    """Cut an item; a marker alone takes its title from the next line, a broken heading its end."""
    first, rest = item.blocks[0], item.blocks[1:]
    line, heading = first.line, first.rest
    if not heading and item.body:
        line, heading, rest = rest[0].line, rest[0].rest, rest[1:]
    title, opening = cut_title(heading, settings)
    lines: tuple[Line, ...] = (Line(line, title),)
    if item.body and rest and rest[0] is item.body[0] and _goes_on(heading, rest[0], settings):
        lines, rest = (*lines, Line(rest[0].line, rest[0].text)), rest[1:]
    return Titled(lines, (Line(line, opening),) if opening else (), rest)


def cut_title(heading: str, settings: ParsingSettings) -> tuple[str, str]:
    """Return the title at the beginning of an item, and its text behind the title.

    >>> cut_title("加强监管。推进执法。", ParsingSettings())
    ('加强监管', '推进执法。')
    >>> cut_title("加强监管", ParsingSettings())
    ('加强监管', '')

    A first sentence that is too long for a title stays in the text; its beginning is the title.
    """
    end = _END_RE.search(heading)
    gap = _GAP_RE.search(heading, 0, end.start()) if end else None
    end = gap or end
    title, text = (heading[: end.start()], heading[end.end() :]) if end else (heading, "")
    if len(title) > settings.title_long:
        commas = [match.start() for match in _COMMA_RE.finditer(title)]
        fitting = [comma for comma in commas if comma <= settings.title_long]
        cut = fitting[-1] if fitting else (commas[0] if commas else len(title))
        title, text = title[:cut], heading if commas else text
    return title.strip(_TRAILING), text.strip()


def _goes_on(heading: str, following: Block, settings: ParsingSettings) -> bool:
    """Tell whether a heading is broken over two lines: neither has a sign, none is an office."""
    if following.marker or _OFFICE_RE.match(following.text):
        return False
    return is_title_line(heading, settings) and is_title_line(following.text, settings)


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


@dataclasses.dataclass(slots=True)
class _Walk:
    """A walk over the outline: mutable while it lasts, since order and indexes grow together."""

    settings: ParsingSettings
    section_forms: frozenset[Form | None]
    sections: list[Placed]
    tasks: list[Placed]
    leads: list[Labelled]

    def visit(self, item: Item, path: tuple[str, ...], section: int | None) -> None:
        path = (*path, str(item.number))
        if not self._is_section(item, len(path)):
            self.tasks.append(Placed(item, path, section))
            return
        self.sections.append(Placed(item, path, section))
        self.leads.extend(Labelled(Part.LEAD, block) for block in _leads(item, self.settings))
        index = len(self.sections) - 1
        for child in item.children:
            self.visit(child, path, index)

    def _is_section(self, item: Item, depth: int) -> bool:
        if not item.children:
            return item.form is Form.HEADING
        if self.settings.level is not None:
            return depth < self.settings.level
        return item.form in self.section_forms and _holds_items(item, depth, self.settings)


def select_items(outline: Outline, settings: ParsingSettings) -> Selection:
    """Tell the sections and tasks of an outline from what sets no task."""
    pruned = prune(outline.items, settings)
    walk = _Walk(settings, _section_forms(pruned.kept, settings), [], [], [])
    for item in pruned.kept:
        walk.visit(item, (), None)
    preface = (Labelled(Part.PREFACE, block) for block in outline.lead)
    apart = (*preface, *pruned.apart, *walk.leads)
    return Selection(tuple(walk.sections), tuple(walk.tasks), apart)


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
    return frozenset(form for form in total if held[form] >= settings.coverage * total[form])


def _holds_items(item: Item, depth: int, settings: ParsingSettings) -> bool:
    """Tell whether an item has items below it that may be tasks.

    Forms of speech (一是 …) may be only right below the outermost items, and where they hold
    most of the text: a few points in a long section, or inside a numbered item, are measures.
    """
    if any(child.form not in RHETORICAL for child in item.children):
        return True
    said = sum(child.length for child in item.children)
    return depth == 1 and said > 0 and said >= settings.coverage * item.length


def _all_items(items: Sequence[Item], depth: int) -> Iterator[tuple[Item, int]]:
    for item in items:
        yield item, depth
        yield from _all_items(item.children, depth + 1)
