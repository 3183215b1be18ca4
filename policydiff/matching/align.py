"""Align two plans: score every pair of tasks, then decide over the whole matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policydiff.matching.evidence import SharedWords, find_evidence
from policydiff.matching.groups import group_tasks
from policydiff.matching.score import Score, score
from policydiff.matching.signals import Pair, cross_pairs, measure_signals
from policydiff.matching.similarity import Profile, profile, task_terms
from policydiff.matching.thesaurus import choose_thesaurus
from policydiff.matching.weights import TermWeights, load_background, theme_weights
from policydiff.model import Alignment, Candidate, Link, Plan, Side, Strength, Task, Unlinked
from policydiff.settings import MatchingSettings

DEFAULTS = MatchingSettings()


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A pair with the score that it is a link, and that the link is full."""

    pair: Pair
    link: Score
    full: Score


def align(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Alignment:
    """Find which tasks of ``current`` carry on which tasks of ``previous``.

    Nothing but the two plans, the thesaurus and the background table decides; the result is
    the same whichever plan is called previous, but for the side of each thing.
    Raises CodebookError where ``settings.thesaurus`` names a file with a mistake.
    """
    tasks = (previous.tasks, current.tasks)
    thesaurus = choose_thesaurus([t.title + t.text for side in tasks for t in side], settings)
    counts = [[task_terms(task, thesaurus) for task in side] for side in tasks]
    weights = TermWeights(
        (terms[0] for side in counts for terms in side), settings, load_background()
    )
    themes = theme_weights([task for side in tasks for task in side])
    profiles = (
        [
            profile(t, c, weights, themes, settings)
            for t, c in zip(tasks[0], counts[0], strict=True)
        ],
        [
            profile(t, c, weights, themes, settings)
            for t, c in zip(tasks[1], counts[1], strict=True)
        ],
    )
    scored = _score_pairs(profiles, settings)
    words = SharedWords(weights, thesaurus, settings)
    links = [
        _link(item, tasks, profiles, words, settings)
        for item in scored
        if item.link.probability >= settings.uncertain_from
    ]
    sure = tuple(link for link in links if link.score >= settings.link_from)
    return Alignment(
        links=sure,
        groups=group_tasks([t.id for t in tasks[0]], [t.id for t in tasks[1]], sure),
        unlinked=_unlinked(tasks, sure, scored, settings),
        uncertain=tuple(link for link in links if link.score < settings.link_from),
    )


def _score_pairs(
    profiles: tuple[Sequence[Profile], Sequence[Profile]], settings: MatchingSettings
) -> list[ScoredPair]:
    pairs = cross_pairs(*profiles)
    coded = all(_is_coded(side, settings) for side in profiles)
    model = settings.model if coded else settings.model_without_themes
    return [
        ScoredPair(pair, score(signals, model.link), score(signals, model.full))
        for pair, signals in zip(pairs, measure_signals(pairs, profiles, settings), strict=True)
    ]


def _is_coded(profiles: Sequence[Profile], settings: MatchingSettings) -> bool:
    """Tell whether the codebook knows the plan's field: most tasks have a theme."""
    coded = sum(bool(task.themes) for task in profiles)
    return coded >= settings.coded_share * len(profiles)


def _link(
    item: ScoredPair,
    tasks: tuple[Sequence[Task], Sequence[Task]],
    profiles: tuple[Sequence[Profile], Sequence[Profile]],
    words: SharedWords,
    settings: MatchingSettings,
) -> Link:
    pair = item.pair
    both = (tasks[0][pair.previous], tasks[1][pair.current])
    is_full = item.full.probability >= settings.full_from
    return Link(
        id=f"{both[0].id}:{both[1].id}",
        previous=both[0].id,
        current=both[1].id,
        strength=Strength.FULL if is_full else Strength.PARTIAL,
        score=round(item.link.probability, 4),
        evidence=find_evidence(
            both,
            (profiles[0][pair.previous], profiles[1][pair.current]),
            pair.units,
            words,
            settings,
        ),
        reasons=item.link.reasons,
    )


def _unlinked(
    tasks: tuple[Sequence[Task], Sequence[Task]],
    links: Sequence[Link],
    scored: Sequence[ScoredPair],
    settings: MatchingSettings,
) -> tuple[Unlinked, ...]:
    near: dict[tuple[Side, str], list[Candidate]] = {}
    for item in scored:
        one, other = tasks[0][item.pair.previous].id, tasks[1][item.pair.current].id
        value = round(item.link.probability, 4)
        near.setdefault((Side.PREVIOUS, one), []).append(Candidate(other, value))
        near.setdefault((Side.CURRENT, other), []).append(Candidate(one, value))
    linked: Mapping[Side, set[str]] = {
        Side.PREVIOUS: {link.previous for link in links},
        Side.CURRENT: {link.current for link in links},
    }
    return tuple(
        Unlinked(
            side,
            task.id,
            tuple(
                sorted(near.get((side, task.id), []), key=lambda c: -c.score)[
                    : settings.nearest_shown
                ]
            ),
        )
        for side, own in zip(Side, tasks, strict=True)
        for task in own
        if task.id not in linked[side]
    )
