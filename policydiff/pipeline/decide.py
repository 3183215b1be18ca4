"""Let decisions of people stand in an alignment: links, groups and what is left without one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from policydiff.matching import Alignment, Matched, alignment, links_between, titles
from policydiff.matching.groups import group_tasks, label_groups
from policydiff.model import (
    INDUCED,
    DecidedPair,
    DecidedTheme,
    Explanation,
    Link,
    PendingDecision,
    Plan,
    Side,
    Strength,
)
from policydiff.pipeline.coding import Coded
from policydiff.reviewing.apply import Applied, apply_rulings, unlinked_now, with_themes
from policydiff.reviewing.decision import Decision, Subject, Verdict
from policydiff.reviewing.ruling import Codes, Ruling, Rulings, ThemeRulings, rule, rule_themes
from policydiff.settings import Settings


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
    done = _realigned(found, applied, matched, settings)
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
    told_themes = tuple(
        DecidedTheme(
            side=ruling.side,
            task=ruling.task,
            theme=ruling.code,
            by=ruling.decision.by,
            on=ruling.decision.on,
            note=ruling.decision.note,
            machine=sides[ruling.side].task(ruling.task).themes.primary,
        )
        for ruling in ruled.themes
    )
    return DecidedThemes((done[0], done[1]), told_themes, tuple(_pending_themes(ruled)))


def with_decided_themes(
    coded: Coded, decisions: Sequence[Decision], settings: Settings
) -> tuple[Plan, ...]:
    """Return any number of coded plans with the themes that were decided on."""
    if not any(said.verdict is Verdict.THEME for said in decisions):
        return coded.plans
    codes, side = codes_of(coded), Side.PREVIOUS
    return tuple(
        with_themes(
            plan, side, rule_themes(decisions, [(side, plan)], codes, settings.reviewing).themes
        )
        for plan in coded.plans
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


def as_link(item: Explanation) -> Link:
    """Return a pair of tasks that was explained as the link that it would be."""
    return Link(
        id=f"{item.previous}:{item.current}",
        previous=item.previous,
        current=item.current,
        strength=item.strength or Strength.PARTIAL,
        score=item.score,
        evidence=item.evidence,
        reasons=item.reasons,
    )


def _realigned(
    found: Alignment, applied: Applied, matched: Matched, settings: Settings
) -> Alignment:
    names = titles(matched)
    places = [{task: n for n, task in enumerate(side)} for side in names]
    links = tuple(
        sorted(applied.links, key=lambda x: (places[0][x.previous], places[1][x.current]))
    )
    tasks = [
        *((Side.PREVIOUS, task) for task in names[0]),
        *((Side.CURRENT, task) for task in names[1]),
    ]
    groups = group_tasks(list(names[0]), list(names[1]), links)
    return replace(
        found,
        links=links,
        uncertain=applied.uncertain,
        groups=label_groups(groups, links, names, settings.matching.max_label_words),
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
