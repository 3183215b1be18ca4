"""Find lines that were broken at a fixed width, as copies out of PDFs are, and join them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from policydiff.model import Line, Repair
from policydiff.settings import WrapSettings
from policydiff.text.lines import ENDING_RE, PAGE_BREAK, Lines, Repairs, first_word, width
from policydiff.text.markers import Marker, confirm_markers, opens_with_marker

HARD_WRAP = "hard-wrap"
INDENT_RE = re.compile("^[\u3000\u2003 \t\u00a0]")
AMID_RE = re.compile("[\u4e00-\u9fff）”》]{4}[、，]$")  # 二十一、 is a number
LATIN_END_RE = re.compile("[A-Za-z]$")
LATIN_START_RE = re.compile("^[A-Za-z]")


def wrapped_lines(lines: Lines, settings: WrapSettings) -> frozenset[int]:
    """Return the numbers of the lines that carry on the line before them; mostly none.

    A text is wrapped if many of its lines end amid a sentence, and most of these are equally wide.
    In any text a line goes on that ends with a comma, but for those in front of a number.
    """
    filled = [line for line in lines if line.text.strip()]
    texts = [line.text.rstrip() for line in filled]
    page_width = _page_width(texts, settings)
    if page_width is None and not any(map(AMID_RE.search, texts)):
        return frozenset()
    numbers = [line.number for line in filled]
    markers = dict(zip(numbers, confirm_markers(texts), strict=True))
    amid = _behind_commas(filled, markers)
    if page_width is None:
        return amid
    return amid | _after_full(lines, texts, markers, page_width, settings)


def _behind_commas(filled: Sequence[Line], markers: Mapping[int, Marker | None]) -> frozenset[int]:
    """Return the numbers of the lines behind a comma at the end of a line, but of numbered ones."""
    return frozenset(
        current.number
        for previous, current in pairwise(filled)
        if AMID_RE.search(previous.text.rstrip())
        and not (markers[current.number] or opens_with_marker(current.text))
    )


def _after_full(
    lines: Lines,
    texts: list[str],
    markers: Mapping[int, Marker | None],
    page_width: int,
    settings: WrapSettings,
) -> frozenset[int]:
    """Return the numbers of the lines behind lines as wide as the page that go on."""
    after_full: list[tuple[Line, Line]] = []
    after_short: list[tuple[Line, Line]] = []
    for previous, current in _neighbours(lines):
        reach = width(previous.text.rstrip()) + first_word(current.text)
        pairs = after_full if reach >= page_width - settings.ragged else after_short
        pairs.append((previous, current))
    runs_on = _judge(texts, [markers[current.number] for _, current in after_short], settings)
    return frozenset(
        current.number
        for previous, current in after_full
        if not INDENT_RE.match(current.text) and runs_on(previous.text, markers[current.number])
    )


def _judge(
    filled: list[str], openings: list[Marker | None], settings: WrapSettings
) -> Callable[[str, Marker | None], bool]:
    """Choose how to tell an opening of a paragraph: by indents, by numbers, or by full stops.

    ``openings`` are the markers of the lines that certainly open one: the line before is short.
    """
    indented = sum(INDENT_RE.match(text) is not None for text in filled)
    if indented >= settings.min_indents:
        return _runs_on_unindented
    if sum(marker is not None for marker in openings) > settings.min_marked_share * len(openings):
        return _runs_on_unnumbered
    return _runs_on_amid_sentence


def _runs_on_unindented(previous: str, marker: Marker | None) -> bool:
    return not (marker and ENDING_RE.search(previous))


def _runs_on_unnumbered(previous: str, marker: Marker | None) -> bool:
    return marker is None


def _runs_on_amid_sentence(previous: str, marker: Marker | None) -> bool:
    return not (marker or ENDING_RE.search(previous))


def _page_width(filled: list[str], settings: WrapSettings) -> int | None:
    """Return the width at which the lines were broken, or None where they were not."""
    open_ended = [text for text in filled if not ENDING_RE.search(text)]
    if len(open_ended) < max(settings.min_lines, settings.min_open_share * len(filled)):
        return None
    widths = Counter(map(width, open_ended))
    within = {
        cells: sum(widths[cells - less] for less in range(settings.band + 1)) for cells in widths
    }
    best = max(within, key=lambda cells: (within[cells], cells))
    few = len(open_ended) < settings.few_lines
    share = settings.min_equal_share_of_few if few else settings.min_equal_share
    equal = within[best] >= share * len(open_ended)
    return best if equal and settings.min_width <= best <= settings.max_width else None


def _neighbours(lines: Lines) -> Iterator[tuple[Line, Line]]:
    """Yield lines with the filled line before them; a page break does not part them."""
    flowing = [line for line in lines if line.text.strip() or PAGE_BREAK not in line.text]
    for previous, current in pairwise(flowing):
        if previous.text.strip() and current.text.strip():
            yield previous, current


def join_lines(lines: Lines, continued: frozenset[int]) -> tuple[Lines, Repairs]:
    """Join each continued line to the one before it; it stays behind as a blank line.

    >>> join_lines((Line(1, "深化医"), Line(2, "改")), frozenset({2}))[0]
    (Line(number=1, text='深化医改'), Line(number=2, text=''))
    """
    texts: dict[int, str] = {}
    repairs: list[Repair] = []
    for paragraph in _paragraphs(lines, continued):
        texts[paragraph[0].number] = _joined([line.text for line in paragraph])
        texts.update((line.number, "") for line in paragraph[1:])
        repairs.extend(
            Repair(HARD_WRAP, line.number, line.text, texts[line.number])
            for line in paragraph
            if line.text != texts[line.number]
        )
    return tuple(Line(line.number, texts.get(line.number, line.text)) for line in lines), tuple(
        sorted(repairs, key=lambda repair: repair.line)
    )


def _paragraphs(lines: Lines, continued: frozenset[int]) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if paragraphs and line.number in continued:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _joined(texts: list[str]) -> str:
    """Join pieces of a paragraph, with a space only between two Latin words."""
    pieces = texts[:1]
    for before, after in pairwise(texts):
        if LATIN_END_RE.search(before) and LATIN_START_RE.match(after):
            pieces.append(" ")
        pieces.append(after)
    return "".join(pieces)
