"""Find again what was decided: in a plan that was scraped, numbered or lightly edited anew."""

from collections.abc import Sequence
from typing import NamedTuple

from policydiff.model import Plan, Task
from policydiff.reviewing.decision import LONGEST_TEXT, PlanName, Subject, bare, fingerprint
from policydiff.settings import ReviewingSettings
from policydiff.text.likeness import likeness, nearest


class Found(NamedTuple):
    """Where a task of a decision stands now: ``task`` is None where it is stale.

    ``candidates`` are the tasks it could be, the likeliest first; none where all of it is gone.
    """

    task: Task | None
    candidates: tuple[Task, ...]


class TaskIndex(NamedTuple):
    """The tasks of a plan by fingerprint, and what of their texts two scrapes share."""

    tasks: tuple[Task, ...]
    prints: dict[str, tuple[Task, ...]]
    texts: tuple[str, ...]


def find_plan(name: PlanName, plans: Sequence[Plan]) -> Plan | None:
    """Return the plan of that id, or else the one of that issuer, year and title.

    A file of another name is another scrape of the same plan where these three agree; where two
    plans agree, none is taken.
    """
    for plan in plans:
        if plan.id == name.id and _agrees(name, plan):
            return plan
    alike = [plan for plan in plans if _is_same(name, plan)]
    return alike[0] if len(alike) == 1 else None


def _agrees(name: PlanName, plan: Plan) -> bool:
    """Tell whether an id may stand for the same plan: plan.txt may be another year's by now."""
    return name.year is None or plan.year is None or name.year == plan.year


def _is_same(name: PlanName, plan: Plan) -> bool:
    if name.year != plan.year or not (name.title and plan.title):
        return False
    return bare(name.title) == bare(plan.title) and bare(name.issuer) == bare(plan.issuer)


def find_task(subject: Subject, index: TaskIndex, settings: ReviewingSettings) -> Found:
    """Return the task that a decision was about.

    The same text is the same task, whatever its number; of several the one that kept its number.
    Else it is the one task that reads like it, title and text (``min_likeness``), if no other
    comes near (``min_lead``).
    """
    same = index.prints.get(subject.fingerprint, ())
    if same:
        kept = [task for task in same if task.id == subject.task]
        only = same[0] if len(same) == 1 else kept[0] if kept else None
        return Found(only, same)
    return _likeliest(subject, index, settings)


def index_tasks(plan: Plan) -> TaskIndex:
    """Return the index of a plan's tasks, to be made once for all decisions about it."""
    prints: dict[str, tuple[Task, ...]] = {}
    for task in plan.tasks:
        mark = fingerprint(task)
        prints[mark] = (*prints.get(mark, ()), task)
    texts = tuple(bare(task.title + task.text[:LONGEST_TEXT]) for task in plan.tasks)
    return TaskIndex(plan.tasks, prints, texts)


def _likeliest(subject: Subject, index: TaskIndex, settings: ReviewingSettings) -> Found:
    text = bare(subject.title + subject.text)
    near = nearest(text, index.texts, settings.min_resemblance)
    candidates = tuple(index.tasks[place] for place, _ in near)
    if not near:
        return Found(None, ())
    place, best = near[0]
    second = near[1][1] if len(near) > 1 else 0.0
    title = likeness(bare(subject.title), bare(index.tasks[place].title))
    alike = best >= settings.min_likeness and title >= settings.min_title_likeness
    sure = alike and best - second >= settings.min_lead
    return Found(index.tasks[place] if sure else None, candidates)
