"""Likeness: how much of a text is left in another, character by character."""


def likeness(one: str, other: str) -> float:
    """Return twice the longest common subsequence over both lengths, 0..1.

    >>> likeness("推进签约服务", "做实签约服务"), likeness("", "签约")
    (0.6666666666666666, 0.0)
    """
    from rapidfuzz.fuzz import ratio  # on first use: it takes 30 ms to load

    return ratio(one, other) / 100
