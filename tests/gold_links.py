"""The gold links of the seeds as decisions of people: other tests make use of them."""

import json
from pathlib import Path

from policydiff.model import Plan
from policydiff.reviewing import Decision, Verdict, name_of, subject_of

GOLD = json.loads((Path(__file__).parent / "gold" / "links.json").read_text(encoding="utf-8"))
TASKS = json.loads((Path(__file__).parent / "gold" / "tasks.json").read_text(encoding="utf-8"))
GOLD_PAIRS = [tuple(key.split("->")) for key in GOLD]


def gold_decisions(previous: Plan, current: Plan) -> list[Decision]:
    """Return the links that people found between two seeds, as they would decide them."""
    places = [
        {true["id"]: task for true, task in zip(TASKS[plan.id], plan.tasks, strict=True)}
        for plan in (previous, current)
    ]
    return [
        Decision(
            name_of(previous),
            subject_of(places[0][link["old"]]),
            name_of(current),
            subject_of(places[1][link["new"]]),
            Verdict.FULL if link["strength"] == 2 else Verdict.PARTIAL,
            by="gold",
            on="2026-11-28",
        )
        for link in GOLD[f"{previous.id}->{current.id}"]["links"]
    ]
