"""Tasks and links with the words of both plans: one link, one row, each with its quotes."""

from collections.abc import Iterator, Sequence

from policydiff.model import Evidence, Extent, Side, Status, Task
from policydiff.report.blocks import (
    STRENGTH_TONE,
    Cell,
    Column,
    Line,
    Span,
    Table,
    Tone,
    cell,
    line,
    mark_words,
    status_tone,
)
from policydiff.report.decided import link_text
from policydiff.report.labels import Label, status_word
from policydiff.report.lang import Lang
from policydiff.report.pair import LinkRow, Pair
from policydiff.report.rows import task_name

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def task_table(pair: Pair, lang: Lang) -> Table:
    """Lay both plans side by side: a row for each link, and one for each task without any."""
    columns = (
        Column(Label.STATUS.of(lang), ratio=2),
        *_columns(pair.previous.id, pair.current.id, lang),
    )
    return Table(columns, tuple(_task_rows(pair, lang)))


def link_table(rows: Sequence[LinkRow], lang: Lang) -> Table:
    """Lay links out with the measures and the words that they rest on."""
    previous, current = Label.PREVIOUS.of(lang), Label.CURRENT.of(lang)
    return Table(_columns(previous, current, lang), tuple(_sides(row, lang) for row in rows))


def _columns(previous: str, current: str, lang: Lang) -> tuple[Column, ...]:
    return (
        Column(previous, ratio=7),
        Column(current, ratio=7),
        Column(Label.STRENGTH.of(lang), ratio=1),
        Column(Label.SHARED.of(lang), ratio=4),
    )


def _task_rows(pair: Pair, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows in the order of the groups; a link that two groups have stands once."""
    seen: set[str] = set()
    for group in pair.groups:
        links = [link for link in group.links if link.id not in seen]
        seen |= {link.id for link in links}
        for row in pair.link_rows(links):
            yield (_extent(pair, row, lang), *_sides(row, lang))
        if not group.links:
            yield from _alone(pair, group.previous, Side.PREVIOUS, lang)
            yield from _alone(pair, group.current, Side.CURRENT, lang)


def _extent(pair: Pair, row: LinkRow, lang: Lang) -> Cell:
    """Say that the previous task goes on, and with how many of its measures."""
    extent = pair.standing(Side.PREVIOUS, row.previous.id).status.extent
    told = status_word(Status.CONTINUED, pair.comparison.relation, lang)
    return (line(told), line(extent_text(extent), Tone.FAINT))


def extent_text(extent: Extent) -> str:
    """Write how many measures of a task go on.

    >>> extent_text(Extent(3, 5))
    '3/5'
    """
    return f"{extent.carried}/{extent.of}"


def _alone(pair: Pair, tasks: Sequence[Task], side: Side, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    status = Status.DROPPED if side is Side.PREVIOUS else Status.NEW
    reason = pair.open(status)
    tone = status_tone(status, reason)
    told = cell(status_word(status, pair.comparison.relation, lang, reason), tone)
    for task in tasks:
        own, none = cell(task_name(task), tone), cell("–", Tone.FAINT)
        ends = (own, none) if side is Side.PREVIOUS else (none, own)
        yield (told, *ends, cell(""), cell(""))


def _sides(row: LinkRow, lang: Lang) -> tuple[Cell, ...]:
    link = row.link
    found = list(zip(_marks(link.evidence), link.evidence, strict=True))
    return (
        (
            line(task_name(row.previous), Tone.STRONG),
            *(_quote(row.previous, x.previous, x, mark, lang) for mark, x in found),
        ),
        (
            line(task_name(row.current), Tone.STRONG),
            *(_quote(row.current, x.current, x, mark, lang) for mark, x in found),
        ),
        cell(link_text(link, row.decision, lang), STRENGTH_TONE[link.strength]),
        tuple(line(f"{mark}{' '.join(x.shared)}", Tone.FAINT) for mark, x in found if x.shared),
    )


def _marks(evidence: Sequence[Evidence]) -> Sequence[str]:
    """Return a number for each pair of measures where there are several."""
    if len(evidence) < 2:
        return [""] * len(evidence)
    return [f"{_NUMBERS[i]} " if i < len(_NUMBERS) else f"({i + 1}) " for i in range(len(evidence))]


def _quote(task: Task, measure: str, evidence: Evidence, mark: str, lang: Lang) -> Line:
    """Quote a measure with its line; the empty id is the title."""
    text, number = passage(task, measure)
    where = Label.ONE_LINE.of(lang, first=number)
    return (Span(mark), *mark_words(text, evidence.shared), Span(f" [{where}]", Tone.FAINT))


def passage(task: Task, measure: str) -> tuple[str, int]:
    """Return the text of a measure and its line; the empty id is the title."""
    found = next((item for item in task.measures if item.id == measure), None)
    return (found.text, found.line) if found else (task.title, task.line_start)
