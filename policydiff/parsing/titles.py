"""Titles: the beginning of an item that names it, and the text behind."""

import re

from msgspec import Struct

from policydiff.model import Line
from policydiff.parsing.blocks import Block
from policydiff.parsing.headings import is_title_line
from policydiff.parsing.outline import Item
from policydiff.settings import ParsingSettings

_END_RE = re.compile(r"[。！？；;|]|(?<!\d)[:：](?=.)")
_GAP_RE = re.compile(r"(?<=\S{4})(?:[ \t\xa0]{2,}|[\u3000\u2003\t])\s*(?=\S)")
_STOP_RE = re.compile(r"[。！？；;|]")
_ANNOUNCE_RE = re.compile(r"[一二两三四五六七八九十]\s?[个条项种大点字抓](?!.{6})|[”\"]字$")
_COMMA_RE = re.compile(r"[，,]")
_OFFICE_RE = re.compile(r".*[局委厅部办处科室司股院所]$|.*中心$")
_TRAILING = "。.；;：:，, \t\u3000"


class Titled(Struct, frozen=True):
    """An item cut into the lines of its title, the text behind on its line, and other blocks."""

    heading: tuple[Line, ...]
    opening: tuple[Line, ...]
    rest: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The title in one piece."""
        return "".join(line.text for line in self.heading)


def entitle(item: Item, settings: ParsingSettings) -> Titled:
    """Cut an item; a marker alone takes its title from the next line, a broken heading its end."""
    first, rest = item.blocks[0], item.blocks[1:]
    line, heading = first.line, first.rest
    if not heading and item.body:
        line, heading, rest = rest[0].line, rest[0].rest, rest[1:]
    whole = bool(rest) and _is_whole(heading, settings)
    title, opening = (heading.strip(_TRAILING), "") if whole else cut_title(heading, settings)
    lines: tuple[Line, ...] = (Line(line, title),)
    if item.body and rest and rest[0] is item.body[0] and _goes_on(heading, rest[0], settings):
        lines, rest = (*lines, Line(rest[0].line, rest[0].text)), rest[1:]
    return Titled(lines, (Line(line, opening),) if opening else (), rest)


def _is_whole(heading: str, settings: ParsingSettings) -> bool:
    """Tell whether a colon belongs to a heading whose text stands on other lines.

    It does where what stands before it does not name the work: 突出一个中心：…, 德育：….
    """
    before, colon, _ = heading.replace("：", ":").partition(":")
    if not colon or len(heading) > settings.title_line or _STOP_RE.search(heading):
        return False
    return len(before) < settings.title_least or _ANNOUNCE_RE.search(before) is not None


def cut_title(heading: str, settings: ParsingSettings) -> tuple[str, str]:
    """Return the title at the beginning of an item, and its text behind the title.

    >>> cut_title("加强监管。推进执法。", ParsingSettings())
    ('加强监管', '推进执法。')
    >>> cut_title("加强监管", ParsingSettings())
    ('加强监管', '')

    A first sentence that is too long for a title stays in the text; its beginning is the title.
    """
    end = next((found for found in _END_RE.finditer(heading) if _is_open(heading, found)), None)
    gap = _GAP_RE.search(heading, 0, end.start()) if end else None
    end = gap or end
    title, text = (heading[: end.start()], heading[end.end() :]) if end else (heading, "")
    if len(title) > settings.title_long:
        commas = [match.start() for match in _COMMA_RE.finditer(title)]
        fitting = [comma for comma in commas if comma <= settings.title_long]
        cut = fitting[-1] if fitting else (commas[0] if commas else len(title))
        title, text = title[:cut], heading if commas else text
    return title.strip(_TRAILING), text.strip()


def _is_open(heading: str, sign: re.Match[str]) -> bool:
    """Tell whether a sign stands outside quotes and brackets: not “我运动：我快乐”."""
    before = heading[: sign.start()]
    within = any(before.count(left) > before.count(right) for left, right in ("“”", "《》", "「」"))
    return not within or sign[0] in "。|"


def _goes_on(heading: str, following: Block, settings: ParsingSettings) -> bool:
    """Tell whether a heading is broken over two lines: neither has a sign, none is an office."""
    if following.marker or _OFFICE_RE.match(following.text):
        return False
    return is_title_line(heading, settings) and is_title_line(following.text, settings)
