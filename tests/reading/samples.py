"""Files made for the tests: PDF as printing programs lay it out, Word with its parts by hand."""

import io
import math
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

A4 = (595, 842)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Text:
    """A line of text at a place on the page, in points from the lower left corner.

    ``turned`` is the angle at which it is written, in radians.
    """

    x: float
    y: float
    text: str
    size: float = 16
    turned: float = 0


def pdf(pages: Sequence[Sequence[Text]]) -> bytes:
    """Return a PDF with one page for each sequence of texts."""
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        b" /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    ]
    for index, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents"
            f" {7 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream("\n".join(map(_drawn, page)).encode()))
    return assembled(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream object."""
    packed = zlib.compress(content)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), entries)
    return head + b"\nstream\n" + packed + b"\nendstream"


def _drawn(item: Text) -> str:
    code = item.text.encode("utf-16-be").hex()
    across, up = round(math.cos(item.turned), 4), round(math.sin(item.turned), 4)
    matrix = f"{across} {up} {-up} {across} {item.x} {item.y}"
    return f"BT /F1 {item.size} Tf {matrix} Tm <{code}> Tj ET"


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return numbered objects with the table and trailer that make them a PDF."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


@dataclass(frozen=True)
class Layout:
    """How a printed page is set: characters a line, lines a page, indent, head on each page."""

    columns: int = 28
    rows: int = 22
    indent: int = 2
    head: str = ""
    size: float = 16


def printed(paragraphs: Iterable[str], layout: Layout = Layout()) -> bytes:
    """Return paragraphs as a printed plan: indented, wrapped, with page numbers."""
    lines: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        text, indent = paragraph, layout.indent
        while text:
            room = layout.columns - indent
            while text[room : room + 1] and text[room] in "，。、；：）":
                room -= 1  # such a sign may not begin a line
            while text[room - 1 : room + 1].isascii() and text[room : room + 1].isalnum():
                room -= 1  # nor is a Latin word or a number broken
            lines.append((indent, text[:room]))
            text, indent = text[room:].lstrip(), 0
    pages = []
    for number, first in enumerate(range(0, len(lines), layout.rows), start=1):
        page = [
            Text(72 + indent * layout.size, 760 - 28 * row, text, layout.size)
            for row, (indent, text) in enumerate(lines[first : first + layout.rows])
        ]
        head = [Text(200, 800, layout.head, 10)] if layout.head else []
        pages.append([*head, *page, Text(285, 40, f"- {number} -", 12)])
    return pdf(pages)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """Return a zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Return a .docx with this body; further parts by name: ``numbering="<w:num …>"``."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
    files: dict[str, bytes | str] = {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    }
    for name, content in parts.items():
        root = roots[name]
        files[f"word/{name}.xml"] = f'<w:{root} xmlns:w="{WORD}">{content}</w:{root}>'
    return zipped(files)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, list_id: int, level: int = 0) -> str:
    """Return a paragraph in a list."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, numbering)


def abstract_list(identity: int, *levels: str, extra: str = "") -> str:
    """Return an abstract list; a level is ``format|text`` and more XML after another bar."""
    nodes = []
    for place, level in enumerate(levels):
        number_format, text, *more = level.split("|")
        nodes.append(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
            f'<w:lvlText w:val="{text}"/>{"".join(more)}</w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="{identity}">{extra}{"".join(nodes)}</w:abstractNum>'


def list_instance(identity: int, abstract: int, overrides: str = "") -> str:
    """Return an instance of an abstract list."""
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
