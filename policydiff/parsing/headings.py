"""Headings without a number: short lines in front of numbered items."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from policydiff.settings import ParsingSettings
from policydiff.text.markers import Form, Marker
from policydiff.text.words import load_lexicon

_SIGN_RE = re.compile(r"[。，；：！？,;:!?|]")
_SENTENCE_ENDS = tuple("。！？；：!?;:”）)…")
_HALF_RE = re.compile(r"([上中下]篇)[、：:\s]+")
_NAMED_RE = re.compile(r"[。：:】]")
_BULLET_RE = re.compile(r"(——|--|(?=【[^【】]{2,24}】)|[•●▪■◆◇□○▶►➢★☆※·→\uf06c\uf0d8])\s*(?=\S)")


def find_part_headings(
    texts: Sequence[str], starts: Sequence[Marker | None]
) -> Mapping[int, Marker]:
    """Return a marker for each heading of a part of a report that has no number.

    It is a line of its own that names a year and what is said of it, perhaps behind 上篇：. One
    alone counts only where the numbers start again behind it; the title of the document is none.

    >>> texts = "县政府报告", "2023年工作回顾", "1.建院。", "2024年工作安排", "1.接种。"
    >>> one = Marker(Form.ARABIC, 1, "1", 2)
    >>> list(find_part_headings(texts, (None, None, one, None, one)))
    [1, 3]
    """
    lexicon = load_lexicon()
    found: dict[str, int] = {}
    halves = [_HALF_RE.match(text) for text in texts]
    titled = False
    begun = False
    for index, (text, start) in enumerate(zip(texts, starts, strict=True)):
        begun = begun or start is not None
        half = halves[index]
        named = text[half.end() :] if half else text
        heads = start is None and lexicon.part_heading.match(named) is not None
        if heads and (begun or titled or half or not lexicon.title.match(text)):
            found[text] = index
        titled = titled or lexicon.title.match(text) is not None
    indexes = sorted(found.values())
    if len(indexes) < 2 and not _start_again(indexes, starts):
        return {}
    return {index: _part(order, halves[index]) for order, index in enumerate(indexes, 1)}


def _part(order: int, half: re.Match[str] | None) -> Marker:
    """Return the marker of a part, with the half of the paper that is printed before it."""
    printed, size = (half[1], half.end()) if half else ("", 0)
    return Marker(Form.PART_HEADING, order, printed, size)


def find_shapes(texts: Sequence[str], settings: ParsingSettings) -> Mapping[int, Marker]:
    """Return markers for the headings of a text without any number, by their shape.

    A heading is a short line without a sign in front of sentences, or each line of work behind a
    bullet; one in front of another heading holds it. Where hardly any are found, they are strays.

    >>> texts = "2024年要点", "医疗", "建院", "建一所。", "建所", "建所。", "预防", "接种", "接种。"
    >>> found = find_shapes(texts, ParsingSettings())
    >>> [(index, marker.form.value) for index, marker in found.items()][:3]
    [(1, 'heading'), (2, 'subheading'), (4, 'subheading')]
    """
    bullets = _find_bullets(texts, settings)
    short = [_looks_like_one(text, settings) for text in (*texts, "")]
    speaks = [text.endswith(_SENTENCE_ENDS) for text in (*texts, "")]
    forms: dict[int, Form] = {}
    for index in range(len(texts) - 1, -1, -1):
        if index in bullets or (not bullets and short[index] and speaks[index + 1]):
            forms[index] = Form.SUBHEADING
        elif short[index] and index + 1 in forms:
            forms[index] = Form.HEADING
    leaves = sum(form is Form.SUBHEADING for form in forms.values())
    if leaves < settings.min_headings:
        return {}
    return {i: Marker(forms[i], n, "", bullets.get(i, 0)) for n, i in enumerate(sorted(forms), 1)}


def _find_bullets(texts: Sequence[str], settings: ParsingSettings) -> Mapping[int, int]:
    """Return the lines behind one sort of bullet that name work, and the size of the bullet.

    Such a line names its work in front of a stop or a colon, or has sentences on the next line.
    """
    found: dict[str, dict[int, int]] = {}
    for index, (text, below) in enumerate(pairwise((*texts, ""))):
        bullet = _BULLET_RE.match(text)
        if bullet is None:
            continue
        name, *behind = _NAMED_RE.split(text[bullet.end() :].lstrip("【"), maxsplit=1)
        alone = not any(behind) and below.endswith(_SENTENCE_ENDS) and not _BULLET_RE.match(below)
        if is_title_line(name, settings) and (any(behind) or alone):
            found.setdefault(bullet[1], {})[index] = bullet.end()
    most = max(found.values(), key=len, default={})
    return most if len(most) >= settings.min_headings else {}


def find_headings(
    texts: Sequence[str], starts: Sequence[Marker | None], settings: ParsingSettings
) -> Mapping[int, Marker]:
    """Return a marker for each unnumbered heading, by the index of its text.

    A heading is short, has no sentence sign and stands right in front of a numbered item, or of
    another heading. A few count only where the numbers start again at 1 behind one of them, or
    where they name parts (工作目标：, 主要工作：).

    >>> texts = "医疗", "1.建院。", "2.建所。", "预防", "1.接种。"
    >>> starts = None, Marker(Form.ARABIC, 1, "1", 2), Marker(Form.ARABIC, 2, "2", 2), None
    >>> list(find_headings(texts, (*starts, Marker(Form.ARABIC, 1, "1", 2)), ParsingSettings()))
    [0, 3]
    """
    leads = [start is not None for start in (*starts, None)]
    found: list[int] = []
    for index in range(len(texts) - 1, -1, -1):
        if leads[index + 1] and not starts[index] and _stands_apart(index, texts, starts, settings):
            leads[index] = True
            found.append(index)
    found.reverse()
    first = next((i for i, start in enumerate(starts) if start), len(starts))
    inner = [i for i in found if i > first and texts[i - 1].endswith(_SENTENCE_ENDS)]
    if len(inner) < settings.min_headings and not _start_again(inner, starts):
        found = [i for i in found if _names_part(texts[i])]
    form = Form.PART_HEADING if _hold_all(found, starts) else Form.HEADING
    return {index: Marker(form, order, "", 0) for order, index in enumerate(found, 1)}


def _hold_all(headings: Sequence[int], starts: Sequence[Marker | None]) -> bool:
    """Tell whether the numbers of the outermost form begin behind one of the headings."""
    forms = [*Form]
    outer = min((start.form for start in starts if start), key=forms.index, default=None)
    first = next((i for i, start in enumerate(starts) if start and start.form is outer), 0)
    inner = any(start and start.form is not outer for start in starts[:first])
    return inner and first - 1 in headings


def _names_part(text: str) -> bool:
    """Tell whether a line says, in front of a colon, what part of a plan begins: 工作目标：."""
    named = text.rstrip("：: ")
    lexicon = load_lexicon()
    parts = (lexicon.guidance, lexicon.aims, lexicon.work)
    says_more = lexicon.action.match(named) is not None  # 认真抓好五方面重点工作：
    return named != text and not says_more and any(rule.match(named) for rule in parts)


def _stands_apart(
    index: int,
    texts: Sequence[str],
    starts: Sequence[Marker | None],
    settings: ParsingSettings,
) -> bool:
    """Tell whether a text looks like a heading, and is no second line of the item before it.

    Between two items of one form a short line is a heading only if the first has ended: tables
    that lost their cells put the responsible office there.
    """
    if not _looks_like_one(texts[index], settings) and not _names_part(texts[index]):
        return False
    before = starts[index - 1] if index else None
    following = starts[index + 1]
    if before is None or following is None or before.form is not following.form:
        return True
    return texts[index - 1].endswith(_SENTENCE_ENDS)


def is_title_line(text: str, settings: ParsingSettings) -> bool:
    """Tell whether a text is short and has no sentence sign.

    >>> [is_title_line(text, ParsingSettings()) for text in ("提升服务", "修渠。", "责任：某局")]
    [True, False, False]
    """
    if len(text) > settings.max_heading or _SIGN_RE.search(text):
        return False
    return sum("一" <= sign <= "鿿" for sign in text) > 1


def _looks_like_one(text: str, settings: ParsingSettings) -> bool:
    if not is_title_line(text, settings):
        return False
    lexicon = load_lexicon()
    others = (
        lexicon.title,
        lexicon.byline,
        lexicon.closing,
        lexicon.colophon,
        lexicon.appendix,
        lexicon.glossary,
        lexicon.contents,
        lexicon.page_junk,
        lexicon.page_foot,
    )
    return not any(rule.match(text) for rule in others)


def _start_again(headings: Sequence[int], starts: Sequence[Marker | None]) -> bool:
    """Tell whether behind a heading the numbers start at 1 again, of a form that came before."""
    seen: set[Form] = set()
    behind = set(headings)
    pending = False
    for index, start in enumerate(starts):
        pending = pending or index in behind
        if start is None:
            continue
        if pending and start.number == 1 and start.form in seen:
            return True
        seen.add(start.form)
        pending = False
    return False
