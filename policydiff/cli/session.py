"""A review at the terminal: one pair of tasks at a time, every answer on disk at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from policydiff.reviewing.decision import Decision, Verdict, name_of, one_line, subject_of
from policydiff.writers.formats import TABLE, Look, document_text

if TYPE_CHECKING:
    from policydiff.pipeline.ask import Review
    from policydiff.report.blocks import Document
    from policydiff.reviewing.queue import Item

KEYS = {"f": Verdict.FULL, "p": Verdict.PARTIAL, "n": Verdict.NONE}
HELP = (
    "f full 整体对应 · p partial 部分对应 · n none 不对应 · s skip 跳过 · b back 上一对\n"
    "u undo 撤销 · m note 备注 · q quit 结束"
)
Save = Callable[[Sequence[Decision]], object]


class Session:
    """A walk through the queue (a class: it remembers where it is and what was answered)."""

    def __init__(self, found: Review, by: str, today: str, save: Save, withdraw: Save) -> None:
        self._found = found
        self._by = by
        self._today = today
        self._save = save
        self._withdraw = withdraw
        self._answers: dict[int, Decision] = {}
        self._place = 0
        self._note = ""

    def run(self, draw: Callable[[Item], Document], look: Look) -> int:
        """Ask until the queue is through or the reviewer quits; return how many were decided."""
        items = self._found.items
        while self._place < len(items):
            item = items[self._place]
            click.echo("\n" + document_text(draw(item), TABLE, look), nl=False)
            click.echo(self._progress(item))
            if not self._answered(item):
                break
        click.echo(
            f"{len(self._answers)} decided 已审 · {len(items) - len(self._answers)} left 未审"
        )
        return len(self._answers)

    def _progress(self, item: Item) -> str:
        said = self._answers.get(self._place)
        decided = f" · {said.verdict}" if said else ""
        machine = item.strength or "none"
        return (
            f"[{self._place + 1}/{len(self._found.items)}] {item.previous} → {item.current}"
            f" · {machine} {item.score:.2f}{decided}\n{HELP}"
        )

    def _answered(self, item: Item) -> bool:
        """Take one answer; False where the reviewer has had enough."""
        while True:
            click.echo("> ", nl=False)
            key = click.getchar().lower()
            click.echo(key if key.isprintable() else "")
            if key in KEYS:
                self._decide(item, KEYS[key])
                return True
            match key:
                case "q" | "\x04" | "\x1b":
                    return False
                case "s" | " " | "\r" | "\n":
                    self._move(1)
                    return True
                case "b":
                    self._move(-1)
                    return True
                case "u":
                    self._undo()
                    return True
                case "m":
                    self._note = one_line(click.prompt("note 备注", default="", show_default=False))
                case _:
                    click.echo(HELP)

    def _decide(self, item: Item, verdict: Verdict) -> None:
        found = self._found
        decision = Decision(
            name_of(found.previous),
            subject_of(found.previous.task(item.previous)),
            name_of(found.current),
            subject_of(found.current.task(item.current)),
            verdict,
            by=self._by,
            on=self._today,
            note=self._note,
        )
        self._save([decision])
        self._answers[self._place] = decision
        self._note = ""
        self._move(1)

    def _undo(self) -> None:
        """Take back the answer to this pair, else the last one given, and go there."""
        if not self._answers:
            click.echo("nothing to undo 没有可撤销的结论")
            return
        last = next(reversed(self._answers))
        place = self._place if self._place in self._answers else last
        self._withdraw([self._answers.pop(place)])
        self._place = place

    def _move(self, step: int) -> None:
        self._place = max(0, self._place + step)


def is_interactive() -> bool:
    """Tell whether somebody can be asked and can see the question."""
    return sys.stdin.isatty() and sys.stdout.isatty()
