"""Write what a gate found: a line for a log, or annotations of GitHub's workflows.

GitHub shows ten warnings and ten notices of a step and drops the rest without a word, so we choose
them, and say what is left out.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice, zip_longest

from policydiff.model import PendingDecision, Side, TargetChange, Task
from policydiff.report import GateKind, Lang
from policydiff.report.gates import Hit
from policydiff.report.labels import Label, status_word
from policydiff.report.pair import ALONE
from policydiff.report.themes import theme_change_word, theme_name
from policydiff.report.values import moved_word, score_text, target_value, task_name
from policydiff.writers.inert import log_line, workflow_message, workflow_property

LONGEST = 200
"""Characters of a plan that are shown in one line of a log; some titles are whole paragraphs."""

PENDING_LABEL = {"stale": Label.STALE, "conflict": Label.CONFLICT, "theme": Label.NOT_IN_CODEBOOK}
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
        return moved_word(hit.target, hit.relation, lang, hit.open)
    if hit.theme:
        return theme_change_word(hit.theme, hit.relation, lang)
    if hit.pending:
        return PENDING_LABEL[hit.pending.reason].of(lang)
    if hit.measure:
        return Label.FALLEN_OUT.of(lang)
    if hit.link:
        return f"{Label.DOUBTFUL.of(lang)} {score_text(hit.link.score)}"
    return status_word(ALONE[hit.side], hit.relation, lang, hit.open)


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


SHOWN = 10
"""Annotations of a level that GitHub shows of one step."""

ORDER = (
    GateKind.DROPPED,
    GateKind.THEME_DROPPED,
    GateKind.TARGET_LOWERED,
    GateKind.TARGET_GONE,
    GateKind.THEME,
    GateKind.MEASURE_LOST,
    GateKind.NEW,
    GateKind.THEME_NEW,
    GateKind.TARGET_RAISED,
    GateKind.TARGET_NEW,
    GateKind.UNCERTAIN,
    GateKind.STALE,
    GateKind.UNDECIDED,
)
"""The order in which hits are told."""

TO_LOOK_AT = (GateKind.UNCERTAIN, GateKind.STALE, GateKind.UNDECIDED)
"""What waits for a person, and so is no loss yet."""


class Urgency(StrEnum):
    """The levels of an annotation that we use: no plan is an error."""

    WARNING = "warning"
    NOTICE = "notice"


def annotations(hits: Sequence[Hit], lang: Lang) -> str:
    """Return workflow commands, one a line: what was lost as warnings, all else as notices.

    A loss is a warning only where it is proved, between whole plans of one series. At
    most ten of each level are written, fairly shared among the kinds; what is left out is counted
    in the last notice.
    """
    warnings = [hit for hit in hits if _urgency(hit) is Urgency.WARNING]
    notices = [hit for hit in hits if _urgency(hit) is Urgency.NOTICE]
    is_cut = len(warnings) > SHOWN or len(notices) > SHOWN
    shown = _share(warnings, SHOWN) + _share(notices, SHOWN - is_cut)
    chosen = {id(hit) for hit in shown}
    lines = [_command(hit, lang) for hit in shown]
    rest = [hit for hit in hits if id(hit) not in chosen]
    return "".join(f"{line}\n" for line in (*lines, *_rest(rest, lang)))


def _urgency(hit: Hit) -> Urgency:
    lost = hit.side is Side.PREVIOUS and hit.gate.kind not in TO_LOOK_AT
    lost = lost or hit.gate.kind is GateKind.TARGET_LOWERED
    return Urgency.WARNING if lost and hit.open is None else Urgency.NOTICE


def _share(hits: Sequence[Hit], room: int) -> list[Hit]:
    """Choose hits, one of each kind in turn while there is room, in the order of the kinds."""
    kinds = [[hit for hit in hits if hit.gate.kind is kind] for kind in ORDER]
    turns = (hit for turn in zip_longest(*kinds) for hit in turn if hit is not None)
    return sorted(islice(turns, room), key=lambda hit: ORDER.index(hit.gate.kind))


def _command(hit: Hit, lang: Lang) -> str:
    place = f"line={hit.line},"
    if hit.path != "-":
        place = f"file={workflow_property(hit.path)},{place}"
    plans = clip_line(f"{hit.gate.name} ({hit.previous.id} → {hit.current.id})")
    title = workflow_property(log_line(plans))
    message = workflow_message(hit_text(hit, lang))
    return f"::{_urgency(hit)} {place}title={title}::{message}"


def _rest(hits: Sequence[Hit], lang: Lang) -> Iterator[str]:
    counts = [(kind, sum(hit.gate.kind is kind for hit in hits)) for kind in ORDER]
    said = ", ".join(f"{count} {kind}" for kind, count in counts if count)
    if said:
        yield f"::{Urgency.NOTICE}::{workflow_message(Label.NOT_SHOWN.of(lang, rest=said))}"
