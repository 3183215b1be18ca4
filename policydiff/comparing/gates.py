"""Gates: changes that a pipeline shall stop at, and where a report has them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from policydiff.errors import UsageError
from policydiff.model import Change, Comparison, Plan, Report, Side, Status, Target, Task
from policydiff.themes import codebook_names, load_codebook


class GateKind(StrEnum):
    """What a gate watches. Values are those of the machine, whatever the relation is."""

    DROPPED = "dropped"
    NEW = "new"
    THEME_DROPPED = "theme-dropped"
    THEME_NEW = "theme-new"
    THEME = "theme"
    TARGET_LOWERED = "target-lowered"
    TARGET_GONE = "target-gone"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Gate:
    """A kind of change to stop at; ``code`` names the theme of ``theme:CODE``."""

    kind: GateKind
    code: str = ""

    def __str__(self) -> str:
        """Return the gate as it was asked for."""
        return f"{self.kind.value}:{self.code}" if self.code else self.kind.value


@dataclass(frozen=True, slots=True)
class Hit:
    """A change that a gate stops at: what it is, and the file and line that it stands on."""

    gate: Gate
    comparison: Comparison
    subject: str
    status: Status | Change | None
    path: str
    line: int


DIFFERENCE = (Gate(GateKind.DROPPED), Gate(GateKind.NEW))
"""What ``--exit-code`` stops at: plans that differ in their tasks."""

EVERY = tuple(Gate(kind) for kind in GateKind if kind is not GateKind.THEME)
"""What annotations show where no gate is asked for."""

_Finder = Callable[[Report, Comparison, Gate], Iterator[Hit]]


def parse_gate(text: str) -> Gate:
    """Read a gate as written after ``--fail-on``.

    >>> parse_gate("theme:tcm")
    Gate(kind=<GateKind.THEME: 'theme'>, code='tcm')

    Raises UsageError for an unknown gate, or a theme gate without a code.
    """
    name, _, code = text.strip().partition(":")
    kinds = {kind.value: kind for kind in GateKind}
    if name not in kinds or bool(code) != (name == GateKind.THEME.value):
        known = [f"{kind}:CODE" if kind == GateKind.THEME else kind for kind in kinds]
        close = get_close_matches(name, kinds, n=1)
        hint = f"did you mean {close[0]!r}? " if close and close[0] != name else ""
        raise UsageError(f"no gate {text[:40]!r}", hint=f"{hint}known: {', '.join(known)}")
    return Gate(kinds[name], code)


def gate_hits(report: Report, gates: Sequence[Gate]) -> tuple[Hit, ...]:
    """Return what the gates stop at, pair by pair, in the order of the gates.

    Raises UsageError for a theme that neither the report nor its codebook knows.
    """
    _require_known(report, gates)
    return tuple(
        hit
        for comparison in report.comparisons
        for gate in gates
        for hit in _FINDERS[gate.kind](report, comparison, gate)
    )


def _require_known(report: Report, gates: Sequence[Gate]) -> None:
    """Refuse a mistyped theme: its gate would stay open for ever."""
    asked = [gate.code for gate in gates if gate.kind is GateKind.THEME]
    known = {theme.code for comparison in report.comparisons for theme in comparison.themes}
    if set(asked) - known:
        known |= set(_codebook_codes(report))
    for code in asked:
        if code not in known:
            close = get_close_matches(code, sorted(known), n=1)
            hint = f"did you mean {close[0]!r}?" if close else "see: policydiff themes"
            raise UsageError(f"theme:{code[:40]}: no such theme in the codebook", hint=hint)


def _codebook_codes(report: Report) -> Iterator[str]:
    for parameter in report.parameters:
        if parameter.name == "codebook" and parameter.value in codebook_names():
            yield from (theme.code for theme in load_codebook(str(parameter.value)).themes)


def _tasks(side: Side, status: Status) -> _Finder:
    """Return what finds the tasks of a status on a side."""

    def find(report: Report, comparison: Comparison, gate: Gate) -> Iterator[Hit]:
        previous = side is Side.PREVIOUS
        plan = report.plan(comparison.previous if previous else comparison.current)
        tasks = {task.id: task for task in plan.tasks}
        for group in comparison.alignment.groups:
            if group.status is status:
                for task in group.previous if previous else group.current:
                    yield _task_hit(gate, comparison, plan, tasks[task], status)

    return find


def _task_hit(
    gate: Gate, comparison: Comparison, plan: Plan, task: Task, status: Status | None
) -> Hit:
    subject = f"{task.id} {task.title}"
    return Hit(gate, comparison, subject, status, plan.source.path, task.line_start)


def _themes(*statuses: Status) -> _Finder:
    """Return what finds the themes of a status, or of one code."""

    def find(report: Report, comparison: Comparison, gate: Gate) -> Iterator[Hit]:
        for theme in comparison.themes:
            if theme.status in statuses and gate.code in ("", theme.code):
                plan, side = report.plan(comparison.current), theme.current
                if theme.status is Status.DROPPED:
                    plan, side = report.plan(comparison.previous), theme.previous
                line = plan.task(side.tasks[0]).line_start if side.tasks else 1
                subject = f"{theme.code} {theme.name}"
                yield Hit(gate, comparison, subject, theme.status, plan.source.path, line)

    return find


def _targets(change: Change) -> _Finder:
    """Return what finds the targets of a change."""

    def find(report: Report, comparison: Comparison, gate: Gate) -> Iterator[Hit]:
        for item in comparison.targets:
            plan_id, target = comparison.current, item.current
            if target is None:
                plan_id, target = comparison.previous, item.previous
            if item.change is change and target is not None:
                path = report.plan(plan_id).source.path
                subject = f"{item.object}: {_quotes(item.previous, item.current)}"
                yield Hit(gate, comparison, subject, change, path, target.line)

    return find


def _quotes(*targets: Target | None) -> str:
    return " → ".join("–" if target is None else target.quote for target in targets)


def _uncertain(report: Report, comparison: Comparison, gate: Gate) -> Iterator[Hit]:
    previous, current = report.plan(comparison.previous), report.plan(comparison.current)
    for link in comparison.alignment.uncertain:
        other = previous.task(link.previous)
        hit = _task_hit(gate, comparison, current, current.task(link.current), None)
        subject = f"{other.id} {other.title} → {hit.subject}"
        yield Hit(gate, comparison, subject, None, hit.path, hit.line)


_FINDERS: dict[GateKind, _Finder] = {
    GateKind.DROPPED: _tasks(Side.PREVIOUS, Status.DROPPED),
    GateKind.NEW: _tasks(Side.CURRENT, Status.NEW),
    GateKind.THEME_DROPPED: _themes(Status.DROPPED),
    GateKind.THEME_NEW: _themes(Status.NEW),
    GateKind.THEME: _themes(Status.NEW, Status.DROPPED),
    GateKind.TARGET_LOWERED: _targets(Change.LOWERED),
    GateKind.TARGET_GONE: _targets(Change.GONE),
    GateKind.UNCERTAIN: _uncertain,
}
