"""Read a PDF that has text: its printed lines in order, hard wraps known, running heads aside.

Lines are numbered through all pages, as they stand on paper. Where a line stands on its page tells
what is no text (running heads, notes, marks), and which lines run on.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby, pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.limited import Limits, OverLimitError, run_worker
from policydiff.model import Line, Removed
from policydiff.reading import Extract, contents_pages, page_number
from policydiff.settings import PdfSettings, ReadingSettings
from policydiff.text.lines import ENDING_RE, first_word, removed_lines, rows_of_cells, without
from policydiff.text.markers import confirm_markers

DIGITS_RE = re.compile("[0-9]+")
NOTE_RE = re.compile(r"\s*(?:[①-⑳*＊※†]|[\[〔【（(]?\d{1,2}[\]〕】）)]?|注)[\s:：]?(?=\D)")
_MOST_COLUMNS = 50  # of a table: a row of more cells is none
PACKAGE, WORKER = "pypdfium2", "policydiff.reading.pdf_worker:read_lines"


class PrintedLine(Struct, frozen=True):
    """A line on a page; its edges are in points from the lower left corner of the page.

    ``height`` is the lower edge as a share of the height of the page, ``angle`` that at which
    the line is written, in radians, ``gaps`` the edges of the wide gaps in it, which are tabs.
    """

    number: int
    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    height: float
    angle: float = 0.0
    gaps: Sequence[Sequence[float]] = ()


class Block(Struct, frozen=True):
    """The block of running text of a document: its edges, type size, and use of indents.

    ``numbered`` are the lines that open with a marker; ``flush`` tells that these open paragraphs
    at the left edge.
    """

    left: float
    right: float
    size: float
    indents: bool
    numbered: frozenset[int] = frozenset()
    flush: bool = True


def page_furniture(printed: Sequence[PrintedLine], settings: PdfSettings) -> tuple[Removed, ...]:
    """Return page numbers, running heads and feet, notes, marks, and the table of contents."""
    edge = list(_at_page_edges(printed, settings))
    numbers = [line for line in edge if page_number(line.text) is not None]
    others = [line for line in edge if page_number(line.text) is None]
    repeats = Counter(_likeness(line, settings) for line in others)
    pages = len({line.page for line in printed})
    least = max(settings.min_repeats, settings.min_repeat_share * pages)
    size = _type_size(printed)
    small = [x for x in others if x.top - x.bottom <= settings.max_note_share * size]
    heights = Counter(_likeness(line, settings)[1] for line in small)
    heads = [
        line
        for line in others
        if repeats[_likeness(line, settings)] >= least
        or (line in small and heights[_likeness(line, settings)[1]] >= least)
    ]
    return tuple(
        sorted(
            (
                *removed_lines("watermark", _as_lines(list(_marks(printed)))),
                *removed_lines("footnote", _as_lines(list(_footnotes(printed, size, settings)))),
                *removed_lines("page-number", _as_lines(numbers)),
                *removed_lines("running-head", _as_lines(heads)),
                *contents_pages(_as_lines(printed)),
            ),
            key=lambda block: block.line_start,
        )
    )


def _type_size(printed: Sequence[PrintedLine]) -> float:
    """Return the height of most characters."""
    sizes: Counter[float] = Counter()
    for line in printed:
        sizes[round(line.top - line.bottom, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _marks(printed: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield what is written across the page, at another angle than the text."""
    usual = Counter(line.angle for line in printed).most_common(1)
    return (line for line in printed if line.angle != usual[0][0])


def _footnotes(
    printed: Sequence[PrintedLine], size: float, settings: PdfSettings
) -> Iterator[PrintedLine]:
    """Yield the lines in small type below the text of each page, from the sign of a note on."""
    for _, group in groupby(printed, key=lambda line: line.page):
        lines = sorted(group, key=lambda line: -line.top)
        begun = False
        for index, line in enumerate(lines):
            small = line.top - line.bottom <= settings.max_note_share * size
            below = all(x.top - x.bottom <= settings.max_note_share * size for x in lines[index:])
            begun = small and below and (begun or NOTE_RE.match(line.text) is not None)
            if begun:
                yield line


def _as_lines(printed: Sequence[PrintedLine]) -> tuple[Line, ...]:
    return tuple(Line(line.number, line.text) for line in printed)


def _at_page_edges(printed: Sequence[PrintedLine], settings: PdfSettings) -> Iterator[PrintedLine]:
    """Yield the outermost lines in the upper and lower margins of each page."""
    for _, group in groupby(printed, key=lambda line: line.page):
        lines = sorted(group, key=lambda line: -line.top)
        depth = settings.edge_lines
        upper = [line for line in lines[:depth] if line.height >= 1 - settings.margin]
        lower = [line for line in lines[-depth:] if line.height <= settings.margin]
        edge = {line.number: line for line in (*upper, *lower)}
        yield from (edge[number] for number in sorted(edge))


def _likeness(line: PrintedLine, settings: PdfSettings) -> tuple[str, int]:
    """Return what running heads have in common: words but for numbers, and the height."""
    return DIGITS_RE.sub("0", line.text.strip()), round(line.top / settings.slack)


def continued_lines(lines: Sequence[PrintedLine], settings: PdfSettings) -> frozenset[int]:
    """Return the numbers of the lines that carry on the line before them."""
    if not lines:
        return frozenset()
    block = _text_block(lines, settings)
    if block.right - block.left < settings.min_width * block.size:
        return frozenset()
    pairs = list(pairwise(lines))
    after_full = [pair for pair in pairs if _is_full(*pair, block, settings)]
    openings = [pair[1] for pair in pairs if not _is_full(*pair, block, settings)]
    markers = confirm_markers(line.text for line in lines)
    numbered = (line.number for line, marker in zip(lines, markers, strict=True) if marker)
    block = replace(block, numbered=frozenset(numbered))
    block = replace(block, flush=_numbers_stand_at_left(openings, block, settings))
    return frozenset(
        current.number
        for previous, current in after_full
        if _runs_on(previous, current, block, settings)
    )


def _text_block(lines: Sequence[PrintedLine], settings: PdfSettings) -> Block:
    """Measure the block of running text; its lines are the most frequent ones."""
    size = Counter(round(line.top - line.bottom, 1) for line in lines).most_common(1)[0][0] or 1.0
    body = [line for line in lines if abs(line.top - line.bottom - size) <= settings.slack]
    rights = sorted(line.right for line in body)
    right = rights[int(settings.right_edge_share * (len(rights) - 1))]
    full = [line for line in body if line.right >= right - settings.ragged * size] or body
    left = min(line.left for line in full)
    indented = sum(line.left >= left + settings.min_indent * size for line in full)
    return Block(left, right, size, indented >= settings.min_indented_share * len(full))


def _is_full(
    previous: PrintedLine, current: PrintedLine, block: Block, settings: PdfSettings
) -> bool:
    """Tell whether a line reaches the right edge, and the next stands close behind it.

    The rows of a table do not run on.
    """
    if previous.gaps or current.gaps:
        return False
    same_page = previous.page == current.page
    if same_page and previous.bottom - current.top > settings.max_gap * block.size:
        return False
    short = settings.ragged + first_word(current.text)
    return previous.right >= block.right - short * block.size


def _numbers_stand_at_left(
    openings: Sequence[PrintedLine], block: Block, settings: PdfSettings
) -> bool:
    """Tell by the certain openings of paragraphs where numbered lines begin."""
    numbered = [line for line in openings if line.number in block.numbered]
    flush = sum(_is_at_left(line, block, settings) for line in numbered)
    return 2 * flush >= len(numbered)


def _is_at_left(line: PrintedLine, block: Block, settings: PdfSettings) -> bool:
    return line.left < block.left + settings.min_indent * block.size


def _runs_on(
    previous: PrintedLine, current: PrintedLine, block: Block, settings: PdfSettings
) -> bool:
    """Tell whether ``current`` carries on the paragraph of ``previous``, which is full.

    Where paragraphs are indented, a line at the left edge runs on, unless it opens with a marker
    behind a full stop and such lines stand there; one further in never does. Where they are not,
    lines run on amid a sentence, unless they open with a marker.
    """
    amid = ENDING_RE.search(previous.text) is None
    marked = current.number in block.numbered
    if block.indents:
        at_left = _is_at_left(current, block, settings)
        return at_left and (amid or not marked or not block.flush)
    return amid and not marked


def read_pdf(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Return the printed lines of a PDF.

    Raises ModuleNotFoundError where pypdfium2 is not installed, ReadingError for a damaged or
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
    read = [PrintedLine(0, *line) for line in answer["lines"]]
    printed = [
        replace(line, number=number)
        for number, line in enumerate(in_reading_order(read, settings), start=1)
    ]
    rows = rows_of_cells(tuple(Line(line.number, line.text) for line in printed))
    texts = [row.text.replace("\t", " ") for row in rows]
    lines = (replace(line, text=text) for line, text in zip(printed, texts, strict=True))
    return answer["pages"], tuple(lines)


def in_reading_order(lines: Sequence[PrintedLine], settings: PdfSettings) -> Iterator[PrintedLine]:
    """Yield the lines of pages in two columns one column after the other, all at the left edge.

    Other pages stay as they are; in their tables cells stand below those of the widest row.
    """
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        parts = [part for line in page for part in _cut_at_gap(line)]
        gutter = _gutter(parts, settings)
        if gutter is None:
            yield from _aligned(page)
            continue
        left = min(part.left for part in parts)
        columns: tuple[list[PrintedLine], list[PrintedLine]] = ([], [])
        for part in parts:
            if part.left < gutter < part.right:  # across both: what is above it comes first
                yield from (*columns[0], *columns[1], part)
                columns[0].clear()
                columns[1].clear()
            elif part.left < gutter:
                columns[0].append(part)
            else:
                moved = gutter - left
                columns[1].append(replace(part, left=part.left - moved, right=part.right - moved))
        yield from (*columns[0], *columns[1])


def _cut_at_gap(line: PrintedLine) -> tuple[PrintedLine, ...]:
    """Return the two halves of a line with one wide gap in it, else the line."""
    if len(line.gaps) != 1:
        return (line,)
    before, _, after = line.text.partition("\t")
    (end, start) = line.gaps[0]
    return (
        replace(line, text=before, right=end, gaps=()),
        replace(line, text=after, left=start, gaps=()),
    )


def _gutter(parts: Sequence[PrintedLine], settings: PdfSettings) -> float | None:
    """Return where the right one of two columns of running text begins, if there are two.

    Both are as wide as lines of text, much alike, and filled to their right edge.
    """
    edge = min((part.left for part in parts), default=0.0)
    lefts = Counter(part.left for part in parts if part.left > edge)
    for start, times in lefts.most_common(settings.columns_tried):
        one = [part for part in parts if part.right <= start]
        other = [part for part in parts if part.left >= start]
        top = max((part.top for part in one), default=0.0)
        beside = [part for part in other if part.bottom < top]
        if times < settings.min_column_lines or len(one) + len(other) < (
            settings.min_column_share * len(parts)
        ):
            continue
        if len(beside) == len(other) and _is_column(one, settings) and _is_column(other, settings):
            widths = sorted(
                max(p.right for p in half) - min(p.left for p in half) for half in (one, other)
            )
            if widths[0] >= settings.min_column_share * widths[1]:
                return start
    return None


def _is_column(parts: Sequence[PrintedLine], settings: PdfSettings) -> bool:
    """Tell whether lines are running text: so many, so wide, and most of them full."""
    if len(parts) < settings.min_column_lines or any(part.gaps for part in parts):
        return False
    right = max(part.right for part in parts)
    size = Counter(round(part.top - part.bottom) for part in parts).most_common(1)[0][0]
    full = sum(part.right >= right - settings.ragged * size for part in parts)
    wide = right - min(part.left for part in parts) >= settings.min_width * size
    return wide and 2 * full >= len(parts)


def _aligned(page: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield lines, those with cells with an empty one for each column that they pass over."""
    for celled, group in groupby(page, key=lambda line: bool(line.gaps)):
        rows = list(group)
        widest = max(rows, key=lambda line: len(line.gaps))
        starts = [widest.left, *(start for _, start in widest.gaps)]
        yield from (_with_cells(row, starts) if celled else row for row in rows)


def _with_cells(row: PrintedLine, starts: Sequence[float]) -> PrintedLine:
    """Put the cells of a row under the columns that begin nearest, where each has its own."""
    if not len(row.gaps) + 1 < len(starts) <= _MOST_COLUMNS:
        return row
    own = [row.left, *(start for _, start in row.gaps)]
    places = [min(range(len(starts)), key=lambda n: abs(starts[n] - left)) for left in own]
    texts = dict(zip(places, row.text.split("\t"), strict=False))
    if len(texts) != len(own):
        return row
    return replace(row, text="\t".join(texts.get(n, "") for n in range(len(starts))))


def _ask_worker(data: bytes, path: str, settings: PdfSettings) -> dict[str, Any]:
    if find_spec(PACKAGE) is None:
        raise ModuleNotFoundError(name=PACKAGE)
    limits = Limits(settings.max_seconds, settings.max_memory)
    try:
        answer: dict[str, Any] = run_worker(
            WORKER, data, limits, settings.max_pages, settings.max_characters
        )
    except OverLimitError as error:
        raise ReadingError(
            f"{path}: could not be read within {settings.max_seconds} seconds and"
            f" {settings.max_memory:,} bytes of memory",
            hint="this is no ordinary PDF; print it anew, or give the text",
        ) from error
    return answer


def _refusal(path: str, answer: dict[str, Any], settings: PdfSettings) -> ReadingError:
    reasons = {
        "encrypted": ("is encrypted", "save it without a password"),
        "damaged": ("is a damaged or truncated PDF", "fetch or print it anew"),
        "pages": (
            f"has {answer.get('pages', 0):,} pages, the limit is {settings.max_pages:,}",
            "cut the plan out of it, or raise reading.pdf.max_pages",
        ),
        "characters": (
            f"holds more than the limit of {settings.max_characters:,} characters",
            "cut the plan out of it, or raise reading.pdf.max_characters",
        ),
    }
    what, hint = reasons[answer["error"]]
    return ReadingError(f"{path}: {what}", hint=hint)
