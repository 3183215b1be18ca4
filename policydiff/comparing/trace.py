"""Trace a task, a theme or a phrase through all plans, with quotes."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from policydiff.comparing.statuses import theme_sides
from policydiff.comparing.trajectories import (
    Node,
    full_edges,
    nearest_comparisons,
    trajectory_stops,
)
from policydiff.errors import UsageError
from policydiff.model import (
    Comparison,
    DecidedPair,
    DecidedTheme,
    Equivalent,
    Event,
    Measure,
    Plan,
    QueryKind,
    Quote,
    Side,
    Stop,
    Task,
    Theme,
    Trace,
    TraceStop,
)
from policydiff.settings import ComparingSettings, ThemeSettings
from policydiff.text.finder import TermIndex
from policydiff.text.lines import HALF_WIDTH
from policydiff.text.simplify import to_simplified

DEFAULTS = ComparingSettings()
NO_TERMS = TermIndex(())
NOTHING_DECIDED: Mapping[str, Sequence[DecidedTheme]] = {}

_LOOSE_RE = re.compile(r"[\s“”\"‘’'《》〈〉（）()]")


def no_others(text: str) -> Sequence[str]:
    """Find no other words for a phrase."""
    return ()


def trace(
    query: str,
    plans: Sequence[Plan],
    comparisons: Sequence[Comparison] = (),
    themes: Sequence[Theme] = (),
    settings: ComparingSettings = DEFAULTS,
    lexicon: TermIndex = NO_TERMS,
    find_others: Callable[[str], Sequence[str]] = no_others,
    decided_themes: Mapping[str, Sequence[DecidedTheme]] = NOTHING_DECIDED,
) -> Trace:
    """Follow a query through the plans, in the order given.

    The query is a task (``PLAN:TASK``, as city-2020:15), a theme of the codebook (its code or
    name), or else a phrase; ``task:``, ``theme:`` or ``phrase:`` in front of it settles which.
    A task is followed through full links, from task to task forward and back; ``comparisons``
    are needed for that alone. A phrase is looked for as it stands, brackets and spaces aside; where
    other words for it stand, by ``find_others``, is told beside it and counted apart. What people
    decided on the links is read off the comparisons, on themes off ``decided_themes``, by plan.
    Of a theme that no task of a plan is coded with, ``lexicon`` finds the terms that stand there.

    Raises UsageError for a task that is not there and for an empty query.
    """
    kind, subject = _kind(query, plans, themes)
    if kind is QueryKind.TASK:
        found = _trace_task(query, _task_node(subject, plans), plans, comparisons, settings)
    elif kind is QueryKind.THEME:
        theme = _theme(subject, themes)
        found = _trace_theme(query, theme, plans, themes, settings, lexicon)
        found = _with_deciders(found, theme, decided_themes)
    else:
        found = _trace_phrase(query, subject, plans, find_others, settings)
    nearest = nearest_comparisons(plans, comparisons)
    relations = {name: comparison.relation for name, comparison in nearest.items()}
    stops = tuple(replace(stop, relation=relations.get(stop.plan)) for stop in found.stops)
    return replace(found, stops=stops)


def _kind(query: str, plans: Sequence[Plan], themes: Sequence[Theme]) -> tuple[QueryKind, str]:
    """Tell what a query is, and return it without its prefix."""
    subject = query.strip()
    prefix, _, rest = subject.partition(":")
    is_named = bool(rest.strip()) and prefix in set(QueryKind)
    if not loose(rest if is_named else subject):
        raise UsageError("nothing to trace", hint="give a task (PLAN:TASK), a theme or a phrase")
    if is_named:
        return QueryKind(prefix), rest.strip()
    if any(subject.startswith(f"{plan.id}:") for plan in plans):
        return QueryKind.TASK, subject
    if any(subject in (theme.code, theme.zh, theme.en) for theme in themes):
        return QueryKind.THEME, subject
    return QueryKind.PHRASE, subject


def _task_node(name: str, plans: Sequence[Plan]) -> Node:
    """Return the place of the plan and the id of the task that PLAN:TASK names."""
    for place, plan in enumerate(plans):
        for task in plan.tasks:
            if name in (f"{plan.id}:{task.id}", f"{plan.id}:{task.number}"):
                return place, task.id
    known = [plan for plan in plans if name.startswith(f"{plan.id}:")]
    tasks = [task.id for plan in known for task in plan.tasks]
    names = [plan.id for plan in plans]
    raise UsageError(
        f"{name}: no such task",
        hint=f"the tasks are {', '.join(tasks)}" if tasks else f"the plans are {', '.join(names)}",
    )


def _theme(name: str, themes: Sequence[Theme]) -> Theme:
    for theme in themes:
        if name in (theme.code, theme.zh, theme.en):
            return theme
    raise UsageError(
        f"{name}: no such theme in the codebook",
        hint="`policydiff themes` lists the codes and names",
    )


def _trace_task(
    query: str,
    origin: Node,
    plans: Sequence[Plan],
    comparisons: Sequence[Comparison],
    settings: ComparingSettings,
) -> Trace:
    line = _reached(origin, plans, comparisons)
    stops = trajectory_stops(line, plans, comparisons)
    return Trace(
        query=query,
        kind=QueryKind.TASK,
        label=plans[origin[0]].task(origin[1]).title,
        stops=tuple(
            replace(
                _task_stop(stop, plan, _proof(stop, line, plans, comparisons), settings),
                decisions=tuple(_decided_between(line, origin, place, plans, comparisons)),
            )
            for place, (stop, plan) in enumerate(zip(stops, plans, strict=True))
        ),
    )


def _decided_between(
    line: Collection[Node],
    origin: Node,
    place: int,
    plans: Sequence[Plan],
    comparisons: Sequence[Comparison],
) -> Iterator[DecidedPair]:
    """Yield what was decided on links of the line to tasks of one plan, seen from the origin."""
    here = plans[place].id
    places = {plan.id: number for number, plan in enumerate(plans)}
    for c in comparisons:
        before, after = places[c.previous], places[c.current]
        if (c.current if before >= origin[0] else c.previous) != here:
            continue
        for said in c.decisions:
            if (before, said.previous) in line or (after, said.current) in line:
                yield said


def _reached(
    origin: Node, plans: Sequence[Plan], comparisons: Sequence[Comparison]
) -> frozenset[Node]:
    """Return the tasks that full links lead to, forward from the origin and back from it.

    Never forward and then back: what else merged into the same task is another line.
    """
    edges = [*full_edges(comparisons, {plan.id: place for place, plan in enumerate(plans)})]
    reached = {origin}
    for steps in (edges, [(b, a) for a, b in edges]):
        frontier = {origin}
        while frontier:
            frontier = {b for a, b in steps if a in frontier} - reached
            reached |= frontier
    return frozenset(reached)


def _proof(
    stop: Stop, line: Collection[Node], plans: Sequence[Plan], comparisons: Sequence[Comparison]
) -> dict[tuple[str, str], float]:
    """Return the (task, measure) that links of a stop to its line rest on, with their scores."""
    place = {plan.id: number for number, plan in enumerate(plans)}
    here = {*stop.tasks, *stop.partial}
    proof: dict[tuple[str, str], float] = {}
    for side, c in ((side, c) for c in comparisons for side in Side if side.of(c) == stop.plan):
        across = place[side.other.of(c)]
        for link in c.links:
            if side.of(link) in here and (across, side.other.of(link)) in line:
                for evidence in link.evidence:
                    measure = side.of(link), side.of(evidence)
                    proof[measure] = max(proof.get(measure, 0.0), evidence.score)
    return proof


def _task_stop(
    stop: Stop, plan: Plan, proof: Mapping[tuple[str, str], float], settings: ComparingSettings
) -> TraceStop:
    """Quote the measures that links rest on; a task without any, by all of its measures."""
    tasks = stop.tasks or stop.partial
    proved = {task for task, _ in proof}
    quotes = [
        quote
        for name in tasks
        for quote in (_quotes if name in proved else _said_once)(plan, plan.task(name))
        if (name, quote.measure) in proof or name not in proved
    ]
    return TraceStop(
        plan=plan.id,
        year=plan.year,
        tasks=tasks,
        count=len(quotes),
        quotes=_selected(quotes, proof, settings),
        event=stop.event,
    )


def _selected(
    quotes: Sequence[Quote], proof: Mapping[tuple[str, str], float], settings: ComparingSettings
) -> tuple[Quote, ...]:
    """Return the quotes to show, in reading order: of each task the best first, turn by turn."""
    ranked = sorted(quotes, key=lambda quote: -proof.get((quote.task, quote.measure), 0.0))
    turns: Counter[str] = Counter()
    order: list[tuple[int, int]] = []
    for quote in ranked:
        turns[quote.task] += 1
        order.append((turns[quote.task], quotes.index(quote)))
    chosen = {place for _, place in sorted(order)[: settings.max_trace_quotes]}
    return tuple(quote for place, quote in enumerate(quotes) if place in chosen)


def _trace_theme(
    query: str,
    theme: Theme,
    plans: Sequence[Plan],
    themes: Sequence[Theme],
    settings: ComparingSettings,
    lexicon: TermIndex,
) -> Trace:
    stops: list[TraceStop] = []
    for plan in plans:
        side = theme_sides(plan, themes)[theme.code]
        quotes = [
            quote
            for name in side.tasks
            for quote in _quotes(plan, plan.task(name))
            if quote.measure in _speaking(plan.task(name), theme)
        ]
        if not side.tasks:
            quotes = list(_mentions(plan, theme, lexicon))
        stops.append(
            TraceStop(
                plan=plan.id,
                year=plan.year,
                tasks=side.tasks,
                count=len(quotes),
                quotes=_selected(quotes, {}, settings),
                event=_event(side.tasks, stops) if side.tasks or not quotes else Event.MENTIONED,
                share=side.share,
            )
        )
    return Trace(query, QueryKind.THEME, f"{theme.code} {theme.zh}", tuple(stops))


def _with_deciders(
    found: Trace, theme: Theme, decided: Mapping[str, Sequence[DecidedTheme]]
) -> Trace:
    """Return a trace with what people decided for the theme, or against it, in each plan."""
    about = {
        plan: tuple(said for said in told if theme.code in (said.theme, said.machine))
        for plan, told in decided.items()
    }
    stops = (replace(stop, decided_themes=about.get(stop.plan, ())) for stop in found.stops)
    return replace(found, stops=tuple(stops))


def _mentions(plan: Plan, theme: Theme, lexicon: TermIndex) -> Iterator[Quote]:
    """Yield what names a theme in passing; hints prove nothing by themselves."""
    least = ThemeSettings().hint_weight
    for task in plan.tasks:
        for quote in _quotes(plan, task):
            if any(x.theme == theme.code and x.weight > least for x in lexicon.find(quote.text)):
                yield quote


def _speaking(task: Task, theme: Theme) -> frozenset[str]:
    """Return the measures of a task in which the terms of a theme were found."""
    found = (evidence for evidence in task.themes.evidence if evidence.code == theme.code)
    return frozenset(measure for evidence in found for measure in evidence.measures)


def _trace_phrase(
    query: str,
    phrase: str,
    plans: Sequence[Plan],
    find_others: Callable[[str], Sequence[str]],
    settings: ComparingSettings,
) -> Trace:
    wanted = loose(phrase)
    stops: list[TraceStop] = []
    for plan in plans:
        found = [
            (quote, loose(quote.text).count(wanted))
            for task in plan.tasks
            for quote in _said_once(plan, task)
        ]
        quotes = [quote for quote, count in found if count]
        stops.append(
            TraceStop(
                plan=plan.id,
                year=plan.year,
                tasks=tuple(dict.fromkeys(quote.task for quote in quotes)),
                count=sum(count for _, count in found),
                quotes=_selected(quotes, {}, settings),
                event=_event(quotes, stops),
                equivalents=_equivalents(plan, wanted, find_others)[
                    : settings.max_trace_equivalents
                ],
            )
        )
    return Trace(query, QueryKind.PHRASE, phrase, tuple(stops))


def _equivalents(
    plan: Plan, wanted: str, find_others: Callable[[str], Sequence[str]]
) -> tuple[Equivalent, ...]:
    """Return the other words for a phrase that stand in a plan, the most frequent first.

    They are looked for in sentences alone that do not have the phrase itself.
    """
    counts: Counter[str] = Counter()
    first: dict[str, Quote] = {}
    for task in plan.tasks:
        for quote in _said_once(plan, task):
            if wanted in loose(quote.text):
                continue
            for term in find_others(quote.text):
                counts[term] += 1
                first.setdefault(term, quote)
    return tuple(Equivalent(term, n, first[term]) for term, n in counts.most_common())


def _quotes(plan: Plan, task: Task) -> Iterator[Quote]:
    """Yield the title and the measures of a task as quotes."""
    for measure in (Measure("", task.title, task.line_start), *task.measures):
        if measure.text:
            yield Quote(plan.id, task.id, measure.id, measure.line, measure.text)


def _said_once(plan: Plan, task: Task) -> Iterator[Quote]:
    """Yield the quotes of a task, but for a title that is its only measure: one sentence, once."""
    only = task.measures[0].text if len(task.measures) == 1 else ""
    for quote in _quotes(plan, task):
        if quote.measure or not only.startswith(task.title):
            yield quote


def _event(tasks: Sequence[object], before: Sequence[TraceStop]) -> Event:
    """Tell what happened to a theme or phrase, from whether it stands in each plan."""
    if not any(stop.tasks for stop in before):
        return Event.FIRST_SEEN if tasks else Event.NOT_YET
    stood = bool(before[-1].tasks or before[-1].count)
    if tasks:
        return Event.CONTINUED if stood else Event.RETURNED
    return Event.DROPPED if stood else Event.ABSENT


def loose(text: str) -> str:
    """Return a text as it is compared: simplified, half width, without spaces and brackets.

    >>> loose("“互聯網＋” 醫療") == loose("互联网+医疗")
    True
    """
    return _LOOSE_RE.sub("", to_simplified(text).translate(HALF_WIDTH)).casefold()
