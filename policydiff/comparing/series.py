"""Series: sort plans by office, scope and year; tell what stands twice or stands in doubt."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.comparing.relation import office_of, renamed, same_office
from policydiff.model import Completeness, LeftOut, Plan, Series
from policydiff.settings import ComparingSettings
from policydiff.text.finder import likeness
from policydiff.text.offices import Office
from policydiff.text.words import load_list

DEFAULTS = ComparingSettings()
_PARTS_RE = re.compile(r"[、，,和与及]")


class Sorted(Struct, frozen=True):
    """Series in the order of their offices' first plans, and the plans that stand in none."""

    series: tuple[Series, ...]
    left_out: tuple[LeftOut, ...]


class _Member(Struct, frozen=True):
    plan: Plan
    office: Office
    year: int


def sort_into_series(plans: Sequence[Plan], settings: ComparingSettings = DEFAULTS) -> Sorted:
    """Sort plans into series.

    A plan without a year or an office is left out, and so is a draft where the final plan is
    there, and what is there twice (a page and its PDF). Of other plans of one office, scope and
    year, the one for all the work in full counts.
    """
    left_out: list[LeftOut] = []
    members: list[_Member] = []
    for plan in plans:
        office = office_of(plan)
        if plan.year is None or not office.full:
            left_out.append(LeftOut(plan.source.path, _unknown(plan)))
        else:
            members.append(_Member(plan, office, plan.year))
    series: list[Series] = []
    for rows in _by_scope(_by_office(members)):
        kept = list(_one_a_year(rows, left_out, settings))
        series.append(_series(len(series) + 1, kept))
    return Sorted(tuple(series), tuple(left_out))


def _unknown(plan: Plan) -> str:
    missing = "no year" if plan.issuer or plan.title else "no year and no office"
    if plan.year is not None:
        missing = "no office"
    return f"{missing} could be read: say it in a catalogue (policydiff catalogue)"


def _by_office(members: Sequence[_Member]) -> list[list[_Member]]:
    """Put plans of one office together; short names join the one office in full that they fit.

    A short name that fits several (朝阳区 of two cities) stands for itself.
    """
    groups: list[list[_Member]] = []
    known: dict[Office, list[_Member]] = {}
    for member in sorted(members, key=lambda member: -len(member.office.places)):
        if member.office not in known:
            fitting = [rows for rows in groups if same_office(rows[0].office, member.office)]
            if len(fitting) != 1:
                fitting = [[]]
                groups.append(fitting[0])
            known[member.office] = fitting[0]
        known[member.office].append(member)
    place = {member.plan.id: number for number, member in enumerate(members)}
    for rows in groups:
        rows.sort(key=lambda member: place[member.plan.id])
    return sorted(groups, key=lambda rows: place[rows[0].plan.id])


def _by_scope(groups: Iterable[Sequence[_Member]]) -> Iterator[list[_Member]]:
    """Part the plans of an office by their scopes; 行风建设 and 党风、行风建设 stand together."""
    for rows in groups:
        parted: list[list[_Member]] = []
        for member in rows:
            fitting = [row for row in parted if _one_scope(row[0].plan.scope, member.plan.scope)]
            if fitting:
                fitting[0].append(member)
            else:
                parted.append([member])
        yield from parted


def _one_scope(one: str, other: str) -> bool:
    if one == other:
        return True
    parts, others = set(_PARTS_RE.split(one)), set(_PARTS_RE.split(other))
    return "" not in parts | others and (parts <= others or others <= parts)


def _one_a_year(
    rows: Sequence[_Member], left_out: list[LeftOut], settings: ComparingSettings
) -> Iterator[_Member]:
    for year in sorted({row.year for row in rows}):
        same = sorted((row for row in rows if row.year == year), key=_demerits)
        yield same[0]
        for other in same[1:]:
            reason = _why(other.plan, same[0].plan, settings)
            left_out.append(LeftOut(other.plan.source.path, reason))


def _demerits(member: _Member) -> tuple[bool, bool, int, str]:
    plan = member.plan
    partial = plan.completeness is not Completeness.FULL
    return is_draft(plan), partial, -len(plan.tasks), plan.id


def is_draft(plan: Plan) -> bool:
    """Tell whether a plan calls itself a draft, in its title or the name of its file."""
    return any(word in plan.title + plan.id for word in load_list("masthead", "drafts"))


def _why(plan: Plan, kept: Plan, settings: ComparingSettings) -> str:
    if is_draft(plan) and not is_draft(kept):
        return f"a draft of {kept.id}"
    if likeness(*(_opening(each, settings) for each in (plan, kept))) >= (
        settings.min_same_plan_likeness
    ):
        return f"the same plan as {kept.id}"
    return f"of the same office, scope and year as {kept.id}: name both to compare them"


def _opening(plan: Plan, settings: ComparingSettings) -> str:
    return "".join(task.text for task in plan.tasks)[: settings.max_same_plan_text]


def _series(number: int, rows: Sequence[_Member]) -> Series:
    """Make a series of plans that stand in the order of their years."""
    fullest = max(rows, key=lambda row: len(row.office.places)).office
    names = tuple(dict.fromkeys(row.plan.issuer or row.office.full for row in rows))
    scopes = tuple(dict.fromkeys(row.plan.scope for row in rows))
    return Series(
        id=f"series-{number}",
        office=fullest.full,
        scope=rows[-1].plan.scope,
        plans=tuple(row.plan.id for row in rows),
        names=names if len(names) > 1 else (),
        notes=tuple(_doubts(rows, names, scopes)),
    )


def _doubts(rows: Sequence[_Member], names: Sequence[str], scopes: Sequence[str]) -> Iterator[str]:
    if any(renamed(one.office, other.office) for one, other in pairwise(rows)):
        yield f"one office under former names: {', '.join(names)}"
    if len(scopes) > 1:
        yield f"scopes differ and may not be one: {', '.join(scopes)}"
