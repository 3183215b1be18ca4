"""What a user is told on the way: where the configuration is, what comes near, what to do next."""

import json

import pytest

from policydiff.cli import run
from policydiff.text.finder import near_phrases

OLD = "一、修渠\n1.疏浚南渠。清除南渠淤泥。\n2.发展互联网医院。建设互联网医院平台。\n"
NEW = "一、修渠\n1.疏浚南渠。清除南渠和北渠淤泥。\n2.种树。在渠边种树。\n"
CATALOGUE = '[[plan]]\nid = "old"\npath = "old.txt"\n[[plan]]\nid = "new"\npath = "new.txt"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    (tmp_path / "plans.toml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder, text):
    (folder / "policydiff.toml").write_text(text + "\n", encoding="utf-8")


def test_the_configuration_is_found_upwards_and_its_files_from_where_it_stands(
    folder, monkeypatch, capsys
):
    configure(folder, 'catalogue = "plans.toml"')
    monkeypatch.chdir(folder / "deep" / "down")

    assert run(["outline", "old", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["plans"][0]["source"]["path"] == "../../old.txt"


def test_no_configuration_above_a_repository_is_read(folder, monkeypatch, capsys):
    configure(folder, 'catalogue = "plans.toml"')
    (folder / "deep" / ".git").mkdir()
    monkeypatch.chdir(folder / "deep" / "down")

    assert run(["outline", "old"]) == 2
    assert "old: no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('field = "nowhere"', "policydiff.toml:2: field: nowhere: no such field"),
        ('codebook = "no.toml"', "policydiff.toml:2: codebook: no.toml: no such codebook or file"),
        ('thesaurus = "no.toml"', "policydiff.toml:2: thesaurus: no.toml: no such thesaurus"),
        ('catalogue = "no.toml"', "policydiff.toml:2: catalogue: no.toml: no such catalogue"),
        ('lang = "fr"', "policydiff.toml:2: no language 'fr'"),
    ],
)
def test_a_wrong_name_in_the_configuration_is_told_with_its_line(line, told, folder, capsys):
    configure(folder, f"# mine\n{line}")

    assert run(["compare", "old.txt", "elsewhere" if "catalogue" in line else "new.txt"]) == 2
    assert told in capsys.readouterr().err


def test_a_wrong_name_on_the_command_line_is_not_blamed_on_the_configuration(folder, capsys):
    configure(folder, 'field = "health"')

    assert run(["compare", "old.txt", "new.txt", "--field", "nowhere"]) == 2
    assert "error: nowhere: no such field" in capsys.readouterr().err


def test_a_trace_without_a_hit_offers_what_comes_near_and_exits_with_1(capsys):
    assert run(["trace", "互联网医疗院", "old.txt", "new.txt"]) == 1
    error = capsys.readouterr().err

    assert "'互联网医疗院' stands in no plan" in error
    assert "hint: near it: 互联网医院" in error


def test_a_trace_of_what_is_like_nothing_offers_nothing(capsys):
    assert run(["trace", "航天发射", "old.txt", "new.txt"]) == 1
    assert "near it" not in capsys.readouterr().err


def test_near_phrases_are_the_nearest_first_and_end_in_shared_characters():
    assert near_phrases("南渠清淤", ["清除南渠淤泥。", "疏浚南渠", "种树"]) == ("南渠淤", "南渠")


def test_a_trace_of_two_plans_says_what_is_missing(capsys):
    assert run(["trace", "old.txt", "new.txt"]) == 2
    error = capsys.readouterr().err

    assert "old.txt: is a plan, and nothing to follow" in error
    assert "policydiff trace 说法 old.txt new.txt" in error


def test_an_address_is_to_be_downloaded_first(capsys):
    assert run(["outline", "https://example.org/plan.html"]) == 2
    assert "curl -L -o plan.html https://example.org/plan.html" in capsys.readouterr().err


def test_the_output_dash_is_stdout(folder, capsys):
    assert run(["outline", "old.txt", "-f", "json", "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["plans"]
    assert run(["outline", "old.txt", "-o", "-", "-o", "out.json"]) == 0
    assert "疏浚南渠" in capsys.readouterr().out
    assert (folder / "out.json").exists()
    assert not (folder / "-").exists()


def test_show_picture_says_where_there_is_one(capsys):
    assert run(["compare", "old.txt", "new.txt", "--show", "picture"]) == 0
    assert "the picture is drawn in Markdown and HTML alone" in capsys.readouterr().err
    assert run(["compare", "old.txt", "new.txt", "--show", "picture", "-f", "markdown"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("explain old.txt new.txt ", ["疏浚南渠", "发展互联网医院"]),
        ("explain old.txt new.txt 1 ", ["疏浚南渠", "种树"]),
        ("explain old.txt new.txt 1:2", ["种树"]),
        ("explain old.txt nowhere.txt 1:", []),
    ],
)
def test_tasks_are_completed_with_their_titles(words, titles, monkeypatch, capsys):
    line = f"policydiff {words}"
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    monkeypatch.setenv("_POLICYDIFF_COMPLETE", "zsh_complete")

    assert run([]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[2::3] == titles
