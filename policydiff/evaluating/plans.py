"""What is judged: the plans that a gold names, and the gold that the decisions of people make.

People look at some pairs and not at others. A pair that nobody decided on counts neither for nor
against; nor does one whose text has changed since, or on which decisions contradict each other.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import GoldError
from policydiff.evaluating.gold import Gold, GoldLink, GoldPair, GoldPlan
from policydiff.model import Plan, Task
from policydiff.pipeline import load_plan
from policydiff.pipeline.catalogue import load_catalogue
from policydiff.reviewing import Decision
from policydiff.reviewing.ruling import Rulings, rule
from policydiff.reviewing.store import load_decisions, require_whole
from policydiff.settings import ReviewingSettings, Settings


class NamedPlan(Struct, frozen=True):
    """A plan as read, under the name that the gold uses."""

    name: str
    plan: Plan


class FittedPlan(Struct, frozen=True):
    """A plan whose tasks have the gold's ids; ``unread`` are gold tasks that were not read."""

    plan: Plan
    unread: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the tasks, in order."""
        return tuple(task.id for task in self.plan.tasks)


def load_plans(
    gold: Gold, place: str, *, settings: Settings | None = None
) -> tuple[NamedPlan, ...]:
    """Load every plan that the gold names from ``place``: a folder, or a catalogue file.

    In a folder a plan's file has the plan's name and any suffix.

    >>> from policydiff.evaluating import load_gold
    >>> [named.name for named in load_plans(load_gold("tests/gold"), "seeds")][:2]
    ['city-2020', 'city-2024']

    Raises GoldError or UsageError where a plan is not found, and what reading and parsing raise.
    """
    catalogue = None if Path(place).is_dir() else load_catalogue(place)
    paths = [name if catalogue else _find(name, Path(place)) for name in gold.plan_names]
    return tuple(
        NamedPlan(name, load_plan(path, settings=settings, catalogue=catalogue))
        for name, path in zip(gold.plan_names, paths, strict=True)
    )


def _find(name: str, folder: Path) -> str:
    """Return the path of the one file in the folder that has the plan's name."""
    found = sorted(
        path for path in folder.iterdir() if path.is_file() and name in (path.name, path.stem)
    )
    if len(found) != 1:
        files = ", ".join(path.name for path in found) or "none"
        raise GoldError(
            f"{name}: one file of that name is needed in {folder}, found: {files}",
            hint="name another folder, or a catalogue, with --plans",
        )
    return str(found[0])


def fit(plan: Plan, gold: GoldPlan, used: Collection[str] = ()) -> FittedPlan:
    """Give the tasks of a plan the ids of the gold.

    Where the gold tells lines, a task is the one that begins there, and tasks that the gold does
    not list are left out; otherwise tasks are taken in order. A gold that lists no tasks must
    use the ids as read; ``used`` are the ids that it uses.

    Raises GoldError where the number of tasks differs, or where an id is unknown.
    """
    if not gold.tasks:
        fitted = FittedPlan(plan)
    elif all(task.line is not None for task in gold.tasks):
        fitted = _fit_by_line(plan, gold)
    else:
        fitted = FittedPlan(replace(plan, tasks=_in_order(plan, gold)))
    known = {*fitted.ids, *fitted.unread}
    for task_id in used:
        if task_id not in known:
            raise GoldError(
                f"{gold.name}: the gold names a task {task_id}, but the plan has none of that id",
                hint=f"ids are those of: policydiff outline {plan.source.path}; or list your own"
                " ids in order under tasks (docs/reference/gold-format.md)",
            )
    return fitted


def _in_order(plan: Plan, gold: GoldPlan) -> tuple[Task, ...]:
    if len(plan.tasks) != len(gold.tasks):
        raise GoldError(
            f"{gold.name}: the gold lists {len(gold.tasks)} tasks, but {len(plan.tasks)} were read"
            f" from {plan.source.path}",
            hint=f"compare with: policydiff outline {plan.source.path}",
        )
    return tuple(
        replace(task, id=listed.id) for task, listed in zip(plan.tasks, gold.tasks, strict=True)
    )


def _fit_by_line(plan: Plan, gold: GoldPlan) -> FittedPlan:
    starts = {task.line_start: task for task in plan.tasks}
    tasks = tuple(
        replace(starts[listed.line], id=listed.id) for listed in gold.tasks if listed.line in starts
    )
    if not tasks:
        raise GoldError(
            f"{gold.name}: no task of {plan.source.path} begins at a line that the gold names",
            hint=f"compare with: policydiff outline {plan.source.path}",
        )
    unread = tuple(listed.id for listed in gold.tasks if listed.line not in starts)
    return FittedPlan(replace(plan, tasks=tasks), unread)


def fit_pair(plans: Sequence[NamedPlan], pair: GoldPair) -> tuple[FittedPlan, FittedPlan]:
    """Give the tasks of both plans of a pair the ids of the gold."""
    used = (*((x.previous, x.current) for x in pair.links), *sorted(pair.disputed))
    by_name = {named.name: named.plan for named in plans}
    previous, current = (
        fit(by_name[plan.name], plan, [tasks[side] for tasks in used])
        for side, plan in enumerate((pair.previous, pair.current))
    )
    return previous, current


def without_unread(pair: GoldPair, plans: tuple[FittedPlan, FittedPlan]) -> GoldPair:
    """Return the pair without the links of tasks that were not read."""
    previous, current = (frozenset(plan.unread) for plan in plans)
    links = (x for x in pair.links if x.previous not in previous and x.current not in current)
    return replace(pair, links=tuple(links))


SUFFIXES = (".tsv", ".csv")


def is_decisions_file(path: str) -> bool:
    """Tell by its suffix whether a file holds decisions."""
    return Path(path).suffix.lower() in SUFFIXES


def load_decided(path: str) -> tuple[Decision, ...]:
    """Read the decisions on links of a file.

    Raises GoldError where there are none, ReviewError for what is no decisions file, a broken
    line too.
    """
    file = load_decisions(path)
    require_whole(file, path)
    on_links = tuple(said for said in file.decisions if said.previous_plan and said.current_plan)
    if not on_links:
        raise GoldError(
            f"{path}: holds no decisions on links", hint="policydiff review PREV CUR makes some"
        )
    return on_links


def named_pairs(decisions: Iterable[Decision], source: str) -> Gold:
    """Return gold that names the pairs of plans which were decided on, and nothing of them yet."""
    names = sorted({_pair_of(said) for said in decisions})
    return Gold(source, tuple(GoldPair(GoldPlan(one), GoldPlan(other), ()) for one, other in names))


def decided_gold(gold: Gold, decisions: Sequence[Decision], plans: Sequence[NamedPlan]) -> Gold:
    """Return gold with what was decided on the pairs that it names, found again in the plans."""
    by_name = {named.name: named.plan for named in plans}
    pairs = (
        _decided(pair, decisions, (by_name[pair.previous.name], by_name[pair.current.name]))
        for pair in gold.pairs
    )
    return Gold(gold.source, tuple(pairs))


def _pair_of(said: Decision) -> tuple[str, str]:
    previous, current = said.previous_plan, said.current_plan
    return (previous.id if previous else "", current.id if current else "")


def _decided(pair: GoldPair, decisions: Sequence[Decision], plans: tuple[Plan, Plan]) -> GoldPair:
    ruled = rule(decisions, *plans, ReviewingSettings())
    links = tuple(
        GoldLink(ruling.previous, ruling.current, strength)
        for ruling in ruled.links
        if (strength := ruling.decision.strength)
    )
    judged = set(_judged(ruled, plans))
    previous, current = ([task.id for task in plan.tasks] for plan in plans)
    others = frozenset(set(product(previous, current)) - judged)
    return GoldPair(pair.previous, pair.current, links, others)


def _judged(ruled: Rulings, plans: tuple[Plan, Plan]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that were decided on; all of a task that has no counterpart."""
    for ruling in ruled.links:
        previous = [ruling.previous] if ruling.previous else [task.id for task in plans[0].tasks]
        current = [ruling.current] if ruling.current else [task.id for task in plans[1].tasks]
        yield from product(previous, current)
