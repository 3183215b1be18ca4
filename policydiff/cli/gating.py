"""Gates on the command line: what was hit goes to stderr, a line each, and the status is 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policydiff.cli.completing import GATES
from policydiff.cli.messages import say
from policydiff.cli.status import DONE, GATE_HIT

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.report.gates import Gate, Hit
    from policydiff.report.labels import Lang

GATE_HELP = (
    f"{', '.join(GATES)}. They count between plans of one series; dropped:any counts on every pair."
)

CAVEATS = ("current-digest", "current-excerpt", "previous-digest", "previous-excerpt")
"""Codes of the notes that stand above hits."""


def gates_of(texts: Sequence[str], exit_code: bool) -> tuple[Gate, ...]:
    """Read the gates that the options name. Raises UsageError for an unknown one."""
    if not texts and not exit_code:
        return ()
    from policydiff.report.gates import DIFFERENCE, parse_gates

    difference = [f"{gate.name}:{gate.reach}" for gate in DIFFERENCE] if exit_code else []
    return parse_gates([*texts, *difference])


def check(report: Report, gates: Sequence[Gate]) -> tuple[Hit, ...]:
    """Return what the gates hit. Raises UsageError for a theme that the codebook does not have."""
    from policydiff.report.gates import find_hits, unknown_themes

    for theme in unknown_themes(report, gates):
        say("warning", f"no plan has the theme {theme!r}", "policydiff themes lists the codes")
    return find_hits(report, gates)


def tell(report: Report, gates: Sequence[Gate], hits: Sequence[Hit], lang: Lang) -> int:
    """Say every hit, and what was not counted; return the exit status."""
    from policydiff.writers.log_line import hit_line

    _note_passed_over(report, gates)
    _note_caveats(report, hits, lang)
    for hit in hits:
        say(hit.gate.name, hit_line(hit, lang))
    return GATE_HIT if hits else DONE


def _note_caveats(report: Report, hits: Sequence[Hit], lang: Lang) -> None:
    """Say where a plan is not whole: what is missing from a digest is not proved to be gone."""
    from policydiff.report.labels import note_text

    pairs = {(hit.previous.id, hit.current.id) for hit in hits}
    for comparison in report.comparisons:
        if (comparison.previous, comparison.current) in pairs:
            for note in comparison.notes:
                if note.code in CAVEATS:
                    say("note", note_text(note, lang))


def _note_passed_over(report: Report, gates: Sequence[Gate]) -> None:
    """Say what is no claim on these plans, lest a silent gate be taken for good news."""
    from policydiff.report.gates import passed_over

    counts = Counter(hit.gate.name for hit in passed_over(report, gates))
    for name, count in counts.items():
        say("note", f"{name}: {count} not counted, on plans that are no series; see {name}:any")
