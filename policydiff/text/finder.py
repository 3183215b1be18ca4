"""What stands in a text: terms of a codebook, to the letter; phrases and other texts, nearly."""

from collections.abc import Iterable, Sequence
from operator import add

from msgspec import Struct

from policydiff.text.lines import HALF_WIDTH
from policydiff.text.words import kept

KEY_LENGTH = 2  # characters by which entries are looked up (pairs); no term may be shorter
EXCLUSION = 0.0  # the weight of a phrase in which the terms of its theme do not count
GAP = "…"  # in a term: a few characters of the same clause may stand here
GAP_LIMIT = 8  # characters; "健康…行动" finds 健康杨浦行动 and not two neighbouring phrases
_CLAUSE_ENDS = "，。；！？：,;!?:、\n"
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'「」『』《》〈〉"))
_WIDE = {
    code: half for code, half in HALF_WIDTH.items() if chr(half).isalnum() or chr(half) in "+-"
}
_FOLD = _QUOTES | _WIDE
_Entry = tuple[str, str, str, float]  # what follows the gap, the term, its theme and weight


class Hit(Struct, frozen=True):
    """A term found, at ``start`` to ``end`` of the folded text, with its theme and weight."""

    term: str
    theme: str
    weight: float
    start: int
    end: int


def fold(text: str) -> str:
    """Bring a text into the form in which terms are looked for: no quotes, half width, lower case.

    >>> fold("“互联网＋”护理，ＡＥＤ")
    '互联网+护理，aed'
    """
    return text.translate(_FOLD).lower()


class TermIndex:
    """An index of terms by their first two characters (a class: it is built once, used often).

    It is made of terms with theme and weight; a term of weight EXCLUSION silences its theme.

    >>> lexicon = TermIndex([("专科", "specialty", 1.0), ("专科医师培训", "workforce", 2.0)])
    >>> [(hit.term, hit.start) for hit in lexicon.find("推进专科医师培训和专科建设")]
    [('专科医师培训', 2), ('专科', 9)]
    """

    __slots__ = ("_entries", "_lengths")

    def __init__(self, terms: Iterable[tuple[str, str, float]]) -> None:
        terms = tuple(terms)
        forms = fold("\n".join(term for term, _, _ in terms)).split("\n") if terms else ()
        entries: dict[str, list[_Entry]] = {}
        lengths: dict[str, set[int]] = {}
        for form, (term, theme, weight) in zip(forms, terms, strict=True):
            head, _, tail = form.partition(GAP)
            entries.setdefault(head, []).append((tail, term, theme, weight))
            lengths.setdefault(head[:KEY_LENGTH], set()).add(len(head))
        self._entries = entries
        self._lengths = {key: sorted(found) for key, found in lengths.items()}

    def find(self, text: str) -> list[Hit]:
        """Return what stands in a text, in order; a hit that a longer one overlaps is left out.

        Quotes are ignored, letters match in either case. Terms of several themes that cover the
        same words are all returned; exclusions are not.
        """
        return list(_found(text, self))

    def all(self, text: str) -> list[Hit]:
        """Return every term that stands in a folded text, exclusions too, whatever overlaps."""
        hits: list[Hit] = []
        keys = enumerate(map(add, text, text[1:]))
        starts = [(start, self._lengths[key]) for start, key in keys if key in self._lengths]
        for start, lengths in starts:
            for length in lengths:
                position = start + length
                for tail, term, theme, weight in self._entries.get(text[start:position], ()):
                    end = _end(text, position, tail)
                    if end:
                        hits.append(Hit(term, theme, weight, start, end))
        return hits


@kept
def _found(text: str, index: TermIndex) -> tuple[Hit, ...]:
    folded = fold(text)
    return tuple(_longest(_speaking(index.all(folded)), len(folded)))


def _end(text: str, position: int, tail: str) -> int:
    """Return where a term ends whose head ends at ``position``; 0 where it is not all there."""
    if not tail:
        return position if position <= len(text) else 0
    found = text.find(tail, position, position + GAP_LIMIT + len(tail))
    if found < 0 or any(mark in text[position:found] for mark in _CLAUSE_ENDS):
        return 0
    return found + len(tail)


def _speaking(hits: list[Hit]) -> list[Hit]:
    """Leave out the hits that overlap an exclusion of their theme, and the exclusions."""
    silent = [hit for hit in hits if not hit.weight]
    return [
        hit
        for hit in hits
        if hit.weight
        and not any(
            mute.start < hit.end and hit.start < mute.end and mute.theme == hit.theme
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
    return -len(hit.term), hit.start


MOST_NEAR, LEAST_LIKE = 5, 60
"""Phrases offered for one that is not found; how like it they are at least, of 100."""


def near_phrases(phrase: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of texts that come nearest to a phrase, the nearest first.

    >>> near_phrases("互联网医疗院", ["发展互联网医院，", "推进互联网医疗服务。", "植树造林"])
    ('互联网医疗', '互联网医院')
    """
    from rapidfuzz.fuzz import partial_ratio_alignment, ratio  # where nothing was found

    found: dict[str, float] = {}
    for text in texts:
        place = partial_ratio_alignment(phrase, text, score_cutoff=LEAST_LIKE)
        part = _trimmed(text[place.dest_start : place.dest_end], phrase) if place else ""
        if len(part) >= KEY_LENGTH:
            found[part] = ratio(phrase, part)
    likely = sorted(found, key=lambda part: (-found[part], part))
    return tuple(part for part in likely if found[part] >= LEAST_LIKE)[:MOST_NEAR]


def _trimmed(part: str, phrase: str) -> str:
    """Return a part without what the phrase does not have at its ends."""
    shared = [place for place, character in enumerate(part) if character in phrase]
    return part[shared[0] : shared[-1] + 1] if shared else ""


def likeness(one: str, other: str) -> float:
    """Return twice the longest common subsequence over both lengths, 0..1.

    >>> likeness("做实签约", "实行签约"), likeness("", "签约")
    (0.75, 0.0)
    """
    return likenesses(one, [other])[0]


def likenesses(text: str, others: Iterable[str]) -> list[float]:
    """Return the likeness of a text to each of some others."""
    from rapidfuzz.fuzz import ratio  # on first use: it takes 30 ms to load
    from rapidfuzz.process import extract_iter

    return [score / 100 for _, score, _ in extract_iter(text, others, scorer=ratio)]


def nearest(text: str, others: Sequence[str], at_least: float) -> list[tuple[int, float]]:
    """Return the places of the texts that are at least so alike (0..1), the most alike first.

    >>> nearest("做实签约", ["健康上海", "实行签约"], 0.5)
    [(1, 0.75)]
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    found = extract(text, others, scorer=ratio, score_cutoff=at_least * 100, limit=None)
    return [(place, score / 100) for _, score, place in found]
