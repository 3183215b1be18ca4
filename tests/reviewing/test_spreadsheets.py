"""Sheets and decisions files that have really been through LibreOffice: nothing is lost."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.reviewing.store import load_decisions

SOFFICE = shutil.which("soffice")
TSV = "CSV:9,34,76,1"
TO_TSV = "csv:Text - txt - csv (StarCalc):9,34,76"
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(name: str, kind: str, folder: str, *options: str) -> Path:
    """Open a file in LibreOffice and save it as another kind."""
    home = f"-env:UserInstallation=file://{Path(folder).resolve()}/profile"
    command = [SOFFICE or "soffice", home, "--headless", *options, "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", folder, name], check=True, capture_output=True, timeout=120
    )
    return Path(folder) / f"{Path(name).stem}.{kind.partition(':')[0]}"


@pytest.fixture
def decided(small_desk):
    small_desk.decide("1", "2", "full", by="=李")
    small_desk.decide("2", "1", "none", by="王")
    small_desk.decide("4", "", "none")
    return small_desk


def test_a_decisions_file_goes_through_a_workbook_and_back(decided):
    before = Path("decisions.tsv").read_text(encoding="utf-8")

    book = convert("decisions.tsv", "xlsx", "book", f"--infilter={TSV}")
    tabs = convert(str(book), TO_TSV, "tabs")
    commas = convert(str(book), TO_CSV, "commas")

    said = [x._replace(line=0) for x in load_decisions("decisions.tsv").decisions]
    for path in (tabs, commas):
        file = load_decisions(str(path))
        assert file.mistakes == ()
        assert [x._replace(line=0) for x in file.decisions] == said
    Path("decisions.tsv").unlink()
    assert run(["review", *decided.plans, "--accept", str(book)]) == 0
    assert Path("decisions.tsv").read_text(encoding="utf-8") == before


def test_a_filled_in_sheet_that_was_saved_anew_is_read_back(small_desk):
    openpyxl = pytest.importorskip("openpyxl")
    assert run(["review", *small_desk.plans, "--list", "--most", "2", "-o", "todo.xlsx"]) == 0
    book = openpyxl.load_workbook("todo.xlsx")
    names = [cell.value for cell in book.active[1]]
    for name, value in (("decision", "Full"), ("by", "李"), ("on", datetime(2026, 11, 27))):
        book.active.cell(2, names.index(name) + 1).value = value
    book.active.cell(2, names.index("on") + 1).number_format = "yyyy/m/d"
    book.save("todo.xlsx")

    saved = convert(str(convert("todo.xlsx", "ods", "ods")), "xlsx", "saved")

    assert run(["review", *small_desk.plans, "--accept", str(saved)]) == 0
    (said,) = load_decisions("decisions.tsv").decisions
    assert (said.verdict, said.by, said.on) == ("full", "李", "2026-11-27")
