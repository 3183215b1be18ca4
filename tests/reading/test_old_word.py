"""Old Word files: read through LibreOffice where it is installed, else a clear word how."""

import shutil

import pytest

from policydiff.errors import ReadingError
from tests.factory import extract_source

RICH_TEXT = (
    "{\\rtf1\\ansi\\ansicpg936 1."
    + "".join(f"\\u{ord(sign)}?" for sign in "修建水渠。")
    + "\\par 2."
    + "".join(f"\\u{ord(sign)}?" for sign in "加固水坝。")
    + "\\par}"
).encode("ascii")
OLD_WORD = b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize("data", [RICH_TEXT, OLD_WORD])
def test_without_libreoffice_it_is_said_how(data, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ReadingError, match=r"plan\.doc: is an old Word file") as caught:
        extract_source("plan.doc", data=data)

    assert "install LibreOffice" in str(caught.value.hint)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_rich_text():
    found = extract_source("plan.rtf", data=RICH_TEXT)

    assert [line.text for line in found.lines if line.text] == ["1.修建水渠。", "2.加固水坝。"]
    assert any("LibreOffice" in note for note in found.notes)
