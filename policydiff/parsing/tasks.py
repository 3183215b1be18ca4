"""Tasks: the items of an outline as sections and tasks, cut and named.

Particulars are who is responsible for it and until when: rows of tables have columns for that
(``tables.py``); a text has labels in brackets or on lines of their own, 责任单位：某局, or a
bracket with nothing but offices in it, （某局牵头，某局配合）.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest

from msgspec import Struct

from policydiff.model import Line, Measure, Particulars, Section, Task
from policydiff.parsing.blocks import Block
from policydiff.parsing.measures import split_measures
from policydiff.parsing.outline import Item, TitledItem, entitle
from policydiff.parsing.selection import SelectedItem, Selection
from policydiff.settings import ParsingSettings
from policydiff.text.offices import is_office
from policydiff.text.words import load_list


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
                placed.item,
                name,
                "" if placed.section is None else section_ids[placed.section],
                settings,
            )
            for placed, name in zip(tasks, task_ids, strict=True)
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


def _task(item: Item, name: str, section: str, settings: ParsingSettings) -> Task:
    titled = entitle(item, settings)
    blocks = item.blocks
    marker = blocks[0].marker
    return Task(
        id=name,
        number=marker.printed if marker else "",
        section=section,
        title=titled.title,
        text="\n".join([*(o.text for o in titled.opening), *(b.text for b in titled.rest)]),
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
    """Return the measures of a task; where the text has none, the title is one."""
    lines = (*titled.opening, *(Line(block.line, block.rest) for block in titled.rest))
    pieces = split_measures(lines, settings) or split_measures(titled.heading, settings)
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
        names = [_DUTY_RE.sub("", name) for name in _JOINT_RE.split(said)]
        offices = [is_office(name) for name in names if name]
        ends = text[: bracket.start()].endswith(_ENDINGS) or not text[bracket.end() :].strip(_TRIM)
        if any(offices) if _DUTY_RE.search(said) else ends and offices and all(offices):
            yield said


@cache
def _label_re() -> re.Pattern[str]:
    kinds = (
        f"(?P<{kind}>{'|'.join(load_list('tables', f'{kind}_labels'))})"
        for kind in ("responsible", "deadline")
    )
    return re.compile(rf"(?:(?<=[。；;，,、（(【\[\s])|^)(?:{'|'.join(kinds)})\s?[:：]\s?")
