"""Segments: Chinese text cut into words with their kinds, by jieba-rs."""

from collections.abc import Iterator


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text and their kinds, as jieba tags them: n, vn, v, a, x.

    >>> list(tagged_words("渔船安全"))
    [('渔船', 'n'), ('安全', 'an')]
    """
    import rjieba  # on first use: it takes 90 ms to load

    yield from rjieba.tag(text)
