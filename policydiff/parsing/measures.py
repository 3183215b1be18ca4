"""Measures: the sentences of a task, and the clauses of long ones that have their own action."""

import re
from collections.abc import Iterable, Iterator

from policydiff.model import Line
from policydiff.settings import ParsingSettings
from policydiff.text.markers import said_marker
from policydiff.text.offices import is_unit
from policydiff.text.words import load_lexicon

_OPENING = "“‘「『《〈（(【[〔"
_CLOSING = "”’」』》〉）)】]〕"
_STOPS = "。！？!；;|"
_COMMAS = "，,"
_EDGES = " \t\u3000\xa0。；;，,、|•—"

_WORD_RE = re.compile(r"[^\W_]")
_JOINT_RE = re.compile(r"[、，,；;\s]+")
_ALONE_RE = re.compile(r"[（(【]([^（）()【】]+)[）)】]")
_SIGN_RE = re.compile(rf"[{re.escape(_OPENING + _CLOSING + _STOPS + _COMMAS)}]")


def split_measures(lines: Iterable[Line], settings: ParsingSettings) -> tuple[Line, ...]:
    """Cut the lines of a task into measures, each with its line.

    Sentences end at 。！？； outside brackets, and in front of 二是. One that is longer than
    ``max_measure`` is cut where a clause begins with an action of its own, in pieces of at
    least ``min_measure`` that are more than the means of the next.
    Brackets that name the responsible offices are left out, and what only says that more follows.

    >>> body = "支持医院建设。推进社区护理中心建设和运行，完善双向转诊和绿色通道，落实预约。"
    >>> [m.text for m in split_measures([Line(4, body)], ParsingSettings(max_measure=24))]
    ['支持医院建设', '推进社区护理中心建设和运行', '完善双向转诊和绿色通道，落实预约']
    """
    return tuple(
        Line(line.number, piece)
        for line in lines
        for sentence in _cut(line.text, _STOPS)
        if (plain := without_offices(sentence)) and not _announces(plain, settings)
        for piece in _clauses(plain, settings)
    )


def _cut(text: str, signs: str) -> Iterator[str]:
    """Yield the pieces of the text between the signs that stand outside brackets."""
    start = 0
    for position, sign in _signs(text):
        said = sign in _COMMAS and said_marker(text, position + 1)
        if sign in signs or said:
            yield _unnumbered(text[start:position])
            start = position + 1
    yield _unnumbered(text[start:])


def _unnumbered(piece: str) -> str:
    """Return a piece without 一是, （1） and the like in front of it, unless that is all."""
    trimmed = _trimmed(piece)
    said = said_marker(trimmed)
    return (said and _trimmed(trimmed[said.size :])) or trimmed


def without_offices(sentence: str) -> str:
    """Return a sentence without the offices in brackets before and behind it, "" if it is these.

    >>> without_offices("修渠三条。（牵头单位：水利局）"), without_offices("修渠（含护坡）")
    ('修渠三条', '修渠（含护坡）')
    >>> without_offices("（农水处、财务处）"), without_offices("（含护坡、涵洞）")
    ('', '（含护坡、涵洞）')
    """
    offices = load_lexicon().offices
    if match := offices.match(sentence):
        sentence = sentence[match.end() :]
    bracket = max(map(sentence.rfind, "（(【"))
    if bracket >= 0 and offices.fullmatch(sentence[bracket:]):
        sentence = sentence[:bracket]
    elif (alone := _ALONE_RE.fullmatch(sentence.strip())) and names_units(alone[1]):
        return ""
    return _trimmed(sentence)


def _announces(sentence: str, settings: ParsingSettings) -> bool:
    """Tell whether a short sentence only says that something follows: 主要措施：."""
    return sentence.endswith(("：", ":")) and len(sentence) <= settings.max_heading


def names_units(text: str) -> bool:
    """Tell whether a text names offices or parts of them, and nothing else.

    >>> names_units("农水处、省财政厅"), names_units("一处水库、两处涵洞")
    (True, False)
    """
    return all(map(is_unit, _JOINT_RE.split(text.strip(_EDGES))))


def _trimmed(piece: str) -> str:
    """Return a piece without the signs at its ends, "" where it has no word."""
    trimmed = piece.strip(_EDGES)
    return trimmed if _WORD_RE.search(trimmed) else ""


def _clauses(sentence: str, settings: ParsingSettings) -> Iterator[str]:
    """Yield a sentence whole, or a long one cut in front of clauses that begin with an action.

    What only says by what or to what end the next is done is no piece of its own.
    """
    if len(sentence) <= settings.max_measure:
        yield sentence
        return
    lexicon = load_lexicon()
    commas = [position for position, sign in _signs(sentence) if sign in _COMMAS]
    cuts = frozenset(_cuts(sentence, commas, settings))
    start = clause = end = 0  # where the piece and its last clause begin; where its actions end
    for comma in commas:
        said = sentence[clause:comma].strip()
        goes_on = lexicon.open_means if end > start else lexicon.means
        if not goes_on.fullmatch(said):
            end = comma
        clause = comma + 1
        if comma in cuts and (end == comma or end - start >= settings.min_measure):
            yield sentence[start:end].strip(_EDGES)
            start = end + 1
    yield sentence[start:].strip(_EDGES)


def _cuts(sentence: str, commas: Iterable[int], settings: ParsingSettings) -> Iterator[int]:
    """Yield the commas of a long sentence that an action stands behind, or a clause too many."""
    lexicon = load_lexicon()
    start = last = 0
    for comma in commas:
        piece = sentence[start:comma]
        too_long = comma - start > settings.max_clause and last > start
        if too_long:
            yield last
            start, piece = last + 1, sentence[last + 1 : comma]
        last = comma
        if min(len(piece), len(sentence) - comma - 1) < settings.min_measure:
            continue
        leads_on = len(piece) <= settings.max_measure and lexicon.adverbial.match(piece)
        if not leads_on and lexicon.action.match(sentence, comma + 1):
            yield comma
            start = comma + 1


def _signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the signs outside brackets; where brackets do not pair, all signs."""
    found = [(match.start(), match[0]) for match in _SIGN_RE.finditer(text)]
    if not found:
        return
    opened = sum(sign in _OPENING for _, sign in found)
    paired = opened * 2 == sum(sign in _OPENING or sign in _CLOSING for _, sign in found)
    depth = 0
    for position, sign in found:
        if sign in _OPENING:
            depth += paired
        elif sign in _CLOSING:
            depth -= paired
        elif depth <= 0:
            yield position, sign
