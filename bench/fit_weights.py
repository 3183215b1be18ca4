"""Fit the weights of matching to gold: pairs of measures first, then the links that follow.

    python bench/fit_weights.py --plans FOLDER [--plans FOLDER …] GOLD.json [GOLD.json …]

GOLD is a file of pairs of measures or of links, by pair of plans (``tests/gold/README.md``); one
that is not there is left out. Printed are the weights fitted to all pairs beside those in
settings.py, and for each pair what is reached with weights fitted to all the others: no weight
that judges a pair has seen it, those of the measures behind its links included.

The method is logistic regression with a penalty, each pair of plans counting 1/√(what it holds).
Measures: "same" against none; "near" pairs are left out of the fit, and count as a third where the
prior is set. Links: the prior is set so that as many are expected as there are, in the mean over
the pairs of plans. Full links are fitted on the links alone. A pair of plans whose measures are
known and whose links are not has a link where two measures are the same. Takes two minutes.
"""

import argparse
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bench.regression import Weights, average_precision, regress, shift
from policydiff.matching.align import Material, gather
from policydiff.matching.measures import FirstLook, Places, Scored, first_looks, second_looks
from policydiff.matching.scores import PRIOR, logistic, weighed
from policydiff.matching.signals import Signals, by_tasks, link_signals
from policydiff.matching.units import Unit
from policydiff.model import Plan
from policydiff.pipeline import load_plan
from policydiff.pipeline.coding import AUTO, Coder
from policydiff.settings import MatchingSettings, Settings

DEFAULTS = MatchingSettings()
FIRST, SECOND = (
    [name for name in model if name != PRIOR]
    for model in (DEFAULTS.measure_model.first, DEFAULTS.measure_model.second)
)
LINK, FULL = (
    [name for name in model if name != PRIOR]
    for model in (DEFAULTS.model.link, DEFAULTS.model.full)
)
MEASURE_PENALTY = 10.0
LINK_PENALTY = 10.0
FULL_PENALTY = 3.0
ARGUABLE = 1 / 3
"""What a near pair counts where the prior of measures is set; a half does worse at 0.5."""
FULL_LINK, PART, NONE = 2, 1, 0

Tasks = tuple[int, int]


@dataclass(frozen=True)
class Models:
    """The two looks at measures."""

    first: Weights
    second: Weights


@dataclass(frozen=True)
class PlanPair:
    """Two plans with what people said of them; what is not known is not in the mappings.

    ``lost`` counts the same measures that are not among those looked at.
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


def counts(pairs: Sequence[PlanPair], sizes: Sequence[int], true: Sequence[int]) -> list[float]:
    """Return the count of each example: 1/√(what its pair of plans holds), 1 in the mean."""
    raw = [1 / math.sqrt(n) for n, size in zip(true, sizes, strict=True) for _ in range(size)]
    mean = sum(raw) / len(raw)
    return [value / mean for value in raw]


def fit_measures(pairs: Sequence[PlanPair]) -> Models:
    """Fit both looks at measures, and set the prior of the second."""
    sizes = [len(pair.same) for pair in pairs]
    true = [sum(pair.same.values()) for pair in pairs]
    labels = [label for pair in pairs for label in pair.same.values()]
    weight = counts(pairs, sizes, true)

    def rows(looks: Sequence[Sequence[object]], names: Sequence[str]) -> list[list[float]]:
        return [
            [getattr(look, name) for name in names]
            for pair, found in zip(pairs, looks, strict=True)
            for place, look in zip(pair.places, found, strict=True)
            if place in pair.same
        ]

    first = regress(rows([p.looks for p in pairs], FIRST), labels, weight, FIRST, MEASURE_PENALTY)
    second_seen = [second(pair, first) for pair in pairs]
    weights = regress(rows(second_seen, SECOND), labels, weight, SECOND, MEASURE_PENALTY)
    groups = [
        (
            [
                odds
                for place, odds in zip(pair.places, weighed(seen, weights), strict=True)
                if place in pair.same or not has_title(place, pair.material)
            ],
            n + pair.lost + pair.near * ARGUABLE,
        )
        for pair, seen, n in zip(pairs, second_seen, true, strict=True)
    ]
    return Models(first, weights | {PRIOR: weights[PRIOR] + shift(groups)})


def second(pair: PlanPair, first: Mapping[str, float]) -> Sequence[object]:
    """Take the second look at the measures of a pair of plans."""
    material = pair.material
    odds = weighed(pair.looks, first)
    return second_looks(pair.places, odds, material.pairs, material.units, pair.settings)


def measure_scores(pair: PlanPair, models: Models) -> list[float]:
    """Return the probability of each pair of measures."""
    return [logistic(odds) for odds in weighed(second(pair, models.first), models.second)]


@dataclass(frozen=True)
class Seen:
    """The tasks of two plans, their signals, and whether measures are likely enough to carry."""

    tasks: Sequence[Tasks]
    signals: Sequence[Signals]
    carried: Sequence[bool]


def see(pair: PlanPair, models: Models) -> Seen:
    """Return the signals of all pairs of tasks."""
    material = pair.material
    scores = measure_scores(pair, models)
    scored = [Scored(*place, score) for place, score in zip(pair.places, scores, strict=True)]
    carriers = by_tasks(scored, material.units)
    signals = link_signals(
        material.pairs, carriers, material.profiles, material.units, pair.settings
    )
    tasks = [(p.previous, p.current) for p in material.pairs]
    least = DEFAULTS.min_measure_score
    return Seen(tasks, signals, [t in carriers and carriers[t][0].score >= least for t in tasks])


def fit_links(pairs: Sequence[PlanPair], seen: Sequence[Seen]) -> Weights:
    """Fit the log-odds that a pair of tasks is a link, and set the prior."""
    kept = [
        [
            (signals, pair.links[tasks] > NONE)
            for tasks, signals, carried in zip(s.tasks, s.signals, s.carried, strict=True)
            if carried and tasks in pair.links
        ]
        for pair, s in zip(pairs, seen, strict=True)
    ]
    true = [links_of(pair) for pair in pairs]
    weights = regress(
        [[getattr(s, name) for name in LINK] for rows in kept for s, _ in rows],
        [label for rows in kept for _, label in rows],
        counts(pairs, list(map(len, kept)), true),
        LINK,
        LINK_PENALTY,
    )
    groups = [
        (weighed([s for s, _ in rows], weights), n) for rows, n in zip(kept, true, strict=True)
    ]
    return weights | {PRIOR: weights[PRIOR] + shift(groups)}


def fit_full(pairs: Sequence[PlanPair], seen: Sequence[Seen]) -> Weights:
    """Fit the log-odds that a link is full, on the links alone."""
    kept = [
        [
            (signals, pair.links[tasks] == FULL_LINK)
            for tasks, signals in zip(s.tasks, s.signals, strict=True)
            if pair.links.get(tasks)
        ]
        for pair, s in zip(pairs, seen, strict=True)
        if pair.graded
    ]
    return regress(
        [[getattr(s, name) for name in FULL] for rows in kept for s, _ in rows],
        [label for rows in kept for _, label in rows],
        counts(pairs, list(map(len, kept)), list(map(len, kept))),
        FULL,
        FULL_PENALTY,
    )


def links_of(pair: PlanPair) -> int:
    """Return how many links the gold has."""
    return sum(strength > NONE for strength in pair.links.values())


@dataclass(frozen=True)
class Figures:
    """F1, average precision and expected over true, with what is called full."""

    f1: float
    ap: float
    expected: float
    full_f1: float | None = None


def judge_measures(pair: PlanPair, scores: Sequence[float]) -> Figures:
    """Judge the scores of measures at 0.5, near ones left out."""
    known = [(s, pair.same[p]) for p, s in zip(pair.places, scores, strict=True) if p in pair.same]
    true = sum(label for _, label in known) + pair.lost
    return Figures(
        f1=f1_of(known, true),
        ap=average_precision(*map(list, zip(*known, strict=True)), true=true),  # type: ignore[arg-type]  # scores, labels
        expected=sum(score for score, _ in known) / true,
    )


def judge_links(pair: PlanPair, seen: Seen, link: Weights, full: Weights) -> Figures:
    """Judge links and full links at their thresholds."""
    probabilities = [
        logistic(odds) if carried else 0.0
        for odds, carried in zip(weighed(seen.signals, link), seen.carried, strict=True)
    ]
    known = [
        (score, pair.links[tasks] > NONE)
        for tasks, score in zip(seen.tasks, probabilities, strict=True)
        if tasks in pair.links
    ]
    true = links_of(pair)
    called = [
        pair.links[tasks]
        for tasks, score, odds in zip(
            seen.tasks, probabilities, weighed(seen.signals, full), strict=True
        )
        if tasks in pair.links
        and score >= DEFAULTS.min_link
        and logistic(odds) >= DEFAULTS.min_full
    ]
    hits, all_full = called.count(FULL_LINK), list(pair.links.values()).count(FULL_LINK)
    return Figures(
        f1=f1_of(known, true),
        ap=average_precision(*map(list, zip(*known, strict=True)), true=true),  # type: ignore[arg-type]  # scores, labels
        expected=sum(score for score, _ in known) / true,
        full_f1=2 * hits / (hits + called.count(NONE) + all_full) if pair.graded else None,
    )


def f1_of(known: Sequence[tuple[float, bool]], true: int) -> float:
    """Return F1 at one half."""
    found = [label for score, label in known if score >= DEFAULTS.min_link]
    return 2 * sum(found) / (len(found) + true) if true else 0.0


def print_weights(title: str, fitted: Weights, shipped: Mapping[str, float]) -> None:
    """Print fitted weights, each with the shipped one behind it."""
    print(f"{title}: " + "  ".join(f"{n} {fitted[n]:.2f} ({shipped[n]:g})" for n in shipped))


def print_figures(rows: Sequence[tuple[str, Figures]]) -> None:
    """Print the figures of each pair, and their mean."""
    for name, row in rows:
        print(f"  {name:44} " + shown([getattr(row, field.name) for field in fields(row)]))
    columns = [
        [value for _, row in rows if (value := getattr(row, field.name)) is not None]
        for field in fields(Figures)
    ]
    means = [sum(column) / len(column) if column else None for column in columns]
    print(f"  {'mean':44} " + shown(means))


def shown(values: Iterable[float | None]) -> str:
    """Return figures in columns, a blank one where there is none."""
    return " ".join(f"{value:9.3f}" if value is not None else " " * 9 for value in values)


def report(pairs: Sequence[PlanPair]) -> None:
    """Fit, leave each pair out once, and print both."""
    measured = [pair for pair in pairs if pair.same]

    @cache
    def models(left_out: frozenset[str]) -> Models:
        return fit_measures([pair for pair in measured if pair.name not in left_out])

    def seen(pair: PlanPair, *others: str) -> Seen:
        return see(pair, models(frozenset((pair.name, *others))))

    everything = models(frozenset())
    shipped = DEFAULTS.measure_model
    print_weights("first look", everything.first, shipped.first)
    print_weights("second look", everything.second, shipped.second)
    print(f"\nmeasures, each pair left out {'F1':>24} {'AP':>9} {'expected':>9}")
    print_figures(
        [
            (pair.name, judge_measures(pair, measure_scores(pair, models(frozenset((pair.name,))))))
            for pair in measured
        ]
    )
    cross = [seen(pair) for pair in pairs]
    print()
    print_weights("link", fit_links(pairs, cross), DEFAULTS.model.link)
    print_weights("full", fit_full(pairs, cross), DEFAULTS.model.full)
    print(f"\nlinks, each pair left out {'F1':>27} {'AP':>9} {'expected':>9} {'full F1':>9}")
    rows = []
    for pair in pairs:
        others = [other for other in pairs if other is not pair]
        looked = [seen(other, pair.name) for other in others]
        fitted = fit_links(others, looked), fit_full(others, looked)
        rows.append((pair.name, judge_links(pair, seen(pair), *fitted)))
    print_figures(rows)


def find_plan(folders: Sequence[str]) -> Any:
    """Return a function from the name of a plan to its path."""

    def find(name: str) -> str:
        found = [path for folder in folders for path in Path(folder).glob(f"{name}.*")]
        if not found:
            raise SystemExit(f"{name}: in none of {', '.join(folders)}")
        return str(found[0])

    return find


def main() -> int:
    """Read the arguments, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD.json")
    parser.add_argument("--plans", action="append", required=True, metavar="FOLDER")
    asked = parser.parse_args()
    measures, links = read_gold(asked.gold)
    find = find_plan(asked.plans)
    names = dict.fromkeys((*measures, *links))
    report([read_pair(name, measures.get(name), links.get(name), find) for name in names])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
