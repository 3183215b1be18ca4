"""The outline: a tree of items, with its depth read from the document's own use of markers.

An item is cut into its title and the text behind; what is odd in the numbers is remarked on.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Line
from policydiff.parsing.blocks import BULLETS, Block
from policydiff.parsing.headings import is_title_line
from policydiff.settings import ParsingSettings
from policydiff.text.markers import UNNUMBERED, Form, Marker
from policydiff.text.words import load_lexicon

_END_RE = re.compile(r"[。！？；;|]|(?<!\d)[:：](?=.)")
_GAP_RE = re.compile(r"(?<=\S{4})(?:[ \t\xa0]{2,}|[\u3000\u2003\t])\s*(?=\S)")
_STOP_RE = re.compile(r"[。！？；;|]")
_ANNOUNCE_RE = re.compile(r"[一二两三四五六七八九十]\s?[个条项种大点字抓](?!.{6})|[”\"]字$")
_PAIRS = (("“", "”"), ("《", "》"), ("「", "」"), ("（", "）"), ("(", ")"), ("【", "】"))
_COMMA_RE = re.compile(r"[，,]")
_OFFICE_RE = re.compile(r".*[局委厅部办处科室司股院所]$|.*中心$")
_SENTENCE_ENDS = ("。", "！", "？", "；", ";", "（", "(")
_FRAMED_RE = re.compile(r"[【〖]([^【】〖〗，,。；;：:]{2,24})[】〗][：:]?(.*)", re.DOTALL)
_TRAILING = "。.；;：:，, \t\u3000"


class Item(Struct, frozen=True):
    """A marked block with the plain paragraphs behind it and the items below it.

    ``head`` is None for a part whose heading the source has lost.
    """

    number: int
    head: Block | None
    body: tuple[Block, ...]
    children: tuple["Item", ...]

    @property
    def form(self) -> Form | None:
        """The form of numbering; None for a part without heading."""
        return self.head.marker.form if self.head and self.head.marker else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the item in order, those of the items below it too."""
        own = (self.head, *self.body) if self.head else self.body
        return own + tuple(block for child in self.children for block in child.blocks)

    @property
    def length(self) -> int:
        """The number of characters in all blocks."""
        return sum(len(block.text) for block in self.blocks)


class Outline(Struct, frozen=True):
    """The items of a text, the plain blocks before the first, and the forms from out to in."""

    lead: tuple[Block, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...]


def read_outline(blocks: Sequence[Block], settings: ParsingSettings) -> Outline:
    """Build the outline of the blocks.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> rows = "总的要求。", "一、水利", "（一）修渠。", "（二）修坝。", "二、道路", "（一）修桥。"
    >>> lines = [Line(number, row) for number, row in enumerate(rows, 1)]
    >>> settings = ParsingSettings()
    >>> outline = read_outline(split_blocks(lines, settings), settings)
    >>> [(item.number, [child.number for child in item.children]) for item in outline.items]
    [(1, [1, 2]), (2, [1])]
    """
    forms = order_forms([b.marker for b in blocks if b.marker], settings)
    lead, items = _grow(blocks, forms)
    return Outline(lead, _restore_parts(items), forms)


def order_forms(markers: Sequence[Marker], settings: ParsingSettings) -> tuple[Form, ...]:
    """Order the forms from the outside to the inside, as this document uses them.

    A form is inside another where its numbers start afresh behind the other; where the document
    does not tell, the usual order (that of ``Form``) decides.
    """
    usual = list(Form)
    present = sorted({marker.form for marker in markers}, key=usual.index)
    ordered: list[Form] = []
    for form in present:
        place = len(ordered)
        while place and _is_inside(
            ordered[place - 1], form, ordered[: place - 1], markers, settings
        ):
            place -= 1
        ordered.insert(place, form)
    return tuple(ordered)


def _is_inside(
    inner: Form,
    outer: Form,
    above: Sequence[Form],
    markers: Sequence[Marker],
    settings: ParsingSettings,
) -> bool:
    if inner is Form.ARTICLE and _counts_on_below(inner, outer, markers):
        return True
    afresh = _afresh(inner, outer, above, markers)
    return afresh >= settings.min_afresh_share and afresh > _afresh(outer, inner, above, markers)


def _counts_on_below(inner: Form, outer: Form, markers: Sequence[Marker]) -> bool:
    """Tell whether numbers run on below parts that begin before them: 一、 第一条 … 二、."""
    forms = [marker.form for marker in markers if marker.form in (inner, outer)]
    return (
        forms.count(outer) > 1
        and forms[0] is outer
        and inner in forms[: forms[1:].index(outer) + 1]
    )


def _afresh(inner: Form, outer: Form, above: Sequence[Form], markers: Sequence[Marker]) -> float:
    """Return how often (0..1) the inner form starts at 1 again after an outer marker.

    Where a form that stands above both has a marker between, that is what it starts afresh behind.
    """
    gaps = restarts = 0
    last: int | None = None
    crossed = False
    for marker in markers:
        if marker.form is outer:
            crossed = True
        elif marker.form in above:
            last = None
        elif marker.form is inner:
            if last is not None and crossed:
                gaps += 1
                restarts += marker.number == 1 and last >= marker.number
            last, crossed = marker.number, False
    return restarts / gaps if gaps else 0.0


def _grow(
    blocks: Sequence[Block], forms: Sequence[Form]
) -> tuple[tuple[Block, ...], tuple[Item, ...]]:
    """Split blocks at the outermost form that occurs; return the lead and the items."""
    present = {block.marker.form for block in blocks if block.marker}
    if not present:
        return tuple(blocks), ()
    top = next(form for form in forms if form in present)
    starts = [i for i, b in enumerate(blocks) if b.marker and b.marker.form is top]
    lead, before = _grow(blocks[: starts[0]], forms)
    items = list(before)
    for order, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
        head = blocks[start]
        body, children = _grow(blocks[start + 1 : end], forms)
        numbered = head.marker is not None and top not in UNNUMBERED
        number = head.marker.number if head.marker and numbered else order
        items.append(Item(number, head, body, children))
    return lead, tuple(items)


def _restore_parts(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Put items into parts where their numbers restart at 1 because headings were lost.

    medadmin-2024.txt: 1.–5., 1.–5., 1.–4., 1.–3. without any heading. Below headings, the
    number of a lost one must be missing too: 一、 holds （一） （二） （一） （二）, 三、 follows.
    """
    runs = _runs(items)
    if len(runs) > 1:
        return tuple(Item(number, None, (), run) for number, run in enumerate(runs, 1))
    restored = [
        part for item, following in pairwise(items) for part in _restore_next(item, following)
    ]
    return (*restored, *items[-1:])


def _restore_next(item: Item, following: Item) -> Iterator[Item]:
    runs = _runs(item.children)
    if len(runs) < 2 or following.number - item.number < len(runs):
        yield item
        return
    for order, run in enumerate(runs):
        yield Item(item.number + order, *((None, ()) if order else (item.head, item.body)), run)


def _runs(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], ...]:
    """Split items of one form where their numbers start at 1 again."""
    if len({item.form for item in items}) > 1:
        return (items,)
    runs: list[list[Item]] = []
    for item in items:
        if not runs or (item.number == 1 and runs[-1][-1].number > 1):
            runs.append([])
        runs[-1].append(item)
    return tuple(tuple(run) for run in runs)


_MOST_REMARKS = 200
"""Remarks on numbers that are told one by one; real plans have up to ten."""


def numbering_notes(outline: Outline) -> tuple[str, ...]:
    """Return a remark, with its line, on each number that does not follow the one before.

    Numbers may start at 1 under each heading or run on from heading to heading.

    >>> from policydiff.model import Line
    >>> from policydiff.parsing.blocks import split_blocks
    >>> from policydiff.parsing.outline import read_outline
    >>> from policydiff.settings import ParsingSettings
    >>> lines = [Line(1, "1.修渠。"), Line(2, "2.修坝。"), Line(3, "4.修井。")]
    >>> settings = ParsingSettings()
    >>> numbering_notes(read_outline(split_blocks(lines, settings), settings))
    ('line 3: number 4 (4) follows 2; 3 is missing',)
    """
    found = tuple(_remarks(outline.items, {}))
    more = len(found) - _MOST_REMARKS
    rest = (f"{more:,} more numbers do not follow those before them",) if more > 0 else ()
    return (*found[:_MOST_REMARKS], *rest)


def _remarks(items: Sequence[Item], last: dict[Form, int]) -> Iterator[str]:
    begun: set[Form] = set()
    usual = next((item.form for item in items if item.form), None)
    for item in items:
        head = item.head
        if head and head.marker and head.marker.form not in UNNUMBERED:
            form = head.marker.form
            before = last.get(form, 0)
            fresh = item.number == 1 and form not in begun
            if not fresh and item.number != before + 1:
                yield _remark(head, item.number, before)
            begun.add(form)
            last[form] = item.number
        elif head is None and item.number > 1:
            line = item.blocks[0].line
            yield f"line {line}: numbers start again at 1; a heading may be lost in front of it"
            if usual:
                last[usual] = item.number
        yield from _remarks(item.children, last)


def _remark(head: Block, number: int, before: int) -> str:
    printed = head.marker.printed if head.marker else ""
    where = f"line {head.line}: number {number} ({printed})"
    if number == before:
        return f"{where} stands twice in a row"
    if number <= before:
        return f"{where} follows {before}"
    if before == 0:
        return f"{where} is the first; 1 is missing"
    missing = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
    return f"{where} follows {before}; {missing} {'is' if number == before + 2 else 'are'} missing"


class TitledItem(Struct, frozen=True):
    """An item cut into the lines of its title, the text behind on its line, and other blocks.

    ``first`` is the whole line that the title was cut from.
    """

    heading: tuple[Line, ...]
    opening: tuple[Line, ...]
    rest: tuple[Block, ...]
    first: Line

    @property
    def title(self) -> str:
        """The title in one piece."""
        return "".join(line.text for line in self.heading)

    @property
    def is_cut(self) -> bool:
        """Whether the title is but the beginning of a sentence, which the opening holds whole."""
        return self.opening == (self.first,)

    @property
    def clauses(self) -> int:
        """The number of clauses of the title."""
        return len(_COMMA_RE.findall(self.title)) + 1

    def with_sentence(self) -> "TitledItem":
        """Return it with the sentence that is its title at the head of its text, too."""
        behind = self.first.text[self.first.text.find(self.title) + len(self.title) :].lstrip()
        is_sentence = len(self.heading) == 1 and behind.startswith(_SENTENCE_ENDS)
        return replace(self, opening=(self.first,)) if is_sentence else self


def entitle(item: Item, settings: ParsingSettings) -> TitledItem:
    """Cut an item; a marker alone takes its title from the next line, a broken heading its end."""
    first, rest = item.blocks[0], item.blocks[1:]
    line, heading = first.line, first.rest
    if not heading and item.body:
        line, heading, rest = rest[0].line, rest[0].rest, rest[1:]
    whole = bool(rest) and _is_whole(heading, settings)
    title, opening = (heading.strip(_TRAILING), "") if whole else cut_title(heading, settings)
    lines: tuple[Line, ...] = (Line(line, title),)
    if item.body and rest and rest[0] is item.body[0] and _goes_on(heading, rest[0], settings):
        lines, rest = (*lines, Line(rest[0].line, rest[0].text)), rest[1:]
    behind = (Line(line, opening),) if opening else ()
    return TitledItem(lines, behind, rest, Line(line, heading))


def _is_whole(heading: str, settings: ParsingSettings) -> bool:
    """Tell whether a colon belongs to a heading whose text stands on other lines.

    It does where what stands before it does not name the work: 突出一个中心：…, 德育：….
    """
    before, colon, _ = heading.replace("：", ":").partition(":")
    if not colon or len(heading) > settings.max_title_line or _STOP_RE.search(heading):
        return False
    return len(before) < settings.min_title or _ANNOUNCE_RE.search(before) is not None


def cut_title(heading: str, settings: ParsingSettings) -> tuple[str, str]:
    """Return the title at the beginning of an item, and its text behind the title.

    >>> cut_title("加强监管。推进执法。", ParsingSettings())
    ('加强监管', '推进执法。')
    >>> cut_title("加强监管", ParsingSettings())
    ('加强监管', '')
    >>> cut_title("【强基】加强监管。", ParsingSettings())
    ('强基', '加强监管。')

    A first sentence that is too long for a title stays in the text; its beginning is the title.
    """
    if framed := _FRAMED_RE.match(heading):
        return framed[1].strip(_TRAILING), framed[2].strip()
    end = next((found for found in _END_RE.finditer(heading) if _is_open(heading, found)), None)
    gap = _GAP_RE.search(heading, 0, end.start()) if end else None
    end = gap or end
    title, text = (heading[: end.start()], heading[end.end() :]) if end else (heading, "")
    bracket = max(map(title.rfind, "（(【"))
    if bracket > 0 and load_lexicon().offices.fullmatch(title, bracket):  # who is responsible
        title, text = title[:bracket], title[bracket:] + text
    if len(title) > settings.max_title:
        commas = [match.start() for match in _COMMA_RE.finditer(title)]
        fitting = [comma for comma in commas if comma <= settings.max_title]
        cut = fitting[-1] if fitting else (commas[0] if commas else len(title))
        title, text = title[:cut], heading if commas else text
    return title.strip(_TRAILING), text.strip()


def _is_open(heading: str, sign: re.Match[str]) -> bool:
    """Tell whether a sign stands outside quotes and brackets: not “我运动：我快乐”."""
    before = heading[: sign.start()]
    within = any(before.count(left) > before.count(right) for left, right in _PAIRS)
    return not within or sign[0] in "。|"


def _goes_on(heading: str, following: Block, settings: ParsingSettings) -> bool:
    """Tell whether a heading is broken over two lines: neither has a sign, none is an office."""
    if (
        following.marker
        or following.text.startswith(tuple(BULLETS))
        or _OFFICE_RE.match(following.text)
    ):
        return False
    return is_title_line(heading, settings) and is_title_line(following.text, settings)
