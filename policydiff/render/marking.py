"""Mark in a text the words that two texts share."""

import re
from collections.abc import Sequence

from policydiff.render.blocks import Span, Tone


def mark_words(text: str, shared: Sequence[str]) -> tuple[Span, ...]:
    """Split text into spans, those of shared words marked; the longest word wins.

    >>> [span.text for span in mark_words("建设互联网医院", ["互联网", "互联网医院"])]
    ['建设', '互联网医院']
    """
    words = sorted({word for word in shared if word}, key=lambda word: (-len(word), word))
    if not words:
        return (Span(text),)
    pieces = re.split("(" + "|".join(re.escape(word) for word in words) + ")", text)
    return tuple(
        Span(piece, Tone.SHARED if index % 2 else Tone.PLAIN)
        for index, piece in enumerate(pieces)
        if piece
    )
