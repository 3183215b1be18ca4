"""Masthead: what a page or a head of a file says of a plan under labels: 发文机关：某局."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from policydiff.text.words import load_list

_FIELDS = ("title", "issuer", "publisher", "number", "dated", "published")
_CELL_RE = re.compile(r"\s*[|｜\t]\s*")
_SPACE_RE = re.compile(r"\s+")
_EDGES = " \u3000:：|｜\t[]【】"


class Masthead(Struct, frozen=True):
    """What stands behind each label, "" where there is none.

    ``issuer`` is the office that issued the plan, ``publisher`` the one that put it on the page;
    ``dated`` is the day of the plan, ``published`` that of the page.
    """

    title: str = ""
    issuer: str = ""
    publisher: str = ""
    number: str = ""
    dated: str = ""
    published: str = ""


def read_masthead(texts: Sequence[str]) -> Masthead:
    """Read the labels of lines: in one line, in the cells of a row, or heading columns.

    >>> read_masthead(["发文机关： | 某局 | 标　题： | 某县2024年要点"]).issuer
    '某局'
    >>> read_masthead(["标题 | 文号 | 发布机构", "某县要点 | 某发〔2024〕1号 | 某局"]).publisher
    '某局'
    >>> read_masthead(["发布机构：某局 发布日期：2024-03-01 浏览次数：3"]).published
    '2024-03-01'
    """
    found: dict[str, str] = {}
    for label, value in _labelled(texts):
        if label and value:
            found.setdefault(label, value)
    return Masthead(**found)


def _labelled(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text, below in pairwise((*texts, "")):
        cells = [cell.strip(_EDGES) for cell in _CELL_RE.split(text.strip())]
        labels = [_label(cell) for cell in cells]
        if all(labels) and len(cells) > 1:
            yield from zip(labels, (c.strip() for c in _CELL_RE.split(below.strip())), strict=False)
        elif labels[0] and len(cells) == 1 and not _label_re().search(below):
            yield labels[0], below.strip(_EDGES)
        elif len(cells) > 1:
            yield from _in_cells(cells, labels)
        else:
            yield from _in_line(text)


def _in_cells(cells: Sequence[str], labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    for (cell, label), (value, other) in pairwise(zip(cells, labels, strict=True)):
        if label and not other:
            yield label, value
        elif not label:
            yield from _in_line(cell)
    if not labels[-1]:
        yield from _in_line(cells[-1])


def _in_line(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands behind each label in a line, up to the next."""
    found = [*_label_re().finditer(text)]
    ends = (*(match.start() for match in found), len(text))[1:]
    for match, end in zip(found, ends, strict=False):
        label = _label(match[1])
        value = text[match.end() : end].strip(_EDGES)
        yield label, value if label == "title" else value.split(" ")[0]


def _label(cell: str) -> str:
    """Return the field that a cell is the label of, "" where it is none."""
    return _labels().get(_SPACE_RE.sub("", cell).strip(_EDGES), "")


@cache
def _labels() -> dict[str, str]:
    return {label: field for field in _FIELDS for label in load_list("masthead", field)}


@cache
def _label_re() -> re.Pattern[str]:
    """Match a label with blanks between its characters, and the colon behind it."""
    others = load_list("masthead", "others")
    spread = (r"\s*".join(label) for label in _longest_first((*_labels(), *others)))
    return re.compile(rf"(?<![^\W\d_])({'|'.join(spread)})\s*[:：]")


def _longest_first(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=lambda label: (-len(label), label))
