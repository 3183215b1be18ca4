"""Compare many pairs: each plan is read once while it is in use.

One after the other, or in several processes; the answers come in the order of the questions.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

import msgspec
from msgspec import Struct

from policydiff.errors import PolicyDiffError
from policydiff.model import Comparison, PairAsked, PairError, PairLine, Plan, Relation
from policydiff.pipeline import load_plan, unique_ids
from policydiff.pipeline.catalogue import Catalogue
from policydiff.pipeline.coding import Coder
from policydiff.pipeline.compare import Choices, compare_pair
from policydiff.settings import FolderSettings

FORMAT = (
    'a pair is {"previous": …, "current": …} or previous TAB current, and optional: '
    "relation, field, id"
)

_COLUMNS = ("previous", "current", "relation", "field", "id")


class PairRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Two plans to be compared, and how; ``line`` is where it was asked, ``problem`` what is wrong.

    ``relation`` and ``field`` are as for ``compare``, None where the plans tell.
    """

    previous: str = ""
    current: str = ""
    relation: Relation | None = None
    field: str | None = None
    id: str | None = None
    line: int = 0
    problem: str = ""

    @property
    def asked(self) -> PairAsked:
        """Return how the pair is named in the output."""
        return PairAsked(self.id or str(self.line), self.previous, self.current)


class How(Choices, frozen=True):
    """How all pairs of a run are compared."""

    catalogue: Catalogue | None = None
    max_plans_in_use: int = FolderSettings().max_plans_in_use


def parse_pairs(text: str) -> Iterator[PairRequest]:
    r"""Read pairs from JSON Lines or lines of columns parted by tabs; empty lines are passed over.

    >>> [(row.previous, row.current, row.line) for row in parse_pairs("a.txt\tb.txt\n")]
    [('a.txt', 'b.txt', 1)]
    >>> next(parse_pairs('{"previous": "a.txt"}')).problem
    'names no two plans'

    A line that is no pair has its ``problem`` told.
    """
    for number, row in enumerate(text.split("\n"), 1):
        row = row.strip("\r\n ")
        cells = row.split("\t")
        if not row or tuple(cells) == _COLUMNS[: len(cells)]:
            continue
        request = _from_json(row) if row.startswith("{") else _from_cells(cells)
        if not request.problem and not (request.previous and request.current):
            request = msgspec.structs.replace(request, problem="names no two plans")
        yield msgspec.structs.replace(request, line=number)


def _from_json(row: str) -> PairRequest:
    try:
        return msgspec.json.decode(row, type=PairRequest)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        return PairRequest(problem=f"is no pair ({error})")


def _from_cells(cells: Sequence[str]) -> PairRequest:
    values = {name: cell for name, cell in zip(_COLUMNS, cells, strict=False) if cell}
    if len(cells) > len(_COLUMNS):
        return PairRequest(problem=f"has {len(cells)} columns")
    try:
        return msgspec.convert(values, PairRequest)
    except msgspec.ValidationError as error:
        return PairRequest(problem=f"is no pair ({error})")


class PairComparer:
    """Compare pairs (a class: it keeps the plans in use, and drops those used longest ago)."""

    __slots__ = ("_coders", "_how", "_plans")

    def __init__(self, how: How) -> None:
        self._how = how
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self._coders: dict[str, Coder] = {}

    def answer(self, request: PairRequest) -> PairLine | PairError:
        """Compare a pair; whatever is wrong with it is told in its place."""
        try:
            if request.problem:
                said = f"line {request.line} of the pairs {request.problem}"
                return PairError(request.asked, said, FORMAT)
            comparison, plans = self._compare(request)
        except PolicyDiffError as error:
            return PairError(request.asked, str(error), error.hint)
        except (RecursionError, MemoryError, ValueError, LookupError) as error:
            said = f"internal error: {type(error).__name__}: {error}"
            return PairError(request.asked, said, "please report it, with these two plans")
        return PairLine(request.asked, comparison, (plans[0].id, plans[1].id))

    def _compare(self, request: PairRequest) -> tuple[Comparison, Sequence[Plan]]:
        how = self._how
        plans = unique_ids([self._plan(name) for name in (request.previous, request.current)])
        comparison = compare_pair(
            plans[0],
            plans[1],
            self._coder(request.field or how.field),
            how.settings,
            relation=request.relation,
            decisions=how.decisions,
        )
        return comparison, plans

    def _plan(self, name: str) -> Plan:
        if name not in self._plans:
            how = self._how
            self._plans[name] = load_plan(name, settings=how.settings, catalogue=how.catalogue)
        self._plans.move_to_end(name)
        if len(self._plans) > how_many(self._how):
            _, dropped = self._plans.popitem(last=False)
            for coder in self._coders.values():
                coder.forget(dropped)
        return self._plans[name]

    def _coder(self, field: str) -> Coder:
        if field not in self._coders:
            how = self._how
            self._coders[field] = Coder(how.codebook, field, how.settings.themes)
        return self._coders[field]


def how_many(how: How) -> int:
    """Return how many plans are kept: the two of a pair at the least."""
    return max(2, how.max_plans_in_use)


Answer = tuple[str, bool]
"""A line of the output, and whether it is a comparison."""

Encode = Callable[[Any], str]


def answers(requests: Sequence[PairRequest], how: How, encode: Encode) -> Iterator[Answer]:
    """Yield the line of each pair, in their order, in this process."""
    comparer = PairComparer(how)
    for request in requests:
        line = comparer.answer(request)
        yield encode(line), isinstance(line, PairLine)


RUN = 8
"""Pairs in a row that go to one worker at once: neighbours share plans, then read only once."""

AHEAD = 4
"""Runs for each worker that may be done before their turn: that bounds what waits in memory."""


class _Worker:
    """A process and what it has to do (a class: it holds a process)."""

    def __init__(self, how: How, encode: Encode) -> None:
        # A fresh interpreter: what this process has open or running is not copied.
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.todo: deque[tuple[int, PairRequest]] = deque()
        arguments = other, how, encode, gc.get_threshold()
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        self.process.start()
        other.close()

    def ask(self, run: Iterable[tuple[int, PairRequest]]) -> None:
        """Send pairs, all at once: it never waits for this process between two of them.

        It has nothing to do yet. That it is gone shows where an answer is awaited.
        """
        self.todo.extend(run)
        with suppress(OSError):
            self.pipe.send([request for _, request in self.todo])

    def close(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _serve(
    pipe: Connection[Any, Any], how: How, encode: Encode, collecting: tuple[int, int, int]
) -> None:
    """Answer until the pipe is closed; Ctrl-C is for the process that asks.

    Garbage is looked for as seldom as there: at Python's own pace that costs a tenth.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*collecting)
    comparer = PairComparer(how)
    while True:
        try:
            for request in pipe.recv():
                line = comparer.answer(request)
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
                    end = given + min(RUN, -(-(len(requests) - given) // len(workers)))
                    worker.ask(enumerate(requests[given:end], given))
                    given = end
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
    """Take the next answer of a worker; one that is gone is replaced, for the rest of its run."""
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
        workers[place].ask(worker.todo)
        worker.close()
    return number, answer
