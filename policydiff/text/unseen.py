"""Characters that cannot be seen, steer a terminal or reorder a line: shown as escapes."""

import re

UNSEEN = (
    (0x0000, 0x0009),  # C0 controls, tab; the line feed is kept
    (0x000B, 0x001F),  # the rest of C0 with escape
    (0x007F, 0x009F),  # delete and the C1 controls
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x0600, 0x0605),  # signs that format other scripts' numbers
    (0x061C, 0x061C),  # Arabic letter mark: bidirectional
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),  # Hangul fillers: letters that show nothing
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x200B, 0x200F),  # zero-width space and joiners, direction marks
    (0x2028, 0x202E),  # line and paragraph separators, embeddings and overrides
    (0x2060, 0x206F),  # word joiner, isolates, deprecated format characters
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),  # lone surrogates: no encoding holds them
    (0xE000, 0xF8FF),  # private use: every reader sees something else
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFE00, 0xFE0F),  # variation selectors: they can carry hidden bytes
    (0xFEFF, 0xFEFF),  # byte order mark, zero-width no-break space
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),  # interlinear annotation
    (0xFFFE, 0xFFFF),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1345F),  # format controls of hieroglyphs
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0x10FFFF),  # tags, variation selectors, private use planes
)
"""First and last code point of each range that must never reach a reader as it is."""

UNSEEN_RE = re.compile(
    "[" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in UNSEEN) + "]"
)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible(text: str) -> str:
    r"""Show what cannot be seen; line feeds stay.

    >>> visible("退\x1b[2J休\N{RIGHT-TO-LEFT OVERRIDE}")
    '退\\x1b[2J休\\u202e'
    """
    return UNSEEN_RE.sub(_escape, text)


def json_text(document: str) -> str:
    r"""Replace unseen characters of a JSON document by JSON's own escapes; values stay the same.

    >>> json_text('"\N{RIGHT-TO-LEFT OVERRIDE}"')
    '"\\u202e"'
    """
    if not UNSEEN_RE.search("".join(set(document))):
        return document  # the usual case, told from a few thousand characters
    return UNSEEN_RE.sub(_json_escape, document)


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
