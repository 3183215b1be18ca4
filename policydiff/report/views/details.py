"""How a measure was reworded: additions and deletions in reading order, and verbs that moved.

Targets over two plans, with the words of both.

Wordings that first appear or are gone, with their counts and a sentence.
"""

from policydiff.model import (
    Carried,
    CarriedMeasure,
    Change,
    Comparison,
    EditKind,
    Layout,
    PhraseChange,
    Status,
    Step,
    Target,
    TargetChange,
    VerbStep,
    Wording,
)
from policydiff.report.blocks import (
    STATUS_TONE,
    Cell,
    Column,
    Line,
    Paragraph,
    Span,
    Table,
    Tone,
    cell,
    line,
    mark_words,
)
from policydiff.report.labels import Label, change_word, word
from policydiff.report.lang import Lang
from policydiff.report.pair import Pair
from policydiff.report.rows import target_value

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
    columns = (
        Column(Label.CHANGE.of(lang)),
        Column(Label.PHRASE.of(lang), ratio=1),
        Column(Label.COUNT.of(lang)),
        Column(Label.QUOTE.of(lang), ratio=4),
    )
    return Table(columns, tuple(_phrase_row(phrase, lang) for phrase in comparison.phrases))


def _phrase_row(phrase: PhraseChange, lang: Lang) -> tuple[Cell, ...]:
    quotes = tuple(
        (
            *mark_words(quote.text, [phrase.text]),
            Span(f" [{quote.plan} {Label.ONE_LINE.of(lang, first=quote.line)}]", Tone.FAINT),
        )
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
    columns = (
        Column(Label.CHANGE.of(lang)),
        Column(Label.TARGET.of(lang), ratio=2),
        Column(Label.PREVIOUS.of(lang), ratio=3),
        Column(Label.CURRENT.of(lang), ratio=3),
    )
    changes = pair.comparison.targets
    return Table(columns, tuple(_target_row(change, pair, lang) for change in changes))


def _target_row(change: TargetChange, pair: Pair, lang: Lang) -> tuple[Cell, ...]:
    return (
        cell(target_word(change.change, pair, lang), _CHANGE_TONE[change.change]),
        cell(change.object),
        _target_side(change.previous, lang),
        _target_side(change.current, lang),
    )


def target_word(change: Change, pair: Pair, lang: Lang) -> str:
    """Return what became of a target of a pair; where a plan is not whole, that it is not seen."""
    status = {Change.NEW: Status.NEW, Change.GONE: Status.DROPPED}.get(change)
    reason = pair.open(status) if status else None
    return change_word(change, pair.comparison.relation, lang, reason)


def _target_side(target: Target | None, lang: Lang) -> Cell:
    if target is None:
        return cell("–", Tone.FAINT)
    where = Label.ONE_LINE.of(lang, first=target.line)
    return (
        line(target_text(target, lang), Tone.STRONG),
        (Span(target.quote), Span(f" [{where}]", Tone.FAINT)),
    )


def target_text(target: Target, lang: Lang) -> str:
    """Write a target's value with comparator and unit."""
    return f"{word(target.comparator, lang)}{target_value(target)}"


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
