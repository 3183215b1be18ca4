"""Many plans: the pairs of a list, a line of JSON each as it comes, and the plans of folders."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from policydiff.cli.files import Output, read_text, require_folder, write_all
from policydiff.cli.messages import Progress, say
from policydiff.cli.output import to_stdout
from policydiff.cli.plans import load_folders, tell_left_out
from policydiff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policydiff.cli.options import Inputs
    from policydiff.cli.output import Sink
    from policydiff.model import Report
    from policydiff.pipeline.folder import Collected
    from policydiff.pipeline.pairs import Answer, How, PairRequest
    from policydiff.report import Lang
    from policydiff.reviewing.decision import Decision

DONE, FAILED = 0, 2


class _Done(Struct):
    pair: dict[str, str]
    comparison: msgspec.Raw


def compare_pairs_of(path: str, done: str | None, jobs: int, how: How) -> int:
    """Compare the pairs that a file lists, and write a line for each in their order.

    ``done`` is the output of an earlier run: its comparisons are not made again. Ctrl-C ends the
    run behind a whole line. Returns 2 where no pair could be compared.
    """
    from policydiff.pipeline.pairs import FORMAT, parse_pairs

    requests = list(parse_pairs(read_text(path, FORMAT)))
    if not requests:
        raise UsageError(f"{path}: lists no pairs", hint=FORMAT)
    if done:
        requests = _not_done(requests, done)
    failed = written = 0
    with Progress("comparing pair") as progress, _whole_lines() as require_going_on:
        for line, is_compared in _answers(requests, jobs, how):
            to_stdout(line, "jsonl")
            written += 1
            failed += not is_compared
            progress.pace(written, len(requests))
            require_going_on()
    if failed:
        say("warning", f"{failed:,} of {written:,} pairs could not be compared: see their error")
    return FAILED if written and failed == written else DONE


def _answers(requests: Sequence[PairRequest], jobs: int, how: How) -> Iterator[Answer]:
    from policydiff.pipeline.pairs import answers
    from policydiff.result import line_json

    if jobs == 1 or len(requests) < 2:
        return answers(requests, how, line_json)
    from policydiff.pipeline.pairs import answers_of_workers

    return answers_of_workers(requests, how, line_json, jobs)


def _not_done(requests: Sequence[PairRequest], path: str) -> list[PairRequest]:
    """Return the pairs that an earlier output does not hold; what failed in it is tried again."""
    text = read_text(path, "name what an earlier run has written: --skip-done pairs.jsonl")
    done: set[tuple[str, str, str]] = set()
    for row in text.split("\n"):
        try:
            pair = msgspec.json.decode(row, type=_Done).pair
        except (msgspec.DecodeError, RecursionError):
            continue  # an error, or a line that a killed run left unfinished
        done.add((pair.get("id", ""), pair.get("previous", ""), pair.get("current", "")))
    if text and not text.endswith("\n"):
        say("warning", f"{path}: its last line is not whole; remove it before more is added")
    asked = ((request, request.asked) for request in requests)
    return [row for row, pair in asked if (pair.id, pair.previous, pair.current) not in done]


@contextmanager
def _whole_lines() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C end the run behind the line that is being written; a second one at once."""
    asked: list[int] = []

    def note(number: int, _: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    def require_going_on() -> None:
        if asked:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield require_going_on
    finally:
        signal.signal(signal.SIGINT, before)
        sys.stdout.flush()


def compare_folders(
    names: tuple[str, ...], decisions: Sequence[Decision], inputs: Inputs, sink: Sink
) -> Report:
    """Compare the plans in folders, tell what was left out, and write the folder of reports."""
    if sink.folder:
        require_folder(sink.folder, names)
    from policydiff.pipeline.folder import compare_series, follow_series

    loaded = load_folders(names, inputs)
    with Progress("comparing pair") as progress:
        collected = compare_series(
            loaded,
            settings=inputs.settings,
            codebook=inputs.codebook,
            field=inputs.field,
            decisions=decisions,
            on_pair=progress.step,
        )
    tell_left_out(collected.report.left_out)
    if sink.folder:
        with Progress("following lines of work: pair") as progress:
            followed = follow_series(collected, inputs.settings, on_pair=progress.step)
        _write_folder(followed, sink.folder, sink.look().lang)
    return collected.report


def _write_folder(collected: Collected, folder: str, lang: Lang) -> None:
    """Write the index and a page for each series in which something was compared."""
    from policydiff.writers.page import html_page, index_page

    parts = [part for part in collected.parts if part.report.comparisons]
    pages = {part.series.id: f"{part.series.id}.html" for part in parts}
    texts = {"index.html": index_page(collected.report, pages, lang)}
    texts |= {pages[part.series.id]: html_page(part.report, lang) for part in parts}
    Path(folder).mkdir(exist_ok=True)
    write_all([Output(str(Path(folder, name)), x.encode()) for name, x in texts.items()])
    _remove_stale(Path(folder), texts)


_OURS = b'<meta name="generator" content="policydiff">'
"""Stands in the head of each page, so that a page of another program is never taken for one."""

_HEAD = 4_000
"""Bytes in which the head of a page says who wrote it."""


def _remove_stale(folder: Path, written: Container[str]) -> None:
    """Remove the pages of series that an earlier run wrote and this one has not; tell of them.

    Only files of our own are removed: what is called like one but is not stays, and is told.
    """
    for page in sorted(folder.glob("series-*.html")):
        if page.name in written or page.is_symlink() or not page.is_file():
            continue
        with page.open("rb") as file:
            is_ours = _OURS in file.read(_HEAD)
        if is_ours:
            page.unlink()
            say("note", f"{page}: of an earlier run, removed")
        else:
            say("note", f"{page}: not of this run, left as it is")
