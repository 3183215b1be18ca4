"""Blocks: the paragraphs of a text, each with the outline marker that it begins with.

Lists of what follows: contents pages, and the attachments named in a letter.

Unnumbered headings: short lines in front of numbered items.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from policydiff.model import Line, Part
from policydiff.parsing.inline import Place, find_inline
from policydiff.records import dataclass
from policydiff.settings import ParsingSettings
from policydiff.text.markers import Form, Marker, choose_markers, read_markers
from policydiff.text.words import load_lexicon

_SIGN_RE = re.compile(r"[。，；：！？,;:!?|]")
_SENTENCE_ENDS = tuple("。！？；：!?;:”）)…")


def find_headings(
    texts: Sequence[str], starts: Sequence[Marker | None], settings: ParsingSettings
) -> Mapping[int, Marker]:
    """Return a marker for each unnumbered heading, by the index of its text.

    A heading is short, has no sentence sign and stands right in front of a numbered item, or of
    another heading. A few count only where the numbers start again at 1 behind one of them.

    >>> texts = "医疗", "1.建院。", "2.建所。", "预防", "1.接种。"
    >>> starts = None, Marker(Form.ARABIC, 1, "1", 2), Marker(Form.ARABIC, 2, "2", 2), None
    >>> list(find_headings(texts, (*starts, Marker(Form.ARABIC, 1, "1", 2)), ParsingSettings()))
    [0, 3]
    """
    leads = [start is not None for start in (*starts, None)]
    found: list[int] = []
    for index in range(len(texts) - 1, -1, -1):
        if leads[index + 1] and not starts[index] and _stands_apart(index, texts, starts, settings):
            leads[index] = True
            found.append(index)
    found.reverse()
    first = next((i for i, start in enumerate(starts) if start), len(starts))
    inner = [i for i in found if i > first and texts[i - 1].endswith(_SENTENCE_ENDS)]
    if len(inner) < settings.headings_least and not _start_again(inner, starts):
        return {}
    return {index: Marker(Form.HEADING, order, "", 0) for order, index in enumerate(found, 1)}


def _stands_apart(
    index: int,
    texts: Sequence[str],
    starts: Sequence[Marker | None],
    settings: ParsingSettings,
) -> bool:
    """Tell whether a text looks like a heading, and is no second line of the item before it.

    Between two items of one form a short line is a heading only if the first has ended: tables
    that lost their cells put the responsible office there.
    """
    if not _looks_like_one(texts[index], settings):
        return False
    before = starts[index - 1] if index else None
    following = starts[index + 1]
    if before is None or following is None or before.form is not following.form:
        return True
    return texts[index - 1].endswith(_SENTENCE_ENDS)


def is_title_line(text: str, settings: ParsingSettings) -> bool:
    """Tell whether a text is short and has no sentence sign.

    >>> [is_title_line(text, ParsingSettings()) for text in ("提升服务", "修渠。", "责任：某局")]
    [True, False, False]
    """
    if len(text) > settings.heading_long or _SIGN_RE.search(text):
        return False
    return sum("一" <= sign <= "鿿" for sign in text) > 1


def _looks_like_one(text: str, settings: ParsingSettings) -> bool:
    if not is_title_line(text, settings):
        return False
    lexicon = load_lexicon()
    others = (
        lexicon.title,
        lexicon.byline,
        lexicon.closing,
        lexicon.colophon,
        lexicon.appendix,
        lexicon.glossary,
        lexicon.contents,
        lexicon.page_junk,
        lexicon.page_foot,
    )
    return not any(rule.match(text) for rule in others)


def _start_again(headings: Sequence[int], starts: Sequence[Marker | None]) -> bool:
    """Tell whether behind a heading the numbers start at 1 again, of a form that came before."""
    seen: set[Form] = set()
    behind = set(headings)
    pending = False
    for index, start in enumerate(starts):
        pending = pending or index in behind
        if start is None:
            continue
        if pending and start.number == 1 and start.form in seen:
            return True
        seen.add(start.form)
        pending = False
    return False


_LEADER_RE = re.compile(r"[.…·．。\s\-—_]*[(（\-—]?\s?\d{0,3}\s?[)）\-—]?$")
_PAGED_RE = re.compile(r"[.…·．]{3}\s*[(（\-—]?\d{1,3}[)）\-—]?$")
_LONGEST_ENTRY = 80
_SPACE_RE = re.compile(r"\s+")
_KEY_LENGTH = 24


def find_contents(texts: Sequence[str], settings: ParsingSettings) -> frozenset[int]:
    """Return the indexes of the lines of a contents page.

    Under a heading 目录 every line belongs to it that stands in the text again; without one,
    three lines in a row with leaders and page numbers (…… 12) make a contents page.

    >>> texts = "目录", "一、修路…1", "二、种树…2", "一、修路", "好。", "二、种树"
    >>> sorted(find_contents(texts, ParsingSettings()))
    [0, 1, 2]
    """
    heading = load_lexicon().contents
    keys = [_key(text) for text in texts]
    counts = Counter(keys)
    found: set[int] = set()
    for index, text in enumerate(texts):
        if heading.match(text):
            found.update((index, *_entries(index + 1, texts, keys, counts)))
    return frozenset(found | _paged_runs(texts, settings))


def find_attachments(
    texts: Sequence[str], candidates: Sequence[tuple[Marker, ...]]
) -> frozenset[int]:
    """Return the indexes of lines that name attachments: 附件：1.要点, then 2.分工表.

    >>> from policydiff.text.markers import read_markers
    >>> texts = "附件：1.要点", "2.分工表", "2024年要点", "1.修路。"
    >>> sorted(find_attachments(texts, [read_markers(text) for text in texts]))
    [0, 1]
    """
    opening = load_lexicon().attachments
    found: set[int] = set()
    for index, text in enumerate(texts):
        if opening.match(text):
            found.update((index, *_counted(index, texts, candidates)))
    return frozenset(found)


def _counted(
    start: int, texts: Sequence[str], candidates: Sequence[tuple[Marker, ...]]
) -> Iterator[int]:
    """Yield the lines behind 附件： that count on and have no sentence in them."""
    _, _, behind = texts[start].replace("：", ":").partition(":")
    named = any(marker.number == 1 for marker in read_markers(behind.lstrip()))
    wanted = 2 if named else 1
    for index in range(start + 1, len(texts)):
        numbers = {marker.number for marker in candidates[index]}
        if wanted not in numbers or "。" in texts[index] or len(texts[index]) > _LONGEST_ENTRY:
            return
        wanted += 1
        yield index


def _is_paged(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and _PAGED_RE.search(text) is not None


def _key(text: str) -> str:
    if len(text) > _LONGEST_ENTRY:
        return text[:_KEY_LENGTH]
    return _SPACE_RE.sub("", _LEADER_RE.sub("", text))[:_KEY_LENGTH]


def _entries(
    start: int, texts: Sequence[str], keys: Sequence[str], counts: Counter[str]
) -> Iterator[int]:
    """Yield the lines behind 目录, up to the first that is no entry or begins the text itself."""
    seen: set[str] = set()
    for index in range(start, len(texts)):
        is_entry = counts[keys[index]] > 1 or _is_paged(texts[index])
        if not is_entry or keys[index] in seen:
            return
        seen.add(keys[index])
        yield index


def _paged_runs(texts: Sequence[str], settings: ParsingSettings) -> set[int]:
    found: set[int] = set()
    run: list[int] = []
    for index, text in enumerate((*texts, "")):
        if _is_paged(text):
            run.append(index)
            continue
        if len(run) >= settings.contents_least:
            found.update(run)
        run = []
    return found


_BLANKS = "\ufeff\u200b\u2060"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a piece of one that begins with a marker, without indent.

    ``part`` is set where the block is known to be no part of the outline.
    """

    line: int
    text: str
    marker: Marker | None = None
    part: Part | None = None

    @property
    def rest(self) -> str:
        """The text behind the marker."""
        return self.text[self.marker.size :].strip() if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block that is set apart, and as what."""

    part: Part
    block: Block


def split_blocks(lines: Iterable[Line], settings: ParsingSettings) -> tuple[Block, ...]:
    """Return the paragraphs as blocks, with the markers that the text as a whole confirms.

    >>> lines = Line(1, "一是加强领导。"), Line(2, " "), Line(3, "二是抓好落实。")
    >>> blocks = split_blocks(lines, ParsingSettings())
    >>> [(b.line, b.marker.number, b.rest) for b in blocks]
    [(1, 1, '加强领导。'), (3, 2, '抓好落实。')]
    >>> split_blocks([Line(1, "一是强调纪律，别无其他。")], ParsingSettings())[0].marker is None
    True
    """
    stripped = [Line(line.number, _bare(line.text)) for line in lines]
    kept = [line for line in stripped if line.text]
    texts = [line.text for line in kept]
    candidates = [read_markers(text) for text in texts]
    lists = dict.fromkeys(find_attachments(texts, candidates), Part.APPENDIX)
    lists |= dict.fromkeys(find_contents(texts, settings), Part.CONTENTS)
    starts = choose_markers([() if i in lists else found for i, found in enumerate(candidates)])
    inline = find_inline(texts, starts)
    headings = find_headings(texts, starts, settings)
    blocks: list[Block] = []
    for index, (line, start) in enumerate(zip(kept, starts, strict=True)):
        if index in lists:
            blocks.append(Block(line.number, line.text, part=lists[index]))
        else:
            begin = start or headings.get(index)
            blocks.extend(_pieces(line, begin, inline.get(index, ())))
    return tuple(blocks)


def _bare(text: str) -> str:
    return text.strip().strip(_BLANKS).strip()


def _pieces(line: Line, start: Marker | None, inline: Sequence[Place]) -> Iterator[Block]:
    """Yield the pieces of a line: its beginning, and one for each marker inside it."""
    offsets = [0, *(place.offset for place in inline), len(line.text)]
    markers = [start, *(place.marker for place in inline)]
    for (begin, end), marker in zip(pairwise(offsets), markers, strict=True):
        if piece := line.text[begin:end].strip():
            yield Block(line.number, piece, marker)
