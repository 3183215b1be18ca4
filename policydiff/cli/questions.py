"""What a review asks at the terminal: of a pair of tasks, of one without a counterpart, of a theme.

A question shows itself, says which keys answer it, and makes a decision of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import click
from msgspec import Struct

from policydiff.errors import ReviewError
from policydiff.model import Plan, Side, Task, ThemeEvidence
from policydiff.report import Lang
from policydiff.report.blocks import (
    Document,
    Line,
    Paragraph,
    Section,
    Span,
    Tone,
    line,
    mark_words,
)
from policydiff.report.explanation import explain_views, question_view
from policydiff.report.pair import Pair
from policydiff.reviewing import Decision, Verdict, name_of, subject_of
from policydiff.reviewing.exchange import qualified

if TYPE_CHECKING:
    from policydiff.pipeline.ask import Explained, Review, ThemeReview
    from policydiff.reviewing.queue import Item, ThemeItem
    from policydiff.reviewing.ruling import Codes

KEYS = {"f": Verdict.FULL, "p": Verdict.PARTIAL, "n": Verdict.NONE}
WALK = "s skip 跳过 · b back 上一个 · u undo 撤销 · m note 备注 · q quit 结束"
MOST_SHOWN = 5
"""Counterparts that came near and are shown beside a task that has none."""


class Question(Protocol):
    """Something that is asked."""

    @property
    def head(self) -> str:
        """Return what it is about, for the line of progress."""

    @property
    def keys(self) -> str:
        """Return the keys that answer it, with what they mean."""

    def document(self) -> Document:
        """Return what is to be looked at."""

    def details(self) -> Document | None:
        """Return all there is to be looked at; None where that is shown already."""

    def answer(self, key: str) -> Decision | None:
        """Return what a key decides, by nobody yet; None where it answers nothing."""

    def is_settled_by(self, said: Decision) -> bool:
        """Tell whether another answer leaves nothing to ask."""


def _decided(
    plans: tuple[Plan, Plan], tasks: tuple[str, str], verdict: Verdict, theme: str = ""
) -> Decision:
    names = [
        name_of(plan) if task or not theme else None
        for plan, task in zip(plans, tasks, strict=True)
    ]
    subjects = [
        subject_of(plan.task(task)) if task else None
        for plan, task in zip(plans, tasks, strict=True)
    ]
    return Decision(names[0], subjects[0], names[1], subjects[1], verdict, "", "", theme=theme)


class PairQuestion(Struct, frozen=True):
    """Whether two tasks are the same work."""

    plans: tuple[Plan, Plan]
    item: Item
    others: tuple[str, ...]
    explained: Callable[[Item], Explained]
    lang: Lang

    @property
    def head(self) -> str:
        """Return the pair, and what the program says of it."""
        machine = self.item.strength or "none"
        return f"{self.item.previous} → {self.item.current} · {machine} {self.item.score:.2f}"

    @property
    def keys(self) -> str:
        """Return the keys that answer it."""
        return (
            "f full 整体对应 · p partial 部分对应 · n none 不对应\n"
            f"1 前期 {self.item.previous} 无任何对应 no counterpart at all ·"
            f" 2 本期 {self.item.current} 无任何对应\n"
            "e explain 全部说明"
        )

    def document(self) -> Document:
        """Return what speaks for the pair, on about a screen."""
        found = self.explained(self.item)
        pair = Pair(found.comparison, found.previous, found.current)
        return question_view(pair, found.explanations[0], self.others, self.lang)

    def details(self) -> Document:
        """Return the whole explanation of the pair."""
        found = self.explained(self.item)
        pair = Pair(found.comparison, found.previous, found.current)
        return explain_views(pair, found.explanations, self.lang)

    def answer(self, key: str) -> Decision | None:
        """Return the strength that a key gives the pair, or that one of them stands alone."""
        pair = (self.item.previous, self.item.current)
        if key in KEYS:
            return _decided(self.plans, pair, KEYS[key])
        lone = {"1": (pair[0], ""), "2": ("", pair[1])}.get(key)
        return _decided(self.plans, lone, Verdict.NONE) if lone else None

    def is_settled_by(self, said: Decision) -> bool:
        """Tell whether one of the tasks was said to have no counterpart."""
        sides = (
            (said.previous, said.current, self.item.previous),
            (said.current, said.previous, self.item.current),
        )
        return said.verdict is Verdict.NONE and any(
            mine is not None and other is None and mine.task == task for mine, other, task in sides
        )


class LoneQuestion(Struct, frozen=True):
    """Whether a task has no counterpart; ``near`` are those that come nearest, with scores."""

    plans: tuple[Plan, Plan]
    item: Item
    near: tuple[tuple[Task, float], ...]

    @property
    def _task(self) -> Task:
        item = self.item
        return (
            self.plans[0].task(item.previous) if item.previous else self.plans[1].task(item.current)
        )

    @property
    def head(self) -> str:
        """Return the task, and how sure the program is that it has no counterpart."""
        sides = f"{self.item.previous or '–'} → {self.item.current or '–'}"
        return f"{sides} · none {1 - self.item.score:.2f}"

    @property
    def keys(self) -> str:
        """Return the key that answers it."""
        near = " ".join(f"{n} = {task.id}" for n, (task, _) in enumerate(self.near, 1))
        return "n none 确无对应" + (f" · partial 部分对应: {near}" if near else "")

    def document(self) -> Document:
        """Return the task and what comes near."""
        own, other = self.plans if self.item.previous else self.plans[::-1]
        task = self._task
        near = tuple(
            line(f"{number}  {_named(found)}  {score:.2f}  {found.text}")
            for number, (found, score) in enumerate(self.near, 1)
        )
        return Document(
            f"{own.id} · {_named(task)}",
            (
                Section("", (Paragraph((line(task.text),)),)),
                Section(f"{other.id}: 最接近者 nearest", (Paragraph(near or (line("–"),)),)),
            ),
        )

    def details(self) -> None:
        """Say that all of it is shown."""

    def answer(self, key: str) -> Decision | None:
        """Return that it stands alone, or that it is linked to one that comes near."""
        item = self.item
        if key == "n":
            return _decided(self.plans, (item.previous, item.current), Verdict.NONE)
        if not key.isdecimal() or not 0 < int(key) <= len(self.near):
            return None
        found = self.near[int(key) - 1][0].id
        return _decided(
            self.plans, (item.previous or found, item.current or found), Verdict.PARTIAL
        )

    def is_settled_by(self, said: Decision) -> bool:
        """Tell whether the task was linked meanwhile."""
        side = said.previous if self.item.previous else said.current
        return said.strength is not None and side is not None and side.task == self._task.id


class ThemeQuestion(Struct, frozen=True):
    """What the primary theme of a task is."""

    plans: tuple[Plan, Plan]
    item: ThemeItem
    codes: Codes
    names: Callable[[str], str]

    @property
    def _plan(self) -> Plan:
        return self.plans[0 if self.item.side is Side.PREVIOUS else 1]

    @property
    def head(self) -> str:
        """Return the task, and the theme that the program found."""
        theme = self.names(self.item.theme) if self.item.theme else "none 无"
        return f"{self._plan.id} {self.item.task} · {theme} {1 - self.item.gain:.2f}"

    @property
    def keys(self) -> str:
        """Return the keys that answer it."""
        near = " · ".join(f"{n} {self.names(found.code)}" for n, found in enumerate(self._near, 1))
        return " · ".join(x for x in (near, "t another theme 另定主题") if x)

    @property
    def _near(self) -> Sequence[ThemeEvidence]:
        return self.item.candidates[:9]

    def document(self) -> Document:
        """Return the task with the words that speak for each theme."""
        task = self._plan.task(self.item.task)
        words = [term for found in self._near for term in found.terms]
        near = tuple(
            line(f"{n}  {self.names(found.code)}  {found.score:.2f}  {'、'.join(found.terms)}")
            for n, found in enumerate(self._near, 1)
        )
        return Document(
            f"{self._plan.id} · {_named(task)}",
            (
                Section("", (Paragraph(tuple(_marked(task, words))),)),
                Section("主题 themes", (Paragraph(near or (line("–"),)),)),
            ),
        )

    def details(self) -> None:
        """Say that all of it is shown."""

    def answer(self, key: str) -> Decision | None:
        """Return the theme of a key; ``t`` asks for the code of another one."""
        code = ""
        if key == "t":
            code = click.prompt("code 编码", default="", show_default=False).strip()
        elif key.isdecimal() and 0 < int(key) <= len(self._near):
            code = self._near[int(key) - 1].code
        if not code:
            return None
        try:
            theme = qualified(code, self.codes, "theme")
        except ReviewError as error:
            click.echo(f"{error}; {error.hint}")
            return None
        tasks = self.item.side.pair(self.item.task, "")
        return _decided(self.plans, tasks, Verdict.THEME, theme)

    def is_settled_by(self, said: Decision) -> bool:
        """Say that no other answer settles a theme."""
        return False


def _named(task: Task) -> str:
    return f"{task.id} {task.title}".rstrip()


def _marked(task: Task, words: Sequence[str]) -> Iterator[Line]:
    yield tuple(mark_words(task.title, words)) or (Span("–", Tone.FAINT),)
    yield tuple(mark_words(task.text, words)) or (Span("–", Tone.FAINT),)


def link_questions(
    found: Review, items: Iterable[Item], explained: Callable[[Item], Explained], lang: Lang
) -> tuple[Question, ...]:
    """Return the questions about pairs of tasks, and about tasks without a counterpart."""
    plans = (found.previous, found.current)
    nearest = {(lone.side, lone.task): lone.nearest for lone in found.comparison.unlinked}

    def near(item: Item) -> tuple[tuple[Task, float], ...]:
        side, task = (
            (Side.PREVIOUS, item.previous) if item.previous else (Side.CURRENT, item.current)
        )
        other = plans[1] if item.previous else plans[0]
        return tuple(
            (other.task(x.task), x.score) for x in nearest.get((side, task), ())[:MOST_SHOWN]
        )

    return tuple(
        PairQuestion(plans, item, tuple(_others(found, item)), explained, lang)
        if all(item[:2])
        else LoneQuestion(plans, item, near(item))
        for item in items
    )


def _others(found: Review, item: Item) -> Iterator[str]:
    """Yield the other links of both tasks, and those that are uncertain, the likeliest first."""
    known = (*found.comparison.links, *found.comparison.uncertain)
    near = [
        link
        for link in sorted(known, key=lambda link: -link.score)
        if (link.previous == item.previous) != (link.current == item.current)
    ]
    for link in near[:MOST_SHOWN]:
        one, other = found.previous.task(link.previous), found.current.task(link.current)
        yield f"{_named(one)} → {_named(other)}  {link.score:.2f}"


def theme_questions(
    found: ThemeReview, items: Iterable[ThemeItem], lang: Lang
) -> tuple[Question, ...]:
    """Return the questions about themes."""
    known = {x.code: x.zh if lang is Lang.ZH else x.en for x in found.codebook.themes}
    plans = (found.previous, found.current)
    return tuple(
        ThemeQuestion(plans, item, found.codes, lambda code: f"{code} {known.get(code, '')}")
        for item in items
    )
