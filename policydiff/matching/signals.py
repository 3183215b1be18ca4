"""Signals: what speaks for a link between two tasks, and for a full one.

What carries a link is a pair of measures, so the surest pairs speak first. The tasks as wholes are
held against the plans' own likeness: tasks of one plan are different lines of work, written in the
same style about the same field, and how alike they are is what genre and field explain.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter

from msgspec import Struct

from policydiff.matching.measures import Scored
from policydiff.matching.profiles import Pair, Profile, Sides, cosines, dot, log_odds
from policydiff.matching.units import Side
from policydiff.model import Task
from policydiff.settings import MatchingSettings
from policydiff.text.files import load_table


class Signals(Struct, frozen=True, gc=False):
    """What speaks for a pair of tasks, in the units of the score's weights.

    ``measures``: log-odds that one pair of measures at least is the same work, each measure counted
    in its surest pair alone.
    ``title``: the root of the probability that both titles name the same work.
    ``whole``: log of the cosine of the whole tasks, over their likeness to their nearest siblings;
    0 where they are no more alike than those. ``apart``: how much less alike they are, 0 or less.
    ``plans``: the same of the best counterpart of each task, as the mean over all tasks: in plans
    that stay close to each other the same evidence means more.
    ``themes``: cosine of the themes that the tasks are coded with, the rare ones counting more,
    less what says neither yes nor no, times what the coding tells in these two plans: nothing
    where all tasks have one theme, or none. 0 at most where no pair of measures tells anything.
    ``mutual``: the cosine over the best one that either task has (the smaller ratio, 0..1).
    ``covered``: the share of each task's measures that the other carries on, in the mean.
    ``least``: the smaller of both shares.
    """

    measures: float
    title: float
    whole: float
    apart: float
    plans: float
    themes: float
    mutual: float
    covered: float
    least: float


Carriers = Mapping[tuple[int, int], Sequence[Scored]]
"""Tasks, by their places, → the pairs of their measures, the surest first."""


def by_tasks(
    scored: Iterable[Scored], sides: tuple[Side, Side]
) -> dict[tuple[int, int], list[Scored]]:
    """Sort pairs of measures, given in the plans' order, by their tasks, the surest first."""
    found: dict[tuple[int, int], list[Scored]] = {}
    for pair in sorted(scored, key=attrgetter("score"), reverse=True):
        tasks = sides[0][pair.one].task, sides[1][pair.other].task
        found.setdefault(tasks, []).append(pair)
    return found


def link_signals(
    pairs: Sequence[Pair],
    carriers: Carriers,
    profiles: tuple[Sequence[Profile], Sequence[Profile]],
    sides: tuple[Side, Side],
    settings: MatchingSettings,
) -> list[Signals]:
    """Return the signals of each pair of tasks."""
    nearest = [nearest_siblings(side, settings) for side in profiles]
    best = best_cosines(pairs, 0), best_cosines(pairs, 1)
    excess = [_excess(pair, nearest, settings) for pair in pairs]
    plans = _closeness(pairs, excess, nearest, settings)
    telling = min(information(side, settings) for side in profiles)
    floor = settings.cosine_floor
    titles = [{place for place, unit in enumerate(side) if unit.is_title} for side in sides]
    nothing = _odds(0.0, settings)
    signals = []
    for pair, alike in zip(pairs, excess, strict=True):
        one, other = profiles[0][pair.previous], profiles[1][pair.current]
        own = carriers.get((pair.previous, pair.current))
        shares = _shares(own, (one.measures, other.measures)) if own else (0.0, 0.0)
        likest = max(best[0][pair.previous], best[1][pair.current])
        signals.append(
            Signals(
                measures=_odds(_any_carried(own), settings) if own else nothing,
                title=math.sqrt(_title(own, titles)) if own else 0.0,
                whole=max(0.0, alike),
                apart=min(0.0, alike),
                plans=plans,
                themes=telling * _common(one, other, own or (), settings),
                mutual=pair.cosine / (likest + floor),
                covered=sum(shares) / 2,
                least=min(shares),
            )
        )
    return signals


def _common(
    one: Profile, other: Profile, own: Sequence[Scored], settings: MatchingSettings
) -> float:
    """Return how far themes speak for a pair of tasks: not at all, where measures hardly do."""
    is_apart = one.themes.keys().isdisjoint(other.themes)
    common = (0.0 if is_apart else dot(one.themes, other.themes)) - settings.themes_neutral
    return common if own and own[0].score >= settings.min_telling else min(0.0, common)


def _excess(pair: Pair, nearest: Sequence[Sequence[float]], settings: MatchingSettings) -> float:
    """Return how much more alike two tasks are than either is to its nearest siblings, as a log."""
    usual = (nearest[0][pair.previous] + nearest[1][pair.current]) / 2
    return math.log(pair.cosine + settings.cosine_floor) - usual


def _closeness(
    pairs: Sequence[Pair],
    excess: Sequence[float],
    nearest: Sequence[Sequence[float]],
    settings: MatchingSettings,
) -> float:
    """Return how near two plans are: the mean over all tasks of the most that each exceeds."""
    best = [[settings.min_nearest] * len(side) for side in nearest]
    mine, theirs = best
    for pair, alike in zip(pairs, excess, strict=True):
        if alike > mine[pair.previous]:
            mine[pair.previous] = alike
        if alike > theirs[pair.current]:
            theirs[pair.current] = alike
    values = [value for side in best for value in side]
    return math.fsum(values) / len(values) if values else 0.0


def _odds(probability: float, settings: MatchingSettings) -> float:
    least = settings.min_measure_doubt
    return log_odds(min(max(probability, least), 1.0 - least))


def _any_carried(own: Sequence[Scored]) -> float:
    """Return the probability that one of the pairs at least is the same work, the surest first.

    >>> _any_carried([Scored(0, 0, 0.5), Scored(0, 1, 0.5), Scored(1, 1, 0.5)])
    0.75
    """
    ones: set[int] = set()
    others: set[int] = set()
    none = 1.0
    for pair in own:
        if pair.one not in ones and pair.other not in others:
            ones.add(pair.one)
            others.add(pair.other)
            none *= 1.0 - pair.score
    return 1.0 - none


def _title(own: Sequence[Scored], titles: Sequence[Collection[int]]) -> float:
    for pair in own:
        if pair.one in titles[0] and pair.other in titles[1]:
            return pair.score
    return 0.0


def _shares(own: Sequence[Scored], measures: tuple[int, int]) -> tuple[float, float]:
    """Return how much of each task the other carries on: the expected part of its measures.

    >>> _shares([Scored(0, 0, 0.5), Scored(1, 1, 0.5), Scored(1, 2, 0.25)], (1, 4))
    (0.5, 0.25)
    """
    ones = {pair.one: pair.score for pair in reversed(own)}  # the surest of each stays
    others = {pair.other: pair.score for pair in reversed(own)}
    mine, theirs = math.fsum(ones.values()), math.fsum(others.values())
    return min(1.0, mine / (measures[0] + 1)), min(1.0, theirs / (measures[1] + 1))


def nearest_siblings(profiles: Sequence[Profile], settings: MatchingSettings) -> list[float]:
    """Return the log cosine of each task of a plan to its nearest siblings."""
    rows: list[list[float]] = [[] for _ in profiles]
    for pair in cosines(profiles, profiles, Sides.SAME, settings):
        rows[pair.previous].append(pair.cosine)
        rows[pair.current].append(pair.cosine)
    return [_nearest(row, settings) for row in rows]


def _nearest(row: Sequence[float], settings: MatchingSettings) -> float:
    top = sorted(row, reverse=True)[: settings.max_siblings]
    logs = [math.log(cosine + settings.cosine_floor) for cosine in top]
    mean = math.fsum(logs) / len(logs) if logs else settings.min_nearest
    return max(mean, settings.min_nearest)


def information(profiles: Sequence[Profile], settings: MatchingSettings) -> float:
    """Return what the coding of a plan by themes tells, 0..1: its entropy, up to a full telling.

    A plan whose tasks all have one theme, or none, tells nothing.
    """
    counts = Counter(task.primary for task in profiles if task.primary)
    coded = counts.total()
    shares = [count / coded for count in counts.values()]
    entropy = -math.fsum(share * math.log(share) for share in shares)
    return min(1.0, entropy / settings.themes_telling) * (coded / len(profiles) if profiles else 0)


def best_cosines(pairs: Sequence[Pair], side: int) -> Mapping[int, float]:
    """Return the largest cosine of each task of one side (0 previous, 1 current)."""
    task_of = attrgetter("current" if side else "previous")
    best: dict[int, float] = {}
    for pair in pairs:
        task = task_of(pair)
        if pair.cosine > best.get(task, -1.0):
            best[task] = pair.cosine
    return best


def is_part(signals: Signals, tasks: tuple[Task, Task], settings: MatchingSettings) -> bool:
    """Tell a small task beside a broad one that it carries little of, under another title."""
    small, broad = sorted(1 + len(task.measures) for task in tasks)
    return (
        broad >= settings.min_broad * small
        and signals.least < settings.min_broad_share
        and signals.title < settings.min_broad_title
    )


def is_catchall(title: str) -> bool:
    """Tell a task that gathers odds and ends by its title (``data/catchall.toml``).

    >>> is_catchall("统筹做好其他重点工作"), is_catchall("做好其他医疗机构的监管")
    (True, False)
    """
    return bool(_titles().search(title))


@cache
def _titles() -> re.Pattern[str]:
    return re.compile("|".join(load_table(__file__, "catchall.toml")["titles"]))
