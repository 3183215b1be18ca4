"""The shape of a cleaning rule: a pure function from lines to lines and a record of its repairs.

A rule never adds, drops or renumbers lines: it changes their text, down to nothing. That is why
the record of its repairs is enough to do its work again (``replay`` in the room itself).
"""

from collections.abc import Callable

from msgspec import Struct

from policydiff.model import Line, Repair, Script
from policydiff.settings import ReadingSettings
from policydiff.text.lines import Lines, Repairs


class CleaningContext(Struct, frozen=True):
    """What a rule may know besides the lines: the script of the source and the settings.

    ``siblings`` are texts of the other plans of the run, as evidence of the issuer's words.
    """

    script: Script
    settings: ReadingSettings
    siblings: tuple[str, ...] = ()


Rule = Callable[[Lines, CleaningContext], tuple[Lines, Repairs]]


def rewrite_lines(
    name: str, lines: Lines, rewrite: Callable[[str], tuple[str, int]]
) -> tuple[Lines, Repairs]:
    """Apply ``rewrite`` (text → text, places changed) to each line; record the changed ones whole.

    >>> rewrite_lines("full-stop", (Line(1, "a."),), lambda text: (text.replace(".", "。"), 1))
    ((Line(number=1, text='a。'),), (Repair(rule='full-stop', line=1, before='a.', after='a。', \
confidence=1.0, runner_up=None, column=0, places=1),))
    """
    rewritten: list[Line] = []
    repairs: list[Repair] = []
    for line in lines:
        text, places = rewrite(line.text)
        if text == line.text:
            rewritten.append(line)
            continue
        rewritten.append(Line(line.number, text))
        repairs.append(Repair(name, line.number, line.text, text, places=places))
    return tuple(rewritten), tuple(repairs)


def edit_lines(
    name: str, lines: Lines, find: Callable[[str], list[tuple[int, str, str]]]
) -> tuple[Lines, Repairs]:
    """Apply the edits (column, before, after) that ``find`` returns; record each by itself."""
    edited: list[Line] = []
    repairs: list[Repair] = []
    for line in lines:
        edits = find(line.text)
        if not edits:
            edited.append(line)
            continue
        edited.append(Line(line.number, apply_edits(line.text, edits)))
        repairs.extend(
            Repair(name, line.number, before, after, column=column)
            for column, before, after in edits
        )
    return tuple(edited), tuple(repairs)


def apply_edits(text: str, edits: list[tuple[int, str, str]]) -> str:
    """Replace each ``before`` at its column of ``text`` by ``after``.

    >>> apply_edits("ab cd", [(0, "a", "A"), (2, " ", "")])
    'Abcd'
    """
    pieces: list[str] = []
    position = 0
    for column, before, after in sorted(edits):
        pieces += (text[position:column], after)
        position = column + len(before)
    pieces.append(text[position:])
    return "".join(pieces)
