"""How a measure was reworded: additions and deletions in reading order, and verbs that moved."""

from policydiff.model import (
    Carried,
    CarriedMeasure,
    Comparison,
    EditKind,
    Layout,
    Step,
    VerbStep,
    Wording,
)
from policydiff.report.blocks import Cell, Line, Span, Tone, cell, line
from policydiff.report.labels import Label, Lang

_TONE = {EditKind.EQUAL: Tone.PLAIN, EditKind.INSERT: Tone.INSERTED, EditKind.DELETE: Tone.DELETED}
_STEP = {Step.UP: Label.STEP_UP, Step.SAME: Label.STEP_SAME, Step.DOWN: Label.STEP_DOWN}


def carried_of(comparison: Comparison, link_id: str) -> dict[tuple[str, str], CarriedMeasure]:
    """Return what is known on the wording inside a link, by the two measures.

    >>> from policydiff.model import Alignment, Relation
    >>> bare = Comparison("a", "b", Relation.LATERAL, (), (), Alignment((), (), ()))
    >>> carried_of(bare, "1-1")
    {}
    """
    inside: list[Carried] = [item for item in comparison.carried if item.link == link_id]
    return {(m.previous, m.current): m for item in inside for m in item.measures}


def wording_line(wording: Wording) -> Line:
    """Return a wording diff as one line, deletions before insertions."""
    return tuple(Span(edit.text, _TONE[edit.kind]) for edit in wording.edits)


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
