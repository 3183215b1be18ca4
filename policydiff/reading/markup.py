"""Read Markdown and XML: marks and tags go, every line keeps its number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from policydiff.model import Line, Removed
from policydiff.reading import Extract
from policydiff.reading.decoding import DecodedText
from policydiff.reading.webtables import Cell, row_texts
from policydiff.text.lines import (
    BROKEN_BAR,
    LINE_BREAK_RE,
    Lines,
    cell_text,
    removed_lines,
    row_text,
    split_lines,
)

FENCE_RE = re.compile(r"^\s{0,3}(?:```|~~~)")
NOTE_RE = re.compile(r"^\s{0,3}\[\^[^\]\s]{1,32}\]:")
ITEM_RE = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
BLOCK_TAG_RE = re.compile(r"</?(?:br|p|li|ul|ol|div)\b[^>]{0,200}>", re.IGNORECASE)
TABLE_RULE_RE = re.compile(r"^[\s:|-]*$")
TABLE_ROW_RE = re.compile(r"^\s*\|(.*)\|\s*$")
CELL_RE = re.compile(r"(?<!\\)\|")
CELL_BREAK_RE = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Taken out in this order from every line outside a fenced block.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\s{0,3}(?:>\s?)+"), ""),  # quotation
    (re.compile(r"^\s{0,12}[-*+]\s+(?:\[[ xX]\]\s+)?(?=[^\s-].*[\u4e00-\u9fff])"), "• "),  # list
    (re.compile(r"^\s{0,3}#{1,6}\s+"), ""),  # heading
    (re.compile(r"\s#+\s*$"), ""),  # end of a heading
    (re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),  # image
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),  # link
    (re.compile(r"~~[^~\n]+~~"), ""),  # struck out
    (re.compile(r"(?<![A-Za-z])<sup>[\[〔]?(?:\d{1,2}|[①-⑳])[\]〕]?</sup>"), ""),  # note
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),  # HTML
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1"), r"\2"),  # strong
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*(?![*\w])", re.ASCII), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,32}\](?!:)|\^\[[^\[\]\n]{1,200}\]"), ""),  # footnote
    (re.compile(r"`([^`\n]+)`"), r"\1"),  # code
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),  # escape
)
# What a document type may hold: as much as those of DocBook do, so that many of them that are
# never closed are no slow search.
TAG_RE = re.compile(
    r"<!DOCTYPE[^<>\[]{0,500}\[[^\]]{0,5000}\]\s{0,9}>|<!\[CDATA\[|\]\]>|<[!?/A-Za-z][^<>]*>"
)
# A reference to a character by a number of more digits than Python reads: there is none such.
LONG_REFERENCE_RE = re.compile(r"&#[0-9]{40,};?")
MAX_CODE = 0x10FFFF
BLANKS = "\u00a0\u2002\u2003\u2009\u3000"
TAG_MARK = "\ufdd0"  # a code that is no character: it stands for a tag while lines are told apart


# Characters by name or number, as pages, programs in R and strings of code write them.
WRITTEN_RE = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|quot|amp"
    r"|times|permil|sup2|deg);|&#(?:x[0-9a-fA-F]{2,5}|[0-9]{2,6});"
    r"|<U\+([0-9A-F]{4,6})>|\\u([0-9a-f]{4})|\\x(a0)"
)


def spell_out(text: str) -> tuple[str, int]:
    r"""Return a text with the characters that stand in it by name or number, and their count.

    >>> spell_out(r"&ldquo;一网&rdquo;<U+00A0>\u3000&amp;&#12289;A&B")
    ('“一网”\xa0\u3000&、A&B', 6)
    """

    def character(match: re.Match[str]) -> str:
        from html import unescape  # most texts need none of its names

        code = int(match[1] or match[2] or match[3] or "0", 16)
        found = unescape(match[0]) if not code else chr(min(code, MAX_CODE))
        told = found and (found.isprintable() or found in BLANKS)
        return found if told else match[0]

    return WRITTEN_RE.subn(character, text)


def read_markdown(decoded: DecodedText) -> Extract:
    r"""Take the marks out of Markdown; front matter and the rules of tables are set aside.

    >>> page = DecodedText("# **一、** 改革\n| 1 | 建设 |", "utf-8")
    >>> [line.text for line in read_markdown(page).lines]
    ['一、 改革', '1 | 建设']
    """
    lines = split_lines(without_comments(decoded.text))
    matter = _front_matter(lines)
    body = lines[matter[0].line_end :] if matter else lines
    rules = tuple(
        Removed("table-rule", line.number, line.number, line.text)
        for line in body
        if "---" in line.text and "|" in line.text and TABLE_RULE_RE.match(line.text)
    )
    notes = removed_lines("footnote", [line for line in body if NOTE_RE.match(line.text)])
    unmarked = (*lines[: len(lines) - len(body)], *_unmarked(_counted(_with_rows(body))))
    return Extract(unmarked, decoded.encoding, (*matter, *rules, *notes), notes=decoded.remarks)


def _front_matter(lines: Lines) -> tuple[Removed, ...]:
    if not lines or lines[0].text.rstrip() != "---":
        return ()
    for line in lines[1:]:
        if line.text.rstrip() in ("---", "..."):
            text = "\n".join(inner.text for inner in lines[: line.number])
            return (Removed("front-matter", 1, line.number, text),)
    return ()


TABLE_CELL_RE = re.compile(
    r"<t[dh]\b([^>]{0,500})>(.*?)(?=</?t[dhr]\b|</table)", re.IGNORECASE | re.DOTALL
)
SPAN_RE = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
ROW_RE = re.compile(r"(?=<tr\b)", re.IGNORECASE)


def _with_rows(lines: Lines) -> Iterator[Line]:
    """Yield the lines with tables in HTML written a row a line; the others of a row are empty.

    >>> rows = "<table><tr><td>1</td>", "<td>修渠<br>修坝</td></tr>", "</table>"
    >>> [line.text for line in _with_rows(tuple(Line(n, row) for n, row in enumerate(rows, 1)))]
    ['1 | 修渠 修坝', '', '']
    """
    held: list[Line] = []
    for line in lines:
        if not held and "<table" not in line.text.lower():
            yield line
            continue
        held.append(line)
        if "</table" in line.text.lower():
            yield from _table(held)
            held = []
    yield from held


def _table(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield each row where it begins, and an empty line for every other line."""
    before, *pieces = ROW_RE.split("\n".join(line.text for line in lines))
    rows = [[_cell(*found) for found in TABLE_CELL_RE.findall(f"{piece}</tr")] for piece in pieces]
    ends = [before.count("\n"), *(piece.count("\n") for piece in pieces)]
    places = list(accumulate(ends))[:-1]
    begun = dict(zip(places, map("；".join, row_texts(rows)), strict=False))
    if len(begun) < len(rows):  # several rows on a line: there is but one line for them
        yield from lines
        return
    yield from (Line(line.number, begun.get(at, "")) for at, line in enumerate(lines))


def _cell(attributes: str, inner: str) -> Cell:
    spans = {kind.lower(): int(size) for kind, size in SPAN_RE.findall(attributes)}
    blocks = tuple(filter(None, map(str.strip, BLOCK_TAG_RE.split(inner))))
    return Cell(blocks, spans.get("row", 1) or 1, spans.get("col", 1) or 1)


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines with the items of ordered lists counted, where all say the same: 1. 1. 1.

    >>> [line.text for line in _counted([Line(1, "1. 甲"), Line(2, ""), Line(3, "1. 乙")])]
    ['1. 甲', '', '2. 乙']
    """
    said = count = 0
    for line in lines:
        item = ITEM_RE.match(line.text)
        if item is None:
            if line.text[:1].strip():
                count = 0  # what stands at the left edge ends a list
            yield line
            continue
        count = count + 1 if count and int(item[1]) == said else 1
        said = int(item[1])
        yield Line(line.number, f"{said + count - 1}{line.text[item.end(1) :]}")


def _unmarked(lines: Iterable[Line]) -> Iterator[Line]:
    fenced = False
    for line in lines:
        if FENCE_RE.match(line.text):
            fenced = not fenced
            yield Line(line.number, "")
        else:
            yield line if fenced else Line(line.number, _without_marks(line.text))


def _without_marks(text: str) -> str:
    row = TABLE_ROW_RE.match(text)
    if row and not TABLE_RULE_RE.match(text):
        cells = (
            CELL_BREAK_RE.split(cell.replace("\\|", BROKEN_BAR)) for cell in CELL_RE.split(row[1])
        )
        text = row_text([cell_text(lines) for lines in cells])
    for pattern, replacement in MARKS:
        text = pattern.sub(replacement, text)
    return _unescaped(text)


def _unescaped(text: str) -> str:
    """Put characters for what names them; a number that none has is U+FFFD, as in a browser."""
    from html import unescape

    return unescape(LONG_REFERENCE_RE.sub("\ufffd", text)) if "&" in text else text


def read_xml(decoded: DecodedText) -> Extract:
    r"""Take the tags out of XML (DocBook and the like); nothing it declares is followed.

    Lines with no tag between them are one paragraph.

    >>> page = DecodedText("<?xml ?>\n<para>\n1.\n改革</para>", "utf-8")
    >>> read_xml(page).continued
    frozenset({4})
    """
    marked = TAG_RE.sub(_mark_and_breaks, without_comments(decoded.text))
    lines: list[Line] = []
    continued: set[int] = set()
    tag_before = True
    for line in split_lines(marked):
        pieces = [piece.strip() for piece in line.text.split(TAG_MARK)]
        text = _unescaped("".join(pieces))
        lines.append(Line(line.number, text))
        if not text:
            tag_before = tag_before or len(pieces) > 1
            continue
        if pieces[0] and not tag_before:
            continued.add(line.number)
        tag_before = not pieces[-1]
    return Extract(
        tuple(lines),
        decoded.encoding,
        continued=frozenset(continued),
        notes=decoded.remarks,
    )


def _mark_and_breaks(found: re.Match[str]) -> str:
    return TAG_MARK + "\n" * len(LINE_BREAK_RE.findall(found[0]))


def without_comments(text: str) -> str:
    r"""Take out HTML comments but leave their line breaks, in linear time.

    >>> without_comments("一<!-- 二\n三 -->四")
    '一\n四'
    """
    first, *rest = text.split("<!--")
    pieces = [first]
    for part in rest:
        comment, end, after = part.partition("-->")
        pieces.append("\n" * len(LINE_BREAK_RE.findall(comment)) + after if end else "<!--" + part)
    return "".join(pieces)
