"""Issuers: the office that issued a plan, and its level of government."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from policydiff.model import Part
from policydiff.parsing.frame import Frame
from policydiff.text.words import load_list

_NAME = r"[^，,。；;：:、\d\s|?？《》]"
_HEAD_OF_RE = re.compile(
    r"(?:^|[上日\s])([^\W\d_]{0,14}?(?:人民政府|国务院))代?(?:总理|主席|省长|市长|区长|县长|旗长|州长)"
)
_ON_BEHALF_RE = re.compile(r"我代表([^\W\d_]{3,16}?(?:人民政府|政府)|国务院)")
_ASSEMBLY_RE = re.compile(r"在([^\W\d_]{2,16}?)第[一二三四五六七八九十]+届人民代表大会")
_NATIONAL_ASSEMBLY_RE = re.compile(r"第[一二三四五六七八九十]+届全国人民代表大会")
_REPORT_RE = re.compile(r"(?:(?:19|20)\d\d年?度?)?([^\W\d_]{2,12}?)(?:人民)?政府工作报告")
_SPOKE_RE = re.compile(rf"({_NAME}{{2,14}}?(?:委员会|委|局|厅|政府|部))(?:方面)?(?:透露|表示|介绍)")
_YEAR_RE = re.compile(r"(?:19|20)\d\d年|[〇零○一二三四五六七八九]{4}年")
_SPECIAL_RE = re.compile(r"(香港|澳门)(?:特别行政区|特区)")
_GENERIC = frozenset({"省人民政府", "市人民政府", "区人民政府", "县人民政府", "自治区人民政府"})


def find_issuer(title: str, frame: Frame) -> str:
    """Return the issuer of a plan: who signed, who spoke, whom the title names; "" if none.

    Of several names the first counts of: a signature line, the special region of a policy address
    (施政报告), the beginning of the title of a notice or plan, the head of government who spoke,
    the assembly spoken to, the title of a report, an office that a news report quotes.
    """
    head = [labelled.block.text for labelled in frame.head]
    title = "" if title == "政府工作报告" else title
    for found in (
        _signed(frame),
        _special(title, frame),
        _from_notice(frame),
        _from_title(title),
        _matches(_HEAD_OF_RE, head),
        _matches(_ON_BEHALF_RE, head),
        _from_assembly(head),
        _matches(_REPORT_RE, [title]),
        _matches(_SPOKE_RE, (x.block.text for x in frame.tail if x.part is Part.BACKGROUND)),
    ):
        for name in found:
            full = name if _offices_re().search(name) else f"{name}人民政府"
            if full not in _GENERIC:
                return full
    return ""


@cache
def _offices_re() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_list('offices', 'offices'))})$")


@cache
def _signature_re() -> re.Pattern[str]:
    offices = "|".join(load_list("offices", "offices"))
    return re.compile(
        rf"[\s?？]*({_NAME}{{2,30}}?(?:{offices}))(?:办公室)?\s*(?:$|(?:19|20)\d\d年)"
    )


def _signed(frame: Frame) -> Iterator[str]:
    signing = (Part.COVER_LETTER, Part.COLOPHON)
    texts = (x.block.text for x in (*frame.head, *frame.tail) if x.part in signing)
    return _matches(_signature_re(), texts)


def _from_notice(frame: Frame) -> Iterator[str]:
    """Yield the offices in front of 关于 in titles: 国务院办公厅关于印发…的通知."""
    for labelled in frame.head:
        before, about, _ = labelled.block.text.partition("关于")
        if labelled.part is Part.TITLE and about and _offices_re().search(before):
            yield before.strip()


def _from_title(title: str) -> Iterator[str]:
    """Yield the office in front of the year: 某县水利局2024年工作要点."""
    before = _YEAR_RE.split(title, maxsplit=1)
    if len(before) > 1 and _offices_re().search(before[0]):
        yield before[0].strip()


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


def _matches(rule: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    return (match[1] for text in texts if (match := rule.search(text)))
