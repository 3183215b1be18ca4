"""Questions on plans: why two tasks are linked or not, what became of one thing, what to review.

A review is what was decided on two plans, and what is worth a look next.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from policydiff.comparing.relation import notes_on, relate
from policydiff.comparing.series import sort_into_series
from policydiff.comparing.statuses import carried_on
from policydiff.comparing.trace import trace
from policydiff.errors import UsageError
from policydiff.matching.explain import explain, position
from policydiff.matching.terms import equivalents_of
from policydiff.model import (
    INDUCED,
    Comparison,
    DecidedPair,
    DecidedTheme,
    Explanation,
    PendingDecision,
    Plan,
    QueryKind,
    Report,
    Theme,
    Trace,
    TraceStop,
)
from policydiff.pipeline.coding import AUTO, Coded, Coder, code_plans
from policydiff.pipeline.compare import (
    Choices,
    align_only,
    compare,
    given_codebook,
    require_distinct,
)
from policydiff.pipeline.decide import codes_of, decide_themes, decided_plans, pending_of, told
from policydiff.reviewing import Decision
from policydiff.reviewing.queue import Item, ThemeItem, queue, theme_queue
from policydiff.reviewing.ruling import Codes, Rulings, rule
from policydiff.settings import Settings
from policydiff.text.simplify import to_simplified
from policydiff.themes import Codebook

DEFAULTS = Choices()


class Review(NamedTuple):
    """Two plans as compared with what was decided, and what nobody has looked at yet."""

    previous: Plan
    current: Plan
    comparison: Comparison
    items: tuple[Item, ...]


def review(previous: Plan, current: Plan, chosen: Choices = DEFAULTS) -> Review:
    """Compare two plans and queue the pairs of tasks that nobody has decided on.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> first = review(*plans).items[0]
    >>> 0.2 < first.score < 0.9
    True
    """
    report = compare((previous, current), **asdict(chosen))
    comparison = report.comparisons[0]
    decided = {(pair.previous, pair.current) for pair in comparison.decisions}
    items = tuple(
        item
        for item in queue(comparison, previous, current, decided, chosen.settings.reviewing)
        if not decided & {(item.previous, ""), ("", item.current)}
    )
    return Review(report.plans[0], report.plans[1], comparison, items)


class ThemeReview(NamedTuple):
    """Two plans as coded with what was decided, and the themes that nobody has looked at yet."""

    previous: Plan
    current: Plan
    codebook: Codebook
    items: tuple[ThemeItem, ...]
    pending: tuple[PendingDecision, ...]
    codes: Codes


def review_themes(previous: Plan, current: Plan, chosen: Choices = DEFAULTS) -> ThemeReview:
    """Code two plans and queue the tasks on whose theme nobody has decided.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> found = review_themes(*plans)
    >>> found.codebook.name, len(found.items) == sum(len(plan.tasks) for plan in plans)
    ('health', True)

    Raises UsageError where the themes are induced from the two plans alone.
    """
    settings = chosen.settings
    given = given_codebook((previous, current), chosen.codebook)
    coded = code_plans((previous, current), given, settings.themes, chosen.field)
    if coded.codebook.name == INDUCED:
        raise UsageError(
            "no codebook tells these tasks apart, and themes induced from two plans have no lasting"
            " codes to decide on",
            hint="name a codebook: --codebook FILE, or --field NAME",
        )
    found = decide_themes(coded, chosen.decisions, settings)
    decided = {(said.side, said.task) for said in found.themes}
    one, other = coded.plans
    items = theme_queue(one, other, decided, settings.themes.min_primary)
    return ThemeReview(*found.plans, coded.codebook, items, found.pending, codes_of(coded))


class Explained(Struct, frozen=True):
    """Explanations of pairs of tasks; ``comparison`` holds what their measures carry on.

    The explanations are the program's view; what people decided is in ``comparison.decisions``.
    """

    previous: Plan
    current: Plan
    comparison: Comparison
    explanations: tuple[Explanation, ...]


class Traced(Struct, frozen=True):
    """A trace, and the report whose plans it runs through."""

    report: Report
    trace: Trace


def explain_tasks(
    previous: Plan,
    current: Plan,
    previous_task: str,
    current_task: str | None = None,
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
    decisions: Sequence[Decision] = (),
) -> Explained:
    """Explain why two tasks are linked or not; without the second, all links of the first.

    Links that only people see, by their ``decisions``, are explained too: by what they lack.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> [item.current for item in explain_tasks(*plans, "二", "6").explanations]
    ['6']

    Raises UsageError for a task that is not there.
    """
    settings = settings or Settings()
    coded = code_plans(
        (previous, current), given_codebook((previous, current), codebook), settings.themes, field
    )
    one, other = coded.plans
    how = coded.matching(settings.matching)
    found = explain(one, other, previous_task, current_task, how)
    ruled = rule(decisions, one, other, settings.reviewing)
    if current_task is None:
        task = one.tasks[position(one, previous_task)].id
        found += tuple(
            item
            for current in _linked_by_people(ruled, task, found)
            for item in explain(one, other, previous_task, current, how)
        )
    comparison = replace(
        _carried_in(found, coded, settings),
        decisions=tuple(_decided(ruled, found)),
        pending=tuple(pending_of(ruled)),
    )
    return Explained(one, other, comparison, found)


def _carried_in(found: Sequence[Explanation], coded: Coded, settings: Settings) -> Comparison:
    """Compare two plans by what the measures of the explained pairs carry on, and no more."""
    one, other = coded.plans
    relation = relate(one, other)
    return Comparison(
        previous=one.id,
        current=other.id,
        relation=relation,
        notes=notes_on(one, other, relation),
        carried=tuple(
            carried_on(
                f"{item.previous}:{item.current}",
                (one.task(item.previous), other.task(item.current)),
                item.evidence,
                settings.comparing,
            )
            for item in found
        ),
        field=coded.field,
    )


def _linked_by_people(ruled: Rulings, task: str, found: Sequence[Explanation]) -> Iterator[str]:
    """Yield the current tasks to which people linked the previous one, and the program did not."""
    known = {item.current for item in found}
    for ruling in ruled.links:
        is_link = ruling.decision.strength and ruling.previous == task
        if is_link and ruling.current not in known:
            yield ruling.current


def _decided(ruled: Rulings, found: Sequence[Explanation]) -> Iterator[DecidedPair]:
    """Yield what was decided on the pairs explained, and on one of their tasks alone."""
    pairs = {(item.previous, item.current): item for item in found}
    lone = {(one, "") for one, _ in pairs} | {("", other) for _, other in pairs}
    for ruling in ruled.links:
        pair = (ruling.previous, ruling.current)
        if item := pairs.get(pair):
            yield told(ruling, item.strength, item.score)
        elif pair in lone:
            yield told(ruling, None, 0.0)


def trace_query(
    query: str,
    plans: Sequence[Plan],
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
    decisions: Sequence[Decision] = (),
) -> Traced:
    """Follow a task, a theme or a phrase through plans, with the ``decisions`` of people.

    >>> from policydiff.pipeline import load_plan
    >>> plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")]
    >>> [stop.count for stop in trace_query("互联网医院", plans).trace.stops]
    [1, 1]

    Raises UsageError for a task or theme that is not there, or for fewer than two plans.
    """
    require_distinct(plans)
    settings = settings or Settings()
    coder = Coder(given_codebook(plans, codebook), field, settings.themes)
    coded = coder.code(plans)
    comparisons = tuple(
        align_only(coder.code(pair), settings, decisions) for pair in combinations(plans, 2)
    )
    book, decided = coded.codebook, decided_plans(coded, decisions, settings)
    themed = tuple(plan for plan, _ in decided)
    phrase = to_simplified(query.strip().removeprefix(f"{QueryKind.PHRASE}:").strip())
    found = trace(
        query,
        themed,
        comparisons,
        book.themes,
        settings.comparing,
        book.lexicon,
        equivalents_of(phrase, coded.matching(settings.matching)),
        {plan.id: told for plan, told in decided},
    )
    return Traced(Report(plans=themed, comparisons=comparisons), found)


def trace_in_many(
    query: str,
    plans: Sequence[Plan],
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
    decisions: Sequence[Decision] = (),
) -> Traced:
    """Follow a task through its series, or a theme or a phrase through all of many plans.

    Of a theme or a phrase only the plans that have it are shown, or other words for the phrase by
    the thesaurus of the plan's field, and no two plans are compared.
    Raises UsageError for a task whose plan stands alone.
    """
    settings = settings or Settings()
    if plan := _plan_of(query, plans):
        series = _series_of(plan, plans, settings)
        return trace_query(
            query,
            series,
            settings=settings,
            codebook=codebook,
            field=field,
            decisions=decisions,
        )
    themes: tuple[Theme, ...] = ()
    decided: dict[str, tuple[DecidedTheme, ...]] = {}
    coder = Coder(codebook, field, settings.themes)
    if not query.startswith(f"{QueryKind.PHRASE}:"):
        coded = coder.code(plans)
        themed = decided_plans(coded, decisions, settings)
        plans, themes = [plan for plan, _ in themed], coded.codebook.themes
        decided = {plan.id: told for plan, told in themed}
    found = trace(query, (), (), themes, settings.comparing)
    if found.kind is QueryKind.PHRASE:
        stops = tuple(_said_in(plan, query, found.label, coder, settings) for plan in plans)
    else:
        found = trace(query, plans, (), themes, settings.comparing, decided_themes=decided)
        stops = found.stops
    held = [x for x in stops if x.count or x.tasks or x.decided_themes or x.equivalents]
    stops = tuple(replace(stop, event=None) for stop in held)  # many offices are no history
    return Traced(Report(plans=tuple(plans), comparisons=()), replace(found, stops=stops))


def _said_in(plan: Plan, query: str, phrase: str, coder: Coder, settings: Settings) -> TraceStop:
    """Return where a phrase stands in a plan, and other words for it in the plan's own field."""
    matching = replace(settings.matching, field=coder.thesaurus_of(plan))
    others = equivalents_of(to_simplified(phrase), matching)
    (stop,) = trace(query, (plan,), settings=settings.comparing, find_others=others).stops
    return stop


def _plan_of(query: str, plans: Sequence[Plan]) -> Plan | None:
    """Return the plan of the task that is asked for, None where no task is."""
    name = query.strip().removeprefix(f"{QueryKind.TASK}:").strip()
    named = [plan for plan in plans if name.startswith(f"{plan.id}:")]
    return max(named, key=lambda plan: len(plan.id), default=None)


def _series_of(plan: Plan, plans: Sequence[Plan], settings: Settings) -> list[Plan]:
    found = sort_into_series(plans, settings.comparing)
    by_id = {plan.id: plan for plan in plans}
    for series in found.series:
        if plan.id in series.plans and len(series.plans) > 1:
            return [by_id[name] for name in series.plans]
    raise UsageError(
        f"{plan.id}: there is no other plan of its series to follow a task through",
        hint="name the plans one by one, or say years and offices in a catalogue",
    )
