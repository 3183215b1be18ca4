"""What a run costs: calls counted, not seconds; and a bound for loops that no call is made in."""

import contextlib
import signal
from collections.abc import Callable, Iterator

from bench.growth import calls


def growth(run: Callable[[int], object], size: int) -> float:
    """Return how many times the work grows when the input is made four times as large."""
    run(1)  # what is loaded on first use is no work on the input
    return calls(lambda: run(size * 4)) / max(1, calls(lambda: run(size)))


LINEAR = 4**1.2
"""How many times the work may grow with four times the input."""


class TooLongError(Exception):
    """Raised where something runs for longer than it may."""


@contextlib.contextmanager
def seconds(limit: float) -> Iterator[None]:
    """Break off what takes longer, in seconds of this process: quadratic loops took minutes."""

    def stop(*_: object) -> None:
        raise TooLongError(f"more than {limit} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
