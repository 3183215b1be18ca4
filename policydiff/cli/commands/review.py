"""``policydiff review``: decide links one by one, or list them and accept decisions as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from policydiff.cli.app import PlainCommand
from policydiff.cli.config import complete_file, complete_plan
from policydiff.cli.messages import say
from policydiff.cli.options import (
    Inputs,
    decisions_file,
    decisions_option,
    input_options,
    output_options,
)
from policydiff.cli.output import Sink
from policydiff.cli.plans import load_plans, warn_of_pending
from policydiff.cli.spreadsheet import read_rows, rows_text, workbook
from policydiff.errors import UsageError
from policydiff.text.unseen import visible
from policydiff.writers.formats import CSV, JSONL, XLSX

if TYPE_CHECKING:
    from policydiff.model import Plan
    from policydiff.pipeline.ask import Review
    from policydiff.report.blocks import Document
    from policydiff.report.choices import Lang
    from policydiff.reviewing.decision import Decision
    from policydiff.reviewing.exchange import ReviewLine
    from policydiff.reviewing.queue import Item

DONE = 0
NO_TERMINAL_HINT = (
    "list what is worth a look with --list -f jsonl (or csv, xlsx), fill in 'decision' and 'by',"
    " and read it back with --accept FILE"
)


class Request(Struct, frozen=True):
    """What is to be done with two plans and their decisions."""

    path: str
    by: str
    most: int | None
    listed: bool
    accepted: str | None
    skip_broken: bool


@click.command("review", cls=PlainCommand)
@click.argument("previous", metavar="PREV", shell_complete=complete_plan)
@click.argument("current", metavar="CUR", shell_complete=complete_plan)
@click.option("--list", "listed", is_flag=True, help="Write what is worth a look, and ask nothing.")
@click.option(
    "--accept",
    "accepted",
    metavar="FILE",
    shell_complete=complete_file,
    help="Read decisions from a filled-in list (.jsonl, .csv, .xlsx; - is stdin, JSON Lines).",
)
@click.option(
    "--agreement",
    is_flag=True,
    help="PREV and CUR are two decisions files: how often their coders agree.",
)
@click.option(
    "--merged",
    metavar="FILE",
    shell_complete=complete_file,
    help="With --agreement: write both files as one, contradictions marked by comments.",
)
@click.option("--most", type=click.IntRange(1), help="So many pairs at the most.")
@click.option("--by", metavar="NAME", default="", help="Who decides; a program is model:NAME.")
@click.option("--skip-broken", is_flag=True, help="Apply the other lines of a file with mistakes.")
@decisions_option
@input_options()
@output_options(JSONL, CSV, XLSX)
def review_command(
    previous: str,
    current: str,
    listed: bool,
    accepted: str | None,
    agreement: bool,
    merged: str | None,
    most: int | None,
    by: str,
    skip_broken: bool,
    decisions: str | None,
    inputs: Inputs,
    sink: Sink,
) -> int:
    """Decide on the links of two plans (人工审定), the most telling look first.

    Every answer goes into the decisions file at once: decisions.tsv beside the configuration, or
    --decisions FILE. `compare` applies that file; a decision is found again in a re-scraped,
    renumbered or lightly edited plan, and told as stale where the text has really changed.
    """
    if agreement:
        return _agree(previous, current, merged)
    request = Request(decisions_file(decisions), by, most, listed, accepted, skip_broken)
    plans = load_plans((previous, current), inputs)
    if accepted:
        return _accept(request, plans)
    found = _reviewed(request, plans, inputs)
    if listed or sink.files:
        return _list(found, request, sink)
    return _ask(found, request, inputs, sink)


def _reviewed(request: Request, plans: Sequence[Plan], inputs: Inputs) -> Review:
    from policydiff.pipeline.ask import review
    from policydiff.reviewing.store import load_decisions, require_whole

    file = load_decisions(request.path)
    if not request.skip_broken:
        require_whole(file, request.path)
    found = review(
        plans[0],
        plans[1],
        file.decisions,
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
    )
    warn_of_pending((found.comparison,), request.path)
    return found._replace(items=found.items[: request.most])


def _list(found: Review, request: Request, sink: Sink) -> int:
    """Write what is worth a look, with room for the decision."""
    from policydiff.reviewing.exchange import FIELDS, review_lines

    lines = list(review_lines(found.items, found.previous, found.current))
    sink.emit(
        {
            JSONL: lambda look: _json_lines(lines),
            CSV: lambda look: rows_text([FIELDS, *lines]),
            XLSX: lambda look: workbook([FIELDS, *lines]),
        }
    )
    return DONE


def _json_lines(lines: Sequence[ReviewLine]) -> str:
    import json

    from policydiff.text.unseen import json_text

    return "".join(
        json_text(json.dumps(line._asdict(), ensure_ascii=False)) + "\n" for line in lines
    )


def _accept(request: Request, plans: Sequence[Plan]) -> int:
    """Read decisions back from a list that somebody, or a program, filled in."""
    from policydiff.reviewing.exchange import Place, read_line
    from policydiff.reviewing.store import load_decisions, record, require_whole

    name = request.accepted or "-"
    decisions: list[Decision] = []
    for number, cells in read_rows(name):
        decision = read_line(cells, Place(name, number), (plans[0], plans[1]), request.by)
        if decision:
            decisions.append(decision if decision.on else decision._replace(on=_today()))
    if not request.skip_broken:
        require_whole(load_decisions(request.path), request.path)
    record(request.path, decisions)
    say("note", f"{request.path}: {len(decisions)} decisions recorded")
    return DONE


def _ask(found: Review, request: Request, inputs: Inputs, sink: Sink) -> int:
    """Ask at the terminal, pair by pair."""
    from policydiff.cli.session import Session, is_interactive
    from policydiff.reviewing.store import record, withdraw

    if not is_interactive():
        raise UsageError("review asks at a terminal, and here is none", hint=NO_TERMINAL_HINT)
    if not found.items:
        say("note", "nothing is left to look at: every pair that was weighed is decided on")
        return DONE
    look = sink.look()
    session = Session(
        found,
        request.by or getuser(),
        _today(),
        lambda said: record(request.path, said),
        lambda said: withdraw(request.path, said),
    )
    session.run(lambda item: _drawn(found, item, inputs, look.lang), look)
    return DONE


def _drawn(found: Review, item: Item, inputs: Inputs, lang: Lang) -> Document:
    from policydiff.pipeline.ask import explain_tasks
    from policydiff.report.explanation import explain_views
    from policydiff.report.pair import Pair

    explained = explain_tasks(
        found.previous,
        found.current,
        item.previous,
        item.current,
        settings=inputs.settings,
        codebook=inputs.codebook,
        field=inputs.field,
    )
    pair = Pair(explained.comparison, explained.previous, explained.current)
    return explain_views(pair, explained.explanations, lang)


def _agree(one: str, other: str, merged_file: str | None) -> int:
    """Hold two coders' files against each other."""
    from policydiff.reviewing.agreement import agreement, merged
    from policydiff.reviewing.store import save_decisions

    coders = [_decisions_of(path) for path in (one, other)]
    found = agreement(*coders)
    kappa = found.kappa
    value = (
        "–" if kappa.value is None else f"{kappa.value:.2f} ({kappa.low:.2f} … {kappa.high:.2f})"
    )
    share = "–" if found.share is None else f"{found.share:.0%}"
    click.echo(
        f"both 两人都审 {found.both} · agreed 一致 {found.agreed} ({share}) · Cohen κ {value}"
    )
    click.echo(f"only {visible(one)}: {found.only_one} · only {visible(other)}: {found.only_other}")
    for item in found.disagreements:
        for decision in item:
            click.echo(visible(decision_text(decision)))
        click.echo("")
    if merged_file:
        save_decisions(merged_file, merged(*coders))
        say("note", f"{merged_file}: both files, {len(found.disagreements)} conflicts marked")
    return DONE


def _decisions_of(path: str) -> tuple[Decision, ...]:
    from policydiff.reviewing.store import load_decisions, require_whole

    if not Path(path).exists():
        raise UsageError(f"{path}: no such file", hint="--agreement takes two decisions files")
    file = load_decisions(path)
    require_whole(file, path)
    return file.decisions


def decision_text(decision: Decision) -> str:
    """Return a decision on one line, with both texts.

    The texts are as they read when it was made.
    """
    sides = (
        f"{side.task} {side.title}: {side.text}" if side else "–"
        for side in (decision.previous, decision.current)
    )
    return f"{decision.by}: {decision.theme or decision.verdict}  " + "  →  ".join(sides)


def _today() -> str:
    return date.today().isoformat()
