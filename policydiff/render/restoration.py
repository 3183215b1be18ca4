"""Gather repairs for a reader: equal ones in one row, with all their lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from policydiff.model import Repair


@dataclass(frozen=True, slots=True)
class RepairRow:
    """A repair made at one or more lines."""

    rule: str
    before: str
    after: str
    confidence: float
    runner_up: str | None
    lines: tuple[int, ...]

    @property
    def where(self) -> str:
        """The lines, each once, in order."""
        return " ".join(str(line) for line in dict.fromkeys(self.lines))


def repair_rows(
    repairs: Sequence[Repair],
) -> tuple[tuple[RepairRow, ...], tuple[RepairRow, ...]]:
    """Return what was repaired and what was left alone, in the order of first occurrence.

    >>> done, left = repair_rows([Repair("note", 3, "a", "b"), Repair("note", 9, "a", "b")])
    >>> done[0].lines, left
    ((3, 9), ())
    """
    rows = _gather(repairs)
    return (
        tuple(row for row in rows if row.before != row.after),
        tuple(row for row in rows if row.before == row.after),
    )


def _gather(repairs: Sequence[Repair]) -> tuple[RepairRow, ...]:
    found: dict[tuple[str, str, str, float, str | None], list[int]] = {}
    for repair in repairs:
        key = (repair.rule, repair.before, repair.after, repair.confidence, repair.runner_up)
        found.setdefault(key, []).extend([repair.line] * repair.places)
    return tuple(RepairRow(*key, tuple(lines)) for key, lines in found.items())
