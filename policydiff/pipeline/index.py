"""Index: keep the plans of a folder as they were read, and find phrases in them at once."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec.structs import replace

from policydiff.comparing.trace import loose
from policydiff.errors import PolicyDiffError, ReadingError
from policydiff.matching.terms import concepts_of, load_thesaurus
from policydiff.model import LeftOut, Plan
from policydiff.pipeline import load_plan
from policydiff.pipeline.compare import parameters
from policydiff.pipeline.folder import Found, Loaded, distinct_ids, reason_of
from policydiff.reading import fetch
from policydiff.settings import Settings
from policydiff.text.simplify import to_simplified
from policydiff.themes import field_names
from policydiff.version import __version__

_OURS = 0x706C6E64
"""The number by which a database is known to be an index of ours."""

_SHORTEST = 3
"""Characters that the index finds words from; shorter ones are looked for in every text."""

_TABLES = """
CREATE TABLE meta (made TEXT);
CREATE TABLE files
    (id INTEGER PRIMARY KEY, path TEXT UNIQUE, sha256 TEXT, plan BLOB, reason TEXT);
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'trigram');
"""


def find_in_folder(
    phrase: str,
    found: Found,
    index: str,
    settings: Settings,
    on_plan: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Return the plans in which a phrase stands, by an index that is brought up to date first.

    Those in which other words for it stand, by the thesaurus of any field, are among them. Files
    are read again where their sha256 has changed, all of them where the settings or this program
    have. Raises ReadingError for an index file that is something else.
    """
    try:
        with closing(_open(index, settings)) as database:
            left_out = _update(database, found, settings, on_plan)
            database.commit()
            words = (phrase, *_other_words(phrase, settings))
            plans = [msgspec.json.decode(row, type=Plan) for row in _holding(database, words)]
    except sqlite3.Error as error:
        raise ReadingError(f"{index}: no index can be kept there ({error})", hint=_HINT) from None
    return Loaded(distinct_ids(plans), (*found.left_out, *left_out))


_HINT = "name a new file, or one that an earlier --index has made"


def _open(index: str, settings: Settings) -> sqlite3.Connection:
    database = sqlite3.connect(index)
    try:
        (ours,) = database.execute("PRAGMA application_id").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and ours != _OURS:
            raise ReadingError(f"{index}: is a database of something else", hint=_HINT)
        made = _made(settings)
        if tables and database.execute("SELECT made FROM meta").fetchone() != (made,):
            database.executescript("DROP TABLE meta; DROP TABLE files; DROP TABLE words;")
            tables = 0
        if not tables:
            database.execute(f"PRAGMA application_id = {_OURS}")
            database.executescript(_TABLES)
            database.execute("INSERT INTO meta VALUES (?)", (made,))
    except BaseException:
        database.close()
        raise
    return database


def _made(settings: Settings) -> str:
    """Return what a reading depends on: the program and its settings."""
    said = repr((__version__, sorted(parameters(settings).items())))
    return hashlib.sha256(said.encode()).hexdigest()


def _update(
    database: sqlite3.Connection,
    found: Found,
    settings: Settings,
    on_plan: Callable[[int, int], None] | None,
) -> tuple[LeftOut, ...]:
    """Read what is new or has changed, forget what is gone; return what cannot be read."""
    known = dict(database.execute("SELECT path, sha256 FROM files"))
    for path in known.keys() - set(found.paths):
        _forget(database, path)
    for number, path in enumerate(found.paths, 1):
        if on_plan:
            on_plan(number, len(found.paths))
        try:
            content = fetch(path, settings.reading.max_bytes)
        except PolicyDiffError as error:
            _keep(database, path, "", None, reason_of(path, error))
            continue
        sha256 = hashlib.sha256(content).hexdigest()
        if known.get(path) != sha256:
            _read(database, path, sha256, settings)
    rows = database.execute("SELECT path, reason FROM files WHERE reason != '' ORDER BY path")
    return tuple(LeftOut(path, reason) for path, reason in rows)


def _read(database: sqlite3.Connection, path: str, sha256: str, settings: Settings) -> None:
    try:
        plan = load_plan(path, settings=settings)
    except PolicyDiffError as error:
        _keep(database, path, sha256, None, reason_of(path, error))
    else:
        _keep(database, path, sha256, plan, "")


def _keep(
    database: sqlite3.Connection, path: str, sha256: str, plan: Plan | None, reason: str
) -> None:
    _forget(database, path)
    content = msgspec.json.encode(plan) if plan else b""
    row = (path, sha256, content, reason)
    place = database.execute("INSERT INTO files VALUES (NULL, ?, ?, ?, ?)", row).lastrowid
    if plan:
        texts = "\n".join(_texts(plan))
        database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (place, texts))


def _texts(plan: Plan) -> Iterator[str]:
    for task in plan.tasks:
        yield loose(task.title)
        yield from (loose(measure.text) for measure in task.measures)


def _forget(database: sqlite3.Connection, path: str) -> None:
    for row in database.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchall():
        database.execute("DELETE FROM words WHERE rowid = ?", row)
        database.execute("DELETE FROM files WHERE id = ?", row)


def _other_words(phrase: str, settings: Settings) -> Iterator[str]:
    """Yield the other words for a phrase that the thesaurus of any field has."""
    plain = to_simplified(phrase)
    for name in field_names():
        thesaurus = load_thesaurus(replace(settings.matching, field=name))
        meant = concepts_of(plain, thesaurus)
        yield from (t.text for t in thesaurus.terms.values() if not meant.isdisjoint(t.concepts))


def _holding(database: sqlite3.Connection, words: Iterable[str]) -> Sequence[bytes]:
    """Return the plans in which one of the words may stand, in the order of their paths."""
    places: set[int] = set()
    for wanted in {loose(word) for word in words}:
        if len(wanted) < _SHORTEST:
            test, value = "instr(text, ?)", wanted
        else:
            quoted = wanted.replace('"', '""')
            test, value = "words MATCH ?", f'"{quoted}"'
        found = database.execute(f"SELECT rowid FROM words WHERE {test}", (value,))
        places.update(place for (place,) in found)
    by_path = database.execute("SELECT id FROM files ORDER BY path").fetchall()
    one = "SELECT plan FROM files WHERE id = ?"
    return [database.execute(one, row).fetchone()[0] for row in by_path if row[0] in places]


def require_parent(index: str) -> None:
    """Raise ReadingError for an index in a folder that is not there."""
    if not Path(index).parent.is_dir():
        raise ReadingError(f"{Path(index).parent}: no such directory", hint="make it first")
