"""Measure what decisions are worth: found again after a re-scrape, applied fast, few looks needed.

``python -m bench.reviewing`` judges with the gold links of the seeds: every decision that people
would have made is looked for again in plans that were changed; then gold fills in what
``policydiff review --list`` asks, ``--accept`` reads it back, and the links are counted. The
constants of the queue are chosen on three pairs and judged on the fourth, each in turn.
``python -m bench.reviewing DECISIONS FOLDER`` judges with a decisions file that holds every link
of its pairs of plans, which stand in FOLDER; pairs of tasks that its rows contradict each other on
are left out.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from io import StringIO
from itertools import product
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from opencc import OpenCC

from bench.damage import Recipe, damage, traditional
from policydiff.cli import run
from policydiff.evaluating.plans import load_decided, load_plans, named_pairs
from policydiff.model import Comparison, Plan, Task
from policydiff.parsing import parse_plan
from policydiff.pipeline import load_plan, read_source
from policydiff.pipeline.compare import compare
from policydiff.reviewing import Decision, Verdict, name_of, subject_of
from policydiff.reviewing.queue import queue
from policydiff.reviewing.ruling import rule
from policydiff.settings import ReviewingSettings
from tests.gold_links import GOLD_PAIRS, gold_decisions

LOOKS = (0, 10, 20, 50, 80)
EDITED = 0.05
MANY = 1_000
TORN = ("city-2020", "medadmin-2024")
"""Seeds that are damaged as they are."""

Change = Callable[[Plan], Plan]


class Again(NamedTuple):
    """Decisions found again in changed plans, those among them on another pair, and all."""

    right: int
    wrong: int
    all: int


class Judge(NamedTuple):
    """The files of two plans, what is right of their pairs of tasks, and what is disputed."""

    paths: tuple[str, str]
    gold: Mapping[tuple[str, str], str]
    disputed: frozenset[tuple[str, str]] = frozenset()


def main() -> None:
    """Print all figures."""
    if sys.argv[1:]:
        tell_curve(list(judges_of(*sys.argv[1:3])))
        return
    plans = {name: load_plan(f"seeds/{name}.txt") for pair in GOLD_PAIRS for name in pair}
    made = {pair: tuple(decisions_on(plans[pair[0]], plans[pair[1]])) for pair in GOLD_PAIRS}
    for change in (other_script, mirrored, renumbered, reflowed, edited):
        told = again(plans, made, change)
        print(
            f"{change.__name__:13} {told.right}/{told.all} ({told.right / told.all:.1%})"
            f" found again, {told.wrong} wrong"
        )
    print(f"{MANY} decisions applied in {seconds(plans):.3f} s")
    judges = list(judges_of_seeds(plans))
    tell_curve(judges)
    tell_held_out(judges)


def judges_of_seeds(plans: Mapping[str, Plan]) -> Iterator[Judge]:
    """Yield the pairs of seeds that people have linked."""
    for one, other in GOLD_PAIRS:
        paths = tuple(str(Path(f"seeds/{name}.txt").resolve()) for name in (one, other))
        links = {
            (said.previous.task, said.current.task): said.verdict.value
            for said in gold_decisions(plans[one], plans[other])
            if said.previous and said.current
        }
        yield Judge((paths[0], paths[1]), links)


def judges_of(decisions_file: str, folder: str) -> Iterator[Judge]:
    """Yield the pairs of plans that a decisions file holds all links of."""
    decisions = load_decided(decisions_file)
    gold = named_pairs(decisions, decisions_file)
    plans = {named.name: named.plan for named in load_plans(gold, folder)}
    for pair in gold.pairs:
        one, other = plans[pair.previous.name], plans[pair.current.name]
        ruled = rule(decisions, one, other, ReviewingSettings())
        yield Judge(
            (one.source.path, other.source.path),
            {(x.previous, x.current): x.decision.verdict.value for x in ruled.links},
            frozenset((x.previous, x.current) for x in ruled.conflicts),
        )


def decisions_on(previous: Plan, current: Plan) -> Iterator[Decision]:
    """Yield what people would decide: gold links, wrong links, tasks without a counterpart."""
    links = gold_decisions(previous, current)
    yield from links
    true = {(x.previous.task, x.current.task) for x in links if x.previous and x.current}
    names = (name_of(previous), name_of(current))
    for link in compare((previous, current)).comparisons[0].links:
        if (link.previous, link.current) not in true:
            sides = previous.task(link.previous), current.task(link.current)
            yield Decision(
                *(names[0], subject_of(sides[0]), names[1], subject_of(sides[1])),
                *(Verdict.NONE, "gold", "2026-11-28"),
            )
    for task in previous.tasks:
        if task.id not in {one for one, _ in true}:
            yield Decision(names[0], subject_of(task), names[1], None, Verdict.NONE, "gold", "")
    for task in current.tasks:
        if task.id not in {other for _, other in true}:
            yield Decision(names[0], None, names[1], subject_of(task), Verdict.NONE, "gold", "")


def again(
    plans: Mapping[str, Plan],
    made: Mapping[tuple[str, ...], Sequence[Decision]],
    change: Change,
) -> Again:
    """Look for every decision on the gold pairs in plans that were changed."""
    changed = {name: change(plan) for name, plan in plans.items()}
    right = wrong = count = 0
    for (one, other), decisions in made.items():
        ruled = rule(decisions, changed[one], changed[other], ReviewingSettings())
        for ruling in ruled.links:
            found = (ruling.previous, ruling.current)
            is_right = found == _places(ruling.decision, plans, changed, (one, other))
            right, wrong = right + is_right, wrong + (not is_right)
        count += len(decisions)
    return Again(right, wrong, count)


def _places(
    decision: Decision, plans: Mapping[str, Plan], changed: Mapping[str, Plan], pair: Sequence[str]
) -> tuple[str, ...]:
    """Return where the tasks of a decision stand in the changed plans: the order is the same."""
    found = []
    for name, subject in zip(pair, (decision.previous, decision.current), strict=True):
        if subject is None:
            found.append("")
            continue
        before, after = plans[name].tasks, changed[name].tasks
        place = next(n for n, task in enumerate(before) if task.id == subject.task)
        found.append(after[place].id if len(before) == len(after) else before[place].id)
    return tuple(found)


def other_script(plan: Plan) -> Plan:
    """Scrape a plan anew in traditional characters, or a traditional one in simplified."""
    convert = OpenCC("t2s" if plan.id in TORN else "s2t").convert
    return _scraped(plan, (convert(line) for line in _lines(plan)))


def mirrored(plan: Plan) -> Plan:
    """Scrape a plan anew from a mirror that tears its bytes; those that it tore stay."""
    if plan.id in TORN:
        return _scraped(plan, iter(_lines(plan)))
    lines = [traditional(line) for line in _lines(plan)]
    return _scraped(plan, iter(damage(lines, Recipe(), seed=1).lines))


def renumbered(plan: Plan) -> Plan:
    """Give every task another number."""
    return _each(plan, lambda task: replace(task, id=f"9{task.id}", number=f"9{task.number}"))


def reflowed(plan: Plan) -> Plan:
    """Break the text of every task into lines of forty characters."""

    def flow(task: Task) -> Task:
        lines = [task.text[at : at + 40] for at in range(0, len(task.text), 40)]
        return replace(task, text="\n".join(lines))

    return _each(plan, flow)


def edited(plan: Plan) -> Plan:
    """Exchange one letter in twenty."""
    rng = random.Random(plan.id)

    def edit(task: Task) -> Task:
        letters = ["某" if x.isalpha() and rng.random() < EDITED else x for x in task.text]
        return replace(task, text="".join(letters))

    return _each(plan, edit)


def _each(plan: Plan, change: Callable[[Task], Task]) -> Plan:
    return replace(plan, tasks=tuple(map(change, plan.tasks)))


def _lines(plan: Plan) -> list[str]:
    return [line.text for line in read_source(plan.source.path).lines]


def _scraped(plan: Plan, lines: Iterator[str]) -> Plan:
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return replace(parse_plan(read_source("-", data=data)), id=plan.id, year=plan.year)


def seconds(plans: Mapping[str, Plan]) -> float:
    """Return the CPU time that it takes to find a thousand decisions on one pair again."""
    one, other = (plans[name] for name in GOLD_PAIRS[0])
    made = gold_decisions(one, other)
    decisions = [made[n % len(made)]._replace(by=f"coder {n}") for n in range(MANY)]
    start = time.process_time()
    rule(decisions, one, other, ReviewingSettings())
    return time.process_time() - start


def tell_curve(judges: Sequence[Judge]) -> None:
    """Print F1 after so many looks, through the command line."""
    for looks in LOOKS:
        found = [f1(judge, looks) for judge in judges]
        mean = sum(found) / len(found)
        print(f"{looks:3} looks  mean F1 {mean:.3f}  {' '.join(f'{x:.3f}' for x in found)}")


def f1(judge: Judge, looks: int) -> float:
    """Return F1 of the links once gold has answered so many of the first questions."""
    with tempfile.TemporaryDirectory() as folder:
        todo, done, result = (str(Path(folder) / name) for name in ("todo", "done", "result"))
        book = ("--decisions", f"{folder}/decisions.tsv")
        if looks:
            _run("review", *judge.paths, "--most", f"{looks}", *book, "-o", f"{todo}.jsonl")
            lines = map(json.loads, Path(f"{todo}.jsonl").read_text("utf-8").splitlines())
            text = "".join(json.dumps({**x, **_answer(x, judge)}) + "\n" for x in lines)
            Path(f"{done}.jsonl").write_text(text, "utf-8")
            _run("review", *judge.paths, "--accept", f"{done}.jsonl", *book)
        _run("compare", *judge.paths, *(book if looks else ()), "-o", f"{result}.json")
        compared = json.loads(Path(f"{result}.json").read_text("utf-8"))["comparisons"][0]
    return _f1(judge, {(link["previous"], link["current"]) for link in compared["links"]})


def _f1(judge: Judge, links: set[tuple[str, str]]) -> float:
    counted = links - judge.disputed
    return 2 * len(counted & set(judge.gold)) / (len(counted) + len(judge.gold))


def _answer(line: dict[str, str], judge: Judge) -> dict[str, str]:
    """Return what gold says of a line; of a task alone it says nothing but that it stands alone."""
    pair = (line["previous_task"], line["current_task"])
    if pair in judge.disputed or _is_linked(pair, judge):
        return {"decision": "", "by": "gold"}
    return {"decision": judge.gold.get(pair, "none"), "by": "gold"}


def _is_linked(pair: tuple[str, str], judge: Judge) -> bool:
    """Tell whether a task that stands alone in a line has a counterpart after all."""
    one, other = pair
    return not all(pair) and any(a == one or b == other for a, b in judge.gold)


GRID = tuple(product((0.0, 0.05, 0.1, 0.2, 0.5), (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)))
"""Values of ``strength_share`` and ``likeness_weight`` that are tried."""


def tell_held_out(judges: Sequence[Judge]) -> None:
    """Print F1 of each pair by the constants that are best on the other pairs."""
    compared = []
    for judge in judges:
        plans = [load_plan(path) for path in judge.paths]
        compared.append((judge, plans, compare(plans).comparisons[0]))
    curves = {values: [_asked(*item, _settings(values)) for item in compared] for values in GRID}
    held = []
    for out, judge in enumerate(judges):
        best = max(GRID, key=lambda values: _summed(curves[values], out))
        held.append(curves[best][out])
        print(f"held out {Path(judge.paths[0]).stem}->{Path(judge.paths[1]).stem}: {best}")
    told = (f"{sum(x) / len(x):.3f}" for x in zip(*held, strict=True))
    print(f"held out, after {LOOKS} looks: {' '.join(told)}")


def _settings(values: tuple[float, float]) -> ReviewingSettings:
    return replace(ReviewingSettings(), strength_share=values[0], likeness_weight=values[1])


def _summed(curves: Sequence[Sequence[float]], out: int) -> float:
    """Return the sum of the curves of all pairs but one."""
    return round(sum(sum(curve) for place, curve in enumerate(curves) if place != out), 4)


def _asked(
    judge: Judge, plans: Sequence[Plan], comparison: Comparison, settings: ReviewingSettings
) -> list[float]:
    """Return F1 after so many looks, without the command line."""
    items = [item[:2] for item in queue(comparison, plans[0], plans[1], (), settings)]
    links = {(link.previous, link.current) for link in comparison.links}
    found = []
    for looks in LOOKS:
        asked = set(items[:looks]) - judge.disputed
        found.append(_f1(judge, (links - asked) | (asked & set(judge.gold))))
    return found


def _run(*arguments: str) -> None:
    told = StringIO()
    with redirect_stderr(told):
        status = run(list(arguments))
    if status:
        raise SystemExit(told.getvalue())


if __name__ == "__main__":
    main()
