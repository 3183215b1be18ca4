"""Both plans side by side: each group with its tasks, their measures marked, and its evidence."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import CarriedMeasure, EditKind, Layout, Link, Measure, Side, Status, Task
from policydiff.report import Lang
from policydiff.report.blocks import Cell, Line, Span, Table, Tone, cell, mark_words, status_tone
from policydiff.report.details import carried_of, extent_text, passage, rewording, target_text
from policydiff.report.explanation import steps
from policydiff.report.labels import Label, feature_word, status_word
from policydiff.report.pair import ALONE, GroupRow, Pair, Standing
from policydiff.report.values import columns, line_span, link_text, score_text, task_name

OWN_MARK = {
    Side.PREVIOUS: (EditKind.DELETE, Tone.DELETED),
    Side.CURRENT: (EditKind.INSERT, Tone.INSERTED),
}
"""What stands on one side alone, as an edit and as a tone."""


class Passage(Struct, frozen=True):
    """A measure on its line. ``tone`` says that it stands alone: gone, new, or open (a warning)."""

    spans: Line
    line: int
    tone: Tone = Tone.PLAIN


class Card(Struct, frozen=True):
    """A task on one side; ``part`` says that it is carried on only in part.

    Of such a task the passages are those that carry it on; of any other, all of them.
    """

    number: str
    title: str
    tone: Tone
    lines: str
    part: str
    themes: str
    passages: tuple[Passage, ...]
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
    tone: Tone
    extent: str
    themes: tuple[str, ...]
    previous: tuple[Card, ...]
    current: tuple[Card, ...]
    proofs: tuple[Proof, ...]
    nearest: tuple[str, ...]


def side_rows(pair: Pair, themes: dict[str, str], lang: Lang) -> tuple[Row, ...]:
    """Return the rows of a pair; ``themes`` are names by code."""
    return tuple(_row(pair, row, themes, lang) for row in _proven_once(pair.groups))


def marks_legend(pair: Pair, lang: Lang) -> str:
    """Say what the marks of passages mean, for the marks that this pair can have."""
    told = [
        (Label.MARK_OPEN if pair.open(ALONE[side]) else mark).of(lang)
        for side, mark in ((Side.PREVIOUS, Label.MARK_GONE), (Side.CURRENT, Label.MARK_NEW))
    ]
    return " ".join(dict.fromkeys(told))


def _proven_once(rows: Iterable[GroupRow]) -> Iterator[GroupRow]:
    """Yield the rows with each link in the first row only: partial ones belong to two."""
    seen: set[str] = set()
    for row in rows:
        yield replace(row, links=tuple(link for link in row.links if link.id not in seen))
        seen |= {link.id for link in row.links}


def _row(pair: Pair, row: GroupRow, themes: dict[str, str], lang: Lang) -> Row:
    relation, status = pair.comparison.relation, row.group.status
    reason = pair.group_open(row)
    return Row(
        status=status.value,
        word=status_word(status, relation, lang, reason),
        tone=status_tone(status, reason),
        extent=_extents(pair, row),
        themes=tuple(dict.fromkeys(_codes((*row.previous, *row.current)))),
        previous=tuple(_cards(pair, Side.PREVIOUS, row, themes, lang)),
        current=tuple(_cards(pair, Side.CURRENT, row, themes, lang)),
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


def _cards(
    pair: Pair, side: Side, row: GroupRow, themes: dict[str, str], lang: Lang
) -> Iterator[Card]:
    is_own = side in row.own
    tone = OWN_MARK[side][1] if is_own and _is_proved(pair, row) else Tone.PLAIN
    passages = _passages if is_own else _carrying
    for task in side.of(row):
        yield Card(
            number=task.id,
            title=task.title,
            tone=tone,
            lines=line_span(task.line_start, task.line_end),
            part="" if is_own else Label.IN_PART.of(lang),
            themes=" · ".join(themes.get(code, code) for code in _codes([task])),
            passages=tuple(passages(pair, task, side, row)),
            targets=tuple(f"{t.object} {target_text(t, lang)}" for t in task.targets),
        )


def _is_proved(pair: Pair, row: GroupRow) -> bool:
    """Tell whether a group is new or dropped for certain."""
    return row.group.status is not Status.CONTINUED and pair.group_open(row) is None


def _passages(pair: Pair, task: Task, side: Side, row: GroupRow) -> Iterator[Passage]:
    standing, words = pair.standing(side, task.id), _words_of(task, side, row.links)
    alone = Tone.WARNING if pair.open(ALONE[side]) else OWN_MARK[side][1]
    for measure in task.measures:
        tone = alone if measure in standing.lost else Tone.PLAIN
        yield Passage(_spans(measure, standing, side, words), measure.line, tone)


def _spans(measure: Measure, standing: Standing, side: Side, words: dict[str, list[str]]) -> Line:
    """Return a measure with what its other side lacks marked, or the words that both share."""
    carried = standing.carried.get(measure.id)
    if carried is not None and _is_inline(carried):
        return _edited(carried, side)
    return mark_words(measure.text, words.get(measure.id, ()))


def _is_inline(carried: CarriedMeasure) -> bool:
    return carried.wording.layout is not Layout.SIDE_BY_SIDE


def _edited(carried: CarriedMeasure, side: Side) -> Line:
    """Return one side of an inline wording diff."""
    own, tone = OWN_MARK[side]
    return tuple(
        Span(edit.text, tone if edit.kind is own else Tone.PLAIN)
        for edit in carried.wording.edits
        if edit.kind in (own, EditKind.EQUAL)
    )


def _carrying(pair: Pair, task: Task, side: Side, row: GroupRow) -> Iterator[Passage]:
    """Yield the measures of a task of another row that carry this row on, each once."""
    words = _words_of(task, side, row.links)
    for measure in task.measures:
        if measure.id in words:
            yield Passage(mark_words(measure.text, words[measure.id]), measure.line)


def _words_of(task: Task, side: Side, links: Sequence[Link]) -> dict[str, list[str]]:
    """Return the shared words of each measure of a task."""
    found: dict[str, list[str]] = {}
    for link in links:
        if task.id == side.of(link):
            for item in link.evidence:
                found.setdefault(side.of(item), []).extend(item.shared)
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
    titles = (Label.PREVIOUS, Label.CURRENT, Label.SHARED, Label.WORDING, Label.SCORE)
    carried = carried_of(pair.comparison, link.id)
    rows = tuple(
        (
            _quoted(previous, item.previous, item.shared),
            _quoted(current, item.current, item.shared),
            cell(" ".join(item.shared), Tone.SHARED),
            rewording(carried.get((item.previous, item.current)), lang),
            cell(score_text(item.score)),
        )
        for item in link.evidence
    )
    return Table(columns(lang, *titles), rows)


def _quoted(task: Task, measure_id: str, shared: Sequence[str]) -> Cell:
    """Return a measure with its line; the empty id is the title."""
    text, number = passage(task, measure_id)
    return ((*mark_words(text, shared), Span(f" [{number}]", Tone.FAINT)),)
