"""The frame of a plan: what stands before the first item and behind the last task.

Before the first item stand titles above all. The masthead is what a page or a head of a file says
of a plan under labels: 发文机关：某局.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Part
from policydiff.parsing.blocks import BULLETS, Block, LabelledBlock
from policydiff.parsing.headings import is_title_line
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form, Marker
from policydiff.text.offices import is_office
from policydiff.text.words import Lexicon, load_lexicon, load_list

_YEAR_RE = re.compile(r"(?:19|20)\d\d|[〇零○一二三四五六七八九]{4}年")
_BARE_TITLE_RE = re.compile(
    r"(?:[〇零○一二三四五六七八九]{4}年|(?:19|20)\d\d(?:[—–~～至\-]{1,2}(?:(?:19|20)?\d\d))?学?年)?(?:年度|学?年|度)?"
    r"(?:第?[一二12]学期|[上下]学期|[春秋]季?学期)?(?:党建|重点|主要|中心|年度)*(?:工作|任务)?"
    r"(?:要点|计划|安排|思路|清单|任务|方案|打算|台账)"
)
_FEW_ENDS = 2  # brackets: so few are said of single tasks
_NOTE_RE = re.compile(r"[\[［]\s?(\d{1,2})\s?[\]］]")
_HEADLINE_RE = re.compile(r"[^。]{8,40}(?<![。：:！!])")


def label_front(blocks: Sequence[Block], settings: ParsingSettings) -> tuple[LabelledBlock, ...]:
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
    return tuple(LabelledBlock(part, block) for part, block in zip(parts, blocks, strict=True))


def _title_lines(
    blocks: Sequence[Block], lexicon: Lexicon, settings: ParsingSettings
) -> frozenset[int]:
    """Return the indexes of title lines; of a news report without one, that of the headline."""

    def is_title(block: Block) -> bool:
        named = lexicon.title.match(squeeze(block.text)) is not None
        text = block.text.lstrip(BULLETS + "- ")
        return named and not lexicon.byline.match(text) and not _label_re().match(text)

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
    """Tell whether a title is broken over two lines.

    The year stands on the first alone, or its 关于; or the second names a kind of plan and its
    year, and the first whose plan it is.
    """
    if _YEAR_RE.match(first.text) and not _YEAR_RE.sub("", first.text).strip("年度 "):
        return _YEAR_RE.search(second.text) is None
    others = (lexicon.byline, lexicon.page_junk, lexicon.page_foot)
    if any(rule.match(first.text) for rule in others) or not is_title_line(first.text, settings):
        return False
    bare = squeeze(second.text)
    if len(bare) >= settings.min_title and _BARE_TITLE_RE.fullmatch(bare):
        office = squeeze(first.text)
        return is_office(office) and not _YEAR_RE.search(office)
    about = "关于" in first.text and "关于" not in second.text
    return about or (bool(_YEAR_RE.search(first.text)) and not _YEAR_RE.search(second.text))


def _is_headline(block: Block, lexicon: Lexicon) -> bool:
    others = (lexicon.byline, lexicon.digest, lexicon.page_junk, lexicon.page_foot)
    return bool(_HEADLINE_RE.fullmatch(block.text)) and not any(
        rule.match(block.text) for rule in others
    )


def is_news(front: Sequence[LabelledBlock]) -> bool:
    """Tell whether a text begins as a news report: a reporter learnt of the plan."""
    digest = load_lexicon().digest
    return any(digest.match(labelled.block.text) for labelled in front)


def squeeze(text: str) -> str:
    """Return a heading without the spaces that spread it: 政 府 工 作 报 告.

    >>> squeeze("工 作 要 点"), squeeze("关于 工作 的 报告")
    ('工作要点', '关于 工作 的 报告')
    """
    pieces = text.split()
    spread = len(pieces) > 1 and all(len(piece) == 1 for piece in pieces)
    return "".join(pieces) if spread else text


class Frame(Struct, frozen=True):
    """The body with the items, and the blocks around it, in order."""

    head: tuple[LabelledBlock, ...]
    body: tuple[Block, ...]
    tail: tuple[LabelledBlock, ...]


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
    known = tuple(LabelledBlock(block.part, block) for block in blocks if block.part)
    rest = [block for block in blocks if block.part is None]
    first = next((i for i, block in enumerate(rest) if block.marker), len(rest))
    front = [piece for block in rest[:first] for piece in _parted(block, lexicon)]
    head = label_front(front, settings)
    end = _end_of_pages(rest, first, lexicon)
    sure = {block.line for block in rest if block.marker or block.particulars}  # rows, too
    last = max((i for i in range(first, end) if rest[i].line in sure), default=first)
    stop = last + 1 + _length_of_last(rest[first : last + 1], rest[last + 1 : end], lexicon)
    usual = Part.BACKGROUND if is_news(head) else Part.CLOSING
    behind = _label_behind(rest[stop:end], usual, lexicon)
    furniture = [b for b in rest[first:stop] if _is_furniture(b, lexicon)]
    for block in rest[first:stop][-1:]:
        if foot := lexicon.foot_behind.search(block.text):
            rest[stop - 1] = replace(block, text=block.text[: foot.start()])
            furniture.append(Block(block.line, foot[0].strip()))
    return Frame(
        known + head,
        tuple(block for block in rest[first:stop] if not _is_furniture(block, lexicon)),
        (
            *(LabelledBlock(Part.PAGE_JUNK, block) for block in furniture),
            *behind,
            *_label_pages(rest[end:], lexicon),
        ),
    )


def _parted(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    """Yield a block in two where a title and labels share its line: 某县2024年要点 来源：某局."""
    label = _label_re().search(block.text)
    before = block.text[: label.start()].strip() if label else ""
    if label and before and lexicon.title.match(squeeze(before)):
        yield Block(block.line, before)
        yield Block(block.line, block.text[label.start() :])
    else:
        yield block


def _is_furniture(block: Block, lexicon: Lexicon) -> bool:
    return block.marker is None and lexicon.page_junk.match(block.text) is not None


def _end_of_pages(blocks: Sequence[Block], first: int, lexicon: Lexicon) -> int:
    """Return where glossaries, notes, appendices and the foot of the page begin behind the items.

    A note begins with a mark, [1], that stands in the text before.
    """
    openers = (lexicon.page_foot, lexicon.glossary, lexicon.appendix)
    before: dict[Form, int] = {}
    noted: set[str] = set()
    following = _next_markers(blocks)
    for i in range(first, len(blocks)):
        marker, text = blocks[i].marker, blocks[i].text
        note = _NOTE_RE.match(text)
        noted.update(found[1] for found in _NOTE_RE.finditer(text, 1))
        if marker:
            before[marker.form] = marker.number
        elif any(rule.match(text) for rule in openers) or (note and note[1] in noted):
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

    Where no item like it runs over several paragraphs, these are points of a list. Where most items
    end with who does it, （某局负责）, the last that says so is the end.
    """
    if not _runs_over(before):
        points = list(takewhile(lambda block: block.text.startswith(tuple(BULLETS)), trailing))
        return len(points) if len(points) > 1 else 0
    signed = _signature(trailing, lexicon)
    last = (i for i, block in enumerate(trailing) if lexicon.closing.match(block.text))
    length = min(next(last, len(trailing)), signed)
    if _end_with_offices(before, lexicon):
        told = [i for i in range(length) if _says_who(trailing[i], lexicon)]
        length = told[-1] + 1 if told else 0 if _says_who(before[-1], lexicon) else length
    return length


def _end_with_offices(items: Sequence[Block], lexicon: Lexicon) -> bool:
    """Tell whether most items but the last end with who is responsible; three at the least."""
    ends = [block for block, behind in pairwise(items) if block.marker is None and behind.marker]
    told = sum(_says_who(block, lexicon) for block in ends)
    return told > _FEW_ENDS and told > len(ends) / 2


def _says_who(block: Block, lexicon: Lexicon) -> bool:
    """Tell whether a block ends with a bracket that names who is responsible."""
    bracket = max(map(block.text.rfind, "（(【"))
    return bracket >= 0 and lexicon.offices.fullmatch(block.text.rstrip("。 "), bracket) is not None


def _runs_over(items: Sequence[Block]) -> bool:
    """Tell whether an item of the form of the last has text below.

    Any item counts where those of that form are but a list in the last: points, or one run of them.
    """
    forms = [block.marker.form for block in items if block.marker]
    begun = forms.index(forms[-1]) if forms else 0
    alone = not forms or forms[-1] in RHETORICAL or 0 < begun == len(forms) - forms.count(forms[-1])
    form: Form | None = None
    for block in items:
        form = block.marker.form if block.marker else form
        if block.marker is None and (alone or form is forms[-1]):
            return True
    return False


def _signature(trailing: Sequence[Block], lexicon: Lexicon) -> int:
    """Return where the office and the date at the end begin; the length where there are none."""
    dated = (i for i, block in enumerate(trailing) if lexicon.colophon.match(block.text))
    first = next(dated, len(trailing))
    while 0 < first < len(trailing) and lexicon.signature.match(trailing[first - 1].text):
        first -= 1
    return first


def _label_behind(
    blocks: Sequence[Block], usual: Part, lexicon: Lexicon
) -> tuple[LabelledBlock, ...]:
    """Label what stands between the last task and the foot of the page."""
    labelled = []
    current = usual
    signed = _signature(blocks, lexicon)
    for index, block in enumerate(blocks):
        if lexicon.closing.match(block.text):
            current = Part.CLOSING
        signs = lexicon.signature.match(block.text) and index >= signed
        is_colophon = signs or lexicon.colophon.match(block.text)
        part = Part.PAGE_JUNK if _is_furniture(block, lexicon) else current
        labelled.append(LabelledBlock(Part.COLOPHON if is_colophon else part, block))
    return tuple(labelled)


def _label_pages(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[LabelledBlock, ...]:
    labelled = []
    current = Part.PAGE_JUNK
    for block in blocks:
        if lexicon.glossary.match(block.text) or _NOTE_RE.match(block.text):
            current = Part.GLOSSARY
        elif lexicon.appendix.match(block.text) and current is not Part.GLOSSARY:
            current = Part.APPENDIX
        elif lexicon.page_foot.match(block.text):
            current = Part.PAGE_JUNK
        labelled.append(LabelledBlock(current, block))
    return tuple(labelled)


_FIELDS = ("title", "issuer", "publisher", "number", "dated", "published")
_CELL_RE = re.compile(r"\s*[|｜\t]\s*")
_SPACE_RE = re.compile(r"\s+")
_EDGES = " \u3000:：|｜\t[]【】"


class Masthead(Struct, frozen=True):
    """What stands behind each label, "" where there is none.

    ``issuer`` is the office that issued the plan, ``publisher`` the one that put it on the page;
    ``dated`` is the day of the plan, ``published`` that of the page.
    """

    title: str = ""
    issuer: str = ""
    publisher: str = ""
    number: str = ""
    dated: str = ""
    published: str = ""


def read_masthead(texts: Sequence[str]) -> Masthead:
    """Read the labels of lines: in one line, in the cells of a row, or heading columns.

    >>> read_masthead(["发文机关： | 某局 | 标　题： | 某县2024年要点"]).issuer
    '某局'
    >>> read_masthead(["标题 | 文号 | 发布机构", "某县要点 | 某发〔2024〕1号 | 某局"]).publisher
    '某局'
    >>> read_masthead(["发布机构：某局 发布日期：2024-03-01 浏览次数：3"]).published
    '2024-03-01'
    """
    found: dict[str, str] = {}
    for label, value in _labelled(texts):
        if label and value:
            found.setdefault(label, value)
    return Masthead(**found)


def _labelled(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text, below in pairwise((*texts, "")):
        cells = [cell.strip(_EDGES) for cell in _CELL_RE.split(text.strip())]
        labels = [_label(cell) for cell in cells]
        if all(labels) and len(cells) > 1:
            yield from zip(labels, (c.strip() for c in _CELL_RE.split(below.strip())), strict=False)
        elif labels[0] and len(cells) == 1 and not _label_re().search(below):
            yield labels[0], below.strip(_EDGES)
        elif len(cells) > 1:
            yield from _in_cells(cells, labels)
        else:
            yield from _in_line(text)


def _in_cells(cells: Sequence[str], labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    for (cell, label), (value, other) in pairwise(zip(cells, labels, strict=True)):
        if label and not other:
            yield label, value
        elif not label:
            yield from _in_line(cell)
    if not labels[-1]:
        yield from _in_line(cells[-1])


def _in_line(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands behind each label in a line, up to the next."""
    found = [*_label_re().finditer(text)]
    ends = (*(match.start() for match in found), len(text))[1:]
    for match, end in zip(found, ends, strict=False):
        label = _label(match[1])
        value = text[match.end() : end].strip(_EDGES)
        yield label, value if label == "title" else value.split(" ")[0]


def _label(cell: str) -> str:
    """Return the field that a cell is the label of, "" where it is none."""
    return _labels().get(_SPACE_RE.sub("", cell).strip(_EDGES), "")


@cache
def _labels() -> dict[str, str]:
    return {label: field for field in _FIELDS for label in load_list("masthead", field)}


@cache
def _label_re() -> re.Pattern[str]:
    """Match a label with blanks between its characters, and the colon behind it."""
    others = load_list("masthead", "others")
    spread = (r"\s*".join(label) for label in _longest_first((*_labels(), *others)))
    return re.compile(rf"(?<![^\W\d_])({'|'.join(spread)})\s*[:：]")


def _longest_first(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=lambda label: (-len(label), label))
