"""Relation: tell how two plans stand to each other, by office, level, scope and year.

Offices: tell from two issuers' names whether they are one, and what they stand for.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from policydiff.model import Level, Plan, Relation
from policydiff.records import dataclass

_PLACE_RE = re.compile(
    r"^(?:[^省市区县州盟旗]{2,9}(?:特别行政区|自治区|自治州|自治县|新区|省|市|州|盟|区|县|旗))+"
)

_LEAD_RE = re.compile(r"^(?:中共|中国共产党|中华人民共和国)")


@dataclass(frozen=True, slots=True)
class Offices:
    """The words of data/relations.toml."""

    territories: tuple[str, ...]
    governments: tuple[str, ...]
    province_cities: tuple[str, ...]
    successions: tuple[tuple[str, ...], ...]
    short_names: tuple[tuple[str, str], ...]


@cache
def load_offices() -> Offices:
    """Load the words that the package ships.

    >>> "国务院" in load_offices().governments
    True
    """
    import tomllib  # on first use: `--version` must not wait for it

    text = (Path(__file__).with_name("data") / "relations.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Offices(
        territories=tuple(table["territories"]),
        governments=tuple(table["governments"]),
        province_cities=tuple(table["province_cities"]),
        successions=tuple(tuple(names) for names in table["successions"]),
        short_names=tuple(table["short_names"].items()),
    )


def full_name(issuer: str) -> str:
    """Return an issuer's name in full, without the names above it that say nothing.

    >>> full_name("上海市卫健委"), full_name("中共某县委员会")
    ('上海市卫生健康委员会', '某县委员会')
    """
    name = _LEAD_RE.sub("", issuer.strip())
    for short, full in load_offices().short_names:
        if name.endswith(short):
            return name.removesuffix(short) + full
    return name


def place(issuer: str) -> str:
    """Return the place that an issuer's name begins with, empty where it names none.

    >>> place("上海市杨浦区卫生健康委员会"), place("上海市市场监督管理局"), place("国务院")
    ('上海市杨浦区', '上海市', '')
    """
    match = _PLACE_RE.match(full_name(issuer))
    return match[0] if match else ""


def same_office(one: str, other: str) -> bool:
    """Tell whether two issuers are one office, perhaps named with or without what is above it.

    >>> same_office("杨浦区卫健委", "上海市杨浦区卫生健康委员会")
    True
    >>> same_office("上海市教育委员会", "上海市卫生健康委员会")
    False
    """
    names = sorted((full_name(one), full_name(other)), key=len)
    return (bool(place(names[0])) and names[1].endswith(names[0])) or names[0] == names[1] != ""


def renamed(older: str, newer: str) -> bool:
    """Tell whether the newer name follows the older one, in the same place.

    >>> renamed("上海市卫生和计划生育委员会", "上海市卫生健康委员会")
    True
    >>> renamed("上海市卫生健康委员会", "上海市卫生和计划生育委员会")
    False
    """
    if place(older) != place(newer):
        return False
    before = full_name(older).removeprefix(place(older))
    after = full_name(newer).removeprefix(place(newer))
    return any(
        before in names and after in names and names.index(before) < names.index(after)
        for names in load_offices().successions
    )


def is_government(issuer: str) -> bool:
    """Tell whether an issuer is a government, which issues for all topics.

    >>> is_government("某市人民政府"), is_government("某市水务局")
    (True, False)
    """
    return any(word in full_name(issuer) for word in load_offices().governments)


def is_territory(scope: str) -> bool:
    """Tell whether a scope is a part of a territory rather than a topic.

    >>> is_territory("新城卫生健康"), is_territory("医政医管")
    (True, False)
    """
    return any(word in scope for word in load_offices().territories)


def is_province_city(name: str) -> bool:
    """Tell whether a place is a city that ranks as a province 「直辖市」.

    >>> is_province_city("上海市"), is_province_city("南京市")
    (True, False)
    """
    return name in load_offices().province_cities


_YEAR_RE = re.compile(r"(?:19|20)\d\d年?")


class Order(StrEnum):
    """How two plans follow each other in time."""

    LATER = "later"
    SAME_YEAR = "same-year"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def relate(previous: Plan, current: Plan) -> Relation:
    """Return how the current plan stands to the previous one.

    A plan of the same office for a part of its territory, or an office on another level: vertical.
    Different topics of one office or place, or a digest and the text of the same year: scope.
    The same office and scope, and not an earlier or the same year: longitudinal. All else, also
    where an issuer is unknown: lateral, which claims least.
    """
    if _is_territorial(previous, current):
        return Relation.VERTICAL
    same = one_office(previous, current)
    if not same and levels_differ(previous, current):
        return Relation.VERTICAL
    if not same and _places_conflict(previous, current):
        return Relation.LATERAL
    if _scopes_differ(previous, current):
        return Relation.SCOPE
    return _in_series(previous, current) if same else Relation.LATERAL


def _in_series(previous: Plan, current: Plan) -> Relation:
    match order(previous, current):
        case Order.LATER | Order.UNKNOWN:
            return Relation.LONGITUDINAL
        case _ if previous.completeness is not current.completeness:
            return Relation.SCOPE
        case _:
            return Relation.LATERAL


def order(previous: Plan, current: Plan) -> Order:
    """Return how the current plan follows the previous one in time, by their years."""
    if previous.year is None or current.year is None:
        return Order.UNKNOWN
    if previous.year == current.year:
        return Order.SAME_YEAR
    return Order.LATER if previous.year < current.year else Order.REVERSED


def one_office(previous: Plan, current: Plan) -> bool:
    """Tell whether one office issued both plans; an unknown issuer is no proof of it."""
    issuers = previous.issuer, current.issuer
    return all(issuers) and (same_office(*issuers) or renamed(*issuers) or renamed(*issuers[::-1]))


def is_upwards(previous: Plan, current: Plan) -> bool:
    """Tell whether the previous plan comes from the lower level."""
    return levels_differ(previous, current) and _rank(previous) > _rank(current)


def levels_differ(previous: Plan, current: Plan) -> bool:
    """Tell whether the plans are known to come from different levels of government."""
    known = Level.OTHER not in (previous.level, current.level)
    return known and _rank(previous) != _rank(current)


def _rank(plan: Plan) -> int:
    """Return the level as a number, 0 is the highest; four cities rank as provinces."""
    level = Level.PROVINCIAL if is_province_city(_place(plan)) else plan.level
    return list(Level).index(level)


def _is_territorial(previous: Plan, current: Plan) -> bool:
    territorial = {is_territory(previous.scope), is_territory(current.scope)}
    return len(territorial) > 1 and not _places_conflict(previous, current)


def _places_conflict(previous: Plan, current: Plan) -> bool:
    places = sorted((_place(previous), _place(current)), key=len)
    return bool(places[0]) and not places[1].endswith(places[0])


def _place(plan: Plan) -> str:
    return place(plan.issuer or _YEAR_RE.sub("", plan.title))


def _scopes_differ(previous: Plan, current: Plan) -> bool:
    if previous.scope != current.scope:
        return True
    both_known = bool(previous.issuer and current.issuer)
    return both_known and is_government(previous.issuer) != is_government(current.issuer)
