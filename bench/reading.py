"""Time and memory of reading, as sources grow: python bench/reading.py [MEGABYTES ...].

First each seed alone, then each format in sizes that double: growth n^1.00 is linear. With 100 as
argument, 100 MB of plans are read; it takes about two minutes.
"""

import io
import math
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from policydiff.pipeline import read_source
from policydiff.settings import ReadingSettings

SEEDS = sorted(Path(__file__).parents[1].glob("seeds/*.txt"))
NO_LIMIT = ReadingSettings(max_bytes=10**10, max_unpacked_bytes=10**10)
SIZES = (1.0, 2.0, 4.0)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def main(sizes: list[float]) -> None:
    """Print one row for each seed, then one for each kind of source and size."""
    print(f"{'source':<26} {'kB':>9} {'ms':>9} {'growth':>7} {'peak MB':>8}")
    for path in SEEDS:
        data = path.read_bytes()
        show(path.name, len(data), seconds_to_read(path.name, data, repeats=5))
    for name, make in SOURCES.items():
        before: tuple[int, float] | None = None
        for size in sizes:
            data = make(int(size * 1_000_000))
            seconds = seconds_to_read(name, data, repeats=1)
            show(name, int(size * 1_000_000), seconds, before)
            before = (int(size * 1_000_000), seconds)


def show(name: str, size: int, seconds: float, before: tuple[int, float] | None = None) -> None:
    """Print a row."""
    growth = ""
    if before:
        growth = f"n^{math.log(seconds / before[1]) / math.log(size / before[0]):.2f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<26} {size / 1000:>9.0f} {seconds * 1000:>9.1f} {growth:>7} {peak:>8.0f}",
        flush=True,
    )


def seconds_to_read(path: str, data: bytes, repeats: int) -> float:
    """Return the least processor time of so many readings."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        read_source(path, NO_LIMIT, data=data)
        times.append(time.process_time() - start)
    return min(times)


def seed(name: str) -> str:
    """Return the text of a seed."""
    return next(path for path in SEEDS if path.stem == name).read_text(encoding="utf-8")


def repeated(text: str, size: int) -> str:
    """Return a text over and over, up to so many bytes in UTF-8."""
    return text * max(1, size // len(text.encode()))


def one_line(size: int) -> bytes:
    """Return a plan without a single line break."""
    return repeated(seed("city-2020").replace("\n", ""), size).encode()


def web_page(size: int) -> bytes:
    """Return a plan as a page, a paragraph to each line."""
    body = "".join(f"<p>{line}</p>" for line in seed("yangpu-2025").splitlines())
    return f"<!DOCTYPE html><html><body>{repeated(body, size)}</body></html>".encode()


def word(size: int) -> bytes:
    """Return a plan as a Word file."""
    lines = seed("yangpu-2025").splitlines()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{repeated(body, size)}</w:body></w:document>',
        )
    return buffer.getvalue()


SOURCES: dict[str, Callable[[int], bytes]] = {
    "simplified.txt": lambda size: repeated(seed("yangpu-2025"), size).encode(),
    "simplified-gb18030.txt": lambda size: repeated(seed("yangpu-2025"), size).encode("gb18030"),
    "traditional-notes.txt": lambda size: repeated(seed("newtown-2024"), size).encode(),
    "one-line-traditional.txt": one_line,
    "markdown.md": lambda size: repeated(seed("medadmin-2024"), size).encode(),
    "page.html": web_page,
    "plan.docx": word,
}

if __name__ == "__main__":
    main([float(size) for size in sys.argv[1:]] or list(SIZES))
