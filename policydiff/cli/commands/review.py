"""``policydiff review``: decide links one by one, or list them and accept decisions as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from msgspec import Struct
from msgspec.structs import asdict

from policydiff.cli.app import PlainCommand
from policydiff.cli.config import complete_plan, file_option
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
    from policydiff.cli.questions import Question
    from policydiff.model import Plan
    from policydiff.pipeline.ask import Explained, Review, ThemeReview
    from policydiff.report import Lang
    from policydiff.reviewing import Decision
    from policydiff.reviewing.decisions_file import DecisionsFile
    from policydiff.reviewing.exchange import ReviewLine
    from policydiff.reviewing.queue import Item
    from policydiff.reviewing.ruling import Codes

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
@file_option(
    "--accept",
    "accepted",
    says="Read decisions from a filled-in list (.jsonl, .csv, .xlsx; - is stdin, JSON Lines).",
)
@click.option(
    "--agreement",
    is_flag=True,
    help="PREV and CUR are two decisions files: how often their coders agree.",
)
@file_option(
    "--merged", says="With --agreement: write both files as one, contradictions marked by comments."
)
@click.option("--themes", is_flag=True, help="Ask for the themes (主题) of tasks instead.")
@click.option(
    "--unlinked",
    is_flag=True,
    help="Ask about tasks without a counterpart (退出, 新增) alone.",
)
@click.option("--most", type=click.IntRange(1), help="So many questions at the most.")
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
    themes: bool,
    unlinked: bool,
    most: int | None,
    by: str,
    skip_broken: bool,
    decisions: str | None,
    inputs: Inputs,
    sink: Sink,
) -> int:
    """Decide on the links or themes of two plans (人工审定), the most telling look first.

    Every answer goes into the decisions file at once: decisions.tsv beside the configuration, or
    --decisions FILE. `compare` applies that file; a decision is found again in a re-scraped,
    renumbered or lightly edited plan, and told as stale where the text has really changed.
    """
    if agreement:
        return _agree(previous, current, merged)
    if themes and unlinked:
        raise UsageError("--themes and --unlinked ask different things", hint="leave one out")
    request = Request(decisions_file(decisions), by, most, listed, accepted, skip_broken)
    plans = load_plans((previous, current), inputs)
    if accepted:
        return _accept(request, plans, inputs)
    asked = _themes(request, plans, inputs) if themes else _links(request, plans, inputs, unlinked)
    if listed or sink.files:
        return _list(asked, sink)
    return _ask(asked, request, sink)


class Asked(NamedTuple):
    """What is worth a look: as lines to be filled in, and as questions at a terminal."""

    lines: Callable[[], Iterable[ReviewLine]]
    questions: Callable[[Lang], Sequence[Question]]


def _links(request: Request, plans: Sequence[Plan], inputs: Inputs, unlinked: bool) -> Asked:
    """Ask about pairs of tasks, or about tasks without a counterpart alone."""
    from policydiff.cli.questions import link_questions
    from policydiff.pipeline.ask import review
    from policydiff.reviewing.exchange import review_lines

    found = review(plans[0], plans[1], inputs.choices(_file(request).decisions))
    warn_of_pending(found.comparison.pending, request.path)
    items = [item for item in found.items if not unlinked or not all(item[:2])]
    items = items[: request.most]
    return Asked(
        lambda: review_lines(items, found.previous, found.current),
        lambda lang: link_questions(
            found, items, lambda item: _explained(found, item, inputs), lang
        ),
    )


def _themes(request: Request, plans: Sequence[Plan], inputs: Inputs) -> Asked:
    """Ask about the themes of tasks."""
    from policydiff.cli.questions import theme_questions
    from policydiff.reviewing.exchange import theme_lines

    found = _coded(plans, _file(request).decisions, inputs)
    warn_of_pending(found.pending, request.path)
    items = found.items[: request.most]
    return Asked(
        lambda: theme_lines(items, found.previous, found.current),
        lambda lang: theme_questions(found, items, lang),
    )


def _coded(plans: Sequence[Plan], decisions: Sequence[Decision], inputs: Inputs) -> ThemeReview:
    from policydiff.pipeline.ask import review_themes

    return review_themes(plans[0], plans[1], inputs.choices(decisions))


def _file(request: Request) -> DecisionsFile:
    from policydiff.reviewing.store import load_decisions, require_whole

    file = load_decisions(request.path)
    if not request.skip_broken:
        require_whole(file, request.path)
    return file


def _list(asked: Asked, sink: Sink) -> int:
    """Write what is worth a look, with room for the decision."""
    from policydiff.reviewing.exchange import FIELDS

    lines = list(asked.lines())
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


def _accept(request: Request, plans: Sequence[Plan], inputs: Inputs) -> int:
    """Read decisions back from a list that somebody, or a program, filled in."""
    from policydiff.reviewing.exchange import Desk, Place, read_line
    from policydiff.reviewing.store import record

    @cache
    def codes() -> Codes:
        return _coded(plans, (), inputs).codes

    name = request.accepted or "-"
    desk = Desk((plans[0], plans[1]), request.by, codes)
    decisions: list[Decision] = []
    for number, cells in read_rows(name):
        decision = read_line(cells, Place(name, number), desk)
        if decision:
            decisions.append(decision if decision.on else decision._replace(on=_today()))
    _file(request)
    record(request.path, decisions)
    say("note", f"{request.path}: {len(decisions)} decisions recorded")
    return DONE


def _ask(asked: Asked, request: Request, sink: Sink) -> int:
    """Ask at the terminal, one question after the other."""
    from policydiff.cli.session import Session, is_interactive
    from policydiff.reviewing.store import record, withdraw

    if not is_interactive():
        raise UsageError("review asks at a terminal, and here is none", hint=NO_TERMINAL_HINT)
    look = sink.look()
    questions = asked.questions(look.lang)
    if not questions:
        say("note", "nothing is left to look at: it is decided on, or there is none")
        return DONE
    session = Session(
        questions,
        look,
        request.by or getuser(),
        _today(),
        lambda said: record(request.path, said),
        lambda said: withdraw(request.path, said),
    )
    session.run()
    return DONE


def _explained(found: Review, item: Item, inputs: Inputs) -> Explained:
    from policydiff.pipeline.ask import explain_tasks

    plans = found.previous, found.current
    return explain_tasks(*plans, item.previous, item.current, **asdict(inputs.choices()))


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
