"""The thesaurus 「同义词表」: which words name the same object of work."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from policydiff.errors import CodebookError

SHIPPED = ("thesaurus.toml",)
"""The thesauri that come with the package."""

_HEAD = 2
"""Terms are looked up by their first two characters; a shorter term names too much to be one."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the thesaurus and the names of the concepts that it stands for."""

    text: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Terms by their first two characters, the longest first."""

    terms: Mapping[str, tuple[Term, ...]]

    def find(self, text: str) -> Iterator[Term]:
        """Yield the terms in ``text``, left to right; a longer term hides those inside it.

        >>> thesaurus = build({"献血": ["血液", "无偿献血"], "宣传": ["宣传"]})
        >>> [term.text for term in thesaurus.find("加强无偿献血宣传")]
        ['无偿献血', '宣传']
        """
        position = 0
        while position < len(text):
            for term in self.terms.get(text[position : position + _HEAD], ()):
                if text.startswith(term.text, position):
                    yield term
                    position += len(term.text)
                    break
            else:
                position += 1


def build(concepts: Mapping[str, list[str]]) -> Thesaurus:
    """Return a thesaurus of ``concepts``: name → terms of two characters or more."""
    names: dict[str, list[str]] = {}
    for concept, terms in concepts.items():
        for term in terms:
            names.setdefault(term, []).append(concept)
    heads: dict[str, list[Term]] = {}
    for text, found in names.items():
        heads.setdefault(text[:_HEAD], []).append(Term(text, tuple(dict.fromkeys(found))))
    return Thesaurus(
        {
            head: tuple(sorted(terms, key=lambda term: (-len(term.text), term.text)))
            for head, terms in heads.items()
        }
    )


@lru_cache(maxsize=8)
def load_thesaurus(path: str | None = None) -> Thesaurus:
    """Return the thesaurus in the TOML file ``path``, or the shipped ones.

    Every table of the file holds lines ``concept = [terms]``.
    Raises CodebookError, naming file and line, where the file is missing or has a mistake.
    """
    if path is not None:
        return build(_concepts(_read(path), path))
    folder = files("policydiff.matching") / "data"
    merged: dict[str, list[str]] = {}
    for name in SHIPPED:
        for concept, terms in _concepts((folder / name).read_text("utf-8"), name).items():
            merged.setdefault(concept, []).extend(terms)
    return build(merged)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(
            f"{path}: cannot be read as a thesaurus: {error}", hint="give a UTF-8 TOML file"
        ) from error


def _concepts(text: str, name: str) -> dict[str, list[str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{name}: {error}", hint='write concept = ["term", "term"]') from error
    concepts: dict[str, list[str]] = {}
    for table in tables.values():
        for concept, terms in table.items() if isinstance(table, dict) else ():
            if not _are_terms(terms):
                raise CodebookError(
                    f"{name}:{_line_of(text, concept)}: {concept} is not a list of terms "
                    "of two characters or more",
                    hint='write concept = ["term", "term"]',
                )
            concepts.setdefault(concept, []).extend(terms)
    return concepts


def _are_terms(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(t, str) and len(t) >= _HEAD for t in value)


def _line_of(text: str, concept: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if concept in line.partition("=")[0]:
            return number
    return 1
