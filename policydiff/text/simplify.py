"""Tell traditional from simplified text and convert the one to the other.

OpenCC leaves every 著 as it is, which texts of Taiwan and Hong Kong write for 着 too: which of
the two is meant is told by the words on both sides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from policydiff.model import Script
from policydiff.text.lines import Lines
from policydiff.text.words import load_list

CHARACTER_FILE = "TSCharacters.txt"
PHRASE_FILE = "TSPhrases.txt"
PIECE = 200  # characters handed to OpenCC at a time: its cost grows with the square of a piece

# Traditional in form, yet right in simplified text: names, 昇腾, 鍾 as a surname, 瞭望.
VARIANTS = dict(zip("衞吿淸靑硏郞囘", "卫告清青研郎回", strict=True))
"""Forms that Hong Kong and Taiwan print, and that the tables of OpenCC lack."""

AT_HOME_IN_SIMPLIFIED = frozenset("昇陞甦鍾瞭鉅夥餘甯")
LEAST_CHARACTERS = 3000  # fewer entries mean that the data file is not the one we know (4,113)


class Tables(Struct, frozen=True):
    """A character table for ``str.translate`` and the phrases that go before it.

    ``opening_re`` finds the characters with which phrases open, ``phrases_from`` these phrases.
    """

    characters: dict[int, str]
    phrases: dict[str, str]
    phrases_from: dict[str, list[str]]
    opening_re: re.Pattern[str]


def detect_script(lines: Lines) -> Script:
    """Tell the script by the characters that only one of GB 2312 and Big5 has.

    >>> from policydiff.model import Line
    >>> detect_script((Line(1, "深化醫療改革"),))
    <Script.HANT: 'Hant'>
    """
    counts = Counter("".join(line.text for line in lines))
    han = "".join(filter(_is_han, counts))
    balance = sum(counts[character] for character in _had(han, "big5"))
    balance -= sum(counts[character] for character in _had(han, "gb2312"))
    return Script.HANT if balance > 0 else Script.HANS


@cache
def leaning(character: str) -> int:
    """Return 1 for a traditional-only character, -1 for a simplified-only one, else 0."""
    if not _is_han(character):
        return 0
    return len(_had(character, "big5")) - len(_had(character, "gb2312"))


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _had(characters: str, encoding: str) -> str:
    """Return those of the Chinese characters that an encoding has."""
    again = characters.encode(encoding, "replace").decode(encoding)
    return "".join(one for one, read in zip(characters, again, strict=True) if read != "?")


def to_simplified(text: str) -> str:
    """Convert traditional characters and phrases to simplified ones, in linear time.

    >>> to_simplified("著力推進衛生健康工作要點，乾坤未定，曬乾")
    '着力推进卫生健康工作要点，乾坤未定，晒干'
    """
    tables = load_tables()
    converted = _converted_by_opencc(text) if tables is None else _converted(text, tables)
    return with_particles(converted)


def _converted(text: str, tables: Tables) -> str:
    pieces: list[str] = []
    position = 0
    for start, phrase in _chosen_phrases(text, tables):
        pieces += (text[position:start].translate(tables.characters), tables.phrases[phrase])
        position = start + len(phrase)
    pieces.append(text[position:].translate(tables.characters))
    return "".join(pieces)


def _chosen_phrases(text: str, tables: Tables) -> Iterator[tuple[int, str]]:
    """Yield the phrases to convert as such: of those that overlap the longest, then leftmost."""
    cluster: list[tuple[int, str]] = []
    end = 0
    for opening in tables.opening_re.finditer(text):
        start = opening.start()
        known = tables.phrases_from[opening[0]]
        phrases = [phrase for phrase in known if text.startswith(phrase, start)]
        if start >= end:
            yield from _untangled(cluster)
            cluster = []
        cluster += ((start, phrase) for phrase in phrases)
        end = max([end, *(start + len(phrase) for phrase in phrases)])
    yield from _untangled(cluster)


def _untangled(cluster: list[tuple[int, str]]) -> list[tuple[int, str]]:
    chosen: list[tuple[int, str]] = []
    for start, phrase in sorted(cluster, key=lambda item: (-len(item[1]), item[0])):
        if all(start >= at + len(kept) or at >= start + len(phrase) for at, kept in chosen):
            chosen.append((start, phrase))
    return sorted(chosen)


@cache
def load_tables() -> Tables | None:
    """Load OpenCC's traditional → simplified data, or None where their shape has changed."""
    package = find_spec("opencc")
    if package is None or package.origin is None:
        return None
    return read_tables(Path(package.origin).parent / "dictionary")


def read_tables(folder: Path) -> Tables | None:
    """Read the two data files in ``folder``, or return None where they are not as we know them."""
    try:
        characters = _read_table(folder / CHARACTER_FILE)
        phrases = _read_table(folder / PHRASE_FILE)
    except (OSError, ValueError):
        return None
    if (
        len(characters) < LEAST_CHARACTERS
        or any(len(key) != 1 for key in characters)
        or not phrases
    ):
        return None
    phrases_from: dict[str, list[str]] = {}
    for phrase in phrases:
        phrases_from.setdefault(phrase[0], []).append(phrase)
    return Tables(
        characters={ord(key): value for key, value in (VARIANTS | characters).items()},
        phrases=phrases,
        phrases_from=phrases_from,
        opening_re=re.compile(f"[{re.escape(''.join(phrases_from))}]"),
    )


def _read_table(path: Path) -> dict[str, str]:
    table = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        key, values = row.strip().split("\t")
        table[key] = values.split(" ")[0]
    return table


def _converted_by_opencc(text: str) -> str:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    return "".join(convert(text[at : at + PIECE]) for at in range(0, len(text), PIECE))


ZHU, ZHE = "著", "着"
LONGEST = 4  # characters of a word on one side


class _Words(Struct, frozen=True):
    """The words of ``data/zhe.toml``: what stands before 著, or from it on."""

    always: re.Pattern[str]
    begin: re.Pattern[str]
    end: re.Pattern[str]
    open: re.Pattern[str]
    particle: re.Pattern[str]


def with_particles(text: str) -> str:
    """Write the particle as 着 in a text that is simplified but for it.

    >>> with_particles("著力围绕著名专科，沿著既定方向，成效显著，随著名额增加")
    '着力围绕著名专科，沿着既定方向，成效显著，随着名额增加'
    """
    if ZHU not in text:
        return text
    pieces = text.split(ZHU)
    words = _words()
    written = [pieces[0]]
    for before, behind in pairwise(pieces):
        written += [_meant(before[-LONGEST:], behind[:LONGEST], words), behind]
    return "".join(written)


def _meant(before: str, behind: str, words: _Words) -> str:
    """Return 著 or 着, whichever is meant between these words."""
    if words.always.search(before):
        return ZHU
    if words.begin.match(behind):
        return ZHE
    if words.end.search(before) or words.open.match(behind):
        return ZHU
    return ZHE if words.particle.search(before) else ZHU


@cache
def _words() -> _Words:
    unless = "|".join(load_list("zhe", "unless"))
    opened = "|".join(word.removeprefix(ZHU) for word in load_list("zhe", "open"))
    return _Words(
        always=_any(f"{word.removesuffix(ZHU)}$" for word in load_list("zhe", "always")),
        begin=_any(word.removeprefix(ZHE) for word in load_list("zhe", "begin")),
        end=_any(f"{word.removesuffix(ZHU)}$" for word in load_list("zhe", "end")),
        open=re.compile(f"(?!{unless})(?:{opened})"),
        particle=re.compile("[\u4e00-\u9fff]$"),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
