"""Each rule of cleaning does what ``cases/cleaning.toml`` says of it, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from policydiff.cleaning import RULES
from policydiff.cleaning.rules import CleaningContext, apply_edits
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases" / "cleaning.toml").read_text("utf-8"))
RULE_OF = dict(RULES)


def cases(kind: str) -> list[tuple[str, str, str]]:
    """Return the cases of a kind: the rule, the line, and what it should become."""
    return [
        (rule, line, wanted)
        for rule, table in TABLE.items()
        for line, wanted in table.get(kind, {}).items()
    ]


def after(rule: str, text: str, script: str = "") -> str:
    """Return a line after one rule; the record of the repair must give the same."""
    told = Script(script or TABLE[rule].get("script", "Hans"))
    context = CleaningContext(told, ReadingSettings())
    (line,), repairs = RULE_OF[rule]((Line(7, text),), context)

    edits = [(repair.column, repair.before, repair.after) for repair in repairs]
    assert {repair.rule for repair in repairs} <= {rule}
    assert apply_edits(text, edits) == line.text
    return line.text


@pytest.mark.parametrize(("rule", "line", "wanted"), cases("becomes"))
def test_a_line_is_repaired(rule, line, wanted):
    assert after(rule, line) == wanted
    assert after(rule, wanted, "Hans") == wanted  # the script of what is clean


@pytest.mark.parametrize(
    ("rule", "line"), [(rule, line) for rule, table in TABLE.items() for line in table["stays"]]
)
def test_a_near_miss_stays(rule, line):
    assert after(rule, line) == line


@pytest.mark.parametrize(("rule", "line", "wanted"), cases("known_failures"))
def test_a_known_failure_is_one_still(rule, line, wanted):
    assert after(rule, line) != wanted, "mended: move it to what the rule does"


def test_every_rule_has_a_case_and_a_near_miss():
    assert {*TABLE, "torn-characters"} == set(RULE_OF)  # the latter: test_mojibake.py
    assert all(table["becomes"] and table["stays"] for table in TABLE.values())
