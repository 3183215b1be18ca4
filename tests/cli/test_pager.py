import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def on_a_terminal(command: list[str], **environment: str) -> str:
    """Return what a command prints on a terminal of 24 lines."""
    control, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment}
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, cwd=ROOT, env=env)
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(control, 65_536)
        except OSError:  # the last writer has closed the terminal
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(control)
    return shown.decode("utf-8", "replace")


LONG = [
    sys.executable,
    "-c",
    "from policydiff.cli.output import page; print(page('line\\n' * 200))",
]
SHORT = [sys.executable, "-c", "from policydiff.cli.output import page; print(page('line\\n' * 3))"]


@pytest.fixture
def pager(tmp_path) -> str:
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\necho paged\ncat >/dev/null\n", "utf-8")
    script.chmod(0o755)
    return str(script)


def test_long_output_on_a_terminal_is_paged(pager):
    assert on_a_terminal(LONG, PAGER=pager).split() == ["paged", "True"]


@pytest.mark.parametrize("name", ["", "cat", "/no/such/pager"])
def test_no_pager_is_no_loss(name):
    assert on_a_terminal(LONG, PAGER=name).split() == ["False"]


def test_short_output_is_not_paged(pager):
    assert on_a_terminal(SHORT, PAGER=pager).split() == ["False"]


def test_a_pipe_is_never_paged(pager):
    env = {**os.environ, "PAGER": pager}
    done = subprocess.run(LONG, cwd=ROOT, env=env, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False"]
