"""Tasks: the items of an outline as sections and tasks, cut and named."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policydiff.model import Line, Measure, Section, Task
from policydiff.parsing.lexicon import load_lexicon
from policydiff.parsing.measures import split_measures
from policydiff.parsing.outline import Item
from policydiff.parsing.selection import Selection
from policydiff.settings import ParsingSettings

_TITLE_END_RE = re.compile(r"[。！？；;|]|(?<!\d)[:：](?=.)")
_GAP_RE = re.compile(r"(?<=\S{4})(?:[ \t\xa0]{2,}|[\u3000\u2003\t])\s*(?=\S)")
_COMMA_RE = re.compile(r"[，,]")
_TRAILING = "。.；;：:，, \t\u3000"


@dataclass(frozen=True, slots=True)
class Naming:
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
    task_ids = _unique(_short_ids([p.path for p in tasks], [p.item for p in tasks]))
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


def cut_title(rest: str, settings: ParsingSettings) -> tuple[str, str]:
    """Return the title at the beginning of an item, and its text behind the title.

    >>> cut_title("加强监管。推进执法。", ParsingSettings())
    ('加强监管', '推进执法。')
    >>> cut_title("加强监管", ParsingSettings())
    ('加强监管', '')

    A first sentence that is too long for a title stays in the text; its beginning is the title.
    """
    end = _TITLE_END_RE.search(rest)
    gap = _GAP_RE.search(rest, 0, end.start() if end else 0)
    end = gap or end
    title, text = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    if len(title) > settings.title_long:
        commas = [match.start() for match in _COMMA_RE.finditer(title)]
        fitting = [comma for comma in commas if comma <= settings.title_long]
        cut = fitting[-1] if fitting else (commas[0] if commas else len(title))
        title, text = title[:cut], rest
    return title.strip(_TRAILING), text.strip()


def _unique(names: Iterable[str]) -> list[str]:
    """Return the names, with a letter behind those that came before: 3, 3b, 3c."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}{chr(ord('a') + seen[name] - 1)}")
    return unique


def _short_ids(paths: Sequence[tuple[str, ...]], items: Sequence[Item]) -> Iterator[str]:
    """Yield ids: the number alone where the numbers of the commonest form are all different."""
    forms = Counter(item.form for item in items)
    common = forms.most_common(1)[0][0] if forms else None
    numbers = [item.number for item in items if item.form is common]
    runs_through = len(set(numbers)) == len(numbers)
    for path, item in zip(paths, items, strict=True):
        if runs_through and item.form is common:
            yield str(item.number)
        elif runs_through and len(path) == 1 and item.head and item.head.marker:
            yield item.head.marker.printed
        else:
            yield ".".join(path)


def _section(item: Item, name: str, settings: ParsingSettings) -> Section:
    if item.head is None or item.head.marker is None:
        return Section(name, "", "", item.blocks[0].line)
    heading, _ = cut_title(item.head.rest, settings)
    return Section(name, item.head.marker.printed, heading, item.head.line)


def _task(item: Item, name: str, section: str, settings: ParsingSettings) -> Task:
    blocks = item.blocks
    head, rest = blocks[0], blocks[1:]
    line = head.line
    heading = head.rest
    if not heading and rest:
        line, heading, rest = rest[0].line, rest[0].rest, rest[1:]
    title, opening = cut_title(heading, settings)
    lines = [Line(line, opening)] if opening else []
    lines += [Line(block.line, block.rest) for block in rest]
    return Task(
        id=name,
        number=head.marker.printed if head.marker else "",
        section=section,
        title=title,
        text="\n".join([opening] * bool(opening) + [block.text for block in rest]),
        line_start=head.line,
        line_end=blocks[-1].line,
        measures=_measures(name, lines or [Line(line, title)], settings),
    )


def _measures(name: str, lines: list[Line], settings: ParsingSettings) -> tuple[Measure, ...]:
    offices = load_lexicon().offices
    pieces = [p for p in split_measures(lines, settings) if not offices.match(p.text)]
    return tuple(
        Measure(f"{name}-{number}", piece.text, piece.number)
        for number, piece in enumerate(pieces, 1)
    )
