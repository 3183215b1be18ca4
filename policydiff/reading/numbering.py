"""Work out the numbers that Word generates, which are nowhere in the text of a .docx file.

A paragraph names a list (numId) and a level, itself or through its style; the list is an instance
of an abstract list, with overrides; counters run on over all instances of an abstract list.
ISO/IEC 29500-1, 17.9.
"""

import re
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from policydiff.text.numerals import numeral

PLACE_RE = re.compile("%([1-9])")
BULLET = "•"
LEVELS = 9
LONGEST_LABEL = 100  # characters of a label before its numbers are put in: %1.%2. … %9. has 27
MOST_DIGITS = 9  # of a number in an attribute: the standard has 32 bits for it
LONGEST_CHAIN = 20  # styles based on each other: Word itself stops at 11
NO_LIST = "0"  # the list id that switches the numbering of a style off


class Level(Struct, frozen=True):
    """How one level of a list is numbered. ``restarts_after`` is a level, -1 for never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restarts_after: int | None = None
    digits_only: bool = False
    style: str = ""


class ListPlace(Struct, frozen=True):
    """The list and the level that a paragraph is in."""

    list_id: str
    level: int


class List(Struct, frozen=True):
    """An instance of an abstract list: its levels, and where its counters start anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Counters(Struct):
    """The counters of all lists; the one thing here that changes, from paragraph to paragraph."""

    lists: dict[str, List]
    _values: dict[str, dict[int, int]] = {}
    _begun: set[tuple[str, int]] = set()

    def label(self, numbered: ListPlace) -> str:
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
        self, numbered: ListPlace, instance: List, level: Level, values: dict[int, int]
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


class Style(Struct, frozen=True):
    """What a paragraph style says that matters here."""

    name: str = ""
    based_on: str = ""
    list_id: str = ""
    level: int | None = None
    hidden: bool | None = None


def read_styles(root: Element | None) -> dict[str, Style]:
    """Read the styles of a styles part, by their id."""
    styles = {}
    for node in [] if root is None else root.findall("style"):
        identity = value(node, "styleId")
        based_on, name = node.find("basedOn"), node.find("name")
        list_id, level = _list_of(node.find("pPr"))
        styles[identity] = Style(
            "" if name is None else value(name, "val").lower(),
            "" if based_on is None else value(based_on, "val"),
            list_id,
            level,
            is_hidden(node),
        )
    return styles


def is_hidden(node: Element) -> bool | None:
    """Tell whether a run, or a style, is hidden; None where it does not say."""
    hidden = node.find("rPr/vanish")
    return None if hidden is None else value(hidden, "val") not in ("0", "false")


def _list_of(properties: Element | None) -> tuple[str, int | None]:
    """Return the list and level that paragraph properties name: ("", None) where none."""
    node = None if properties is None else properties.find("numPr")
    if node is None:
        return "", None
    list_id, level = node.find("numId"), node.find("ilvl")
    return (
        "" if list_id is None else value(list_id, "val"),
        None if level is None else whole_number(value(level, "val")),
    )


def style_chain(
    node: Element, styles: dict[str, Style], place: str = "pPr/pStyle"
) -> dict[str, Style]:
    """Return the style that a paragraph names at ``place``, and those that it is based on, by id.

    The nearest comes first; a run names its own at ``rPr/rStyle``.
    """
    named = node.find(place)
    identity = "" if named is None else value(named, "val")
    chain: dict[str, Style] = {}
    while identity in styles and identity not in chain and len(chain) < LONGEST_CHAIN:
        chain[identity] = styles[identity]
        identity = styles[identity].based_on
    return chain


def place_in_list(node: Element, chain: dict[str, Style], counters: Counters) -> ListPlace | None:
    """Return the list and level of a paragraph, its own before those of its styles."""
    own_list, own_level = _list_of(node.find("pPr"))
    styled = next((style for style in chain.values() if style.list_id), Style())
    list_id = own_list or styled.list_id
    if list_id in ("", NO_LIST):
        return None
    if own_level is not None or own_list:
        return ListPlace(list_id, own_level or 0)
    tied = (counters.level_of_style(list_id, identity) for identity in chain)
    level = next((place for place in tied if place is not None), styled.level)
    return ListPlace(list_id, level or 0)
