"""Start-up: CPU time of whole processes, as ratios to importing click, in one run.

    python bench/startup.py [RUNS]

Bounds: --version at most 1.5 times, comparing two plans to JSON at most 8 times.
"""

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BASE = ("-c", "import click")
CASES = {
    "--version": ("-m", "policydiff", "--version"),
    "--help": ("-m", "policydiff", "--help"),
    "compare to JSON": (
        *("-m", "policydiff", "compare", "seeds/city-2020.txt", "seeds/yangpu-2025.txt"),
        *("-f", "json"),
    ),
    "compare to a table": (
        *("-m", "policydiff", "compare", "seeds/city-2020.txt", "seeds/yangpu-2025.txt"),
    ),
}
BOUNDS = {"--version": 1.5, "compare to JSON": 8.0}


def cpu_seconds(arguments: tuple[str, ...]) -> float:
    """Return the CPU time (user and system) of one Python process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
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
    """Return each case's median CPU time over that of importing click; runs are interleaved."""
    times: dict[str, list[float]] = {name: [] for name in ("", *CASES)}
    for _ in range(runs):
        for name in times:
            times[name].append(cpu_seconds(CASES.get(name, BASE)))
    base = statistics.median(times[""])
    return {name: statistics.median(times[name]) / base for name in CASES}


if __name__ == "__main__":
    for case, ratio in ratios(int(sys.argv[1]) if len(sys.argv) > 1 else 11).items():
        bound = f"(bound {BOUNDS[case]})" if case in BOUNDS else ""
        print(f"{case:20} {ratio:5.2f} × import click {bound}")
