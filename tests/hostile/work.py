"""What a run costs: calls counted, not the clock; and a bound for loops that no call is made in."""

import os
import pickle
import resource
from collections.abc import Callable
from typing import TypeVar

from bench.growth import calls

Result = TypeVar("Result")
LINEAR = 4**1.2
"""How many times the work may grow with four times the input."""
CPU = 30
"""Seconds that a child may use: what is bounded uses less than 2, and quadratic loops minutes.

Where the input cannot be so large, a test names fewer: several times what is used.
"""


def growth(run: Callable[[int], object], size: int) -> float:
    """Return how many times the work grows when the input is made four times as large."""
    run(size * 4)  # what is loaded on first use is no work on the input
    return calls(lambda: run(size * 4)) / max(1, calls(lambda: run(size)))


class TooLongError(Exception):
    """Raised where something runs for longer than it may."""


def in_child(run: Callable[[], Result], seconds: int = CPU) -> Result:
    """Return or raise what a run does, in a process that is ended when it has used its CPU.

    It is for loops in C, which make no call: only how long they take can tell.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        said: tuple[object, BaseException | None]
        try:
            said = run(), None
        except BaseException as error:
            said = None, error
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(said, stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    if not answer:
        raise TooLongError(f"more than {seconds} s of CPU")
    value, error = pickle.loads(answer)
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]  # what the child returned
