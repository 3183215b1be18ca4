"""The codebook: themes, and the words of the field that speak for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from policydiff.themes.lexicon import EVERY_THEME, Entry, Lexicon


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field and how much it says for its theme (see ``ThemeSettings``)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Theme:
    """One code of a codebook; ``exclusions`` are phrases in which its terms do not count."""

    code: str
    zh: str
    en: str
    definition: str
    terms: tuple[Term, ...]
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A set of themes, with one compiled matcher for all their terms (a class: it carries it).

    ``exclusions`` are phrases in which no theme's terms count; ``origin`` is the path of the file.
    """

    name: str
    zh: str
    en: str
    definition: str
    themes: tuple[Theme, ...]
    exclusions: tuple[str, ...]
    origin: str
    lexicon: Lexicon = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lexicon", Lexicon(_entries(self)))

    def theme(self, code: str) -> Theme:
        """Return the theme of that code. Raises KeyError where there is none."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)


def _entries(codebook: Codebook) -> Iterator[Entry]:
    for phrase in codebook.exclusions:
        yield Entry(phrase, EVERY_THEME, 0.0)
    for theme in codebook.themes:
        for phrase in theme.exclusions:
            yield Entry(phrase, theme.code, 0.0)
        for term in theme.terms:
            yield Entry(term.text, theme.code, term.weight)
