"""Measure what decisions are worth: found again after a re-scrape, applied fast, few looks needed.

``python -m bench.reviewing`` judges with the gold links of the seeds: every decision that people
would have made is looked for again in plans that were changed; then gold fills in what
``policydiff review --list`` asks, ``--accept`` reads it back, and the links are counted.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from opencc import OpenCC

from bench.damage import Recipe, damage, traditional
from policydiff.cli import run
from policydiff.model import Plan, Task
from policydiff.parsing import parse_plan
from policydiff.pipeline import load_plan, read_source
from policydiff.reviewing.decision import Decision
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


def main() -> None:
    """Print all figures."""
    plans = {name: load_plan(f"seeds/{name}.txt") for pair in GOLD_PAIRS for name in pair}
    for change in (other_script, mirrored, renumbered, reflowed, edited):
        told = again(plans, change)
        print(
            f"{change.__name__:13} {told.right}/{told.all} ({told.right / told.all:.1%})"
            f" found again, {told.wrong} wrong"
        )
    print(f"{MANY} decisions applied in {seconds(plans):.3f} s")
    for looks in LOOKS:
        found = [f1(one, other, looks) for one, other in GOLD_PAIRS]
        mean = sum(found) / len(found)
        print(f"{looks:3} looks  mean F1 {mean:.3f}  {' '.join(f'{x:.3f}' for x in found)}")


def again(plans: dict[str, Plan], change: Change) -> Again:
    """Look for every decision on the gold pairs in plans that were changed."""
    changed = {name: change(plan) for name, plan in plans.items()}
    right = wrong = count = 0
    for one, other in GOLD_PAIRS:
        decisions = gold_decisions(plans[one], plans[other])
        ruled = rule(decisions, changed[one], changed[other], ReviewingSettings())
        for ruling in ruled.links:
            found = (ruling.previous, ruling.current)
            is_right = found == _places(ruling.decision, plans, changed, (one, other))
            right, wrong = right + is_right, wrong + (not is_right)
        count += len(decisions)
    return Again(right, wrong, count)


def _places(
    decision: Decision, plans: dict[str, Plan], changed: dict[str, Plan], pair: tuple[str, str]
) -> tuple[str, ...]:
    """Return where the tasks of a decision stand in the changed plans: the order is the same."""
    found = []
    for name, subject in zip(pair, (decision.previous, decision.current), strict=True):
        before, after = plans[name].tasks, changed[name].tasks
        place = next(n for n, task in enumerate(before) if subject and task.id == subject.task)
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


def seconds(plans: dict[str, Plan]) -> float:
    """Return how long it takes to find a thousand decisions on one pair again."""
    one, other = (plans[name] for name in GOLD_PAIRS[0])
    made = gold_decisions(one, other)
    decisions = [made[n % len(made)]._replace(by=f"coder {n}") for n in range(MANY)]
    start = time.perf_counter()
    rule(decisions, one, other, ReviewingSettings())
    return time.perf_counter() - start


def f1(one: str, other: str, looks: int) -> float:
    """Return F1 of the links once gold has answered so many of the first questions."""
    paths = [str(Path(f"seeds/{name}.txt").resolve()) for name in (one, other)]
    plans = [load_plan(path) for path in paths]
    gold = {
        (d.previous.task, d.current.task): d.verdict.value
        for d in gold_decisions(plans[0], plans[1])
        if d.previous and d.current
    }
    with tempfile.TemporaryDirectory() as folder:
        todo, done, result = (str(Path(folder) / name) for name in ("todo", "done", "result"))
        book = f"{folder}/decisions.tsv"
        if looks:
            _run("review", *paths, "--most", f"{looks}", "--decisions", book, "-o", f"{todo}.jsonl")
            lines = map(json.loads, Path(f"{todo}.jsonl").read_text("utf-8").splitlines())
            text = "".join(json.dumps({**x, **_answer(x, gold)}) + "\n" for x in lines)
            Path(f"{done}.jsonl").write_text(text, "utf-8")
            _run("review", *paths, "--accept", f"{done}.jsonl", "--decisions", book)
        said = ("--decisions", book) if looks else ()
        _run("compare", *paths, *said, "-o", f"{result}.json")
        compared = json.loads(Path(f"{result}.json").read_text("utf-8"))["comparisons"][0]
    links = {(link["previous"], link["current"]) for link in compared["links"]}
    return 2 * len(links & set(gold)) / (len(links) + len(gold))


def _answer(line: dict[str, str], gold: dict[tuple[str, str], str]) -> dict[str, str]:
    pair = (line["previous_task"], line["current_task"])
    return {"decision": gold.get(pair, "none"), "by": "gold"}


def _run(*arguments: str) -> None:
    told = StringIO()
    with redirect_stderr(told):
        status = run(list(arguments))
    if status:
        raise SystemExit(told.getvalue())


if __name__ == "__main__":
    main()
