"""Quality floors on the three annotated plans; a floor is raised with the figure, never lowered."""

import json
import re
from pathlib import Path

import pytest

from policydiff.model import Plan
from policydiff.parsing import parse_plan
from policydiff.reading import read_source
from policydiff.themes import code_plan, load_codebook

ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "tests/gold/themes.json").read_text(encoding="utf-8"))
CODES = dict(
    re.findall(
        r"^(T\d\d) (\S+)", (ROOT / "tests/gold/CODEBOOK.md").read_text(encoding="utf-8"), re.M
    )
)
PRIMARY_FLOOR = 0.94
THEMES_FLOOR = 0.89


def slugs(codes: list[str]) -> set[str]:
    return {CODES[code] for code in codes}


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    book = load_codebook("health")
    paths = {name: str(ROOT / "seeds" / f"{name}.txt") for name in GOLD}
    return {name: code_plan(parse_plan(read_source(paths[name])), book) for name in GOLD}


def test_primary_themes_reach_their_floor(plans):
    right = [
        task.themes.primary in slugs(GOLD[name][task.id]["primary"])
        for name, plan in plans.items()
        for task in plan.tasks
    ]
    assert len(right) == sum(map(len, GOLD.values()))
    assert sum(right) / len(right) >= PRIMARY_FLOOR


def test_all_themes_reach_their_floor(plans):
    hits = extra = missed = 0
    for name, plan in plans.items():
        for task in plan.tasks:
            gold = GOLD[name][task.id]
            sure, unsure = slugs(gold["themes"]), slugs(gold["disputed"])
            mine = {task.themes.primary, *task.themes.secondary} - {None}
            hits += len(mine & sure)
            extra += len(mine - sure - unsure)
            missed += len(sure - mine)
    assert 2 * hits / (2 * hits + extra + missed) >= THEMES_FLOOR


def test_every_theme_is_proved_by_words_of_the_task(plans):
    for plan in plans.values():
        for task in plan.tasks:
            themes = [task.themes.primary, *task.themes.secondary]
            assert [proof.code for proof in task.themes.evidence] == themes
            ids = {"", *(measure.id for measure in task.measures)}
            assert all(proof.terms and set(proof.measures) <= ids for proof in task.themes.evidence)
