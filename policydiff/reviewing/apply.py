"""Apply rulings to the links of two plans: what a person decided stands, and says who did."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from policydiff.model import (
    Candidate,
    Link,
    Open,
    Plan,
    Side,
    Status,
    Strength,
    TaskStatus,
    ThemeCoding,
    ThemeEvidence,
    Unlinked,
)
from policydiff.reviewing.decision import Verdict
from policydiff.reviewing.ruling import Ruling, ThemeRuling
from policydiff.settings import ReviewingSettings

MakeLink = Callable[[str, str], Link]
"""Return the program's view of a pair of tasks, by their ids, that it did not link."""


class Applied(NamedTuple):
    """The links of two plans after the rulings, and what the program would have said."""

    links: tuple[Link, ...]
    uncertain: tuple[Link, ...]
    rejected: tuple[Link, ...]


def apply_rulings(
    links: Sequence[Link], uncertain: Sequence[Link], rulings: Iterable[Ruling], make: MakeLink
) -> Applied:
    """Return the links as they were decided; a pair that nobody looked at stays as it is.

    Applying twice is applying once. A ruling that a task has no counterpart takes all its links
    away but those that were decided on by themselves.
    """
    rulings = tuple(rulings)
    decided = {(ruling.previous, ruling.current): ruling for ruling in rulings}
    lone = {
        (Side.CURRENT, ruling.current) if not ruling.previous else (Side.PREVIOUS, ruling.previous)
        for ruling in rulings
        if not (ruling.previous and ruling.current)
    }
    known = {(link.previous, link.current): link for link in (*links, *uncertain)}
    gone = [link for pair, link in known.items() if _is_rejected(decided.get(pair), pair, lone)]
    kept = [link for link in links if _is_untouched(link, decided, lone)]
    made = [
        _decided(known.get(pair) or make(*pair), ruling)
        for pair, ruling in decided.items()
        if all(pair) and ruling.decision.verdict is not Verdict.NONE
    ]
    return Applied(
        (*kept, *made),
        tuple(link for link in uncertain if _is_untouched(link, decided, lone)),
        tuple(gone),
    )


def _is_rejected(ruling: Ruling | None, pair: tuple[str, str], lone: set[tuple[Side, str]]) -> bool:
    if ruling is not None:
        return ruling.decision.verdict is Verdict.NONE
    return (Side.PREVIOUS, pair[0]) in lone or (Side.CURRENT, pair[1]) in lone


def _is_untouched(
    link: Link, decided: dict[tuple[str, str], Ruling], lone: set[tuple[Side, str]]
) -> bool:
    pair = (link.previous, link.current)
    return pair not in decided and not _is_rejected(None, pair, lone)


def _decided(link: Link, ruling: Ruling) -> Link:
    strength = ruling.decision.strength or Strength.PARTIAL
    return replace(link, strength=strength, decided=ruling.decision.by)


def unlinked_now(
    before: Sequence[Unlinked],
    links: Sequence[Link],
    rejected: Sequence[Link],
    tasks: Iterable[tuple[Side, str]],
) -> tuple[Unlinked, ...]:
    """Return the tasks without a link after the rulings, with their nearest counterparts.

    ``tasks`` are those of both plans, in their order.
    """
    linked = {(Side.PREVIOUS, link.previous) for link in links}
    linked |= {(Side.CURRENT, link.current) for link in links}
    known = {(item.side, item.task): item for item in before}
    return tuple(
        known.get(task) or _rejected_of(task, rejected) for task in tasks if task not in linked
    )


def _rejected_of(task: tuple[Side, str], rejected: Sequence[Link]) -> Unlinked:
    side, name = task
    near = [
        Candidate(link.current if side is Side.PREVIOUS else link.previous, link.score)
        for link in rejected
        if name == (link.previous if side is Side.PREVIOUS else link.current)
    ]
    return Unlinked(side, name, tuple(sorted(near, key=lambda item: -item.score)))


def with_themes(plan: Plan, side: Side, rulings: Iterable[ThemeRuling]) -> Plan:
    """Return a plan with the primary themes that were decided on.

    The theme that the program took for the primary one is no theme of the task then; the
    secondary ones stay.
    """
    codes = {ruling.task: ruling.code for ruling in rulings if ruling.side is side}
    if not codes:
        return plan
    tasks = (
        replace(task, themes=_coded(task.themes, codes[task.id])) if task.id in codes else task
        for task in plan.tasks
    )
    return replace(plan, tasks=tuple(tasks))


def _coded(themes: ThemeCoding, code: str) -> ThemeCoding:
    if themes.primary == code:
        return themes
    secondary = tuple(other for other in themes.secondary if other != code)
    evidence = {item.code: item for item in themes.evidence}
    own = evidence.get(code) or ThemeEvidence(code, 0.0, (), ())
    return ThemeCoding(
        code, secondary, (own, *(evidence[other] for other in secondary if other in evidence))
    )


def with_deciders(
    statuses: Iterable[TaskStatus], rulings: Iterable[Ruling], settings: ReviewingSettings
) -> tuple[TaskStatus, ...]:
    """Return the statuses of tasks with who decided on them: on a link, or that there is none.

    Where results are ``locked``, what nobody has looked at is open, new or dropped as it seems.
    """
    by: dict[tuple[Side, str], str] = {}
    for ruling in rulings:
        for key in ((Side.PREVIOUS, ruling.previous), (Side.CURRENT, ruling.current)):
            if key[1]:
                by.setdefault(key, ruling.decision.by)
    return tuple(_decided_on(status, by, settings) for status in statuses)


def _decided_on(
    status: TaskStatus, by: Mapping[tuple[Side, str], str], settings: ReviewingSettings
) -> TaskStatus:
    decided = by.get((status.side, status.task))
    unseen = settings.locked and decided is None and status.status is not Status.CONTINUED
    reason = status.open or (Open.UNDECIDED if unseen else None)
    return replace(status, decided=decided, open=reason)
