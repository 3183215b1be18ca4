"""Limits in the configuration: what they may be, and that they hold for what is read."""

from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.cli.config import LIMITS, load_config
from policydiff.errors import CatalogueError
from policydiff.settings import Settings

PLAN = "某市2024年工作要点\n1.推进社区建设。\n2.办好实事。\n3.修路。\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan.txt").write_text(PLAN, encoding="utf-8")


def configured(text):
    Path("policydiff.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_a_setting_and_a_number(name):
    assert type(getattr(getattr(Settings(), LIMITS[name]), name)) is int


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("max_characters = 30", "holds more than 30 characters"),
        ("max_lines = 2", "holds more than 2 lines"),
        ("max_signs = 2", "holds more than 2 sentence signs"),
        ("max_bytes = 60", "larger than the limit of 60 bytes"),
        ("max_tasks = 2", "limit of 2"),
    ],
)
def test_a_limit_holds_for_what_is_read(capsys, limit, told):
    assert run(["outline", "plan.txt", "-f", "json"]) == 0
    configured(f"[limits]\n{limit}\n")

    assert run(["outline", "plan.txt", "-f", "json"]) == 2
    assert told in capsys.readouterr().err


def test_a_limit_can_be_raised(capsys):
    Path("plan.txt").write_text(PLAN + "的" * 2_000_000, encoding="utf-8")
    assert run(["clean", "plan.txt"]) == 2
    configured("lang = 'en'\n[limits]\nmax_characters = 3_000_000\n")

    assert run(["clean", "plan.txt"]) == 0
    assert "的的的" in capsys.readouterr().out


def test_what_a_table_of_limits_says():
    configured("[limits]\nmax_tasks = 5\nmax_lines = 7\n")

    assert load_config().limits == (("max_tasks", 5), ("max_lines", 7))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("limits = 5", "policydiff.toml:1: limits must be a table"),
        ("[limits]\nmax_tasks = 5\nmax_words = 5", "policydiff.toml:3: unknown limit 'max_words'"),
        ("[limits]\n\nmax_tasks = 0", "policydiff.toml:3: max_tasks must be a number from 1"),
        ("[limits]\nmax_tasks = -5", "max_tasks must be a number from 1"),
        ("[limits]\nmax_tasks = true", "max_tasks must be a number from 1"),
        ("[limits]\nmax_tasks = 5.5", "max_tasks must be a number from 1"),
        ("[limits]\nmax_tasks = inf", "max_tasks must be a number from 1"),
        ("[limits]\nmax_tasks = '5'", "max_tasks must be a number from 1"),
        ("[limits]\nmax_bytes = 10_000_000_001", "max_bytes must be a number from 1"),
        ("[[limits]]\nmax_tasks = 5", "limits must be a table"),
    ],
)
def test_a_limit_that_is_none(text, told):
    configured(text)
    with pytest.raises(CatalogueError) as caught:
        load_config()

    assert told in str(caught.value)
    assert caught.value.hint.startswith("known limits: max_bytes, ")
