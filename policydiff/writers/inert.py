"""The one output gate: text out of a plan passes here before any renderer shows it.

Characters that steer a terminal, reorder a line or cannot be seen become visible escapes; then the
specials of the output language are escaped. Every function returns one line unless it says so.
"""

import re

_UNSEEN = (
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

_UNSEEN_RE = re.compile(
    "[" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in _UNSEEN) + "]"
)
_SPACE_RE = re.compile(r"[ \t\r\n]+")
_MARKDOWN_RE = re.compile(r"[\\`*_\[\]|~#$]|(?<=[A-Za-z0-9])\.(?=[A-Za-z])|:(?=/)")
_MARKDOWN_START_RE = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))|^(?=[-+=](?:[-+=\s]|$))")
"""What would begin a list, a rule or a heading at the start of a line."""
_MENTION_RE = re.compile(r"@|#(?=\d)")
"""Where GitHub would call a person or link an issue; an empty comment keeps it from that."""
_MERMAID_RE = re.compile(r"[!-+\-./:-@\[-`{-~]")
"""ASCII punctuation but the comma."""
_LOG_COMMAND_RE = re.compile(r"#(?=#)")
_FORMULA_START = frozenset("=+-@＝＋－＠")


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
    return _UNSEEN_RE.sub(_escape, text)


def inline(text: str) -> str:
    r"""Show text on one line: runs of blanks, tabs and line ends become a space.

    >>> inline("一\n\t二\x07")
    '一 二\\x07'
    """
    return visible(_SPACE_RE.sub(" ", text))


def html(text: str) -> str:
    """Escape text for HTML, in an element or a quoted attribute.

    >>> html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return _entities(inline(text)).replace('"', "&quot;").replace("'", "&#x27;")


def markdown(text: str) -> str:
    r"""Escape text for GitHub-flavoured Markdown, in a paragraph or a table cell.

    No link, image, HTML, mention or table border can arise from the text.

    >>> markdown("a|b <i> [x](y) @me #1")
    'a\\|b &lt;i&gt; \\[x\\](y) @<!-- -->me \\#<!-- -->1'
    """
    safe = _entities(inline(text).strip())
    safe = _MARKDOWN_RE.sub(r"\\\g<0>", safe)
    safe = _MARKDOWN_START_RE.sub(r"\1\\", safe)
    return _MENTION_RE.sub(r"\g<0><!-- -->", safe)


def markdown_html(text: str) -> str:
    """Escape text for an HTML element inside Markdown, such as a summary.

    >>> markdown_html("<b> @me")
    '&lt;b&gt; @<!-- -->me'
    """
    return _MENTION_RE.sub(r"\g<0><!-- -->", html(text))


def cell(text: str) -> str:
    r"""Keep text from starting a formula in a spreadsheet, behind an apostrophe.

    Full-width signs count too, since some programs fold them.

    >>> cell("=1+1"), cell("＝1"), cell("1=1")
    ("'=1+1", "'＝1", '1=1')
    """
    line = inline(text)
    return f"'{line}" if starts_formula(line) else line


def starts_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take text for a formula.

    >>> starts_formula(" @SUM(A1)"), starts_formula("A1")
    (True, False)
    """
    return text.lstrip()[:1] in _FORMULA_START if text.strip() else False


def log_line(text: str) -> str:
    r"""Show text on one line of a build's log, where no command to the build service can arise.

    Azure and GitHub read ``##[…]`` anywhere in a line, GitHub ``::…::`` at its start.

    >>> log_line("a\n::error::b ##[error]c")
    'a ::error::b # #[error]c'
    >>> log_line("::error::b")
    ': :error::b'
    """
    line = _LOG_COMMAND_RE.sub("# ", inline(text))
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line


def workflow_message(text: str) -> str:
    r"""Escape text for the message of a GitHub workflow command; it stays on one line.

    >>> workflow_message("80%\n::error::x")
    '80%25%0A::error::x'
    """
    return visible(text).replace("%", "%25").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Escape text for a property of a GitHub workflow command.

    >>> workflow_property("a,b:c")
    'a%2Cb%3Ac'
    """
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def mermaid(text: str) -> str:
    """Escape text for a quoted label of a Mermaid flowchart.

    Labels are taken for Markdown, with icons (``fa:fa-car``) and formulas (``$$x$$``) besides, so
    every sign that could mean something is written by its number.

    >>> mermaid('- say "hi" <b>')
    '#45; say #34;hi#34; #60;b#62;'
    """
    return _MERMAID_RE.sub(lambda match: f"#{ord(match[0])};", inline(text))


def json_text(document: str) -> str:
    r"""Replace unseen characters of a JSON document by JSON's own escapes; values stay the same.

    >>> json_text('"\N{RIGHT-TO-LEFT OVERRIDE}"')
    '"\\u202e"'
    """
    if not _UNSEEN_RE.search("".join(set(document))):
        return document  # the usual case, told from a few thousand characters
    return _UNSEEN_RE.sub(_json_escape, document)


def _entities(text: str) -> str:
    """Escape what begins a tag or an entity; the library's own module loads a table of 2,000."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
