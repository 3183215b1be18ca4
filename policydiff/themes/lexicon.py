"""The lexicon: find all terms of a codebook in a text, the longest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

KEY_LENGTH = 2  # characters by which entries are looked up; no term may be shorter
GAP = "…"  # in a term: a few characters of the same clause may stand here
GAP_LIMIT = 8  # characters; "健康…行动" finds 健康杨浦行动 and not two neighbouring phrases
EVERY_THEME = ""  # the theme of an exclusion that silences all
_CLAUSE_ENDS = "，。；！？：,;!?:、\n"
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'「」『』《》〈〉"))
_WIDE = {code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1)}
_WIDE = {code: half for code, half in _WIDE.items() if chr(half).isalnum() or chr(half) in "+-"}
_FOLD = _QUOTES | _WIDE


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of a theme; weight 0 marks an exclusion, which silences its theme where it stands."""

    text: str
    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a folded text, at ``start`` to ``end``."""

    entry: Entry
    start: int
    end: int


def fold(text: str) -> str:
    """Bring a text into the form in which terms are looked for: no quotes, half width, lower case.

    >>> fold("“互联网＋”护理，ＡＥＤ")
    '互联网+护理，aed'
    """
    return text.translate(_FOLD).lower()


class Lexicon:
    """An index of entries by their first two characters (a class: it is built once, used often).

    >>> lexicon = Lexicon([Entry("专科", "specialty", 1.0), Entry("专科医师培训", "workforce", 2.0)])
    >>> [(hit.entry.text, hit.start) for hit in lexicon.find("推进专科医师培训和专科建设")]
    [('专科医师培训', 2), ('专科', 9)]
    """

    __slots__ = ("_index",)

    def __init__(self, entries: Iterable[Entry]) -> None:
        index: dict[str, list[tuple[str, str, Entry]]] = defaultdict(list)
        for entry in entries:
            head, _, tail = fold(entry.text).partition(GAP)
            index[head[:KEY_LENGTH]].append((head, tail, entry))
        self._index = dict(index)

    def find(self, text: str) -> list[Hit]:
        """Return what stands in a text, in order; a hit inside or across a longer one is left out.

        Quotes are ignored, letters match in either case. Entries of several themes that cover the
        same words are all returned; exclusions are not returned.
        """
        folded = fold(text)
        return _longest(_speaking(self._all(folded)), len(folded))

    def _all(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        index = self._index
        for start in range(len(text) - 1):
            for head, tail, entry in index.get(text[start : start + KEY_LENGTH], ()):
                if text.startswith(head, start):
                    end = _end(text, start + len(head), tail)
                    if end:
                        hits.append(Hit(entry, start, end))
        return hits


def _end(text: str, position: int, tail: str) -> int:
    """Return where a term ends whose head ends at ``position``; 0 where its tail is missing."""
    if not tail:
        return position
    found = text.find(tail, position, position + GAP_LIMIT + len(tail))
    if found < 0 or any(mark in text[position:found] for mark in _CLAUSE_ENDS):
        return 0
    return found + len(tail)


def _speaking(hits: list[Hit]) -> list[Hit]:
    """Leave out the hits that overlap an exclusion of their theme, and the exclusions."""
    silent = [hit for hit in hits if not hit.entry.weight]
    return [
        hit
        for hit in hits
        if hit.entry.weight
        and not any(
            mute.start < hit.end
            and hit.start < mute.end
            and mute.entry.theme in (hit.entry.theme, EVERY_THEME)
            for mute in silent
        )
    ]


def _longest(hits: list[Hit], length: int) -> list[Hit]:
    """Keep the hits that no longer one overlaps; of equal length the earlier one stands."""
    owner = [0] * length
    kept: list[Hit] = []
    for hit in sorted(hits, key=_precedence):
        span = hit.start + 1, hit.end
        mark = span[0] * (length + 1) + span[1]
        held = set(owner[hit.start : hit.end])
        if held == {0}:
            owner[hit.start : hit.end] = [mark] * (hit.end - hit.start)
        elif held != {mark}:
            continue
        kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _precedence(hit: Hit) -> tuple[int, int]:
    return -len(hit.entry.text), hit.start
