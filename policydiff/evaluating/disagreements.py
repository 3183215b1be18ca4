"""Disagreements: the links that only the result or only the gold has, the worst first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from policydiff.evaluating.evaluation import Disagreement
from policydiff.evaluating.gold import GoldPair, TaskPair
from policydiff.matching import align
from policydiff.model import Link, Plan, Strength
from policydiff.settings import MatchingSettings

_NOT_WEIGHED = Link("", "", "", Strength.PARTIAL, 0.0, (), ())


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
) -> Disagreements:
    """Return every disagreement between ``links`` and the gold, with its score and words.

    The plans are coded, and their tasks have the gold's ids.
    """
    true = {(link.previous, link.current): link.strength for link in gold.links}
    found = {(link.previous, link.current): link for link in links}
    weighed = _all_weighed(plans, settings)
    false = [
        _disagreement(pair, link.strength, link, plans)
        for pair, link in found.items()
        if pair not in true and pair not in gold.disputed
    ]
    missed = [
        _disagreement(pair, strength, weighed.get(pair, _NOT_WEIGHED), plans)
        for pair, strength in true.items()
        if pair not in found
    ]
    return Disagreements(
        false=tuple(sorted(false, key=lambda item: -item.score)),
        missed=tuple(sorted(missed, key=lambda item: item.score)),
    )


def _all_weighed(plans: tuple[Plan, Plan], settings: MatchingSettings) -> Mapping[TaskPair, Link]:
    """Return every pair that matching weighs, also those far from being a link."""
    alignment = align(*plans, replace(settings, link_from=0.0, uncertain_from=0.0))
    links = (*alignment.links, *alignment.uncertain)
    return {(link.previous, link.current): link for link in links}


def _disagreement(
    pair: TaskPair, strength: Strength, link: Link, plans: tuple[Plan, Plan]
) -> Disagreement:
    previous, current = (plan.task(task) for plan, task in zip(plans, pair, strict=True))
    return Disagreement(
        previous=previous.id,
        current=current.id,
        previous_title=previous.title,
        current_title=current.title,
        strength=strength,
        score=link.score,
        shared=_words(link),
    )


def _words(link: Link) -> tuple[str, ...]:
    ranked = sorted(link.evidence, key=lambda item: -item.score)
    return _unique(word for item in ranked for word in item.shared)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
