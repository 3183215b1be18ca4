"""Relation: how two plans stand to each other, by office, territory, scope and year.

From that follow the plan that another one is set against, and the notes on a comparison.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from msgspec.structs import replace

from policydiff.model import Completeness, Level, Note, Plan, Relation
from policydiff.text.files import load_table
from policydiff.text.offices import Kind, Office, kind_of, level_of, office_words, read_office
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


def is_province_city(name: str) -> bool:
    """Tell whether a place is a city that ranks as a province 「直辖市」.

    >>> is_province_city("上海市"), is_province_city("上海"), is_province_city("南京市")
    (True, True, False)
    """
    return any(_one_place(name, city) for city in load_list("places", "province_cities"))


_YEAR_RE = re.compile(r"(?:19|20)\d\d年?")


class Order(StrEnum):
    """How two plans follow each other in time."""

    LATER = "later"
    SAME_YEAR = "same-year"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def office_of(plan: Plan) -> Office:
    """Return the office that issued a plan; where none is named, the place in the title."""
    if not plan.issuer:
        named = read_office(_YEAR_RE.sub("", plan.title))
        return replace(named, name="", body="", organ="", field="", kind=Kind.OTHER)
    office = read_office(plan.issuer)
    return office if plan.level is Level.OTHER else replace(office, level=plan.level)


def relate(previous: Plan, current: Plan) -> Relation:
    """Return how the current plan stands to the previous one.

    One office: longitudinal, where the scope is one too and the years go on; else scope.
    An office and one under it: vertical, unless the upper plan is for a part of its territory,
    which does not hold the lower one. Offices of one place, one of them the government: scope.
    All else, also where an issuer is unknown: lateral, which claims least.
    """
    one, other = office_of(previous), office_of(current)
    if same_office(one, other):
        return _in_series(previous, current)
    if upper := _upper(previous, current):
        return Relation.LATERAL if is_territory(upper.scope) else Relation.VERTICAL
    if one.places and same_place(one, other) and _scopes_differ(previous, current):
        return Relation.SCOPE
    return Relation.LATERAL


def _upper(previous: Plan, current: Plan) -> Plan | None:
    """Return the plan of the office that stands above the other one's, if one does."""
    one, other = office_of(previous), office_of(current)
    if is_above(one, other):
        return previous
    return current if is_above(other, one) else None


def _in_series(previous: Plan, current: Plan) -> Relation:
    if previous.scope != current.scope:
        return Relation.SCOPE
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


def is_upwards(previous: Plan, current: Plan) -> bool:
    """Tell whether the previous plan comes from the office below."""
    return is_above(office_of(current), office_of(previous))


def is_territory(scope: str) -> bool:
    """Tell whether a scope is a part of a territory rather than a topic.

    >>> is_territory("新城卫生健康"), is_territory("医政医管")
    (True, False)
    """
    return any(word in scope for word in load_list("places", "territories"))


def _scopes_differ(previous: Plan, current: Plan) -> bool:
    """Tell whether of two plans of one place one covers more than the other.

    A government covers more than its departments; where an issuer is not known, scopes tell.
    """
    if not previous.issuer or not current.issuer:
        return previous.scope != current.scope
    one, other = office_of(previous), office_of(current)
    return (one.kind is Kind.GOVERNMENT) != (other.kind is Kind.GOVERNMENT)


# What makes a good reference, the best first; of lateral plans only the order given is known.
_WANTED = (Relation.LONGITUDINAL, Relation.VERTICAL, Relation.SCOPE)


def choose_reference(current: Plan, before: Sequence[Plan]) -> Plan:
    """Return the plan that says most about what is new and what is gone in the current one.

    It is the latest earlier plan of the same office and scope; else the latest one, not of a
    later year, of an office above; else, likewise, of the same office with another scope; else
    the last one given. Of several of one year the one for all the work counts, then the full
    text, then the last one given.
    """
    for wanted in _WANTED:
        fitting = [plan for plan in before if _fits(plan, current, wanted)]
        if fitting:
            return max(enumerate(fitting), key=lambda entry: (*_merits(entry[1]), entry[0]))[1]
    return before[-1]


def _fits(plan: Plan, current: Plan, wanted: Relation) -> bool:
    later = order(plan, current) is Order.REVERSED
    below = wanted is Relation.VERTICAL and is_upwards(plan, current)
    return not later and not below and relate(plan, current) is wanted


def _merits(plan: Plan) -> tuple[int, bool, bool]:
    return plan.year or 0, plan.scope == "", plan.completeness is Completeness.FULL


Texts = Mapping[str, Mapping[str, str]]


@cache
def load_texts() -> Texts:
    """Load the text of each note: code → language → text.

    >>> load_texts()["same-year"]["zh"].startswith("两份文件同属")
    True
    """
    return load_table(__file__, "notes.toml")


def notes_on(previous: Plan, current: Plan, relation: Relation) -> tuple[Note, ...]:
    """Return the notes on two plans of that relation, the weightiest first."""
    return (
        *_on_relation(previous, current, relation),
        *_on_completeness(previous, current),
        *_on_time(previous, current, relation),
    )


def given_relation() -> Note:
    """Return the note that the relation was given by the user."""
    return _note("relation-given")


def induced_themes() -> Note:
    """Return the note that the themes are induced from the two plans' own words."""
    return _note("themes-induced")


def _note(code: str, **values: object) -> Note:
    text = load_texts()[code]
    return Note(code, text["en"].format(**values), text["zh"].format(**values))


def _on_relation(previous: Plan, current: Plan, relation: Relation) -> Iterator[Note]:
    match relation:
        case Relation.VERTICAL:
            yield _note("vertical")
            if is_upwards(previous, current):
                yield _note("vertical-upwards", previous=previous.id, current=current.id)
        case Relation.SCOPE:
            yield _on_scope(previous, current)
        case Relation.LATERAL:
            yield _note("lateral")
            unknown = [plan.id for plan in (previous, current) if not plan.issuer]
            if unknown:
                yield _note("issuer-unknown", unknown=", ".join(unknown))
        case Relation.LONGITUDINAL:
            if renamed(office_of(previous), office_of(current)):
                yield _note("issuer-renamed", older=previous.issuer, newer=current.issuer)


def _on_scope(previous: Plan, current: Plan) -> Note:
    """Return the note on ground that differs: a part of a territory, or another topic."""
    narrow = [plan for plan in (previous, current) if is_territory(plan.scope)]
    if len(narrow) != 1:
        return _note("scope")
    wide = previous if narrow[0] is current else current
    return _note("territory", narrow=narrow[0].id, wide=wide.id)


def _on_completeness(previous: Plan, current: Plan) -> Iterator[Note]:
    sides = ("previous", previous), ("current", current)
    for side, plan in sides:
        if plan.completeness is not Completeness.FULL:
            code = f"{side}-{plan.completeness.value}"
            yield _note(code, previous=previous.id, current=current.id)


def _on_time(previous: Plan, current: Plan, relation: Relation) -> Iterator[Note]:
    match order(previous, current):
        case Order.REVERSED:
            yield _note(
                "order-reversed",
                previous=previous.id,
                previous_year=previous.year,
                current=current.id,
                current_year=current.year,
            )
        case Order.SAME_YEAR if relation is Relation.LATERAL:
            yield _note("same-year", year=current.year)
        case Order.UNKNOWN:
            unknown = [plan.id for plan in (previous, current) if plan.year is None]
            yield _note("year-unknown", unknown=", ".join(unknown))
        case Order.LATER if relation is Relation.LONGITUDINAL:
            years = (current.year or 0) - (previous.year or 0)
            if years > 1:
                yield _note("year-gap", years=years)
