"""The five plans come out exactly as the gold data has them."""

import json
import re
from pathlib import Path

import pytest

from policydiff.model import Completeness, Level, Plan
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source

ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "tests/gold/tasks.json").read_text(encoding="utf-8"))


def plan_of(name: str) -> Plan:
    return parse_plan(read_source(str(ROOT / "seeds" / f"{name}.txt")))


def squashed(title: str) -> str:
    return re.sub(r"\W", "", title)


@pytest.mark.parametrize("name", GOLD)
def test_tasks_are_those_of_the_gold_data_in_order(name):
    tasks = plan_of(name).tasks

    assert [task.id for task in tasks] == [true["id"] for true in GOLD[name]]
    assert [squashed(t.title) for t in tasks] == [squashed(true["title"]) for true in GOLD[name]]


@pytest.mark.parametrize("name", GOLD)
def test_bodies_are_those_of_the_gold_data(name):
    for task, true in zip(plan_of(name).tasks, GOLD[name], strict=True):
        characters = len(re.sub(r"\s", "", task.text))
        assert characters == pytest.approx(true["body_characters"], rel=0.15), task.id


@pytest.mark.parametrize("name", GOLD)
def test_sections_are_those_of_the_gold_data(name):
    plan = plan_of(name)
    headings = {s.id: squashed(s.number + s.heading) for s in plan.sections}
    for task, true in zip(plan.tasks, GOLD[name], strict=True):
        expected = "" if "missing" in true["section"] else squashed(true["section"])
        assert headings.get(task.section, "") == expected


METADATA = {
    "city-2020": ("2020年上海市卫生健康工作要点", "上海市卫生健康委员会", Level.MUNICIPAL, 2020),
    "medadmin-2024": ("2024年上海市医政医管工作要点", "", Level.MUNICIPAL, 2024),
    "newtown-2024": (
        "2024年上海市新城卫生健康工作要点",
        "上海市卫生健康委员会",
        Level.MUNICIPAL,
        2024,
    ),
    "yangpu-2025": (
        "2025年杨浦区卫生健康工作要点",
        "杨浦区卫生健康委员会",
        Level.DISTRICT,
        2025,
    ),
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_come_from_the_text(name):
    plan = plan_of(name)

    assert (plan.title, plan.issuer, plan.level, plan.year) == METADATA[name]
    assert plan.id == name


def test_numbers_and_dates():
    assert plan_of("yangpu-2025").document_number == "杨卫健委〔2025〕08号"
    assert plan_of("city-2020").document_number is None
    dates = {name: plan_of(name).issued_on for name in GOLD}
    assert dates == {
        "city-2020": "2020-03-06",
        "city-2024": "2024-02-28",
        "medadmin-2024": None,
        "newtown-2024": "2024-01-22",
        "yangpu-2025": "2025-03-05",
    }


def test_scope_and_completeness():
    found = {name: (plan_of(name).scope, plan_of(name).completeness) for name in GOLD}

    assert found == {
        "city-2020": ("", Completeness.FULL),
        "city-2024": ("", Completeness.DIGEST),
        "medadmin-2024": ("医政医管", Completeness.EXCERPT),
        "newtown-2024": ("新城", Completeness.FULL),
        "yangpu-2025": ("", Completeness.FULL),
    }


def test_news_background_is_no_task():
    plan = plan_of("city-2024")

    assert plan.tasks[-1].line_end == 25
    assert ("background", 27, 34) in [(r.reason, r.line_start, r.line_end) for r in plan.removed]


def test_a_task_runs_over_paragraphs():
    task = plan_of("newtown-2024").task("2.2")

    assert (task.line_start, task.line_end) == (36, 38)
    assert {measure.line for measure in task.measures} == {36, 38}


def test_lost_headings_become_sections_without_heading():
    sections = plan_of("medadmin-2024").sections

    assert [(s.id, s.heading, s.line) for s in sections] == [
        ("1", "", 3),
        ("2", "", 8),
        ("3", "", 13),
        ("4", "", 17),
    ]
