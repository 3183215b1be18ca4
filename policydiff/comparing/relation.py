"""Relation: tell how two plans stand to each other, by office, level, scope and year."""

import re
from enum import StrEnum

from policydiff.comparing.offices import (
    is_government,
    is_province_city,
    is_territory,
    place,
    renamed,
    same_office,
)
from policydiff.model import Level, Plan, Relation

_YEAR_RE = re.compile(r"(?:19|20)\d\d年?")


class Order(StrEnum):
    """How two plans follow each other in time."""

    LATER = "later"
    SAME_YEAR = "same-year"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def relate(previous: Plan, current: Plan) -> Relation:
    """Return how the current plan stands to the previous one.

    A plan of the same office for a part of its territory, or an office on another level: vertical.
    Different topics of one office or place, or a digest and the text of the same year: scope.
    The same office and scope, and not an earlier or the same year: longitudinal. All else, also
    where an issuer is unknown: lateral, which claims least.
    """
    if _is_territorial(previous, current):
        return Relation.VERTICAL
    same = one_office(previous, current)
    if not same and levels_differ(previous, current):
        return Relation.VERTICAL
    if not same and _places_conflict(previous, current):
        return Relation.LATERAL
    if _scopes_differ(previous, current):
        return Relation.SCOPE
    return _in_series(previous, current) if same else Relation.LATERAL


def _in_series(previous: Plan, current: Plan) -> Relation:
    match order(previous, current):
        case Order.LATER | Order.UNKNOWN:
            return Relation.LONGITUDINAL
        case _ if previous.completeness is not current.completeness:
            return Relation.SCOPE
        case _:
            return Relation.LATERAL


def order(previous: Plan, current: Plan) -> Order:
    """Return how the current plan follows the previous one in time, by their years."""
    if previous.year is None or current.year is None:
        return Order.UNKNOWN
    if previous.year == current.year:
        return Order.SAME_YEAR
    return Order.LATER if previous.year < current.year else Order.REVERSED


def one_office(previous: Plan, current: Plan) -> bool:
    """Tell whether one office issued both plans; an unknown issuer is no proof of it."""
    issuers = previous.issuer, current.issuer
    return all(issuers) and (same_office(*issuers) or renamed(*issuers) or renamed(*issuers[::-1]))


def is_upwards(previous: Plan, current: Plan) -> bool:
    """Tell whether the previous plan comes from the lower level."""
    return levels_differ(previous, current) and _rank(previous) > _rank(current)


def levels_differ(previous: Plan, current: Plan) -> bool:
    """Tell whether the plans are known to come from different levels of government."""
    known = Level.OTHER not in (previous.level, current.level)
    return known and _rank(previous) != _rank(current)


def _rank(plan: Plan) -> int:
    """Return the level as a number, 0 is the highest; four cities rank as provinces."""
    level = Level.PROVINCIAL if is_province_city(_place(plan)) else plan.level
    return list(Level).index(level)


def _is_territorial(previous: Plan, current: Plan) -> bool:
    territorial = {is_territory(previous.scope), is_territory(current.scope)}
    return len(territorial) > 1 and not _places_conflict(previous, current)


def _places_conflict(previous: Plan, current: Plan) -> bool:
    places = sorted((_place(previous), _place(current)), key=len)
    return bool(places[0]) and not places[1].endswith(places[0])


def _place(plan: Plan) -> str:
    return place(plan.issuer or _YEAR_RE.sub("", plan.title))


def _scopes_differ(previous: Plan, current: Plan) -> bool:
    if previous.scope != current.scope:
        return True
    both_known = bool(previous.issuer and current.issuer)
    return both_known and is_government(previous.issuer) != is_government(current.issuer)
