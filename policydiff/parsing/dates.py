"""Dates: the year that a plan is for, and the day on which it was issued."""

import re
from collections.abc import Iterable, Iterator, Sequence

from policydiff.model import Part, Removed
from policydiff.parsing.frame import Frame
from policydiff.parsing.selection import Selection
from policydiff.text.numerals import half_width
from policydiff.text.words import load_lexicon

_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_YEAR_RE = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=\s?年)")
_YEAR_RE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_REPUBLIC_YEAR_RE = re.compile(r"(?<!\d)(1?\d\d)\s?年度|民国\s?(1?\d\d)\s?年")
_REPUBLIC_BEGAN = 1911
_DATE_RE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[年\-/.]\s?(\d{1,2})\s?[月\-/.]\s?(\d{1,2})(?!\d)\s?日?"
)
_MONTHS, _DAYS = 12, 31


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that a text names, in Arabic or Han digits or of the Republic (民国).

    >>> years_in("二〇二五年和２０２６年"), years_in("103 年度成果"), years_in("12345")
    ((2025, 2026), (2014,), ())
    """
    plain = _HAN_YEAR_RE.sub(lambda match: match[0].translate(_HAN_DIGITS), half_width(text))
    years = [int(year) for year in _YEAR_RE.findall(plain)]
    republic = [int(a or b) + _REPUBLIC_BEGAN for a, b in _REPUBLIC_YEAR_RE.findall(plain)]
    return tuple(years or republic)


def find_year(title: str, frame: Frame, selection: Selection) -> int | None:
    """Return the year of the title, else of the headings, else of the opening, else of a date.

    Dates come last: a report may carry the date line of another year's (one of 52 read does).
    """
    if years := years_in(title):
        return max(years) if load_lexicon().past_title.search(title) else years[0]
    back = [year for text in _reviews(selection) for year in years_in(text)]
    if back:
        return max(back) + 1
    headings = (p.item.head.rest for p in selection.sections if p.item.head)
    ahead = [year for text in headings for year in years_in(text)]
    if ahead:
        return min(ahead)
    for parts in (
        (Part.PREFACE, Part.LEAD),
        (Part.BYLINE,),
        (Part.COVER_LETTER, Part.COLOPHON),
    ):
        for text in _texts(parts, frame):
            if years := years_in(text):
                return years[0]
    return None


def find_issue_date(
    frame: Frame, removed: Sequence[Removed], plan_year: int | None = None
) -> str | None:
    """Return the date of signature, else of printing or speech, else of the page: YYYY-MM-DD.

    A date in a year behind the plan's is not taken: plans are issued before they are over.
    """
    signed = [*_texts((Part.COVER_LETTER, Part.COLOPHON, Part.BYLINE), frame)]
    alone = [text for text in signed if _DATE_RE.fullmatch(half_width(text).strip(" ?？（）()"))]
    page = (entry.text for entry in removed)
    for text in (*alone, *signed, *_texts((Part.TITLE, Part.LEAD), frame), *page):
        for match in _DATE_RE.finditer(half_width(text)):
            year, month, day = (int(number) for number in match.groups())
            late = plan_year is not None and year > plan_year
            if not late and 1 <= month <= _MONTHS and 1 <= day <= _DAYS:
                return f"{year}-{month:02}-{day:02}"
    return None


def _reviews(selection: Selection) -> Iterator[str]:
    """Yield the headings of the parts that look back."""
    review = load_lexicon().review
    for labelled in selection.apart:
        block = labelled.block
        if labelled.part is Part.REVIEW and block.marker and review.match(block.rest):
            yield block.rest.split("。")[0]


def _texts(parts: Iterable[Part], frame: Frame) -> Iterator[str]:
    wanted = frozenset(parts)
    return (x.block.text for x in (*frame.head, *frame.tail) if x.part in wanted)
