"""Read a Word file (.docx): its paragraphs as displayed, with generated numbers, as accepted.

Insertions count, deletions do not; tables become one line per row; footnotes are set aside. Of
older files (.doc, .wps, .rtf) LibreOffice, where it is installed, makes .docx.
"""

import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.model import Line
from policydiff.reading import Extract, contents_pages
from policydiff.reading.archive import Archive, chunk_id, read_chunks
from policydiff.reading.formats import RICH_TEXT, refused_archive
from policydiff.reading.numbering import (
    Counters,
    Style,
    is_hidden,
    place_in_list,
    read_lists,
    read_styles,
    style_chain,
    value,
    whole_number,
)
from policydiff.reading.webtables import raised_text
from policydiff.settings import ReadingSettings
from policydiff.text.lines import DITTO, cell_text, removed_lines, row_text

DOCUMENT = "word/document.xml"
PACKAGE_RELATIONS = "_rels/.rels"
_WIDEST = 20  # columns that one cell may go over: a table of tasks has fewer
SKIPPED = frozenset(
    (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tcPr",
        "trPr",
        "instrText",
        "delText",
        "rt",
    )
)
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
FORMULA = "http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA_TEXT, DENOMINATOR = f"{FORMULA}t", f"{FORMULA}den"
CONTENTS_STYLE = "toc"
CODE, RESULT = "code", "result"


class Paragraph(Struct, frozen=True):
    """A paragraph as displayed, and whether it is an entry of a table of contents."""

    text: str
    in_contents: bool = False


PROGRAMS = ("soffice", "libreoffice")
NOTE = "read from what LibreOffice made of an old Word file"


class Reader(Struct):
    """What is known while paragraphs are read in order: styles, counters, open fields.

    ``codes`` says how many of the open fields are in their code, which is not shown, ``hides``
    whether any style hides text.
    """

    styles: dict[str, Style]
    counters: Counters
    fields: list[str] = []
    codes: int = 0
    boxes: deque[Element] = field(default_factory=deque)
    chunks: dict[str, tuple[str, ...]] = {}
    hides: bool = False


def read_word(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Return one line for each displayed paragraph or row of a table.

    Raises ReadingError for a damaged, encrypted or swollen file, and for other office files.
    """
    with Archive(data, path, settings) as archive:
        document = _document_name(archive)
        folder = PurePosixPath(document).parent
        body = archive.xml(document).find("body")
        reader = Reader(
            read_styles(_part(archive, folder / "styles.xml")),
            Counters(read_lists(_part(archive, folder / "numbering.xml"))),
        )
        reader.hides = any(style.hidden for style in reader.styles.values())
        chunks = read_chunks(archive, folder, settings)
        reader.chunks = chunks.lines
        main = [] if body is None else list(_paragraphs(body, reader))
        notes = list(_footnotes(archive, folder, reader))
    return replace(_extract(main, notes), notes=chunks.notes)


def _document_name(archive: Archive) -> str:
    names = archive.names()
    if PACKAGE_RELATIONS in names:
        for relation in archive.xml(PACKAGE_RELATIONS):
            target = relation.get("Target", "").lstrip("/")
            leads = relation.get("Type", "").endswith("/officeDocument") and target in names
            if leads and not target.startswith(("xl/", "ppt/")):
                return target
    if DOCUMENT in names:
        return DOCUMENT
    raise refused_archive(names, archive.path)


def _part(archive: Archive, name: PurePosixPath) -> Element | None:
    return archive.xml(str(name)) if str(name) in archive.names() else None


def _extract(main: list[Paragraph], notes: list[Paragraph]) -> Extract:
    paragraphs = [*main, *notes]
    lines = tuple(
        Line(number, paragraph.text) for number, paragraph in enumerate(paragraphs, start=1)
    )
    entries = [
        line
        for line, paragraph in zip(lines, paragraphs, strict=True)
        if paragraph.in_contents and line.text
    ]
    contents = removed_lines("contents", entries) or contents_pages(lines[: len(main)])
    footnotes = removed_lines("footnote", [line for line in lines[len(main) :] if line.text])
    furniture = (*contents, *footnotes)
    return Extract(lines, "utf-8", furniture, continued=frozenset())


def _paragraphs(container: Element, reader: Reader) -> Iterator[Paragraph]:
    """Yield the paragraphs in a body, cell or box, in order, tables row by row."""
    carried: list[str] = []
    for node in container:
        if node.tag == "p":
            carried.append(_paragraph_text(node, reader))
            if not _mark_is_deleted(node):
                text = "".join(carried)
                carried = []
                yield from _displayed(text, node, reader)
        elif node.tag == "tbl":
            for row in _inside(node, "tr"):
                if row.find("trPr/del") is None:
                    yield from _row(row, reader)
        elif node.tag == "altChunk":
            yield from map(Paragraph, reader.chunks.pop(chunk_id(node), ()))
        elif node.tag not in SKIPPED and node.tag != FALLBACK:
            yield from _paragraphs(node, reader)
    if any(carried):
        yield Paragraph("".join(carried))


def _displayed(text: str, node: Element, reader: Reader) -> Iterator[Paragraph]:
    chain = style_chain(node, reader.styles)
    in_contents = any(style.name.startswith(CONTENTS_STYLE) for style in chain.values())
    numbered = place_in_list(node, chain, reader.counters)
    label = reader.counters.label(numbered) if numbered else ""
    for part in (label + text).split("\n"):
        yield Paragraph(part, in_contents)
    while reader.boxes:
        yield from _paragraphs(reader.boxes.popleft(), reader)


def _mark_is_deleted(node: Element) -> bool:
    """Tell whether the mark at the end of a paragraph is deleted: it runs on into the next."""
    return node.find("pPr/rPr/del") is not None or node.find("pPr/rPr/moveFrom") is not None


def _inside(container: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for node in container:
        if node.tag == tag:
            yield node
        elif node.tag not in SKIPPED:
            yield from _inside(node, tag)


def _row(row: Element, reader: Reader) -> Iterator[Paragraph]:
    """Yield a row as one line; the only filled cell of a row is layout and keeps its lines."""
    nodes = [cell for cell in _inside(row, "tc") if cell.find("tcPr/cellDel") is None]
    cells = [list(_paragraphs(cell, reader)) for cell in nodes]
    filled = [cell for cell in cells if any(paragraph.text.strip() for paragraph in cell)]
    if len(filled) == 1:
        yield from filled[0]
    elif filled:
        texts = [
            DITTO if _goes_on(node) else cell_text(part.text for part in cell)
            for node, cell in zip(nodes, cells, strict=True)
        ]
        spans = [_span(node) for node in nodes]
        wide = (
            text
            for text, span in zip(texts, spans, strict=True)
            for text in (text, *[""] * (span - 1))
        )
        yield Paragraph(row_text([*[""] * _left_out(row), *wide]))


def _goes_on(cell: Element) -> bool:
    """Tell whether a cell is the lower part of a merged one."""
    merged = cell.find("tcPr/vMerge")
    return merged is not None and value(merged, "val") in ("", "continue")


def _span(cell: Element) -> int:
    """Return over how many columns a cell goes."""
    return _columns(cell.find("tcPr/gridSpan")) or 1


def _left_out(row: Element) -> int:
    """Return before how many columns a row begins later."""
    return _columns(row.find("trPr/gridBefore"))


def _columns(said: Element | None) -> int:
    return 0 if said is None else min(whole_number(value(said, "val")) or 0, _WIDEST)


def _paragraph_text(node: Element, reader: Reader) -> str:
    pieces: list[str] = []
    _collect(node, reader, pieces)
    return "".join(pieces)


def _collect(node: Element, reader: Reader, pieces: list[str]) -> None:
    """Collect the displayed text below ``node``; text boxes wait for the end of the paragraph."""
    for child in node:
        tag = child.tag
        if tag in ("t", FORMULA_TEXT):
            if not reader.codes:
                pieces.append(child.text or "")
        elif tag in TEXTS:
            pieces.append(TEXTS[tag])
        elif tag == "fldChar":
            _follow_field(value(child, "fldCharType"), reader)
        elif tag == "txbxContent":
            reader.boxes.append(child)
        elif tag == "r" and _is_hidden(child, node, reader):
            continue
        elif tag == "r" and _is_raised(child):
            raised: list[str] = []
            _collect(child, reader, raised)
            pieces.append(raised_text("".join(raised), "".join(pieces[-1:])))
        elif tag not in SKIPPED and tag != FALLBACK:
            pieces += ["/"] if tag == DENOMINATOR else []
            _collect(child, reader, pieces)


def _is_raised(run: Element) -> bool:
    raised = run.find("rPr/vertAlign")
    return raised is not None and value(raised, "val") == "superscript"


def _is_hidden(run: Element, paragraph: Element, reader: Reader) -> bool:
    """Tell whether a run is hidden: it says so itself, or its style, or that of the paragraph."""
    own = is_hidden(run)
    if own is not None or not reader.hides:
        return bool(own)
    chain = style_chain(run, reader.styles, "rPr/rStyle") | style_chain(paragraph, reader.styles)
    return bool(next((s.hidden for s in chain.values() if s.hidden is not None), False))


def _follow_field(kind: str, reader: Reader) -> None:
    """Keep track of fields: between begin and separate stands code, then the shown result."""
    if kind == "begin":
        reader.fields.append(CODE)
        reader.codes += 1
    elif kind in ("separate", "end") and reader.fields:
        reader.codes -= reader.fields.pop() == CODE
        if kind == "separate":
            reader.fields.append(RESULT)


def _footnotes(archive: Archive, folder: PurePosixPath, reader: Reader) -> Iterator[Paragraph]:
    for name, tag in (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")):
        root = _part(archive, folder / name)
        for note in [] if root is None else root.findall(tag):
            if not value(note, "type"):
                yield from _paragraphs(note, reader)


def read_old_word(data: bytes, path: str, settings: ReadingSettings) -> Extract:
    """Return the lines of an old Word file.

    Raises ReadingError, with a hint, where LibreOffice is not installed or cannot read the file.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ReadingError(
            f"{path}: is an old Word file, which is read only where LibreOffice is installed",
            hint="install LibreOffice, or save the file as .docx",
        )
    extracted = read_word(_converted(data, path, program, settings), path, settings)
    return replace(extracted, notes=(NOTE, *extracted.notes))


def _converted(data: bytes, path: str, program: str, settings: ReadingSettings) -> bytes:
    """Return the .docx that the program makes of a file, in a folder and a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="policydiff-") as folder:
        place = Path(folder)
        suffix = ".rtf" if data.startswith(RICH_TEXT) else ".doc"
        given = place / f"plan{suffix}"
        given.write_bytes(data)
        command = (
            *(
                program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation=file://{folder}/profile",
            ),
            *("--convert-to", "docx", "--outdir", str(place / "made"), str(given)),
        )
        try:
            subprocess.run(
                command, capture_output=True, timeout=settings.max_office_seconds, check=True
            )
            return (place / "made" / "plan.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise ReadingError(
                f"{path}: is an old Word file that LibreOffice could not turn into .docx"
                f" within {settings.max_office_seconds} seconds",
                hint="is it encrypted or damaged? open it, and save it as .docx without password",
            ) from error
