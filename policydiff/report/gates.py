"""Gates: what a check on a comparison shall fail on, and every place where it does.

A gate is named as on the command line: ``dropped``, ``theme:tcm``, ``target-lowered``. What says
that something is new or gone counts only where that is proved: between two whole plans of one
series, else it is open. ``dropped:any`` counts what is open too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import UsageError, unknown
from policydiff.model import (
    Change,
    Link,
    Measure,
    Open,
    PendingDecision,
    Plan,
    Relation,
    Report,
    Side,
    Status,
    TargetChange,
    Task,
    Theme,
    ThemeChange,
)
from policydiff.report import GATES, GateKind
from policydiff.report.pair import HOLDER, Pair, Standing, pairs
from policydiff.report.values import demanded


class Reach(StrEnum):
    """What counts: what is proved, or any."""

    PROVED = "proved"
    ANY = "any"


class Gate(Struct, frozen=True):
    """What to fail on; ``theme`` is a code or a name, for a gate on one theme."""

    kind: GateKind
    theme: str = ""
    reach: Reach = Reach.PROVED

    @property
    def name(self) -> str:
        """Return the gate as it is written, without its reach."""
        return f"{self.kind.value}:{self.theme}" if self.theme else self.kind.value


class Hit(Struct, frozen=True):
    """A place where a gate is hit: two plans, a line in one of their sources, and what is there.

    Set are the nouns that the gate is about; ``side`` says whose source holds the line, ``open``
    why it proves nothing.
    """

    gate: Gate
    previous: Plan
    current: Plan
    relation: Relation
    side: Side
    line: int
    task: Task | None = None
    counterpart: Task | None = None
    measure: Measure | None = None
    theme: ThemeChange | None = None
    target: TargetChange | None = None
    link: Link | None = None
    pending: PendingDecision | None = None
    open: Open | None = None

    @property
    def path(self) -> str:
        """Return the source that holds the line."""
        return self.side.of(self).source.path


EVERY = tuple(
    Gate(kind, reach=Reach.ANY)
    for kind in GateKind
    if kind not in (GateKind.THEME, GateKind.MEASURE_LOST, GateKind.UNDECIDED)
)
"""What stands out in a report where no gate is asked for."""

DIFFERENCE = (Gate(GateKind.DROPPED, reach=Reach.ANY), Gate(GateKind.NEW, reach=Reach.ANY))
"""What makes two plans differ, however they stand to each other."""

Finder = Callable[[Pair, Gate], Iterator[Hit]]


def parse_gates(texts: Iterable[str]) -> tuple[Gate, ...]:
    """Read gates as they are written: names with commas between them.

    >>> [gate.name for gate in parse_gates(["dropped,theme:tcm", "new:any"])]
    ['dropped', 'theme:tcm', 'new']

    A gate named twice is taken once, with the wider reach. Raises UsageError for an unknown one.
    """
    gates: dict[str, Gate] = {}
    for name in (part.strip() for text in texts for part in text.split(",")):
        gate = _parse(name)
        if gate.name not in gates or gate.reach is Reach.ANY:
            gates[gate.name] = gate
    return tuple(gates.values())


def _parse(text: str) -> Gate:
    name, _, rest = text.partition(":")
    if name not in list(GateKind):
        raise UsageError(f"no such gate: {text!r}", hint=unknown(name, GATES))
    kind = GateKind(name)
    if kind is not GateKind.THEME:
        return Gate(kind, reach=_reach(text, rest))
    theme, separator, reach = rest.rpartition(":")
    if not separator or reach != Reach.ANY:
        theme, reach = rest, ""
    if not theme:
        raise UsageError(f"gate {text!r} names no theme", hint="write its code: theme:tcm")
    return Gate(kind, theme, _reach(text, reach))


def _reach(gate: str, text: str) -> Reach:
    if text in ("", Reach.ANY):
        return Reach.ANY if text else Reach.PROVED
    raise UsageError(f"gate {gate!r}: {text!r} is not known", hint="':any' counts every pair")


def find_hits(report: Report, gates: Sequence[Gate]) -> tuple[Hit, ...]:
    """Return every place where a gate is hit: by pair, then in the order of the gates.

    >>> from policydiff.pipeline import load_plan
    >>> from policydiff.pipeline.compare import compare
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2020", "city-2024")]
    >>> hits = find_hits(compare(plans), parse_gates(["target-lowered", "theme:blood:any"]))
    >>> [(hit.gate.name, hit.theme.name if hit.theme else "", hit.line) for hit in hits][:1]
    [('theme:blood', '血液保障与无偿献血', 24)]
    """
    return tuple(hit for hit in _hits(report, gates) if hit.open is None or _is_wide(hit.gate))


def passed_over(report: Report, gates: Sequence[Gate]) -> tuple[Hit, ...]:
    """Return what the gates do not count because it proves nothing."""
    return tuple(hit for hit in _hits(report, gates) if hit.open and not _is_wide(hit.gate))


def unknown_themes(
    report: Report, gates: Sequence[Gate], codebook: Sequence[Theme] = ()
) -> tuple[str, ...]:
    """Return the themes that gates name and no plan has, where the codebook is not at hand.

    ``codebook`` are the themes that the report's plans are coded by, where they are known.
    Raises UsageError where they are and lack one: a mistyped gate would never be hit.
    """
    asked = [gate.theme for gate in gates if gate.theme]
    themes = [change for item in report.comparisons for change in item.themes]
    found = {name for theme in themes for name in (theme.code, theme.name, theme.name_en)}
    missing = tuple(theme for theme in asked if theme not in found)
    names = tuple(name for theme in codebook for name in (theme.code, theme.zh, theme.en))
    for theme in missing if names else ():
        if theme not in names:
            hint = unknown(theme, names, "policydiff themes lists the codes")
            raise UsageError(f"gate 'theme:{theme}': the codebook has no such theme", hint=hint)
    return () if names else missing


def _hits(report: Report, gates: Sequence[Gate]) -> Iterator[Hit]:
    for pair in pairs(report):
        for gate in gates:
            yield from _FINDERS[gate.kind](pair, gate)


def _is_wide(gate: Gate) -> bool:
    return gate.reach is Reach.ANY or gate.kind is GateKind.UNCERTAIN


def _hit(pair: Pair, gate: Gate, side: Side, line: int, **nouns: Any) -> Hit:
    """Return a hit on a pair; ``nouns`` are the fields of what it is about."""
    relation = pair.comparison.relation
    return Hit(gate, pair.previous, pair.current, relation, side, line, **nouns)


def _tasks(status: Status, pair: Pair, gate: Gate) -> Iterator[Hit]:
    for standing in pair.with_status(status):
        yield _task_hit(pair, gate, standing)


def _task_hit(pair: Pair, gate: Gate, standing: Standing) -> Hit:
    task, status = standing.task, standing.status
    return _hit(pair, gate, status.side, task.line_start, task=task, open=status.open)


def _uncertain(pair: Pair, gate: Gate) -> Iterator[Hit]:
    for link in pair.comparison.uncertain:
        task = pair.tasks[Side.PREVIOUS, link.previous]
        other = pair.tasks[Side.CURRENT, link.current]
        yield _hit(
            pair, gate, Side.PREVIOUS, task.line_start, task=task, counterpart=other, link=link
        )


def _undecided(pair: Pair, gate: Gate) -> Iterator[Hit]:
    """Yield what nobody has looked at: new and dropped tasks, and uncertain links."""
    for status in HOLDER:
        for standing in pair.with_status(status):
            if standing.status.decided is None:
                yield _unseen_hit(pair, gate, standing)
    yield from _uncertain(pair, gate)


def _unseen_hit(pair: Pair, gate: Gate, standing: Standing) -> Hit:
    """Return a task that nobody has looked at; that it is undecided is no reason not to count."""
    hit = _task_hit(pair, gate, standing)
    return replace(hit, open=None) if hit.open is Open.UNDECIDED else hit


def _stale(pair: Pair, gate: Gate) -> Iterator[Hit]:
    """Yield the decisions that do not apply, at the task that each could be about now."""
    for pending in pair.comparison.pending:
        task = pair.tasks.get((pending.side, next(iter(pending.candidates), "")))
        line = task.line_start if task else 1
        yield _hit(pair, gate, pending.side, line, task=task, pending=pending)


def _themes(status: Status, pair: Pair, gate: Gate) -> Iterator[Hit]:
    for theme in pair.comparison.themes:
        if theme.status is status:
            yield _theme_hit(pair, gate, theme)


def _theme_hit(pair: Pair, gate: Gate, theme: ThemeChange) -> Hit:
    side = HOLDER[theme.status]
    tasks = (side.of(pair).task(task) for task in side.of(theme).tasks)
    line = min((task.line_start for task in tasks), default=1)
    return _hit(pair, gate, side, line, theme=theme, open=theme.open)


def _one_theme(pair: Pair, gate: Gate) -> Iterator[Hit]:
    """Yield a theme that is new or dropped, then the tasks of it that are."""
    for theme in pair.comparison.themes:
        if gate.theme not in (theme.code, theme.name, theme.name_en):
            continue
        if theme.status is not Status.CONTINUED:
            yield _theme_hit(pair, gate, theme)
        for status, side in HOLDER.items():
            for standing in pair.with_status(status):
                if standing.task.id in side.of(theme).tasks:
                    yield _task_hit(pair, gate, standing)


def _targets(change: Change, pair: Pair, gate: Gate) -> Iterator[Hit]:
    for item in pair.comparison.targets:
        if demanded(item) is change:
            yield from _target_hit(pair, gate, item)


def _target_hit(pair: Pair, gate: Gate, change: TargetChange) -> Iterator[Hit]:
    """Yield a hit where the current plan sets the target, else where the previous one did."""
    ends = (
        (Side.CURRENT, change.current, change.current_task),
        (Side.PREVIOUS, change.previous, change.previous_task),
    )
    for side, target, holder in ends:
        if target:
            task = pair.tasks[side, holder] if holder else None
            reason = _open_target(pair, change)
            yield _hit(pair, gate, side, target.line, task=task, target=change, open=reason)
            return


def _open_target(pair: Pair, change: TargetChange) -> Open | None:
    """Return why a target that is new, gone or moved proves nothing; moved ones are in both."""
    if change.previous and change.current:
        return pair.comparison.relation.open
    return pair.open_target(change.change)


def _lost_measures(pair: Pair, gate: Gate) -> Iterator[Hit]:
    """Yield the measures that no link carries on, of tasks that are carried on."""
    reason = pair.open(Status.DROPPED)
    for standing in pair.side(Side.PREVIOUS):
        for measure in standing.lost:
            task = standing.task
            yield _hit(
                pair, gate, Side.PREVIOUS, measure.line, task=task, measure=measure, open=reason
            )


_FINDERS: dict[GateKind, Finder] = {
    GateKind.DROPPED: partial(_tasks, Status.DROPPED),
    GateKind.NEW: partial(_tasks, Status.NEW),
    GateKind.UNCERTAIN: _uncertain,
    GateKind.THEME: _one_theme,
    GateKind.THEME_DROPPED: partial(_themes, Status.DROPPED),
    GateKind.THEME_NEW: partial(_themes, Status.NEW),
    GateKind.TARGET_LOWERED: partial(_targets, Change.LOWERED),
    GateKind.TARGET_RAISED: partial(_targets, Change.RAISED),
    GateKind.TARGET_GONE: partial(_targets, Change.GONE),
    GateKind.TARGET_NEW: partial(_targets, Change.NEW),
    GateKind.MEASURE_LOST: _lost_measures,
    GateKind.UNDECIDED: _undecided,
    GateKind.STALE: _stale,
}
