"""Reference: choose, among the plans given before a plan, the one that it is set against."""

from collections.abc import Sequence

from policydiff.comparing.relation import Order, is_upwards, order, relate
from policydiff.model import Completeness, Plan, Relation

# What makes a good reference, the best first; of lateral plans only the order given is known.
_WANTED = (Relation.LONGITUDINAL, Relation.VERTICAL, Relation.SCOPE)


def choose_reference(current: Plan, before: Sequence[Plan]) -> Plan:
    """Return the plan that says most about what is new and what is gone in the current one.

    It is the latest earlier plan of the same office and scope; else the latest one, not of a
    later year, of an office above; else, likewise, of the same office with another scope; else
    the last one given. Of several of one year the one for all the work counts, then the full
    text, then the last one given.
    """
    for wanted in _WANTED:
        fitting = [plan for plan in before if _fits(plan, current, wanted)]
        if fitting:
            return max(enumerate(fitting), key=lambda entry: (*_merits(entry[1]), entry[0]))[1]
    return before[-1]


def _fits(plan: Plan, current: Plan, wanted: Relation) -> bool:
    later = order(plan, current) is Order.REVERSED
    below = wanted is Relation.VERTICAL and is_upwards(plan, current)
    return not later and not below and relate(plan, current) is wanted


def _merits(plan: Plan) -> tuple[int, bool, bool]:
    return plan.year or 0, plan.scope == "", plan.completeness is Completeness.FULL
