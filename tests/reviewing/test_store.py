"""The file on disk: whole at any moment, whoever writes and whatever happens to who does."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from policydiff.errors import ReviewError
from policydiff.reviewing.decisions_file import DecisionsFile, format_decisions
from policydiff.reviewing.store import load_decisions, record, save_decisions
from tests.reviewing.test_spoilt_files import decision

NOBODY = 65534
WRITER = """
import sys
from policydiff.reviewing.store import record
from tests.reviewing.test_spoilt_files import decision
path, by, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    record(path, [decision(f"{number}", by=by)])
    if not number:
        print("ready", flush=True)
"""


def writer(path: Path, by: str, count: int) -> subprocess.Popen[str]:
    """Begin a reviewer of another process, who is ready when the first decision is written."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), by, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "ready\n"


def test_killed_while_saving_leaves_the_file_whole(tmp_path):
    path = tmp_path / "decisions.tsv"
    save_decisions(str(path), DecisionsFile(tuple(decision(f"9{n}") for n in range(300))))
    rng = random.Random(13)
    counts = []
    for turn in range(12):
        process = writer(path, f"coder {turn}", 100_000)
        ready(process)
        time.sleep(rng.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        file = load_decisions(str(path))
        assert file.mistakes == ()
        assert format_decisions(file) == path.read_text(encoding="utf-8")
        counts.append(len(file.decisions))

    assert counts == sorted(counts)
    assert counts[-1] >= 312
    record(str(path), [decision("1", by="last")])
    assert [item.name for item in tmp_path.iterdir()] == ["decisions.tsv"]


def test_two_reviewers_at_once_lose_no_decision(tmp_path):
    path = tmp_path / "decisions.tsv"
    both = [writer(path, by, 40) for by in ("李", "王")]
    for process in both:
        ready(process)
    for process in both:
        process.communicate()
        assert process.returncode == 0

    said = {(d.by, d.previous.task) for d in load_decisions(str(path)).decisions if d.previous}
    assert said == {(by, f"{n}") for by in ("李", "王") for n in range(40)}


def test_a_file_behind_a_link_is_written_and_the_link_stays(tmp_path):
    (tmp_path / "shared").mkdir()
    target = tmp_path / "shared" / "team.tsv"
    link = tmp_path / "decisions.tsv"
    record(str(target), [decision("1")])
    link.symlink_to(target)

    record(str(link), [decision("2")])

    assert link.is_symlink()
    assert len(load_decisions(str(target)).decisions) == 2


def test_who_may_read_the_file_stays_as_it_was(tmp_path):
    path = tmp_path / "decisions.tsv"
    record(str(path), [decision("1")])
    path.chmod(0o640)

    record(str(path), [decision("2")])

    assert path.stat().st_mode & 0o777 == 0o640


@contextmanager
def as_somebody() -> Iterator[Path]:
    """Give a folder of one's own, and act in it as no administrator."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid():
            yield folder
            return
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(0)


@pytest.mark.parametrize("protect", ["file", "folder"])
def test_what_is_read_only_is_refused_and_nothing_is_lost(protect):
    with as_somebody() as folder:
        path = folder / "decisions.tsv"
        record(str(path), [decision("1")])
        before = path.read_bytes()
        what = path if protect == "file" else folder
        mode = what.stat().st_mode
        what.chmod(0o444 if protect == "file" else 0o555)
        try:
            with pytest.raises(ReviewError, match=r"decisions\.tsv: cannot be written") as told:
                record(str(path), [decision("2")])
            assert "--decisions" in (told.value.hint or "")
            assert path.read_bytes() == before
            assert [item.name for item in folder.iterdir()] == ["decisions.tsv"]
        finally:
            what.chmod(mode)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ReviewError, match="cannot be written"):
        record(str(tmp_path / "none" / "decisions.tsv"), [decision("1")])
