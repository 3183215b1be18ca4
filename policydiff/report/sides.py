"""The rows of the side-by-side part: each group with its tasks, links and evidence."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Link, Side, Status, Task
from policydiff.report.blocks import Cell, Column, Line, Span, Table, Tone, cell, mark_words
from policydiff.report.choices import Lang
from policydiff.report.details import carried_of, extent_text, passage, rewording, target_text
from policydiff.report.explanation import steps
from policydiff.report.labels import Label, feature_word, status_word
from policydiff.report.pair import GroupRow, Pair
from policydiff.report.rows import line_span, link_text, score_text, task_name


class Card(Struct, frozen=True):
    """A task on one side; ``part`` says that it is carried on only in part."""

    number: str
    title: str
    lines: str
    part: str
    themes: str
    measures: tuple[tuple[Line, int], ...]
    targets: tuple[str, ...]


class Proof(Struct, frozen=True):
    """A link: what it says, its evidence and the parts of its score."""

    title: str
    evidence: Table
    parts: str


class Row(Struct, frozen=True):
    """A group, ready to be shown; ``themes`` are codes, for the filter."""

    status: str
    word: str
    extent: str
    themes: tuple[str, ...]
    previous: tuple[Card, ...]
    current: tuple[Card, ...]
    proofs: tuple[Proof, ...]
    nearest: tuple[str, ...]


def page_rows(pair: Pair, themes: dict[str, str], lang: Lang) -> tuple[Row, ...]:
    """Return the rows of a pair; ``themes`` are names by code."""
    return tuple(_row(pair, row, themes, lang) for row in _proven_once(pair.groups))


def _proven_once(rows: Iterable[GroupRow]) -> Iterator[GroupRow]:
    """Yield the rows with each link in the first row only: partial ones belong to two."""
    seen: set[str] = set()
    for row in rows:
        yield replace(row, links=tuple(link for link in row.links if link.id not in seen))
        seen |= {link.id for link in row.links}


def _row(pair: Pair, row: GroupRow, themes: dict[str, str], lang: Lang) -> Row:
    relation, status = pair.comparison.relation, row.group.status
    return Row(
        status=status.value,
        word=status_word(status, relation, lang, pair.group_open(row)),
        extent=_extents(pair, row),
        themes=tuple(dict.fromkeys(_codes((*row.previous, *row.current)))),
        previous=tuple(_card(task, Side.PREVIOUS, row, themes, lang) for task in row.previous),
        current=tuple(_card(task, Side.CURRENT, row, themes, lang) for task in row.current),
        proofs=tuple(_proof(pair, link, row, lang) for link in row.links),
        nearest=tuple(
            f"{score_text(score)}  {task_name(task)}"
            for standing in pair.members(row)
            for task, score in standing.nearest[:1]
        ),
    )


def _extents(pair: Pair, row: GroupRow) -> str:
    """Say how many measures of each previous task go on, where some do."""
    return " · ".join(
        f"{standing.task.id}: {extent_text(standing.status.extent)}"
        for standing in pair.members(row)
        if standing.status.side is Side.PREVIOUS and standing.status.status is Status.CONTINUED
    )


def _codes(tasks: Iterable[Task]) -> Iterator[str]:
    for task in tasks:
        if task.themes.primary:
            yield task.themes.primary
        yield from task.themes.secondary


def _card(task: Task, side: Side, row: GroupRow, themes: dict[str, str], lang: Lang) -> Card:
    words = _words_of(task, side, row.links)
    return Card(
        number=task.id,
        title=task.title,
        lines=line_span(task.line_start, task.line_end),
        part="" if side in row.own else Label.IN_PART.of(lang),
        themes=" · ".join(themes.get(code, code) for code in _codes([task])),
        measures=tuple(
            (mark_words(measure.text, words.get(measure.id, ())), measure.line)
            for measure in task.measures
        ),
        targets=tuple(f"{t.object} {target_text(t, lang)}" for t in task.targets),
    )


def _words_of(task: Task, side: Side, links: Sequence[Link]) -> dict[str, list[str]]:
    """Return the shared words of each measure of a task."""
    found: dict[str, list[str]] = {}
    for link in links:
        if task.id == (link.previous if side is Side.PREVIOUS else link.current):
            for item in link.evidence:
                measure = item.previous if side is Side.PREVIOUS else item.current
                found.setdefault(measure, []).extend(item.shared)
    return found


def _proof(pair: Pair, link: Link, row: GroupRow, lang: Lang) -> Proof:
    previous = next(task for task in row.previous if task.id == link.previous)
    current = next(task for task in row.current if task.id == link.current)
    arrow = f"{previous.id} → {current.id}"
    return Proof(
        title=f"{arrow} · {link_text(link, pair.decision(link), lang)}",
        evidence=_evidence(pair, link, previous, current, lang),
        parts=" · ".join(
            f"{feature_word(step.reason.feature, lang)} {step.part:+.2f}"
            for step in steps(link.reasons)
        ),
    )


def _evidence(pair: Pair, link: Link, previous: Task, current: Task, lang: Lang) -> Table:
    columns = (
        Column(Label.PREVIOUS.of(lang)),
        Column(Label.CURRENT.of(lang)),
        Column(Label.SHARED.of(lang)),
        Column(Label.WORDING.of(lang)),
        Column(Label.SCORE.of(lang)),
    )
    carried = carried_of(pair.comparison, link.id)
    rows = tuple(
        (
            _passage(previous, item.previous, item.shared),
            _passage(current, item.current, item.shared),
            cell(" ".join(item.shared), Tone.SHARED),
            rewording(carried.get((item.previous, item.current)), lang),
            cell(score_text(item.score)),
        )
        for item in link.evidence
    )
    return Table(columns, rows)


def _passage(task: Task, measure_id: str, shared: Sequence[str]) -> Cell:
    """Return a measure with its line; the empty id is the title."""
    text, number = passage(task, measure_id)
    return ((*mark_words(text, shared), Span(f" [{number}]", Tone.FAINT)),)
