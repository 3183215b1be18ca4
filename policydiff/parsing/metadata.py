"""Metadata: what a plan says of itself: title, issuer, level, year, number, date, scope.

Dates: the year that a plan is for, and the day on which it was issued.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from policydiff.model import Completeness, Level, Part, Removed
from policydiff.parsing.blocks import Labelled
from policydiff.parsing.frame import Frame, is_news, squeeze
from policydiff.parsing.issuers import find_issuer
from policydiff.parsing.selection import Selection
from policydiff.text.numerals import half_width
from policydiff.text.offices import level_of, strip_province
from policydiff.text.words import load_lexicon, load_list

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


_NUMBER_RE = re.compile(
    r"[^\W\d_]{1,20}\s?[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号"
)

_NOTICE_RE = re.compile(r".{0,20}关于印发(.{4,60})的(?:通知|公告)")
_QUOTED_RE = re.compile(r"[《〈]([^《》〈〉]{4,60})[》〉]")
_TAIL_DATE_RE = re.compile(r"[\s（(]*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s）)]*$")
_OPENING_RE = re.compile(r"((?:19|20)\d\d)年[,，]?([^\W\d_]{2,20}?工作)[要将].*要点")
_YEAR_WORDS_RE = re.compile(
    r"(?:19|20)\d\d年?度?|[〇零○一二三四五六七八九]{4}年|年度|关于|《|》|工作(?:总结|情况)[和及暨与]"
)

_KIND_RE = re.compile(
    r"(?:重点)?(?:工作)?(?:要点|计划|报告|方案|安排|思路|总结|任务.{0,8}|的?意见|施政报告|重点工作)(?:的通知)?$"
)

_PLACE_RE = re.compile(
    r"(?:[^\W\d_]{2,8}?(?:特别行政区|自治区|自治州|省|市))?(?:[^\W\d_]{1,8}?(?:市|州|盟))?"
    r"(?:[^\W\d_]{1,8}?(?<![社园片])(?:新区|区|县|旗))?(?:[^\W\d_]{1,6}?(?:街道|镇(?![化村])|乡(?![村镇])))?"
)

_WHOLE = frozenset({"", "政府", "人民政府", "国务院政府", "施政"})


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

    ``removed`` are the lines that reading set aside: a page's date line may be among them.
    """
    title = _title(frame.head)
    year = find_year(title, frame, selection)
    issuer = find_issuer(title, frame)
    completeness = _completeness(title, frame, selection)
    around = (x.block.text for x in (*frame.head, *frame.tail))
    found = (match[0] for text in around if (match := _NUMBER_RE.search(text)))
    numbers = (number.rpartition("通知")[2] for number in found)
    return Metadata(
        title=title,
        issuer=issuer,
        level=level_of(issuer or _YEAR_WORDS_RE.sub("", title)),
        year=year,
        document_number=next(numbers, None),
        issued_on=find_issue_date(frame, removed, year),
        scope="" if completeness is Completeness.DIGEST else _scope(title, issuer),
        completeness=completeness,
    )


def _of(parts: Iterable[Part], labelled: Iterable[Labelled]) -> Iterator[str]:
    wanted = frozenset(parts)
    return (x.block.text for x in labelled if x.part in wanted)


def _title(front: Sequence[Labelled]) -> str:
    """Return the title: the last dated one, else the last, else what an opening implies."""
    titles = [_bare(squeeze(text)) for text in _joined_titles(front)]
    plain = [title for title in titles if not title.endswith(("的通知", "的公告"))]
    dated = [title for title in plain if years_in(title)]
    if chosen := dated or plain:
        return chosen[-1]
    if titles:
        notice = _NOTICE_RE.match(titles[-1])
        return notice[1].strip("《》") if notice else titles[-1]
    openings = (_OPENING_RE.match(text) for text in _of([Part.PREFACE, Part.LEAD], front))
    return next((f"{match[1]}年{match[2]}要点" for match in openings if match), "")


def _joined_titles(front: Sequence[Labelled]) -> Iterator[str]:
    """Yield the title lines; a line that begins a title is joined with the next."""
    ends = load_lexicon().title
    begun = ""
    for text in _of([Part.TITLE], front):
        if begun or ends.match(squeeze(text)):
            yield begun + text
            begun = ""
        else:
            begun = text
    if begun:
        yield begun


def _bare(title: str) -> str:
    """Return a title without date, number and brackets around it."""
    bare = _NUMBER_RE.sub("", _TAIL_DATE_RE.sub("", title)).strip()
    notice = _NOTICE_RE.match(bare)
    quoted = _QUOTED_RE.fullmatch(notice[1] if notice else bare)
    return quoted[1] if quoted else bare


def _without_place(name: str) -> str:
    return _PLACE_RE.sub("", strip_province(name), count=1)


@cache
def _office_end_re() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_list('offices', 'offices'))})$")


def _scope(title: str, issuer: str) -> str:
    """Return the topic or area that a title names beside the issuer and its own field.

    A plan for all the work of the office that issued it has the scope "".
    """
    rest = _KIND_RE.sub(
        "", _without_place(_YEAR_WORDS_RE.sub("", half_width(title)).removeprefix(issuer))
    )
    field = _office_end_re().sub("", _without_place(issuer))
    if field:
        rest = rest.replace(field, "")
    return "" if rest in _WHOLE or rest in field else rest


def _completeness(title: str, frame: Frame, selection: Selection) -> Completeness:
    if is_news(frame.head) and not selection.sections:
        return Completeness.DIGEST
    if not title or any(placed.item.head is None for placed in selection.sections):
        return Completeness.EXCERPT
    return Completeness.FULL
