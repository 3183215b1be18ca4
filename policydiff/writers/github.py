"""Write hits as annotations of GitHub's workflows: a mark at the line of the file.

GitHub shows ten warnings and ten notices of a step and drops the rest without a word, so we choose
them, and say what is left out.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice, zip_longest

from policydiff.model import Side
from policydiff.report.choices import GateKind
from policydiff.report.gates import Hit
from policydiff.report.labels import Label
from policydiff.report.lang import Lang
from policydiff.writers.inert import log_line, workflow_message, workflow_property
from policydiff.writers.log_line import clip_line, hit_text

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
