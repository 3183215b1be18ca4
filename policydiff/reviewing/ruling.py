"""Rulings: which decisions hold for two plans as they read now, which are stale or contradict."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policydiff.model import Plan, Side, Task
from policydiff.reviewing.decision import Decision, PlanName, Subject, Verdict
from policydiff.reviewing.find import Found, TaskIndex, find_plan, find_task, index_tasks
from policydiff.settings import ReviewingSettings


class Ruling(NamedTuple):
    """A decision found again: the ids of the tasks now, "" where there is no counterpart."""

    previous: str
    current: str
    decision: Decision


class Stale(NamedTuple):
    """A decision whose task reads otherwise now, or could be several; it is not applied.

    ``candidates`` are the tasks of plan ``side`` that it could be about, the likeliest first.
    """

    decision: Decision
    side: Side
    candidates: tuple[Task, ...]


class Conflict(NamedTuple):
    """Decisions on one pair that contradict each other; none of them is applied."""

    previous: str
    current: str
    decisions: tuple[Decision, ...]


class Rulings(NamedTuple):
    """What was decided about two plans."""

    links: tuple[Ruling, ...] = ()
    stale: tuple[Stale, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def rule(
    decisions: Iterable[Decision], previous: Plan, current: Plan, settings: ReviewingSettings
) -> Rulings:
    """Find the decisions about links between two plans again.

    A person's word wins over a program's. The order of the decisions does not matter.
    """
    plans = (previous, current)
    indexes = (index_tasks(previous), index_tasks(current))
    found: dict[tuple[str, str], list[Decision]] = {}
    stale: list[Stale] = []
    for decision in decisions:
        if decision.verdict is Verdict.THEME or not _is_about(decision, plans):
            continue
        sides = [
            _place(subject, index, settings)
            for subject, index in zip((decision.previous, decision.current), indexes, strict=True)
        ]
        lost = [
            Stale(decision, side, place.candidates)
            for side, place in zip(Side, sides, strict=True)
            if place and not place.task
        ]
        if lost:
            stale.append(lost[0])
            continue
        ids = [side.task.id if side and side.task else "" for side in sides]
        found.setdefault((ids[0], ids[1]), []).append(decision)
    links: list[Ruling] = []
    conflicts: list[Conflict] = []
    for (one, other), said in sorted(found.items()):
        final = settle(said)
        if final is None:
            conflicts.append(Conflict(one, other, tuple(sorted(said, key=_rank))))
        else:
            links.append(Ruling(one, other, final))
    return Rulings(tuple(links), tuple(sorted(stale, key=_place_in_file)), tuple(conflicts))


def settle(said: Sequence[Decision]) -> Decision | None:
    """Return the decision that counts of several on one thing, None where they contradict.

    >>> from policydiff.reviewing.decision import Decision, Verdict
    >>> by_model = Decision(None, None, None, None, Verdict.FULL, "model:x", "")
    >>> settle([by_model, by_model._replace(by="Li", verdict=Verdict.NONE)]).by
    'Li'
    >>> settle([by_model, by_model._replace(by="model:y", verdict=Verdict.NONE)])
    """
    people = [decision for decision in said if not decision.is_machine] or list(said)
    if len({(decision.verdict, decision.theme) for decision in people}) > 1:
        return None
    return min(people, key=_rank)


def _rank(decision: Decision) -> tuple[str, str, str, str]:
    return decision.by, decision.on, decision.verdict, decision.note


def _place_in_file(stale: Stale) -> tuple[int, tuple[str, str, str, str]]:
    return stale.decision.line, _rank(stale.decision)


def _is_about(decision: Decision, plans: Sequence[Plan]) -> bool:
    names = (decision.previous_plan, decision.current_plan)
    return all(_names(name, plan) for name, plan in zip(names, plans, strict=True))


def _names(name: PlanName | None, plan: Plan) -> bool:
    return name is not None and find_plan(name, (plan,)) is plan


def _place(subject: Subject | None, index: TaskIndex, settings: ReviewingSettings) -> Found | None:
    return None if subject is None else find_task(subject, index, settings)
