"""Real documents, where a folder of them is at hand: what reading them by eye gave is reached.

The documents are not ours to ship. Set POLICYDIFF_CORPUS to a folder with <name>.txt files; only a
file with the sha256 that was read counts.
"""

import hashlib
import os
import tomllib
from pathlib import Path

import pytest

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source

from .laws import check_laws

FOLDER = os.environ.get("POLICYDIFF_CORPUS", "")
TABLE = Path(__file__).parents[1] / "corpus" / "outlines.toml"
TRUTH = tomllib.loads(TABLE.read_text(encoding="utf-8"))


def document(slug: str) -> Path:
    """Return the path of a document, or skip."""
    if not FOLDER:
        pytest.skip("POLICYDIFF_CORPUS names no folder of documents")
    path = Path(FOLDER) / f"{slug}.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    if hashlib.sha256(path.read_bytes()).hexdigest() != TRUTH[slug]["sha256"]:
        pytest.skip(f"{path} is another edition")
    return path


@pytest.mark.parametrize("slug", TRUTH)
def test_outline_is_what_reading_by_eye_gave(slug):
    plan = parse_plan(read_source(str(document(slug))))
    true = TRUTH[slug]

    assert len(plan.tasks) == true["tasks"]
    assert len(plan.sections) == true.get("sections", len(plan.sections))
    assert plan.tasks[0].title.startswith(true["first"])
    assert plan.tasks[-1].title.startswith(true["last"])


@pytest.mark.parametrize("slug", TRUTH)
def test_laws_hold(slug):
    text = read_source(str(document(slug)))

    check_laws(text, parse_plan(text))


def test_the_table_has_documents_of_many_forms():
    assert len(TRUTH) >= 15
    assert all(len(entry["sha256"]) == 64 and entry["form"] for entry in TRUTH.values())
