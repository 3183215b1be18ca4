"""Wording: what is said differently in two measures, in pieces that people can read.

The directive verbs tell how strongly a measure is worded, and at which stage of its life it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from policydiff.model import DECIMALS, Edit, EditKind, Layout, Step, VerbStep, Wording
from policydiff.settings import ComparingSettings
from policydiff.text.files import load_table
from policydiff.text.quantities import find_quantities
from policydiff.text.quantity_words import target_words
from policydiff.text.words import kept

DEFAULTS = ComparingSettings()
_WHOLE_RE = re.compile(r"《[^《》]{1,40}》|[A-Za-z][A-Za-z0-9]*|\d+(?:\.\d+)?年?")
_HAN = ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff")  # as ranges: a pattern takes long to compile
_FIRST_CODE = 0xF0000  # a private plane: one character stands for one token while diffing
_WORD_LENGTHS = (4, 3, 2)
Tokens = tuple[str, ...]
Matches = tuple[tuple[int, int], ...]  # places of equal tokens: previous, current; both ascending


def diff_wording(
    before: str,
    after: str,
    words: Collection[str] = (),
    settings: ComparingSettings = DEFAULTS,
) -> Wording:
    """Return what two wordings share and what each alone has.

    A number with its unit, a name in 《》 and a Latin word are one token, and no word of ``words``
    is cut. Wordings that share less than ``min_inline_share`` of their text, and those longer than
    ``max_wording``, stand side by side.

    >>> [(str(e.kind), e.text) for e in diff_wording("建设30家中心", "建设3家中心").edits]
    [('equal', '建设'), ('delete', '30家'), ('insert', '3家'), ('equal', '中心')]
    """
    if max(len(before), len(after)) > settings.max_wording:
        return _side_by_side(before, after, 0.0)
    if before == after:
        return _unchanged(before)
    most = 2 * _common(before, after) / ((len(before) + len(after)) or 1)
    if most < min(settings.min_inline_share, settings.min_verb_share):
        return _side_by_side(before, after, most)  # no diff is needed to tell a rewrite
    old, new = _tokens(before), _tokens(after)
    matches = _match(old, new)
    matches = _whole_words(old, new, matches, frozenset(words))
    matches = _whole_changes(old, new, matches)
    matches = _without_crumbs(old, new, matches)
    share = 2 * sum(len(old[i]) for i, _ in matches) / ((len(before) + len(after)) or 1)
    if share < settings.min_inline_share:
        return _side_by_side(before, after, share)
    return Wording(tuple(_edits(old, new, matches)), Layout.INLINE, round(share, DECIMALS))


def _common(one: str, other: str) -> int:
    """Return how many characters two texts share in order, by bits (Hyyrö 2004).

    >>> _common("建设30家中心", "建成3家中心")
    5
    """
    places: dict[str, int] = {}
    for place, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << place
    everywhere = (1 << len(one)) - 1
    row = everywhere
    for character in other:
        met = row & places.get(character, 0)
        row = ((row + met) | (row - met)) & everywhere
    return len(one) - row.bit_count()


def _unchanged(text: str) -> Wording:
    edits = (Edit(EditKind.EQUAL, text),) if text else ()
    return Wording(edits, Layout.INLINE, 1.0 if text else 0.0)


def _side_by_side(before: str, after: str, share: float) -> Wording:
    old, new = (((text,) if text else ()) for text in (before, after))
    return Wording(tuple(_edits(old, new, ())), Layout.SIDE_BY_SIDE, round(share, DECIMALS))


def _edits(old: Tokens, new: Tokens, matches: Matches) -> Iterator[Edit]:
    """Yield the pieces in reading order, a deletion before an insertion, none of them empty."""
    equal: list[str] = []
    for deleted, inserted, match in _gaps(old, new, matches):
        if (deleted or inserted) and equal:
            yield Edit(EditKind.EQUAL, "".join(equal))
            equal = []
        if deleted:
            yield Edit(EditKind.DELETE, "".join(deleted))
        if inserted:
            yield Edit(EditKind.INSERT, "".join(inserted))
        equal += [old[match[0]]] if match else []
    if equal:
        yield Edit(EditKind.EQUAL, "".join(equal))


def _gaps(
    old: Tokens, new: Tokens, matches: Matches
) -> Iterator[tuple[Tokens, Tokens, tuple[int, int] | None]]:
    """Yield what stands in front of each match on both sides, and at last behind all."""
    i = j = 0
    for match in matches:
        yield old[i : match[0]], new[j : match[1]], match
        i, j = match[0] + 1, match[1] + 1
    yield old[i:], new[j:], None


@kept
def _tokens(text: str) -> Tokens:
    """Cut a text into characters, but leave numbers with units, names and Latin words whole.

    >>> _tokens("达80%以上,AED")
    ('达', '80%以上', ',', 'AED')
    """
    wholes = [(q.start, q.end) for q in find_quantities(text, target_words())]
    wholes += [(m.start(), m.end()) for m in _WHOLE_RE.finditer(text)]
    tokens: list[str] = []
    position = 0
    for start, end in sorted(wholes, key=lambda span: (span[0], -span[1])):
        if start >= position:
            tokens += [*text[position:start], text[start:end]]
            position = end
    return (*tokens, *text[position:])


def _match(old: Tokens, new: Tokens) -> Matches:
    """Return the tokens that two sequences share (Myers' diff, cleaned up by meaning)."""
    from diff_match_patch import diff_match_patch

    codes: dict[str, str] = {}
    for token in (*old, *new):
        codes.setdefault(token, chr(_FIRST_CODE + len(codes)))
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a limit in seconds would make the result depend on the machine
    before, after = ("".join(codes[token] for token in side) for side in (old, new))
    pieces = engine.diff_main(before, after, checklines=False)
    engine.diff_cleanupSemantic(pieces)
    matches: list[tuple[int, int]] = []
    i = j = 0
    for kind, piece in pieces:
        if kind == engine.DIFF_EQUAL:
            matches += [(i + step, j + step) for step in range(len(piece))]
        i += len(piece) if kind != engine.DIFF_INSERT else 0
        j += len(piece) if kind != engine.DIFF_DELETE else 0
    return tuple(matches)


def _whole_words(old: Tokens, new: Tokens, matches: Matches, words: frozenset[str]) -> Matches:
    """Drop the matches inside a word of which another part differs (推动 → 推进 shares no 推)."""
    partner = dict(matches)
    origin = {j: i for i, j in matches}
    cut_old = {i for word in _words_in(old, words) if _is_cut(word, partner) for i in word}
    cut_new = {j for word in _words_in(new, words) if _is_cut(word, origin) for j in word}
    return tuple((i, j) for i, j in matches if i not in cut_old and j not in cut_new)


def _words_in(tokens: Tokens, words: frozenset[str]) -> Iterator[range]:
    """Yield the places of known words, the longest at each place first."""
    place, end, heads = 0, len(tokens), _heads(words)
    while place < end:
        if tokens[place][0] in heads:
            room = end - place
            for length in _WORD_LENGTHS:
                if length <= room and "".join(tokens[place : place + length]) in words:
                    yield range(place, place + length)
                    place += length
                    break
            else:
                place += 1
        else:
            place += 1


@lru_cache(maxsize=8)
def _heads(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[0] for word in words if word)


def _is_cut(word: range, partner: dict[int, int]) -> bool:
    """Tell whether a word is matched in part, or its parts are torn from one another."""
    places = [partner.get(place) for place in word]
    if None in places:
        return any(place is not None for place in places)
    return any(b != a + 1 for a, b in pairwise(places) if a is not None)


def _whole_changes(old: Tokens, new: Tokens, matches: Matches) -> Matches:
    """Widen a change of one character for one by the character before it: 医疗 → 医药."""
    dropped: set[tuple[int, int]] = set()
    last: tuple[int, int] | None = None
    for deleted, inserted, match in _gaps(old, new, matches):
        if len(deleted) == len(inserted) == 1 and _is_han(deleted) and _is_han(inserted):
            neighbour = last if last and _is_han(old[last[0]]) else match
            if neighbour and _is_han(old[neighbour[0]]):
                dropped.add(neighbour)
        last = match
    return tuple(match for match in matches if match not in dropped)


def _without_crumbs(old: Tokens, new: Tokens, matches: Matches) -> Matches:
    """Drop single shared characters between two changes."""
    runs: list[list[tuple[int, int]]] = []
    for match in matches:
        if runs and (match[0] - 1, match[1] - 1) == runs[-1][-1]:
            runs[-1].append(match)
        else:
            runs.append([match])
    last = (len(old) - 1, len(new) - 1)
    kept = [run for run in runs if run[0] == (0, 0) or run[-1] == last or not _is_crumb(run, old)]
    return tuple(match for run in kept for match in run)


def _is_crumb(run: list[tuple[int, int]], old: Tokens) -> bool:
    return len(run) == 1 and _is_han(old[run[0][0]])


def _is_han(token: Iterable[str]) -> bool:
    text = "".join(token)
    return len(text) == 1 and any(first <= text <= last for first, last in _HAN)


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
    table = load_table(__file__, "verbs.toml")
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
    return _step(_latest(before), _latest(after), load_verbs().stage)


@kept
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


@kept
def _latest(text: str) -> str:
    """Return the word of the latest stage in a measure; the first of equals."""
    scale = load_verbs().stage
    return max((m[0] for m in scale.pattern.finditer(text)), key=scale.rank, default="")


def _step(before: str, after: str, scale: VerbScale) -> VerbStep | None:
    if not before or not after:
        return None
    move = scale.rank(after) - scale.rank(before)
    return VerbStep(before, after, Step.UP if move > 0 else Step.DOWN if move < 0 else Step.SAME)
