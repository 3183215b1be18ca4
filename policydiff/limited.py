"""Run a worker in a process of its own, whose time and memory are limited.

What a worker runs (C code that reads somebody's PDF, somebody's template) can be kept busy for
ever, and cannot be interrupted from inside. This file is also what that process runs; nothing but
the standard library is imported here, to start fast.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 3  # times the processor time: so long a busy machine may take for it


class Limits(NamedTuple):
    """What a worker may take: seconds of processor time, and bytes of memory."""

    seconds: int
    memory: int


class OverLimitError(Exception):
    """A worker that took more than it may, or died of it."""


def run_worker(worker: str, given: bytes, limits: Limits, *arguments: int) -> Any:
    """Return what a worker, ``module:function``, makes of ``given``: any value of JSON.

    Raises OverLimitError for a worker that does not answer within its limits.
    """
    import subprocess  # only who asks needs it, not the worker

    root = Path(__file__).parents[1]
    command = [sys.executable, "-P", __file__, root, worker, *limits, *arguments]
    try:
        done = subprocess.run(
            [*map(str, command)],
            input=given,
            capture_output=True,
            timeout=PATIENCE * limits.seconds,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise OverLimitError from error


def limit_process(limits: Limits) -> None:
    """Limit the processor time and the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the caller's patience must do
        return
    for kind, most in ((resource.RLIMIT_CPU, limits.seconds), (resource.RLIMIT_AS, limits.memory)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):  # macOS does not limit the address space
            continue


def main(root: str, worker: str, seconds: str, memory: str, *arguments: str) -> None:
    """Answer what stands on standard input, as the worker does."""
    limit_process(Limits(int(seconds), int(memory)))
    sys.path.insert(0, root)
    module, _, function = worker.partition(":")
    work = getattr(import_module(module), function)
    sys.stdout.write(json.dumps(work(sys.stdin.buffer.read(), *map(int, arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
