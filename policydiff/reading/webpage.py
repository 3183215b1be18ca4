"""Read a saved web page: its main text, with lists, tables and line breaks kept."""

import re
from bisect import bisect_left

from policydiff.errors import MissingExtraError, ReadingError
from policydiff.model import Line
from policydiff.reading.decoding import Decoded
from policydiff.reading.sources import Extract, Format
from policydiff.settings import ReadingSettings
from policydiff.text.lines import SENTENCE_RE, removed_lines
from policydiff.text.markers import opens_with_marker

OUTSIDE = "outside-main-text"
HIDDEN = '[hidden],[style*="display:none"],[style*="display: none"]'
CELL_GAP_RE = re.compile(r"\t+")
CELL_GAP = " | "
DIV_RE = re.compile(r"<(/?)div\b", re.IGNORECASE)


def read_html(decoded: Decoded, settings: ReadingSettings) -> Extract:
    """Return all visible lines of a page; those around its main text are furniture.

    Raises MissingExtraError where resiliparse is not installed.
    """
    full, main = _visible_and_main(decoded.text, settings)
    lines = tuple(Line(number, text) for number, text in enumerate(full, start=1))
    first, last = _main_span(full, main, settings)
    outside = [line for line in lines if line.text and not first < line.number <= last]
    return Extract(
        lines,
        Format.HTML,
        decoded.encoding,
        furniture=removed_lines(OUTSIDE, outside),
        continued=frozenset(),
    )


def page_in_archive(data: bytes, path: str) -> bytes:
    """Return the HTML page in a file that a browser saved with all its parts (.mht).

    Raises ReadingError where there is none.
    """
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise ReadingError(
        f"{path}: is a saved page (.mht) without a page in it", hint="save it as HTML only"
    )


def _visible_and_main(page: str, settings: ReadingSettings) -> tuple[list[str], list[str]]:
    """Return the lines of all that the page shows, and those of its main text."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLTree
    except ImportError as error:
        raise MissingExtraError(
            "reading HTML needs the package resiliparse", hint="pip install 'policydiff[html]'"
        ) from error
    tree = HTMLTree.parse(page)
    hidden = tree.document.query_selector_all(HIDDEN) if tree.document else []
    for element in hidden:
        element.decompose()
    full = extract_plain_text(tree, preserve_formatting=True)
    # The search for the main text takes time with the square of the depth of nesting.
    deep = _depth(page) > settings.html_depth
    main = full if deep else extract_plain_text(tree, preserve_formatting=True, main_content=True)
    return _lines_of(full), _lines_of(main)


def _depth(page: str) -> int:
    depth = deepest = 0
    for found in DIV_RE.finditer(page):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _lines_of(text: str) -> list[str]:
    return [CELL_GAP_RE.sub(CELL_GAP, line.strip()) for line in text.split("\n")]


def _main_span(full: list[str], main: list[str], settings: ReadingSettings) -> tuple[int, int]:
    """Return where the main text starts and ends in ``full``.

    What the extractor leaves out amid the main text (short lists) is in, and so is any task
    that it left out at either end.
    """
    wanted = [text for text in main if text]
    last = _end_of_run(full, wanted)
    first = len(full) - _end_of_run(full[::-1], wanted[::-1])
    if not wanted or first >= last:
        return 0, len(full)
    tasks = [index for index, text in enumerate(full) if _is_task_like(text, settings)]
    return min([first, *tasks]), max([last, *(index + 1 for index in tasks)])


def _is_task_like(text: str, settings: ReadingSettings) -> bool:
    """Tell whether a line is numbered and long enough, with a full stop, to be a task."""
    long = len(text) >= settings.content_length and SENTENCE_RE.search(text) is not None
    return long and opens_with_marker(text)


def _end_of_run(full: list[str], wanted: list[str]) -> int:
    """Return how many lines of ``full`` it takes to see all ``wanted`` lines in order.

    A wanted line may be the start of a line: the extractor cuts some short.
    """
    places: dict[str, list[int]] = {}
    for index, text in enumerate(full):
        places.setdefault(text, []).append(index)
    position = 0
    for text in wanted:
        ahead = places.get(text, [])
        found = bisect_left(ahead, position)
        if found < len(ahead):
            position = ahead[found] + 1
        elif position < len(full) and full[position].startswith(text):
            position += 1
    return position
