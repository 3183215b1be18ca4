"""``policydiff compare``: the main job; ``render``: the same reports from a saved result.

Many plans are the plans of folders, or the pairs of a list, each a line of JSON as it comes.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from policydiff.cli.app import DONE, FAILED, PlainCommand
from policydiff.cli.config import complete_file, complete_plan, file_option
from policydiff.cli.files import Output, read_text, require_folder, write_all
from policydiff.cli.messages import Progress, say
from policydiff.cli.options import (
    Inputs,
    decided,
    decisions_file,
    decisions_option,
    input_options,
    output_options,
    review_settings,
)
from policydiff.cli.output import Sink, to_stdout
from policydiff.cli.plans import (
    has_folder,
    load_folders,
    load_plans,
    pending_in,
    tell_left_out,
    warn_of_notes,
    warn_of_pending,
)
from policydiff.cli.reports import Reporting, report_options
from policydiff.errors import ReadingError, UsageError
from policydiff.writers.formats import FORMATS

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.pipeline.folder import Collected
    from policydiff.pipeline.pairs import Answer, How, PairRequest
    from policydiff.report import Lang
    from policydiff.reviewing import Decision

PAIRS_HINT = "policydiff compare --pairs pairs.tsv -f jsonl --jobs 2 > pairs.jsonl"


@click.command("compare", cls=PlainCommand)
@click.argument("plans", nargs=-1, metavar="PLAN|FOLDER...", shell_complete=complete_plan)
@click.option(
    "--against",
    type=click.Choice(["auto", "previous", "first"]),
    default="auto",
    help="Compare each plan with its best reference among those before it (default): an earlier"
    " one of the same office, else of the office above; or with the previous, or the first.",
)
@click.option(
    "--relation",
    type=click.Choice(["longitudinal", "vertical", "scope", "lateral"]),
    help="How the plans stand to each other, where their texts do not say it right.",
)
@decisions_option
@click.option("--skip-broken", is_flag=True, help="Apply the whole lines of a decisions file.")
@click.option("--locked", is_flag=True, help="Leave open what nobody has looked at.")
@file_option(
    "--pairs",
    says="Compare the pairs in FILE (two plans a line with a tab between, or JSON Lines: previous,"
    " current, and optional relation, field, id); needs -f jsonl: a line a pair, as it comes.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    help="Processes that compare pairs; default: 1.",
)
@file_option(
    "--skip-done",
    says="Leave out the pairs that FILE, the output of an earlier run over pairs, holds.",
)
@input_options()
@output_options(*FORMATS)
@report_options
def compare_command(
    plans: tuple[str, ...],
    against: str,
    relation: str | None,
    decisions: str | None,
    skip_broken: bool,
    locked: bool,
    pairs: str | None,
    jobs: int,
    skip_done: str | None,
    inputs: Inputs,
    reporting: Reporting,
    sink: Sink,
) -> int:
    """Compare plans: what is new (新增), continued (延续) or dropped (退出).

    Each plan is compared with the best reference among those given before it, and themes are
    shown over all of them. Every link between two tasks stands with the words that prove it.

    A folder is searched for plans, which are sorted into series by office, scope and year; each
    plan is compared within its series, the first with the office above. What is left out is told
    on stderr, and changes no exit status: 2 only where no two plans can be compared. -o DIR/
    writes an index and a page for each series.
    """
    if pairs:
        _require_pairs_alone(plans, against, relation, reporting, sink)
    elif jobs > 1 or skip_done:
        raise UsageError("--jobs and --skip-done go with --pairs", hint=PAIRS_HINT)
    elif not plans:
        raise UsageError("no plans named", hint="policydiff compare PREVIOUS CURRENT, or a folder")
    said = decided(decisions, skip_broken)
    inputs = replace(inputs, settings=review_settings(inputs.settings, locked))
    if pairs:
        return _compare_pairs(pairs, skip_done, jobs, _how(said, inputs))
    if has_folder(plans):
        _require_plain(against, relation)
        report = _compare_folders(plans, said, inputs, sink)
    else:
        report = _compare_named(plans, against, relation, said, inputs)
    warn_of_pending(pending_in(report.comparisons), decisions_file(decisions))
    return reporting.emit(report, sink)


def _compare_named(
    names: tuple[str, ...],
    against: str,
    relation: str | None,
    decisions: tuple[Decision, ...],
    inputs: Inputs,
) -> Report:
    """Compare the plans of those names, and warn of what a user may have mistaken."""
    from policydiff.model import Relation
    from policydiff.pipeline.compare import Against, compare

    loaded = load_plans(names, inputs)
    with Progress("comparing pair") as progress:
        report = compare(
            loaded,
            against=Against(against),
            relation=Relation(relation) if relation else None,
            on_pair=progress.step,
            **asdict(inputs.choices(decisions)),
        )
    warn_of_notes(report)
    return report


def _require_pairs_alone(
    plans: tuple[str, ...], against: str, relation: str | None, reporting: Reporting, sink: Sink
) -> None:
    if plans or against != "auto" or relation:
        said = "--pairs names the plans, and how each pair stands: no others beside it"
        raise UsageError(said, hint=PAIRS_HINT)
    if sink.format != "jsonl" or sink.files or reporting.gates or reporting.template:
        said = "--pairs writes JSON Lines to stdout, as they come, and nothing else"
        raise UsageError(said, hint=PAIRS_HINT)


def _how(decisions: tuple[Decision, ...], inputs: Inputs) -> How:
    from policydiff.pipeline.pairs import How

    return How(**asdict(inputs.choices(decisions)), catalogue=inputs.listed())


def _require_plain(against: str, relation: str | None) -> None:
    if against != "auto" or relation:
        raise UsageError(
            "--against and --relation are for plans that are named",
            hint="in a folder the series tell; name the plans one by one to say it otherwise",
        )


HINT = "give a file written by `policydiff compare … -f json`, or - for stdin"


@click.command("render", cls=PlainCommand)
@click.argument("result", metavar="RESULT", shell_complete=complete_file)
@output_options(*FORMATS)
@report_options
def render_command(result: str, reporting: Reporting, sink: Sink) -> int:
    """Write any report from a saved result (JSON), without reading or matching plans again.

    RESULT is what compare or outline wrote with -f json: a file, or '-' for stdin. Results of a
    newer minor version are read; what they say beyond this version is passed over.
    """
    from policydiff.result import read_result

    text = read_text(result, HINT)
    try:
        report = read_result(text)
    except ReadingError as error:
        raise ReadingError(f"{result}: {error}", hint=error.hint) from None
    return reporting.emit(report, sink)


class _Done(Struct):
    pair: dict[str, str]
    comparison: msgspec.Raw


def _compare_pairs(path: str, done: str | None, jobs: int, how: How) -> int:
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


def _compare_folders(
    names: tuple[str, ...], decisions: Sequence[Decision], inputs: Inputs, sink: Sink
) -> Report:
    """Compare the plans in folders, tell what was left out, and write the folder of reports."""
    if sink.folder:
        require_folder(sink.folder, names)
    from policydiff.pipeline.folder import compare_series, follow_series

    loaded = load_folders(names, inputs)
    with Progress("comparing pair") as progress:
        chosen = inputs.choices(decisions)
        collected = compare_series(loaded, chosen, progress.step)
    tell_left_out(collected.report.left_out)
    if sink.folder:
        with Progress("following lines of work: pair") as progress:
            followed = follow_series(collected, chosen, progress.step)
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
