"""Break lines of mixed Chinese and Latin text for a terminal, as a typesetter would."""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

_CLOSING = "，。、；：！？）》」』】〕”’…—,.;:!?)]}%％"
_OPENING = "（《「『【〔“‘([{"
_ATOM_RE = re.compile(
    f"[{re.escape(_OPENING)}]*"
    r"(?:[^\s\u2e80-\U0003ffff" + re.escape(_OPENING + _CLOSING) + r"]+|[^\s])?"
    f"[{re.escape(_CLOSING)}]*" + r"\s*"
)
"""What must not be torn: a Latin word or one Han character, with its brackets and signs."""


class PlanText(Text):
    """Text that folds between Han characters.

    A class, because rich asks the object itself to wrap; rich breaks only at blanks, and moves
    an unspaced Chinese title whole to the next line.
    """

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Divide into lines of at most ``width`` cells."""
        lines = Lines()
        for line in self.split(allow_blank=True):
            divided = line.divide(list(break_offsets(line.plain, width)))
            for part in divided:
                part.rstrip_end(width)
            lines.extend(divided)
        return lines


def break_offsets(text: str, width: int) -> Iterator[int]:
    """Yield the offsets at which new lines of at most ``width`` cells begin.

    >>> list(break_offsets("推进（医联体）建设", 8))
    [4, 8]
    """
    used = 0
    for start, atom in _atoms(text):
        word = atom.rstrip()
        size = cell_len(word)
        if used and used + size > width:
            yield start
            used = 0
        if size > width:
            torn = _tear(word, width)
            yield from (start + offset for offset in torn)
            size = cell_len(word[torn[-1] :]) if torn else width
        used += size + len(atom) - len(word)


def _atoms(text: str) -> Iterator[tuple[int, str]]:
    for match in _ATOM_RE.finditer(text):
        if match[0]:
            yield match.start(), match[0]


def _tear(word: str, width: int) -> list[int]:
    """Return the offsets at which a word too long for a line is torn."""
    offsets = []
    used = 0
    for offset, character in enumerate(word):
        size = cell_len(character)
        if used and used + size > width:
            offsets.append(offset)
            used = 0
        used += size
    return offsets
