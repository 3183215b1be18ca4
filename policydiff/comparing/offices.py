"""Offices compared: whether two names are of one office, and which office stands above another."""

import re

from policydiff.model import Level
from policydiff.text.offices import Kind, Office, kind_of, level_of, office_words
from policydiff.text.words import load_list

_SUFFIX_RE = re.compile(
    r"(?<=..)(?:特别行政区|[^\W\d_]{0,4}自治[区州县]|新区|[省市区县州盟旗镇乡]|街道)$"
)


def same_office(one: Office, other: Office) -> bool:
    """Tell whether two names are of one office, in full or short, older or newer.

    >>> from policydiff.text.offices import read_office
    >>> def same(one: str, other: str) -> bool:
    ...     return same_office(read_office(one), read_office(other))
    >>> same("杨浦区卫健委", "上海市杨浦区卫生健康委员会"), same("绍兴一中", "绍兴市第一中学")
    (True, True)
    >>> same("上海市教委", "上海市卫健委"), same("甲县卫生局", "乙县卫健委"), same("", "")
    (False, False, False)
    """
    if not one.full or not other.full or one.organ != other.organ:
        return False
    one_body = one.body == other.body or bool(_shared_succession(one.body, other.body))
    return one_body and same_place(one, other)


def renamed(older: Office, newer: Office) -> bool:
    """Tell whether two names of one office are an earlier and a later one, in any order.

    >>> from policydiff.text.offices import read_office
    >>> renamed(read_office("甲县卫生局"), read_office("甲县卫健委"))
    True
    """
    return same_office(older, newer) and older.body != newer.body


def _shared_succession(one: str, other: str) -> tuple[str, ...]:
    return next((n for n in office_words().successions if one in n and other in n), ())


def same_place(one: Office, other: Office) -> bool:
    """Tell whether two offices stand in one place, named with or without what is above it."""
    short, long = sorted((one.places, other.places), key=len)
    if not short:
        return not long
    return _agree(short, long[len(long) - len(short) :])


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(_one_place(a, b) for a, b in zip(one, other, strict=True))


def _one_place(one: str, other: str) -> bool:
    """Tell whether two names are of one place; one of them may lack the word for its rank."""
    bare = {one, other} & {_SUFFIX_RE.sub("", one), _SUFFIX_RE.sub("", other)}
    return one == other or (bool(bare) and _SUFFIX_RE.sub("", one) == _SUFFIX_RE.sub("", other))


def is_above(upper: Office, lower: Office) -> bool:
    """Tell whether an office stands above another one: of its kind, and over its place.

    A government and a party committee stand above all below them; a school and its league stand
    below the department for schools. What a name does not say (the city of 杨浦区) is no hurdle.

    >>> from policydiff.text.offices import read_office
    >>> def above(one: str, other: str) -> bool:
    ...     return is_above(read_office(one), read_office(other))
    >>> above("上海市卫健委", "杨浦区卫健委"), above("甲市教育局", "甲市第一中学")
    (True, True)
    >>> above("上海市教委", "杨浦区卫健委"), above("杨浦区卫健委", "上海市卫健委")
    (False, False)
    >>> above("甲省乙市教育局", "甲省丙市丁县教育局")
    False
    """
    if not upper.full or not lower.full:
        return False
    if same_place(upper, lower):
        return _is_part(upper, lower) or _is_subordinate(upper, lower)
    return _reaches(upper, lower) and _leads(upper, lower)


def _is_part(house: Office, office: Office) -> bool:
    """Tell whether an office is an organ of a house, or a part of a school."""
    if house.organ or not house.body:
        return False
    if house.body == office.body:
        return bool(office.organ)
    return house.kind is Kind.SCHOOL and office.body.startswith(house.body)


def _reaches(upper: Office, lower: Office) -> bool:
    """Tell whether the place of an office lies, or may lie, in that of another."""
    if not upper.places or not lower.places:
        return not upper.places
    inside = len(upper.places) < len(lower.places)
    if inside and _agree(upper.places, lower.places[: len(upper.places)]):
        return True
    if any(_one_place(upper.places[-1], place) for place in lower.places[:-1]):
        return True
    widest = level_of(lower.places[0])
    unknown = Level.OTHER in (upper.level, widest)
    return not unknown and _rank(upper) < _level_rank(lower.places[0], widest)


def _leads(upper: Office, lower: Office) -> bool:
    """Tell whether an office leads offices of that kind in the places below its own."""
    whole = not upper.organ or not upper.body
    if upper.kind in (Kind.GOVERNMENT, Kind.PARTY) and whole:
        return True
    if upper.field:
        return upper.field == lower.field or _is_subordinate(upper, lower)
    return (upper.body, upper.organ) == (lower.body, lower.organ) and bool(upper.body + upper.organ)


def _is_subordinate(upper: Office, lower: Office) -> bool:
    kinds = lower.kind, kind_of(lower.body)
    fields = (field for kind, field in office_words().subordinates if kind in kinds)
    return any(field in upper.field for field in fields)


def _rank(office: Office) -> int:
    return _level_rank(office.place, office.level)


def _level_rank(place: str, level: Level) -> int:
    """Return a level as a number, 0 is the highest; four cities rank as provinces."""
    return list(Level).index(Level.PROVINCIAL if is_province_city(place) else level)


def ranks_differ(one: Office, other: Office) -> bool:
    """Tell whether two offices are known to stand on different levels of government."""
    return Level.OTHER not in (one.level, other.level) and _rank(one) != _rank(other)


def is_province_city(name: str) -> bool:
    """Tell whether a place is a city that ranks as a province 「直辖市」.

    >>> is_province_city("上海市"), is_province_city("上海"), is_province_city("南京市")
    (True, True, False)
    """
    return any(_one_place(name, city) for city in load_list("places", "province_cities"))
