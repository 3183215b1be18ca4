"""Issue: which office issued a plan, on which day, and the year that the plan is for.

The office is found where it stands: signature, title, labels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from policydiff.model import Part
from policydiff.parsing.blocks import LabelledBlock
from policydiff.parsing.frame import Frame, Masthead
from policydiff.parsing.tasks import Selection
from policydiff.text.numerals import chinese_value, half_width
from policydiff.text.offices import Kind, ends_as_office, is_office, read_office, split_places
from policydiff.text.words import load_lexicon, load_list

_NAME = r"[^，,。；;：:、\d\s|?？《》]"
_HEAD_OF_RE = re.compile(
    r"(?:^|[上日\s])([^\W\d_]{0,14}?(?:人民政府|国务院))代?(?:总理|主席|省长|市长|区长|县长|旗长|州长|镇长|乡长)"
)
_ON_BEHALF_RE = re.compile(r"我代表([^\W\d_]{3,16}?(?:人民政府|政府)|国务院)")
_ASSEMBLY_RE = re.compile(r"在([^\W\d_]{2,16}?)第[一二三四五六七八九十]+届人民代表大会")
_NATIONAL_ASSEMBLY_RE = re.compile(r"第[一二三四五六七八九十]+届全国人民代表大会")
_REPORT_RE = re.compile(r"(?:(?:19|20)\d\d年?度?)?([^\W\d_]{2,12}?)(?:人民)?政府工作报告")
_SPOKE_RE = re.compile(rf"({_NAME}{{2,14}}?(?:委员会|委|局|厅|政府|部))(?:方面)?(?:透露|表示|介绍)")
_YEAR_RE = re.compile(
    r"(?:19|20)\d\d(?:[-—–~～](?:19|20)?\d\d)?(?:学?年(?:度(?!假))?)|[〇零○一二三四五六七八九]{4}学?年(?:度(?!假))?"
    r"|(?<!\d)(?:1[0-2]|[89])\d年度"  # of the Republic
)
_SPECIAL_RE = re.compile(r"(香港|澳门)(?:特别行政区|特区)")
_GENERIC = frozenset(f"{place}人民政府" for place in ("省", "市", "区", "县", "自治区", "镇", "乡"))
_PRINTED_RE = re.compile(r"[\s?？]*(.{2,40}?)(?:办公室)?\s*((?:19|20)\d\d年.*印发)[\s|]*$")
_EACH_RE = re.compile(r"全[省市区县州旗盟镇乡校]|各|本[省市区县州旗校]")
"""How names begin that mean all of a kind: 全县派出所."""
_EDGES = " \u3000\xa0?？"


def find_issuer(title: str, frame: Frame, masthead: Masthead, apart: Sequence[str] = ()) -> str:
    """Return the issuer of a plan, as printed: who signed, whom labels or the title name; else "".

    Of several names the first counts of: the label 发文机关, a signature, the special region of a
    policy address (施政报告), the beginning of the title of a notice or plan, the line beside the
    title, the head of government who spoke, the assembly spoken to, the title of a report, the
    label 发布机构, an office that a news report quotes, whoever keeps the page (``apart``).
    """
    head = [labelled.block.text for labelled in frame.head]
    title = "" if title == "政府工作报告" else title
    for found in (
        _offices([masthead.issuer]),
        _signed(frame),
        _special(title, frame),
        _from_notice(frame, masthead),
        _from_title(title),
        _beside_title(frame.head),
        _matches(_HEAD_OF_RE, head),
        _matches(_ON_BEHALF_RE, head),
        _from_assembly(head),
        _matches(_REPORT_RE, [title]),
        _offices([masthead.publisher]),
        _matches(_SPOKE_RE, (x.block.text for x in frame.tail if x.part is Part.BACKGROUND)),
        _keepers(title, [*(x.block.text for x in frame.tail if x.part is Part.PAGE_JUNK), *apart]),
    ):
        for name in found:
            full = name if ends_as_office(name) or is_office(name) else _house_of(name)
            if full not in _GENERIC:
                return full
    return ""


def _offices(names: Iterable[str]) -> Iterator[str]:
    return (name.strip(_EDGES) for name in names if name and is_office(name))


def _signed(frame: Frame) -> Iterator[str]:
    """Yield the offices that stand above a date, or close the text; joint ones in one name."""
    signing = (Part.COVER_LETTER, Part.PREFACE, Part.BYLINE, Part.COLOPHON, Part.CLOSING)
    for blocks in (frame.head, frame.tail):
        texts = [x.block.text.strip(_EDGES) for x in blocks if x.part in signing]
        names: list[str] = []
        for text in texts:
            name, date = _name_and_date(text)
            if is_office(name):
                names.append(name)
            if names and (date or is_date(text)):
                yield "、".join(names)
            if not is_office(name) or date:
                names = []
    closing = [x.block.text.strip(_EDGES) for x in frame.tail if x.part is Part.COLOPHON]
    yield from _offices(closing)
    printed = (match[1].strip(_EDGES) for text in closing if (match := _PRINTED_RE.match(text)))
    yield from _offices(printed)


def _name_and_date(text: str) -> tuple[str, str]:
    """Return the office and the date of one line, the date "" where it has none."""
    match = re.match(r"[（(]?(\D{3,40}?)[\s（(]*((?:19|20|二[〇○零])\S{2,}年.*)$", text)
    if match and is_date(match[2].strip("（）() ")):
        return match[1].strip(_EDGES), match[2]
    return text, ""


def _beside_title(head: Sequence[LabelledBlock]) -> Iterator[str]:
    """Yield the office that stands alone in the line below the title, else above it."""
    for above, below in pairwise(head):
        if above.part is Part.TITLE and below.part is not Part.TITLE:
            yield from _offices([below.block.text])
    for above, below in pairwise(head):
        if below.part is Part.TITLE:
            yield from _offices([above.block.text])


def _from_notice(frame: Frame, masthead: Masthead) -> Iterator[str]:
    """Yield the offices in front of 关于 in titles: 国务院办公厅关于印发…的通知."""
    titles = "".join(x.block.text for x in frame.head if x.part is Part.TITLE)
    each = (x.block.text for x in frame.head if x.part is Part.TITLE)
    for text in (*each, titles, masthead.title):
        before, about, _ = text.partition("关于")
        if about and ends_as_office(before):
            yield before.strip()


def _from_title(title: str) -> Iterator[str]:
    """Yield the office in front of the year or behind it: 某县水利局2024年工作要点."""
    before = _YEAR_RE.split(title, maxsplit=1)
    if len(before) > 1 and any(told(before[0]) for told in (ends_as_office, is_office, _is_town)):
        yield before[0].strip()
    rest = before[-1]
    for match in _offices_in_re().finditer(rest):
        name = rest[: match.end()]
        behind = rest[match.end() :]
        other = name.endswith("政府") or _EACH_RE.match(name)  # a report has a rule of its own
        if is_office(name) and not other and load_lexicon().title.match(behind):
            yield name


def _is_town(name: str) -> bool:
    """Tell whether a name is that of a town or a street, which plan for themselves: 红石镇."""
    places, rest = split_places(name.strip())
    towns = load_list("places", "towns")
    return bool(places) and not rest and len(places[-1]) > 2 and places[-1].endswith(towns)


def _house_of(place: str) -> str:
    """Return the house that governs a place: 红石镇人民政府, 东门街道办事处."""
    return f"{place}办事处" if place.endswith("街道") else f"{place}人民政府"


@cache
def _offices_in_re() -> re.Pattern[str]:
    ends = sorted(load_list("offices", "offices"), key=len, reverse=True)
    return re.compile(rf"(?<!干)(?<!全)(?:{'|'.join(ends)})")


def _from_assembly(head: Iterable[str]) -> Iterator[str]:
    for text in head:
        if _NATIONAL_ASSEMBLY_RE.search(text):
            yield "国务院"
        elif match := _ASSEMBLY_RE.search(text):
            yield match[1]


def _special(title: str, frame: Frame) -> Iterator[str]:
    if title.endswith("施政报告"):
        body = "".join(block.text for block in frame.body)
        yield from (f"{match[1]}特别行政区政府" for match in _SPECIAL_RE.finditer(body))


def _keepers(title: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the departments and schools that keep a page: 主办单位：某县水利局.

    Not where the title names another place.
    """
    places = read_office(strip_years(title)).places
    for text in texts:
        for rule in _keeper_res():
            match = rule.search(text)
            name = match[1] if match else ""
            office = read_office(name)
            agrees = not places or office.places[-1:] == places[-1:]
            if is_office(name) and agrees and office.kind is not Kind.GOVERNMENT:
                yield name


@cache
def _keeper_res() -> tuple[re.Pattern[str], re.Pattern[str]]:
    labels = "|".join(load_list("masthead", "imprint"))
    return (
        re.compile(rf"(?:{labels})\s?[:：]\s?({_NAME}{{3,30}})"),
        re.compile(rf"^({_NAME}{{3,30}}?)\s?(?:{labels})"),
    )


def _matches(rule: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    return (match[1] for text in texts if (match := rule.search(text)))


_HAN = "〇零○一二三四五六七八九"
_HAN_DIGITS = str.maketrans(_HAN, "000123456789")
_HAN_YEAR_RE = re.compile(rf"[一二][{_HAN}]{{3}}(?=\s?年|[-—–~～至]|学年)")
_HAN_DAY_RE = re.compile(r"([一二三四五六七八九十]{1,3})\s?([月日])")
_CALENDAR_YEAR_RE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
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
    r"|(?<!\d)(?:1[0-2]|[89])\d年度|[〇零○一二三四五六七八九]{4}(?:学年度?|年度?)|学年度?|年度|第[一二12]学期|[上下]学期|[春秋]季学期"
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
    years = [int(year) for year in _CALENDAR_YEAR_RE.findall(_TARGET_YEAR_RE.sub("", plain))]
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
    alone = [text for text in signed if is_date(text) or _name_and_date(text)[1]]
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
