"""Clean lines by a fixed list of named rules; the record of what they did is part of the result."""

from collections.abc import Iterable
from itertools import groupby

from policydiff.cleaning.mojibake import restore_mojibake
from policydiff.cleaning.pinyin import remove_notes
from policydiff.cleaning.rules import (
    CleaningContext,
    Rule,
    apply_edits,
    close_up,
    normalise_spaces,
    remove_invisible,
    remove_table_edge,
    restore_compatibility,
    restore_hong_kong,
    restore_indents,
    simplify_script,
    simplify_strays,
)
from policydiff.model import Line, Removed, Repair
from policydiff.text.lines import Lines, Repairs

# In the order in which they run: each rule relies on what those before it have cleared away.
# Destroyed bytes are won back before notes and script, which they need as evidence.
RULES: tuple[tuple[str, Rule], ...] = (
    ("torn-characters", restore_mojibake),
    ("invisible-character", remove_invisible),
    ("compatibility-form", restore_compatibility),
    ("table-edge", remove_table_edge),
    ("lost-indent", restore_indents),
    ("pinyin-note", remove_notes),
    ("hong-kong-character", restore_hong_kong),
    ("traditional-script", simplify_script),
    ("stray-traditional", simplify_strays),
    ("spacing", normalise_spaces),
    ("spread-characters", close_up),
)


def clean_lines(lines: Lines, context: CleaningContext) -> tuple[Lines, Repairs]:
    """Run all rules over the lines, except those that the settings skip."""
    repairs: list[Repair] = []
    for name, rule in RULES:
        if name not in context.settings.skip_rules:
            lines, made = rule(lines, context)
            repairs.extend(made)
    return lines, tuple(repairs)


def replay(lines: Lines, repairs: Iterable[Repair], removed: Iterable[Removed]) -> Lines:
    """Do the recorded work again: what comes out is what cleaning made of the same lines.

    >>> replay((Line(1, " 一、"), Line(2, "打印")), [Repair("spacing", 1, " ", "")],
    ...        [Removed("page-tool", 2, 2)])
    (Line(number=1, text='一、'),)
    """
    texts = {line.number: line.text for line in lines}
    for (_, number), group in groupby(repairs, key=lambda repair: (repair.rule, repair.line)):
        edits = [(repair.column, repair.before, repair.after) for repair in group]
        texts[number] = apply_edits(texts[number], edits)
    for block in removed:
        for number in range(block.line_start, block.line_end + 1):
            texts.pop(number, None)
    return tuple(Line(number, text) for number, text in texts.items())
