"""Quality floors: figures of the default settings on the gold, and the least that is accepted.

tests/gold/floors.toml holds the floors; tests/update_floors.py raises them.
"""

import dataclasses
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from policydiff.evaluating import Evaluation, evaluate, load_gold, load_plans
from policydiff.model import Figures
from policydiff.settings import EvaluatingSettings

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/gold"
FLOORS = GOLD / "floors.toml"
LINK_FIGURES = ("precision", "recall", "f1", "full_f1", "status_macro_f1")

Floors = dict[str, dict[str, float]]
"""Part (a pair of plans, "mean", "tasks", "themes", "targets") → figure → floor."""


@dataclasses.dataclass(frozen=True)
class Lowered:
    """A floor that was lowered on purpose."""

    figure: str
    before: float
    after: float
    why: str


@dataclasses.dataclass(frozen=True)
class Shortfall:
    """A figure that is below its floor."""

    part: str
    name: str
    figure: float
    floor: float

    def __str__(self) -> str:
        return f"{self.part}.{self.name}: {self.figure:.4f}, floor {self.floor:g}"


def measure() -> Floors:
    """Return every figure that has a floor, measured with the default settings."""
    gold = load_gold(str(GOLD))
    plans = load_plans(gold, str(ROOT / "seeds/plans.toml"))
    once = EvaluatingSettings(resamples=1, max_worst=0)
    found = evaluate(gold, plans, evaluating=once)
    titles = {item.name: [task.title for task in item.plan.tasks] for item in plans}
    return {"tasks": {"exact": exact_titles(titles)}, **_figures(found)}


def _figures(found: Evaluation) -> Floors:
    assert found.mean
    assert found.themes
    assert found.targets
    links = {f"{x.previous}->{x.current}": x.figures for x in found.pairs}
    return {
        **{name: _of_links(figures) for name, figures in links.items()},
        "mean": _of_links(found.mean.figures),
        "themes": {
            "primary_accuracy": found.themes.primary_accuracy,
            "f1": found.themes.all_themes.f1,
        },
        "targets": {"f1": found.targets.rates.f1},
    }


def _of_links(figures: Figures) -> dict[str, float]:
    return {name: getattr(figures, name) for name in LINK_FIGURES}


def exact_titles(titles: Mapping[str, list[str]]) -> int:
    """Count the tasks that were read with their true titles, plan by plan in order.

    Signs and spaces do not count; a plan of which more or fewer tasks were read counts 0.
    """
    exact = 0
    for plan, tasks in json.loads((GOLD / "tasks.json").read_text(encoding="utf-8")).items():
        true = [squashed(task["title"]) for task in tasks]
        read = [squashed(title) for title in titles[plan]]
        exact += sum(map(str.__eq__, true, read)) if len(true) == len(read) else 0
    return exact


def squashed(text: str) -> str:
    """Return the text without signs and spaces."""
    return re.sub(r"\W", "", text)


def read_floors(text: str) -> tuple[Floors, list[Lowered]]:
    """Read the file of floors."""
    document = tomllib.loads(text)
    lowered = [Lowered(**entry) for entry in document.pop("lowered", [])]
    return document, lowered


def write_floors(floors: Floors, lowered: list[Lowered]) -> str:
    """Write the file of floors."""
    parts = [
        "# The least that the default settings must reach on the gold of this folder.\n"
        "# `make floors` raises floors; it lowers one only with --allow-lower and --why, and\n"
        "# records that here. Links and definitions: docs/explanation/how-good-it-is.md.\n"
    ]
    for part, figures in floors.items():
        rows = "".join(f"{name} = {floor:g}\n" for name, floor in figures.items())
        parts.append(f"\n[{json.dumps(part)}]\n{rows}")
    for entry in lowered:
        rows = "".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in dataclasses.asdict(entry).items()
        )
        parts.append(f"\n[[lowered]]\n{rows}")
    return "".join(parts)


def shortfalls(figures: Floors, floors: Floors) -> list[Shortfall]:
    """Return every figure below its floor; one that is no longer measured counts 0."""
    return [
        Shortfall(part, name, figures.get(part, {}).get(name, 0.0), floor)
        for part, own in floors.items()
        for name, floor in own.items()
        if figures.get(part, {}).get(name, 0.0) < floor
    ]
