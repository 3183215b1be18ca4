"""Open the parts of a zipped office file: bounded in what they unpack to, refusing any DTD.

Among them are pages and texts that a Word file shows amid its own text (altChunk).
"""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from types import TracebackType
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from msgspec import Struct

from policydiff.errors import PolicyDiffError, ReadingError
from policydiff.reading.formats import PDF, RICH_TEXT, ZIP, extract
from policydiff.settings import ReadingSettings

CHUNK = 65_536
SMALL_PART = 1_000_000  # bytes: a part below this may be packed as tightly as it likes
DEEPEST = 300  # elements inside each other: a table in a table in a table has 40
DIRECTORY = 300_000  # bytes: the list of 1,000 parts has 100,000
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # ISO/IEC 29500-2 knows no others
# What the standard library raises for a zip file with something wrong in it.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # names in bad UTF-8 too
    LookupError,
    NotImplementedError,
)
BOMB_HINT = "this is not how Word writes a file; save the plan anew, or as text"
WORD_NAMESPACES = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)
EMBEDDED = "/aFChunk"
LARGEST_EMBEDDED = 2_000_000  # bytes of all of them: a page that makes up a plan has 300,000
NOT_READ = (ZIP, PDF, RICH_TEXT)  # files in a file: only pages and texts are read


class _Packed(io.BytesIO):
    """The bytes of a zip file; a class since ``zipfile`` reads the whole list of parts at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, but never more than a list of parts may take."""
        data = super().read(size)
        if len(data) > DIRECTORY:
            raise zipfile.BadZipFile("more at once than a list of parts has")
        return data


class Archive:
    """The parts of a zip file; a class since the budget is spent over all parts read."""

    def __init__(self, data: bytes, path: str, settings: ReadingSettings) -> None:
        self.path = path
        self._settings = settings
        self._left = settings.max_unpacked_bytes
        self._marks_left = settings.max_archive_marks
        try:
            self._zip = zipfile.ZipFile(_Packed(data))
        except DAMAGES as error:
            raise self._damaged() from error
        if len(self._zip.namelist()) > settings.max_archive_entries:
            raise ReadingError(
                f"{path}: holds more than {settings.max_archive_entries:,} parts", hint=BOMB_HINT
            )

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    def names(self) -> frozenset[str]:
        """Return the names of all parts."""
        return frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, counted as they are unpacked, whatever the header says."""
        pieces: list[bytes] = []
        size = 0
        try:
            entry = self._zip.getinfo(name)
            if entry.compress_type not in PACKINGS:
                raise self._damaged()
            packed = max(1, entry.compress_size)
            with self._zip.open(name) as part:
                while piece := part.read(CHUNK):
                    size += len(piece)
                    self._spend(len(piece), size, packed)
                    pieces.append(piece)
        except DAMAGES as error:
            raise self._damaged() from error
        except RuntimeError as error:  # what zipfile raises for an encrypted part
            raise ReadingError(
                f"{self.path}: is encrypted", hint="save it without a password"
            ) from error
        return b"".join(pieces)

    def _spend(self, piece: int, size: int, packed: int) -> None:
        self._left -= piece
        if self._left < 0:
            limit = self._settings.max_unpacked_bytes
            raise ReadingError(
                f"{self.path}: unpacks to more than the limit of {limit:,} bytes", hint=BOMB_HINT
            )
        if size > SMALL_PART and size > self._settings.max_unpacked_ratio * packed:
            ratio = self._settings.max_unpacked_ratio
            raise ReadingError(
                f"{self.path}: unpacks to more than {ratio} times its size", hint=BOMB_HINT
            )

    def xml(self, name: str) -> Element:
        """Return the root element of a part. Raises ReadingError for a DTD or broken XML."""
        data = self.read(name)
        self._marks_left -= data.count(b"<") + data.count(b"=")
        if self._marks_left < 0:
            limit = self._settings.max_archive_marks
            raise ReadingError(
                f"{self.path}: holds more than {limit:,} XML tags and attributes", hint=BOMB_HINT
            )
        return parse_xml(data, self.path)

    def _damaged(self) -> ReadingError:
        return ReadingError(
            f"{self.path}: is a damaged or truncated zip file", hint="fetch or save it anew"
        )


def parse_xml(data: bytes, path: str) -> Element:
    """Parse XML that declares nothing: no DTD, no entities, no external files, no abyss.

    Names in the two namespaces of Word come without it; others as ``namespace}name``.

    >>> parse_xml(b"<a><b/></a>", "x.docx")[0].tag
    'b'
    """
    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ReadingError(f"{path}: nests XML deeper than {DEEPEST}", hint=BOMB_HINT)
        builder.start(_plain(name), {_plain(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_plain(name))

    def refuse(*_: object) -> None:
        raise ReadingError(f"{path}: declares an XML document type", hint=BOMB_HINT)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the signature is that of expat
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter: its encoding
        raise ReadingError(
            f"{path}: holds broken XML ({error})", hint="save it anew, or as text"
        ) from error
    return builder.close()


def _plain(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    return local if namespace in WORD_NAMESPACES else name


class Chunks(Struct, frozen=True):
    """The lines of each part by the id that the text calls it by, and which could not be read."""

    lines: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]


def read_chunks(archive: Archive, folder: PurePosixPath, settings: ReadingSettings) -> Chunks:
    """Read the parts that the relations of the document name as chunks of its text."""
    name = str(folder / "_rels" / "document.xml.rels")
    parts: dict[str, str] = {}  # by the id of the first relation that names each
    for relation in archive.xml(name) if name in archive.names() else ():
        if relation.get("Type", "").endswith(EMBEDDED):
            part = str(folder / relation.get("Target", "").lstrip("/"))
            parts.setdefault(part, relation.get("Id", ""))
    lines: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    left = LARGEST_EMBEDDED
    for part, relation_id in parts.items():
        data = archive.read(part) if part in archive.names() and left > 0 else b""
        left -= len(data)
        lines[relation_id] = _read(data, part, settings) if left >= 0 else ()
        if not lines[relation_id]:
            notes.append(f"the embedded part {part} could not be read and is left out")
    return Chunks(lines, tuple(notes))


def chunk_id(node: Element) -> str:
    """Return the id of the relation that an altChunk names."""
    return next((value for key, value in node.items() if key.endswith("}id")), "")


def _read(data: bytes, part: str, settings: ReadingSettings) -> tuple[str, ...]:
    if not data or data.startswith(NOT_READ):
        return ()
    try:
        return tuple(line.text for line in extract(data, part, settings).lines)
    except PolicyDiffError:  # the rest of the document is read all the same, with a note
        return ()
