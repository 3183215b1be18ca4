"""A review at the terminal: one question at a time, every answer on disk at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import click

from policydiff.cli.questions import WALK, Question
from policydiff.report.blocks import Document
from policydiff.reviewing import Decision, one_line
from policydiff.writers.formats import TABLE, Look, document_text

Save = Callable[[Sequence[Decision]], object]


class Session:
    """A walk through the queue (a class: it remembers where it is and what was answered)."""

    def __init__(
        self,
        questions: Sequence[Question],
        look: Look,
        by: str,
        today: str,
        save: Save,
        withdraw: Save,
    ) -> None:
        self._questions = questions
        self._look = look
        self._by = by
        self._today = today
        self._save = save
        self._withdraw = withdraw
        self._answers: dict[int, Decision] = {}
        self._place = 0
        self._note = ""

    def run(self) -> int:
        """Ask until the queue is through or the reviewer quits; return how many were decided."""
        while self._place < len(self._questions):
            question = self._questions[self._place]
            self._show(question.document(), question)
            if not self._answered(question):
                break
        left = sum(not self._is_done(place) for place in range(len(self._questions)))
        click.echo(f"{len(self._answers)} decided 已审 · {left} left 未审")
        return len(self._answers)

    def _show(self, document: Document, question: Question) -> None:
        click.echo("\n" + document_text(document, TABLE, self._look), nl=False)
        click.echo(f"{self._progress(question)}\n{question.keys}\n{WALK}")

    def _progress(self, question: Question) -> str:
        said = self._answers.get(self._place)
        decided = f" · {said.said}" if said else ""
        return f"[{self._place + 1}/{len(self._questions)}] {question.head}{decided}"

    def _answered(self, question: Question) -> bool:
        """Take one answer; False where the reviewer has had enough."""
        while True:
            click.echo("> ", nl=False)
            key = click.getchar().lower()
            click.echo(key if key.isprintable() else "")
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
                case "e" if details := question.details():
                    self._show(details, question)
                case "m":
                    self._note = one_line(click.prompt("note 备注", default="", show_default=False))
                case _:
                    if said := question.answer(key):
                        self._decide(said)
                        return True
                    click.echo(f"{question.keys}\n{WALK}")

    def _decide(self, said: Decision) -> None:
        decision = said._replace(by=self._by, on=self._today, note=self._note)
        before = self._answers.pop(self._place, None)
        if before:
            self._withdraw([before])
        self._save([decision])
        self._answers[self._place] = decision
        self._note = ""
        self._move(1)

    def _undo(self) -> None:
        """Take back the answer to this question, else the last one given, and go there."""
        if not self._answers:
            click.echo("nothing to undo 没有可撤销的结论")
            return
        last = next(reversed(self._answers))
        place = self._place if self._place in self._answers else last
        self._withdraw([self._answers.pop(place)])
        self._place = place

    def _move(self, step: int) -> None:
        """Go on, or back, over what other answers have settled; stay where nothing is behind."""
        place = self._place + step
        while 0 <= place < len(self._questions) and self._is_settled(place):
            place += step
        if place >= 0:
            self._place = place

    def _is_settled(self, place: int) -> bool:
        question = self._questions[place]
        return place not in self._answers and any(
            question.is_settled_by(said) for said in self._answers.values()
        )

    def _is_done(self, place: int) -> bool:
        return place in self._answers or self._is_settled(place)


def is_interactive() -> bool:
    """Tell whether somebody can be asked and can see the question."""
    return sys.stdin.isatty() and sys.stdout.isatty()
