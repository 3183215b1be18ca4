"""Damage clean text the way two of the seeds were damaged, and keep the truth of every place.

A mirror site kept a page as GBK bytes, cut the bytes at full-width signs found byte by byte, and
decoded each piece on its own; ``docs/explanation/repair.md`` tells the story. This is the forward
model: the tests and ``bench/repair.py`` judge the repair by what it makes of this damage.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path

#: What the mirrors' character table writes where OpenCC's writes something else, as read off the
#: two damaged seeds.
TABLE = dict(
    zip("范床为签群于启症采托众咨淀筑游床", "范床為簽群于啟癥采托眾咨淀筑游床", strict=True)
)

NOTE_RE = re.compile(r"(.)\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})\)")


class PrivateUse(Enum):
    """What the mirror did with characters of the private-use areas."""

    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a mirror damaged its pages.

    ``signs`` are looked for in this order, each group on what the one before left. ``share`` is
    how many of the signs found were cut (0..1). ``notes`` maps a character to its pinyin note.
    """

    signs: tuple[str, ...] = ("，；？", "。")
    share: float = 0.85
    private_use: PrivateUse = PrivateUse.KEPT
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A damaged stretch ``start:end`` of a damaged line, and what stood there."""

    line: int
    start: int
    end: int
    truth: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """The damaged lines, the same lines undamaged, and the places where they differ."""

    lines: tuple[str, ...]
    clean: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One character as read, and the bytes ``start:end`` of the line that it was read from."""

    text: str
    start: int
    end: int


@cache
def _table() -> dict[int, str]:
    import opencc

    path = Path(opencc.__file__).parent / "dictionary" / "STCharacters.txt"
    rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    return {ord(row[0]): row[1].split(" ")[0] for row in rows} | {
        ord(s): t for s, t in TABLE.items()
    }


def traditional(text: str) -> str:
    """Return simplified text in the traditional characters of the mirror's table.

    >>> traditional("重点专科和症状")
    '重點專科和癥狀'
    """
    return text.translate(_table())


def annotate(text: str, notes: Mapping[str, str]) -> str:
    """Put its pinyin note behind every character that has one.

    >>> annotate("醫院", {"醫": "yī"})
    '醫(yī)院'
    """
    return "".join(f"{char}({notes[char]})" if char in notes else char for char in text)


def notes_of(text: str) -> dict[str, str]:
    """Return the pinyin notes that a text carries, by character; the first reading wins."""
    found: dict[str, str] = {}
    for char, reading in NOTE_RE.findall(text):
        if not char.isascii():
            found.setdefault(char, reading)
    return found


def ascii_signs(text: str) -> str:
    """Turn full-width signs to ASCII, as the mirrors did last.

    >>> ascii_signs("试点，（籌）　４")
    '试点,(籌) 4'
    """
    return "".join(
        chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else " " if char == "\u3000" else char
        for char in text
    )


def read_pair(pair: bytes) -> str:
    r"""Return what the mirrors read from two bytes: a character or ``?``.

    >>> read_pair(b"\xc6\xc2"), read_pair(b"\x93\x28"), hex(ord(read_pair(b"\xac\xd6")))
    ('坡', '?', '0xe0f1')
    """
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        pass
    try:
        char = pair.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return char if len(char) == 1 and "\ue000" <= char <= "\uf8ff" else "?"


def _cuts(data: bytes, recipe: Recipe, decide: Callable[[int], bool]) -> list[tuple[int, str]]:
    """Find the signs that are cut out: (offset, sign), in order of offset."""
    taken: dict[int, str] = {}
    for group in recipe.signs:
        encoded = {sign.encode("gbk"): sign for sign in group}
        for offset in range(len(data) - 1):
            free = not taken.keys() & {offset - 1, offset, offset + 1}
            sign = encoded.get(data[offset : offset + 2])
            if sign is not None and free and decide(offset):
                taken[offset] = sign
    return sorted(taken.items())


def _read(data: bytes, start: int, end: int) -> Iterator[_Cell]:
    while start < end:
        lead = data[start]
        if lead < 0x80:
            yield _Cell(chr(lead), start, start + 1)
            start += 1
        elif lead in (0x80, 0xFF):
            yield _Cell("€" if lead == 0x80 else "?", start, start + 1)
            start += 1
        elif start + 1 == end:
            yield _Cell("?", start, end)
            start += 1
        else:
            yield _Cell(read_pair(data[start : start + 2]), start, start + 2)
            start += 2


def _cells(data: bytes, cuts: Sequence[tuple[int, str]]) -> Iterator[_Cell]:
    start = 0
    for offset, sign in cuts:
        yield from _read(data, start, offset)
        yield _Cell(sign, offset, offset + 2)
        start = offset + 2
    yield from _read(data, start, len(data))


def damage_line(
    line: str, recipe: Recipe, decide: Callable[[int], bool]
) -> tuple[str, str, list[tuple[int, int, str]]]:
    """Damage one line of traditional text.

    ``decide(offset)`` says whether the sign found at that byte is cut. Returns the damaged line,
    the undamaged line with ASCII signs, and the places as (start, end, truth).
    """
    clean = "".join(char if _encodable(char) else "?" for char in annotate(line, recipe.notes))
    starts, data = {}, b""
    for index, char in enumerate(clean):
        starts[len(data)] = index
        data += char.encode("gbk")
    starts[len(data)] = len(clean)
    damaged, places, offset = "", [], 0
    for cell in _cells(data, _cuts(data, recipe, decide)):
        whole = cell.start in starts and clean[starts[cell.start]] == cell.text
        shown = ascii_signs(cell.text)
        if recipe.private_use is PrivateUse.DROPPED and "\ue000" <= cell.text <= "\uf8ff":
            shown = ""
        if not whole and places and places[-1][1] == offset and places[-1][3] == cell.start:
            places[-1] = (places[-1][0], offset + len(shown), places[-1][2], cell.end)
        elif not whole:
            places.append((offset, offset + len(shown), cell.start, cell.end))
        damaged += shown
        offset += len(shown)
    truth = [
        (start, end, ascii_signs(clean[starts[first] : starts[last]]))
        for start, end, first, last in places
    ]
    return damaged, ascii_signs(clean), truth


def _encodable(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def damage(lines: Sequence[str], recipe: Recipe, seed: int) -> Damaged:
    """Damage the lines of a clean text, whatever its script; the same seed, the same damage."""
    chance = random.Random(seed)
    out: list[str] = []
    clean: list[str] = []
    places: list[Place] = []
    for number, line in enumerate(lines, start=1):
        bad, good, found = damage_line(line, recipe, lambda _: chance.random() < recipe.share)
        out.append(bad)
        clean.append(good)
        places += [Place(number, start, end, truth) for start, end, truth in found]
    return Damaged(tuple(out), tuple(clean), tuple(places))
