"""Parts: the items of an outline that look back, guide, schedule or conclude, and set no task.

A part is told by what it is, its heading and its items, not by its number; and never is the part
that holds the tasks of a plan set aside, whatever its heading.
"""

import re
from collections.abc import Container, Iterator, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Part
from policydiff.parsing.blocks import LabelledBlock
from policydiff.parsing.measures import without_offices
from policydiff.parsing.outline import Item, entitle
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form
from policydiff.text.words import load_lexicon

_HEADING_END_RE = re.compile("[。：:]")
_YEAR_RE = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_LISTING = frozenset({Form.ARABIC_PAREN, Form.ARABIC_CLOSE, Form.CIRCLED, Form.LETTER})
"""Forms that number the points of an item."""


class PrunedItems(Struct, frozen=True):
    """The items that are left, and the blocks of the others with what they are."""

    kept: tuple[Item, ...]
    apart: tuple[LabelledBlock, ...]


class _Level(Enum):
    OUTERMOST = "outermost"
    INNER = "inner"


def prune(items: Sequence[Item], titles: Sequence[str], settings: ParsingSettings) -> PrunedItems:
    """Set apart the items that set no task, but for those that the settings include.

    A review of past work is told only among the first items of the outermost level (a lone root
    hands its level down), like the outlook on later years; all other parts at every level. In a
    report of results, by its ``titles``, all items look back but those that say they do not.
    """
    items = _without_points(items, settings)
    if Part.REVIEW in settings.include or not _reports_results(titles):
        return _prune(items, _Level.OUTERMOST, settings)
    ahead = [item for item in items if _looks_ahead(item)]
    behind = (block for item in items if item not in ahead for block in item.blocks)
    pruned = _prune(ahead, _Level.OUTERMOST, settings)
    return replace(pruned, apart=(*(LabelledBlock(Part.REVIEW, b) for b in behind), *pruned.apart))


def _without_points(items: Sequence[Item], settings: ParsingSettings) -> tuple[Item, ...]:
    """Return the items with lists of short points, （1） or ① below 1., as text of their items.

    Decided once for a plan: where most are longer, or name a task and say more, they are its tasks.
    """
    lists = [item for item in _all_items(items) if _is_list(item)]
    points = [child for item in lists for child in item.children]
    short = [point for point in points if _is_brief(point, settings)]
    if len(short) <= settings.min_coverage_share * len(points):
        return tuple(items)
    return tuple(_folded(item) for item in items)


def _is_brief(point: Item, settings: ParsingSettings) -> bool:
    """Tell whether a point is one short sentence."""
    text = without_offices(point.blocks[0].rest).rstrip("。；; ")
    return len(point.blocks) == 1 and len(text) < settings.max_point and "。" not in text


def _folded(item: Item) -> Item:
    if _is_list(item):
        return replace(item, body=item.blocks[1:], children=())
    return replace(item, children=tuple(_folded(child) for child in item.children))


def _all_items(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all_items(item.children)


def _is_list(item: Item) -> bool:
    """Tell whether an arabic item holds points in the forms of lists, and these hold nothing."""
    listed = all(child.form in _LISTING and not child.children for child in item.children)
    return item.form is Form.ARABIC and bool(item.children) and listed


def _reports_results(titles: Sequence[str]) -> bool:
    return bool(titles) and load_lexicon().results_title.match(titles[-1]) is not None


def _looks_ahead(item: Item) -> bool:
    return load_lexicon().ahead.match(_heading(item)) is not None


def _prune(items: Sequence[Item], level: _Level, settings: ParsingSettings) -> PrunedItems:
    kept: list[Item] = []
    apart: list[LabelledBlock] = []
    below = _Level.OUTERMOST if len(items) == 1 else _Level.INNER
    parts = _parts(items, level, settings)
    for item, part in zip(items, parts, strict=True):
        if part:
            apart.extend(LabelledBlock(part, block) for block in item.blocks)
            continue
        if below is _Level.INNER and _is_described(item, settings):
            kept.append(replace(item, body=item.blocks[1:], children=()))
            continue
        inner = _prune(item.children, below if level is _Level.OUTERMOST else level, settings)
        apart.extend(inner.apart)
        if inner.kept or not item.children:
            kept.append(replace(item, children=inner.kept))
        else:
            own = replace(item, children=())
            apart.extend(LabelledBlock(inner.apart[0].part, block) for block in own.blocks)
    return PrunedItems(tuple(kept), tuple(apart))


def _parts(items: Sequence[Item], level: _Level, settings: ParsingSettings) -> list[Part | None]:
    """Return for each of the items beside each other what it is; None for work."""
    found: list[Part | None] = [_part_of(item, settings) for item in items]
    _mark_stance(found, items)
    if level is _Level.OUTERMOST:
        _mark_reviews(found, items, settings)
    _keep_the_plan(found, items, settings)
    return [
        Part.PAGE_JUNK if not _says_anything(item) else (None if part in settings.include else part)
        for item, part in zip(items, found, strict=True)
    ]


def _mark_stance(found: list[Part | None], items: Sequence[Item]) -> None:
    """Mark 总体要求 whose items sound like work, where a part behind it is headed as the tasks."""
    lexicon = load_lexicon()
    headings = [_heading(item) for item in items]
    tasks = (i for i, item in enumerate(items) if item.children and lexicon.work.match(headings[i]))
    for index in range(next(tasks, 0)):
        if found[index] is None and lexicon.stance.match(headings[index]):
            found[index] = Part.GUIDANCE


def _mark_reviews(
    found: list[Part | None], items: Sequence[Item], settings: ParsingSettings
) -> None:
    """Mark what looks back before the first item of work, and what looks beyond the year."""
    headings = [_heading(item) for item in items]
    years = {int(year) for heading in headings for year in _YEAR_RE.findall(heading)}
    looks_ahead = [bool(load_lexicon().outlook.match(heading)) for heading in headings]
    for index, item in enumerate(items):
        if looks_ahead[index]:
            found[index] = Part.OUTLOOK
        elif found[index] is None:
            if not _looks_back(item, settings) and not _is_of_past_year(item, years):
                break
            found[index] = Part.REVIEW
    for index in range(len(items)):
        if found[index] is None and looks_ahead[index]:
            found[index] = Part.OUTLOOK


def _keep_the_plan(
    found: list[Part | None], items: Sequence[Item], settings: ParsingSettings
) -> None:
    """Take back what was marked by its heading alone where it holds the tasks of the plan.

    That is what has items of work and most of the text of the plan, or a timetable that stands
    alone.
    """
    work = [i for i, part in enumerate(found) if part is None]
    told = [i for i, part in enumerate(found) if part in (Part.GUIDANCE, Part.OUTLOOK)]
    holding = [i for i in told if found[i] is Part.OUTLOOK or _has_work(items[i], settings)]
    held = sum(items[i].length for i in holding)
    if held and held >= settings.min_coverage_share * (held + sum(items[i].length for i in work)):
        largest = max(items[i].length for i in holding)
        for index in holding:
            if items[index].length >= settings.min_coverage_share * largest:
                found[index] = None
    if all(part not in (None, Part.REVIEW) for part in found):
        for index, part in enumerate(found):
            found[index] = None if part is Part.SCHEDULE else part


def _has_work(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether an item has items below it that are no parts themselves: 指导思想, 基本原则."""
    return any(_part_of(child, settings) is None for child in item.children)


def _says_anything(item: Item) -> bool:
    """Tell whether there is more to an item than its marker."""
    return any(char.isalnum() for block in item.blocks for char in block.rest)


def _part_of(item: Item, settings: ParsingSettings) -> Part | None:
    """Return what a heading like 引言, 指导思想, 实施步骤, 小结 introduces; None for work."""
    if item.head is None:
        return None
    lexicon = load_lexicon()
    heading = _heading(item)
    for part, rule in ((Part.PREFACE, lexicon.preface), (Part.CLOSING, lexicon.conclusion)):
        if rule.match(heading):
            return part
    if lexicon.schedule.match(heading) or _is_timed(item, settings):
        return Part.SCHEDULE
    if not lexicon.stated.match(heading) and lexicon.action.match(heading):
        return None
    if lexicon.guidance.match(heading):
        return Part.GUIDANCE
    if lexicon.aims.match(heading) and not _sets_work(item, settings):
        return Part.GUIDANCE
    bare = all(child.form in RHETORICAL for child in item.children)
    return Part.GUIDANCE if bare and lexicon.framing.match(heading) else None


def _is_timed(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether most items below are stages or months, or the lines of a 安排 or 日程."""
    lexicon = load_lexicon()
    times = lexicon.times
    below = [_heading(child) for child in item.children]
    if not below and lexicon.calendar.match(_heading(item)):
        below = [block.text.replace("：", ":").split(":")[0] for block in item.body]
        if not below and item.head and item.head.rest.rstrip("：:") == _heading(item):
            return True  # its calendar was told by itself
    timed = sum(times.match(heading) is not None for heading in below)
    return timed > 1 and timed > settings.min_coverage_share * len(below)


def _is_described(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether the items below say what, when and who (活动内容, 时间安排): it is one task."""
    details = load_lexicon().details
    found = sum(details.match(_heading(child)) is not None for child in item.children)
    deep = any(child.children for child in item.children)
    return not deep and found > 1 and found > settings.min_coverage_share * len(item.children)


def _sets_work(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether most items below an aim are work.

    Such is an action by title with text behind it, or what lines below say who does.
    """
    lexicon = load_lexicon()
    working = 0
    for child in item.children:
        titled = entitle(child, settings)
        if not titled.opening and not titled.rest:
            continue
        if lexicon.aims.match(titled.title) or lexicon.guidance.match(titled.title):
            working -= 1
        else:
            told = any(lexicon.offices.match(block.text) for block in titled.rest)
            working += told or bool(child.children) or bool(lexicon.action.match(titled.title))
    return working > 1 and working > settings.min_coverage_share * len(item.children)


def _looks_back(item: Item, settings: ParsingSettings) -> bool:
    if item.head is None:
        return False
    lexicon = load_lexicon()
    heading = _heading(item)
    if lexicon.forward.match(heading):
        return False
    if lexicon.review.match(heading):
        return True
    following = item.blocks[1 : 1 + settings.max_review_paragraphs]
    speaks_of_past = any(lexicon.past.match(block.text) for block in following)
    return bool(lexicon.review_perhaps.match(heading)) and speaks_of_past


def _is_of_past_year(item: Item, years: Container[int]) -> bool:
    """Tell whether a heading names a year, a heading beside it the next, and it looks not ahead."""
    heading = _heading(item)
    named = [int(year) for year in _YEAR_RE.findall(heading)]
    ahead = load_lexicon().forward.match(heading)
    return bool(named) and not ahead and max(named) + 1 in years


def _heading(item: Item) -> str:
    """Return the heading of an item up to its end: a stop, or a colon with text behind it."""
    if not item.head:
        return ""
    heading = item.head.rest
    if not heading and item.body:
        heading = item.body[0].rest
    return _HEADING_END_RE.split(heading, maxsplit=1)[0].strip()
