"""Segments: Chinese text cut into words with their kinds, by jieba-rs."""

from collections.abc import Iterator
from itertools import accumulate


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text and their kinds, as jieba tags them: n, vn, v, a, x.

    >>> list(tagged_words("渔船安全"))
    [('渔船', 'n'), ('安全', 'an')]
    """
    import rjieba  # on first use: it takes 90 ms to load

    yield from rjieba.tag(text)


def word_bounds(text: str) -> frozenset[int]:
    """Return the places where a word of the text begins or ends, by their number of characters.

    >>> sorted(word_bounds("渔船安全"))
    [0, 2, 4]
    """
    import rjieba  # on first use: it takes 90 ms to load

    return frozenset(accumulate(map(len, rjieba.cut(text, hmm=False)), initial=0))
