"""Tasks: the items of an outline as sections and tasks, cut and named."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policydiff.model import Line, Measure, Section, Task
from policydiff.parsing.measures import split_measures
from policydiff.parsing.outline import Item
from policydiff.parsing.selection import Placed, Selection
from policydiff.parsing.titles import Titled, entitle
from policydiff.records import dataclass
from policydiff.settings import ParsingSettings


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
        unique.append(name if seen[name] == 1 else f"{name}{chr(ord('a') + seen[name] - 1)}")
    return unique


def _short_ids(tasks: Sequence[Placed], settings: ParsingSettings) -> Iterator[str]:
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
    return len(numbers) >= settings.run_through * len(items)


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
    )


def _measures(titled: Titled, name: str, settings: ParsingSettings) -> tuple[Measure, ...]:
    """Return the measures of a task; where the text has none, the title is one."""
    lines = (*titled.opening, *(Line(block.line, block.rest) for block in titled.rest))
    pieces = split_measures(lines, settings) or split_measures(titled.heading, settings)
    return tuple(
        Measure(f"{name}-{number}", piece.text, piece.number)
        for number, piece in enumerate(pieces, 1)
    )
