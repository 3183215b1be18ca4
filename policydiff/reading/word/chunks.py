"""Pages and texts in a Word file that are shown amid its text (altChunk)."""

from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from msgspec import Struct

from policydiff.errors import PolicyDiffError
from policydiff.reading.word.archive import Archive
from policydiff.settings import ReadingSettings

CHUNK = "/aFChunk"
NOT_READ = (b"PK\x03\x04", b"%PDF-", b"{\\rtf")  # files in a file: only pages and texts are read


class Chunks(Struct, frozen=True):
    """The lines of each part by the id that the text calls it by, and which could not be read."""

    lines: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]


def read_chunks(archive: Archive, folder: PurePosixPath, settings: ReadingSettings) -> Chunks:
    """Read the parts that the relations of the document name as chunks of its text."""
    name = str(folder / "_rels" / "document.xml.rels")
    lines: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    for relation in archive.xml(name) if name in archive.names() else ():
        if relation.get("Type", "").endswith(CHUNK):
            part = str(folder / relation.get("Target", "").lstrip("/"))
            found = _read(archive, part, settings)
            lines[relation.get("Id", "")] = found
            if not found:
                notes.append(f"the embedded part {part} could not be read and is left out")
    return Chunks(lines, tuple(notes))


def chunk_id(node: Element) -> str:
    """Return the id of the relation that an altChunk names."""
    return next((value for key, value in node.items() if key.endswith("}id")), "")


def _read(archive: Archive, part: str, settings: ReadingSettings) -> tuple[str, ...]:
    from policydiff.reading.formats import extract  # on first use: it may read this very format

    if part not in archive.names():
        return ()
    data = archive.read(part)
    if data.startswith(NOT_READ):
        return ()
    try:
        return tuple(line.text for line in extract(data, part, settings).lines)
    except PolicyDiffError:  # the rest of the document is read all the same, with a note
        return ()
