"""Workers: compare pairs in several processes, the answers in the order of the questions."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from policydiff.model import PairError
from policydiff.pipeline.pairs import Answer, Encode, How, PairComparer, PairRequest

RUN = 8
"""Pairs in a row that go to one worker: neighbours share plans, which are then read once."""

AHEAD = 4
"""Runs for each worker that may be done before their turn: that bounds what waits in memory."""


class _Worker:
    """A process and what it has to do (a class: it holds a process)."""

    def __init__(self, how: How, encode: Encode) -> None:
        # A fresh interpreter: what this process has open or running is not copied.
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.todo: deque[tuple[int, PairRequest]] = deque()
        self.process = context.Process(target=_serve, args=(other, how, encode), daemon=True)
        self.process.start()
        other.close()

    def ask(self) -> None:
        """Send the next pair; that the process is gone shows where its answer is awaited."""
        try:
            self.pipe.send(self.todo[0][1])
        except OSError:
            return

    def close(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _serve(pipe: Connection[Any, Any], how: How, encode: Encode) -> None:
    """Answer until the pipe is closed; Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    comparer = PairComparer(how)
    while True:
        try:
            line = comparer.answer(pipe.recv())
            pipe.send((encode(line), not isinstance(line, PairError)))
        except (EOFError, OSError):
            return


def answers_of_workers(
    requests: Sequence[PairRequest], how: How, encode: Encode, jobs: int
) -> Iterator[Answer]:
    """Yield the line of each pair, in their order, worked out by so many processes.

    A process that dies is replaced; the pair that it was at is an error in its place.
    """
    workers = [_Worker(how, encode) for _ in range(min(jobs, len(requests)))]
    waiting: dict[int, Answer] = {}
    given = due = 0
    try:
        while due < len(requests):
            for worker in workers:
                if not worker.todo and given < min(len(requests), due + AHEAD * RUN * len(workers)):
                    worker.todo.extend(enumerate(requests[given : given + RUN], given))
                    given += len(worker.todo)
                    worker.ask()
            busy = {worker.pipe: place for place, worker in enumerate(workers) if worker.todo}
            for pipe in wait(list(busy)):
                place = busy[pipe]  # type: ignore[index]  # stubs: any object that can be waited for
                number, answer = _take(workers, place, how, encode)
                waiting[number] = answer
            while due in waiting:
                yield waiting.pop(due)
                due += 1
    finally:
        for worker in workers:
            worker.close()


def _take(workers: list[_Worker], place: int, how: How, encode: Encode) -> tuple[int, Answer]:
    """Take the answer of a worker and ask the next pair; one that is gone is replaced."""
    worker = workers[place]
    number, request = worker.todo.popleft()
    try:
        answer: Answer = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        said = f"the process that compared this pair died (exit status {worker.process.exitcode})"
        line = PairError(request.asked, said, "memory may have run out: fewer --jobs")
        answer = encode(line), False
        workers[place] = _Worker(how, encode)
        workers[place].todo = worker.todo
        worker.close()
    if workers[place].todo:
        workers[place].ask()
    return number, answer
