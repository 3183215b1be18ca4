"""Raise the floors of quality to what is reached: make floors.

A floor is set a margin below the figure. None is ever lowered, but with

    python tests/update_floors.py --allow-lower PART.FIGURE --why TEXT

which records what was lowered, and why, in tests/gold/floors.toml.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.floors import FLOORS, Floors, Lowered, measure, read_floors, shortfalls, write_floors

MARGIN = 0.005
"""How far below a share (0..1) its floor stands; counts have none."""


def floor_of(figure: float) -> float:
    """Return the floor of a figure.

    >>> floor_of(0.8587), floor_of(1.0), floor_of(97)
    (0.853, 0.995, 97)
    """
    return figure if figure > 1 else max(0.0, math.floor((figure - MARGIN) * 1000) / 1000)


def raised(figures: Floors, floors: Floors) -> Floors:
    """Return the floors, each the higher one of the old and the new."""
    return {
        part: {
            name: max(floor_of(figure), floors.get(part, {}).get(name, 0.0))
            for name, figure in own.items()
        }
        for part, own in figures.items()
    }


def lower(figures: Floors, floors: Floors, names: Sequence[str], why: str) -> list[Lowered]:
    """Lower the named floors in place to what is reached, and return the record."""
    record = []
    for name in names:
        part, _, figure = name.rpartition(".")
        if figure not in floors.get(part, {}):
            raise SystemExit(f"{name}: no such floor in {FLOORS.name}")
        before, after = floors[part][figure], floor_of(figures[part][figure])
        if after < before:
            floors[part][figure] = after
            record.append(Lowered(name, before, after, why))
    return record


def main(
    arguments: Sequence[str] | None = None,
    path: Path = FLOORS,
    measured: Callable[[], Floors] = measure,
) -> int:
    """Measure, raise, and refuse to lower. Return 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser(description="Raise the floors of quality.")
    parser.add_argument("--allow-lower", action="append", default=[], metavar="PART.FIGURE")
    parser.add_argument("--why", default="", metavar="TEXT")
    options = parser.parse_args(arguments)
    if options.allow_lower and not options.why:
        parser.error("--allow-lower needs --why TEXT")
    floors, lowered = read_floors(path.read_text("utf-8")) if path.exists() else ({}, [])
    figures = measured()
    lowered += lower(figures, floors, options.allow_lower, options.why)
    short = shortfalls(figures, floors)
    for item in short:
        print(f"{item}: not lowered", file=sys.stderr)
    if short:
        print("nothing written; see --allow-lower", file=sys.stderr)
        return 1
    path.write_text(write_floors(raised(figures, floors), lowered), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
