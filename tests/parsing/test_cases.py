"""Invented plans in every form of numbering and page: one file per case, whole outlines compared.

A case is a text, a line ``=== outline ===`` and what must be read. To accept what is read now,
after a careful look at it: pytest --accept tests/parsing/test_cases.py
"""

from pathlib import Path

import pytest

from .dumps import dump
from .laws import check_laws
from .texts import parsed, text_of

CASES = sorted((Path(__file__).parents[1] / "cases" / "outlines").glob("*.txt"))
SEPARATOR = "=== outline ===\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_outline_is_read_as_written_down(path, request):
    text, _, expected = path.read_text(encoding="utf-8").partition(SEPARATOR)
    found = dump(parsed(text))
    if request.config.getoption("--accept"):
        path.write_text(text + SEPARATOR + found, encoding="utf-8")
        pytest.skip("accepted")

    assert found == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_laws_hold(path):
    rows, _, _ = path.read_text(encoding="utf-8").partition(SEPARATOR)
    text = text_of(rows)

    check_laws(text, parsed(rows))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_indents_and_blank_lines_change_nothing_but_the_lines(path):
    rows, _, _ = path.read_text(encoding="utf-8").partition(SEPARATOR)
    spread = "".join(
        f"\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}{row}\n\n" for row in rows.split("\n")
    )

    plain, indented = parsed(rows), parsed(spread)
    assert [(t.id, t.title, t.text) for t in indented.tasks] == [
        (t.id, t.title, t.text) for t in plain.tasks
    ]
    assert [t.line_start for t in indented.tasks] == [2 * t.line_start - 1 for t in plain.tasks]
