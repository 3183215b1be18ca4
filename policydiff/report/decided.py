"""What people decided on links, in words: confirmed, changed, rejected, by whom and when."""

from collections import Counter
from collections.abc import Iterable, Iterator

from policydiff.model import Comparison, DecidedPair, Link
from policydiff.report.labels import Label, word
from policydiff.report.lang import Lang
from policydiff.report.rows import score_text

MACHINE = "model:"
"""Stands before the name of a program that judged; its word is never called a person's."""

NONE = "none"

MOST_NAMED = 20
"""Rejected links named one by one in a summary; all are in ``decisions`` of the JSON."""


def ruling_of(decision: DecidedPair) -> Label:
    """Return how a decision stands to the program's view: the same, another, or no link.

    >>> ruling_of(DecidedPair("1", "2", "none", "李")).name
    'CONFIRMED'
    """
    said = None if decision.decision == NONE else decision.decision
    if said == decision.machine:
        return Label.CONFIRMED
    return Label.CHANGED if said else Label.REJECTED


def decided_text(decision: DecidedPair, lang: Lang) -> str:
    """Write what was decided, by whom and when.

    >>> decided_text(DecidedPair("1", "2", "full", "李", "2026-11-28"), Lang.ZH)
    '人工改判（李 2026-11-28）'
    """
    return _ruled(decision, lang) + Label.DECIDED_BY.of(
        lang, by=f"{decision.by} {decision.on}".rstrip()
    )


def link_text(link: Link, decision: DecidedPair | None, lang: Lang) -> str:
    """Write the strength and the score of a link, and who decided on it."""
    told = f"{word(link.strength, lang)} {score_text(link.score)}"
    return f"{told} {decided_text(decision, lang)}" if decision else told


def counts_text(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield what was decided: counted, then the links that were rejected, then what waits."""
    if comparison.decisions:
        yield Label.DECISIONS.of(
            lang, n=len(comparison.decisions), told=_counted(comparison.decisions, lang)
        )
        gone = [x for x in comparison.decisions if ruling_of(x) is Label.REJECTED]
        for one in gone[:MOST_NAMED]:
            yield f"{one.previous or '–'} → {one.current or '–'} {decided_text(one, lang)}"
    if comparison.pending:
        yield Label.PENDING.of(lang, n=len(comparison.pending))


def _counted(decisions: Iterable[DecidedPair], lang: Lang) -> str:
    counts = Counter(_ruled(x, lang) for x in decisions)
    return ("、" if lang is Lang.ZH else ", ").join(f"{x} {n}" for x, n in sorted(counts.items()))


def _ruled(decision: DecidedPair, lang: Lang) -> str:
    who = Label.PROGRAM if decision.by.startswith(MACHINE) else Label.PERSON
    return Label.RULED.of(lang, who=who.of(lang), ruling=ruling_of(decision).of(lang))
