"""Targets over two plans, with the words of both."""

from policydiff.model import Change, Comparison, Relation, Target, TargetChange
from policydiff.report.blocks import Cell, Column, Span, Table, Tone, cell, line
from policydiff.report.labels import Label, Lang, change_word, word
from policydiff.report.rows import target_value

_TONE = {
    Change.RAISED: Tone.STRONG,
    Change.LOWERED: Tone.WARNING,
    Change.KEPT: Tone.PLAIN,
    Change.NEW: Tone.NEW,
    Change.GONE: Tone.DROPPED,
    Change.NOT_COMPARABLE: Tone.FAINT,
}


def target_table(comparison: Comparison, lang: Lang) -> Table:
    """Lay out what became of each target; each value stands with its quote and line."""
    columns = (
        Column(Label.CHANGE.of(lang)),
        Column(Label.TARGET.of(lang), ratio=2),
        Column(Label.PREVIOUS.of(lang), ratio=3),
        Column(Label.CURRENT.of(lang), ratio=3),
    )
    relation = comparison.relation
    return Table(columns, tuple(_row(change, relation, lang) for change in comparison.targets))


def _row(change: TargetChange, relation: Relation, lang: Lang) -> tuple[Cell, ...]:
    return (
        cell(change_word(change.change, relation, lang), _TONE[change.change]),
        cell(change.object),
        _side(change.previous, lang),
        _side(change.current, lang),
    )


def _side(target: Target | None, lang: Lang) -> Cell:
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
