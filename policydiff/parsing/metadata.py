"""Metadata: what a plan says of itself: title, issuer, level, year, number, date, scope."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policydiff.model import Completeness, Level, Part, Removed
from policydiff.parsing.blocks import Block
from policydiff.parsing.frame import Frame, Labelled, squeeze
from policydiff.parsing.lexicon import load_lexicon
from policydiff.parsing.selection import Selection

_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_YEAR_RE = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=\s?年)")
_YEAR_RE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATE_RE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[年\-/.]\s?(\d{1,2})\s?[月\-/.]\s?(\d{1,2})(?!\d)\s?日?"
)
_NUMBER_RE = re.compile(
    r"[一-鿿]{2,12}\s?[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号"
)
_NOTICE_RE = re.compile(r".{0,20}关于印发(.{4,60})的(?:通知|公告)")
_QUOTED_RE = re.compile(r"[《〈]([^《》〈〉]{4,60})[》〉]")
_TAIL_DATE_RE = re.compile(r"[\s（(]*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s）)]*$")
_OPENING_RE = re.compile(r"((?:19|20)\d\d)年[,，]?([一-鿿]{2,20}?工作)[要将].*要点")

_OFFICE = (
    "委员会|人民政府|政府|国务院|办公室|办公厅|总局|局|厅|部|委|中心|(?<!区)管委会|行政长官|协会"
)
_OFFICE_LINE_RE = re.compile(
    rf"[\s?？]*([^，,。；;：:、\d\s|?？]{{2,30}}?(?:{_OFFICE}))(?:办公室)?$"
)
_OFFICE_PRINTED_RE = re.compile(
    rf"([^，,。；;：:、\d\s|]{{2,30}}?(?:{_OFFICE}))(?:办公室)?\s*(?:19|20)\d\d年"
)
_HEAD_OF_RE = re.compile(
    r"(?:^|上|日)[\s\u3000]*([一-鿿]{2,20}?(?:人民政府|国务院)|国务院)代?(?:总理|主席|省长|市长|区长|县长|旗长)"
)
_ASSEMBLY_RE = re.compile(r"在([一-鿿]{2,16}?)第[一二三四五六七八九十]+届人民代表大会")
_NATIONAL_ASSEMBLY_RE = re.compile(r"在?第[一二三四五六七八九十]+届全国人民代表大会")
_REPORT_RE = re.compile(r"(?:(?:19|20)\d\d年?)?([一-鿿]{2,12}?)(?:人民)?政府工作报告")
_SPOKE_RE = re.compile(
    r"([一-鿿]{2,14}?(?:委员会|委|局|厅|政府|部))(?:方面)?(?:透露|表示|介绍|获悉)"
)

_NATIONAL_RE = re.compile(r"国务院|中共中央|全国|国家|中华人民共和国|^[一-鿿]{2,8}部(?:办公厅)?$")
_DISTRICT_RE = re.compile(r"(?<![社园片治示范政景])区|县|旗")
_PROVINCE_RE = re.compile(r"省|自治区|特别行政区|兵团")
_PLACE_RE = re.compile(
    r"^(?:[一-鿿]{2,8}?(?:特别行政区|自治区|自治州|省|市))?(?:[一-鿿]{1,8}?(?:市|州|盟))?"
    r"(?:[一-鿿]{1,8}?(?<![社园片])(?:新区|区|县|旗))?"
)


@dataclass(frozen=True, slots=True)
class Metadata:
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
    around = (*frame.head, *frame.tail)
    title = _title(frame.head)
    issuer = _issuer(title, frame)
    completeness = _completeness(title, frame, selection)
    return Metadata(
        title=title,
        issuer=issuer,
        level=_level(issuer or title),
        year=_year(title, frame, selection),
        document_number=_first(_NUMBER_RE, (x.block.text for x in around)),
        issued_on=_issued_on(frame, removed),
        scope="" if completeness is Completeness.DIGEST else _scope(title, issuer),
        completeness=completeness,
    )


def _first(rule: re.Pattern[str], texts: Iterable[str]) -> str | None:
    for text in texts:
        if match := rule.search(text):
            return match[0]
    return None


def _of(parts: Iterable[Part], labelled: Iterable[Labelled]) -> Iterator[str]:
    wanted = frozenset(parts)
    return (x.block.text for x in labelled if x.part in wanted)


def _title(head: Sequence[Labelled]) -> str:
    titles = [_bare(squeeze(text)) for text in _of([Part.TITLE], head)]
    plain = [title for title in titles if not title.endswith(("的通知", "的公告"))]
    dated = [title for title in plain if _years(title)]
    if chosen := dated or plain:
        return chosen[-1]
    if titles:
        notice = _NOTICE_RE.match(titles[-1])
        return notice[1].strip("《》") if notice else titles[-1]
    return _title_in_text(head)


def _bare(title: str) -> str:
    """Return a title without a date and brackets around it."""
    bare = _TAIL_DATE_RE.sub("", title).strip()
    notice = _NOTICE_RE.match(bare)
    quoted = _QUOTED_RE.fullmatch(notice[1]) if notice else _QUOTED_RE.fullmatch(bare)
    if quoted:
        return quoted[1]
    return bare


def _title_in_text(head: Sequence[Labelled]) -> str:
    """Return a headline, or the title that an opening sentence implies; "" where neither is."""
    for text in _of([Part.PREFACE, Part.LEAD], head):
        if 8 <= len(text) <= 40 and not text.endswith(("。", "：", ":", "！")):
            return text
        if match := _OPENING_RE.match(text):
            return f"{match[1]}年{match[2]}要点"
    return ""


def _issuer(title: str, frame: Frame) -> str:
    head, tail = frame.head, frame.tail
    signed = [*_of([Part.COVER_LETTER, Part.BYLINE, Part.COLOPHON], (*head, *tail))]
    for text in signed:
        if match := _OFFICE_LINE_RE.match(text) or _OFFICE_PRINTED_RE.match(text):
            return match[1]
    everywhere = [x.block.text for x in head]
    for text in everywhere:
        if match := _HEAD_OF_RE.search(text):
            return match[1]
    for text in everywhere:
        if _NATIONAL_ASSEMBLY_RE.search(text):
            return "国务院"
        if match := _ASSEMBLY_RE.search(text):
            return f"{match[1]}人民政府"
    if match := _REPORT_RE.match(title):
        return f"{match[1]}人民政府"
    spoken = (_SPOKE_RE.match(x.block.text) for x in tail if x.part is Part.BACKGROUND)
    return next((match[1] for match in spoken if match), "")


def _level(office: str) -> Level:
    place = office.replace("自治区", "省").replace("特别行政区", "省")
    if _DISTRICT_RE.search(place):
        return Level.DISTRICT
    if re.search(r"[市州盟]", place):
        return Level.MUNICIPAL
    if _PROVINCE_RE.search(place):
        return Level.PROVINCIAL
    return Level.NATIONAL if _NATIONAL_RE.search(place) else Level.OTHER


def _years(text: str) -> list[int]:
    plain = _HAN_YEAR_RE.sub(lambda match: match[0].translate(_HAN_DIGITS), text)
    return [int(year) for year in _YEAR_RE.findall(plain)]


def _year(title: str, frame: Frame, selection: Selection) -> int | None:
    """Return the year of the title, else of the headings, else of the opening, else of a date.

    Dates come last: cn-gwr-2020 carries the date line of the next year's report.
    """
    if years := _years(title):
        return years[0]
    back = [year for text in _headings(selection, Part.REVIEW) for year in _years(text)]
    if back:
        return max(back) + 1
    ahead = [year for placed in selection.sections for year in _years(_heading(placed.item.head))]
    if ahead:
        return min(ahead)
    for parts in ([Part.PREFACE, Part.LEAD], [Part.BYLINE], [Part.COVER_LETTER, Part.COLOPHON]):
        for text in _of(parts, (*frame.head, *frame.tail)):
            if years := _years(text):
                return years[0]
    return None


def _headings(selection: Selection, part: Part) -> Iterator[str]:
    return (_heading(x.block) for x in selection.apart if x.part is part and x.block.marker)


def _heading(block: Block | None) -> str:
    return block.rest.split("。")[0] if block else ""


def _issued_on(frame: Frame, removed: Sequence[Removed]) -> str | None:
    """Return the date of signature, else of printing, else of the page, as YYYY-MM-DD."""
    around = (*frame.head, *frame.tail)
    signed = [*_of([Part.COVER_LETTER, Part.COLOPHON, Part.BYLINE], around)]
    alone = [text for text in signed if _DATE_RE.fullmatch(text.strip(" ?？\u3000（）()"))]
    page = (entry.text for entry in removed)
    for text in (*alone, *signed, *_of([Part.TITLE, Part.LEAD], frame.head), *page):
        if match := _DATE_RE.search(text):
            year, month, day = (int(number) for number in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year}-{month:02}-{day:02}"
    return None


def _scope(title: str, issuer: str) -> str:
    """Return the topic or area that a title names beside the issuer and its own field.

    A plan for all the work of the office that issued it has the scope "".
    """
    rest = re.sub(r"(?:19|20)\d\d年?|[〇零○一二三四五六七八九]{4}年|年度|关于|《|》", "", title)
    place = _PLACE_RE.match(rest)
    rest = rest[place.end() :] if place else rest
    rest = re.sub(
        r"(?:重点)?工作?(?:要点|计划|报告|方案|安排|思路|总结|任务.*|意见)(?:的通知)?$", "", rest
    )
    field = re.sub(rf"(?:{_OFFICE})$", "", _PLACE_RE.sub("", issuer))
    if rest in ("政府", "人民政府", "国务院政府", "施政", ""):
        return ""
    if field and field in rest:
        rest = rest.replace(field, "")
    return "" if field and rest and rest in field else rest


def _completeness(title: str, frame: Frame, selection: Selection) -> Completeness:
    has_headings = bool(selection.sections)
    digest = load_lexicon().digest
    reported = any(digest.match(x.block.text) for x in frame.head)
    if reported and not has_headings:
        return Completeness.DIGEST
    if not title or any(placed.item.head is None for placed in selection.sections):
        return Completeness.EXCERPT
    return Completeness.FULL
