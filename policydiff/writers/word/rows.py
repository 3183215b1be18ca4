"""The rows of a 对照表: what stood, what stands, and what there is to say on it."""

from collections.abc import Iterator

from msgspec import Struct

from policydiff.model import (
    CarriedMeasure,
    EditKind,
    Layout,
    Side,
    Status,
    TargetChange,
    Task,
)
from policydiff.report.blocks import Line, Span, Tone, cells
from policydiff.report.labels import Label, change_word, status_word, word
from policydiff.report.lang import Lang
from policydiff.report.rows import (
    GroupRow,
    NearestRow,
    Pair,
    group_rows,
    nearest_rows,
    score_text,
    shared_words,
    task_name,
)
from policydiff.report.views.details import target_text

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


class _Kept(Struct, frozen=True):
    """What links carry on: by measure of the previous task, and measures of the current one."""

    previous: dict[str, CarriedMeasure]
    current: dict[str, CarriedMeasure]
    known: frozenset[str]


def word_rows(pair: Pair, lang: Lang) -> Iterator[WordRow]:
    """Yield a row per group, in the order of the report."""
    kept = _kept(pair)
    near = {(row.side, row.task.id): row for row in nearest_rows(pair)}
    for row in group_rows(pair):
        yield WordRow(
            previous=tuple(_passage(task, Side.PREVIOUS, row, kept) for task in row.previous),
            current=tuple(_passage(task, Side.CURRENT, row, kept) for task in row.current),
            remarks=tuple(_remarks(pair, row, near, lang)),
        )


def _kept(pair: Pair) -> _Kept:
    previous: dict[str, CarriedMeasure] = {}
    current: dict[str, CarriedMeasure] = {}
    for carried in pair.comparison.carried:
        for measure in carried.measures:
            previous.setdefault(measure.previous, measure)
            current.setdefault(measure.current, measure)
    linked = {carried.link for carried in pair.comparison.carried}
    links = [link for link in pair.comparison.links if link.id in linked]
    known = {f"previous {link.previous}" for link in links}
    known |= {f"current {link.current}" for link in links}
    return _Kept(previous, current, frozenset(known))


def _passage(task: Task, side: Side, row: GroupRow, kept: _Kept) -> Passage:
    """Mark what fell out and what is new; a task of another row is only named."""
    alone = {Status.DROPPED: Tone.DELETED, Status.NEW: Tone.INSERTED}.get(row.group.status)
    heading = f"{task.number}{_SIGN}{task.title}"
    if side not in row.own:
        return Passage(Span(heading, Tone.FAINT), ())
    if alone is not None:
        return Passage(Span(heading, alone), cells((m.text for m in task.measures), alone))
    lines = tuple(_line(measure.id, measure.text, task, side, kept) for measure in task.measures)
    return Passage(Span(heading), lines)


def _line(measure_id: str, text: str, task: Task, side: Side, kept: _Kept) -> Line:
    known = kept.previous if side is Side.PREVIOUS else kept.current
    measure = known.get(measure_id)
    if measure is None:
        lost = Tone.DELETED if side is Side.PREVIOUS else Tone.INSERTED
        return (Span(text, lost if f"{side.value} {task.id}" in kept.known else Tone.PLAIN),)
    if measure.wording.layout is Layout.SIDE_BY_SIDE:
        return (Span(text),)
    return _edited(measure, side)


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


def _remarks(
    pair: Pair, row: GroupRow, near: dict[tuple[Side, str], NearestRow], lang: Lang
) -> Iterator[str]:
    part = "" if row.own == frozenset(Side) or not row.links else f" ({Label.IN_PART.of(lang)})"
    yield status_word(row.group.status, pair.comparison.relation, lang) + part
    for link in row.links:
        arrow = f"{link.previous} → {link.current}"
        yield f"{arrow}: {word(link.strength, lang)} {score_text(link.score)}"
    if row.links:
        yield f"{Label.SHARED.of(lang)}: {' '.join(shared_words(row.links))}"
    yield from _targets(pair, row, lang)
    yield from _nearest(row, near, lang)


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
    what = change_word(change.change, pair.comparison.relation, lang)
    return f"{Label.TARGET.of(lang)} {change.object}: {' → '.join(sides)} ({what})"


def _nearest(row: GroupRow, near: dict[tuple[Side, str], NearestRow], lang: Lang) -> Iterator[str]:
    own = [(Side.PREVIOUS, task) for task in row.group.previous]
    own += [(Side.CURRENT, task) for task in row.group.current]
    for place in own:
        if place in near and near[place].nearest:
            task, score = near[place].nearest[0]
            yield f"{Label.NEAREST.of(lang)}: {task_name(task)} {score_text(score)}"
