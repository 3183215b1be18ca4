"""A catalogue: plans with what is known of each, so that they can be called by id.

The format is described in docs/reference/catalogue.md.
"""

import re
from collections.abc import Mapping, Sequence
from json import dumps
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from policydiff.errors import CatalogueError, UsageError, unknown
from policydiff.model import Completeness, LeftOut, Level, Metadata, Plan
from policydiff.reading import address_hint
from policydiff.text.files import parse_toml, read_text

C = TypeVar("C", Level, Completeness)
FORMAT = "see docs/reference/catalogue.md; seeds/plans.toml is an example"
_KEYS = (*Metadata.__struct_fields__, "path", "sha256", "origin")
_HEADER_RE = re.compile(r"^[ \t]*\[\[[ \t]*plan[ \t]*\]\]")


class Entry(Struct, frozen=True):
    """One plan of a catalogue. ``path`` is resolved; ``sha256`` and ``origin`` may be empty."""

    id: str
    path: str
    overrides: Metadata
    sha256: str = ""
    origin: str = ""


class Catalogue(Struct, frozen=True):
    """Plans by id; ``source`` is the file that lists them."""

    source: str
    entries: tuple[Entry, ...]

    def entry(self, plan_id: str) -> Entry:
        """Return the entry of that id; raises UsageError, with the nearest id, where none is."""
        for entry in self.entries:
            if entry.id == plan_id:
                return entry
        raise UsageError(
            f"{plan_id}: no such file, and no such id in {self.source}",
            hint=address_hint(plan_id) or unknown(plan_id, [entry.id for entry in self.entries]),
        )


def load_catalogue(path: str) -> Catalogue:
    """Read a catalogue; paths in it are relative to the catalogue's own file.

    >>> catalogue = load_catalogue("seeds/plans.toml")
    >>> [entry.id for entry in catalogue.entries][:2]
    ['city-2020', 'city-2024']

    Raises CatalogueError, with file and line, for a file that cannot be read or has a mistake.
    """
    text = _read(path)
    tables = parse_toml(text, path, CatalogueError, FORMAT).get("plan", [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise CatalogueError(f"{path}: plan must be [[plan]] tables", hint=FORMAT)
    lines = [n for n, row in enumerate(text.split("\n"), 1) if _HEADER_RE.match(row)]
    lines += [1] * (len(tables) - len(lines))
    entries: dict[str, Entry] = {}
    for table, line in zip(tables, lines, strict=False):
        entry = _entry(table, f"{path}:{line}", Path(path).parent)
        if entry.id in entries:
            raise CatalogueError(f"{path}:{line}: id {entry.id!r} is given twice", hint=FORMAT)
        entries[entry.id] = entry
    return Catalogue(path, tuple(entries.values()))


def catalogue_toml(plans: Sequence[Plan], left_out: Sequence[LeftOut] = ()) -> str:
    """Write plans with what was read of each as a catalogue; what was not read is a comment.

    >>> from policydiff.pipeline import load_plan
    >>> catalogue_toml([load_plan("seeds/yangpu-2025.txt")]).splitlines()[3:5]
    ['[[plan]]', 'id = "yangpu-2025"']
    """
    reasons = {item.path: item.reason for item in left_out}
    parts = [_HEAD]
    for plan in plans:
        if reason := reasons.pop(plan.source.path, None):
            parts.append(f"# {_in_comment(reason)}\n")
        parts.append(_table(plan))
    parts += [f"# left out: {_in_comment(f'{path}: {why}')}\n" for path, why in reasons.items()]
    return "".join(parts)


_HEAD = """\
# What was read of each plan. Correct it; it overrides what is read from the texts.
# A line that begins with # says nothing: take the # away and fill it in.

"""
_WRITTEN = ("title", "issuer", "level", "year", "document_number", "issued_on", "scope")


def _table(plan: Plan) -> str:
    rows = [f"id = {_quoted(plan.id)}", f"path = {_quoted(plan.source.path)}"]
    for key in (*_WRITTEN, "completeness"):
        value = getattr(plan, key)
        known = key == "scope" or value not in (None, "")
        rows.append(f"{key} = {_quoted(value)}" if known else f"# {key} =")
    rows.append(f"sha256 = {_quoted(plan.source.sha256)}")
    return "[[plan]]\n" + "\n".join(rows) + "\n\n"


def _quoted(value: str | int) -> str:
    """Write a value as TOML does; its strings are those of JSON, but for DEL."""
    text = dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def _in_comment(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _read(path: str) -> str:
    try:
        return read_text(path, CatalogueError, FORMAT)
    except FileNotFoundError:
        raise CatalogueError(f"{path}: no such catalogue", hint="check the path") from None


def _entry(table: Mapping[str, object], where: str, folder: Path) -> Entry:
    for key in table:
        if key not in _KEYS:
            raise CatalogueError(f"{where}: unknown key {key!r}", hint=unknown(key, _KEYS))
    plan_id, path = _text(table, "id", where), _text(table, "path", where)
    if not plan_id or not path:
        raise CatalogueError(f"{where}: a plan needs an id and a path", hint=FORMAT)
    overrides = Metadata(
        id=plan_id,
        title=_text(table, "title", where) or None,
        issuer=_text(table, "issuer", where) or None,
        level=_choice(table, "level", Level, where),
        year=_year(table, where),
        document_number=_text(table, "document_number", where) or None,
        issued_on=_text(table, "issued_on", where) or None,
        scope=_text(table, "scope", where) if "scope" in table else None,  # "": all the work
        completeness=_choice(table, "completeness", Completeness, where),
    )
    sha256, origin = _text(table, "sha256", where), _text(table, "origin", where)
    return Entry(plan_id, str(folder / path), overrides, sha256, origin)


def _text(table: Mapping[str, object], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise CatalogueError(f"{where}: {key} must be a string", hint=FORMAT)
    return value


def _choice(table: Mapping[str, object], key: str, kind: type[C], where: str) -> C | None:
    if key not in table:
        return None
    try:
        return kind(_text(table, key, where))
    except ValueError:
        raise CatalogueError(
            f"{where}: {key} {table[key]!r} is unknown", hint="known: " + ", ".join(kind)
        ) from None


def _year(table: Mapping[str, object], where: str) -> int | None:
    value = table.get("year")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000:
        raise CatalogueError(f"{where}: year must be a number, without quotes", hint=FORMAT)
    return value
