"""Statuses 「状态」: what became of each task and theme, and whether that proves anything.

A theme has the share of a plan that speaks for it, and a rank by that.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from policydiff.comparing.wording import diff_wording, directive_words, stage_step, strength_step
from policydiff.model import (
    DECIMALS,
    Carried,
    CarriedMeasure,
    Comparison,
    Completeness,
    CurrentCounts,
    Evidence,
    Extent,
    Link,
    LinkCounts,
    Measure,
    Open,
    Plan,
    PreviousCounts,
    Relation,
    Side,
    Status,
    Strength,
    Summary,
    Task,
    TaskStatus,
    Theme,
    ThemeChange,
    ThemeCounts,
    ThemeRow,
    ThemeSide,
)
from policydiff.settings import ComparingSettings, ThemeSettings
from policydiff.text.finder import TermIndex

DEFAULTS = ComparingSettings()
_BY_COMPLETENESS = {Completeness.DIGEST: Open.DIGEST, Completeness.EXCERPT: Open.EXCERPT}


def open_reason(relation: Relation, lacking: Plan) -> Open | None:
    """Return why it proves nothing that a plan lacks something, None where it does prove it.

    ``lacking`` is the plan that the thing is not in: the current one for what is dropped, the
    previous one for what is new. Only a full plan of the same office and scope proves it.
    """
    return relation.open or _BY_COMPLETENESS.get(lacking.completeness)


def with_statuses(comparison: Comparison, previous: Plan, current: Plan) -> Comparison:
    """Return a comparison with ``tasks``, ``open`` of its themes and ``summary`` worked out.

    They follow from its relation, groups, links and themes; so whoever changes those asks again.
    """
    tasks = (
        *_statuses(Side.PREVIOUS, previous, current, comparison),
        *_statuses(Side.CURRENT, current, previous, comparison),
    )
    themes = tuple(opened(x, previous, current, comparison) for x in comparison.themes)
    done = replace(comparison, tasks=tasks, themes=themes)
    return replace(done, summary=summarize(done))


def _statuses(side: Side, own: Plan, other: Plan, comparison: Comparison) -> Iterator[TaskStatus]:
    """Yield the status of each task of one side, in the order of its plan."""
    status = {task: group.status for group in comparison.groups for task in side.of(group)}
    carried = carried_measures(side, own, comparison)
    reason = open_reason(comparison.relation, other)
    for task in own.tasks:
        became = status[task.id]
        yield TaskStatus(
            side=side,
            task=task.id,
            status=became,
            open=None if became is Status.CONTINUED else reason,
            extent=_extent(task, carried.get(task.id, set())),
        )


def carried_measures(side: Side, own: Plan, comparison: Comparison) -> dict[str, set[str]]:
    """Return the measures of each task of a side that links carry on, "" for a title."""
    carried: dict[str, set[str]] = {}
    for link, going in _carried_by(side, own, comparison):
        carried.setdefault(side.of(link), set()).update(going)
    return carried


def _carried_by(side: Side, own: Plan, comparison: Comparison) -> Iterator[tuple[Link, set[str]]]:
    """Yield each link and the measures of one side that it carries on."""
    is_previous = side is Side.PREVIOUS
    lost = {x.link: x.fallen_out if is_previous else x.added for x in comparison.carried}
    for link in comparison.links:
        going = {side.of(item) for item in link.evidence}
        if link.id in lost:
            going |= {m.id for m in own.task(side.of(link)).measures}.difference(lost[link.id])
        yield link, going


def _extent(task: Task, carried: Collection[str]) -> Extent:
    """Count the measures that are carried on; a task without any has its title for one."""
    if not task.measures:
        return Extent(min(len(carried), 1), 1)
    return Extent(sum(measure.id in carried for measure in task.measures), len(task.measures))


def opened(
    change: ThemeChange, previous: Plan, current: Plan, comparison: Comparison
) -> ThemeChange:
    """Return a theme with the work of it that stands elsewhere, and why its status proves nothing.

    A theme is not gone while tasks of it go on under other themes, or words of it still stand;
    nor is one new that came out of other themes.
    """
    if change.status is Status.CONTINUED:
        return replace(change, open=None, elsewhere=())
    is_dropped = change.status is Status.DROPPED
    side, own, lacking = (
        (Side.PREVIOUS, previous, current) if is_dropped else (Side.CURRENT, current, previous)
    )
    elsewhere = tuple(dict.fromkeys(_elsewhere(change, side, own, comparison)))
    mentioned = (change.current if is_dropped else change.previous).mentioned
    doubt = Open.UNDECIDED if elsewhere or mentioned else None
    reason = open_reason(comparison.relation, lacking) or doubt
    return replace(change, open=reason, elsewhere=elsewhere)


def _elsewhere(change: ThemeChange, side: Side, own: Plan, comparison: Comparison) -> Iterator[str]:
    """Yield the tasks of the other side that carry on work of a theme.

    A task whose primary theme it is is work of it as a whole; of another task, the measures are
    that prove the theme.
    """
    coded = side.of(change)
    proof = {
        task.id: {
            place for x in task.themes.evidence if x.code == change.code for place in x.measures
        }
        for task in own.tasks
        if task.id in coded.tasks
    }
    for link, going in _carried_by(side, own, comparison):
        near = side.of(link)
        if near in coded.primary or not proof.get(near, set()).isdisjoint(going):
            yield side.other.of(link)


def summarize(comparison: Comparison) -> Summary:
    """Count the tasks, themes and links of a comparison whose statuses are worked out."""
    before = [task for task in comparison.tasks if task.side is Side.PREVIOUS]
    after = [task for task in comparison.tasks if task.side is Side.CURRENT]
    themes = [theme.status for theme in comparison.themes]
    strengths = [link.strength for link in comparison.links]
    return Summary(
        previous=PreviousCounts(
            tasks=len(before),
            continued=_count(before, Status.CONTINUED),
            dropped=_count(before, Status.DROPPED),
            open=sum(task.open is not None for task in before),
        ),
        current=CurrentCounts(
            tasks=len(after),
            continued=_count(after, Status.CONTINUED),
            new=_count(after, Status.NEW),
            open=sum(task.open is not None for task in after),
        ),
        themes=ThemeCounts(
            new=themes.count(Status.NEW),
            continued=themes.count(Status.CONTINUED),
            dropped=themes.count(Status.DROPPED),
        ),
        links=LinkCounts(
            full=strengths.count(Strength.FULL),
            partial=strengths.count(Strength.PARTIAL),
            uncertain=len(comparison.uncertain),
        ),
    )


def _count(tasks: Sequence[TaskStatus], status: Status) -> int:
    return sum(task.status is status for task in tasks)


def carried_pairs(
    links: Iterable[Link], measures: Iterable[Evidence], least: float
) -> dict[str, tuple[Evidence, ...]]:
    """Return, by link, the pairs of measures that it carries on: its evidence, and all the likely.

    Evidence is a choice, each measure once; here a measure that two go on in has both. Likely are
    the ``measures`` from a probability of ``least`` on.
    """
    found = {link.id: {(x.previous, x.current): x for x in link.evidence} for link in links}
    for item in measures:
        (task, one), (other_task, other) = map(_placed, (item.previous, item.current))
        pairs = found.get(f"{task}:{other_task}")
        if pairs is not None and item.score >= least:
            pairs.setdefault((one, other), replace(item, previous=one, current=other))
    return {link: tuple(pairs.values()) for link, pairs in found.items()}


def _placed(measure: str) -> tuple[str, str]:
    """Return the task of a measure and its id there, which is "" for a title.

    >>> _placed("12-3"), _placed("12-0")
    (('12', '12-3'), ('12', ''))
    """
    task, _, place = measure.rpartition("-")
    return task, "" if place == "0" else measure


def carried_on(
    link: str,
    tasks: tuple[Task, Task],
    pairs: Sequence[Evidence],
    settings: ComparingSettings = DEFAULTS,
) -> Carried:
    """Return what a link carries on of its previous task, by the pairs of measures that go on.

    A previous measure is shown against its best counterpart, and every counterpart of the
    current task that carries something counts as carried. A title ("") may carry a measure, and
    is none. Verbs are compared only where the wordings share ``min_verb_share`` of their text: else
    they may direct different things.

    >>> def task(*texts):
    ...     measures = tuple(Measure(f"1-{n}", text, 1) for n, text in enumerate(texts, 1))
    ...     return Task("1", "1", "", "", "", 1, 1, measures)
    >>> tasks = task("推进签约", "停办诊室"), task("建设中心", "全面推进签约")
    >>> carried = carried_on("1:1", tasks, [Evidence("1-1", "1-2", (), 1.0)])
    >>> carried.fallen_out, carried.added, carried.previous_share
    (('1-2',), ('1-1',), 0.5)
    """
    old, new = ({measure.id: measure for measure in task.measures} for task in tasks)
    going, coming = {x.previous for x in pairs}, {x.current for x in pairs}
    best = {
        x.previous: x.current
        for x in sorted(pairs, key=lambda x: (x.score, x.current))
        if x.previous in old and x.current in new
    }
    return Carried(
        link=link,
        measures=tuple(_carried(old[m], new[best[m]], settings) for m in old if m in best),
        fallen_out=tuple(m for m in old if m not in going),
        added=tuple(m for m in new if m not in coming),
        previous_share=_share(tasks[0].measures, going),
        current_share=_share(tasks[1].measures, coming),
    )


def _carried(old: Measure, new: Measure, settings: ComparingSettings) -> CarriedMeasure:
    wording = diff_wording(old.text, new.text, directive_words(), settings)
    alike = wording.equal >= settings.min_verb_share
    return CarriedMeasure(
        previous=old.id,
        current=new.id,
        wording=wording,
        strength=strength_step(old.text, new.text) if alike else None,
        stage=stage_step(old.text, new.text) if alike else None,
    )


def _share(measures: Sequence[Measure], chosen: Collection[str]) -> float:
    """Return the share (0..1, by characters) of the measures that are chosen; 0 for no text."""
    total = sum(len(measure.text) for measure in measures)
    kept = sum(len(measure.text) for measure in measures if measure.id in chosen)
    return round(kept / total, DECIMALS) if total else 0.0


def theme_changes(
    previous: Plan, current: Plan, themes: Sequence[Theme], lexicon: TermIndex
) -> tuple[ThemeChange, ...]:
    """Return the themes found on either side, in the codebook's order.

    A theme stands on a side where a task is coded with it, as primary or secondary: a secondary
    theme has a measure of its own, so it is work that is planned. It is new, continued or dropped
    by that alone; how the two plans stand to each other is for the reader of the comparison.

    ``share`` is the share (0..1) of the plan's characters that speak for the theme: the whole task
    where it is primary, the measures that prove it where it is secondary. A measure may speak for
    several themes, so shares may add up to more than 1. Both plans must have been coded.

    Where a side has no task of the theme, it says which terms of the theme stand there all the
    same; ``lexicon`` finds the terms of all themes.
    """
    bare = theme_sides(previous, themes), theme_sides(current, themes)
    found = [theme for theme in themes if any(side[theme.code].tasks for side in bare)]
    before = _mentioned(previous, bare[0], found, lexicon)
    after = _mentioned(current, bare[1], found, lexicon)
    return tuple(
        ThemeChange(
            code=theme.code,
            name=theme.zh,
            status=theme_status(before[theme.code], after[theme.code]),
            previous=before[theme.code],
            current=after[theme.code],
            name_en=theme.en,
        )
        for theme in found
    )


def _mentioned(
    plan: Plan, sides: Mapping[str, ThemeSide], themes: Sequence[Theme], lexicon: TermIndex
) -> dict[str, ThemeSide]:
    """Return the sides of a plan, with the terms of those themes that no task is coded with.

    A term inside a longer one of another theme is none; hints prove no theme by themselves.
    """
    least = ThemeSettings().hint_weight
    absent = {theme.code for theme in themes if not sides[theme.code].tasks}
    terms: dict[str, list[str]] = {}
    for task in plan.tasks if absent else ():
        for hit in lexicon.find("\n".join((task.title, task.text))):
            if hit.theme in absent and hit.weight > least:
                terms.setdefault(hit.theme, []).append(hit.term)
    told = {code: replace(sides[code], mentioned=_unique(x)) for code, x in terms.items()}
    return {**sides, **told}


def _unique(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


def theme_status(before: ThemeSide, after: ThemeSide) -> Status:
    """Return what became of a theme with these tasks before and after."""
    if not before.tasks:
        return Status.NEW
    return Status.CONTINUED if after.tasks else Status.DROPPED


def theme_sides(plan: Plan, themes: Sequence[Theme]) -> dict[str, ThemeSide]:
    """Return every theme's side of a plan, ranked by share; rank 1 has the largest share."""
    length = sum(_length(task) for task in plan.tasks)
    sides = {theme.code: _side(plan, theme.code, length) for theme in themes}
    present = [code for code, side in sides.items() if side.tasks]
    ranked = sorted(present, key=lambda code: -sides[code].share)
    for rank, code in enumerate(ranked, 1):
        sides[code] = replace(sides[code], rank=rank)
    return sides


def _side(plan: Plan, code: str, length: int) -> ThemeSide:
    coded = [task for task in plan.tasks if code in (task.themes.primary, *task.themes.secondary)]
    spoken = sum(_spoken(task, code) for task in coded)
    primary = tuple(task for task in coded if task.themes.primary == code)
    led = sum(_length(task) for task in primary)
    return ThemeSide(
        tasks=tuple(task.id for task in coded),
        share=round(spoken / length, 4) if length else 0.0,
        share_primary=round(led / length, 4) if length else 0.0,
        primary=tuple(task.id for task in primary),
    )


def _spoken(task: Task, code: str) -> int:
    """Return how many characters of a task speak for a theme."""
    if task.themes.primary == code:
        return _length(task)
    proof = {
        place for found in task.themes.evidence if found.code == code for place in found.measures
    }
    measures = sum(len(measure.text) for measure in task.measures if measure.id in proof)
    return min(measures, _length(task))


def _length(task: Task) -> int:
    return len(task.title) + len(task.text)


def theme_matrix(
    plans: Sequence[Plan], themes: Sequence[Theme], lexicon: TermIndex
) -> tuple[ThemeRow, ...]:
    """Return a row for each theme that any plan is coded with, in the codebook's order.

    Each row has a cell for each plan; shares, ranks and terms are those of ``theme_changes``.
    """
    sides = [theme_sides(plan, themes) for plan in plans]
    found = [theme for theme in themes if any(side[theme.code].tasks for side in sides)]
    told = [_mentioned(plan, side, found, lexicon) for plan, side in zip(plans, sides, strict=True)]
    return tuple(
        ThemeRow(theme.code, theme.zh, tuple(side[theme.code] for side in told), theme.en)
        for theme in found
    )
