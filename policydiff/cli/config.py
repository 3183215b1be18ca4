"""The configuration: ``policydiff.toml`` in the directory in which the program is called."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from policydiff.errors import CatalogueError

FILE = "policydiff.toml"
_KEYS = ("catalogue", "field", "codebook", "thesaurus", "lang")


class Config(Struct, frozen=True):
    """What the configuration says; an option on the command line wins over it."""

    catalogue: str | None = None
    field: str | None = None
    codebook: str | None = None
    thesaurus: str | None = None
    lang: str | None = None


def load_config(path: str = FILE) -> Config:
    """Read the configuration, empty where there is no such file.

    >>> load_config("seeds/no-such-file.toml")
    Config(catalogue=None, field=None, codebook=None, thesaurus=None, lang=None)

    Raises CatalogueError, with file and line, for a mistake in it.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: cannot be read: {error}", hint="save it as UTF-8") from None
    return _config(path, text, _parse(path, text))


def _parse(path: str, text: str) -> Mapping[str, object]:
    import tomllib  # on first use: most directories have no such file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path}: not valid TOML: {error}", hint=_known()) from None


def _config(path: str, text: str, table: Mapping[str, object]) -> Config:
    said: dict[str, str] = {}
    for key, value in table.items():
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(key)), 1)
        if key not in _KEYS:
            raise CatalogueError(f"{path}:{line}: unknown key {key!r}", hint=_known())
        if not isinstance(value, str):
            raise CatalogueError(f"{path}:{line}: {key} must be a string", hint=_known())
        said[key] = value
    return Config(**said)


def _known() -> str:
    return "known keys: " + ", ".join(_KEYS)
