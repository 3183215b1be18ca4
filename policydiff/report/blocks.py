"""What a report consists of, before any output language: sections, tables, lines of text.

A view builds a Document; the terminal and Markdown show it. Text stays as it came: the output
gate is the renderer's.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from msgspec import Struct

from policydiff.model import Open, Status, Strength


class Tone(Enum):
    """How a piece of text is meant; a renderer never shows a tone by colour alone."""

    PLAIN = auto()
    STRONG = auto()
    FAINT = auto()
    NEW = auto()
    DROPPED = auto()
    WARNING = auto()
    SHARED = auto()
    INSERTED = auto()
    DELETED = auto()
    GAIN = auto()
    LOSS = auto()


class Folding(Enum):
    """Whether a section is shown at once, or behind its title where the output can fold."""

    OPEN = auto()
    FOLDED = auto()


class Span(Struct, frozen=True):
    """A piece of a line, of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]

Cell = tuple[Line, ...]


class Column(Struct, frozen=True):
    """A column: as wide as its words, or a share of the width that is left (``ratio``)."""

    title: str
    ratio: int | None = None


class Table(Struct, frozen=True):
    """A table; every row has one cell per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Paragraph(Struct, frozen=True):
    """Lines of text under each other."""

    lines: tuple[Line, ...]


class Node(Struct, frozen=True):
    """A box of a diagram, in the column of that name."""

    name: str
    label: str
    column: str
    tone: Tone = Tone.PLAIN


class Edge(Struct, frozen=True):
    """An arrow of a diagram, between the names of two nodes; faint ones are dotted."""

    start: str
    end: str
    tone: Tone = Tone.PLAIN


class Diagram(Struct, frozen=True):
    """A picture of boxes and arrows; an output that cannot draw leaves it out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


Block = Table | Paragraph | Diagram


class Section(Struct, frozen=True):
    """A titled part of a document.

    ``rank`` says what goes first where room is short: the highest; 0 is always kept.
    """

    title: str
    blocks: tuple[Block, ...]
    rank: int = 0
    folding: Folding = Folding.OPEN


class Document(Struct, frozen=True):
    """A whole view."""

    title: str
    sections: tuple[Section, ...]


STATUS_TONE = {
    Status.NEW: Tone.NEW,
    Status.CONTINUED: Tone.PLAIN,
    Status.DROPPED: Tone.DROPPED,
}


def status_tone(status: Status, reason: Open | None) -> Tone:
    """Return the tone of a status: what proves nothing is a warning, whatever it is called."""
    return Tone.WARNING if reason else STATUS_TONE[status]


STRENGTH_TONE = {Strength.FULL: Tone.PLAIN, Strength.PARTIAL: Tone.FAINT}


def line(text: str, tone: Tone = Tone.PLAIN) -> Line:
    """Make a line of one tone."""
    return (Span(text, tone),)


def cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    """Make a cell of one line.

    >>> cell("延续")
    ((Span(text='延续', tone=<Tone.PLAIN: 1>),),)
    """
    return (line(text, tone),)


def cells(texts: Iterable[str], tone: Tone = Tone.PLAIN) -> Cell:
    """Make a cell of several lines."""
    return tuple(line(text, tone) for text in texts)


def paragraph(*texts: str, tone: Tone = Tone.PLAIN) -> Paragraph:
    """Make a paragraph of lines of one tone."""
    return Paragraph(cells(texts, tone))


_SAME = "＝"
"""What stands between two words that mean the same."""


def mark_words(text: str, shared: Sequence[str]) -> tuple[Span, ...]:
    """Split text into spans, those of shared words marked; the longest word wins.

    A word that was matched by its meaning stands as ``疾控＝疾病预防控制``; each part counts.

    >>> [span.text for span in mark_words("建设互联网医院", ["互联网", "互联网医院"])]
    ['建设', '互联网医院']
    >>> [span.text for span in mark_words("加强疾控体系", ["疾控＝疾病预防控制"])]
    ['加强', '疾控', '体系']
    """
    parts = {part for word in shared for part in word.split(_SAME) if part}
    if not parts:
        return (Span(text),)
    spans: list[Span] = []
    end = 0
    for start, word in _places(parts, text):
        spans += Span(text[end:start]), Span(word, Tone.SHARED)
        end = start + len(word)
    spans.append(Span(text[end:]))
    return tuple(span for span in spans if span.text)


def _places(words: Iterable[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield words where they stand in a text, apart from each other, the longest at each place."""
    end = 0
    ahead = {word: text.find(word) for word in words}
    while True:
        ahead = {word: at if at >= end else text.find(word, end) for word, at in ahead.items()}
        ahead = {word: at for word, at in ahead.items() if at >= 0}
        if not ahead:
            return
        start, _, word = min((at, -len(word), word) for word, at in ahead.items())
        yield start, word
        end = start + len(word)
