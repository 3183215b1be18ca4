"""Work out the numbers that Word generates, which are nowhere in the text of a .docx file.

A paragraph names a list (numId) and a level, itself or through its style; the list is an instance
of an abstract list, with overrides; counters run on over all instances of an abstract list.
ISO/IEC 29500-1, 17.9.
"""

import re
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from policydiff.text.numerals import numeral

PLACE_RE = re.compile("%([1-9])")
BULLET = "•"
LEVELS = 9
LONGEST_LABEL = 100  # characters of a label before its numbers are put in: %1.%2. … %9. has 27
MOST_DIGITS = 9  # of a number in an attribute: the standard has 32 bits for it


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. ``restarts_after`` is a level, -1 for never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restarts_after: int | None = None
    digits_only: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The list and the level that a paragraph is in."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class List:
    """An instance of an abstract list: its levels, and where its counters start anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Counters:
    """The counters of all lists; the one thing here that changes, from paragraph to paragraph."""

    lists: dict[str, List]
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, numbered: Numbered) -> str:
        """Count one paragraph on and return its label with the gap behind it, or ""."""
        instance = self.lists.get(numbered.list_id)
        level = instance.levels.get(numbered.level) if instance else None
        if instance is None or level is None:
            return ""
        values = self._values.setdefault(instance.abstract, {})
        self._count(numbered, instance, level, values)
        if level.number_format == "bullet":
            return BULLET + " "
        written = PLACE_RE.sub(
            lambda found: _written(found, instance, level, values), level.text, count=LEVELS
        )
        return written + _gap(written, level)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level of a list that is tied to a paragraph style, or None."""
        instance = self.lists.get(list_id)
        levels = instance.levels.items() if instance and style else ()
        return next((place for place, level in levels if level.style == style), None)

    def _count(
        self, numbered: Numbered, instance: List, level: Level, values: dict[int, int]
    ) -> None:
        key = (numbered.list_id, numbered.level)
        if key not in self._begun and numbered.level in instance.starts:
            values[numbered.level] = instance.starts[numbered.level]
        elif numbered.level in values:
            values[numbered.level] += 1
        else:
            values[numbered.level] = level.start
        self._begun.add(key)
        for deeper in [other for other in values if other > numbered.level]:
            after = instance.levels[deeper].restarts_after if deeper in instance.levels else None
            if after is None or numbered.level < after:
                del values[deeper]


def _written(found: re.Match[str], instance: List, level: Level, values: dict[int, int]) -> str:
    place = int(found[1]) - 1
    shown = instance.levels.get(place, Level())
    value = values.get(place, shown.start)
    return numeral(value, "decimal" if level.digits_only else shown.number_format)


def _gap(written: str, level: Level) -> str:
    """Return a space behind ``1.``, so that 2025年 may follow, and nothing behind ``一、``."""
    return " " if written and level.suffix != "nothing" and written[-1].isascii() else ""


def read_lists(root: Element | None) -> dict[str, List]:
    """Read the lists of a numbering part."""
    if root is None:
        return {}
    abstracts = {value(node, "abstractNumId"): node for node in root.findall("abstractNum")}
    by_style = {_child(node, "styleLink"): key for key, node in abstracts.items()}
    levels = {key: _levels(node) for key, node in abstracts.items()}
    lists = {}
    for node in root.findall("num"):
        key = _child(node, "abstractNumId")
        linked = _child(abstracts[key], "numStyleLink") if key in abstracts else ""
        key = by_style.get(linked, key) if linked else key
        if key in abstracts:
            lists[value(node, "numId")] = _instance(node, key, levels[key])
    return lists


def _levels(definition: Element) -> dict[int, Level]:
    return {_number(level, "ilvl"): _level(level) for level in definition.findall("lvl")}


def _instance(node: Element, abstract: str, defined: dict[int, Level]) -> List:
    levels = dict(defined)
    starts = {}
    for override in node.findall("lvlOverride"):
        place = _number(override, "ilvl")
        redefined = override.find("lvl")
        if redefined is not None:
            levels[place] = _level(redefined)
        start = whole_number(_child(override, "startOverride"))
        if start is not None:
            starts[place] = start
            levels[place] = replace(levels.get(place, Level()), start=start)
    return List(abstract, levels, starts)


def _level(node: Element) -> Level:
    start = whole_number(_child(node, "start"))
    return Level(
        start=1 if start is None else start,
        number_format=_child(node, "numFmt") or "decimal",
        text=_child(node, "lvlText")[:LONGEST_LABEL],
        suffix=_child(node, "suff") or "tab",
        restarts_after=whole_number(_child(node, "lvlRestart")),
        digits_only=node.find("isLgl") is not None,
        style=_child(node, "pStyle"),
    )


def _child(node: Element, name: str) -> str:
    child = node.find(name)
    return "" if child is None else value(child, "val")


def value(node: Element, name: str) -> str:
    """Return an attribute of Word's, or "" where it is missing."""
    return node.get(name, "")


def _number(node: Element, name: str) -> int:
    return min(whole_number(value(node, name)) or 0, LEVELS - 1)


def whole_number(text: str) -> int | None:
    """Return the number that an attribute holds, None where it holds none that Word could.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 5000)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
