"""Depth: whether the numbered items of a plan are its tasks, or the paragraphs inside them.

In a general work report a numbered item is a section of several lines of work, one a paragraph,
each of which opens with a short sentence that names it. The rule was written down on eight
reports of provinces and the State Council by people who read them (299 of 304 tasks).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Depth, DepthReason, Part
from policydiff.parsing.blocks import Block, LabelledBlock
from policydiff.parsing.outline import Item, entitle
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form, Marker
from policydiff.text.words import load_lexicon

_SENTENCE_RE = re.compile(r"[^。！？!?]+[。！？!?]*[”」』）)]*")
_MIXED_RE = re.compile(r"\d|[，,；;：:]|我们")
"""What no lead has: a figure, a second clause, the speaker."""
_FIGURE_RE = re.compile(r"\d")
_STOPS = "。！？!? \t\u3000"

Paragraph = tuple[Block, ...]
"""A paragraph of an item: its block, and those of a list inside it."""


class DeepenedItems(Struct, frozen=True):
    """The items, with paragraphs below where these are the tasks; what frames them; and why."""

    items: tuple[Item, ...]
    apart: tuple[LabelledBlock, ...]
    depth: Depth
    reason: DepthReason


class Genre(Enum):
    """What the title and the first words say that a text is."""

    REPORT = "report"
    PLAN = "plan"
    UNKNOWN = "unknown"


def read_genre(head: Sequence[LabelledBlock]) -> Genre:
    """Tell a general work report by its title, or by the words in which it is given.

    >>> given = LabelledBlock(Part.PREFACE, Block(2, "现在，我代表县人民政府向大会报告工作。"))
    >>> read_genre([given]).value, read_genre([]).value
    ('report', 'unknown')
    """
    lexicon = load_lexicon()
    titles = ["".join(x.block.text.split()) for x in head if x.part is Part.TITLE]
    given = any(lexicon.report_given.match(x.block.text) for x in head)
    if given or any(lexicon.report_title.match(title) for title in titles):
        return Genre.REPORT
    return Genre.PLAN if any(map(lexicon.plan_title.match, titles)) else Genre.UNKNOWN


def deepen(items: Sequence[Item], genre: Genre, settings: ParsingSettings) -> DeepenedItems:
    """Choose the depth of the tasks, and put paragraphs below the items where they are these.

    A general report, or a text of unknown genre most of whose items consist of paragraphs with
    leads, is read by paragraph; a plan by its numbered items.
    """
    if settings.depth is not None and settings.depth is not Depth.PARAGRAPH:
        return DeepenedItems(tuple(items), (), Depth.ITEM, DepthReason.GIVEN)
    if settings.depth is Depth.PARAGRAPH:
        return _deepened(items, DepthReason.GIVEN, settings)
    if genre is Genre.PLAN:
        return DeepenedItems(tuple(items), (), Depth.ITEM, DepthReason.GENRE)
    known = genre is Genre.REPORT
    return _deepened(items, DepthReason.GENRE if known else DepthReason.LEADS, settings)


def _deepened(
    items: Sequence[Item], reason: DepthReason, settings: ParsingSettings
) -> DeepenedItems:
    apart: list[LabelledBlock] = []
    deeper = _descend(items, reason, apart, settings)
    if deeper == tuple(items):
        kept = reason if reason is DepthReason.GIVEN else DepthReason.LEADS
        return DeepenedItems(deeper, (), Depth.ITEM, kept)
    return DeepenedItems(deeper, tuple(apart), Depth.PARAGRAPH, reason)


def _descend(
    items: Sequence[Item],
    reason: DepthReason,
    apart: list[LabelledBlock],
    settings: ParsingSettings,
) -> tuple[Item, ...]:
    """Put paragraphs below the innermost items, decided once for those that stand together."""
    inner = [item for item in items if _is_innermost(item, settings)]
    split = _way_to_split(inner, reason, settings) if inner else None
    made = []
    for item in items:
        if not _is_innermost(item, settings):
            children = _descend(item.children, reason, apart, settings)
            made.append(replace(item, children=children))
        else:
            made.append(split(item, apart, settings) if split else item)
    return tuple(made)


def _is_innermost(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether no numbered items below hold most of an item.

    Points of speech do not count, but where each is a bare heading of paragraphs; nor does a list
    behind paragraphs with leads.
    """
    formal = [child for child in item.children if child.form not in RHETORICAL]
    if not formal and item.children:
        return not all(_is_bare_heading(child, settings) for child in item.children)
    held = sum(child.length for child in formal)
    if held < settings.min_coverage_share * item.length:
        return True
    listed = all(child.form is Form.ARABIC and not child.children for child in formal)
    leads = sum(_lead(block.rest, settings) != "" for block in item.body)
    return listed and leads >= settings.min_leads


def _is_bare_heading(item: Item, settings: ParsingSettings) -> bool:
    """Tell whether an item is a heading on a line of its own with paragraphs below it."""
    heading = item.head.rest if item.head else ""
    bare = bool(heading) and not heading.endswith(tuple(_STOPS)) and "。" not in heading
    return bare and len(heading) <= settings.max_title_line and bool(item.body)


def _way_to_split(
    items: Sequence[Item], reason: DepthReason, settings: ParsingSettings
) -> Callable[[Item, list[LabelledBlock], ParsingSettings], Item] | None:
    """Choose how the items of one part are read: by paragraphs, by leads inside, or whole."""
    if reason is DepthReason.GIVEN or _speaks_in_paragraphs(items, reason, settings):
        return _split_paragraphs
    single = [item for item in items if len(item.blocks) - 1 <= _lines_of_title(item)]
    if reason is DepthReason.LEADS or len(single) < settings.min_coverage_share * len(items):
        return None
    texts = (_lone_text(item, settings)[0].text for item in single)
    told = sum(bool(_points(text, settings.min_leads, settings)) for text in texts)
    return _split_points if told >= settings.min_coverage_share * len(single) else None


def _lines_of_title(item: Item) -> int:
    """Return how many blocks behind its head a single paragraph takes: none if it shares a line."""
    return 0 if "。" in (item.head.rest if item.head else "") else 1


def _speaks_in_paragraphs(
    items: Sequence[Item], reason: DepthReason, settings: ParsingSettings
) -> bool:
    """Tell whether the paragraphs of the items that have some mostly open with leads.

    Where no title says that the text is a report, most items must consist of such paragraphs;
    where one does, leads of two clauses count as well.
    """
    longest = settings.max_lead if reason is DepthReason.LEADS else settings.max_loose_lead
    texts = [[_text(p) for p in _paragraphs(item, settings)] for item in items]
    strict = [[_lead(text, settings) != "" for text in found] for found in texts]
    several = sum(sum(found) > 1 for found in strict)
    if reason is DepthReason.LEADS and several <= settings.min_coverage_share * len(items):
        return False
    told = sum(_opens(text, longest, settings) for found in texts for text in found)
    return told > 1 and told >= settings.min_lead_share * sum(map(len, texts))


def _opens(text: str, longest: int, settings: ParsingSettings) -> bool:
    """Tell whether a paragraph opens with a lead, or with a sentence of two clauses as short."""
    if _lead(text, settings):
        return True
    sentence = _first_sentence(text)
    loose = settings.max_lead < longest and settings.min_lead <= len(sentence) <= longest
    return loose and not _FIGURE_RE.search(sentence) and "我们" not in sentence


def _paragraphs(item: Item, settings: ParsingSettings) -> list[Paragraph]:
    """Return the paragraphs below the heading of an item.

    A list goes with the paragraph before it, and text with a lead on a line of its own.
    """
    groups: list[list[Block]] = []
    for block in item.blocks[1:]:
        listed = block.marker is not None and block.marker.form not in RHETORICAL
        alone = groups and len(groups[-1]) == 1 and _is_lead_alone(groups[-1][0].rest, settings)
        if groups and (listed or (alone and not _is_lead_alone(block.rest, settings))):
            groups[-1].append(block)
        else:
            groups.append([block])
    return [tuple(group) for group in groups]


def _is_lead_alone(text: str, settings: ParsingSettings) -> bool:
    """Tell whether a lead stands on a line of its own, with its full stop."""
    return text.endswith("。") and text.count("。") == 1 and _lead(f"{text}.", settings) != ""


def _text(paragraph: Paragraph) -> str:
    return "".join(block.rest for block in paragraph)


def _first_sentence(text: str) -> str:
    """Return the first sentence if more is behind it, else nothing."""
    first = _SENTENCE_RE.match(text)
    if first is None or first.end() == len(text.rstrip()):
        return ""
    return first[0].rstrip(_STOPS)


def _lead(text: str, settings: ParsingSettings) -> str:
    """Return the short sentence that opens a paragraph and names its work; "" where none does."""
    sentence = _first_sentence(text)
    if not settings.min_lead <= len(sentence) <= settings.max_lead:
        return ""
    return "" if _MIXED_RE.search(sentence) else sentence


def _split_paragraphs(item: Item, apart: list[LabelledBlock], settings: ParsingSettings) -> Item:
    """Return an item with its paragraphs as items below it; what frames them is set apart."""
    paragraphs, closing = _without_closing(_paragraphs(item, settings))
    apart.extend(LabelledBlock(Part.CLOSING, block) for blocks in closing for block in blocks)
    if not paragraphs:
        return replace(item, body=(), children=())
    framing, work = _without_frame(paragraphs, settings)
    apart.extend(LabelledBlock(Part.LEAD, block) for blocks in framing for block in blocks)
    if len(work) == 1 and len(work[0]) == 1:
        block = work[0][0]
        points = _points(block.rest, settings.min_leads, settings) if block.marker is None else []
        if points and points[0] == 0:
            work = [(piece,) for piece in _cut(block.line, block.rest, points)]
    return replace(item, body=(), children=_children(work))


def _children(paragraphs: Sequence[Paragraph]) -> tuple[Item, ...]:
    return tuple(
        Item(number, _headed(blocks[0], number), blocks[1:], ())
        for number, blocks in enumerate(paragraphs, 1)
    )


def _headed(block: Block, number: int) -> Block:
    """Return a block as the head of a paragraph; 一是 stays what is printed before it."""
    size, printed = (block.marker.size, block.marker.printed) if block.marker else (0, "")
    return replace(block, marker=Marker(Form.PARAGRAPH, number, printed, size))


def _split_points(item: Item, apart: list[LabelledBlock], settings: ParsingSettings) -> Item:
    """Return an item of one paragraph with the points inside it as items below it."""
    text, others = _lone_text(item, settings)
    points = _points(text.text, settings.min_leads_beside, settings)
    if not points or item.head is None:
        return item
    head = item.head
    if text.line == head.line:
        head = replace(head, text=head.text[: head.text.rindex(text.text)].rstrip())
    if frame := text.text[: points[0]].strip():
        apart.append(LabelledBlock(Part.LEAD, Block(text.line, frame)))
    pieces: list[Paragraph] = [(piece,) for piece in _cut(text.line, text.text, points)]
    pieces[-1] = (*pieces[-1], *others)
    return replace(item, head=head, body=(), children=_children(pieces))


def _lone_text(item: Item, settings: ParsingSettings) -> tuple[Block, tuple[Block, ...]]:
    """Return the first text of an item behind its title, and what follows."""
    titled = entitle(item, settings)
    if titled.opening:
        return Block(titled.opening[0].number, titled.opening[0].text), titled.rest
    return (titled.rest[0], titled.rest[1:]) if titled.rest else (item.blocks[0], ())


def _cut(line: int, text: str, points: Sequence[int]) -> Iterator[Block]:
    for start, end in pairwise([*points, len(text)]):
        yield Block(line, text[start:end].strip())


def _without_closing(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part the paragraphs of an item from what begins with an address: 各位代表."""
    closing = load_lexicon().closing
    found = (i for i, paragraph in enumerate(paragraphs) if closing.match(_text(paragraph)))
    end = next(found, len(paragraphs))
    return paragraphs[:end], paragraphs[end:]


def _without_frame(
    paragraphs: list[Paragraph], settings: ParsingSettings
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part the frame from the work.

    That is a first paragraph of one sentence, in front of 一要 … or that states and appeals, a last
    one that appeals, and any of one sentence that begins with 我们要.
    """
    framing: list[Paragraph] = []
    work = list(paragraphs)
    if len(work) > 1 and (
        _is_lone(work[0]) or _counts_behind(work) or _introduces(work[0], settings)
    ):
        framing.append(work.pop(0))
    if len(work) > 1 and _appeals(work[-1], settings):
        framing.append(work.pop())
    appeal = load_lexicon().appeal
    said = [one for one in work if _is_lone(one) and appeal.match(_text(one))]
    if len(said) < len(work):
        framing += said
        work = [one for one in work if one not in said]
    return framing, work


def _is_lone(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is one sentence."""
    return len(_SENTENCE_RE.findall(_text(paragraph).strip())) == 1


def _counts_behind(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether the paragraphs behind the first count 一要 …, 二要 …, and it does not."""
    first, *counted = (paragraph[0].marker for paragraph in paragraphs[:3])
    said = [marker.number for marker in counted if marker and marker.form in RHETORICAL]
    return first is None and said == [1, 2]


def _introduces(paragraph: Paragraph, settings: ParsingSettings) -> bool:
    """Tell whether a paragraph is short, states something and goes on with 我们要."""
    text = _text(paragraph)
    stated = load_lexicon().action.match(text) is None
    sentences = [sentence.strip() for sentence in _SENTENCE_RE.findall(text)]
    appeals = len(sentences) == 2 and sentences[1].startswith("我们")
    return stated and appeals and len(text) <= settings.max_appeal


def _appeals(paragraph: Paragraph, settings: ParsingSettings) -> bool:
    """Tell whether a last paragraph appeals: it opens with 我们要, or goes on so and is short."""
    lexicon = load_lexicon()
    text = _text(paragraph)
    sentences = [sentence.strip() for sentence in _SENTENCE_RE.findall(text)]
    if lexicon.appeal.match(text):
        return True
    goes_on = len(sentences) > 1 and lexicon.appeal_on.match(sentences[1]) is not None
    return goes_on and len(text) <= settings.max_appeal


def _points(text: str, least: int, settings: ParsingSettings) -> list[int]:
    """Return where the points of a lone paragraph begin, if a set of leads covers it.

    A set has some leads, hardly anything in front of it, and each lead so much behind it
    that it is no ordinary short sentence: these come in rows.
    """
    sentences = list(_SENTENCE_RE.finditer(text))
    leads: list[int] = []
    framing = 0
    for sentence in sentences:
        start = sentence.start()
        far = not leads or start - leads[-1] >= settings.min_lead_text
        if far and _lead(text[start:], settings):
            leads.append(start)
        framing += not leads
    if leads and len(text) - leads[-1] < settings.min_lead_text:
        leads.pop()
    covers = len(leads) >= least and framing <= settings.max_lead_frame
    return leads if covers else []
