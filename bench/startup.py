"""Start-up: CPU time of whole processes, as ratios to importing click, in one run.

    python bench/startup.py [RUNS]

Bounds: --version and completing an id at most 1.5 times, comparing two plans to JSON at most 8
times, 11 where one of them is torn, matching a pair of ordinary plans, once read, at most 60 ms.
All processes find compiled bytecode, as installed
packages do; runs are interleaved, and the least of each counts: what another program on the
machine adds is no part of it.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TORN = ("seeds/city-2020.txt", "seeds/yangpu-2025.txt")
PLANS = ("seeds/city-2024.txt", "seeds/yangpu-2025.txt")
BASE = ("-c", "import click")
CASES = {
    "--version": ("-m", "policydiff", "--version"),
    "--help": ("-m", "policydiff", "--help"),
    "outline to JSON": ("-m", "policydiff", "outline", PLANS[0], "-f", "json"),
    "an id completed": ("-m", "policydiff"),
    "compare to JSON": ("-m", "policydiff", "compare", *PLANS, "-f", "json"),
    "torn text to JSON": ("-m", "policydiff", "compare", *TORN, "-f", "json"),
    "compare to a table": ("-m", "policydiff", "compare", *PLANS),
}
COMPLETION = {
    "_POLICYDIFF_COMPLETE": "bash_complete",
    "COMP_WORDS": "policydiff compare city",
    "COMP_CWORD": "2",
}
BOUNDS = {
    "--version": 1.5,
    "an id completed": 1.5,
    "compare to JSON": 8.0,
    "torn text to JSON": 11.0,
}
MATCHING_BOUND = 60
"""Milliseconds."""


def cpu_seconds(arguments: tuple[str, ...], bytecode: str) -> float:
    """Return the CPU time (user and system) of one Python process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": bytecode}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments == CASES["an id completed"]:
        environment |= COMPLETION
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(runs: int) -> dict[str, float]:
    """Return the least CPU time of each case over that of importing click."""
    cases = {"": BASE, **CASES}
    with tempfile.TemporaryDirectory() as bytecode:
        for arguments in cases.values():  # compiles
            cpu_seconds(arguments, bytecode)
        rounds = [
            {name: cpu_seconds(arguments, bytecode) for name, arguments in cases.items()}
            for _ in range(runs)
        ]
    base = min(times[""] for times in rounds)
    return {name: min(times[name] for times in rounds) / base for name in CASES}


def matching_seconds(runs: int) -> float:
    """Return the least CPU time in which the two plans are matched, once read and coded."""
    from policydiff.matching import align
    from policydiff.pipeline import load_plan
    from policydiff.pipeline.coding import code_plans
    from policydiff.settings import Settings

    settings = Settings()
    plans = [load_plan(str(ROOT / path)) for path in TORN]
    previous, current = code_plans(plans, "auto", settings.themes).plans
    times = []
    for _ in range(runs):
        start = time.process_time()
        align(previous, current, settings.matching)
        times.append(time.process_time() - start)
    return min(times)


def main(runs: int) -> None:
    """Print the ratios, and how long matching takes."""
    for case, ratio in ratios(runs).items():
        bound = f" (bound {BOUNDS[case]})" if case in BOUNDS else ""
        print(f"{case:20} {ratio:5.2f} × import click{bound}")
    print(f"{'matching':20} {matching_seconds(runs) * 1000:5.0f} ms (bound {MATCHING_BOUND} ms)")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
