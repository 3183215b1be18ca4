"""The codebook: themes with the words that speak for each, read from a TOML file.

Mistakes are told with file and line. The format is described in docs/reference/codebook-format.md.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from policydiff.errors import CodebookError, unknown
from policydiff.model import Term, Theme
from policydiff.settings import ThemeSettings
from policydiff.text.files import load_text, parse_toml, read_text
from policydiff.text.finder import EXCLUSION, GAP, KEY_LENGTH, TermIndex, fold


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
    lexicon: TermIndex = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lexicon", TermIndex(_entries(self.themes)))

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


FORMAT = "see docs/reference/codebook-format.md, or the output of `policydiff themes`"
DATA = Path(__file__).parent / "data" / "codebooks"
WEIGHT_LIMIT = 10.0
_CODEBOOK_KEYS = ("name", "zh", "en", "definition", "theme")
_THEME_KEYS = ("code", "zh", "en", "definition", "core", "terms", "hints", "exclusions")
MOST_ALIKE = 100  # in all themes; shipped codebooks have 3
LONGEST_TERM = 100  # characters; the longest shipped one has 16
_CODE_RE = re.compile(r"[\w.-]{1,40}")
_THEME_HEADER_RE = re.compile(r"^\s*\[\[\s*theme\s*\]\]")


def codebook_names() -> tuple[str, ...]:
    """Return the names of the codebooks that are shipped.

    >>> codebook_names()
    ('agriculture', 'education', 'environment', 'general', 'health', 'security', 'topics')
    """
    return tuple(sorted(path.stem for path in DATA.glob("*.toml")))


def load_codebook(name_or_path: str, settings: ThemeSettings | None = None) -> Codebook:
    """Load a codebook by the name of a shipped one, or from a TOML file.

    >>> load_codebook("health").theme("tcm").zh
    '中医药'

    Raises CodebookError, naming file and line, where the file is missing, unreadable or wrong.
    """
    if name_or_path in codebook_names():
        return _shipped(name_or_path, settings)
    return parse_codebook(_read(name_or_path), name_or_path, settings)


@lru_cache(maxsize=8)
def _shipped(name: str, settings: ThemeSettings | None) -> Codebook:
    text = load_text(__file__, f"codebooks/{name}.toml")
    return parse_codebook(text, f"{name}.toml", settings)


def parse_codebook(text: str, origin: str, settings: ThemeSettings | None = None) -> Codebook:
    r"""Read the TOML text of a codebook; ``origin`` names it in messages.

    >>> book = parse_codebook("[[theme]]\ncode = 'a'\nzh = '甲'\nterms = ['甲乙']", "my.toml")
    >>> book.name, book.themes[0].terms
    ('my', (Term(text='甲乙', weight=1.0),))
    """
    table = parse_toml(text, origin, CodebookError, FORMAT)
    return _Reader(origin, tuple(text.splitlines()), settings or ThemeSettings()).codebook(table)


def _read(path: str) -> str:
    try:
        return read_text(path, CodebookError, FORMAT)
    except FileNotFoundError:
        raise _unknown(path) from None


def _unknown(name: str) -> CodebookError:
    return CodebookError(f"{name}: no such codebook or file", hint=unknown(name, codebook_names()))


def _texts(terms: Iterable[Term]) -> Iterator[str]:
    return (term.text for term in terms)


class _Place(Struct, frozen=True):
    """Where a part of the file stands: lines ``start`` to ``end``, 1-based, end not included."""

    start: int
    end: int


class _Reader(Struct, frozen=True):
    """One reading of a file (a class: all its checks need the origin and the lines)."""

    origin: str
    lines: tuple[str, ...]
    settings: ThemeSettings

    def codebook(self, table: Mapping[str, object]) -> Codebook:
        top = _Place(1, len(self.lines) + 1)
        self._check_keys(table, _CODEBOOK_KEYS, top)
        name = self._text(table, "name", top) or Path(self.origin).stem
        zh = self._text(table, "zh", top) or name
        return Codebook(
            name=name,
            zh=zh,
            en=self._text(table, "en", top) or zh,
            definition=self._text(table, "definition", top),
            themes=self._themes(table.get("theme"), top),
            origin=self.origin,
        )

    def _themes(self, value: object, top: _Place) -> tuple[Theme, ...]:
        if not isinstance(value, list) or not value:
            raise self._mistake("theme", top, "no [[theme]] in it")
        themes: dict[str, Theme] = {}
        for table, place in zip(value, self._places(len(value)), strict=True):
            if not isinstance(table, dict):
                raise self._mistake("theme", place, "theme must be [[theme]] tables")
            theme = self._theme(table, place)
            if theme.code in themes:
                raise self._mistake("code", place, f"code {theme.code!r} given twice")
            themes[theme.code] = theme
        self._require_apart(themes.values(), top)
        return tuple(themes.values())

    def _require_apart(self, themes: Iterable[Theme], top: _Place) -> None:
        """Raise CodebookError where too many terms would be tried at one place of a text."""
        texts = [text for theme in themes for text in (*_texts(theme.terms), *theme.exclusions)]
        [(head, count)] = Counter(text.partition(GAP)[0] for text in texts).most_common(1)
        if count > MOST_ALIKE:
            said = f"more than {MOST_ALIKE} terms are {head!r}, or begin with it before a {GAP}"
            raise self._mistake("theme", top, said, head)

    def _places(self, count: int) -> list[_Place]:
        """Return where each [[theme]] stands; the whole file where they are written inline."""
        starts = [at for at, line in enumerate(self.lines, 1) if _THEME_HEADER_RE.match(line)]
        if len(starts) != count:
            return [_Place(1, len(self.lines) + 1)] * count
        ends = [*starts[1:], len(self.lines) + 1]
        return [_Place(start, end) for start, end in zip(starts, ends, strict=True)]

    def _theme(self, table: Mapping[str, object], place: _Place) -> Theme:
        self._check_keys(table, _THEME_KEYS, place)
        code = self._text(table, "code", place)
        if not _CODE_RE.fullmatch(code):
            raise self._mistake("code", place, "code must be 1 to 40 letters, digits, - _ or .")
        zh = self._text(table, "zh", place) or self._text(table, "en", place)
        if not zh:
            raise self._mistake("code", place, f"theme {code!r} has no name: give zh or en")
        return Theme(
            code=code,
            zh=zh,
            en=self._text(table, "en", place) or zh,
            definition=self._text(table, "definition", place),
            terms=self._terms(table, code, place),
            exclusions=tuple(self._phrases(table, "exclusions", place)),
        )

    def _terms(self, table: Mapping[str, object], code: str, place: _Place) -> tuple[Term, ...]:
        settings = self.settings
        weights = {
            "core": settings.core_weight,
            "terms": settings.term_weight,
            "hints": settings.hint_weight,
        }
        terms: dict[str, Term] = {}
        for key, weight in weights.items():
            for term in self._weighted(table, key, weight, place):
                if term.text in terms:
                    raise self._mistake(key, place, f"term {term.text!r} given twice", term.text)
                terms[term.text] = term
        if not terms:
            raise self._mistake("code", place, f"theme {code!r} has no terms")
        return tuple(terms.values())

    def _weighted(
        self, table: Mapping[str, object], key: str, weight: float, place: _Place
    ) -> Iterator[Term]:
        for item in self._items(table, key, place):
            if isinstance(item, dict) and set(item) == {"term", "weight"}:
                yield self._own_weight(item, key, place)
            else:
                yield Term(self._phrase(item, key, place), weight)

    def _own_weight(self, item: Mapping[str, object], key: str, place: _Place) -> Term:
        text, weight = self._phrase(item["term"], key, place), item["weight"]
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not (number and 0 < float(str(weight)) <= WEIGHT_LIMIT):
            said = f"weight of {text!r} must be a number over 0, at most {WEIGHT_LIMIT:g}"
            raise self._mistake(key, place, said, text)
        return Term(text, float(str(weight)))

    def _phrases(self, table: Mapping[str, object], key: str, place: _Place) -> Iterator[str]:
        for item in self._items(table, key, place):
            yield self._phrase(item, key, place)

    def _items(self, table: Mapping[str, object], key: str, place: _Place) -> Sequence[object]:
        value = table.get(key, "")
        if isinstance(value, str):
            return value.split()
        if not isinstance(value, list):
            said = f"{key} must be a string of words, or an array of strings"
            raise self._mistake(key, place, said)
        return value

    def _phrase(self, item: object, key: str, place: _Place) -> str:
        if not isinstance(item, str):
            said = f"{key} must hold strings, or {{ term = '…', weight = 1.5 }}"
            raise self._mistake(key, place, said)
        head, gap, tail = (item if item.isalnum() else fold(item)).partition(GAP)
        if len(item) > LONGEST_TERM:
            said = f"{item[:20]!r}… in {key}: a term has at most {LONGEST_TERM} characters"
            raise self._mistake(key, place, said)
        if len(head) < KEY_LENGTH or (gap and not tail) or not item.isprintable():
            said = (
                f"{item!r} in {key}: a term has at least {KEY_LENGTH} characters before any {GAP}"
            )
            raise self._mistake(key, place, said, item)
        return item

    def _text(self, table: Mapping[str, object], key: str, place: _Place) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or not value.isprintable():
            raise self._mistake(key, place, f"{key} must be a string on one line")
        return value.strip()

    def _check_keys(
        self, table: Mapping[str, object], known: tuple[str, ...], place: _Place
    ) -> None:
        for key in table:
            if key not in known:
                said = f"unknown key {key!r}; {unknown(key, known)}"
                raise self._mistake(key, place, said)

    def _mistake(self, key: str, place: _Place, said: str, item: str = "") -> CodebookError:
        return CodebookError(f"{self.origin}:{self._line(key, place, item)}: {said}", hint=FORMAT)

    def _line(self, key: str, place: _Place, item: str) -> int:
        """Return the line of an item under a key, else of the key, else where the part starts."""
        key_re = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*=""")
        block = list(enumerate(self.lines, 1))[place.start - 1 : place.end - 1]
        at_key = next((number for number, line in block if key_re.match(line)), place.start)
        words = re.compile(rf"""(?:^|[\s"'\[]){re.escape(item)}(?:$|[\s"',\]])""")
        found = [number for number, line in block if number >= at_key and words.search(line)]
        return found[-1] if item and found else at_key
