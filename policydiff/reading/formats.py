"""Tell what a source is by its content, not by its name, and hand it to the reader of its format.

Line numbers are those of the file for text, Markdown and XML. For HTML, Word and PDF they count
the lines of the text that was extracted, as ``extract_source`` shows them.
"""

import re
from pathlib import PurePath

from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.reading.decoding import Decoded, decode
from policydiff.reading.pages import contents_pages, page_numbers
from policydiff.reading.sources import Extract, Format, require_moderate
from policydiff.settings import ReadingSettings
from policydiff.text.lines import rows_of_cells, split_lines

SUFFIXES = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".xml": Format.XML,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".shtml": Format.HTML,
    ".mht": Format.HTML,
    ".mhtml": Format.HTML,
    ".docx": Format.WORD,
    ".docm": Format.WORD,
    ".doc": Format.WORD,
    ".wps": Format.WORD,
    ".rtf": Format.WORD,
    ".pdf": Format.PDF,
}
# Files that people take for a plan's text: what they are, and what to do.
REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file", "save it as .docx, without password"),
    (b"\x89PNG", "a picture", "give the text of it"),
    (b"\xff\xd8\xff", "a picture", "give the text of it"),
    (b"GIF8", "a picture", "give the text of it"),
    (b"Rar!", "an archive", "unpack it and name the plan in it"),
    (b"7z\xbc\xaf", "an archive", "unpack it and name the plan in it"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)
OLD_WORD = (b"\xd0\xcf\x11\xe0", b"{\\rtf")  # a compound file or rich text: most are Word's
ZIP_MAGIC = b"PK\x03\x04"
PDF_MAGIC = b"%PDF-"
PDF_MAGIC_WITHIN = 1024  # bytes: PDF readers accept junk before the header up to here
OPENING = 2048  # characters looked at to tell markup from text
HTML_RE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]*-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6])\b",
    re.IGNORECASE,
)
ELEMENT_RE = re.compile(r"</?(?:p|div|br|table|tr|td|h[1-6]|span|ul|ol|li)[\s/>]", re.IGNORECASE)
# A page that a browser saved as one file (.mht): headers of a mail, then "multipart/related".
ARCHIVED_PAGE_RE = re.compile(
    rb"(?s:[A-Za-z-]+: .*?^content-type:\s*multipart/related)", re.I | re.M
)
XML_RE = re.compile(r"\s*<(?:\?xml|!DOCTYPE)\s")


def extract(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Read ``data`` as what it is. Raises ReadingError for what is none of the formats.

    >>> extract("# 一、深化改革".encode(), "plan.md", ReadingSettings()).lines[0].text
    '一、深化改革'
    """
    extracted = _read(data, path, settings)
    require_moderate("\n".join([line.text for line in extracted.lines]), path, settings)
    if not any(line.text.strip() for line in extracted.lines):
        raise ReadingError(f"{path}: the file is blank", hint="give a file that holds a plan")
    return replace(extracted, notes=(*_remarks(extracted.format, path), *extracted.notes))


def _read(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Hand ``data`` to the reader of its format; each is imported only when it is needed."""
    if data.startswith(OLD_WORD):
        from policydiff.reading.word import is_old_word, read_old_word

        if is_old_word(data):
            return read_old_word(data, path, settings)
    _refuse_known(data, path)
    if PDF_MAGIC in data[:PDF_MAGIC_WITHIN]:
        from policydiff.reading.pdf import read_pdf

        return read_pdf(data, path, settings)
    if data.startswith(ZIP_MAGIC):
        from policydiff.reading.word import read_word

        return read_word(data, path, settings)
    if ARCHIVED_PAGE_RE.match(data[:OPENING]):
        from policydiff.reading.webpage import page_in_archive

        data = page_in_archive(data, path)
    decoded = decode(data, path, settings)
    extracted = _read_text_format(decoded, path, settings)
    return replace(extracted, notes=(*decoded.remarks, *extracted.notes))


def _read_text_format(decoded: Decoded, path: str, settings: ReadingSettings) -> Extract:
    found = _text_format(decoded.text, path)
    if found is Format.HTML:
        from policydiff.reading.webpage import read_html

        return read_html(decoded, path, settings)
    require_moderate(decoded.text, path, settings)
    if found is Format.TEXT:
        return read_text(decoded)
    from policydiff.reading.markup import read_markdown, read_xml

    return read_xml(decoded) if found is Format.XML else read_markdown(decoded)


def read_text(decoded: Decoded) -> Extract:
    """Take a text as it stands, without its page numbers and table of contents."""
    lines = rows_of_cells(split_lines(decoded.text))
    furniture = (*page_numbers(lines), *contents_pages(lines))
    return Extract(lines, Format.TEXT, decoded.encoding, furniture)


def _refuse_known(data: bytes, path: str) -> None:
    for magic, kind, hint in REFUSED:
        if data.startswith(magic):
            raise ReadingError(f"{path}: is {kind}, not text", hint=hint)


def _text_format(text: str, path: str) -> Format:
    """Tell the format of a text by how it opens; the suffix decides only about Markdown."""
    opening = text[:OPENING]
    named = SUFFIXES.get(PurePath(path).suffix.lower())
    if HTML_RE.match(opening) or (named is Format.HTML and ELEMENT_RE.search(text)):
        return Format.HTML
    if XML_RE.match(opening):
        return Format.XML
    return Format.MARKDOWN if named is Format.MARKDOWN else Format.TEXT


def _remarks(found: Format, path: str) -> tuple[str, ...]:
    """Remark on a name that says something else than the content."""
    suffix = PurePath(path).suffix
    named = SUFFIXES.get(suffix.lower())
    if named is None or named is found:
        return ()
    return (f"the name ends in {suffix}, the content is {found.value}: read as {found.value}",)
