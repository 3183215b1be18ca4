"""Progress: at a terminal, for work that takes long, and gone when it is done."""

import io
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from policydiff.cli import messages
from policydiff.cli.messages import Progress

ROOT = Path(__file__).parents[2]
ERASE = "\r\x1b[K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch, patience: float = 0.01) -> Terminal:
    """Put a terminal in place of stderr; in the test itself, since pytest resets it before."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(messages, "PATIENCE", patience)
    messages.ARGUMENTS.set(())
    return stream


def wait_for(terminal: Terminal, text: str) -> None:
    deadline = time.monotonic() + 10
    while text not in terminal.getvalue():
        assert time.monotonic() < deadline, terminal.getvalue()
        time.sleep(0.005)


def test_short_work_shows_nothing(monkeypatch):
    terminal = at_terminal(monkeypatch, patience=60.0)

    with Progress("reading plan") as told:
        told.step(1, 2)
        told.step(2, 2)
    assert terminal.getvalue() == ""


def test_a_single_long_step_is_told_and_erased(monkeypatch):
    terminal = at_terminal(monkeypatch)

    with Progress("comparing pair") as told:
        told.step(1, 1)
        wait_for(terminal, "policydiff: comparing pair 1 of 1")
    assert terminal.getvalue() == f"{ERASE}policydiff: comparing pair 1 of 1{ERASE}"


def test_progress_speaks_the_language_of_the_run(monkeypatch):
    terminal = at_terminal(monkeypatch)
    messages.ARGUMENTS.set(("compare", "--lang", "zh"))

    with Progress("comparing pair") as told:
        wait_for(terminal, "policydiff: 正在比较 …")
        told.pace(30, 40)
    assert "policydiff: 正在比较第 30 对，共 40 对，每秒" in terminal.getvalue()


def test_each_further_step_takes_the_line_of_the_one_before(monkeypatch):
    terminal = at_terminal(monkeypatch)

    with Progress("reading plan") as told:
        wait_for(terminal, "policydiff: reading plan …")
        told.step(1, 2)
        told.step(2, 2)
    shown = terminal.getvalue().split(ERASE)
    assert shown[1:] == [
        "policydiff: reading plan …",
        "policydiff: reading plan 1 of 2",
        "policydiff: reading plan 2 of 2",
        "",
    ]


def interrupted(terminal: Terminal) -> None:
    with Progress("reading plan"):
        wait_for(terminal, "reading plan")
        raise KeyboardInterrupt


def test_an_error_leaves_no_line_behind(monkeypatch):
    terminal = at_terminal(monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        interrupted(terminal)
    assert terminal.getvalue().endswith(ERASE)


def test_what_is_no_terminal_sees_nothing(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(messages, "PATIENCE", 0.0)

    with Progress("reading plan") as told:
        time.sleep(0.05)
        told.step(1, 1)
    assert stream.getvalue() == ""


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_a_plan_that_is_long_in_coming_at_a_true_terminal():
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "policydiff", "outline", "-", "-f", "json"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave, cwd=ROOT
    )
    os.close(slave)
    shown = os.read(master, 1000)  # waits until something is shown
    result, _ = process.communicate((ROOT / "seeds/yangpu-2025.txt").read_bytes())
    with suppress(OSError):  # Linux tells the end of a terminal so
        while piece := os.read(master, 1000):
            shown += piece
    os.close(master)

    assert result.startswith(b"{")
    assert b"policydiff: reading plan" in shown
    assert shown.endswith(ERASE.encode())
