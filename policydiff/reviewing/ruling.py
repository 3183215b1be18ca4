"""Rulings: which decisions hold for two plans as they read now, which are stale or contradict.

A decision is found again in a plan that was scraped, numbered or lightly edited anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from policydiff.model import Plan, Side, Task
from policydiff.reviewing import (
    LONGEST_TEXT,
    Decision,
    PlanName,
    Subject,
    Verdict,
    bare,
    fingerprint,
)
from policydiff.settings import ReviewingSettings
from policydiff.text.finder import likeness, nearest


class Found(NamedTuple):
    """Where a task of a decision stands now: ``task`` is None where it is stale.

    ``candidates`` are the tasks it could be, the likeliest first; none where all of it is gone.
    """

    task: Task | None
    candidates: tuple[Task, ...]


class TaskIndex(NamedTuple):
    """The tasks of a plan by fingerprint, and what of their texts two scrapes share."""

    tasks: tuple[Task, ...]
    prints: dict[str, tuple[Task, ...]]
    texts: tuple[str, ...]


def find_plan(name: PlanName, plans: Sequence[Plan]) -> Plan | None:
    """Return the plan of that id, or else the one of that issuer, year and title.

    A file of another name is another scrape of the same plan where these three agree; where two
    plans agree, none is taken.
    """
    for plan in plans:
        if plan.id == name.id and _agrees(name, plan):
            return plan
    alike = [plan for plan in plans if _is_same(name, plan)]
    return alike[0] if len(alike) == 1 else None


def _agrees(name: PlanName, plan: Plan) -> bool:
    """Tell whether an id may stand for the same plan: plan.txt may be another year's by now."""
    return name.year is None or plan.year is None or name.year == plan.year


def _is_same(name: PlanName, plan: Plan) -> bool:
    if name.year != plan.year or not (name.title and plan.title):
        return False
    return bare(name.title) == bare(plan.title) and bare(name.issuer) == bare(plan.issuer)


def find_task(subject: Subject, index: TaskIndex, settings: ReviewingSettings) -> Found:
    """Return the task that a decision was about.

    The same text is the same task, whatever its number; of several the one that kept its number.
    Else it is the one task that reads like it, title and text (``min_likeness``), if no other
    comes near (``min_lead``).
    """
    same = index.prints.get(subject.fingerprint, ())
    if same:
        kept = [task for task in same if task.id == subject.task]
        only = same[0] if len(same) == 1 else kept[0] if kept else None
        return Found(only, same)
    return _likeliest(subject, index, settings)


def index_tasks(plan: Plan) -> TaskIndex:
    """Return the index of a plan's tasks, to be made once for all decisions about it."""
    prints: dict[str, tuple[Task, ...]] = {}
    for task in plan.tasks:
        mark = fingerprint(task.title, task.text)
        prints[mark] = (*prints.get(mark, ()), task)
    texts = tuple(bare(task.title + task.text[:LONGEST_TEXT]) for task in plan.tasks)
    return TaskIndex(plan.tasks, prints, texts)


def _likeliest(subject: Subject, index: TaskIndex, settings: ReviewingSettings) -> Found:
    text = bare(subject.title + subject.text)
    near = nearest(text, index.texts, settings.min_resemblance)
    candidates = tuple(index.tasks[place] for place, _ in near)
    if not near:
        return Found(None, ())
    place, best = near[0]
    second = near[1][1] if len(near) > 1 else 0.0
    title = likeness(bare(subject.title), bare(index.tasks[place].title))
    alike = best >= settings.min_likeness and title >= settings.min_title_likeness
    sure = alike and best - second >= settings.min_lead
    return Found(index.tasks[place] if sure else None, candidates)


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


class ThemeRuling(NamedTuple):
    """A decision on the theme of a task, found again; ``code`` is that of its codebook."""

    side: Side
    task: str
    code: str
    decision: Decision


class ThemeRulings(NamedTuple):
    """What was decided about the themes of two plans; ``unknown`` name a theme there is not."""

    themes: tuple[ThemeRuling, ...] = ()
    stale: tuple[Stale, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[ThemeRuling, ...] = ()


class Codes(NamedTuple):
    """The codes of a codebook, and its name; of themes induced from two plans none can be named."""

    book: str
    codes: tuple[str, ...]


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
    stand, against = _without_contradictions(links)
    return Rulings(tuple(stand), tuple(sorted(stale, key=_place_in_file)), (*conflicts, *against))


def _without_contradictions(
    links: Sequence[Ruling],
) -> tuple[Sequence[Ruling], Sequence[Conflict]]:
    """Part the rulings that stand from links of tasks that are said to have no counterpart.

    A person's word wins over a program's, and somebody's later word over the earlier one.
    """
    gone: set[tuple[str, str]] = set()
    conflicts: list[Conflict] = []
    alone = {
        (ruling.previous, ruling.current): ruling
        for ruling in links
        if not (ruling.previous and ruling.current)
    }
    for link in links:
        ends = ((link.previous, ""), ("", link.current))
        for end in ends if link.decision.strength else ():
            if end not in alone:
                continue
            lone = alone[end]
            stands = settle([link.decision, lone.decision])
            gone |= {end} if stands is not lone.decision else set()
            gone |= {(link.previous, link.current)} if stands is not link.decision else set()
            if stands is None:
                said = (link.decision, lone.decision)
                pair = (link.previous, link.current)
                conflicts.append(Conflict(*pair, tuple(sorted(said, key=_rank))))
    return [link for link in links if (link.previous, link.current) not in gone], conflicts


def rule_themes(
    decisions: Iterable[Decision],
    plans: Sequence[tuple[Side, Plan]],
    codes: Codes,
    settings: ReviewingSettings,
) -> ThemeRulings:
    """Find the decisions about themes of plans again, by the codes of their codebook.

    A decision on a plan holds wherever that plan is compared, as the previous or the current one.
    Codes that name another codebook say nothing here.
    """
    indexes = [(side, plan, index_tasks(plan)) for side, plan in plans]
    found: dict[tuple[Side, str], list[Decision]] = {}
    stale: list[Stale] = []
    unknown: list[ThemeRuling] = []
    for decision in decisions:
        book, _, code = decision.theme.rpartition("/")
        subject = decision.previous or decision.current
        name = decision.previous_plan if decision.previous else decision.current_plan
        if decision.verdict is not Verdict.THEME or subject is None or book not in ("", codes.book):
            continue
        for side, plan, index in indexes:
            if not _names(name, plan):
                continue
            place = find_task(subject, index, settings)
            if place.task is None:
                stale.append(Stale(decision, side, place.candidates))
            elif code not in codes.codes:
                unknown.append(ThemeRuling(side, place.task.id, code, decision))
            else:
                said = decision._replace(theme=code)
                found.setdefault((side, place.task.id), []).append(said)
    return _settled(found, stale, unknown)


def _settled(
    found: Mapping[tuple[Side, str], Sequence[Decision]],
    stale: Iterable[Stale],
    unknown: Iterable[ThemeRuling],
) -> ThemeRulings:
    themes: list[ThemeRuling] = []
    conflicts: list[Conflict] = []
    for (side, task), said in sorted(found.items()):
        final = settle(said)
        if final is not None:
            themes.append(ThemeRuling(side, task, final.theme, final))
        else:
            conflicts.append(Conflict(*side.pair(task, ""), tuple(sorted(said, key=_rank))))
    return ThemeRulings(
        tuple(themes),
        tuple(sorted(stale, key=_place_in_file)),
        tuple(conflicts),
        tuple(sorted(unknown, key=lambda ruling: (ruling.decision.line, _rank(ruling.decision)))),
    )


def settle(said: Sequence[Decision]) -> Decision | None:
    """Return the decision that counts of several on one thing, None where they contradict.

    A person's word wins over a program's, and what somebody said last over what they said before.

    >>> from policydiff.reviewing import Decision, Verdict
    >>> by_model = Decision(None, None, None, None, Verdict.FULL, "model:x", "")
    >>> settle([by_model, by_model._replace(by="Li", verdict=Verdict.NONE)]).by
    'Li'
    >>> settle([by_model, by_model._replace(by="model:y", verdict=Verdict.NONE)])
    """
    people = [decision for decision in said if not decision.is_machine] or list(said)
    last = {decision.by: max(x.on for x in people if x.by == decision.by) for decision in people}
    people = [decision for decision in people if decision.on == last[decision.by]]
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
