"""``policydiff eval`` from the command line."""

import json
from pathlib import Path

import pytest

from policydiff.cli import run

ROOT = Path(__file__).parents[2]
PAIR = "newtown-2024->yangpu-2025"


@pytest.fixture
def gold(tmp_path):
    links = json.loads((ROOT / "tests/gold/links.json").read_text(encoding="utf-8"))
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({PAIR: links[PAIR]}), encoding="utf-8")
    return str(path)


def test_all_formats(gold, tmp_path, capsys):
    outputs = [str(tmp_path / name) for name in ("report.md", "report.txt")]

    assert (
        run(["eval", gold, "-f", "json", "-o", outputs[0], "-o", outputs[1], "--lang", "en"]) == 0
    )

    evaluation = json.loads(capsys.readouterr().out)["evaluation"]
    f1 = evaluation["pairs"][0]["figures"]["f1"]
    markdown, table = (Path(path).read_text(encoding="utf-8") for path in outputs)
    assert evaluation["mean"]["figures"]["f1"] == f1
    assert [item["name"] for item in evaluation["mean"]["baselines"]] == [
        "rapidfuzz-ratio",
        "tfidf-bigrams",
    ]
    for text in (markdown, table):
        assert f"{f1:.2f}" in text
        assert "picked by looking at the answers" in text
        assert "newtown-2024 → yangpu-2025" in text
    assert "| missed |" in markdown.replace("*", "")


def test_the_curve_and_no_disagreements(gold, capsys):
    assert run(["eval", gold, "--plans", "seeds", "--curve", "--worst", "0", "--lang", "zh"]) == 0

    shown = capsys.readouterr().out
    assert "阈值移动时" in shown
    assert "没有分歧" not in shown
    assert "漏掉的" not in shown


def test_a_gold_file_is_never_written_over(gold, capsys):
    before = Path(gold).read_bytes()

    assert run(["eval", gold, "-f", "json", "-o", gold]) == 2
    assert Path(gold).read_bytes() == before
    assert "is one of the" in capsys.readouterr().err


def test_a_plan_that_is_not_there(gold, tmp_path, capsys):
    assert run(["eval", gold, "--plans", str(tmp_path)]) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "newtown-2024: one file of that name is needed" in shown.err
    assert "--plans" in shown.err
