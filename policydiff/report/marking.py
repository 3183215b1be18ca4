"""Mark in a text the words that two texts share."""

import re
from collections.abc import Sequence

from policydiff.report.blocks import Span, Tone

_SAME = "＝"
"""What stands between two words that mean the same."""


def mark_words(text: str, shared: Sequence[str]) -> tuple[Span, ...]:
    """Split text into spans, those of shared words marked; the longest word wins.

    A word that was matched by its meaning stands as ``疾控＝疾病预防控制``; each part counts.

    >>> [span.text for span in mark_words("建设互联网医院", ["互联网", "互联网医院"])]
    ['建设', '互联网医院']
    >>> [span.text for span in mark_words("加强疾控体系", ["疾控＝疾病预防控制"])]
    ['加强', '疾控', '体系']
    """
    parts = {part for word in shared for part in word.split(_SAME) if part}
    words = sorted(parts, key=lambda word: (-len(word), word))
    if not words:
        return (Span(text),)
    pieces = re.split("(" + "|".join(re.escape(word) for word in words) + ")", text)
    return tuple(
        Span(piece, Tone.SHARED if index % 2 else Tone.PLAIN)
        for index, piece in enumerate(pieces)
        if piece
    )
