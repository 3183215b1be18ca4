"""Gold out of a decisions file: what people decided, one pair of tasks after the other.

People look at some pairs and not at others. A pair that nobody decided on counts neither for nor
against; nor does one whose text has changed since, or on which decisions contradict each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

from policydiff.errors import GoldError
from policydiff.evaluating.gold import Gold, GoldLink, GoldPair, GoldPlan
from policydiff.evaluating.plans import NamedPlan
from policydiff.model import Plan
from policydiff.reviewing.decision import Decision
from policydiff.reviewing.ruling import Rulings, rule
from policydiff.reviewing.store import load_decisions, require_whole
from policydiff.settings import ReviewingSettings

SUFFIXES = (".tsv", ".csv")


def is_decisions_file(path: str) -> bool:
    """Tell by its suffix whether a file holds decisions."""
    return Path(path).suffix.lower() in SUFFIXES


def load_decided(path: str) -> tuple[Decision, ...]:
    """Read the decisions on links of a file.

    Raises GoldError where there are none, ReviewError for what is no decisions file, a broken
    line too.
    """
    file = load_decisions(path)
    require_whole(file, path)
    on_links = tuple(said for said in file.decisions if said.previous_plan and said.current_plan)
    if not on_links:
        raise GoldError(
            f"{path}: holds no decisions on links", hint="policydiff review PREV CUR makes some"
        )
    return on_links


def named_pairs(decisions: Iterable[Decision], source: str) -> Gold:
    """Return gold that names the pairs of plans which were decided on, and nothing of them yet."""
    names = sorted({_pair_of(said) for said in decisions})
    return Gold(source, tuple(GoldPair(GoldPlan(one), GoldPlan(other), ()) for one, other in names))


def decided_gold(
    gold: Gold,
    decisions: Sequence[Decision],
    plans: Sequence[NamedPlan],
    settings: ReviewingSettings | None = None,
) -> Gold:
    """Return gold with what was decided on the pairs that it names, found again in the plans."""
    by_name = {named.name: named.plan for named in plans}
    return Gold(
        gold.source,
        tuple(
            _decided(
                pair,
                decisions,
                (by_name[pair.previous.name], by_name[pair.current.name]),
                settings or ReviewingSettings(),
            )
            for pair in gold.pairs
        ),
    )


def _pair_of(said: Decision) -> tuple[str, str]:
    previous, current = said.previous_plan, said.current_plan
    return (previous.id if previous else "", current.id if current else "")


def _decided(
    pair: GoldPair,
    decisions: Sequence[Decision],
    plans: tuple[Plan, Plan],
    settings: ReviewingSettings,
) -> GoldPair:
    ruled = rule(decisions, *plans, settings)
    links = tuple(
        GoldLink(ruling.previous, ruling.current, strength)
        for ruling in ruled.links
        if (strength := ruling.decision.strength)
    )
    judged = set(_judged(ruled, plans))
    previous, current = ([task.id for task in plan.tasks] for plan in plans)
    others = frozenset(set(product(previous, current)) - judged)
    return GoldPair(pair.previous, pair.current, links, others)


def _judged(ruled: Rulings, plans: tuple[Plan, Plan]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that were decided on; all of a task that has no counterpart."""
    for ruling in ruled.links:
        previous = [ruling.previous] if ruling.previous else [task.id for task in plans[0].tasks]
        current = [ruling.current] if ruling.current else [task.id for task in plans[1].tasks]
        yield from product(previous, current)
