"""Time, memory and hit rate of matching as plans grow: python bench/scale.py [TASKS ...].

The plans are made of the seeds' measures, drawn with a fixed seed; the current plan is a
disturbed copy of the previous one: of each task a third of the measures are replaced, each clause
loses a tenth of its characters, and the tasks are shuffled. Hit rate: how often the task a copy
was made of is the best linked, or else the nearest, counterpart.
"""

import math
import random
import resource
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from policydiff.matching import Alignment, align
from policydiff.model import Measure, Plan, Task
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source

SEEDS = sorted(Path(__file__).parents[1].glob("seeds/*.txt"))
SIZES = (100, 300, 1000)
MEASURES_A_TASK = 6


def main(sizes: list[int]) -> None:
    """Print one row for each size."""
    plans = [parse_plan(read_source(str(path))) for path in SEEDS]
    measures = [measure.text for plan in plans for task in plan.tasks for measure in task.measures]
    print(f"{'tasks':>11} {'seconds':>8} {'growth':>7} {'hits':>6} {'peak MB':>8}")
    before: tuple[int, float] | None = None
    for size in sizes:
        previous, current = make_pair(plans[0], measures, size)
        start = time.process_time()
        alignment = align(previous, current)
        seconds = time.process_time() - start
        growth = f"n^{exponent(before, (size, seconds)):.2f}" if before else ""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>5}×{size:<5} {seconds:>8.2f} {growth:>7} "
            f"{hit_rate(alignment, previous):>6.1%} {peak:>8.0f}",
            flush=True,
        )
        before = (size, seconds)


def exponent(before: tuple[int, float], after: tuple[int, float]) -> float:
    """Return the power of the size by which the time grew."""
    return math.log(after[1] / before[1]) / math.log(after[0] / before[0])


def make_pair(template: Plan, measures: list[str], size: int) -> tuple[Plan, Plan]:
    """Return a plan of ``size`` tasks and a disturbed, shuffled copy of it."""
    draw = random.Random(size)
    texts = [
        [varied(draw, draw.choice(measures)) for _ in range(MEASURES_A_TASK)] for _ in range(size)
    ]
    copies = [
        [varied(draw, text if draw.random() < 2 / 3 else draw.choice(measures)) for text in task]
        for task in texts
    ]
    order = list(range(size))
    draw.shuffle(order)
    return (
        as_plan(template, [(str(n + 1), task) for n, task in enumerate(texts)]),
        as_plan(template, [(str(n + 1), copies[n]) for n in order]),
    )


def varied(draw: random.Random, text: str) -> str:
    """Return the text with a tenth of its characters replaced by arbitrary ones."""
    return "".join(
        chr(draw.randrange(0x4E00, 0x9FA0)) if draw.random() < 0.1 else character
        for character in text
    )


def as_plan(template: Plan, tasks: list[tuple[str, list[str]]]) -> Plan:
    """Return the template with these tasks: ids and the texts of their measures."""
    return replace(
        template,
        tasks=tuple(
            Task(
                id=number,
                number=number,
                section="",
                title=texts[0],
                text="。".join(texts),
                line_start=1,
                line_end=1,
                measures=tuple(Measure(f"{number}-{n}", t, 1) for n, t in enumerate(texts)),
            )
            for number, texts in tasks
        ),
    )


def hit_rate(alignment: Alignment, previous: Plan) -> float:
    """Return the share of previous tasks whose best counterpart is their copy (the same id)."""
    best: dict[str, tuple[float, str]] = {}
    for link in (*alignment.links, *alignment.uncertain):
        best[link.previous] = max(best.get(link.previous, (0.0, "")), (link.score, link.current))
    for unlinked in alignment.unlinked:
        for candidate in unlinked.nearest[:1]:
            best.setdefault(unlinked.task, (candidate.score, candidate.task))
    hits = sum(best.get(task.id, (0.0, ""))[1] == task.id for task in previous.tasks)
    return hits / len(previous.tasks)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
