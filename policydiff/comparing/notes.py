"""Notes: what a reader must know about a comparison, in honest words with stable codes."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from policydiff.comparing.offices import renamed
from policydiff.comparing.relation import Order, is_territory, is_upwards, office_of, order
from policydiff.model import Completeness, Note, Plan, Relation

Texts = Mapping[str, Mapping[str, str]]


@cache
def load_texts() -> Texts:
    """Load the text of each note: code → language → text.

    >>> load_texts()["same-year"]["zh"].startswith("两份文件同属")
    True
    """
    import tomllib  # on first use: `--version` must not wait for it

    text = (Path(__file__).with_name("data") / "notes.toml").read_text("utf-8")
    return tomllib.loads(text)


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
