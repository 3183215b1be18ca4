"""Particulars: who is responsible for a task and until when, where its own text says so.

Rows of tables have columns for that (``tables.py``); a text has labels in brackets or on lines of
their own, 责任单位：某局, or a bracket with nothing but offices in it, （某局牵头，某局配合）.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest

from policydiff.model import Particulars
from policydiff.text.offices import is_office
from policydiff.text.words import load_list

_END_RE = re.compile(r"[。；;（()）【】\[\]\n]")
_BRACKET_RE = re.compile(r"[（(【\[]([^（()）【】\[\]]{3,120})[）)】\]]")
_JOINT_RE = re.compile(r"[、，,；;\s]+")
_DUTY_RE = re.compile(
    r"(?:(?:等|及).{0,16})?(?:按职责分工|分别|共同)?(?:牵头|配合|负责|参加|参与|分工){1,2}$"
)
_STOPS = ("。", "；", ";")
_EDGES = " ，,、：:；;"


def read_particulars(texts: Iterable[str]) -> Particulars:
    """Return who is responsible and until when, as the texts of a task say.

    >>> read_particulars(["修渠三条。（牵头单位：水利局，配合单位：财政局；完成时限：6月底）"])
    Particulars(responsible='水利局；财政局', deadline='6月底', remarks='')
    >>> read_particulars(["修桥。（某县交通局牵头，某县财政局配合）"]).responsible
    '某县交通局牵头，某县财政局配合'
    >>> read_particulars(["明确责任单位。（含水利局大楼）"])
    Particulars(responsible='', deadline='', remarks='')
    """
    responsible: list[str] = []
    deadline: list[str] = []
    for text in texts:
        told = [*_labelled(text)]
        responsible += [value for kind, value in told if kind == "responsible"]
        deadline += [value for kind, value in told if kind == "deadline"]
        if not told:
            responsible += _of_offices(text)
    return Particulars("；".join(dict.fromkeys(responsible)), "；".join(dict.fromkeys(deadline)))


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of each label and what stands behind it, up to the next or to a stop."""
    found = [*_label_re().finditer(text)]
    for match, following in zip_longest(found, found[1:]):
        stop = _END_RE.search(text, match.end())
        ends = (stop.start() if stop else len(text), following.start() if following else len(text))
        if value := text[match.end() : min(ends)].strip(_EDGES):
            yield match.lastgroup or "", value


def _of_offices(text: str) -> Iterator[str]:
    """Yield the brackets that say which offices do it, or name nothing but offices at a stop."""
    for bracket in _BRACKET_RE.finditer(text):
        said = bracket[1].strip(_EDGES)
        names = [_DUTY_RE.sub("", name) for name in _JOINT_RE.split(said)]
        offices = [is_office(name) for name in names if name]
        ends = text[: bracket.start()].endswith(_STOPS) or not text[bracket.end() :].strip(_EDGES)
        if any(offices) if _DUTY_RE.search(said) else ends and offices and all(offices):
            yield said


@cache
def _label_re() -> re.Pattern[str]:
    kinds = (
        f"(?P<{kind}>{'|'.join(load_list('tables', f'{kind}_labels'))})"
        for kind in ("responsible", "deadline")
    )
    return re.compile(rf"(?:(?<=[。；;，,、（(【\[\s])|^)(?:{'|'.join(kinds)})\s?[:：]\s?")
