"""The GitHub action and the pre-commit hooks: what they call exists, and works."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.cli.app import COMMANDS

ROOT = Path(__file__).parent.parent


pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash")


@pytest.fixture
def act(tmp_path):
    """Run the action's script as GitHub would; return it with what it wrote."""

    def run(plans: str, fail_on: str = "", annotations: str = "true"):
        env = os.environ | {
            "POLICYDIFF": f"{sys.executable} -m policydiff",
            "PLANS": plans,
            "FAIL_ON": fail_on,
            "ANNOTATIONS": annotations,
            "LABELS": "en",
            "MAX_CHARS": "5000",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        }
        return subprocess.run(
            ["bash", "action.sh"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    return run


def test_the_action_compares_once_and_shows_the_result(act, tmp_path):
    done = act("\n  seeds/city-2020.txt\n\nseeds/city-2024.txt  \n")

    assert done.returncode == 0, done.stderr
    summary = (tmp_path / "summary").read_text("utf-8")
    assert summary.startswith("# Comparison of work plans")
    assert len(summary) <= 5000
    assert done.stdout.startswith("::notice file=seeds/city-2020.txt,line=")
    (name, path) = (tmp_path / "output").read_text().strip().split("=")
    assert name == "result"
    assert len(json.loads(Path(path).read_text("utf-8"))["plans"]) == 2


def test_the_action_fails_on_a_gate_behind_its_reports(act, tmp_path):
    done = act("seeds/city-2020.txt\nseeds/city-2024.txt", "dropped:any", "false")

    assert done.returncode == 1
    assert done.stdout == ""
    assert "policydiff: dropped: seeds/city-2020.txt:" in done.stderr
    assert (tmp_path / "summary").exists()


HOSTILE = ("$(touch hacked)", "-o\nseeds/city-2020.txt", "; touch hacked", "")


@pytest.mark.parametrize("plans", HOSTILE)
def test_inputs_are_never_taken_for_commands(act, plans, tmp_path):
    done = act(plans)

    assert done.returncode == 2
    assert not (ROOT / "hacked").exists()
    assert not (tmp_path / "summary").exists()


def test_inputs_reach_the_script_as_variables_only():
    steps = (ROOT / "action.yml").read_text("utf-8").partition("runs:")[2]

    for line in steps.splitlines():
        if "${{" in line:
            assert re.fullmatch(r"\s+[A-Z_]+: \$\{\{ [a-z.\-_]+ \}\}", line), line


def test_hooks_call_commands_that_exist():
    entries = re.findall(r"entry: policydiff (\w+)", (ROOT / ".pre-commit-hooks.yaml").read_text())

    assert entries
    assert set(entries) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("hook", "arguments", "status"),
    [
        ("policydiff-plans", ["seeds/city-2024.txt", "seeds/yangpu-2025.txt"], 0),
        ("policydiff-plans", ["seeds/city-2024.txt", "policydiff.toml"], 2),
        ("policydiff-gate", ["city-2020", "city-2024", "--fail-on", "target-lowered"], 0),
        ("policydiff-gate", ["city-2020", "city-2024", "--fail-on", "dropped:any"], 1),
    ],
)
def test_hooks_pass_and_fail_as_they_should(hook, arguments, status, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8").split("- id: ")
    (found,) = [text for text in hooks if text.startswith(f"{hook}\n")]
    entry = re.search(r"^  entry: policydiff (.*)$", found, re.MULTILINE)
    assert entry

    assert run([*entry[1].split(), *arguments]) == status
    if hook == "policydiff-gate":
        assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", ["action.yml", ".github/workflows/test.yml"])
def test_actions_are_pinned_by_their_commit(path):
    pins = re.findall(r"uses: [^@\s]+@(\S+)", (ROOT / path).read_text("utf-8"))

    assert pins
    assert all(re.fullmatch(r"[0-9a-f]{40}", pin) for pin in pins)


def test_the_action_installs_what_is_locked():
    action = (ROOT / "action.yml").read_text("utf-8")

    assert '--require-hashes -r "$ACTION_PATH/requirements.lock"' in action
    assert "--no-deps --no-build-isolation" in action


def built(folder: Path, seed: str) -> dict[str, bytes]:
    """Build what is published, by the builder that the lock names."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_packages_come_out_byte_for_byte_again_and_hold_what_their_tests_need(tmp_path):
    packages = built(tmp_path / "one", "1")
    assert built(tmp_path / "two", "2") == packages

    (source,) = [name for name in packages if name.endswith(".tar.gz")]
    with tarfile.open(tmp_path / "one" / source) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    kept = {name for name in listed.stdout.decode().split("\0") if (ROOT / name).is_file()}
    assert kept - held <= {".gitignore"}
