"""Directive verbs: how strongly a measure is worded, and at which stage of its life it is."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from policydiff.model import Step, VerbStep

_HEAD = 4  # characters that may stand in front of the first directive word: 今年进一步推进


class VerbLevel(Struct, frozen=True):
    """Words of about one strength, or of one stage. Hedging words weaken what follows them."""

    name: str
    words: tuple[str, ...]
    hedges: bool = False


class VerbScale(Struct, frozen=True):
    """Levels in ascending order, with the expression that finds their words."""

    levels: tuple[VerbLevel, ...]
    pattern: re.Pattern[str]

    def rank(self, word: str) -> int:
        """Return the rank of a word, 0 is the lowest level."""
        return next(i for i, level in enumerate(self.levels) if word in level.words)


class VerbScales(Struct, frozen=True):
    """The two scales of ``data/verbs.toml``."""

    strength: VerbScale
    stage: VerbScale


@cache
def load_verbs() -> VerbScales:
    """Return the scales of the package.

    >>> [level.name for level in load_verbs().stage.levels]
    ['谋划', '启动', '推进', '完成', '评估']
    """
    source = Path(__file__).with_name("data") / "verbs.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    follow = table["not_before"]["words"]
    return VerbScales(_scale(table["strength"], follow), _scale(table["stage"], follow))


def _scale(levels: Sequence[dict[str, Any]], follow: Sequence[str]) -> VerbScale:
    read = tuple(
        VerbLevel(x["name"], tuple(map(_bare, x["words"])), x.get("hedges", False)) for x in levels
    )
    words = sorted({w for x in levels for w in x["words"]}, key=lambda w: (-len(_bare(w)), w))
    return VerbScale(read, re.compile(f"(?:{'|'.join(words)})(?!{'|'.join(follow)})"))


def _bare(word: str) -> str:
    """Return a word without its exceptions: 试点(?!医院) is 试点."""
    return word.partition("(?!")[0]


@cache
def directive_words() -> frozenset[str]:
    """Return all words of both scales.

    >>> {"探索", "评估"} <= directive_words()
    True
    """
    scales = load_verbs()
    levels = (*scales.strength.levels, *scales.stage.levels)
    return frozenset(word for level in levels for word in level.words)


def strength_step(before: str, after: str) -> VerbStep | None:
    """Return the words that set the strength of two measures, and the step between them.

    >>> strength_step("探索建立区域检测中心", "全面推进区域检测中心建设")
    VerbStep(previous='探索', current='全面', step=<Step.UP: 'up'>)

    None where one of them begins with no directive verb: nothing is claimed then.
    """
    return _step(_head_word(before), _head_word(after), load_verbs().strength)


def stage_step(before: str, after: str) -> VerbStep | None:
    """Return the lifecycle words of two measures, and the step between them.

    >>> stage_step("启动编制三年行动计划", "完成三年行动计划终期评估")
    VerbStep(previous='启动', current='评估', step=<Step.UP: 'up'>)
    """
    scale = load_verbs().stage
    return _step(_latest(before, scale), _latest(after, scale), scale)


def _head_word(text: str) -> str:
    """Return the directive word that counts at the head of a measure, "" if there is none."""
    scale = load_verbs().strength
    found: list[str] = []
    match = scale.pattern.search(text)
    if match is None or match.start() > _HEAD:
        return ""
    while match:
        found.append(match[0])
        match = scale.pattern.match(text, match.end())
    hedges = [word for word in found if scale.levels[scale.rank(word)].hedges]
    return min(hedges, key=scale.rank) if hedges else max(found, key=scale.rank)


def _latest(text: str, scale: VerbScale) -> str:
    """Return the word of the latest stage in a measure; the first of equals."""
    return max((m[0] for m in scale.pattern.finditer(text)), key=scale.rank, default="")


def _step(before: str, after: str, scale: VerbScale) -> VerbStep | None:
    if not before or not after:
        return None
    move = scale.rank(after) - scale.rank(before)
    return VerbStep(before, after, Step.UP if move > 0 else Step.DOWN if move < 0 else Step.SAME)
