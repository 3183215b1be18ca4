"""Metadata: what a plan says of itself: title, issuer, level, year, number, date, scope."""

from collections.abc import Sequence

from msgspec import Struct

from policydiff.model import Completeness, Level, Removed
from policydiff.parsing.dates import find_issue_date, find_year
from policydiff.parsing.frame import Frame, is_news
from policydiff.parsing.headline import NUMBER_RE, find_scope, find_title, strip_years
from policydiff.parsing.issuers import find_issuer
from policydiff.parsing.particulars import Particulars, read_particulars
from policydiff.parsing.selection import Selection
from policydiff.text.offices import level_of


class Metadata(Struct, frozen=True):
    """What the text says of itself; empty or None where it does not say."""

    title: str
    issuer: str
    level: Level
    year: int | None
    document_number: str | None
    issued_on: str | None
    scope: str
    completeness: Completeness


def read_metadata(frame: Frame, selection: Selection, removed: Sequence[Removed] = ()) -> Metadata:
    """Read the metadata of a plan off its head, tail and headings.

    ``removed`` are the lines that reading set aside: what a page says of a plan under labels
    (发布机构, 成文日期) may be among them.
    """
    apart = [text for entry in removed for text in entry.text.split("\n")]
    before = _in_front(frame, removed)
    around = [x.block.text for x in (*frame.head, *frame.tail)]
    particulars = read_particulars([*(x.block.text for x in frame.head), *before])
    title = find_title(frame.head, before, particulars)
    year = find_year(title, frame, selection, particulars)
    issuer = find_issuer(title, frame, particulars, apart)
    completeness = _completeness(title, frame, selection)
    return Metadata(
        title=title,
        issuer=issuer,
        level=level_of(issuer or strip_years(title)),
        year=year,
        document_number=_number(around, particulars),
        issued_on=find_issue_date(frame, apart, particulars, year),
        scope="" if completeness is Completeness.DIGEST else find_scope(title, issuer),
        completeness=completeness,
    )


def _in_front(frame: Frame, removed: Sequence[Removed]) -> list[str]:
    """Return the lines in front of the first item that reading set aside."""
    first = frame.body[0].line if frame.body else 0
    before = (entry for entry in removed if entry.line_start < first)
    return [text.strip() for entry in before for text in entry.text.split("\n") if text.strip()]


def _number(around: Sequence[str], particulars: Particulars) -> str | None:
    found = (
        match[0] for text in (*around, particulars.number) if (match := NUMBER_RE.search(text))
    )
    return next((number.rpartition("通知")[2] for number in found), None)


def _completeness(title: str, frame: Frame, selection: Selection) -> Completeness:
    if is_news(frame.head) and not selection.sections:
        return Completeness.DIGEST
    if not title or any(placed.item.head is None for placed in selection.sections):
        return Completeness.EXCERPT
    return Completeness.FULL
