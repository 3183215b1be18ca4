"""Read the printed lines of a PDF: what ``pdf.py`` lets a process with limits do.

A PDF can keep its reader busy for ever (forms that draw forms), and the reader is C code that
cannot be interrupted. Nothing of policydiff is imported here, to start fast.
"""

from collections.abc import Iterable, Iterator
from typing import Any

PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
LINE_END = "\r\n"
TAB = "\t"
CELL_GAP = 1.2  # times the size of the type: a wider gap parts the cells of a table
OTHER_SIZE = 2.0  # times the size of the type: what is larger is no part of the line


def read_lines(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    """Return the number of pages and the lines on them (see ``page_lines``), or an error."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD_NEEDED
        return {"error": "encrypted" if locked else "damaged"}
    pages = len(document)
    if pages > max_pages:
        return {"error": "pages", "pages": pages}
    lines: list[list[Any]] = []
    characters = 0
    for index in range(pages):
        try:
            page = document[index]
            found = whole_rows(page_lines(page.get_textpage(), index + 1, page.get_height()))
        except PdfiumError:
            return {"error": "damaged"}
        characters += sum(len(line[1]) for line in found)
        if characters > max_characters:
            return {"error": "characters"}
        lines += found
    return {"pages": pages, "lines": lines}


def page_lines(page: Any, number: int, height: float) -> Iterator[list[Any]]:
    """Yield what stands in a row: page, text, its edges, how high, the angle, and the gaps.

    Wide gaps, as between the cells of a table, are tabs: of each, where it begins and
    ends. What is larger than the text before it (a mark across the page) or stands below it is a
    line of its own.
    """
    position = 0
    for line in page.get_text_range().split(LINE_END):
        for start, text, gaps in runs(page, position, line):
            if text.strip():
                first = start + len(text) - len(text.lstrip())
                left, bottom, _, top = edges(page, first)
                _, _, right, _ = edges(page, start + len(text.rstrip()) - 1)
                high = round(bottom / (height or 1), 3)
                turned = angle(page, first)
                yield [number, text.rstrip(), left, bottom, right, top, high, turned, gaps]
        position += len(line) + len(LINE_END)


def whole_rows(lines: Iterable[list[Any]]) -> list[list[Any]]:
    """Return the lines of a page, with those that the reader parted inside a row as one again."""
    rows: list[list[Any]] = []
    for line in lines:
        _, text, left, bottom, right, top, _, turned, gaps = line
        before = rows[-1] if rows else None
        level = before and turned == before[7] == 0 and abs(bottom - before[3]) < (top - bottom) / 2
        if before and level and left - before[4] > CELL_GAP * (top - bottom) > 0:
            before[1] += TAB + text
            before[8] = [*before[8], [before[4], left], *gaps]
            before[4] = right
        else:
            rows.append(line)
    return rows


def runs(page: Any, position: int, line: str) -> Iterator[tuple[int, str, list[Any]]]:
    """Yield the runs of a line, where each starts, and its wide gaps, which become tabs."""
    start, signs = 0, list(line)
    gaps: list[Any] = []
    for place in range(1, len(line) - 1):
        if line[place] != " " or " " in (line[place - 1], line[place + 1]):
            continue
        _, bottom, right, top = edges(page, position + place - 1)
        left, low, _, high = edges(page, position + place + 1)
        size = top - bottom
        larger = high - low > OTHER_SIZE * size or size > OTHER_SIZE * (high - low) > 0
        below = high <= bottom or low >= top
        if larger or below:
            yield position + start, "".join(signs[start:place]), gaps
            start, gaps = place + 1, []
        elif left - right > CELL_GAP * size > 0:
            signs[place] = TAB
            gaps.append([right, left])
    yield position + start, "".join(signs[start:]), gaps


def angle(page: Any, place: int) -> float:
    """Return the angle at which the character at a place is written, in radians."""
    from pypdfium2.raw import FPDFText_GetCharAngle, FPDFText_GetCharIndexFromTextIndex

    index = FPDFText_GetCharIndexFromTextIndex(page.raw, place)
    return float(round(max(0.0, FPDFText_GetCharAngle(page.raw, index)), 2))


def edges(page: Any, place: int) -> tuple[float, ...]:
    """Return left, bottom, right and top of the character at a place in the text of a page."""
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDFText_GetCharIndexFromTextIndex

    try:
        box = page.get_charbox(FPDFText_GetCharIndexFromTextIndex(page.raw, place), loose=True)
    except PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return tuple(round(edge, 1) for edge in box)
