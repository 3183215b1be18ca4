"""The one output gate: text out of a plan passes here before any renderer shows it.

Characters that steer a terminal, reorder a line or cannot be seen become visible escapes; then the
specials of the output language are escaped. Every function returns one line unless it says so.
"""

import re

from policydiff.text.unseen import UNSEEN_RE, visible

_SPACE_RE = re.compile(r"[ \t\r\n]+")
_MARKDOWN_RE = re.compile(
    r"[\\`*_\[\]|~#$]|(?<=\w)\.(?=[A-Za-z\u0400-\u04ff])|(?<=[Ww]{3})\.|:(?=/)"
)
"""Some renderers make a link of 中.com, of ком.рф, and of whatever stands behind ``www.``."""

_MARKDOWN_START_RE = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))|^(?=[-+=](?:[-+=\s]|$)|::)")
"""What would begin a list, a rule, a heading or a command to a build service on its line."""

_MENTION_RE = re.compile(
    r"@|#(?=\d)|\b[Gg][Hh]-(?=\d)|:(?=(?!\d{1,40}:)[a-z0-9_+-]{1,40}:|100:|1234:)"
)
"""Where GitHub would call a person, link an issue or draw a picture for ``:smile:``; an empty
comment keeps it from that."""

_MERMAID_RE = re.compile(r"[!-+\-./:-@\[-`{-~]")
"""ASCII punctuation but the comma."""

_LOG_COMMAND_RE = re.compile(r"#(?=#)")
_COMMAND_LINE_RE = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)
_FORMULA_START = frozenset("=+-@＝＋－＠")


def inline(text: str) -> str:
    r"""Show text on one line: runs of blanks, tabs and line ends become a space.

    >>> inline("一\n\t二\x07")
    '一 二\\x07'
    """
    if "  " in text or "\n" in text or UNSEEN_RE.search(text):  # the other blanks are unseen, too
        return visible(_SPACE_RE.sub(" ", text))
    return text


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

    Full-width signs count too, since some programs fold them; so does what would be a command to a
    build service in whose log the row is shown.

    >>> cell("=1+1"), cell("＝1"), cell("1=1")
    ("'=1+1", "'＝1", '1=1')
    """
    line = inline(text)
    commands = line.lstrip().startswith("::")
    return f"'{line}" if commands or starts_formula(line) else line


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


def message_line(text: str) -> str:
    r"""Show a message on one line as it is, with its line ends as escapes.

    >>> message_line("a\n::error::b")
    'a\\n::error::b'
    """
    line = visible(text).replace("\n", "\\n")
    return _COMMAND_LINE_RE.sub(_part_signs, line)


def quiet(text: str) -> str:
    r"""Show lines in which no command to a build service can arise; all else stays as it is.

    >>> quiet("一、a::b\n  ::error::c\n## 二 ##[group]d")
    '一、a::b\n  : :error::c\n## 二 # #[group]d'
    """
    return _COMMAND_LINE_RE.sub(_part_signs, text)


def _part_signs(found: re.Match[str]) -> str:
    return f"{found[0]} "


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


def _entities(text: str) -> str:
    """Escape what begins a tag or an entity; the library's own module loads a table of 2,000."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
