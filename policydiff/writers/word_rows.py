"""The rows of a 对照表: what stood, what stands, and what there is to say on it."""

from collections.abc import Iterator

from msgspec import Struct

from policydiff.model import (
    CarriedMeasure,
    EditKind,
    Layout,
    Measure,
    Side,
    Status,
    TargetChange,
    Task,
)
from policydiff.report.blocks import Line, Span, Tone, cells, mark_words
from policydiff.report.choices import Lang
from policydiff.report.details import passage, target_text, target_word
from policydiff.report.labels import Label, status_word
from policydiff.report.pair import GroupRow, Pair, Standing
from policydiff.report.rows import link_text, score_text, shared_words, task_name

_SIGN = "、"


class Passage(Struct, frozen=True):
    """A task in a cell: its heading, and its measures as lines."""

    heading: Span
    lines: tuple[Line, ...]


class WordRow(Struct, frozen=True):
    """A row: passages of both sides, and remarks."""

    previous: tuple[Passage, ...]
    current: tuple[Passage, ...]
    remarks: tuple[str, ...]


def word_rows(pair: Pair, lang: Lang) -> Iterator[WordRow]:
    """Yield a row per group, in the order of the report."""
    for row in pair.groups:
        yield WordRow(
            previous=_passages(pair, row, Side.PREVIOUS),
            current=_passages(pair, row, Side.CURRENT),
            remarks=tuple(_remarks(pair, row, lang)),
        )


def _passages(pair: Pair, row: GroupRow, side: Side) -> tuple[Passage, ...]:
    return tuple(_passage(pair.standing(side, task.id), side, row) for task in row.tasks(side))


def _passage(standing: Standing, side: Side, row: GroupRow) -> Passage:
    """Mark what fell out and what is new; of a task of another row, quote what carries it on."""
    task = standing.task
    alone = {Status.DROPPED: Tone.DELETED, Status.NEW: Tone.INSERTED}.get(row.group.status)
    heading = f"{task.number}{_SIGN}{task.title}"
    if side not in row.own:
        return Passage(Span(heading, Tone.FAINT), tuple(_carrying(standing.task, side, row)))
    if alone is not None:
        return Passage(Span(heading, alone), cells((m.text for m in task.measures), alone))
    lines = tuple(_line(measure, standing, side) for measure in task.measures)
    return Passage(Span(heading), lines)


def _carrying(task: Task, side: Side, row: GroupRow) -> Iterator[Line]:
    """Yield the sentences of a task of another row that carry this row on, each once."""
    found = {}
    for link in row.links:
        if task.id == (link.previous if side is Side.PREVIOUS else link.current):
            for item in link.evidence:
                measure = item.previous if side is Side.PREVIOUS else item.current
                found[measure] = mark_words(passage(task, measure)[0], item.shared)
    yield from (spans for measure, spans in found.items() if measure)


def _line(measure: Measure, standing: Standing, side: Side) -> Line:
    carried = standing.carried.get(measure.id)
    if carried is not None and carried.wording.layout is not Layout.SIDE_BY_SIDE:
        return _edited(carried, side)
    if measure in standing.lost:
        return (Span(measure.text, Tone.DELETED if side is Side.PREVIOUS else Tone.INSERTED),)
    return (Span(measure.text),)


def _edited(measure: CarriedMeasure, side: Side) -> Line:
    """Return one side of an inline wording diff."""
    own, tone = (
        (EditKind.DELETE, Tone.DELETED)
        if side is Side.PREVIOUS
        else (EditKind.INSERT, Tone.INSERTED)
    )
    return tuple(
        Span(edit.text, tone if edit.kind is own else Tone.PLAIN)
        for edit in measure.wording.edits
        if edit.kind in (own, EditKind.EQUAL)
    )


def _remarks(pair: Pair, row: GroupRow, lang: Lang) -> Iterator[str]:
    part = "" if row.own == frozenset(Side) or not row.links else f" ({Label.IN_PART.of(lang)})"
    relation, reason = pair.comparison.relation, pair.group_open(row)
    yield status_word(row.group.status, relation, lang, reason) + part
    for link in row.links:
        arrow = f"{link.previous} → {link.current}"
        yield f"{arrow}: {link_text(link, pair.decision(link), lang)}"
    if row.links:
        yield f"{Label.SHARED.of(lang)}: {' '.join(shared_words(row.links))}"
    yield from _targets(pair, row, lang)
    for standing in pair.members(row):
        for task, score in standing.nearest[:1]:
            yield f"{Label.NEAREST.of(lang)}: {task_name(task)} {score_text(score)}"


def _targets(pair: Pair, row: GroupRow, lang: Lang) -> Iterator[str]:
    previous, current = set(row.group.previous), set(row.group.current)
    for change in pair.comparison.targets:
        if change.previous_task in previous or change.current_task in current:
            yield _target(change, pair, lang)


def _target(change: TargetChange, pair: Pair, lang: Lang) -> str:
    sides = [
        "–" if target is None else target_text(target, lang)
        for target in (change.previous, change.current)
    ]
    what = target_word(change.change, pair, lang)
    return f"{Label.TARGET.of(lang)} {change.object}: {' → '.join(sides)} ({what})"
