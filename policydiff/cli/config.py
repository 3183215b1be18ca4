"""The configuration: ``policydiff.toml`` in the directory in which the program is called."""

from collections.abc import Mapping

from msgspec import Struct

from policydiff.errors import CatalogueError
from policydiff.text.words import parse_toml, read_toml_text

FILE = "policydiff.toml"
_LANGS = ("auto", "zh", "en")
_KEYS = ("catalogue", "field", "codebook", "thesaurus", "lang", "decisions")


class Config(Struct, frozen=True):
    """What the configuration says; an option on the command line wins over it."""

    catalogue: str | None = None
    field: str | None = None
    codebook: str | None = None
    thesaurus: str | None = None
    lang: str | None = None
    decisions: str | None = None


def load_config(path: str = FILE) -> Config:
    """Read the configuration, empty where there is no such file.

    >>> load_config("seeds/no-such-file.toml")
    Config(catalogue=None, field=None, codebook=None, thesaurus=None, lang=None, \
decisions=None)

    Raises CatalogueError, with file and line, for a mistake in it.
    """
    try:
        text = read_toml_text(path, CatalogueError, _known())
    except FileNotFoundError:
        return Config()
    return _config(path, text, parse_toml(text, path, CatalogueError, _known()))


def _config(path: str, text: str, table: Mapping[str, object]) -> Config:
    said: dict[str, str] = {}
    for key, value in table.items():
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(key)), 1)
        if key not in _KEYS:
            raise CatalogueError(f"{path}:{line}: unknown key {key!r}", hint=_known())
        if not isinstance(value, str):
            raise CatalogueError(f"{path}:{line}: {key} must be a string", hint=_known())
        if key == "lang" and value not in _LANGS:
            raise CatalogueError(
                f"{path}:{line}: no language {value!r}", hint=f"known: {', '.join(_LANGS)}"
            )
        said[key] = value
    return Config(**said)


def _known() -> str:
    return "known keys: " + ", ".join(_KEYS)
