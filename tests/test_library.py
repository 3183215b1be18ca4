"""The library reaches what the command line does."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec.structs import replace

import policydiff
from policydiff.errors import PolicyDiffError, UsageError
from policydiff.writers.formats import FORMATS, SUFFIXES, format_of

PLANS = ("seeds/city-2024.txt", "seeds/yangpu-2025.txt")
BOOK = """
name = "mine"
zh = "自定"
en = "mine"
definition = "两个主题"

[[theme]]
code = "net"
zh = "网络"
en = "network"
definition = "互联网"
terms = ["互联网", "数字化"]

[[theme]]
code = "old"
zh = "老龄"
en = "ageing"
definition = "老龄"
terms = ["老年", "护理"]
"""


@pytest.fixture(scope="module")
def report():
    return policydiff.compare([Path(name) for name in PLANS])


def test_files_are_compared_as_loaded_plans_are(report):
    assert policydiff.compare([policydiff.load_plan(name) for name in PLANS]) == report


def test_a_saved_result_comes_back_and_is_rendered_in_every_text_format(report, tmp_path):
    path = tmp_path / "result.json"
    path.write_text(str(policydiff.render(report, "json")), encoding="utf-8")

    read = policydiff.load_result(path)

    assert read == report
    assert policydiff.load_result("result", data=path.read_bytes()) == report
    for name, row in FORMATS.items():
        if name == "parquet" and not find_spec("pyarrow"):
            continue  # in no lock, for its size: tests/render/test_parquet.py
        content = policydiff.render(read, name)
        assert isinstance(content, bytes if row.is_binary else str)
        assert content == policydiff.render(report, name)


def test_a_mistake_in_a_saved_result_is_told_with_file_and_place(report, tmp_path):
    document = json.loads(str(policydiff.render(report, "json")))
    document["plans"][1]["year"] = "2025"
    path = tmp_path / "result.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(PolicyDiffError, match=r"result\.json: plans\[1\]\.year: expected int"):
        policydiff.load_result(path)
    with pytest.raises(PolicyDiffError, match="no such file"):
        policydiff.load_result(tmp_path / "none.json")


def test_an_unknown_format_is_answered_with_the_nearest(report):
    with pytest.raises(UsageError, match="no format 'htm'") as error:
        policydiff.render(report, "htm")
    assert error.value.hint == "did you mean 'html'?"


def test_a_codebook_that_plans_were_loaded_with_is_kept(tmp_path):
    book = tmp_path / "mine.toml"
    book.write_text(BOOK, encoding="utf-8")
    plans = [policydiff.load_plan(name, codebook=str(book)) for name in PLANS]

    report = policydiff.compare(plans)

    assert {theme.code for theme in report.comparisons[0].themes} == {"net", "old"}
    mixed = [plans[0], policydiff.load_plan(PLANS[1], codebook="health")]
    with pytest.raises(UsageError, match="different codebooks"):
        policydiff.compare(mixed)
    assert policydiff.compare(mixed, codebook="health").comparisons[0].field.codebook == "health"


def test_a_plan_chooses_its_codebook_where_that_is_left_to_it():
    plan = policydiff.load_plan(PLANS[0], codebook="auto")

    assert any(task.themes.primary for task in plan.tasks)
    assert plan.codebook == ""


def test_questions_are_asked_by_the_same_names():
    plans = [policydiff.load_plan(name) for name in PLANS]

    assert policydiff.explain(*plans, "2").explanations
    assert policydiff.trace("互联网医院", plans).trace.stops


def test_what_a_notebook_shows_is_three_lines(report):
    for shown in (report, report.plans[0], report.comparisons[0]):
        assert len(repr(shown).splitlines()) == 3
        assert len(repr(shown)) < 400


def test_a_notebook_shows_tables_that_are_inert(report):
    table = report._repr_html_()
    assert table.count("<tr>") == 1 + len(report.comparisons)
    assert "<td>city-2024</td><td>yangpu-2025</td><td>vertical</td>" in table

    plan = report.plans[0]
    assert plan._repr_html_().count("<tr>") == 1 + min(len(plan.tasks), 20) + (len(plan.tasks) > 20)
    hostile = replace(plan, tasks=(replace(plan.tasks[0], title="<script>\x1b[2J\u202e&"),))
    assert "<td>&lt;script&gt;\ufffd[2J\ufffd&amp;</td>" in hostile._repr_html_()


def test_each_suffix_has_one_format_and_each_format_a_suffix():
    assert len(SUFFIXES) == sum(len(row.suffixes) for row in FORMATS.values())
    for name, row in FORMATS.items():
        assert bool(row.suffixes) != bool(row.like)
        assert not row.like or format_of(f"x{FORMATS[row.like].suffixes[0]}", name) == name
