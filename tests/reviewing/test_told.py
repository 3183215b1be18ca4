"""What people decided is said in every format, in words for what it did to the program's view."""

import csv
import io
import json
import zipfile

import pytest

from policydiff.cli import run


@pytest.fixture
def decided_desk(small_desk):
    small_desk.decide("1", "2", "full")
    small_desk.decide("2", "1", "none")
    small_desk.decide("4", "4", "partial", by="model:judge")
    return small_desk


def shown(capsys, desk, *options: str) -> str:
    capsys.readouterr()
    assert run(["compare", *desk.plans, "--lang", "zh", *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["table", "markdown", "html"])
def test_every_text_says_who_confirmed_changed_and_rejected(decided_desk, capsys, name):
    machine = {
        (d["previous"], d["current"]): d["machine"]
        for d in json.loads(shown(capsys, decided_desk, "-f", "json"))["comparisons"][0][
            "decisions"
        ]
    }
    assert machine["2", "1"] is not None
    assert machine["4", "4"] is None

    text = "".join(shown(capsys, decided_desk, "-f", name, "--show", "tasks").split())

    assert "人工结论3条" in text
    assert ("人工确认" if machine["1", "2"] == "full" else "人工改判") in text
    assert "2→1人工否定" in text.replace("&gt;", ">")
    assert "程序改判" in text


def test_word_says_it_too(decided_desk, capsys):
    pytest.importorskip("docx")
    assert run(["compare", *decided_desk.plans, "-q", "-o", "report.docx"]) == 0

    with zipfile.ZipFile("report.docx") as archive:
        text = archive.read("word/document.xml").decode()

    assert "程序改判" in text


def test_rows_hold_it_in_columns_of_their_own(decided_desk, capsys):
    rows = list(csv.DictReader(io.StringIO(shown(capsys, decided_desk, "-f", "csv"))))

    (told,) = [row for row in rows if (row["previous_task"], row["current_task"]) == ("4", "4")]
    assert (told["decided"], told["decided_by"], told["decided_on"]) == (
        "changed",
        "model:judge",
        "2026-11-28",
    )


def test_without_decisions_nothing_is_said(small_desk, capsys):
    assert "结论" not in shown(capsys, small_desk, "-f", "markdown")


def test_a_rejected_pair_has_a_row_of_its_own(decided_desk, capsys):
    rows = list(csv.DictReader(io.StringIO(shown(capsys, decided_desk, "-f", "csv"))))

    (told,) = [row for row in rows if (row["previous_task"], row["current_task"]) == ("2", "1")]
    assert (told["certainty"], told["decided"], told["decided_by"], told["current_title"]) == (
        "rejected",
        "rejected",
        "李",
        "推进农村供水管网改造",
    )


@pytest.fixture
def explained(decided_desk, capsys):
    def explain(*tasks: str, form: str = "table") -> str:
        capsys.readouterr()
        assert run(["explain", *decided_desk.plans, *tasks, "-f", form, "--lang", "zh"]) == 0
        return capsys.readouterr().out

    return explain


def test_an_explanation_keeps_the_programs_view_beside_what_was_decided(explained, decided_desk):
    decided_desk.decide("3", "", "none")

    rejected = explained("2", "1").splitlines()
    assert "人工否定（李 2026-11-28） 未关联" in rejected
    assert any(line.startswith("程序：整体对应") for line in rejected)
    assert "程序改判（model:judge 2026-11-28） 部分对应" in explained("4", "4")
    assert "3 无对应任务" in explained("3", "4")
    assert "人工" not in explained("1", "3")


def test_all_links_of_a_task_are_explained_also_those_that_only_people_see(explained):
    said = json.loads(explained("4", form="json"))

    assert "4" in [item["current"] for item in said["explanations"]]
    assert [(x["previous"], x["current"], x["by"]) for x in said["decisions"]] == [
        ("4", "4", "model:judge")
    ]
