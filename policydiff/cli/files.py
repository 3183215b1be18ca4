"""Files: written whole or not at all, and nothing but what was named."""

import os
import stat
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from policydiff.errors import ReadingError, UsageError
from policydiff.text.files import read_bytes

ENDING = ("SIGTERM", "SIGHUP")
"""Signals that end a run, by name: not every system has both."""

LARGEST = 200_000_000
"""Bytes of a saved result or a template: far more than 1,000 plans need."""


class Output(Struct, frozen=True):
    """What a file shall hold."""

    path: str
    content: bytes


def read_text(name: str, hint: str) -> str:
    """Return the text of a file, or of stdin for '-'; ``hint`` says what it should have been.

    Raises OSError, naming the file, or ReadingError for what is too large or is not UTF-8.
    """
    content = (
        standard_bytes(LARGEST + 1)
        if name == "-"
        else read_bytes(name, ReadingError, hint, LARGEST)
    )
    if len(content) > LARGEST:
        raise ReadingError(f"{name}: larger than the limit of {LARGEST:,} bytes", hint=hint)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1}"
        raise ReadingError(f"{name}: not UTF-8 text ({where})", hint=hint) from None


def standard_bytes(most: int) -> bytes:
    """Return so many bytes of stdin at most. Raises UsageError where it is closed."""
    if sys.stdin is None:
        raise UsageError("stdin is closed", hint="name a file, or pipe something in")
    return sys.stdin.buffer.read(most)


def require_distinct(paths: Sequence[str]) -> None:
    """Raise UsageError where two paths are one file, however they are written.

    Names that differ but in case, or in how their accents are composed, are one file on some
    systems: they are told on all, so that a command does the same everywhere.
    """
    seen: set[tuple[object, str]] = set()
    for path in paths:
        place = _place(path)
        if place in seen:
            raise UsageError(f"{path}: given twice", hint="name each output file once")
        seen.add(place)


def _place(path: str) -> tuple[object, str]:
    """Return the folder that a file stands in, by whatever name, and the file's name folded."""
    target = Path(path)
    name = unicodedata.normalize("NFC", target.name).casefold()
    try:
        folder = target.parent.stat()
    except (OSError, ValueError):  # told where the file is to be written
        return str(target.parent), name
    return (folder.st_dev, folder.st_ino), name


def require_writable(path: str, inputs: Sequence[str]) -> None:
    """Raise UsageError, before any work is done, where a file could not or must not be written."""
    target = Path(path)
    try:
        mode = target.stat().st_mode  # a link is replaced, but not one to a folder or a device
    except FileNotFoundError:
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:
        raise UsageError(f"{path!r}: cannot be written ({error})", hint="check the path") from None
    if not stat.S_ISREG(mode):
        raise UsageError(f"{path}: not a regular file", hint="name a file: -o report.md")
    if not target.parent.is_dir():
        raise UsageError(
            f"{target.parent}: no such directory", hint=f"make it: mkdir {target.parent}"
        )
    if any(_is_same(path, name) for name in inputs):
        raise UsageError(f"{path}: is one of the inputs", hint="write to another file")


def _is_same(path: str, name: str) -> bool:
    with suppress(OSError, ValueError):
        return Path(path).samefile(name)
    return False


def require_folder(path: str, inputs: Sequence[str]) -> None:
    """Raise UsageError, before any work is done, for a folder that no report may be written to."""
    target = Path(path)
    try:
        parent, there = target.resolve().parent, target.exists()
        read = [Path(name).resolve() for name in inputs if Path(name).is_dir()]
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"{path!r}: cannot be written ({error})", hint="check the path") from None
    if there and not target.is_dir():
        raise UsageError(f"{path}: is a file", hint="name a folder: -o reports/")
    if not there and not parent.is_dir():
        raise UsageError(f"{parent}: no such directory", hint=f"make it: mkdir {parent}")
    if any(target.resolve().is_relative_to(folder) for folder in read):
        raise UsageError(
            f"{path}: stands in a folder that is searched for plans",
            hint="write to a folder beside it: the next run would read the reports",
        )


def write_all(outputs: Sequence[Output]) -> None:
    """Write all files, each beside its place first, then move them there; on an error, none.

    A link is replaced, never followed. Raises OSError, naming the file.
    """
    if not outputs:
        return
    pending: list[tuple[Path, Path]] = []
    with _unwinding_when_terminated():
        try:
            for output in outputs:
                pending.append((_write_beside(output), Path(output.path)))  # noqa: PERF401 - kept on errors
            _move(pending)
        finally:
            for temporary, _ in pending:
                temporary.unlink(missing_ok=True)


def _move(pending: Sequence[tuple[Path, Path]]) -> None:
    """Move files to their places: all of them, or those moved are taken back."""
    if len(pending) == 1:
        temporary, target = pending[0]
        temporary.replace(target)  # at once, or not at all
        return
    moved: list[tuple[Path, Path | None]] = []
    try:
        for temporary, target in pending:
            moved.append((target, _kept(target)))
            temporary.replace(target)
    except BaseException:
        for target, kept in reversed(moved):
            if kept:
                kept.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for _, kept in moved:
            if kept:
                kept.unlink(missing_ok=True)


def _kept(target: Path) -> Path | None:
    """Keep what stands at a place under another name beside it; None where nothing does."""
    kept = _free_name(target)
    try:
        os.link(target, kept, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError:  # a file system without hard links
        import shutil  # hardly ever

        shutil.copy2(target, kept, follow_symlinks=False)
    return kept


def _free_name(target: Path) -> Path:
    """Return a name beside a file that nothing has, what an earlier run left behind included."""
    while True:
        name = target.with_name(f".policydiff-{os.urandom(6).hex()}.tmp")
        if not name.exists():
            return name


@contextmanager
def _unwinding_when_terminated() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind meanwhile, so that no temporary file is left behind."""
    import signal  # on first use: most runs write no file

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {n: signal.getsignal(n) for n in numbers}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:  # what is ignored (nohup) stays ignored
            signal.signal(number, _exit)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is signal.SIG_DFL:
                signal.signal(number, handler)


def _exit(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _write_beside(output: Output) -> Path:
    target = Path(output.path)
    temporary = _free_name(target)
    try:
        _write_new(temporary, output.content, _mode(target))
    except OSError as error:
        error.filename = output.path  # the name that the user knows
        raise
    return temporary


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that must not exist; it is gone again if anything happens meanwhile."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Return the rights of the file that is replaced, else what the user's mask leaves of rw."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o666
