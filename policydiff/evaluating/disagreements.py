"""Disagreements: the links that only the result or only the gold has, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policydiff.evaluating.evaluation import Disagreement
from policydiff.evaluating.gold import GoldPair, TaskPair
from policydiff.matching.align import link_of, weigh
from policydiff.model import Link, Plan, Strength
from policydiff.records import dataclass
from policydiff.settings import MatchingSettings


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The false links, the surest first, and the missed ones, the least likely first."""

    false: tuple[Disagreement, ...]
    missed: tuple[Disagreement, ...]


def disagreements(
    plans: tuple[Plan, Plan],
    links: Sequence[Link],
    gold: GoldPair,
    settings: MatchingSettings,
    shown: int,
) -> Disagreements:
    """Return the worst ``shown`` false links, and as many missed ones, with score and words.

    The plans are coded, and their tasks have the gold's ids.
    """
    true = {(link.previous, link.current): link.strength for link in gold.links}
    found = {(link.previous, link.current) for link in links}
    false = [
        link
        for link in links
        if (link.previous, link.current) not in true
        and (link.previous, link.current) not in gold.disputed
    ]
    missed = [pair for pair in true if pair not in found]
    return Disagreements(
        false=tuple(
            _disagreement(link, plans)
            for link in sorted(false, key=lambda link: -link.score)[:shown]
        ),
        missed=tuple(
            _disagreement(replace(link, strength=true[link.previous, link.current]), plans)
            for link in _least_likely(missed, plans, settings, shown)
        ),
    )


def _least_likely(
    pairs: Sequence[TaskPair], plans: tuple[Plan, Plan], settings: MatchingSettings, shown: int
) -> Iterator[Link]:
    """Yield pairs as the links that they would be; a pair that was not weighed scores 0."""
    if not pairs or not shown:
        return
    matched = weigh(*plans, settings)
    previous, current = ([task.id for task in plan.tasks] for plan in plans)
    weighed = {(previous[x.pair.previous], current[x.pair.current]): x for x in matched.pairs}
    scores = {x: weighed[x].link.probability if x in weighed else 0.0 for x in pairs}
    for pair in sorted(pairs, key=lambda pair: scores[pair])[:shown]:
        if pair in weighed:
            yield link_of(weighed[pair], matched)
        else:
            yield Link(":".join(pair), *pair, Strength.PARTIAL, 0.0, (), ())


def _disagreement(link: Link, plans: tuple[Plan, Plan]) -> Disagreement:
    previous, current = plans[0].task(link.previous), plans[1].task(link.current)
    ranked = sorted(link.evidence, key=lambda item: -item.score)
    return Disagreement(
        previous=previous.id,
        current=current.id,
        previous_title=previous.title,
        current_title=current.title,
        strength=link.strength,
        score=link.score,
        shared=tuple(dict.fromkeys(word for item in ranked for word in item.shared)),
    )
