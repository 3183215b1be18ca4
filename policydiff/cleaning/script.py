"""Tell traditional from simplified text and convert the one to the other, with OpenCC's tables.

OpenCC's own ``convert`` is quadratic in text without punctuation. Its traditional → simplified
data are a table of characters and 277 phrases, so the same result is had in linear time by a
character table, after the phrases have been set aside.
"""

from policydiff.cleaning.rules import Circumstances, edit_lines, rewrite_lines
from policydiff.model import Script
from policydiff.text.lines import Lines, Repairs
from policydiff.text.simplify import AT_HOME_IN_SIMPLIFIED, leaning, to_simplified


def simplify_script(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Convert a traditional source to simplified characters: 衛生健康 → 卫生健康."""
    if circumstances.script is Script.HANS:
        return lines, ()
    return rewrite_lines("traditional-script", lines, _simplified_with_count)


def simplify_strays(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Simplify what a round trip left traditional in a simplified source: 重癥 → 重症.

    A line that is traditional as a whole, a title pasted in, is converted whole.
    """
    if circumstances.script is Script.HANT:
        return lines, ()
    strays = set(filter(_is_stray, set().union(*(line.text for line in lines))))
    if not strays:
        return lines, ()
    return edit_lines("stray-traditional", lines, lambda text: _stray_edits(text, strays))


def _is_stray(character: str) -> bool:
    return leaning(character) > 0 and character not in AT_HOME_IN_SIMPLIFIED


def _stray_edits(text: str, strays: set[str]) -> list[tuple[int, str, str]]:
    if strays.isdisjoint(text):
        return []
    if sum(map(leaning, text)) > 0 and len(simplified := to_simplified(text)) == len(text):
        return _differences(text, simplified)
    return _differences(text, "".join(to_simplified(c) if c in strays else c for c in text))


def _differences(before: str, after: str) -> list[tuple[int, str, str]]:
    pairs = zip(before, after, strict=True)
    return [(column, old, new) for column, (old, new) in enumerate(pairs) if old != new]


def _simplified_with_count(text: str) -> tuple[str, int]:
    simplified = to_simplified(text)
    places = sum(map(str.__ne__, text, simplified)) if len(text) == len(simplified) else 1
    return simplified, places
