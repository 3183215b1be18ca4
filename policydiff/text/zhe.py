"""Tell the particle 着 from the verb 著, which texts of Taiwan and Hong Kong write alike.

OpenCC leaves every 著 as it is. What is meant is told by the words on both sides.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from msgspec import Struct

from policydiff.text.words import load_list

ZHU, ZHE = "著", "着"
LONGEST = 4  # characters of a word on one side


class _Words(Struct, frozen=True):
    """The words of ``data/zhe.toml``: what stands before 著, or from it on."""

    always: re.Pattern[str]
    begin: re.Pattern[str]
    end: re.Pattern[str]
    open: re.Pattern[str]
    particle: re.Pattern[str]


def with_particles(text: str) -> str:
    """Write the particle as 着 in a text that is simplified but for it.

    >>> with_particles("著力围绕著名专科，沿著既定方向，成效显著，随著名额增加")
    '着力围绕著名专科，沿着既定方向，成效显著，随着名额增加'
    """
    if ZHU not in text:
        return text
    pieces = text.split(ZHU)
    words = _words()
    written = [pieces[0]]
    for before, behind in pairwise(pieces):
        written += [_meant(before[-LONGEST:], behind[:LONGEST], words), behind]
    return "".join(written)


def _meant(before: str, behind: str, words: _Words) -> str:
    """Return 著 or 着, whichever is meant between these words."""
    if words.always.search(before):
        return ZHU
    if words.begin.match(behind):
        return ZHE
    if words.end.search(before) or words.open.match(behind):
        return ZHU
    return ZHE if words.particle.search(before) else ZHU


@cache
def _words() -> _Words:
    unless = "|".join(load_list("zhe", "unless"))
    opened = "|".join(word.removeprefix(ZHU) for word in load_list("zhe", "open"))
    return _Words(
        always=_any(f"{word.removesuffix(ZHU)}$" for word in load_list("zhe", "always")),
        begin=_any(word.removeprefix(ZHE) for word in load_list("zhe", "begin")),
        end=_any(f"{word.removesuffix(ZHU)}$" for word in load_list("zhe", "end")),
        open=re.compile(f"(?!{unless})(?:{opened})"),
        particle=re.compile("[\u4e00-\u9fff]$"),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
