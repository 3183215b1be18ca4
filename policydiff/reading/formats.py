"""The formats that are read: the one table that tells what a source is and what reads it.

A source is told by its content, not by its name. A new format is a row of ``FORMATS`` and a
reader; each reader is imported when it is called. Line numbers are those of the file for text,
Markdown and XML. For HTML, Word and PDF they count the lines of the text that was extracted.
"""

import re
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import MissingExtraError, ReadingError, install_hint
from policydiff.reading import Extract, contents_pages, page_numbers, require_moderate
from policydiff.reading.decoding import DecodedText, decode
from policydiff.settings import ReadingSettings
from policydiff.text.lines import LINE_BREAK_RE, rows_of_cells, split_lines

COMPOUND = b"\xd0\xcf\x11\xe0"  # an Office file of before 2007
RICH_TEXT = b"{\\rtf"
WORD_STREAM = "WordDocument".encode("utf-16-le")  # the part of a compound file that holds the text
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
PDF_WITHIN = 1024  # bytes: PDF readers accept junk before the header up to here
OPENING = 2048  # characters looked at to tell markup from text
HTML_RE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]*-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6])\b",
    re.IGNORECASE,
)
ELEMENT_RE = re.compile(r"</?(?:p|div|br|table|tr|td|h[1-6]|span|ul|ol|li)[\s/>]", re.IGNORECASE)
BREAK_RE = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6])>", re.IGNORECASE)
MARKED_RE = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|\*\*[^*\n]{2,80}\*\*)", re.MULTILINE)
LEAST_MARKED = 2  # tags that end lines, lines that open with marks: one may be a slip of the pen
# A page that a browser saved as one file (.mht): headers of a mail, then "multipart/related".
ARCHIVED_PAGE_RE = re.compile(
    rb"(?s:[A-Za-z-]+: .*?^content-type:\s*multipart/related)", re.I | re.M
)
XML_RE = re.compile(r"\s*<(?:\?xml|!DOCTYPE)\s")


class Content:
    """What is read: its bytes, and its text. A class, since most bytes are never decoded."""

    def __init__(self, data: bytes, path: str, settings: ReadingSettings) -> None:
        self.data, self.path, self.settings = data, path, settings
        self.suffix = PurePath(path).suffix.lower()

    @cached_property
    def decoded(self) -> DecodedText:
        """The text; ReadingError where there is none, or not in an encoding that is known."""
        return decode(self.data, self.path, self.settings)

    @property
    def is_archived_page(self) -> bool:
        """Whether a browser saved this page with all its parts."""
        return ARCHIVED_PAGE_RE.match(self.data[:OPENING]) is not None

    def moderate(self) -> DecodedText:
        """Return the text where it is no longer than a plan can be, else raise ReadingError."""
        require_moderate(self.decoded.text, self.path, self.settings)
        return self.decoded


class Format(Struct, frozen=True):
    """A format: its suffixes, the usual one first, how its content is told, and what reads it.

    ``name`` stands in the JSON, ``title`` in the docs. ``extra`` is what must be installed to read
    it, ``program`` what else must be there, and for which files.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    tells: Callable[[Content], bool]
    read: Callable[[Content], Extract]
    extra: str = ""
    program: str = ""


class Refusal(Struct, frozen=True):
    """Files that people take for a plan's text: what they are, how they open, what to do.

    ``part`` is the part of a zip file by which they are told.
    """

    title: str
    suffixes: tuple[str, ...]
    hint: str
    magic: tuple[bytes, ...] = ()
    part: str = ""


def _is_word(content: Content) -> bool:
    data = content.data
    old = data.startswith(RICH_TEXT) or (data.startswith(COMPOUND) and WORD_STREAM in data)
    return old or data.startswith(ZIP)


def _read_word(content: Content) -> Extract:
    from policydiff.reading.word import read_old_word, read_word

    read = read_word if content.data.startswith(ZIP) else read_old_word
    return read(content.data, content.path, content.settings)


def _is_pdf(content: Content) -> bool:
    return PDF in content.data[:PDF_WITHIN]


def _read_pdf(content: Content) -> Extract:
    from policydiff.reading.pdf import read_pdf

    return read_pdf(content.data, content.path, content.settings)


def _is_html(content: Content) -> bool:
    if content.is_archived_page:
        return True
    text, named = content.decoded.text, content.suffix in FORMATS["html"].suffixes
    if HTML_RE.match(text[:OPENING]) or (named and ELEMENT_RE.search(text)):
        return True
    if content.suffix in FORMATS["md"].suffixes or "<" not in text:
        return False
    breaks = len(BREAK_RE.findall(text))
    return breaks >= LEAST_MARKED and 2 * breaks > len(split_lines(text))


def _read_html(content: Content) -> Extract:
    from policydiff.reading.webpage import page_in_archive, read_html

    if content.is_archived_page:
        page = page_in_archive(content.data, content.path)
        content = Content(page, content.path, content.settings)
    return read_html(content.decoded, content.path, content.settings)


def _is_xml(content: Content) -> bool:
    return XML_RE.match(content.decoded.text[:OPENING]) is not None


def _read_xml(content: Content) -> Extract:
    from policydiff.reading.markup import read_xml

    return read_xml(content.moderate())


def _is_markdown(content: Content) -> bool:
    """Tell Markdown by its name, or by lines that its marks begin."""
    if content.suffix in FORMATS["md"].suffixes:
        return True
    found = MARKED_RE.finditer(content.decoded.text)
    return len([*islice(found, LEAST_MARKED)]) == LEAST_MARKED


def _read_markdown(content: Content) -> Extract:
    from policydiff.reading.markup import read_markdown

    return read_markdown(content.moderate())


def _is_text(_: Content) -> bool:
    return True


def _read_text(content: Content) -> Extract:
    """Take a text as it stands, without its page numbers and table of contents.

    Characters that a program wrote down by name or number (&nbsp;, <U+00A0>) are themselves.
    """
    from policydiff.reading.markup import spell_out

    decoded = content.moderate()
    text, count = spell_out(decoded.text)
    if LINE_BREAK_RE.search(text) is None:
        text = text.replace("\v", "\n")  # as Word breaks lines
    lines = rows_of_cells(split_lines(text))
    furniture = (*page_numbers(lines), *contents_pages(lines))
    told = (f"{count:,} characters written as &nbsp;, \\u3000 or <U+00A0> are read as such",)
    return Extract(
        lines, decoded.encoding, furniture, notes=(*decoded.remarks, *told * bool(count))
    )


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "docx",
            "Word",
            (".docx", ".docm", ".doc", ".wps", ".rtf"),
            _is_word,
            _read_word,
            program="LibreOffice, for .doc, .wps and .rtf",
        ),
        Format("pdf", "PDF with a text layer", (".pdf",), _is_pdf, _read_pdf, extra="pdf"),
        Format(
            "html",
            "saved web page",
            (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"),
            _is_html,
            _read_html,
            extra="html",
        ),
        Format("xml", "XML (DocBook)", (".xml",), _is_xml, _read_xml),
        Format("md", "Markdown", (".md", ".markdown"), _is_markdown, _read_markdown),
        Format("txt", "text", (".txt",), _is_text, _read_text),
    )
}
"""Name → format, in the order in which they are tried: what few bytes tell comes first."""

_UNPACK = "unpack it and name the plan in it"
_SAVE = "save it as .docx or PDF"
REFUSALS = (
    Refusal(
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".tif"),
        "give the text of it",
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    ),
    Refusal("an archive", (".rar", ".7z"), _UNPACK, (b"Rar!", b"7z\xbc\xaf")),
    Refusal("a compressed file", (".gz",), "unpack it first", (b"\x1f\x8b",)),
    Refusal(
        "an old or encrypted Office file",
        (".xls", ".ppt"),
        "save it as .docx, without password",
        (COMPOUND,),
    ),
    Refusal("an archived page of Safari", (".webarchive",), "save the page as HTML", (b"bplist",)),
    Refusal("a CAJ file", (".caj", ".kdh"), "print it to PDF", (b"CAJ\x00", b"KDH ")),
    Refusal("an Excel workbook", (".xlsx",), _SAVE, part="xl/workbook.xml"),
    Refusal("a PowerPoint file", (".pptx",), _SAVE, part="ppt/presentation.xml"),
    Refusal("an OFD file", (".ofd",), _SAVE, part="OFD.xml"),
    Refusal("an EPUB book", (".epub",), _SAVE, part="META-INF/container.xml"),
    Refusal("an OpenDocument file", (".odt", ".ods"), _SAVE, part="content.xml"),
    Refusal("a zip archive", (".zip",), _UNPACK, part=""),
)
"""What is not read, as the table that names what is; the last is any other zip file."""


def extract(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Read ``data`` as what it is. Raises ReadingError for what is none of the formats.

    >>> extract("# 一、深化改革".encode(), "plan.md", ReadingSettings()).lines[0].text
    '一、深化改革'
    """
    content = Content(data, path, settings)
    found = _format_of(content)
    extracted = replace(_read(found, content), format=found.name)
    require_moderate("\n".join([line.text for line in extracted.lines]), path, settings)
    if not any(line.text.strip() for line in extracted.lines):
        raise ReadingError(f"{path}: the file is blank", hint="give a file that holds a plan")
    return replace(extracted, notes=(*_remarks(found, content), *extracted.notes))


def _format_of(content: Content) -> Format:
    word, *others = FORMATS.values()
    if word.tells(content):
        return word
    for refused in REFUSALS:
        if content.data.startswith(refused.magic):
            raise ReadingError(f"{content.path}: is {refused.title}, not text", hint=refused.hint)
    return next(row for row in others if row.tells(content))


def _read(found: Format, content: Content) -> Extract:
    try:
        return found.read(content)
    except ModuleNotFoundError as error:
        if not found.extra:
            raise
        package = (error.name or found.extra).partition(".")[0]
        raise MissingExtraError(
            f"{content.path}: reading a {found.title} needs the package {package}",
            hint=install_hint(found.extra),
        ) from error


def _remarks(found: Format, content: Content) -> tuple[str, ...]:
    """Remark on a name that says something else than the content."""
    named = next((row for row in FORMATS.values() if content.suffix in row.suffixes), found)
    if named is found:
        return ()
    suffix = PurePath(content.path).suffix
    return (f"the name ends in {suffix}, the content is {found.name}: read as {found.name}",)


def refused_archive(names: frozenset[str], path: str) -> ReadingError:
    """Return the error that says what a zip file is, by its parts, if no Word file.

    >>> str(refused_archive(frozenset({"OFD.xml"}), "plan.ofd"))
    'plan.ofd: is an OFD file, not a plan'
    """
    *known, other = (row for row in REFUSALS if not row.magic)
    found = next((row for row in known if row.part in names), other)
    return ReadingError(f"{path}: is {found.title}, not a plan", hint=found.hint)
