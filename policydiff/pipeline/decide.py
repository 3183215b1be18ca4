"""Let decisions of people stand in an alignment: links, groups and what is left without one.

What a person decided stands, and says who did.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from policydiff.matching import Alignment, Matched, alignment, grouped, links_between
from policydiff.model import (
    INDUCED,
    Candidate,
    DecidedPair,
    DecidedTheme,
    Link,
    Open,
    PendingDecision,
    Plan,
    Side,
    Status,
    Strength,
    TaskStatus,
    ThemeChange,
    ThemeCoding,
    ThemeEvidence,
    Unlinked,
)
from policydiff.pipeline.coding import Coded
from policydiff.reviewing import Decision, Subject, Verdict
from policydiff.reviewing.ruling import (
    Codes,
    Ruling,
    Rulings,
    ThemeRuling,
    ThemeRulings,
    rule,
    rule_themes,
)
from policydiff.settings import ReviewingSettings, Settings

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
        Candidate(side.other.of(link), link.score) for link in rejected if name == side.of(link)
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


def with_theme_deciders(
    changes: Iterable[ThemeChange], decided: Iterable[DecidedTheme], settings: ReviewingSettings
) -> tuple[ThemeChange, ...]:
    """Return the changes of themes; where results are ``locked``, open what nobody has looked at.

    A theme is looked at where somebody decided on the theme of each task that it stands on.
    """
    looked_at = {(said.side, said.task) for said in decided}
    return tuple(
        replace(change, open=Open.UNDECIDED)
        if settings.locked and change.open is None and _is_unseen(change, looked_at)
        else change
        for change in changes
    )


def _is_unseen(change: ThemeChange, looked_at: Container[tuple[Side, str]]) -> bool:
    tasks = [
        *((Side.PREVIOUS, task) for task in change.previous.tasks),
        *((Side.CURRENT, task) for task in change.current.tasks),
    ]
    return change.status is not Status.CONTINUED and any(task not in looked_at for task in tasks)


def _decided_on(
    status: TaskStatus, by: Mapping[tuple[Side, str], str], settings: ReviewingSettings
) -> TaskStatus:
    decided = by.get((status.side, status.task))
    unseen = settings.locked and decided is None and status.status is not Status.CONTINUED
    reason = status.open or (Open.UNDECIDED if unseen else None)
    return replace(status, decided=decided, open=reason)


class Decided(NamedTuple):
    """An alignment after the decisions, and what is to be told of them."""

    alignment: Alignment
    rulings: tuple[Ruling, ...]
    decisions: tuple[DecidedPair, ...]
    pending: tuple[PendingDecision, ...]


def decide(
    matched: Matched, decisions: Sequence[Decision], plans: Sequence[Plan], settings: Settings
) -> Decided:
    """Apply what was decided about two plans to what matching finds between them."""
    found = alignment(matched)
    if not decisions:
        return Decided(found, (), (), ())
    previous, current = plans
    ruled = rule(decisions, previous, current, settings.reviewing)
    machine = links_between(matched, [(x.previous, x.current) for x in ruled.links])
    applied = apply_rulings(
        found.links, found.uncertain, ruled.links, lambda one, other: machine[one, other]
    )
    done = _realigned(found, applied, matched)
    sure = {(link.previous, link.current) for link in found.links}
    return Decided(
        done,
        ruled.links,
        tuple(
            told(
                ruling,
                machine[pair].strength if pair in sure else None,
                machine[pair].score,
            )
            for ruling in ruled.links
            for pair in [(ruling.previous, ruling.current)]
        ),
        tuple(pending_of(ruled)),
    )


class DecidedThemes(NamedTuple):
    """Two plans with the themes that were decided on, and what is to be told of them."""

    plans: tuple[Plan, Plan]
    themes: tuple[DecidedTheme, ...]
    pending: tuple[PendingDecision, ...]


def decide_themes(coded: Coded, decisions: Sequence[Decision], settings: Settings) -> DecidedThemes:
    """Apply what was decided about the themes of two plans that are coded."""
    previous, current = coded.plans
    if not any(said.verdict is Verdict.THEME for said in decisions):
        return DecidedThemes((previous, current), (), ())
    sides = dict(zip(Side, (previous, current), strict=True))
    ruled = rule_themes(decisions, tuple(sides.items()), codes_of(coded), settings.reviewing)
    done = tuple(with_themes(plan, side, ruled.themes) for side, plan in sides.items())
    told_themes = tuple(_told_theme(ruling, sides[ruling.side]) for ruling in ruled.themes)
    return DecidedThemes((done[0], done[1]), told_themes, tuple(_pending_themes(ruled)))


def decided_plans(
    coded: Coded, decisions: Sequence[Decision], settings: Settings
) -> tuple[tuple[Plan, tuple[DecidedTheme, ...]], ...]:
    """Return each of any number of coded plans with the themes decided on, and what these are."""
    if not any(said.verdict is Verdict.THEME for said in decisions):
        return tuple((plan, ()) for plan in coded.plans)
    codes, side = codes_of(coded), Side.CURRENT
    ruled = [
        rule_themes(decisions, [(side, plan)], codes, settings.reviewing).themes
        for plan in coded.plans
    ]
    return tuple(
        (with_themes(plan, side, rulings), tuple(_told_theme(x, plan) for x in rulings))
        for plan, rulings in zip(coded.plans, ruled, strict=True)
    )


def _told_theme(ruling: ThemeRuling, plan: Plan) -> DecidedTheme:
    """Return a decided theme beside the program's, which ``plan`` was coded with."""
    return DecidedTheme(
        side=ruling.side,
        task=ruling.task,
        theme=ruling.code,
        by=ruling.decision.by,
        on=ruling.decision.on,
        note=ruling.decision.note,
        machine=plan.task(ruling.task).themes.primary,
    )


def codes_of(coded: Coded) -> Codes:
    """Return the codes that can be decided on: induced ones mean something else in other plans."""
    book = coded.codebook
    return Codes(
        book.name, () if book.name == INDUCED else tuple(theme.code for theme in book.themes)
    )


def _pending_themes(ruled: ThemeRulings) -> Iterator[PendingDecision]:
    yield from pending_of(Rulings((), ruled.stale, ruled.conflicts))
    for ruling in ruled.unknown:
        yield _waiting(ruling.decision, "theme", ruling.side, (ruling.task,))


def _realigned(found: Alignment, applied: Applied, matched: Matched) -> Alignment:
    sides = zip(Side, matched.tasks, strict=True)
    tasks = [(side, task.id) for side, own in sides for task in own]
    places = {task: place for place, task in enumerate(tasks)}
    links = tuple(
        sorted(
            applied.links,
            key=lambda x: (places[Side.PREVIOUS, x.previous], places[Side.CURRENT, x.current]),
        )
    )
    return replace(
        found,
        links=links,
        uncertain=applied.uncertain,
        groups=grouped(matched, links),
        unlinked=unlinked_now(found.unlinked, links, applied.rejected, tasks),
    )


def told(ruling: Ruling, machine: Strength | None, score: float) -> DecidedPair:
    """Return a ruling beside the program's view of the pair: its strength and its score."""
    said = ruling.decision
    return DecidedPair(
        previous=ruling.previous,
        current=ruling.current,
        decision=said.verdict.value,
        by=said.by,
        on=said.on,
        note=said.note,
        machine=machine,
        score=score,
    )


def pending_of(ruled: Rulings) -> Iterator[PendingDecision]:
    """Yield what was decided but is not applied: stale first, then what contradicts."""
    for stale in ruled.stale:
        tasks = tuple(task.id for task in stale.candidates)
        yield _waiting(stale.decision, "stale", stale.side, tasks)
    for conflict in ruled.conflicts:
        side = Side.PREVIOUS if conflict.previous else Side.CURRENT
        for decision in conflict.decisions:
            yield _waiting(decision, "conflict", side, (conflict.previous or conflict.current,))


def _waiting(
    decision: Decision, reason: str, side: Side, candidates: tuple[str, ...]
) -> PendingDecision:
    return PendingDecision(
        previous=_name(decision.previous),
        previous_text=decision.previous.text if decision.previous else "",
        current=_name(decision.current),
        current_text=decision.current.text if decision.current else "",
        decision=decision.said,
        by=decision.by,
        on=decision.on,
        reason=reason,
        side=side,
        line=decision.line,
        candidates=candidates,
    )


def _name(subject: Subject | None) -> str:
    return f"{subject.task} {subject.title}".strip() if subject else ""
