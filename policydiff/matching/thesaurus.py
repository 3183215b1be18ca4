"""The thesaurus 「同义词表」: which words name the same object of work."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import add
from pathlib import Path

from msgspec import Struct

from policydiff.errors import CodebookError
from policydiff.settings import MatchingSettings
from policydiff.text.toml_file import parse_toml, read_toml_text

FORMAT = 'write concept = ["term", "term"]'
_HEAD = 2
"""Terms are looked up by their first two characters; a shorter term names too much to be one."""


class Term(Struct, frozen=True):
    """A word of the thesaurus and the names of the concepts that it stands for."""

    text: str
    concepts: tuple[str, ...]


class Thesaurus(Struct, frozen=True):
    """Terms by their text, and how long those are that begin alike, the longest first.

    ``sizes`` says how many terms stand for a concept.
    """

    terms: Mapping[str, Term]
    lengths: Mapping[str, tuple[int, ...]]
    sizes: Mapping[str, int]

    def find(self, text: str) -> Iterator[Term]:
        """Yield the terms in ``text``, left to right; a longer term hides those inside it.

        >>> thesaurus = build({"献血": ["血液", "无偿献血"], "宣传": ["宣传"]})
        >>> [term.text for term in thesaurus.find("加强无偿献血宣传")]
        ['无偿献血', '宣传']
        """
        heads = map(add, text, text[1:])
        starts = [start for start, head in enumerate(heads) if head in self.lengths]
        end = 0
        for start in starts:
            if start < end:
                continue
            for length in self.lengths[text[start : start + _HEAD]]:
                if term := self.terms.get(text[start : start + length]):
                    yield term
                    end = start + length
                    break


def build(concepts: Mapping[str, list[str]]) -> Thesaurus:
    """Return a thesaurus of ``concepts``: name → terms of two characters or more."""
    names: dict[str, list[str]] = {}
    for concept, terms in concepts.items():
        for term in terms:
            names.setdefault(term, []).append(concept)
    lengths: dict[str, set[int]] = {}
    for text in names:
        lengths.setdefault(text[:_HEAD], set()).add(len(text))
    return Thesaurus(
        {text: Term(text, tuple(dict.fromkeys(found))) for text, found in names.items()},
        {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
        {concept: len(set(terms)) for concept, terms in concepts.items()},
    )


def load_thesaurus(settings: MatchingSettings) -> Thesaurus:
    """Return the shipped thesaurus of a field, and a user's file added to it.

    Each field has one of its own: general words only dilute the evidence in its plans. Raises
    CodebookError, naming file and line, where the user's file is missing or has a mistake.
    """
    chosen = f"thesaurus_{settings.field}.toml"
    if settings.thesaurus is None:
        return _shipped(chosen)
    concepts = {concept: list(terms) for concept, terms in _shipped_concepts(chosen).items()}
    for concept, terms in _user_concepts(settings.thesaurus).items():
        concepts[concept] = [*concepts.get(concept, []), *terms]
    return build(concepts)


@lru_cache(maxsize=8)
def _shipped(name: str) -> Thesaurus:
    return build(_shipped_concepts(name))


@lru_cache(maxsize=8)
def _shipped_concepts(name: str) -> Mapping[str, list[str]]:
    text = (Path(__file__).with_name("data") / name).read_text("utf-8")
    return _concepts(text, name)


@lru_cache(maxsize=8)
def _user_concepts(path: str) -> Mapping[str, list[str]]:
    return _concepts(_read(path), path)


def _read(path: str) -> str:
    try:
        return read_toml_text(path, CodebookError, FORMAT)
    except FileNotFoundError:
        raise CodebookError(f"{path}: no such thesaurus", hint="check the path") from None


def _concepts(text: str, name: str) -> dict[str, list[str]]:
    tables = parse_toml(text, name, CodebookError, FORMAT)
    concepts: dict[str, list[str]] = {}
    for table in tables.values():
        for concept, terms in table.items() if isinstance(table, dict) else ():
            if not _are_terms(terms):
                raise CodebookError(
                    f"{name}:{_line_of(text, concept)}: {concept} is not a list of terms "
                    "of two characters or more",
                    hint=FORMAT,
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
