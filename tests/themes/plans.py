"""Small plans for the tests of themes."""

from policydiff.model import (
    Completeness,
    Level,
    Measure,
    Plan,
    Script,
    Section,
    Source,
    Task,
)


def task(title: str, *measures: str, number: str = "1", section: str = "") -> Task:
    parts = tuple(Measure(f"{number}.m{at}", text, at) for at, text in enumerate(measures, 1))
    text = "。".join(measures)
    return Task(number, number, section, title, text, 1, 1 + len(parts), parts)


def plan(*tasks: Task, sections: tuple[Section, ...] = ()) -> Plan:
    return Plan(
        id="plan",
        title="",
        issuer="",
        level=Level.OTHER,
        year=None,
        document_number=None,
        issued_on=None,
        scope="",
        completeness=Completeness.FULL,
        source=Source("plan.txt", "", "utf-8", Script.HANS),
        sections=sections,
        tasks=tasks,
    )
