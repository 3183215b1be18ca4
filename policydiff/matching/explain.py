"""Explain a pair of tasks: why it is a link, or what it lacks to be one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from policydiff.errors import UsageError
from policydiff.matching import Matched, ScoredPair, is_sure, least_of_full, link_of, surest, weigh
from policydiff.matching.signals import is_catchall, is_part
from policydiff.model import Explanation, Link, Note, Plan, Strength, Task
from policydiff.settings import MatchingSettings
from policydiff.text.files import load_table

DEFAULTS = MatchingSettings()


def explain(
    previous: Plan,
    current: Plan,
    task: str,
    other: str | None = None,
    settings: MatchingSettings = DEFAULTS,
) -> tuple[Explanation, ...]:
    """Say why ``task`` of the previous plan is linked, or not, to ``other`` of the current one.

    Without ``other``, every linked or uncertain counterpart is explained, or the nearest one.
    Tasks are named by id or, where one task alone has it, by number. Raises UsageError for a task
    that is not there.
    """
    row = position(previous, task)
    column = None if other is None else position(current, other)
    matched = weigh(previous, current, settings)
    mine = [item for item in matched.pairs if item.pair.previous == row]
    if column is None:
        return tuple(_explained(item, matched) for item in _counterparts(mine, settings))
    found = next((item for item in mine if item.pair.current == column), None)
    if found is not None:
        return (_explained(found, matched),)
    tasks = previous.tasks[row], current.tasks[column]
    missing = (_in_common(tasks, matched),)
    return (Explanation(tasks[0].id, tasks[1].id, None, 0.0, (), (), missing=missing),)


def position(plan: Plan, name: str) -> int:
    """Return the place of a task that is named by id or number. Raises UsageError for none."""
    for position, task in enumerate(plan.tasks):
        if name == task.id:
            return position
    numbered = [position for position, task in enumerate(plan.tasks) if name == task.number]
    if len(numbered) == 1:
        return numbered[0]
    known = ", ".join(task.id for task in plan.tasks)
    raise UsageError(f"{plan.id}: no task {name!r}", hint=f"its tasks are {known}")


def _counterparts(items: Sequence[ScoredPair], settings: MatchingSettings) -> Sequence[ScoredPair]:
    ranked = sorted(items, key=lambda item: (-item.link, item.pair.current))
    near = [item for item in ranked if item.link >= settings.min_uncertain]
    return near or ranked[:1]


def _explained(item: ScoredPair, matched: Matched) -> Explanation:
    link = link_of(item, matched)
    same_row = [other for other in matched.pairs if other.pair.previous == item.pair.previous]
    same_column = [other for other in matched.pairs if other.pair.current == item.pair.current]
    if is_sure(link, matched.settings):
        missing = (*_missing_to_full(item, link, matched),)
    else:
        missing = (*_missing(item, link, matched), *_better(item, same_row, same_column, matched))
    return Explanation(
        previous=link.previous,
        current=link.current,
        strength=link.strength if is_sure(link, matched.settings) else None,
        score=link.score,
        evidence=link.evidence,
        reasons=link.reasons,
        full_score=link.full_score,
        full_reasons=link.full_reasons,
        rank_previous=_rank(same_row, item),
        rank_current=_rank(same_column, item),
        missing=missing,
    )


def _rank(items: Sequence[ScoredPair], item: ScoredPair) -> int:
    return 1 + sum(other.link > item.link for other in items)


def _missing_to_full(item: ScoredPair, link: Link, matched: Matched) -> Iterator[Note]:
    """Name what keeps a link from being full."""
    if link.strength is Strength.FULL:
        return
    settings, pair = matched.settings, item.pair
    tasks = matched.tasks[0][pair.previous], matched.tasks[1][pair.current]
    least = least_of_full(tasks, settings)
    if item.full < settings.min_full:
        yield _note("not-full", score=_shown(item.full), bound=settings.min_full)
    elif surest(pair, matched) < least:
        yield _note("faint", score=_shown(surest(pair, matched)), bound=least)
    if any(is_catchall(task.title) for task in tasks):
        yield _note("catch-all")
    if is_part(item.signals, tasks, settings):
        yield _note("part", share=_shown(item.signals.least), bound=settings.min_broad_share)


def _missing(item: ScoredPair, link: Link, matched: Matched) -> Iterator[Note]:
    """Name what keeps a pair from being a link: the signals below what the field explains."""
    settings, score = matched.settings, item.link
    lower, bound = settings.min_uncertain, settings.min_link
    if score < bound:
        code = "uncertain" if score >= lower else "not-a-link"
        yield _note(code, score=_shown(score), bound=bound, lower=lower)
    if not link.evidence:
        yield _in_common(
            (matched.tasks[0][item.pair.previous], matched.tasks[1][item.pair.current]), matched
        )
    for reason in link.reasons:
        if f"no-{reason.feature}" in load_missing() and reason.value <= 0.0:
            yield _note(f"no-{reason.feature}")


def _in_common(tasks: tuple[Task, Task], matched: Matched) -> Note:
    """Say what the titles and measures of two tasks share that no pair of them rests on."""
    pairs = [
        (one, other)
        for one in (tasks[0].title, *(measure.text for measure in tasks[0].measures))
        for other in (tasks[1].title, *(measure.text for measure in tasks[1].measures))
    ]
    words = dict.fromkeys(word for pair in pairs for word in matched.words.between(*pair))
    if not words:
        return _note("nothing-in-common")
    return _note("little-in-common", words="、".join([*words][: matched.settings.max_words]))


def _better(
    item: ScoredPair, row: Sequence[ScoredPair], column: Sequence[ScoredPair], matched: Matched
) -> Iterator[Note]:
    best = max(row, key=lambda other: other.link)
    if best.link > item.link:
        yield _fits_better("better-current", matched.tasks[1][best.pair.current], best)
    best = max(column, key=lambda other: other.link)
    if best.link > item.link:
        yield _fits_better("better-previous", matched.tasks[0][best.pair.previous], best)


def _fits_better(code: str, task: Task, item: ScoredPair) -> Note:
    return _note(code, task=f"{task.number} {task.title}", score=_shown(item.link))


def _shown(probability: float) -> str:
    return f"{probability:.2f}"


@cache
def load_missing() -> Mapping[str, Mapping[str, str]]:
    """Load what is said of a pair that lacks something: code → language → text.

    >>> sorted(load_missing()["not-full"])
    ['en', 'zh']
    """
    return load_table(__file__, "missing.toml")


def _note(code: str, **values: object) -> Note:
    text = load_missing()[code]
    return Note(code, text["en"].format(**values), text["zh"].format(**values))
