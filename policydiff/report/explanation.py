"""Why two tasks are linked, or are not: measures side by side, and the parts of the score.

The parts are drawn as a waterfall: each bar begins where the one before ended.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import (
    Comparison,
    DecidedPair,
    Evidence,
    Explanation,
    Layout,
    Reason,
    Strength,
    Task,
)
from policydiff.report import Lang
from policydiff.report.blocks import (
    Cell,
    Document,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    cell,
    line,
    mark_words,
    paragraph,
)
from policydiff.report.details import carried_of, passage, rewording
from policydiff.report.labels import Label, feature_word, note_text
from policydiff.report.pair import Pair
from policydiff.report.values import NONE, columns, decided_text, score_text, task_name, where
from policydiff.text.lines import clip

GAIN, LOSS, EMPTY = "█", "░", "·"


class Step(Struct, frozen=True):
    """One part of a score: what it adds in log-odds, and the sum up to here."""

    reason: Reason
    part: float
    total: float


def steps(reasons: Sequence[Reason]) -> tuple[Step, ...]:
    """Add the parts up, in the order given.

    >>> [step.total for step in steps([Reason("words", 2.0, 1.5), Reason("prior", 1.0, -1.0)])]
    [3.0, 2.0]
    """
    total = 0.0
    found = []
    for reason in reasons:
        part = reason.value * reason.weight
        total += part
        found.append(Step(reason, part, total))
    return tuple(found)


def bars(chain: Sequence[Step], width: int) -> tuple[str, ...]:
    """Draw each step over the common scale; gains are full blocks, losses light ones.

    >>> bars(steps([Reason("words", 2.0, 1.5), Reason("prior", 1.0, -1.0)]), 6)
    ('██████', '····░░')
    """
    edges = [0.0, *(step.total for step in chain)]
    low, high = min(edges), max(edges)
    scale = width / (high - low) if high > low else 0.0
    drawn = []
    for step in chain:
        start, end = sorted((step.total - step.part, step.total))
        first, last = round((start - low) * scale), round((end - low) * scale)
        sign = GAIN if step.part >= 0 else LOSS
        drawn.append(EMPTY * first + sign * max(last - first, 1 if step.part else 0))
    return tuple(drawn)


_BAR_CELLS = 24

_BOTH = ((Label.PREVIOUS, 1), (Label.CURRENT, 1))
"""The columns of what stands side by side."""

MOST_PAIRS, MOST_BEGINNINGS, LONGEST_BEGINNING = 3, 4, 72
"""Pairs of measures, other measures and cells of each that a reviewer sees at once: together
with the keys they fit a screen of 80 columns and 40 lines."""
_VERDICT = {
    Strength.FULL: Label.VERDICT_FULL,
    Strength.PARTIAL: Label.VERDICT_PARTIAL,
    None: Label.VERDICT_NONE,
}


def explain_view(pair: Pair, explanation: Explanation, lang: Lang) -> Document:
    """Lay out what a link rests on, or what a pair lacked to become one."""
    previous = pair.previous.task(explanation.previous)
    current = pair.current.task(explanation.current)
    sections = [
        Section("", (Paragraph(tuple(_verdict(pair, explanation, lang))),)),
        _measures(pair, previous, current, explanation.evidence, lang),
        _others(previous, current, explanation.evidence, lang),
    ]
    if explanation.reasons:
        sections.append(_scores(Label.SCORE_PARTS, explanation.reasons, lang))
    if explanation.full_reasons:
        sections.append(_scores(Label.FULL_PARTS, explanation.full_reasons, lang))
    if wordings := _wordings(pair.comparison, explanation, lang):
        sections.insert(2, wordings)
    if explanation.missing:
        messages = (f"  {note_text(note, lang)}" for note in explanation.missing)
        sections.append(Section(Label.MISSING.of(lang), (paragraph(*messages),)))
    return Document(Label.EXPLAIN.of(lang), tuple(sections))


def question_view(
    pair: Pair, explanation: Explanation, others: Sequence[str], lang: Lang
) -> Document:
    """Lay out what a reviewer needs to judge two tasks, on about one screen.

    The likeliest pairs of measures, the beginnings of the others, the parts of the score on a line,
    and what ``others`` there are.
    """
    previous = pair.previous.task(explanation.previous)
    current = pair.current.task(explanation.current)
    evidence = explanation.evidence
    sections = [
        _measures(pair, previous, current, evidence[:MOST_PAIRS], lang),
        _beginnings(previous, current, evidence, lang),
        Section("", (Paragraph(tuple(_verdict(pair, explanation, lang))),)),
        Section("", (paragraph(_parts(explanation.reasons, lang)),)),
    ]
    if others:
        sections.append(Section(Label.OTHER_LINKS.of(lang), (paragraph(*others),)))
    return Document(Label.EXPLAIN.of(lang), tuple(sections))


def _beginnings(previous: Task, current: Task, evidence: Sequence[Evidence], lang: Lang) -> Section:
    row = (
        _begun(previous, {item.previous for item in evidence}),
        _begun(current, {item.current for item in evidence}),
    )
    return Section(Label.OTHER_MEASURES.of(lang), (Table(columns(lang, *_BOTH), (row,)),))


def _begun(task: Task, used: Collection[str]) -> Cell:
    left = [measure for measure in task.measures if measure.id not in used]
    told = [(Span(clip(x.text, LONGEST_BEGINNING)),) for x in left[:MOST_BEGINNINGS]]
    if more := len(left) - len(told):
        told.append((Span(f"… +{more}", Tone.FAINT),))
    return tuple(told) or cell("–", Tone.FAINT)


def _parts(reasons: Sequence[Reason], lang: Lang) -> str:
    """Write the parts of a score on one line.

    >>> _parts([Reason("prior", 1.0, -1.0)], Lang.ZH)
    '起点 -1.00'
    """
    return " · ".join(
        f"{feature_word(step.reason.feature, lang)} {step.part:+.2f}" for step in steps(reasons)
    )


def explain_views(pair: Pair, explanations: Sequence[Explanation], lang: Lang) -> Document:
    """Lay several explanations out, one below the other, each under the names of its tasks."""
    documents = [explain_view(pair, explanation, lang) for explanation in explanations]
    if len(documents) == 1:
        return documents[0]
    return Document(
        Label.EXPLAIN.of(lang),
        tuple(
            replace(section, title=section.title or f"{item.previous} → {item.current}")
            for item, document in zip(explanations, documents, strict=True)
            for section in document.sections
        ),
    )


def _wordings(comparison: Comparison, explanation: Explanation, lang: Lang) -> Section | None:
    """Show additions and deletions, and verbs that moved; rewritten measures have neither."""
    carried = carried_of(comparison, f"{explanation.previous}:{explanation.current}")
    told = [
        line
        for measure in carried.values()
        if measure.wording.layout is Layout.INLINE or measure.strength or measure.stage
        for line in rewording(measure, lang)
    ]
    return Section(Label.WORDING.of(lang), (Paragraph(tuple(told)),)) if told else None


def _verdict(pair: Pair, explanation: Explanation, lang: Lang) -> Iterator[Line]:
    """Yield what people decided, then the program's view."""
    decided = [said for said in pair.comparison.decisions if _is_about(said, explanation)]
    for said in decided:
        yield line(_said(said, lang), Tone.STRONG)
    yield (
        *([Span(Label.MACHINE_VIEW.of(lang), Tone.FAINT)] if decided else []),
        Span(_VERDICT[explanation.strength].of(lang), Tone.STRONG),
        Span(f" · {Label.PROBABILITY.of(lang)} {score_text(explanation.score)}"),
    )
    if explanation.rank_previous is not None and explanation.rank_current is not None:
        yield line(
            Label.RANK_LINE.of(
                lang, previous=explanation.rank_previous, current=explanation.rank_current
            ),
            Tone.FAINT,
        )


def _is_about(said: DecidedPair, explanation: Explanation) -> bool:
    """Tell whether a decision is about the pair, or about one of its tasks alone."""
    sides = ((said.previous, explanation.previous), (said.current, explanation.current))
    return all(mine in ("", its) for mine, its in sides)


def _said(said: DecidedPair, lang: Lang) -> str:
    lone = not (said.previous and said.current)
    verdict = Label.VERDICT_LONE.of(lang, task=said.previous or said.current) if lone else None
    strength = None if said.decision == NONE else Strength(said.decision)
    note = Label.DECISION_NOTE.of(lang, note=said.note) if said.note else ""
    return f"{decided_text(said, lang)} {verdict or _VERDICT[strength].of(lang)}{note}"


def _measures(
    pair: Pair, previous: Task, current: Task, evidence: Sequence[Evidence], lang: Lang
) -> Section:
    titles = (
        (f"{pair.previous.id} · {task_name(previous)}", 5),
        (f"{pair.current.id} · {task_name(current)}", 5),
        (Label.SHARED, 2),
        Label.SCORE,
    )
    rows = tuple(
        (
            _measure(previous, item.previous, item.shared, lang),
            _measure(current, item.current, item.shared, lang),
            cell(" ".join(item.shared), Tone.SHARED),
            cell(score_text(item.score)),
        )
        for item in evidence
    )
    nothing = (cell(Label.NO_EVIDENCE.of(lang), Tone.FAINT), *[cell("")] * 3)
    return Section(Label.EVIDENCE.of(lang), (Table(columns(lang, *titles), rows or (nothing,)),))


def _measure(task: Task, measure_id: str, shared: Sequence[str], lang: Lang) -> Cell:
    """Write a measure with the words it shares marked; the empty id is the title."""
    text, number = passage(task, measure_id)
    return ((*mark_words(text, shared), where(number, lang)),)


def _others(previous: Task, current: Task, evidence: Sequence[Evidence], lang: Lang) -> Section:
    row = (
        _rest(previous, (item.previous for item in evidence), lang),
        _rest(current, (item.current for item in evidence), lang),
    )
    return Section(Label.OTHER_MEASURES.of(lang), (Table(columns(lang, *_BOTH), (row,)),))


def _rest(task: Task, used: Iterable[str], lang: Lang) -> Cell:
    taken = set(used)
    left = [measure for measure in task.measures if measure.id not in taken]
    return tuple((Span(m.text), where(m.line, lang)) for m in left) or cell("–", Tone.FAINT)


def _scores(title: Label, reasons: Sequence[Reason], lang: Lang) -> Section:
    titles = ((Label.FEATURE, 1), Label.VALUE, Label.PART, Label.RUNNING, "")
    chain = steps(reasons)
    rows = tuple(
        (
            cell(feature_word(step.reason.feature, lang)),
            cell(f"{step.reason.value:.3g}"),
            cell(f"{step.part:+.2f}"),
            cell(f"{step.total:+.2f}"),
            cell(bar, Tone.GAIN if step.part >= 0 else Tone.LOSS),
        )
        for step, bar in zip(chain, bars(chain, _BAR_CELLS), strict=True)
    )
    return Section(title.of(lang), (Table(columns(lang, *titles), rows),))
