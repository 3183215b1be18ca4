"""The queue: which pairs of tasks are worth a look, those first where one would change most.

A pair is looked at for what it may turn out to be: the chance that its link is wrong, or that one
is missing, is what a look is expected to mend; a tenth of the chance that its strength is wrong
is added, since that changes one row and no status. After uncertainty sampling (Lewis and Gale
1994). Pairs that share no likely measure come in by the likeness of their whole texts: two tasks
may be the same work in other words. Likeness counts pairs of letters, the rarer in both plans the
more, and takes the cosine of the two (Salton and Buckley 1988).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from policydiff.model import (
    Comparison,
    Evidence,
    Link,
    Plan,
    Side,
    Strength,
    Task,
    ThemeCoding,
    ThemeEvidence,
)
from policydiff.reviewing import bare
from policydiff.settings import ReviewingSettings

DEFAULTS = ReviewingSettings()
Vector = Mapping[str, float]


class Remaining(NamedTuple):
    """A pair of tasks by their ids, and how alike their texts are, 0..1."""

    previous: str
    current: str
    likeness: float


def remaining_pairs(previous: Plan, current: Plan, at_least: float) -> Iterator[Remaining]:
    """Yield the pairs of tasks that are so alike as whole texts.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> max(remaining_pairs(*plans, 0.1), key=lambda pair: pair.likeness)[:2]
    ('6', '12')
    """
    counts = [{task.id: _letters(task) for task in plan.tasks} for plan in (previous, current)]
    tasks = [letters for side in counts for letters in side.values()]
    seen = Counter(pair for letters in tasks for pair in letters)
    rarity = {pair: math.log(len(tasks) / count) for pair, count in seen.items()}
    mine, theirs = [
        {name: _unit(letters, rarity) for name, letters in side.items()} for side in counts
    ]
    places: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, vector in theirs.items():
        for pair, weight in vector.items():
            places[pair].append((name, weight))
    for name, vector in mine.items():
        alike: defaultdict[str, float] = defaultdict(float)
        for pair, weight in vector.items():
            for other, share in places[pair]:
                alike[other] += weight * share
        for other, likeness in alike.items():
            if likeness >= at_least:
                yield Remaining(name, other, likeness)


def _letters(task: Task) -> Counter[str]:
    text = bare(task.title + task.text)
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _unit(letters: Counter[str], rarity: Mapping[str, float]) -> Vector:
    weights = {
        pair: (1 + math.log(count)) * rarity[pair] for pair, count in sorted(letters.items())
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {pair: weight / length for pair, weight in weights.items() if weight}


class Item(NamedTuple):
    """A pair of tasks to look at; ``strength`` is the program's, None where it gave no link.

    A side is "" where it is asked whether the task of the other has no counterpart at all.
    ``gain`` (0 upwards) is what a look is expected to change, ``score`` the probability of a link.
    """

    previous: str
    current: str
    strength: Strength | None
    score: float
    gain: float
    evidence: tuple[Evidence, ...]


def queue(
    comparison: Comparison,
    previous: Plan,
    current: Plan,
    decided: Collection[tuple[str, str]] = (),
    settings: ReviewingSettings = DEFAULTS,
) -> tuple[Item, ...]:
    """Return every pair that may be linked and nobody decided on, the most telling look first.

    Tasks without a link are among them, each beside "".
    """
    places = [{task.id: n for n, task in enumerate(plan.tasks)} for plan in (previous, current)]
    pairs = {
        item[:2]: item
        for item in (
            *_unweighed(previous, current, settings),
            *_weighed(comparison, previous, current, settings),
        )
    }
    items = (*pairs.values(), *_lone(comparison, pairs.values(), settings))
    open_items = [item for item in items if item[:2] not in decided]
    return tuple(
        sorted(
            open_items,
            key=lambda item: (
                -item.gain,
                places[0].get(item.previous, len(places[0])),
                places[1].get(item.current, len(places[1])),
            ),
        )
    )


def _lone(
    comparison: Comparison, pairs: Iterable[Item], settings: ReviewingSettings
) -> Iterator[Item]:
    """Yield the tasks without a link, by the chance that one of their pairs is one."""
    missed: dict[tuple[Side, str], float] = {}
    for item in pairs:
        for key in ((Side.PREVIOUS, item.previous), (Side.CURRENT, item.current)):
            missed[key] = missed.get(key, 1.0) * (1 - item.score)
    for lone in comparison.unlinked:
        chance = round(1 - missed.get((lone.side, lone.task), 1.0), 4)
        pair = lone.side.pair(lone.task, "")
        yield Item(*pair, None, chance, round(settings.strength_share * chance, 4), ())


def _unweighed(previous: Plan, current: Plan, settings: ReviewingSettings) -> Iterator[Item]:
    for one, other, likeness in remaining_pairs(previous, current, settings.min_text_likeness):
        gain = round(min(settings.likeness_weight * likeness, settings.max_unweighed), 4)
        yield Item(one, other, None, 0.0, gain, ())


def _weighed(
    comparison: Comparison, previous: Plan, current: Plan, settings: ReviewingSettings
) -> Iterator[Item]:
    """Yield the pairs of tasks from what carries least to what is known best: the last counts."""
    yield from _carried(comparison, previous, current)
    for lone in comparison.unlinked:
        for near in lone.nearest:
            pair = lone.side.pair(lone.task, near.task)
            yield Item(*pair, None, near.score, near.score, ())
    for link in comparison.uncertain:
        yield Item(link.previous, link.current, None, link.score, link.score, link.evidence)
    for link in comparison.links:
        gain = 1 - link.score + settings.strength_share * _doubt(link)
        yield Item(
            link.previous, link.current, link.strength, link.score, round(gain, 4), link.evidence
        )


def _doubt(link: Link) -> float:
    return min(link.full_score, 1 - link.full_score)


def _carried(comparison: Comparison, previous: Plan, current: Plan) -> Iterator[Item]:
    """Yield pairs of tasks by their pairs of measures: at least one of them is the same work."""
    owners = [_owners(plan) for plan in (previous, current)]
    missed: dict[tuple[str, str], float] = {}
    proof: dict[tuple[str, str], list[Evidence]] = {}
    for item in comparison.measures:
        pair = (owners[0].get(item.previous, ""), owners[1].get(item.current, ""))
        if all(pair):
            missed[pair] = missed.get(pair, 1.0) * (1 - item.score)
            proof.setdefault(pair, []).append(item)
    for pair, chance in missed.items():
        score = round(1 - chance, 4)
        yield Item(*pair, None, score, score, tuple(proof[pair]))


def _owners(plan: Plan) -> dict[str, str]:
    """Return the task of each measure; a title's is ``TASK-0``."""
    own = {f"{task.id}-0": task.id for task in plan.tasks}
    own.update((measure.id, task.id) for task in plan.tasks for measure in task.measures)
    return own


class ThemeItem(NamedTuple):
    """A task whose primary theme is worth a look; ``theme`` is the program's, None for none.

    ``gain`` (0..1) is how near the next theme comes, ``candidates`` are all that came near.
    """

    side: Side
    task: str
    theme: str | None
    gain: float
    candidates: tuple[ThemeEvidence, ...]


def theme_queue(
    previous: Plan,
    current: Plan,
    decided: Collection[tuple[Side, str]],
    least: float,
) -> tuple[ThemeItem, ...]:
    """Return the tasks of two coded plans on whose theme nobody decided, the least certain first.

    What a task has no theme for comes first, then those where the next theme comes near, or the
    one found hardly reaches ``least``, from which on a theme is one. After margin sampling
    (Scheffer, Decomain and Wrobel 2001).
    """
    items = [
        ThemeItem(
            side, task.id, task.themes.primary, _margin(task.themes, least), task.themes.evidence
        )
        for side, plan in zip(Side, (previous, current), strict=True)
        for task in plan.tasks
        if (side, task.id) not in decided
    ]
    return tuple(sorted(items, key=lambda item: -item.gain))


def _margin(themes: ThemeCoding, least: float) -> float:
    if themes.primary is None:
        return 1.0
    scores = {item.code: item.score for item in themes.evidence}
    first = scores.get(themes.primary, 0.0)
    others = (score for code, score in scores.items() if code != themes.primary)
    return round(min(1.0, max(least, *others, 0.0) / first), 4) if first else 1.0
