"""Dates: the year that a plan is for, and the day on which it was issued."""

import re
from collections.abc import Iterable, Iterator, Sequence

from policydiff.model import Part
from policydiff.parsing.frame import Frame
from policydiff.parsing.masthead import Masthead
from policydiff.parsing.selection import Selection
from policydiff.text.numerals import chinese_value, half_width
from policydiff.text.words import load_lexicon

_HAN = "〇零○一二三四五六七八九"
_HAN_DIGITS = str.maketrans(_HAN, "000123456789")
_HAN_YEAR_RE = re.compile(rf"[一二][{_HAN}]{{3}}(?=\s?年|[-—–~～至]|学年)")
_HAN_DAY_RE = re.compile(r"([一二三四五六七八九十]{1,3})\s?([月日])")
_YEAR_RE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_TARGET_YEAR_RE = re.compile(
    r"(?:到|至|争取在?|力争在?)(?:19|20)\d\d年?|(?:19|20)\d\d年(?=[底末]?前|[^，,。；;]{0,4}(?:力争|争取))"
)
_REPUBLIC_YEAR_RE = re.compile(
    rf"(?<!\d)(1?\d\d)\s?年度|民国\s?(1?\d\d)\s?年|(?<![{_HAN}])(一?[{_HAN}]{{2}})\s?年度"
    rf"|民国\s?(一?[{_HAN}]{{2}})\s?年"
)
_REPUBLIC_BEGAN = 1911
_SCHOOL_YEAR_RE = re.compile(r"((?:19|20)\d\d)(?:\s?[-—–~～至/]{1,2}\s?(?:(?:19|20)?\d\d))?\s?学年")
_SECOND_TERM_RE = re.compile(r"第?(?:二|2)学期|下学期|春季学期|学年度?春季")
_DATE_RE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[年\-/.]\s?(\d{1,2})\s?[月\-/.]\s?(\d{1,2})(?!\d)\s?日?"
)
_PUBLISHED_RE = re.compile(
    r"(?:发布|更新|发文|成文|印发|录入|上传)?(?:日期|时间)\s?[:：]|来源\s?[:：]"
)
_MONTHS, _DAYS = 12, 31
_YEAR_WORDS_RE = re.compile(
    r"(?:19|20)\d\d(?:[-—–~～至/]{1,2}(?:(?:19|20)?\d\d))?(?:学年度?|年度?)?"
    r"|[〇零○一二三四五六七八九]{4}(?:学年度?|年度?)|学年度?|年度|第[一二12]学期|[上下]学期|[春秋]季学期"
    r"|关于|印发|《|》|工作(?:总结|情况)[和及暨与]|^(?:全[国省市区县州校院系]|本[省市区县校])"
)


def arabic(text: str) -> str:
    """Return a text in half width, years and days written in digits: 二〇二五年三月五日.

    >>> arabic("二〇二五年十一月二十日")
    '2025年11月20日'
    """
    plain = _HAN_YEAR_RE.sub(lambda match: match[0].translate(_HAN_DIGITS), half_width(text))
    return _HAN_DAY_RE.sub(lambda match: f"{chinese_value(match[1])}{match[2]}", plain)


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that a text names, in Arabic or Han digits or of the Republic (民国).

    A school year is the year in which the work of the term begins; a year that something is to
    be reached by is none.

    >>> years_in("二〇二五年和２０２６年"), years_in("103 年度成果"), years_in("12345")
    ((2025, 2026), (2014,), ())
    >>> years_in("2009学年第二学期"), years_in("2009-2010学年第一学期"), years_in("到2035年")
    ((2010,), (2009,), ())
    """
    plain = arabic(text)
    if school := _SCHOOL_YEAR_RE.search(plain):
        return (int(school[1]) + bool(_SECOND_TERM_RE.search(plain)),)
    years = [int(year) for year in _YEAR_RE.findall(_TARGET_YEAR_RE.sub("", plain))]
    if years:
        return tuple(years)
    found = (next(filter(None, match)) for match in _REPUBLIC_YEAR_RE.findall(plain))
    return tuple(int(year.translate(_HAN_DIGITS)) + _REPUBLIC_BEGAN for year in found)


def find_year(title: str, frame: Frame, selection: Selection, masthead: Masthead) -> int | None:
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
    said = (
        _texts((Part.PREFACE, Part.LEAD), frame),
        (masthead.number,),
        _texts((Part.BYLINE,), frame),
        _texts((Part.COVER_LETTER, Part.COLOPHON, Part.CLOSING), frame),
        (masthead.dated, masthead.published),
    )
    return next((years[0] for texts in said for text in texts if (years := years_in(text))), None)


def find_issue_date(
    frame: Frame, apart: Sequence[str], masthead: Masthead, plan_year: int | None = None
) -> str | None:
    """Return the date of signature, else of printing or speech, else of the page: YYYY-MM-DD.

    ``apart`` are lines that reading set aside: a date counts there where a label stands before
    it. A date in a year behind the plan's is not taken: plans are issued before they are over.
    """
    signing = (Part.COVER_LETTER, Part.COLOPHON, Part.CLOSING, Part.BYLINE, Part.PREFACE)
    signed = [*_texts(signing, frame)]
    alone = [text for text in signed if is_date(text)]
    told = _texts((Part.COVER_LETTER, Part.COLOPHON, Part.BYLINE, Part.LEAD), frame)
    title = [*_texts((Part.TITLE,), frame)][-1:]  # those before it may be links to other plans
    page = (text for text in apart if _PUBLISHED_RE.search(text))
    for text in (masthead.dated, *alone, *told, *title, masthead.published, *page):
        for match in _DATE_RE.finditer(arabic(text)):
            year, month, day = (int(number) for number in match.groups())
            late = plan_year is not None and year > plan_year
            if not late and 1 <= month <= _MONTHS and 1 <= day <= _DAYS:
                return f"{year}-{month:02}-{day:02}"
    return None


def is_date(text: str) -> bool:
    """Tell whether a text is a date and nothing more.

    >>> is_date("（二〇二五年三月五日）"), is_date("2025年3月5日印发")
    (True, False)
    """
    return _DATE_RE.fullmatch(arabic(text).strip(" \u3000?？（）()")) is not None


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


def strip_years(title: str) -> str:
    """Return a title without its years.

    >>> strip_years("某中学2009学年第二学期工作思路"), strip_years("2024年度全市水利要点")
    ('某中学工作思路', '水利要点')
    """
    return _YEAR_WORDS_RE.sub("", _YEAR_WORDS_RE.sub("", half_width(title)))
