"""Likeness: how much of a text is left in another, character by character."""

from collections.abc import Sequence


def likeness(one: str, other: str) -> float:
    """Return twice the longest common subsequence over both lengths, 0..1.

    >>> likeness("做实签约", "实行签约"), likeness("", "签约")
    (0.75, 0.0)
    """
    from rapidfuzz.fuzz import ratio  # on first use: it takes 30 ms to load

    return ratio(one, other) / 100


def nearest(text: str, others: Sequence[str], at_least: float) -> list[tuple[int, float]]:
    """Return the places of the texts that are at least so alike (0..1), the most alike first.

    >>> nearest("做实签约", ["健康上海", "实行签约"], 0.5)
    [(1, 0.75)]
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    found = extract(text, others, scorer=ratio, score_cutoff=at_least * 100, limit=None)
    return [(place, score / 100) for _, score, place in found]
