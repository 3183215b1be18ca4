"""Align two plans: score pairs of tasks, then decide."""

from collections.abc import Sequence

from msgspec import Struct

from policydiff.matching.groups import group_tasks, label_groups
from policydiff.matching.pairs import Pair, Sides, cosines, most_alike, with_units
from policydiff.matching.profiles import (
    Profile,
    coded_share,
    load_background,
    profile,
    task_terms,
    theme_weights,
    weigh_terms,
)
from policydiff.matching.signals import Score, measure_signals, score, told
from policydiff.matching.thesaurus import load_thesaurus
from policydiff.matching.words import SharedWords, find_evidence
from policydiff.model import (
    Candidate,
    Evidence,
    Group,
    Link,
    Plan,
    Side,
    Strength,
    Task,
    Unlinked,
)
from policydiff.settings import MatchingSettings

DEFAULTS = MatchingSettings()


class Alignment(Struct, frozen=True):
    """What matching found between two plans. Links are sorted by previous, then current order."""

    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    unlinked: tuple[Unlinked, ...]
    uncertain: tuple[Link, ...] = ()


class ScoredPair(Struct, frozen=True):
    """A pair with the score that it is a link, and that the link is full."""

    pair: Pair
    link: Score
    full: Score


class Matched(Struct, frozen=True):
    """Two plans with every pair of tasks that was weighed."""

    tasks: tuple[Sequence[Task], Sequence[Task]]
    profiles: tuple[Sequence[Profile], Sequence[Profile]]
    pairs: Sequence[ScoredPair]
    words: SharedWords
    settings: MatchingSettings


def align(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Alignment:
    """Find which tasks of ``current`` carry on which tasks of ``previous``.

    Nothing but the two plans, the thesaurus and the background table decides; the result is
    the same whichever plan is called previous, but for the side of each thing.
    Raises CodebookError where ``settings.thesaurus`` names a file with a mistake.
    """
    matched = weigh(previous, current, settings)
    links = [
        link_of(item, matched)
        for item in matched.pairs
        if item.link.probability >= settings.uncertain_from
    ]
    sure = tuple(link for link in links if is_sure(link, settings))
    return Alignment(
        links=sure,
        groups=label_groups(
            group_tasks([t.id for t in previous.tasks], [t.id for t in current.tasks], sure),
            sure,
            ({t.id: t.title for t in previous.tasks}, {t.id: t.title for t in current.tasks}),
            settings.label_words,
        ),
        unlinked=_unlinked(matched, sure),
        uncertain=tuple(link for link in links if not is_sure(link, settings)),
    )


def is_sure(link: Link, settings: MatchingSettings) -> bool:
    """Tell whether a link is used: probable enough, and proved by words."""
    return link.score >= settings.link_from and bool(link.evidence)


def weigh(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Matched:
    """Weigh every pair of tasks of two plans that share a term."""
    tasks = (previous.tasks, current.tasks)
    thesaurus = load_thesaurus(settings)
    terms = [[task_terms(task, thesaurus) for task in side] for side in tasks]
    weights = weigh_terms(
        [task.whole for side in terms for task in side], settings, load_background()
    )
    themes = theme_weights([task for side in tasks for task in side])
    profiles = (
        [profile(task, weights, themes, settings) for task in terms[0]],
        [profile(task, weights, themes, settings) for task in terms[1]],
    )
    return Matched(
        tasks,
        profiles,
        _score_pairs(profiles, settings),
        SharedWords(weights, thesaurus, settings),
        settings,
    )


def _score_pairs(
    profiles: tuple[Sequence[Profile], Sequence[Profile]], settings: MatchingSettings
) -> list[ScoredPair]:
    alike = most_alike(cosines(*profiles, Sides.CROSS, settings), settings)
    pairs = with_units(alike, *profiles)
    coded = min(map(coded_share, profiles)) >= settings.coded_share
    model = settings.model if coded else settings.model_without_themes
    return [
        ScoredPair(pair, score(signals, model.link), score(signals, model.full))
        for pair, signals in zip(pairs, measure_signals(pairs, profiles, settings), strict=True)
    ]


def link_of(item: ScoredPair, matched: Matched) -> Link:
    """Return a weighed pair as the link that it would be, with its evidence."""
    one = matched.tasks[0][item.pair.previous]
    other = matched.tasks[1][item.pair.current]
    return Link(
        id=f"{one.id}:{other.id}",
        previous=one.id,
        current=other.id,
        strength=_strength(item, matched.settings),
        score=round(item.link.probability, 4),
        evidence=_evidence(item.pair, matched),
        reasons=told(item.link.reasons),
    )


def _strength(item: ScoredPair, settings: MatchingSettings) -> Strength:
    is_full = item.full.probability >= settings.full_from
    return Strength.FULL if is_full else Strength.PARTIAL


def _evidence(pair: Pair, matched: Matched) -> tuple[Evidence, ...]:
    return find_evidence(
        (matched.tasks[0][pair.previous], matched.tasks[1][pair.current]),
        (matched.profiles[0][pair.previous], matched.profiles[1][pair.current]),
        pair.units,
        matched.words,
        matched.settings,
    )


def _unlinked(matched: Matched, links: Sequence[Link]) -> tuple[Unlinked, ...]:
    linked = {(Side.PREVIOUS, link.previous) for link in links}
    linked |= {(Side.CURRENT, link.current) for link in links}
    near = _candidates(matched)
    return tuple(
        Unlinked(
            side, task.id, tuple(near.get((side, task.id), ())[: matched.settings.nearest_shown])
        )
        for side, own in zip(Side, matched.tasks, strict=True)
        for task in own
        if (side, task.id) not in linked
    )


def _candidates(matched: Matched) -> dict[tuple[Side, str], list[Candidate]]:
    """Return the weighed counterparts of each task, best first, ties in the plans' order."""
    near: dict[tuple[Side, str], list[Candidate]] = {}
    for item in matched.pairs:
        one = matched.tasks[0][item.pair.previous].id
        other = matched.tasks[1][item.pair.current].id
        value = round(item.link.probability, 4)
        near.setdefault((Side.PREVIOUS, one), []).append(Candidate(other, value))
        near.setdefault((Side.CURRENT, other), []).append(Candidate(one, value))
    return {key: sorted(own, key=lambda c: -c.score) for key, own in near.items()}
