"""Relation: tell how two plans stand to each other, by office, territory, scope and year."""

import re
from enum import StrEnum

from msgspec.structs import replace

from policydiff.comparing.offices import is_above, ranks_differ, same_office, same_place
from policydiff.model import Level, Plan, Relation
from policydiff.text.offices import Kind, Office, read_office
from policydiff.text.words import load_list

_YEAR_RE = re.compile(r"(?:19|20)\d\d年?")


class Order(StrEnum):
    """How two plans follow each other in time."""

    LATER = "later"
    SAME_YEAR = "same-year"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def office_of(plan: Plan) -> Office:
    """Return the office that issued a plan; where none is named, the place in the title."""
    if not plan.issuer:
        named = read_office(_YEAR_RE.sub("", plan.title))
        return replace(named, name="", body="", organ="", field="", kind=Kind.OTHER)
    office = read_office(plan.issuer)
    return office if plan.level is Level.OTHER else replace(office, level=plan.level)


def relate(previous: Plan, current: Plan) -> Relation:
    """Return how the current plan stands to the previous one.

    One office: longitudinal, where the scope is one too and the years go on; else scope.
    An office and one under it: vertical, unless the upper plan is for a part of its territory,
    which does not hold the lower one. Offices of one place, one of them the government: scope.
    All else, also where an issuer is unknown: lateral, which claims least.
    """
    one, other = office_of(previous), office_of(current)
    if same_office(one, other):
        return _in_series(previous, current)
    if upper := _upper(previous, current):
        return Relation.LATERAL if is_territory(upper.scope) else Relation.VERTICAL
    if one.places and same_place(one, other) and _scopes_differ(previous, current):
        return Relation.SCOPE
    return Relation.LATERAL


def _upper(previous: Plan, current: Plan) -> Plan | None:
    """Return the plan of the office that stands above the other one's, if one does."""
    one, other = office_of(previous), office_of(current)
    if is_above(one, other):
        return previous
    return current if is_above(other, one) else None


def _in_series(previous: Plan, current: Plan) -> Relation:
    if previous.scope != current.scope:
        return Relation.SCOPE
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


def is_upwards(previous: Plan, current: Plan) -> bool:
    """Tell whether the previous plan comes from the office below."""
    return is_above(office_of(current), office_of(previous))


def levels_differ(previous: Plan, current: Plan) -> bool:
    """Tell whether the plans are known to come from different levels of government."""
    return ranks_differ(office_of(previous), office_of(current))


def is_territory(scope: str) -> bool:
    """Tell whether a scope is a part of a territory rather than a topic.

    >>> is_territory("新城卫生健康"), is_territory("医政医管")
    (True, False)
    """
    return any(word in scope for word in load_list("places", "territories"))


def _scopes_differ(previous: Plan, current: Plan) -> bool:
    """Tell whether of two plans of one place one covers more than the other.

    A government covers more than its departments; where an issuer is not known, scopes tell.
    """
    if not previous.issuer or not current.issuer:
        return previous.scope != current.scope
    one, other = office_of(previous), office_of(current)
    return (one.kind is Kind.GOVERNMENT) != (other.kind is Kind.GOVERNMENT)
