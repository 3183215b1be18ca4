"""What a comparison rests on, with the words of both plans: links, targets, wordings, phrases."""

from collections.abc import Callable, Iterator, Sequence

from policydiff.model import (
    Carried,
    CarriedMeasure,
    Change,
    Comparison,
    EditKind,
    Evidence,
    Extent,
    Layout,
    PhraseChange,
    Relation,
    Side,
    Status,
    Step,
    Target,
    TargetChange,
    Task,
    VerbStep,
    Wording,
)
from policydiff.report import Lang
from policydiff.report.blocks import (
    STATUS_TONE,
    STRENGTH_TONE,
    Cell,
    Line,
    Paragraph,
    Span,
    Table,
    Tone,
    cell,
    line,
    mark_words,
    status_tone,
)
from policydiff.report.labels import Label, said, status_word, word
from policydiff.report.pair import ALONE, LinkRow, Pair
from policydiff.report.values import (
    columns,
    demanded,
    link_text,
    moved_word,
    target_value,
    task_name,
    where,
)

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def task_table(pair: Pair, lang: Lang) -> Table:
    """Lay both plans side by side: a row for each link, and one for each task without any."""
    titles = ((Label.STATUS, 3), (pair.previous.id, 7), (pair.current.id, 7), *_PROOF)
    return Table(columns(lang, *titles), tuple(_task_rows(pair, _titled, lang)))


def contrast_table(pair: Pair, lang: Lang) -> Table:
    """Lay both plans side by side as ``task_table``, tasks without a link with all they say."""
    table = task_table(pair, lang)
    return Table(table.columns, tuple(_task_rows(pair, _in_full, lang)))


def _titled(task: Task, tone: Tone, lang: Lang) -> Cell:
    return cell(task_name(task), tone)


def _in_full(task: Task, tone: Tone, lang: Lang) -> Cell:
    """Return a task with its measures, each with its line."""
    return (
        line(task_name(task), tone),
        *((Span(x.text), where(x.line, lang)) for x in task.measures),
    )


def link_table(rows: Sequence[LinkRow], lang: Lang) -> Table:
    """Lay links out with the measures and the words that they rest on."""
    titles = ((Label.PREVIOUS, 7), (Label.CURRENT, 7), *_PROOF)
    return Table(columns(lang, *titles), tuple(_sides(row, lang) for row in rows))


_PROOF = ((Label.STRENGTH, 2), (Label.SHARED, 4))
"""The last columns of a table of links, with their shares of the width."""


_Alone = Callable[[Task, Tone, Lang], Cell]
"""How a task without a link is shown."""


def _task_rows(pair: Pair, show: _Alone, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows in the order of the groups; a link that two groups have stands once."""
    seen: set[str] = set()
    for group in pair.groups:
        links = [link for link in group.links if link.id not in seen]
        seen |= {link.id for link in links}
        for row in pair.link_rows(links):
            yield (_extent(pair, row, lang), *_sides(row, lang))
        if not group.links:
            yield from _alone(pair, group.previous, Side.PREVIOUS, show, lang)
            yield from _alone(pair, group.current, Side.CURRENT, show, lang)


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


def _alone(
    pair: Pair, tasks: Sequence[Task], side: Side, show: _Alone, lang: Lang
) -> Iterator[tuple[Cell, ...]]:
    for task in tasks:
        reason = pair.standing(side, task.id).status.open
        tone = status_tone(ALONE[side], reason)
        told = cell(status_word(ALONE[side], pair.comparison.relation, lang, reason), tone)
        own, none = show(task, tone, lang), cell("–", Tone.FAINT)
        yield (told, *side.pair(own, none), cell(""), cell(""))


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
    return (Span(mark), *mark_words(text, evidence.shared), where(number, lang))


def passage(task: Task, measure: str) -> tuple[str, int]:
    """Return the text of a measure and its line; the empty id is the title."""
    found = next((item for item in task.measures if item.id == measure), None)
    return (found.text, found.line) if found else (task.title, task.line_start)


_WORD = {
    Status.NEW: Label.FIRST_MENTION,
    Status.DROPPED: Label.GONE,
    Status.CONTINUED: Label.SAME_WORDING,
}


def phrase_lines(comparison: Comparison, lang: Lang) -> Paragraph:
    """List the phrases of a comparison in short: each with how often it stands there."""
    return Paragraph(
        tuple(
            (
                Span(f"{_WORD[status].of(lang)}: ", STATUS_TONE[status]),
                Span(" · ".join(f"{phrase.text} {_times(phrase)}" for phrase in phrases)),
            )
            for status in (Status.NEW, Status.DROPPED)
            if (phrases := [item for item in comparison.phrases if item.status is status])
        )
    )


def _times(phrase: PhraseChange) -> int:
    return phrase.current if phrase.status is Status.NEW else phrase.previous


def phrase_table(comparison: Comparison, lang: Lang) -> Table:
    """Lay out the phrases of a comparison; "first" means within the plans given."""
    titles = (Label.CHANGE, (Label.PHRASE, 1), Label.COUNT, (Label.QUOTE, 4))
    rows = tuple(_phrase_row(phrase, lang) for phrase in comparison.phrases)
    return Table(columns(lang, *titles), rows)


def _phrase_row(phrase: PhraseChange, lang: Lang) -> tuple[Cell, ...]:
    quotes = tuple(
        (*mark_words(quote.text, [phrase.text]), where(quote.line, lang, quote.plan))
        for quote in phrase.quotes[:1]
    )
    return (
        cell(_WORD[phrase.status].of(lang), STATUS_TONE[phrase.status]),
        cell(phrase.text, Tone.STRONG),
        cell(f"{phrase.previous} → {phrase.current}"),
        quotes or cell("–", Tone.FAINT),
    )


_CHANGE_TONE = {
    Change.RAISED: Tone.STRONG,
    Change.LOWERED: Tone.WARNING,
    Change.KEPT: Tone.PLAIN,
    Change.NEW: Tone.NEW,
    Change.GONE: Tone.DROPPED,
    Change.NOT_COMPARABLE: Tone.FAINT,
}


def target_table(pair: Pair, lang: Lang) -> Table:
    """Lay out what became of each target; each value stands with its quote and line."""
    titles = (Label.CHANGE, (Label.TARGET, 2), (Label.PREVIOUS, 3), (Label.CURRENT, 3))
    rows = tuple(_target_row(change, pair, lang) for change in pair.comparison.targets)
    return Table(columns(lang, *titles), rows)


def _target_row(change: TargetChange, pair: Pair, lang: Lang) -> tuple[Cell, ...]:
    return (
        _became(change, pair, lang),
        cell(change.object),
        _target_side(change.previous, lang),
        _target_side(change.current, lang),
    )


def _became(change: TargetChange, pair: Pair, lang: Lang) -> Cell:
    """Say what became of a target, and why two numbers are not compared."""
    became = cell(target_word(change, pair, lang), _CHANGE_TONE[demanded(change)])
    if not change.reason or pair.comparison.relation is not Relation.LONGITUDINAL:
        return became  # across levels no number is compared: the notes say so once
    return (*became, line(said(change.reason, lang), Tone.FAINT))


def target_word(change: TargetChange, pair: Pair, lang: Lang) -> str:
    """Return what became of a target of a pair; where a plan is not whole, that it is not seen."""
    return moved_word(change, pair.comparison.relation, lang, pair.open_target(change.change))


def _target_side(target: Target | None, lang: Lang) -> Cell:
    if target is None:
        return cell("–", Tone.FAINT)
    return (
        line(target_text(target, lang), Tone.STRONG),
        (Span(target.quote), where(target.line, lang)),
    )


def target_text(target: Target, lang: Lang) -> str:
    """Write a target's value with comparator and unit: ≥90%, 下降≥5%."""
    return target_value(target, word(target.comparator, lang))


_EDIT_TONE = {
    EditKind.EQUAL: Tone.PLAIN,
    EditKind.INSERT: Tone.INSERTED,
    EditKind.DELETE: Tone.DELETED,
}

_STEP = {Step.UP: Label.STEP_UP, Step.SAME: Label.STEP_SAME, Step.DOWN: Label.STEP_DOWN}


def carried_of(comparison: Comparison, link_id: str) -> dict[tuple[str, str], CarriedMeasure]:
    """Return what is known on the wording inside a link, by the two measures.

    >>> from policydiff.model import Relation
    >>> bare = Comparison("a", "b", Relation.LATERAL)
    >>> carried_of(bare, "1-1")
    {}
    """
    inside: list[Carried] = [item for item in comparison.carried if item.link == link_id]
    return {(m.previous, m.current): m for item in inside for m in item.measures}


def wording_line(wording: Wording) -> Line:
    """Return a wording diff as one line, deletions before insertions."""
    return tuple(Span(edit.text, _EDIT_TONE[edit.kind]) for edit in wording.edits)


def rewording(measure: CarriedMeasure | None, lang: Lang) -> Cell:
    """Return the wording diff and the verb steps of a measure; rewritten ones only say so."""
    if measure is None:
        return cell("–", Tone.FAINT)
    steps = [step for step in (measure.strength, measure.stage) if step is not None]
    return (_wording(measure.wording, lang), *(_step(step, lang) for step in steps))


def _wording(wording: Wording, lang: Lang) -> Line:
    if wording.layout is Layout.SIDE_BY_SIDE:
        return line(Label.REWRITTEN.of(lang), Tone.FAINT)
    if all(edit.kind is EditKind.EQUAL for edit in wording.edits):
        return line(Label.SAME_WORDING.of(lang), Tone.FAINT)
    return wording_line(wording)


def _step(step: VerbStep, lang: Lang) -> Line:
    return line(f"{step.previous} → {step.current} ({_STEP[step.step].of(lang)})", Tone.STRONG)
