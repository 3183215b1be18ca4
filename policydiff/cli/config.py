"""The configuration (``policydiff.toml``), and what a shell is offered to complete a line with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from policydiff.errors import CatalogueError, CodebookError
from policydiff.text.files import parse_toml, read_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])

FILE = "policydiff.toml"
_LANGS = ("auto", "zh", "en")
_FILES = ("catalogue", "thesaurus", "decisions")
_KEYS = ("catalogue", "field", "codebook", "thesaurus", "lang", "decisions", "limits")
LIMITS: Mapping[str, str] = {
    "max_bytes": "reading",
    "max_characters": "reading",
    "max_lines": "reading",
    "max_signs": "reading",
    "max_numbers": "reading",
    "max_html_tags": "reading",
    "max_unpacked_bytes": "reading",
    "max_archive_marks": "reading",
    "max_tasks": "parsing",
}
"""The settings that the table ``[limits]`` may set, and the room of the settings each stands in."""
_LARGEST_LIMIT = 10_000_000_000  # what no machine reads anyhow, so that a slip is told


class Config(Struct, frozen=True):
    """What the configuration says; an option on the command line wins over it.

    Files in it are named from where it stands. ``folder`` is that place, "." the working folder;
    ``places`` are file and line of each key. ``limits`` are settings by name, as in ``LIMITS``.
    """

    catalogue: str | None = None
    field: str | None = None
    codebook: str | None = None
    thesaurus: str | None = None
    lang: str | None = None
    decisions: str | None = None
    limits: tuple[tuple[str, int], ...] = ()
    folder: str = "."
    places: tuple[tuple[str, str], ...] = ()


def load_config(path: str | None = None) -> Config:
    """Read the configuration, by default the one that is found; empty where there is none.

    >>> load_config("seeds/no-such-file.toml").catalogue
    >>> load_config("policydiff.toml").catalogue
    'seeds/plans.toml'

    Raises CatalogueError, with file and line, for a mistake in it.
    """
    path = path or find_config()
    try:
        text = read_text(path, CatalogueError, _known())
    except FileNotFoundError:
        return Config()
    return _config(path, text, parse_toml(text, path, CatalogueError, _known()))


def find_config() -> str:
    """Return the configuration that holds here: in the working folder, else the next above it.

    As git does, it is looked for upwards; not above the folder that git keeps, nor above home.
    """
    try:
        above, here = Path(), Path.cwd()
    except OSError:  # a folder that has been deleted meanwhile
        return FILE
    while not (above / FILE).exists():
        if here in (here.parent, Path.home()) or (above / ".git").exists():
            return FILE
        above, here = above / "..", here.parent
    return str(above / FILE)


def _config(path: str, text: str, table: Mapping[str, object]) -> Config:
    said: dict[str, str] = {}
    limits: tuple[tuple[str, int], ...] = ()
    places = []
    folder = Path(path).parent
    for key, value in table.items():
        line = _line(text, key)
        if key not in _KEYS:
            raise CatalogueError(f"{path}:{line}: unknown key {key!r}", hint=_known())
        if key == "limits":
            limits = _limits(path, text, value)
            continue
        if not isinstance(value, str):
            raise CatalogueError(f"{path}:{line}: {key} must be a string", hint=_known())
        if key == "lang" and value not in _LANGS:
            raise CatalogueError(
                f"{path}:{line}: no language {value!r}", hint=f"known: {', '.join(_LANGS)}"
            )
        said[key] = str(folder / value) if _is_file(key, value) else value
        places.append((key, f"{path}:{line}"))
    return Config(**said, limits=limits, folder=str(folder), places=tuple(places))


def _line(text: str, key: str) -> int:
    """Return the line that a key stands at the beginning of, 1 where it is written otherwise."""
    rows = enumerate(text.split("\n"), 1)
    return next((n for n, row in rows if row.strip("['\" \t").startswith(key)), 1)


def _limits(path: str, text: str, table: object) -> tuple[tuple[str, int], ...]:
    """Return the limits that a table sets. Raises CatalogueError for one that is none."""
    if not isinstance(table, dict):
        place = f"{path}:{_line(text, 'limits')}"
        raise CatalogueError(f"{place}: limits must be a table", hint=_known_limits())
    for key, value in table.items():
        place = f"{path}:{_line(text, key)}"
        if key not in LIMITS:
            raise CatalogueError(f"{place}: unknown limit {key!r}", hint=_known_limits())
        if type(value) is not int or not 0 < value <= _LARGEST_LIMIT:
            raise CatalogueError(
                f"{place}: {key} must be a number from 1 to {_LARGEST_LIMIT:,}",
                hint=_known_limits(),
            )
    return tuple(table.items())


def _known_limits() -> str:
    return "known limits: " + ", ".join(LIMITS)


def _is_file(key: str, value: str) -> bool:
    """Tell whether a key names a file; a codebook is a name or a file (TOML)."""
    return key in _FILES or (key == "codebook" and value.endswith(".toml"))


@contextmanager
def placed(config: Config, keys: Iterable[str]) -> Iterator[None]:
    """Say, where an error is about what the configuration names, in which line it does.

    ``keys`` are those whose values come from it, and not from the command line.
    """
    try:
        yield
    except (CatalogueError, CodebookError) as error:
        for key, place in config.places:
            if key in keys and str(error).startswith(f"{getattr(config, key)}:"):
                raise type(error)(f"{place}: {key}: {error}", hint=error.hint) from error
        raise


def _known() -> str:
    return "known keys: " + ", ".join(_KEYS)


def complete_file(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a file."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def file_option(*names: str, says: str) -> Callable[[Function], Function]:
    """Return an option that names a file."""
    return click.option(*names, metavar="FILE", shell_complete=complete_file, help=says)


def complete_plan(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a plan: files, and the ids of the catalogue that the configuration names."""
    catalogue = context.params.get("catalogue") or load_config().catalogue
    files = complete_file(context, parameter, incomplete)
    return files + _items(_ids(catalogue) if catalogue else (), incomplete)


def _ids(catalogue: str) -> Iterator[str]:
    """Yield the ids of a catalogue: to read it as a whole would take too long for a key press."""
    hint = "see docs/reference/catalogue.md"
    text = read_text(catalogue, CatalogueError, hint)
    rows = parse_toml(text, catalogue, CatalogueError, hint).get("plan")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row["id"]


def complete_task(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a task of PREV, then one of CUR, with their titles where the shell shows them."""
    from click.shell_completion import CompletionItem

    from policydiff.errors import PolicyDiffError
    from policydiff.pipeline import load_plan
    from policydiff.pipeline.catalogue import load_catalogue

    named = context.params.get("catalogue") or load_config().catalogue
    before, colon, begun = incomplete.rpartition(":")
    side = "current" if context.params.get("tasks") or colon else "previous"
    try:
        catalogue = load_catalogue(named) if named else None
        plan = load_plan(str(context.params[side]), catalogue=catalogue)
    except PolicyDiffError:
        return []
    return [
        CompletionItem(f"{before}{colon}{task.id}", help=task.title)
        for task in plan.tasks
        if task.id.startswith(begun)
    ]


def complete_codebook(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a codebook: files, and the names of those that are shipped."""
    from policydiff.themes import codebook_names

    files = complete_file(context, parameter, incomplete)
    return files + _items((*codebook_names(), "induced", "auto"), incomplete)


def complete_field(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a field."""
    from policydiff.themes import field_names

    return _items((*field_names(), "auto"), incomplete)


def complete_gates(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the last of the gates that stand with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    from policydiff.report import GATES

    names = (gate.removesuffix("CODE") for gate in GATES)
    return _items((f"{before}{comma}{name}" for name in names), f"{before}{comma}{last}")


def _items(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
