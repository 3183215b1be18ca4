"""Many plans: CPU a pair, two jobs against one, memory, the index page, a search in an index.

    python bench/many.py [--plans N ...] [--keep FOLDER]

The plans are made up with a fixed seed: offices with eleven plans each, a year apart, of 30 to 35
tasks. An office has its own nouns (those of the seeds, shuffled); from year to year a task keeps
two thirds of its measures. CPU is that of whole processes, which read the plans too and find
compiled bytecode, as installed packages do; pairs a second are by the clock, so they tell something
only of a machine that has nothing else to do: the load is printed beside them, and the CPU of all
processes together.
"""

import argparse
import compileall
import itertools
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.text.words import tagged_words

ROOT = Path(__file__).parents[1]
SEEDS = sorted(ROOT.glob("seeds/*.txt"))
FIRST_YEAR, YEARS = 2014, 11
SIZES = (50, 200)
PHRASE = "互联网医院"
HEADINGS = "一二三四五六七八"
PLACES = "东西南北上下左右前后里外新旧高低", "山河湖海江溪泉林田园桥关石木玉竹"


class Spent(NamedTuple):
    """What a process took: CPU and clock in seconds, its peak of memory in MB."""

    cpu: float
    clock: float
    peak: float


Row = tuple[int, Spent]
"""A number of pairs or plans, and what a run over them took."""


def main(sizes: Sequence[int], folder: Path) -> None:
    """Print a table for each question."""
    compileall.compile_dir(ROOT / "policydiff", quiet=1)
    write_plans(folder, max(sizes))
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    print_pairs(folder, sizes)
    print_jobs(folder, min(sizes))
    print_folders(folder, sizes)
    print_trace(folder, sizes)


def print_pairs(folder: Path, sizes: Sequence[int]) -> None:
    """Print what a pair of neighbours takes in one process, reading included."""
    print(f"{'pairs':>6} {'ms CPU a pair':>14} {'growth':>7} {'peak MB':>8} {'growth':>7}")
    rows: list[Row] = []
    for size in sizes:
        spent = run(compare_pairs(folder, size))
        rows.append((size, spent))
        print(
            f"{size:>6} {spent.cpu / size * 1000:>14.0f} {growth(rows, 'cpu'):>7} "
            f"{spent.peak:>8.0f} {growth(rows, 'peak'):>7}",
            flush=True,
        )


def print_jobs(folder: Path, size: int) -> None:
    """Print the pairs a second of one process and of two."""
    print(f"\n{'jobs':>6} {'pairs a second':>14} {'CPU s':>8}")
    spent = [run(compare_pairs(folder, size, jobs)) for jobs in (1, 2)]
    for jobs, each in zip((1, 2), spent, strict=True):
        print(f"{jobs:>6} {size / each.clock:>14.1f} {each.cpu:>8.1f}")
    ratio = spent[0].clock / spent[1].clock
    print(f"ratio {ratio:.2f} (load {os.getloadavg()[0]:.1f})", flush=True)


def print_folders(folder: Path, sizes: Sequence[int]) -> None:
    """Print what a folder takes with its index page: plans in series, a page for each."""
    print(f"\n{'plans':>6} {'CPU s':>8} {'growth':>7} {'peak MB':>8} {'growth':>7} {'index kB':>9}")
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as out:
            spent = run(
                ["compare", *map(str, plans_of(folder, size)[1]), "-o", f"{out}/site/", "--brief"]
            )
            rows.append((size, spent))
            index = Path(out, "site", "index.html").stat().st_size / 1000
        print(
            f"{size:>6} {spent.cpu:>8.1f} {growth(rows, 'cpu'):>7} "
            f"{spent.peak:>8.0f} {growth(rows, 'peak'):>7} {index:>9.0f}",
            flush=True,
        )


def print_trace(folder: Path, sizes: Sequence[int]) -> None:
    """Print how long a phrase is looked for without an index yet, and with it."""
    print(
        f"\n{'plans':>6} {'first, CPU s':>13} {'growth':>7} {'again, CPU s':>13} {'growth':>7} "
        f"{'peak MB':>8} {'growth':>7}"
    )
    firsts: list[Row] = []
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as out:
            folders = map(str, plans_of(folder, size)[1])
            question = ["trace", PHRASE, *folders, "--index", str(Path(out, "i.sqlite"))]
            first, again = run(question), run(question)
        firsts.append((size, first))
        rows.append((size, again))
        print(
            f"{size:>6} {first.cpu:>13.2f} {growth(firsts, 'cpu'):>7} "
            f"{again.cpu:>13.2f} {growth(rows, 'cpu'):>7} "
            f"{again.peak:>8.0f} {growth(rows, 'peak'):>7}",
            flush=True,
        )


def growth(rows: Sequence[Row], figure: str) -> str:
    """Return the power of the size by which a figure grew from the last row but one.

    "" where there is one row.
    """
    if len(rows) < 2:
        return ""
    (small, before), (large, after) = rows[-2:]
    grown = math.log(getattr(after, figure) / getattr(before, figure))
    return f"n^{grown / math.log(large / small):.2f}"


def run(arguments: Sequence[str]) -> Spent:
    """Run policydiff in a process of its own; 0 and 1 are no failures."""
    start = time.monotonic()
    command = [sys.executable, "-m", "policydiff", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(command, stdout=told, stderr=told, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            told.seek(0)
            raise SystemExit(told.read().decode()[-2_000:])
    return Spent(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024)


def compare_pairs(folder: Path, size: int, jobs: int = 1) -> list[str]:
    """Return the command that compares so many pairs of neighbours."""
    plans = sorted(folder.glob("*/*.txt"))
    pairs = [(a, b) for a, b in itertools.pairwise(plans) if a.parent == b.parent]
    listed = folder / f"pairs-{size}.tsv"
    listed.write_text("".join(f"{a}\t{b}\n" for a, b in pairs[:size]), encoding="utf-8")
    return ["compare", "--pairs", str(listed), "-f", "jsonl", "--jobs", str(jobs)]


def plans_of(folder: Path, size: int) -> tuple[int, list[Path]]:
    """Return how many plans there are in the folders that hold about ``size``, and these."""
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    folders = folders[: max(1, round(size / YEARS))]
    return len(folders) * YEARS, folders


def write_plans(folder: Path, pairs: int) -> None:
    """Write the plans of as many offices as it takes for so many pairs of neighbours."""
    tasks = [task for path in SEEDS for task in parse_plan(read_source(str(path))).tasks]
    texts = [(task.title, [measure.text for measure in task.measures]) for task in tasks]
    nouns = sorted(
        {
            word
            for _, said in texts
            for text in said
            for word, kind in tagged_words(text)
            if kind == "n" and len(word) == 2
        }
    )
    for number in range(-(-pairs // (YEARS - 1))):
        draw = random.Random(number)
        renamed = dict(zip(nouns, draw.sample(nouns, len(nouns)), strict=True))
        place = folder / f"office-{number:04}"
        place.mkdir(parents=True, exist_ok=True)
        for year, text in plans(draw, texts, renamed, number):
            (place / f"{year}.txt").write_text(text, encoding="utf-8")


def plans(
    draw: random.Random,
    texts: Sequence[tuple[str, list[str]]],
    renamed: dict[str, str],
    number: int,
) -> Iterator[tuple[int, str]]:
    """Yield the plans of an office: each year keeps two thirds of the measures before it."""
    drawn = draw.sample(texts, 35)
    tasks = [(worded(title, renamed), [worded(m, renamed) for m in said]) for title, said in drawn]
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        kept = draw.sample(range(35), draw.randint(30, 35))
        yield year, as_text(number, year, [tasks[place] for place in sorted(kept)])
        tasks = [
            (
                title,
                [
                    m if draw.random() < 2 / 3 else worded(any_measure(draw, texts), renamed)
                    for m in said
                ],
            )
            for title, said in tasks
        ]


def any_measure(draw: random.Random, texts: Sequence[tuple[str, list[str]]]) -> str:
    """Return a measure of any task."""
    return draw.choice(draw.choice([said for _, said in texts if said]))


def worded(text: str, renamed: dict[str, str]) -> str:
    """Return a text in the nouns of an office."""
    return "".join(renamed.get(word, word) for word, _ in tagged_words(text))


def as_text(number: int, year: int, tasks: Sequence[tuple[str, list[str]]]) -> str:
    """Return a plan as a text file has it."""
    rows = [f"{name_of(number)}{year}年卫生健康工作要点", ""]
    for place, (title, said) in enumerate(tasks):
        if place % 5 == 0:
            rows.append(f"{HEADINGS[place // 5]}、第{HEADINGS[place // 5]}方面工作")
        rows.append(f"{place + 1}.{title}。{'。'.join(text.strip('。') for text in said)}。")
    return "\n".join(rows) + "\n"


def name_of(number: int) -> str:
    """Return the name of an office, of two characters that no other has."""
    first, second = divmod(number, len(PLACES[1]))
    return f"{PLACES[0][first]}{PLACES[1][second]}市卫生健康委员会"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--plans", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--keep", type=Path, help="where the made-up plans are to stay")
    given = options.parse_args()
    if given.keep:
        main(sorted(given.plans), given.keep)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(sorted(given.plans), Path(made))
