"""Match two plans: score pairs of measures, then pairs of tasks, then decide."""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.matching.groups import group_tasks, label_groups
from policydiff.matching.measures import Scored, score_measures, surest_first
from policydiff.matching.profiles import (
    Pair,
    Profile,
    Sides,
    cosines,
    logistic,
    most_alike,
    profile,
    reasons,
    theme_weights,
    weighed,
)
from policydiff.matching.signals import (
    Carriers,
    Signals,
    by_tasks,
    is_catchall,
    is_part,
    link_signals,
)
from policydiff.matching.terms import load_background, load_thesaurus, task_terms, weigh_terms
from policydiff.matching.units import Scales, SharedWords, is_title, weigh_units
from policydiff.matching.units import Side as Units
from policydiff.model import Candidate, Evidence, Group, Link, Plan, Side, Strength, Task, Unlinked
from policydiff.settings import MatchingSettings
from policydiff.text.words import undisturbed

DEFAULTS = MatchingSettings()


class Alignment(Struct, frozen=True):
    """What matching found between two plans.

    Links are sorted by previous, then current order. ``measures`` are all pairs of measures that
    may be the same work, the likeliest first; there a title is ``TASK-0``.
    """

    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    unlinked: tuple[Unlinked, ...]
    uncertain: tuple[Link, ...] = ()
    measures: tuple[Evidence, ...] = ()


class Material(Struct, frozen=True):
    """What two plans are compared by, and the pairs of their tasks that are looked at."""

    tasks: tuple[Sequence[Task], Sequence[Task]]
    profiles: tuple[Sequence[Profile], Sequence[Profile]]
    pairs: Sequence[Pair]
    units: tuple[Units, Units]
    scales: Scales
    words: SharedWords


class ScoredPair(Struct, frozen=True, gc=False):
    """A pair of tasks, what speaks for it, and the probabilities that it is a link, and full."""

    pair: Pair
    signals: Signals
    link: float
    full: float


class Matched(Struct, frozen=True):
    """Two plans with every pair of tasks that was weighed, and the measures that carry it."""

    tasks: tuple[Sequence[Task], Sequence[Task]]
    units: tuple[Units, Units]
    pairs: Sequence[ScoredPair]
    carriers: Carriers
    words: SharedWords
    settings: MatchingSettings


def align(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Alignment:
    """Find which tasks of ``current`` carry on which tasks of ``previous``.

    Nothing but the two plans, the thesaurus and the background table decides; the result is
    the same whichever plan is called previous, but for the side of each thing.
    Raises CodebookError where ``settings.thesaurus`` names a file with a mistake.
    """
    return alignment(weigh(previous, current, settings))


@undisturbed()
def alignment(matched: Matched) -> Alignment:
    """Find which tasks carry on which, of two plans whose pairs are weighed."""
    settings = matched.settings
    links = [
        link_of(item, matched) for item in matched.pairs if item.link >= settings.min_uncertain
    ]
    sure = tuple(link for link in links if is_sure(link, settings))
    return Alignment(
        links=sure,
        groups=grouped(matched, sure),
        unlinked=_unlinked(matched, sure),
        uncertain=tuple(link for link in links if not is_sure(link, settings)),
        measures=_measures(matched),
    )


def grouped(matched: Matched, links: Sequence[Link]) -> tuple[Group, ...]:
    """Return the groups that links make of the tasks of both plans, each with its name."""
    previous, current = ({task.id: task.title for task in side} for side in matched.tasks)
    groups = group_tasks(list(previous), list(current), links)
    return label_groups(groups, links, (previous, current), matched.settings.max_label_words)


def links_between(
    matched: Matched, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Link]:
    """Return pairs of tasks, by their ids, as the links that they would be.

    A pair that shares nothing was not weighed: it scores 0.
    """
    previous, current = ([task.id for task in side] for side in matched.tasks)
    found = {pair: Link(":".join(pair), *pair, Strength.PARTIAL, 0.0, (), ()) for pair in pairs}
    for item in matched.pairs:
        pair = (previous[item.pair.previous], current[item.pair.current])
        if pair in found:
            found[pair] = link_of(item, matched)
    return found


def link_tasks(
    previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS
) -> tuple[Link, ...]:
    """Return the links of ``align`` alone: enough to follow lines of work, in less time."""
    matched = weigh(previous, current, settings)
    links = (
        link_of(item, matched)
        for item in matched.pairs
        if item.link >= settings.min_uncertain and _score(item.link) >= settings.min_link
    )
    return tuple(link for link in links if is_sure(link, settings))


def bare_links(
    previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS
) -> tuple[Link, ...]:
    """Return the links of ``align`` without what proves them, in less time still."""
    matched = weigh(previous, current, settings)
    return tuple(
        _bare(item, matched)
        for item in matched.pairs
        if item.link >= settings.min_uncertain
        and _score(item.link) >= settings.min_link
        and any(_shown(carrier, matched).shared for carrier in _carriers(item.pair, matched))
    )


def _score(probability: float) -> float:
    return round(probability, 4)


def is_sure(link: Link, settings: MatchingSettings) -> bool:
    """Tell whether a link is used: probable enough, and carried by measures that share words."""
    return link.score >= settings.min_link and bool(link.evidence)


def gather(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Material:
    """Gather what two plans are compared by: their words, weighed, and the pairs to look at."""
    thesaurus = load_thesaurus(settings)
    background = load_background()
    terms = (
        [task_terms(task, thesaurus) for task in previous.tasks],
        [task_terms(task, thesaurus) for task in current.tasks],
    )
    weights = weigh_terms([task.whole for side in terms for task in side], settings, background)
    themes = theme_weights([*previous.tasks, *current.tasks])
    profiles = (
        [profile(task, weights, themes, settings) for task in terms[0]],
        [profile(task, weights, themes, settings) for task in terms[1]],
    )
    pairs = cosines(*profiles, Sides.CROSS, settings)
    if len(previous.tasks) * len(current.tasks) > settings.max_dense_pairs:
        pairs = most_alike(pairs, settings)
    units, scales = weigh_units(terms, thesaurus.sizes, background, settings)
    words = SharedWords(weights, thesaurus, background, settings)
    return Material((previous.tasks, current.tasks), profiles, pairs, units, scales, words)


@undisturbed()
def weigh(previous: Plan, current: Plan, settings: MatchingSettings = DEFAULTS) -> Matched:
    """Weigh every pair of tasks of two plans that share a term."""
    material = gather(previous, current, settings)
    pairs, units = material.pairs, material.units
    carriers = by_tasks(score_measures(pairs, units, material.scales, settings), units)
    signals = link_signals(pairs, carriers, material.profiles, units, settings)
    scores = (
        map(logistic, weighed(signals, weights))
        for weights in (settings.model.link, settings.model.full)
    )
    return Matched(
        tasks=material.tasks,
        units=units,
        pairs=[ScoredPair(*item) for item in zip(pairs, signals, *scores, strict=True)],
        carriers=carriers,
        words=material.words,
        settings=settings,
    )


def link_of(item: ScoredPair, matched: Matched) -> Link:
    """Return a weighed pair as the link that it would be, with its evidence."""
    return replace(
        _bare(item, matched),
        evidence=_evidence(item.pair, matched),
        reasons=reasons(item.signals, matched.settings.model.link),
        full_score=round(item.full, 4),
        full_reasons=reasons(item.signals, matched.settings.model.full),
    )


def _bare(item: ScoredPair, matched: Matched) -> Link:
    """Return a weighed pair as a link without its evidence and its reasons."""
    one = matched.tasks[0][item.pair.previous]
    other = matched.tasks[1][item.pair.current]
    return Link(
        id=f"{one.id}:{other.id}",
        previous=one.id,
        current=other.id,
        strength=_strength(item, (one, other), matched),
        score=_score(item.link),
        evidence=(),
        reasons=(),
    )


def _strength(item: ScoredPair, tasks: tuple[Task, Task], matched: Matched) -> Strength:
    """Tell a full link: likely one, well carried, of two lines of work, neither a part of one."""
    is_full = item.full >= matched.settings.min_full
    is_full = is_full and surest(item.pair, matched) >= least_of_full(tasks, matched.settings)
    is_full = is_full and not any(is_catchall(task.title) for task in tasks)
    is_full = is_full and not is_part(item.signals, tasks, matched.settings)
    return Strength.FULL if is_full else Strength.PARTIAL


def surest(pair: Pair, matched: Matched) -> float:
    """Return the probability of the surest pair of measures of two tasks, 0 where there is none."""
    own = matched.carriers.get((pair.previous, pair.current), ())
    return own[0].score if own else 0.0


def least_of_link(tasks: tuple[Task, Task], settings: MatchingSettings) -> float:
    """Return how sure the surest pair of measures must be that is the evidence of a link."""
    alone = any(map(is_one_sentence, tasks))
    return settings.min_telling if alone else settings.min_evidence


def least_of_full(tasks: tuple[Task, Task], settings: MatchingSettings) -> float:
    """Return how sure the surest pair of measures of a full link must be."""
    alone = any(map(is_one_sentence, tasks))
    return settings.min_carried if alone else settings.min_full_evidence


def is_one_sentence(task: Task) -> bool:
    """Tell a task that is one sentence, its title that sentence or the beginning of it.

    What such a task shares, it shares once: its title and its whole text prove nothing besides.
    """
    return len(task.measures) < 2 and all(m.text.startswith(task.title) for m in task.measures)


def _evidence(pair: Pair, matched: Matched) -> tuple[Evidence, ...]:
    """Return the surest pairs of measures that prove a link: no measure stands there twice."""
    proof: list[Evidence] = []
    told: tuple[set[int], set[int]] = set(), set()
    for carrier in _by_measures(_carriers(pair, matched), matched.units):
        one, other = _told_by(carrier, matched.units)
        if one in told[0] or other in told[1]:
            continue
        shown = _shown(carrier, matched)
        if shown.shared:
            told[0].add(one)
            told[1].add(other)
            proof.append(_inside(shown))
        if len(proof) == matched.settings.max_evidence:
            break
    return tuple(proof)


def _carriers(pair: Pair, matched: Matched) -> Sequence[Scored]:
    """Return the pairs of measures that carry a link: the likely ones, or else the likeliest."""
    own = matched.carriers.get((pair.previous, pair.current), ())
    tasks = matched.tasks[0][pair.previous], matched.tasks[1][pair.current]
    least = least_of_link(tasks, matched.settings)
    carried = [carrier for carrier in own if carrier.score >= matched.settings.min_carried]
    return carried or [carrier for carrier in own[:1] if carrier.score >= least]


def _by_measures(carriers: Sequence[Scored], units: tuple[Units, Units]) -> Sequence[Scored]:
    """Leave out a pair with a title where one of measures tells the same.

    The title of a task in one sentence is that sentence: it would be told up to four times.
    """
    told = [_told_by(carrier, units) for carrier in carriers]
    titles = [is_title(units[0][x.one].id) + is_title(units[1][x.other].id) for x in carriers]
    fewest: dict[tuple[int, int], int] = {}
    for places, count in zip(told, titles, strict=True):
        fewest[places] = min(count, fewest.get(places, count))
    found = zip(carriers, told, titles, strict=True)
    return [carrier for carrier, places, count in found if count == fewest[places]]


def _told_by(carrier: Scored, units: tuple[Units, Units]) -> tuple[int, int]:
    """Return the places of a pair, for a title that of the measure of its task that begins so."""
    return _place(carrier.one, units[0]), _place(carrier.other, units[1])


def _place(place: int, side: Units) -> int:
    title = side[place]
    behind = place + 1 if title.is_title else len(side)
    while behind < len(side) and side[behind].task == title.task:
        if side[behind].text.startswith(title.text):
            return behind
        behind += 1
    return place


def _shown(pair: Scored, matched: Matched) -> Evidence:
    one, other = matched.units[0][pair.one], matched.units[1][pair.other]
    shared = matched.words.between(one.text, other.text)
    return Evidence(one.id, other.id, shared, round(pair.score, 4))


def _inside(evidence: Evidence) -> Evidence:
    """Return evidence as it stands inside a link, where a title has no id."""
    return Evidence(
        "" if is_title(evidence.previous) else evidence.previous,
        "" if is_title(evidence.current) else evidence.current,
        evidence.shared,
        evidence.score,
    )


def _measures(matched: Matched) -> tuple[Evidence, ...]:
    """Return every pair of measures that may be the same work, the likeliest first.

    What carries a link, or may, is among them however unlikely it is.
    """
    settings = matched.settings
    likely = {
        pair
        for own in matched.carriers.values()
        for pair in own
        if pair.score >= settings.min_measure_score
    }
    for item in matched.pairs:
        if item.link >= settings.min_uncertain:
            likely.update(_carriers(item.pair, matched))
    return tuple(_shown(pair, matched) for pair in sorted(likely, key=surest_first))


def _unlinked(matched: Matched, links: Sequence[Link]) -> tuple[Unlinked, ...]:
    """Return the tasks without a link, each with its weighed counterparts, the best first."""
    linked = {link.previous for link in links}, {link.current for link in links}
    near: list[dict[int, list[Candidate]]] = [
        {place: [] for place, task in enumerate(tasks) if task.id not in done}
        for tasks, done in zip(matched.tasks, linked, strict=True)
    ]
    previous, current = matched.tasks
    for item in matched.pairs:
        one, other = item.pair.previous, item.pair.current
        if one in near[0]:
            near[0][one].append(Candidate(current[other].id, _score(item.link)))
        if other in near[1]:
            near[1][other].append(Candidate(previous[one].id, _score(item.link)))
    most = matched.settings.max_nearest
    return tuple(
        Unlinked(side, tasks[place].id, tuple(sorted(found, key=lambda c: -c.score)[:most]))
        for side, tasks, own in zip(Side, matched.tasks, near, strict=True)
        for place, found in own.items()
    )
