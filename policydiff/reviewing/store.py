"""Keep decisions in their file: whole or not at all, also where two reviewers write at once."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copymode

from policydiff.errors import ReviewError
from policydiff.reviewing import Decision, fingerprint
from policydiff.reviewing.decisions_file import (
    BOM,
    END,
    HEAD,
    Comment,
    DecisionsFile,
    format_decisions,
    parse_decisions,
)
from policydiff.text.files import read_bytes

LONGEST_FILE = 50_000_000
"""Bytes of a decisions file: a hundred thousand decisions with both texts."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""What Excel's "Unicode text" begins with."""

LOCAL_ENCODINGS = ("gb18030", "cp950")
"""In which Excel saves text on a Chinese Windows; the fingerprints tell which it was."""


def load_decisions(path: str) -> DecisionsFile:
    """Read a decisions file; one that is not there is empty.

    Broken lines are among its mistakes. Raises ReviewError for what is no decisions file.
    """
    try:
        content = read_bytes(path, ReviewError, "is it the right file?", LONGEST_FILE)
    except FileNotFoundError:
        return DecisionsFile(())
    return _decoded(content, path)


def _decoded(content: bytes, path: str) -> DecisionsFile:
    """Return the file that bytes hold; what no UTF-8 is will begin with a mark when it is written.

    Raises ReviewError for an encoding that is not known.
    """
    try:
        if content.startswith(UTF_16):
            return parse_decisions(BOM + content.decode("utf-16"), path)
        return parse_decisions(content.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        place = error.start + 1
    for encoding in LOCAL_ENCODINGS:
        try:
            file = parse_decisions(BOM + content.decode(encoding), path)
        except UnicodeDecodeError:
            continue
        if _is_readable(file):
            return file
    raise ReviewError(f"{path}: not UTF-8 text (byte {place})", hint="save it as UTF-8")


def _is_readable(file: DecisionsFile) -> bool:
    """Tell whether a text is the one that its fingerprint was taken of."""
    sides = (side for decision in file.decisions for side in (decision.previous, decision.current))
    return any(side and fingerprint(side.title, side.text) == side.fingerprint for side in sides)


def require_whole(file: DecisionsFile, path: str) -> None:
    """Raise ReviewError for the first broken line of a file, if there is one."""
    for mistake in file.mistakes:
        more = len(file.mistakes) - 1
        rest = f" (and {more} more broken lines)" if more else ""
        raise ReviewError(
            f"{path}:{mistake.line}: {mistake.reason}{rest}",
            hint="correct it, or add --skip-broken to apply the other lines",
        )


def record(path: str, decisions: Sequence[Decision]) -> DecisionsFile:
    """Add decisions to a file and return what it then holds.

    What the same person said before of the same pair is replaced; what others wrote meanwhile is
    kept, and so are comments and broken lines. Raises ReviewError where it cannot be written.
    """
    return _rewrite(path, decisions, ())


def withdraw(path: str, decisions: Sequence[Decision]) -> DecisionsFile:
    """Take decisions out of a file again and return what it then holds."""
    return _rewrite(path, (), decisions)


def save_decisions(path: str, file: DecisionsFile) -> None:
    """Write a decisions file anew, whole. Raises ReviewError where it cannot be written."""
    with _writing(path) as target:
        _replace(target, format_decisions(file))


def _rewrite(path: str, added: Sequence[Decision], removed: Sequence[Decision]) -> DecisionsFile:
    with _writing(path) as target:
        found = merge(load_decisions(str(target)), added, removed)
        _replace(target, format_decisions(found))
        return found


@contextmanager
def _writing(path: str) -> Iterator[Path]:
    """Give the file that a path leads to, while nobody else writes it.

    Raises ReviewError where it cannot be written.
    """
    target = Path(os.path.realpath(path))  # through a link: the file that it names is written
    try:
        with _alone(target.parent):
            yield target
    except OSError as error:
        raise ReviewError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="name another file with --decisions; nothing was lost",
        ) from None


def merge(
    file: DecisionsFile, added: Sequence[Decision], removed: Sequence[Decision] = ()
) -> DecisionsFile:
    """Return a file with decisions added, in place of those of the same person on the same pair.

    What stood in further columns of a line stays with what is now said of the pair.
    """
    gone = {_key(decision) for decision in (*added, *removed)}
    said = {_key(decision): decision for decision in added}
    kept: list[Decision] = []
    moved: dict[int, int] = {END: END, HEAD: HEAD}
    for place, decision in enumerate(file.decisions):
        moved[place] = len(kept)
        key = _key(decision)
        if key in said:
            new = said.pop(key)
            kept.append(new._replace(extra=new.extra or decision.extra))
        elif key not in gone:
            kept.append(decision)
    comments = tuple(Comment(text, moved[above]) for text, above in file.comments)
    return file._replace(decisions=(*kept, *said.values()), comments=comments)


def _key(decision: Decision) -> tuple[str, ...]:
    return (*decision.about, decision.by)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else write decisions in a folder meanwhile, where the system can say so."""
    try:
        from fcntl import LOCK_EX, flock  # not on Windows: there the last one to write wins
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        flock(descriptor, LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    """Write a file beside its place, then move it there: it is whole at any moment."""
    acting = os.access in os.supports_effective_ids
    if path.exists() and not os.access(path, os.W_OK, effective_ids=acting):
        raise PermissionError(13, "the file is read-only", str(path))
    temporary = path.with_name(f".{path.name}.tmp")  # what a killed run left is written over
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
