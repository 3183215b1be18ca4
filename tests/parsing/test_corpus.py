"""Real documents, where a folder of them is at hand: what reading them by eye gave is reached.

The documents are not ours to ship. Set POLICYDIFF_CORPUS to a folder with <name>.txt files; only a
file with the sha256 that was read counts.
"""

import hashlib
import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from policydiff.model import Depth
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.settings import ParsingSettings

from .laws import check_laws

FOLDER = os.environ.get("POLICYDIFF_CORPUS", "")
TABLES = Path(__file__).parents[1] / "corpus"
TRUTH = tomllib.loads((TABLES / "outlines.toml").read_text(encoding="utf-8"))
STARTS = tomllib.loads((TABLES / "starts.toml").read_text(encoding="utf-8"))
BY_ITEM = ParsingSettings(depth=Depth.ITEM)
"""The outlines were written down by numbered items, before reports were read by paragraph."""
LEAST_F1 = 0.9


def document(slug: str) -> Path:
    """Return the path of a document of a table, or skip."""
    if not FOLDER:
        pytest.skip("POLICYDIFF_CORPUS names no folder of documents")
    path = Path(FOLDER) / f"{slug}.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    if hashlib.sha256(path.read_bytes()).hexdigest() != (STARTS | TRUTH)[slug]["sha256"]:
        pytest.skip(f"{path} is another edition")
    return path


@pytest.mark.parametrize("slug", TRUTH)
def test_outline_is_what_reading_by_eye_gave(slug):
    plan = parse_plan(read_source(str(document(slug))), None, BY_ITEM)
    true = TRUTH[slug]

    assert len(plan.tasks) == true["tasks"]
    assert len(plan.sections) == true.get("sections", len(plan.sections))
    assert plan.tasks[0].title.startswith(true["first"])
    assert plan.tasks[-1].title.startswith(true["last"])


@pytest.mark.parametrize("slug", STARTS)
def test_tasks_of_a_report_start_where_readers_saw_them_start(slug):
    plan = parse_plan(read_source(str(document(slug))))
    true = Counter(int(str(start).partition("#")[0]) for start in STARTS[slug]["starts"])
    found = Counter(task.line_start for task in plan.tasks)
    found -= Counter(dict.fromkeys(set(STARTS[slug]["doubtful"]) - set(true), 1))

    both = (true & found).total()
    assert plan.depth.value == STARTS[slug]["depth"]
    assert 2 * both / (true.total() + found.total()) >= LEAST_F1


@pytest.mark.parametrize("slug", {**TRUTH, **STARTS})
def test_laws_hold(slug):
    text = read_source(str(document(slug)))

    check_laws(text, parse_plan(text))


def test_the_table_has_documents_of_many_forms():
    assert len(TRUTH) >= 15
    assert all(len(entry["sha256"]) == 64 and entry["form"] for entry in TRUTH.values())
    assert len(STARTS) >= 12
    assert all(len(entry["sha256"]) == 64 and entry["starts"] for entry in STARTS.values())
