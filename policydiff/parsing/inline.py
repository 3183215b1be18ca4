"""Markers inside lines: the outline of a text that has lost its line breaks, or some of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from policydiff.text.markers import (
    BEHIND_SENTENCE,
    RHETORICAL,
    WITHIN_SENTENCE,
    Form,
    Marker,
    find_markers,
)

_BRACKETED = frozenset({Form.HAN_PAREN, Form.ARABIC_PAREN})


class Place(Struct, frozen=True):
    """A marker at an offset in a text; offset 0 is its beginning."""

    text: int
    offset: int
    marker: Marker


def find_inline(
    texts: Sequence[str], starts: Sequence[Marker | None]
) -> Mapping[int, tuple[Place, ...]]:
    """Return, by the index of the text, the markers inside it that belong to the outline.

    ``starts`` are the markers at the beginning of the texts. A form that begins lines is read
    inside lines only where it fills a gap; any other where it counts 1, 2, … behind sentences.
    一是 … 二是 … inside a paragraph counts only where nothing else is numbered.

    >>> found = find_inline(["要求。一、修路（一）修桥。好。（二）修渠。二、种树。"], [None])
    >>> [(place.marker.form.value, place.marker.number) for place in found[0]]
    [('han', 1), ('han-paren', 1), ('han-paren', 2), ('han', 2)]
    """
    places: defaultdict[Form, list[Place]] = defaultdict(list)
    for index, text in enumerate(texts):
        if start := starts[index]:
            places[start.form].append(Place(index, 0, start))
        for offset, marker in find_markers(text):
            places[marker.form].append(Place(index, offset, marker))
    formal = [f for f in places if f not in RHETORICAL]
    chosen = [place for form in formal for place in _belonging(places[form], texts, starts)]
    if not chosen and not any(starts):
        rhetorical = [f for f in places if f in RHETORICAL]
        chosen = [place for form in rhetorical for place in _counting(places[form])]
    by_text: defaultdict[int, list[Place]] = defaultdict(list)
    for place in sorted(chosen, key=lambda place: (place.text, place.offset)):
        by_text[place.text].append(place)
    return {index: tuple(found) for index, found in by_text.items()}


def _belonging(
    places: Sequence[Place], texts: Sequence[str], starts: Sequence[Marker | None]
) -> list[Place]:
    """Return the places inside lines that belong to the outline, for one form."""
    leading = sum(place.offset == 0 for place in places)
    if leading > 1:
        return _filling(places, starts)
    return _counting([place for place in places if _is_behind_sentence(place, texts)])


def _is_behind_sentence(place: Place, texts: Sequence[str]) -> bool:
    """Tell whether a marker stands behind a sentence; one in brackets also behind a heading."""
    if place.offset == 0:
        return True
    before = texts[place.text][: place.offset].rstrip()[-1:]
    if place.marker.form in _BRACKETED:
        return before not in WITHIN_SENTENCE
    return before in BEHIND_SENTENCE


def _counting(places: Sequence[Place]) -> list[Place]:
    """Return the places inside lines that stand in a run 1, 2 and so on."""
    runs: list[list[Place]] = []
    for place in places:
        number = place.marker.number
        if number == 1:
            runs.append([place])
        elif runs and number == runs[-1][-1].marker.number + 1:
            runs[-1].append(place)
    return [place for run in runs if len(run) > 1 for place in run if place.offset]


def _filling(places: Sequence[Place], starts: Sequence[Marker | None]) -> list[Place]:
    """Return the places inside lines that fill a gap between markers at the beginning of lines."""
    filling: list[Place] = []
    between: list[Place] = []
    last = 0
    for place in places:
        if place.offset:
            between.append(place)
            continue
        chain = _chain(between, place.marker.number)
        if chain and _fits(chain[0], last, place.marker.number, starts):
            filling.extend(chain)
        last, between = place.marker.number, []
    return filling


def _chain(between: Sequence[Place], following: int) -> list[Place]:
    """Return the places that count up to the following number, as far back as they do."""
    chain: list[Place] = []
    for place in reversed(between):
        if place.marker.number == following - len(chain) - 1 > 0:
            chain.append(place)
    return chain[::-1]


def _fits(first: Place, last: int, following: int, starts: Sequence[Marker | None]) -> bool:
    """Tell whether a chain fills a gap, or counts from 1 in a line that another form begins."""
    if first.marker.number == 1:
        start = starts[first.text]
        return following != last + 1 or (start is not None and start.form is not first.marker.form)
    return first.marker.number == last + 1
