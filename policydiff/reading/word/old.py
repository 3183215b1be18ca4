"""Old Word files (.doc, .wps, .rtf): LibreOffice, where it is installed, makes .docx of them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.reading.sources import Extract
from policydiff.reading.word.document import read_word
from policydiff.settings import ReadingSettings

COMPOUND = b"\xd0\xcf\x11\xe0"
RICH_TEXT = b"{\\rtf"
WORD_STREAM = "WordDocument".encode("utf-16-le")  # the part of a compound file that holds the text
PROGRAMS = ("soffice", "libreoffice")
NOTE = "read from what LibreOffice made of an old Word file"


def is_old_word(data: bytes) -> bool:
    r"""Tell whether these are the bytes of an old Word file, or of rich text.

    >>> is_old_word(b"{\\rtf1 text}"), is_old_word(b"\xd0\xcf\x11\xe0 an old workbook")
    (True, False)
    """
    return data.startswith(RICH_TEXT) or (data.startswith(COMPOUND) and WORD_STREAM in data)


def read_old_word(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Return the lines of an old Word file.

    Raises ReadingError, with a hint, where LibreOffice is not installed or cannot read the file.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ReadingError(
            f"{path}: is an old Word file, which is read only where LibreOffice is installed",
            hint="install LibreOffice, or save the file as .docx",
        )
    extracted = read_word(_converted(data, path, program, settings), path, settings)
    return replace(extracted, notes=(NOTE, *extracted.notes))


def _converted(data: bytes, path: str, program: str, settings: ReadingSettings) -> bytes:
    """Return the .docx that the program makes of a file, in a folder and a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="policydiff-") as folder:
        place = Path(folder)
        suffix = ".rtf" if data.startswith(RICH_TEXT) else ".doc"
        given = place / f"plan{suffix}"
        given.write_bytes(data)
        command = (
            *(
                program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation=file://{folder}/profile",
            ),
            *("--convert-to", "docx", "--outdir", str(place / "made"), str(given)),
        )
        try:
            subprocess.run(
                command, capture_output=True, timeout=settings.office_seconds, check=True
            )
            return (place / "made" / "plan.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise ReadingError(
                f"{path}: is an old Word file that LibreOffice could not turn into .docx"
                f" within {settings.office_seconds} seconds",
                hint="is it encrypted or damaged? open it, and save it as .docx without password",
            ) from error
