"""Issuers: the office that issued a plan, found where it stands: signature, title, labels."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from policydiff.model import Part
from policydiff.parsing.blocks import LabelledBlock
from policydiff.parsing.dates import is_date, strip_years
from policydiff.parsing.frame import Frame
from policydiff.parsing.masthead import Masthead
from policydiff.text.offices import Kind, ends_as_office, is_office, read_office
from policydiff.text.words import load_lexicon, load_list

_NAME = r"[^，,。；;：:、\d\s|?？《》]"
_HEAD_OF_RE = re.compile(
    r"(?:^|[上日\s])([^\W\d_]{0,14}?(?:人民政府|国务院))代?(?:总理|主席|省长|市长|区长|县长|旗长|州长)"
)
_ON_BEHALF_RE = re.compile(r"我代表([^\W\d_]{3,16}?(?:人民政府|政府)|国务院)")
_ASSEMBLY_RE = re.compile(r"在([^\W\d_]{2,16}?)第[一二三四五六七八九十]+届人民代表大会")
_NATIONAL_ASSEMBLY_RE = re.compile(r"第[一二三四五六七八九十]+届全国人民代表大会")
_REPORT_RE = re.compile(r"(?:(?:19|20)\d\d年?度?)?([^\W\d_]{2,12}?)(?:人民)?政府工作报告")
_SPOKE_RE = re.compile(rf"({_NAME}{{2,14}}?(?:委员会|委|局|厅|政府|部))(?:方面)?(?:透露|表示|介绍)")
_YEAR_RE = re.compile(
    r"(?:19|20)\d\d(?:[-—–~～](?:19|20)?\d\d)?(?:学?年(?:度(?!假))?)|[〇零○一二三四五六七八九]{4}学?年(?:度(?!假))?"
)
_SPECIAL_RE = re.compile(r"(香港|澳门)(?:特别行政区|特区)")
_GENERIC = frozenset({"省人民政府", "市人民政府", "区人民政府", "县人民政府", "自治区人民政府"})
_PRINTED_RE = re.compile(r"[\s?？]*(.{2,40}?)(?:办公室)?\s*((?:19|20)\d\d年.*印发)[\s|]*$")
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
            full = name if ends_as_office(name) or is_office(name) else f"{name}人民政府"
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
    match = re.match(r"(\D{3,40}?)[\s（(]*((?:19|20|二[〇○零])\S{2,}年.*)$", text)
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
    if len(before) > 1 and (ends_as_office(before[0]) or is_office(before[0])):
        yield before[0].strip()
    rest = before[-1]
    for match in _offices_in_re().finditer(rest):
        name = rest[: match.end()]
        behind = rest[match.end() :]
        reports = name.endswith("政府")  # 某县政府工作报告 has a rule of its own
        if is_office(name) and not reports and load_lexicon().title.match(behind):
            yield name


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
