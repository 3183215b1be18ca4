"""Plans, tasks and links made by hand: what a test does not speak of has a plain value."""

from collections.abc import Mapping
from typing import Any

from policydiff.model import (
    Completeness,
    Evidence,
    Level,
    Link,
    Measure,
    Plan,
    Script,
    Source,
    Strength,
    Task,
)
from policydiff.reading import Extract, fetch
from policydiff.reading.formats import extract
from policydiff.settings import ReadingSettings


def extract_source(
    path: str, settings: ReadingSettings | None = None, *, data: bytes | None = None
) -> Extract:
    """Return the lines of a source before any cleaning, under the numbers used everywhere."""
    settings = settings or ReadingSettings()
    return extract(fetch(path, settings.max_bytes, data), path, settings)


def make_task(
    task_id: str, *measures: str, title: str = "任务", line: int = 1, **more: Any
) -> Task:
    """Return a task with these measures, each on a line of its own from ``line`` on."""
    made: dict[str, Any] = {
        "number": task_id,
        "section": "",
        "text": "。".join(measures),
        "line_start": line,
        "line_end": line + max(0, len(measures) - 1),
        "measures": tuple(
            Measure(f"{task_id}-{n}", text, line + n - 1) for n, text in enumerate(measures, 1)
        ),
    }
    return Task(id=task_id, title=title, **(made | more))


def make_plan(plan_id: str, *tasks: Task, **more: Any) -> Plan:
    """Return a full plan of 2024 with these tasks."""
    made: dict[str, Any] = {
        "title": plan_id,
        "issuer": "",
        "level": Level.OTHER,
        "year": 2024,
        "document_number": None,
        "issued_on": None,
        "scope": "",
        "completeness": Completeness.FULL,
        "source": Source(f"{plan_id}.txt", "", "utf-8", Script.HANS),
        "sections": (),
    }
    return Plan(id=plan_id, tasks=tasks, **(made | more))


def make_link(
    previous: str,
    current: str,
    *evidence: Evidence,
    strength: Strength = Strength.FULL,
    score: float = 0.9,
) -> Link:
    """Return a link, full and sure unless it is said otherwise."""
    return Link(f"{previous}:{current}", previous, current, strength, score, evidence, ())


def made_of(plan_id: str, texts: Mapping[str, tuple[str, str]], **more: Any) -> Plan:
    """Return a plan of tasks by id, each with its title and its sentences."""
    tasks = (
        make_task(
            *(task_id, *text.rstrip("。").split("。")),
            title=title,
            text=text,
            line=10 * int(task_id),
        )
        for task_id, (title, text) in texts.items()
    )
    return make_plan(plan_id, *tasks, **more)
