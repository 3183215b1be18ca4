"""Say in one line what a gate found, for messages and for annotations."""

from collections.abc import Iterator

from policydiff.model import PendingDecision, Side, Status, TargetChange, Task
from policydiff.report.gates import Hit
from policydiff.report.labels import Label, change_word, status_word
from policydiff.report.lang import Lang
from policydiff.report.rows import score_text, target_value, task_name, theme_name
from policydiff.writers.inert import log_line

LONGEST = 200
"""Characters of a plan that are shown in one line of a log; some titles are whole paragraphs."""


PENDING_LABEL = {"stale": Label.STALE, "conflict": Label.CONFLICT}
"""Why a decision was not applied, by its reason."""


def hit_line(hit: Hit, lang: Lang) -> str:
    """Return a hit with the line where it stands, as compilers write it; one inert line."""
    plans = f"({hit.previous.id} → {hit.current.id})"
    return log_line(f"{hit.path}:{hit.line}: {_text(hit, lang)} {plans}")


def hit_text(hit: Hit, lang: Lang) -> str:
    """Return what a hit says, without its place; one inert line."""
    return log_line(_text(hit, lang))


def _text(hit: Hit, lang: Lang) -> str:
    subjects = " · ".join(clip_line(subject) for subject in _subjects(hit, lang))
    return f"{_verdict(hit, lang)} {subjects}"


def _verdict(hit: Hit, lang: Lang) -> str:
    """Say what became of it in the words of the relation: between peers nothing is dropped."""
    if hit.target:
        return change_word(hit.target.change, hit.relation, lang, hit.open)
    if hit.theme:
        return status_word(hit.theme.status, hit.relation, lang, hit.open)
    if hit.pending:
        return PENDING_LABEL[hit.pending.reason].of(lang)
    if hit.measure:
        return Label.FALLEN_OUT.of(lang)
    if hit.link:
        return f"{Label.DOUBTFUL.of(lang)} {score_text(hit.link.score)}"
    return status_word(_SIDE_STATUS[hit.side], hit.relation, lang, hit.open)


_SIDE_STATUS = {Side.PREVIOUS: Status.DROPPED, Side.CURRENT: Status.NEW}


def _subjects(hit: Hit, lang: Lang) -> Iterator[str]:
    if hit.target:
        yield _target(hit.target)
    if hit.theme:
        yield f"{Label.THEME.of(lang).lower()} {theme_name(hit.theme, lang)} [{hit.theme.code}]"
    if hit.measure:
        yield hit.measure.text
    if hit.pending:
        yield pending_text(hit.pending)
        return
    if hit.task and hit.counterpart:
        yield f"{clip_line(_name(hit.task))} → {_name(hit.counterpart)}"
    elif hit.task:
        yield _name(hit.task)


def pending_text(pending: PendingDecision) -> str:
    """Write a decision that was not applied: the tasks as they were named then, and who decided.

    >>> gone = PendingDecision("1 修渠", "", "", "", "none", "李", "", "stale", Side.PREVIOUS)
    >>> pending_text(gone)
    '1 修渠 → –: none (李)'
    """
    sides = f"{pending.previous or '–'} → {pending.current or '–'}"
    return f"{clip_line(sides)}: {pending.decision} ({pending.by})"


def _name(task: Task) -> str:
    """Name a task by its number and title, or its text where the plan gives it no title."""
    return task_name(task) if task.title else f"{task.number} {task.text}"


def _target(change: TargetChange) -> str:
    """Write a target with its value in both plans, as far as they have it."""
    values = [target_value(target) for target in (change.previous, change.current) if target]
    return f"{change.object} {' → '.join(values)}"


def clip_line(text: str) -> str:
    """Cut what no reader of a log wants to read whole.

    >>> len(clip_line("题" * 10_000))
    200
    """
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
