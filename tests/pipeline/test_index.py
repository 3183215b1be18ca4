"""trace over a folder, with and without an index."""

import json
import sqlite3
from pathlib import Path

import pytest

from policydiff.cli import run


@pytest.fixture(autouse=True)
def _in_a_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    write("a.txt", "云山市", "建设互联网医院")
    write("b.txt", "青州市", "开展爱国卫生运动")
    write("c.txt", "东河市", "發展“互聯網” 醫院")


def write(name, place, task, year=2023):
    title = f"{place}卫生健康委员会{year}年工作要点"
    text = f"{title}\n\n一、{task}\n落实各项任务。\n二、加强管理\n完善制度。\n"
    Path("plans", name).write_text(text, encoding="utf-8")


def asked(capsys, *arguments):
    status = run(["trace", *arguments, "-f", "json"])
    trace = json.loads(capsys.readouterr().out)["trace"]
    assert status == (0 if trace["stops"] else 1)
    return [stop["plan"] for stop in trace["stops"]]


@pytest.mark.parametrize("options", [[], ["--index", "plans.sqlite"]])
@pytest.mark.parametrize(
    ("phrase", "plans"),
    [
        ("互联网医院", ["a", "c"]),
        ("医院", ["a", "c"]),
        ("爱国卫生", ["b"]),
        ("海洋经济", []),
        ('"', None),
        ("互联网 OR 爱国卫生", []),
    ],
)
def test_the_plans_that_have_a_phrase_are_found(capsys, options, phrase, plans):
    if plans is None:
        assert run(["trace", phrase, "plans", *options]) == 2
        assert "nothing to trace" in capsys.readouterr().err
    else:
        assert asked(capsys, phrase, "plans", *options) == plans


@pytest.mark.parametrize("options", [[], ["--index", "plans.sqlite"]])
def test_other_words_for_a_phrase_are_shown_and_not_counted(capsys, options):
    command = ["trace", "互联网医疗", "plans", "--field", "health", *options, "-f", "json"]
    assert run(command) == 1
    stops = json.loads(capsys.readouterr().out)["trace"]["stops"]
    told = [(x["plan"], x["count"], [y["term"] for y in x["equivalents"]]) for x in stops]
    assert told == [("a", 0, ["互联网医院"])]


def test_the_index_follows_the_folder(capsys):
    index = ["--index", "plans.sqlite"]
    assert asked(capsys, "互联网医院", "plans", *index) == ["a", "c"]
    write("a.txt", "云山市", "开展爱国卫生运动")
    Path("plans/c.txt").unlink()
    write("d.txt", "南湖市", "建设互联网医院")

    assert asked(capsys, "互联网医院", "plans", *index) == ["d"]
    assert asked(capsys, "爱国卫生", "plans", *index) == ["a", "b"]


def test_what_has_not_changed_is_not_read_again(capsys):
    index = ["--index", "plans.sqlite"]
    asked(capsys, "互联网医院", "plans", *index)
    with sqlite3.connect("plans.sqlite") as database:
        query = "DELETE FROM words WHERE rowid = (SELECT id FROM files WHERE path LIKE '%c.txt')"
        database.execute(query)
    database.close()

    assert asked(capsys, "互联网医院", "plans", *index) == ["a"]
    write("c.txt", "东河市", "建设互联网医院")
    assert asked(capsys, "互联网医院", "plans", *index) == ["a", "c"]


def test_other_settings_read_everything_again(capsys):
    index = ["--index", "plans.sqlite"]
    asked(capsys, "互联网医院", "plans", *index)
    with sqlite3.connect("plans.sqlite") as database:
        database.execute("DELETE FROM words")
    database.close()

    assert asked(capsys, "互联网医院", "plans", *index) == []
    assert asked(capsys, "互联网医院", "plans", *index, "--no-repair") == ["a", "c"]


def test_a_file_that_is_no_index_is_left_alone(capsys):
    with sqlite3.connect("mine.sqlite") as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    Path("text.txt").write_text("not a database, and longer than its header would be" * 9, "utf-8")

    for name in ("mine.sqlite", "text.txt", "no-such/x.sqlite"):
        assert run(["trace", "医院", "plans", "--index", name]) == 2
        assert "hint:" in capsys.readouterr().err
    assert Path("text.txt").read_text("utf-8").startswith("not a database")


def test_unreadable_files_are_told_each_time(capsys):
    Path("plans/empty.txt").write_bytes(b"")
    for _ in range(2):
        assert run(["trace", "互联网", "plans", "--index", "plans.sqlite"]) == 0
        assert "empty.txt: left out: the file is empty" in capsys.readouterr().err


def test_a_task_is_followed_through_the_series_of_its_plan(capsys):
    write("d.txt", "云山市", "建设互联网医院", 2024)
    write("e.txt", "云山市", "建设互联网医院", 2025)

    assert asked(capsys, "d:1", "plans") == ["a", "d", "e"]
    assert asked(capsys, "task:d:1", "plans") == ["a", "d", "e"]


def test_a_task_whose_plan_stands_alone_is_told(capsys):
    assert run(["trace", "a:1", "plans"]) == 2
    assert "a: there is no other plan of its series" in capsys.readouterr().err


def test_an_index_is_for_a_folder():
    assert run(["trace", "医院", "plans/a.txt", "plans/b.txt", "--index", "x.sqlite"]) == 2
