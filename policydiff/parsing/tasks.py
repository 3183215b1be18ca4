"""Tasks: which items of an outline are sections and which are tasks; the tasks cut and named.

Particulars are who is responsible for it and until when: rows of tables have columns for that
(``tables.py``); a text has labels in brackets or on lines of their own, 责任单位：某局, or a
bracket with nothing but offices in it, （某局牵头，某局配合）.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest

from msgspec import Struct

from policydiff.model import Depth, DepthReason, Line, Measure, Part, Particulars, Section, Task
from policydiff.parsing.blocks import Block, LabelledBlock
from policydiff.parsing.depth import Genre, deepen, read_genre
from policydiff.parsing.measures import split_measures
from policydiff.parsing.outline import Item, Outline, TitledItem, entitle
from policydiff.parsing.parts import prune
from policydiff.settings import ParsingSettings
from policydiff.text.markers import RHETORICAL, Form
from policydiff.text.offices import is_office, is_unit
from policydiff.text.words import load_list


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


class Naming(Struct, frozen=True):
    """The sections and tasks of a plan under their ids."""

    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]


def name_items(selection: Selection, settings: ParsingSettings) -> Naming:
    """Return the selected items as sections and tasks, with ids unique in the plan.

    A task's id is its number where the numbering of the tasks runs through, else section.number.
    """
    sections = selection.sections
    section_ids = _unique(".".join(placed.path) for placed in sections)
    tasks = selection.tasks
    task_ids = _unique(_short_ids(tasks, settings))
    return Naming(
        tuple(
            _section(placed.item, name, settings)
            for placed, name in zip(sections, section_ids, strict=True)
        ),
        tuple(
            _task(
                placed.item.blocks,
                titled,
                name,
                "" if placed.section is None else section_ids[placed.section],
                settings,
            )
            for placed, titled, name in zip(
                tasks, entitle_tasks(tasks, settings), task_ids, strict=True
            )
        ),
    )


def _unique(names: Iterable[str]) -> list[str]:
    """Return the names, with a letter behind those that came before: 3, 3b, 3c."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else name + letters(seen[name]))
    return unique


def _short_ids(tasks: Sequence[SelectedItem], settings: ParsingSettings) -> Iterator[str]:
    """Yield ids: the number alone where the numbering runs through, else section.number.

    Outermost items that are tasks themselves do not count; they go by their printed number.
    """
    inner = [placed.item for placed in tasks if len(placed.path) > 1]
    numbered = inner or [placed.item for placed in tasks]
    runs_through = _runs_through(numbered, settings)
    for placed in tasks:
        item = placed.item
        if runs_through and (len(placed.path) > 1 or not inner):
            yield str(item.number)
        elif runs_through and item.head and item.head.marker:
            yield item.head.marker.printed
        else:
            yield ".".join(placed.path)


def _runs_through(items: Sequence[Item], settings: ParsingSettings) -> bool:
    """Tell whether numbers run through: one form, 1 at most once, hardly any twice."""
    numbers = Counter(item.number for item in items)
    if len({item.form for item in items}) > 1 or numbers[1] > 1:
        return False
    return len(numbers) >= settings.min_unique_share * len(items)


def _section(item: Item, name: str, settings: ParsingSettings) -> Section:
    if item.head is None or item.head.marker is None:
        return Section(name, "", "", item.blocks[0].line)
    titled = entitle(item, settings)
    return Section(name, item.head.marker.printed, titled.title, item.head.line)


def entitle_tasks(
    tasks: Sequence[SelectedItem], settings: ParsingSettings
) -> tuple[TitledItem, ...]:
    """Cut the tasks into title and text; a first sentence that is work stays in the text, too.

    Whether it is or names the task, the tasks beside it tell: it is work if most first sentences
    of the plan are too long for a title, or if it has three clauses and most beside it have fewer.
    """
    titled = [entitle(placed.item, settings) for placed in tasks]
    cut = sum(one.is_cut for one in titled)
    if cut >= settings.min_untitled_share * len(titled):
        return tuple(one.with_sentence() for one in titled)
    long: Counter[int | None] = Counter()
    for placed, one in zip(tasks, titled, strict=True):
        long[placed.section] += 1 if one.clauses >= settings.min_sentence_clauses else -1
    return tuple(
        one.with_sentence()
        if one.clauses >= settings.min_sentence_clauses and long[placed.section] < 0
        else one
        for placed, one in zip(tasks, titled, strict=True)
    )


def _task(
    blocks: Sequence[Block],
    titled: TitledItem,
    name: str,
    section: str,
    settings: ParsingSettings,
) -> Task:
    marker = blocks[0].marker
    return Task(
        id=name,
        number=marker.printed if marker else "",
        section=section,
        title=titled.title,
        text="\n".join(
            [*(o.text for o in titled.opening), *(b.text for b in titled.rest if b.text)]
        ),
        line_start=blocks[0].line,
        line_end=blocks[-1].line,
        measures=_measures(titled, name, settings),
        particulars=_particulars(blocks),
    )


def _particulars(blocks: Sequence[Block]) -> Particulars:
    """Return what the rows of a task, else its text, say of it; what several say is said once."""
    told = [block.particulars for block in blocks if block.particulars]
    if not told:
        return read_particulars(block.text for block in blocks)
    responsible, deadline, remarks = (
        "；".join(dict.fromkeys(filter(None, values)))
        for values in (
            (one.responsible for one in told),
            (one.deadline for one in told),
            (one.remarks for one in told),
        )
    )
    return Particulars(responsible=responsible, deadline=deadline, remarks=remarks)


def _measures(titled: TitledItem, name: str, settings: ParsingSettings) -> tuple[Measure, ...]:
    """Return the measures of a task: where the text has none, its title, else its lines."""
    lines = (*titled.opening, *(Line(block.line, block.rest) for block in titled.rest))
    pieces = (
        split_measures(lines, settings)
        or split_measures(titled.heading, settings)
        or tuple(line for line in lines if any(map(str.isalnum, line.text)))
    )
    return tuple(
        Measure(f"{name}-{number}", piece.text, piece.number)
        for number, piece in enumerate(pieces, 1)
    )


def letters(count: int) -> str:
    """Return the letters of the n-th of a kind, as columns of a spreadsheet are named.

    >>> [letters(count) for count in (1, 2, 26, 27, 703)]
    ['a', 'b', 'z', 'aa', 'aaa']
    """
    written = ""
    while count:
        count, letter = divmod(count - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


_END_RE = re.compile(r"[。；;（()）【】\[\]\n]")
_BRACKET_RE = re.compile(r"[（(【\[]([^（()）【】\[\]]{3,120})[）)】\]]")
_JOINT_RE = re.compile(r"[、，,；;\s]+")
_DUTY_RE = re.compile(
    r"(?:(?:等|及).{0,16})?(?:按职责分工|分别|共同)?(?:牵头|配合|负责|参加|参与|分工){1,2}$"
)
_ENDINGS = ("。", "；", ";")
_TRIM = " ，,、：:；;"


def read_particulars(texts: Iterable[str]) -> Particulars:
    """Return who is responsible and until when, as the texts of a task say.

    >>> read_particulars(["修渠三条。（牵头单位：水利局，配合单位：财政局；完成时限：6月底）"])
    Particulars(responsible='水利局；财政局', deadline='6月底', remarks='')
    >>> read_particulars(["修桥。（某县交通局牵头，某县财政局配合）"]).responsible
    '某县交通局牵头，某县财政局配合'
    >>> read_particulars(["明确责任单位。（含水利局大楼）"])
    Particulars(responsible='', deadline='', remarks='')
    """
    responsible: list[str] = []
    deadline: list[str] = []
    for text in texts:
        told = [*_labelled(text)]
        responsible += [value for kind, value in told if kind == "responsible"]
        deadline += [value for kind, value in told if kind == "deadline"]
        if not told:
            responsible += _of_offices(text)
    return Particulars("；".join(dict.fromkeys(responsible)), "；".join(dict.fromkeys(deadline)))


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of each label and what stands behind it, up to the next or to a stop."""
    found = [*_label_re().finditer(text)]
    for match, following in zip_longest(found, found[1:]):
        stop = _END_RE.search(text, match.end())
        ends = (stop.start() if stop else len(text), following.start() if following else len(text))
        if value := text[match.end() : min(ends)].strip(_TRIM):
            yield match.lastgroup or "", value


def _of_offices(text: str) -> Iterator[str]:
    """Yield the brackets that say which offices do it, or name nothing but offices at a stop."""
    for bracket in _BRACKET_RE.finditer(text):
        said = bracket[1].strip(_TRIM)
        names = [bare for name in _JOINT_RE.split(said) if (bare := _DUTY_RE.sub("", name))]
        behind_stop = text[: bracket.start()].endswith(_ENDINGS)
        ends = behind_stop or not text[bracket.end() :].strip(_TRIM)
        told = [is_unit(name) if behind_stop else is_office(name) for name in names]
        if any(told) if _DUTY_RE.search(said) else ends and told and all(told):
            yield said


@cache
def _label_re() -> re.Pattern[str]:
    kinds = (
        f"(?P<{kind}>{'|'.join(load_list('tables', f'{kind}_labels'))})"
        for kind in ("responsible", "deadline")
    )
    return re.compile(rf"(?:(?<=[。；;，,、（(【\[\s])|^)(?:{'|'.join(kinds)})\s?[:：]\s?")
