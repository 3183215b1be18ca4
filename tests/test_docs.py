"""What the documents show is what the program does: their blocks are run, and compared.

A ``console`` block holds commands behind ``$`` and their output, a ``pycon`` block a doctest. With
--accept the outputs are written into the documents.
"""

import doctest
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policydiff.cli.app import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK_RE = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
LINK_RE = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(kind: str) -> list:
    found_in = []
    for path in DOCUMENTS:
        found = BLOCK_RE.finditer(path.read_text(encoding="utf-8"))
        if any(match[1] == kind for match in found):
            found_in.append(pytest.param(path, id=str(path.relative_to(ROOT))))
    return found_in


@pytest.fixture
def desk(tmp_path):
    """Make a directory as a reader has it: the plans, the configuration, nothing else."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    shutil.copy(ROOT / "policydiff.toml", tmp_path)
    program = tmp_path / ".bin" / "policydiff"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policydiff "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def run(command: str, desk: Path) -> str:
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(desk / ".bin"), os.environ["PATH"]])
    environment = {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        cwd=desk,
        env=environment,
        check=False,
        timeout=60,
    )
    return (done.stdout + done.stderr).decode("utf-8")


def shown(block: str, desk: Path) -> str:
    """Return a console block as it should read: each command with its true output."""
    commands = re.findall(r"^\$ .*\n(?:^> .*\n)*", block, re.MULTILINE)
    plain = (re.sub(r"^[$>] ", "", command, flags=re.MULTILINE) for command in commands)
    return "".join(command + run(text, desk) for command, text in zip(commands, plain, strict=True))


@pytest.mark.docs
@pytest.mark.parametrize("path", blocks("console"))
def test_console_blocks_are_true(path, desk, request):
    text = path.read_text(encoding="utf-8")
    if "jq " in text and not shutil.which("jq"):
        pytest.skip("jq is not installed")

    def true_block(match: re.Match[str]) -> str:
        body = shown(match[2], desk) if match[1] == "console" else match[2]
        return f"```{match[1]}\n{body}```"

    true_text = BLOCK_RE.sub(true_block, text)

    if request.config.getoption("--accept"):
        path.write_text(true_text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == true_text


@pytest.mark.parametrize("path", blocks("pycon"))
def test_python_blocks_are_true(path, monkeypatch):
    monkeypatch.chdir(ROOT)

    failed, attempted = doctest.testfile(str(path), module_relative=False, encoding="utf-8")

    assert attempted
    assert not failed


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for target in LINK_RE.findall(path.read_text(encoding="utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


@pytest.mark.docs
@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_fresh(name, request):
    page, fresh = ROOT / "docs" / name, GENERATED[name]()

    if request.config.getoption("--accept"):
        page.write_text(fresh, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == fresh, "make docs writes it again"


def test_settings_stand_with_their_reasons():
    page = GENERATED["reference/settings.md"]()

    row = next(row for row in page.splitlines() if row.startswith("| `min_carried` |"))
    assert row == (
        "| `min_carried` | `0.5` | Probability from which a measure counts as carried "
        "on. The surest pair of measures of a full link of a task in one sentence must "
        "be as sure: the task has nothing else to be judged by. |"
    )


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_is_sound_and_names_every_command_and_option():
    page = GENERATED["policydiff.1"]()
    command = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-P-c"]

    done = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    text = re.sub(".\b", "", done.stdout.decode())  # bold is struck twice

    assert done.stderr == b""
    assert "退出" in text
    for name in COMMANDS:
        assert re.search(rf"^ +{name}$", text, re.MULTILINE)
    for option in ("--against", "--fail-on", "--max-chars", "--template", "--exit-code"):
        assert re.search(rf"^ +(-\w, +)?{option}\b", text, re.MULTILINE), option
