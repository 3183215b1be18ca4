"""``policydiff render``: a saved result gives the same reports as the comparison itself."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.writers.formats import FORMATS

ROOT = Path(__file__).parents[2]
PLANS = ("seeds/city-2020.txt", "seeds/city-2024.txt", "seeds/yangpu-2025.txt")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """Compare once, and keep the comparison in every format."""
    folder = tmp_path_factory.mktemp("written")
    names = ["a.json", "a.txt", "a.md", "a.html", "a.csv", "a.jsonl", "a.xlsx"]
    files = [part for name in names for part in ("-o", str(folder / name))]
    command = [sys.executable, "-m", "policydiff", "compare", *PLANS, "--lang", "zh", *files]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def document(written) -> dict:
    return json.loads((written / "a.json").read_text(encoding="utf-8"))


@pytest.fixture
def refused(capsys, tmp_path):
    """Render a result that must be refused, and return the message."""

    def call(content: bytes) -> str:
        path = tmp_path / "result.json"
        path.write_bytes(content)
        assert run(["render", str(path)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith(f"policydiff: error: {path}: ")
        assert "\n  hint: " in shown.err
        return shown.err

    return call


def test_every_format_is_as_the_comparison_wrote_it(written, tmp_path):
    for path in sorted(written.iterdir()):
        target = tmp_path / path.name
        assert run(["render", str(written / "a.json"), "--lang", "zh", "-o", str(target)]) == 0
        assert target.read_bytes() == path.read_bytes()


def test_every_format_goes_to_a_pipe(written):
    command = [sys.executable, "-m", "policydiff", "render", "-", "-f"]
    saved = (written / "a.json").read_bytes()
    starts = {
        "csv-excel": "\ufeffprevious_plan".encode(),
        "xlsx": b"PK",
        "html": b"<!DOCTYPE html>",
    }
    for format_name in FORMATS:
        if format_name == "parquet" and not find_spec("pyarrow"):
            continue  # in no lock, for its size: tests/render/test_parquet.py
        done = subprocess.run([*command, format_name], input=saved, capture_output=True, cwd=ROOT)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(starts.get(format_name, b""))
        assert done.stdout


def test_rows_choose_the_table_of_a_csv_file(written, capsys):
    heads = {}
    for rows in ("links", "tasks", "themes", "targets", "measures"):
        assert run(["render", str(written / "a.json"), "-f", "csv", "--rows", rows]) == 0
        heads[rows] = capsys.readouterr().out.partition("\n")[0]
    assert len(set(heads.values())) == 5
    assert "shared_words" in heads["links"]
    assert "current_share" in heads["themes"]


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_a_workbook_does_not_go_to_a_terminal(written):
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "policydiff", "render", str(written / "a.json"), "-f", "xlsx"]
    done = subprocess.run(command, stdout=slave, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert b"hint: -o report.xlsx" in done.stderr


def test_an_outline_is_rendered_as_an_outline(capsys, tmp_path):
    saved = tmp_path / "outline.json"
    assert run(["outline", PLANS[1], "-o", str(saved)]) == 0
    assert run(["render", str(saved), "-f", "json"]) == 0
    assert capsys.readouterr().out == saved.read_text(encoding="utf-8")
    assert run(["render", str(saved), "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("What was read\n")


def test_the_result_is_not_overwritten(written, capsys):
    saved = str(written / "a.json")
    assert run(["render", saved, "-o", saved]) == 2
    assert "is one of the inputs" in capsys.readouterr().err


def test_a_newer_minor_version_is_read_and_a_newer_major_one_refused(
    document, refused, tmp_path, capsys
):
    newer = tmp_path / "newer.json"
    newer.write_text(
        json.dumps(document | {"format_version": "1.9", "added_later": []}), encoding="utf-8"
    )
    assert run(["render", str(newer)]) == 0
    capsys.readouterr()

    message = refused(json.dumps(document | {"format_version": "2.0"}).encode())
    assert "result of format '2.0', but this policydiff reads format 1.x" in message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not JSON"),
        (b'{"format_version": "1.0", "plans": [', "not JSON: Expecting value: line 1 column 37"),
        (b"\xff\xfe{", "not UTF-8 text (byte 1)"),
        ("一、修渠。".encode(), "not JSON"),
        (b'{"name": "package", "version": "1.0"}', "no format_version"),
        (b'{"format_version": "1.0", "clean": {}}', "plans: missing"),
    ],
)
def test_what_is_no_result_is_refused_with_its_place(refused, content, expected):
    assert expected in refused(content)


def test_a_damaged_result_names_the_place(document, refused):
    document["plans"][1]["tasks"][0]["line_start"] = "four"
    message = refused(json.dumps(document).encode())
    assert "plans[1].tasks[0].line_start: expected int, got str" in message


@pytest.mark.parametrize("name", ["none.json", "seeds", "a\0b"])
def test_a_file_that_cannot_be_read(name, capsys):
    assert run(["render", name]) == 2
    message = capsys.readouterr().err
    assert message.count("policydiff: error: ") == 1
    assert "Traceback" not in message
