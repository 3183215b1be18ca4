"""The codebook: themes, and the words of the field that speak for each."""

import dataclasses
from collections.abc import Iterable, Iterator

from policydiff.model import Theme
from policydiff.text.finder import EXCLUSION, Lexicon


@dataclasses.dataclass(frozen=True, slots=True)
class Codebook:
    """A set of themes, with one compiled matcher for all their terms (a class: it carries it).

    ``origin`` is the path of the file.
    """

    name: str
    zh: str
    en: str
    definition: str
    themes: tuple[Theme, ...]
    origin: str
    lexicon: Lexicon = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lexicon", Lexicon(_entries(self.themes)))

    def theme(self, code: str) -> Theme:
        """Return the theme of that code. Raises KeyError where there is none."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)


def _entries(themes: Iterable[Theme]) -> Iterator[tuple[str, str, float]]:
    for theme in themes:
        for phrase in theme.exclusions:
            yield phrase, theme.code, EXCLUSION
        for term in theme.terms:
            yield term.text, theme.code, term.weight
