"""Small plans for the tests of themes."""

from policydiff.model import Measure, Plan, Section, Task
from tests.factory import make_plan, make_task


def task(title: str, *measures: str, number: str = "1", section: str = "") -> Task:
    parts = tuple(Measure(f"{number}.m{at}", text, at) for at, text in enumerate(measures, 1))
    return make_task(number, *measures, title=title, section=section, measures=parts)


def plan(*tasks: Task, sections: tuple[Section, ...] = ()) -> Plan:
    return make_plan("plan", *tasks, title="", year=None, sections=sections)
