"""Read Markdown and XML: marks and tags go, every line keeps its number."""

import html
import re
from collections.abc import Iterator

from policydiff.model import Line, Removed
from policydiff.reading import Extract
from policydiff.reading.decoding import DecodedText
from policydiff.text.lines import LINE_BREAK_RE, Lines, removed_lines, split_lines

FENCE_RE = re.compile(r"^\s{0,3}(?:```|~~~)")
NOTE_RE = re.compile(r"^\s{0,3}\[\^[^\]\s]{1,32}\]:")
TABLE_RULE_RE = re.compile(r"^[\s:|-]*$")
TABLE_ROW_RE = re.compile(r"^\s*\|(.*)\|\s*$")
# Taken out in this order from every line outside a fenced block.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\s{0,3}(?:>\s?)+"), ""),  # quotation
    (re.compile(r"^\s{0,12}[-*+]\s+(?:\[[ xX]\]\s+)?(?=[^\s-].*[\u4e00-\u9fff])"), "• "),  # list
    (re.compile(r"^\s{0,3}#{1,6}\s+"), ""),  # heading
    (re.compile(r"\s#+\s*$"), ""),  # end of a heading
    (re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),  # image
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),  # link
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),  # HTML
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1"), r"\2"),  # strong
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*(?![*\w])", re.ASCII), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,32}\](?!:)"), ""),  # mark of a footnote
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
        code = int(match[1] or match[2] or match[3] or "0", 16)
        found = html.unescape(match[0]) if not code else chr(min(code, MAX_CODE))
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
    unmarked = (*lines[: len(lines) - len(body)], *_unmarked(body))
    return Extract(unmarked, decoded.encoding, (*matter, *rules, *notes), notes=decoded.remarks)


def _front_matter(lines: Lines) -> tuple[Removed, ...]:
    if not lines or lines[0].text.rstrip() != "---":
        return ()
    for line in lines[1:]:
        if line.text.rstrip() in ("---", "..."):
            text = "\n".join(inner.text for inner in lines[: line.number])
            return (Removed("front-matter", 1, line.number, text),)
    return ()


def _unmarked(lines: Lines) -> Iterator[Line]:
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
        text = row[1].strip()
    for pattern, replacement in MARKS:
        text = pattern.sub(replacement, text)
    return _unescaped(text)


def _unescaped(text: str) -> str:
    """Put characters for what names them; a number that none has is U+FFFD, as in a browser."""
    return html.unescape(LONG_REFERENCE_RE.sub("\ufffd", text)) if "&" in text else text


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
