"""Write small PDF files with Chinese text, as printing programs lay it out."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

A4 = (595, 842)


@dataclass(frozen=True)
class Text:
    """A line of text at a place on the page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 16


def pdf(pages: Sequence[Sequence[Text]], *, encrypt: bytes = b"", compress: bool = True) -> bytes:
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
        content = "\n".join(map(_drawn, page)).encode()
        flate = b""
        if compress:
            content, flate = zlib.compress(content), b" /Filter /FlateDecode"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents"
            f" {7 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), flate, content)
        )
    return assembled(objects, encrypt)


def _drawn(item: Text) -> str:
    code = item.text.encode("utf-16-be").hex()
    return f"BT /F1 {item.size} Tf 1 0 0 1 {item.x} {item.y} Tm <{code}> Tj ET"


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


def printed(
    paragraphs: Sequence[str], *, columns: int = 28, rows: int = 22, size: float = 16
) -> list[list[Text]]:
    """Lay paragraphs out as a printed plan: indented, wrapped, with page numbers."""
    lines: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        text, indent = paragraph, 2
        while text:
            room = columns - indent
            lines.append((indent, text[:room]))
            text, indent = text[room:], 0
    pages = []
    for number, first in enumerate(range(0, len(lines), rows), start=1):
        page = [
            Text(72 + indent * size, 760 - 28 * row, text, size)
            for row, (indent, text) in enumerate(lines[first : first + rows])
        ]
        pages.append([*page, Text(285, 40, f"- {number} -", 12)])
    return pages
