"""Completion in shells: the scripts, and what the program answers them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.cli.app import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def complete(monkeypatch, capsys):
    """Return what bash is offered for the last of the words."""

    def call(words: str) -> list[str]:
        monkeypatch.setenv("_POLICYDIFF_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
        assert run([]) == 0
        return capsys.readouterr().out.splitlines()

    return call


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_ask_the_program(capsys, shell):
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_POLICYDIFF_COMPLETE={shell}_complete" in script


def test_another_shell_is_refused(capsys):
    assert run(["completion", "tcsh"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err


def test_every_command_is_offered(complete):
    assert complete("policydiff ") == [f"plain,{name}" for name in COMMANDS]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("policydiff tr", ["plain,trace"]),
        ("policydiff compare --relation lo", ["plain,longitudinal"]),
        ("policydiff compare city-2020 city-2", ["file,city-2", "plain,city-2020"]),
        ("policydiff clean new", ["file,new", "plain,newtown-2024"]),
        ("policydiff render res", ["file,res"]),
        ("policydiff compare -o out/", ["file,out/"]),
        ("policydiff compare --template br", ["file,br"]),
        ("policydiff compare --codebook he", ["file,he", "plain,health"]),
        ("policydiff compare --field e", ["plain,education", "plain,environment"]),
        ("policydiff themes ge", ["file,ge", "plain,general"]),
        ("policydiff compare --fail-on theme-", ["plain,theme-dropped", "plain,theme-new"]),
        ("policydiff render x --fail-on new,dr", ["plain,new,dropped"]),
        ("policydiff render x --fail-on theme:", ["plain,theme:"]),
        ("policydiff render x --rows ta", ["plain,tasks", "plain,targets"]),
        ("policydiff completion z", ["plain,zsh"]),
    ],
)
def test_what_is_begun_is_completed(complete, words, expected):
    found = complete(words)
    assert found[: len(expected)] == expected


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_with_the_script(tmp_path):
    program = tmp_path / "policydiff"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policydiff "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = (
        'eval "$(policydiff completion bash)"; '
        "COMP_WORDS=(policydiff compare --rela); COMP_CWORD=2; COMP_TYPE=9; "
        '_policydiff_completion policydiff --rela compare; printf "%s" "${COMPREPLY[@]}"'
    )
    env = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    done = subprocess.run(
        ["bash", "-c", script], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("--relation", "")
