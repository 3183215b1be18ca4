"""Compare plans: align each pair, code themes, and say what became of everything."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial

from msgspec import Struct
from msgspec.structs import fields, replace

from policydiff.comparing.phrases import SeenPairs, phrase_changes
from policydiff.comparing.relation import (
    choose_reference,
    given_relation,
    induced_themes,
    notes_on,
    relate,
)
from policydiff.comparing.statuses import (
    carried_on,
    carried_pairs,
    summarize,
    theme_changes,
    theme_matrix,
    with_statuses,
)
from policydiff.comparing.targets import pair_targets
from policydiff.comparing.trajectories import trace_trajectories
from policydiff.errors import UsageError
from policydiff.matching import bare_links, link_tasks, weigh
from policydiff.matching.groups import group_tasks
from policydiff.matching.terms import load_background
from policydiff.model import INDUCED, Amount, Comparison, Link, Plan, Relation, Report
from policydiff.pipeline import load_plan, refuse_repeated
from policydiff.pipeline.coding import AUTO, Coded, Coder
from policydiff.pipeline.decide import (
    decide,
    decide_themes,
    decided_plans,
    with_deciders,
    with_theme_deciders,
)
from policydiff.reviewing import Decision
from policydiff.settings import MatchingSettings, Settings
from policydiff.themes import Codebook


class Against(StrEnum):
    """What each plan is compared with: the best reference before it, the last one, the first."""

    AUTO = "auto"
    PREVIOUS = "previous"
    FIRST = "first"


class Choices(Struct, frozen=True):
    """What is chosen for a comparison beside its plans: how, coded by what, and decided so far."""

    settings: Settings = Settings()
    codebook: str | Codebook = AUTO
    field: str = AUTO
    decisions: tuple[Decision, ...] = ()


def compare(
    plans: Sequence[Plan | str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
    against: Against = Against.AUTO,
    relation: Relation | None = None,
    decisions: Sequence[Decision] = (),
    on_pair: Callable[[int, int], None] | None = None,
) -> Report:
    """Compare plans, or the files that hold them, each with its best reference before it.

    >>> from policydiff.pipeline import load_plan
    >>> report = compare([load_plan("seeds/city-2020.txt"), "seeds/yangpu-2025.txt"])
    >>> [(c.previous, c.current, c.relation.value) for c in report.comparisons]
    [('city-2020', 'yangpu-2025', 'vertical')]

    What is said of a pair depends on its two plans alone, its field, codebook and thesaurus too
    where they are not given; only new terms are those that no plan before has. The table of
    themes over all plans, and the themes on the plans, are by the field that all pairs share,
    else by the general codebook.
    ``relation`` overrules what the plans say of how they stand to each other. ``decisions`` are
    what people said of single links: they stand, whatever the scores. ``on_pair`` is told
    the number of each pair when its turn comes, and how many there are. A codebook that the plans
    were loaded with counts as given.

    Raises UsageError for fewer than two plans, or one given twice; CodebookError for a field or
    codebook that there is not.
    """
    settings = settings or Settings()
    read = [x if isinstance(x, Plan) else load_plan(x, settings=settings) for x in plans]
    require_distinct(read)
    coder = Coder(given_codebook(read, codebook), field, settings.themes)
    pairs = tuple(_pairs(read, against))
    total = len(pairs) + len(_further(read, pairs, settings))
    tell = on_pair and partial(tell_step, on_pair, 0, total)
    report = compare_pairs(
        read, pairs, coder, settings, relation=relation, decisions=decisions, on_pair=tell
    )
    tell = on_pair and partial(tell_step, on_pair, len(pairs), total)
    report = follow(report, coder, settings, decisions=decisions, on_pair=tell)
    return replace(report, parameters={"against": against.value, **report.parameters})


def compare_pairs(
    plans: Sequence[Plan],
    chosen: Sequence[tuple[Plan, Plan]],
    coder: Coder,
    settings: Settings,
    *,
    relation: Relation | None = None,
    decisions: Sequence[Decision] = (),
    on_pair: Callable[[int, int], None] | None = None,
) -> Report:
    """Compare the chosen pairs of plans; ``follow`` follows lines of work through them all.

    ``plans`` stand in the order of time; the plans of each pair are among them.
    """
    pairs = [coder.code(pair) for pair in chosen]
    seen = SeenPairs([coder.terms(plan) for plan in plans])
    comparisons: list[Comparison] = []
    for number, pair in enumerate(pairs, 1):
        if on_pair:
            on_pair(number, len(pairs))
        comparison = _compare_pair(pair, relation, decisions, settings)
        comparisons.append(_with_terms(comparison, pair, seen, coder, settings))
    coded = coder.code_all(plans, pairs)
    themed = tuple(plan for plan, _ in decided_plans(coded, decisions, settings))
    return Report(
        plans=themed,
        comparisons=tuple(comparisons),
        matrix=theme_matrix(themed, coded.codebook.themes, coded.codebook.lexicon),
        parameters={"codebook": coded.codebook.name, **parameters(settings)},
    )


def compare_pair(
    previous: Plan,
    current: Plan,
    coder: Coder,
    settings: Settings,
    *,
    relation: Relation | None = None,
    decisions: Sequence[Decision] = (),
) -> Comparison:
    """Compare two plans as ``compare`` does, without the report around it."""
    coded = coder.code((previous, current))
    comparison = _compare_pair(coded, relation, decisions, settings)
    seen = SeenPairs([coder.terms(plan) for plan in (previous, current)])
    return _with_terms(comparison, coded, seen, coder, settings)


def _with_terms(
    comparison: Comparison, coded: Coded, seen: SeenPairs, coder: Coder, settings: Settings
) -> Comparison:
    """Add the terms that no plan before the current one has, and those gone since."""
    last, current = (coder.terms(plan) for plan in coded.plans)
    known = seen.before(comparison.current)
    phrases = phrase_changes(last, current, known, load_background(), settings.comparing)
    return replace(comparison, phrases=phrases)


def given_codebook(plans: Sequence[Plan], codebook: str | Codebook) -> str | Codebook:
    """Return the codebook asked for: here, else when the plans were loaded.

    Raises UsageError where they were loaded with different ones.
    """
    names = sorted({plan.codebook for plan in plans if plan.codebook})
    if codebook != AUTO or not names:
        return codebook
    if len(names) > 1:
        said = f"the plans were loaded with different codebooks: {', '.join(names)}"
        raise UsageError(said, hint="say which one compares them: codebook=…")
    return names[0]


def require_distinct(plans: Sequence[Plan]) -> None:
    """Raise UsageError for fewer than two plans, or one given twice."""
    if len(plans) < 2:
        raise UsageError(
            f"{len(plans)} plan given, two are needed to compare",
            hint="policydiff compare PREVIOUS CURRENT; to read one plan: policydiff outline PLAN",
        )
    refuse_repeated(plans)


def _pairs(plans: Sequence[Plan], against: Against) -> Iterator[tuple[Plan, Plan]]:
    for index, current in enumerate(plans[1:], 1):
        match against:
            case Against.FIRST:
                yield plans[0], current
            case Against.PREVIOUS:
                yield plans[index - 1], current
            case Against.AUTO:
                yield choose_reference(current, plans[:index]), current


def follow(
    report: Report,
    coder: Coder,
    settings: Settings,
    *,
    decisions: Sequence[Decision] = (),
    on_pair: Callable[[int, int], None] | None = None,
) -> Report:
    """Follow lines of work through the plans of a report.

    The pairs that were not compared are aligned for that alone: they show which work is back
    after an absence. ``on_pair`` is told of each.
    """
    plans = {plan.id: plan for plan in report.plans}
    near = [(plans[pair.previous], plans[pair.current]) for pair in report.comparisons]
    further = _further(report.plans, near, settings)
    comparisons = list(report.comparisons)
    for number, pair in enumerate(further, 1):
        if on_pair:
            on_pair(number, len(further))
        comparisons.append(align_only(coder.code(pair), settings, decisions, bare_links))
    return replace(report, trajectories=trace_trajectories(report.plans, comparisons))


def _further(
    plans: Sequence[Plan], near: Sequence[tuple[Plan, Plan]], settings: Settings
) -> list[tuple[Plan, Plan]]:
    """Return the pairs that are not compared, and may show work that is back."""
    done = {(previous.id, current.id) for previous, current in near}
    span = settings.comparing.max_return_span
    return [
        (previous, current)
        for place, current in enumerate(plans)
        for previous in plans[max(0, place - span) : place]
        if (previous.id, current.id) not in done
    ]


def tell_step(
    tell: Callable[[int, int], None], before: int, total: int, number: int, _: int
) -> None:
    """Tell the number of a pair among all that a run looks at."""
    tell(before + number, total)


def align_only(
    coded: Coded,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    find: Callable[[Plan, Plan, MatchingSettings], tuple[Link, ...]] = link_tasks,
) -> Comparison:
    """Compare two plans by links and groups alone: enough to follow lines of work."""
    previous, current = coded.plans
    how = coded.matching(settings.matching)
    bare = Comparison(previous.id, current.id, relate(previous, current), field=coded.field)
    if decisions:
        ruled = decide(weigh(previous, current, how), decisions, coded.plans, settings)
        return replace(
            bare,
            links=ruled.alignment.links,
            groups=ruled.alignment.groups,
            decisions=ruled.decisions,
            pending=ruled.pending,
        )
    links = find(previous, current, how)
    before, after = ([task.id for task in plan.tasks] for plan in coded.plans)
    return replace(bare, links=links, groups=group_tasks(before, after, links))


def _compare_pair(
    coded: Coded, given: Relation | None, decisions: Sequence[Decision], settings: Settings
) -> Comparison:
    previous, current = coded.plans
    relation = given or relate(previous, current)
    notes = notes_on(previous, current, relation)
    if given:
        notes = (given_relation(), *notes)
    if coded.codebook.name == INDUCED:
        notes = (*notes, induced_themes())
    how = coded.matching(settings.matching)
    ruled = decide(weigh(previous, current, how), decisions, coded.plans, settings)
    found = ruled.alignment
    links = found.links
    pairs = carried_pairs(links, found.measures, settings.matching.min_carried)
    themed = decide_themes(coded, decisions, settings)
    compared = Comparison(
        previous=previous.id,
        current=current.id,
        relation=relation,
        notes=notes,
        field=coded.field,
        themes=theme_changes(*themed.plans, coded.codebook.themes, coded.codebook.lexicon),
        measures=found.measures,
        links=links,
        uncertain=found.uncertain,
        groups=found.groups,
        unlinked=found.unlinked,
        decisions=ruled.decisions,
        decided_themes=themed.themes,
        pending=(*ruled.pending, *themed.pending),
        targets=pair_targets(previous, current, links, relation, settings.comparing),
        carried=tuple(
            carried_on(
                link.id,
                (previous.task(link.previous), current.task(link.current)),
                pairs[link.id],
                settings.comparing,
            )
            for link in links
        ),
    )
    done = with_statuses(compared, previous, current)
    tasks = with_deciders(done.tasks, ruled.rulings, settings.reviewing)
    themes = with_theme_deciders(done.themes, themed.themes, settings.reviewing)
    done = replace(done, tasks=tasks, themes=themes)
    return replace(done, summary=summarize(done))


def parameters(settings: Settings) -> dict[str, str | bool | Amount]:
    """Return every setting that a result depends on, by its dotted name.

    >>> list(parameters(Settings()))[0]
    'reading.max_bytes'
    """
    return dict(_flatten("", settings))


def _flatten(name: str, value: object) -> Iterator[tuple[str, str | bool | Amount]]:
    if isinstance(value, Struct):
        for part in fields(value):
            yield from _flatten(f"{name}.{part.name}".lstrip("."), getattr(value, part.name))
    elif isinstance(value, Mapping):
        for key in sorted(value):
            yield from _flatten(f"{name}.{key}", value[key])
    elif isinstance(value, tuple):
        yield name, ",".join(str(item) for item in value)
    elif isinstance(value, str | int | float):
        yield name, value
