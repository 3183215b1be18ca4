"""Keep decisions in their file: whole or not at all, also where two reviewers write at once."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from policydiff.errors import ReviewError
from policydiff.reviewing.decision import Decision
from policydiff.reviewing.decisions_file import (
    LONGEST_FILE,
    Comment,
    DecisionsFile,
    format_decisions,
    parse_decisions,
)

_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""What Excel's "Unicode text" begins with."""


def load_decisions(path: str) -> DecisionsFile:
    """Read a decisions file; one that is not there is empty.

    Broken lines are among its mistakes. Raises ReviewError for what is no decisions file.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(LONGEST_FILE + 1)
    except FileNotFoundError:
        return DecisionsFile(())
    except (OSError, ValueError) as error:
        raise ReviewError(f"{path}: cannot be read: {error}", hint="check the path") from None
    if len(content) > LONGEST_FILE:
        raise ReviewError(
            f"{path}: larger than the limit of {LONGEST_FILE:,} bytes", hint="is it the right file?"
        )
    try:
        text = content.decode(_ENCODINGS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReviewError(
            f"{path}: not UTF-8 text (byte {error.start + 1})", hint="save it as UTF-8"
        ) from None
    return parse_decisions(text, path)


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


def _rewrite(path: str, added: Sequence[Decision], removed: Sequence[Decision]) -> DecisionsFile:
    try:
        with _alone(Path(path).parent):
            found = merge(load_decisions(path), added, removed)
            _replace(Path(path), format_decisions(found))
            return found
    except OSError as error:
        raise ReviewError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="name another file with --decisions; nothing was lost",
        ) from None


def save_decisions(path: str, file: DecisionsFile) -> None:
    """Write a decisions file anew, whole. Raises ReviewError where it cannot be written."""
    try:
        _replace(Path(path), format_decisions(file))
    except OSError as error:
        raise ReviewError(
            f"{path}: cannot be written: {error.strerror or error}", hint="name another file"
        ) from None


def merge(
    file: DecisionsFile, added: Sequence[Decision], removed: Sequence[Decision] = ()
) -> DecisionsFile:
    """Return a file with decisions added, in place of those of the same person on the same pair."""
    gone = {_key(decision) for decision in (*added, *removed)}
    kept: list[Decision] = []
    moved: dict[int, int] = {-1: -1, -2: -2}
    for place, decision in enumerate(file.decisions):
        moved[place] = len(kept)
        if _key(decision) not in gone:
            kept.append(decision)
    last = {_key(decision): decision for decision in added}
    comments = tuple(Comment(text, moved[above]) for text, above in file.comments)
    return DecisionsFile((*kept, *last.values()), comments, file.mistakes)


def _key(decision: Decision) -> tuple[object, ...]:
    sides = (
        (plan.id if plan else "", (subject.fingerprint or subject.task) if subject else "")
        for plan, subject in (
            (decision.previous_plan, decision.previous),
            (decision.current_plan, decision.current),
        )
    )
    return (*sides, bool(decision.theme), decision.by)


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
    """Write a file beside its place, then move it there."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
