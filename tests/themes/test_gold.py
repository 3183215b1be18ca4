"""The coding of the three annotated plans; its floors of quality are in tests/gold/floors.toml."""

import json
from pathlib import Path

import pytest

from policydiff.model import Plan
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.themes import code_plan, load_codebook

ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "tests/gold/themes.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    book = load_codebook("health")
    paths = {name: str(ROOT / "seeds" / f"{name}.txt") for name in GOLD}
    return {name: code_plan(parse_plan(read_source(paths[name])), book) for name in GOLD}


def test_every_theme_is_proved_by_words_of_the_task(plans):
    for plan in plans.values():
        for task in plan.tasks:
            themes = [task.themes.primary, *task.themes.secondary]
            assert [proof.code for proof in task.themes.evidence] == themes
            ids = {"", *(measure.id for measure in task.measures)}
            assert all(proof.terms and set(proof.measures) <= ids for proof in task.themes.evidence)
