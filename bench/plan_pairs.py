"""Pairs of plans with what people said of them: what weights are fitted to and judged by."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from policydiff.matching import Material, gather
from policydiff.matching.measures import FirstLook, Places, first_looks
from policydiff.matching.units import Unit
from policydiff.model import Plan, Task
from policydiff.pipeline import load_plan
from policydiff.pipeline.coding import AUTO, Coder
from policydiff.settings import MatchingSettings, Settings

DEFAULTS = MatchingSettings()
FULL_LINK, PART, NONE = 2, 1, 0

Tasks = tuple[int, int]


@dataclass(frozen=True)
class PlanPair:
    """Two plans with what people said of them; what is not known is not in the mappings.

    ``lost`` counts the same measures that are not among those looked at. A pair that is not
    ``fitted`` only judges.
    """

    name: str
    material: Material
    settings: MatchingSettings
    places: Sequence[Places]
    looks: Sequence[FirstLook]
    same: Mapping[Places, bool]
    near: int
    lost: int
    links: Mapping[Tasks, int]
    graded: bool
    fitted: bool = True

    def tasks(self, places: Tasks) -> tuple[Task, Task]:
        """Return the tasks in two places."""
        previous, current = self.material.tasks
        return previous[places[0]], current[places[1]]


def squash(text: str) -> str:
    """Return a text without signs and blanks, as measures are told by."""
    return re.sub(r"[\W_]", "", text)


def read_gold(paths: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the pairs of measures and the links of all files, by pair of plans."""
    measures: dict[str, Any] = {}
    links: dict[str, Any] = {}
    for path in map(Path, paths):
        if not path.exists():
            print(f"{path}: not there, left out")
            continue
        found = json.loads(path.read_text(encoding="utf-8"))
        for name, value in found.get("links", found).items():
            if "->" in name:
                (measures if isinstance(value, list) else links)[name] = value
    return measures, links


def read_pair(
    name: str, measures: Sequence[Any] | None, links: Mapping[str, Any] | None, find: Any
) -> PlanPair:
    """Read two plans, look at them once, and find what the gold speaks of."""
    coder = Coder(AUTO, AUTO, Settings().themes)
    coded = coder.code([load_plan(find(part)) for part in name.split("->")])
    settings = replace(DEFAULTS, field=coded.field.thesaurus)
    material = gather(*coded.plans, settings)
    places, looks = first_looks(material.pairs, material.units, material.scales, settings)
    same: dict[Places, bool] = {}
    near: set[Places] = set()
    lost = 0
    if measures is not None:
        said = list(judged(measures, material, coded.plans))
        true = {place for place, label in said if label == "same"}
        near = {place for place, label in said if label != "same"} - true
        known = set(places)
        lost = sum(place not in known for place in true)
        same = {
            place: place in true
            for place in places
            if place in true or (place not in near and not has_title(place, material))
        }
    graded = links is not None
    found = read_links(links, coded.plans) if links is not None else derived(same, near, material)
    return PlanPair(name, material, settings, places, looks, same, len(near), lost, found, graded)


def judged(
    gold: Sequence[Any], material: Material, plans: Sequence[Plan]
) -> Iterator[tuple[Places, str]]:
    """Yield the pairs of measures of the gold, as places, with what was said of them."""
    for item in gold:
        one, other = (
            locate(units, plan, item[side])
            for units, plan, side in zip(
                material.units, plans, ("previous", "current"), strict=True
            )
        )
        yield (one, other), item["label"]


def locate(units: Sequence[Unit], plan: Plan, wanted: Mapping[str, Any]) -> int:
    """Return the place of the unit with this text, nearest to its line; -1 where there is none."""
    text = squash(wanted["text"])
    found = [
        (abs(line_of(unit, plan) - wanted["line"]), place)
        for place, unit in enumerate(units)
        if squash(unit.text) == text
    ]
    return min(found)[1] if found else -1


def line_of(unit: Unit, plan: Plan) -> int:
    """Return the line of a title or measure."""
    task = plan.tasks[unit.task]
    return task.line_start if unit.is_title else task.measures[unit.place - 1].line


def has_title(place: Places, material: Material) -> bool:
    """Tell pairs with a title, of which the gold says nothing unless it holds them."""
    units = material.units
    return units[0][place[0]].is_title or units[1][place[1]].is_title


def read_links(gold: Mapping[str, Any], plans: Sequence[Plan]) -> dict[Tasks, int]:
    """Return the strength of every pair of tasks, 0 for no link, but for disputed ones."""
    ids = [
        {key: n for n, task in enumerate(plan.tasks) for key in (squash(task.title), task.id)}
        for plan in plans
    ]

    def tasks(one: object, other: object) -> Tasks:
        keys = (str(one), str(other))
        return tuple(own.get(k, own.get(squash(k), -1)) for own, k in zip(ids, keys, strict=True))  # type: ignore[return-value]  # there are two

    every = {(i, j): NONE for i in range(len(plans[0].tasks)) for j in range(len(plans[1].tasks))}
    for link in gold["links"]:
        one, other = (link.get(short, link.get(long)) for short, long in ENDS)
        every[tasks(one, other)] = link["strength"]
    for one, other in gold.get("disputed", ()):
        every.pop(tasks(one, other), None)
    return every


ENDS = (("old", "previous"), ("new", "current"))


def derived(
    same: Mapping[Places, bool], near: Iterable[Places], material: Material
) -> dict[Tasks, int]:
    """Return the links that same measures make; what holds only near ones is not known."""
    units = material.units

    def tasks(place: Places) -> Tasks:
        return units[0][place[0]].task, units[1][place[1]].task

    linked = {tasks(place) for place, is_same in same.items() if is_same}
    open_ = {tasks(place) for place in near if -1 not in place} - linked
    every = ((pair.previous, pair.current) for pair in material.pairs)
    return {pair: PART if pair in linked else NONE for pair in every if pair not in open_}


def links_of(pair: PlanPair) -> int:
    """Return how many links the gold has."""
    return sum(strength > NONE for strength in pair.links.values())


def find_plan(folders: Sequence[str]) -> Any:
    """Return a function from the name of a plan to its path."""

    def find(name: str) -> str:
        found = [path for folder in folders for path in Path(folder).glob(f"{name}.*")]
        if not found:
            raise SystemExit(f"{name}: in none of {', '.join(folders)}")
        return str(found[0])

    return find
