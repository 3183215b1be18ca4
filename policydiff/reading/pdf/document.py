"""Read a PDF that has text: its printed lines in order, hard wraps known, running heads aside.

Lines are numbered through all pages, as they stand on paper.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from policydiff.errors import MissingExtraError, ReadingError, install_hint
from policydiff.model import Line
from policydiff.reading.pdf.printing import PrintedLine, continued_lines, page_furniture
from policydiff.reading.sources import Extract, Format
from policydiff.settings import PdfSettings, ReadingSettings
from policydiff.text.lines import rows_of_cells, without

WORKER = Path(__file__).with_name("worker.py")


def read_pdf(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Return the printed lines of a PDF.

    Raises MissingExtraError where pypdfium2 is not installed, ReadingError for a damaged or
    encrypted file, one over the limits, and one without a text layer (a scan).
    """
    pages, printed = _printed_lines(data, path, settings.pdf)
    lines = tuple(Line(line.number, line.text) for line in printed)
    if not lines:
        raise ReadingError(
            f"{path}: has no text layer (a scan, or pictures of pages)",
            hint="run it through text recognition (OCR) first",
        )
    furniture = page_furniture(printed, settings.pdf)
    kept = {line.number for line in without(lines, furniture)}
    flowing = [line for line in printed if line.number in kept]
    starts = {line.page: line.number for line in reversed(printed)}
    empty = [str(page) for page in range(1, pages + 1) if page not in starts]
    return Extract(
        lines,
        Format.PDF,
        "unicode",
        furniture,
        continued_lines(flowing, settings.pdf),
        (f"no text on pages {', '.join(empty)}",) if empty else (),
        tuple(starts[page] for page in sorted(starts)),
    )


def _printed_lines(
    data: bytes, path: str, settings: PdfSettings
) -> tuple[int, tuple[PrintedLine, ...]]:
    """Return the number of pages and the lines on them, read by a limited process."""
    answer = _ask_worker(data, path, settings)
    if "error" in answer:
        raise _refusal(path, answer, settings)
    printed = [PrintedLine(number, *line) for number, line in enumerate(answer["lines"], start=1)]
    rows = rows_of_cells(tuple(Line(line.number, line.text) for line in printed))
    texts = [row.text.replace("\t", " ") for row in rows]
    lines = (replace(line, text=text) for line, text in zip(printed, texts, strict=True))
    return answer["pages"], tuple(lines)


def _ask_worker(data: bytes, path: str, settings: PdfSettings) -> dict[str, Any]:
    if find_spec("pypdfium2") is None:
        raise MissingExtraError(
            f"{path}: reading a PDF needs the package pypdfium2",
            hint=install_hint("pdf"),
        )
    limits = (settings.most_pages, settings.most_characters, settings.seconds, settings.memory)
    command = [sys.executable, "-P", str(WORKER), *map(str, limits)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=settings.seconds, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise ReadingError(
            f"{path}: could not be read within {settings.seconds} seconds and"
            f" {settings.memory:,} bytes of memory",
            hint="this is no ordinary PDF; print it anew, or give the text",
        ) from error
    return answer


def _refusal(path: str, answer: dict[str, Any], settings: PdfSettings) -> ReadingError:
    reasons = {
        "encrypted": ("is encrypted", "save it without a password"),
        "damaged": ("is a damaged or truncated PDF", "fetch or print it anew"),
        "pages": (
            f"has {answer.get('pages', 0):,} pages, the limit is {settings.most_pages:,}",
            "cut the plan out of it, or raise reading.pdf.most_pages",
        ),
        "characters": (
            f"holds more than the limit of {settings.most_characters:,} characters",
            "cut the plan out of it, or raise reading.pdf.most_characters",
        ),
    }
    what, hint = reasons[answer["error"]]
    return ReadingError(f"{path}: {what}", hint=hint)
