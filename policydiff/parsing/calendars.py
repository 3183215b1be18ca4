"""Calendars: the timetable of a plan, month by month, beside the tasks that it sets."""

import re
from collections.abc import Sequence

from policydiff.settings import ParsingSettings
from policydiff.text.markers import Form, Marker, numeral_value
from policydiff.text.words import load_lexicon

_ONE = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_MONTH_RE = re.compile(
    rf"(?:(?:19|20)\d\d年)?({_ONE})(?:[—–~～至、\-]{{1,2}}{_ONE})?月(?:份)?(?=$|[：:、，,（(\s])"
    rf"|第({_ONE})(?:[—–~～至、\-]{{1,2}}(?:第)?{_ONE})?周(?:次)?(?=$|[：:、，,（(\s])"
)


def find_calendar(
    texts: Sequence[str], starts: Sequence[Marker | None], settings: ParsingSettings
) -> frozenset[int]:
    """Return the indexes of the lines of a calendar: months or weeks in a row, with what they hold.

    It begins at the first of them, or at its heading, and ends in front of the next item of a form
    that numbers the plan before it. Where hardly an item stands outside, it is the plan itself.

    >>> from policydiff.text.markers import confirm_markers
    >>> texts = "1.修路。", "2.修桥。", "3.修渠。", "二月", "开学", "三月", "植树", "四月", "读书"
    >>> sorted(find_calendar(texts, confirm_markers(texts), ParsingSettings()))
    [3, 4, 5, 6, 7, 8]
    """
    run = _longest_run(texts, starts)
    if len(run) < settings.calendar_least:
        return frozenset()
    begin = run[0]
    before = {start.form for start in starts[:begin] if start}
    inside = {start.form for start in starts[begin : run[-1]] if start}
    end = next((i for i in range(run[-1], len(texts)) if _goes_on(starts[i], before, inside)), 0)
    heading = _heading(begin, texts, starts)
    if end and heading == begin and _counts_on(starts[:begin], starts[end]):
        return frozenset()  # inside a task, or under a numbered heading that says so itself
    region = range(heading, end or _end(run[-1], texts))
    outside = sum(start is not None for i, start in enumerate(starts) if i not in region)
    return frozenset(region) if outside >= settings.calendar_least else frozenset()


def _longest_run(texts: Sequence[str], starts: Sequence[Marker | None]) -> list[int]:
    """Return the longest row of lines whose months, or weeks, count on; a year may turn."""
    runs: list[list[tuple[int, int]]] = [[]]
    for index, text in enumerate(texts):
        found = None if starts[index] else _MONTH_RE.match(text)
        number = numeral_value(found[1] or found[2]) if found else None
        if number is None:
            continue
        last = runs[-1][-1][1] if runs[-1] else None
        if last is None or not (0 < number - last <= 2 or (last >= 11 and number <= 2)):
            runs.append([])
        runs[-1].append((index, number))
    return [index for index, _ in max(runs, key=len)]


def _goes_on(start: Marker | None, before: set[Form], inside: set[Form]) -> bool:
    return start is not None and start.form in before - inside


def _counts_on(before: Sequence[Marker | None], following: Marker | None) -> bool:
    """Tell whether the next item counts on from the last: the months stand inside a task."""
    last = next((start for start in reversed(before) if start), None)
    if last is None or following is None or last.form is not following.form:
        return False
    return following.number == last.number + 1


def _heading(begin: int, texts: Sequence[str], starts: Sequence[Marker | None]) -> int:
    """Return where a calendar begins with its heading, if that has no number."""
    if not begin or starts[begin - 1]:
        return begin
    heading = texts[begin - 1].rstrip("：: ")
    return begin - 1 if load_lexicon().calendar.match(heading) else begin


def _end(last: int, texts: Sequence[str]) -> int:
    """Return where the text of a calendar at the end of a plan stops: at what closes the plan."""
    lexicon = load_lexicon()
    closing = (lexicon.closing, lexicon.colophon, lexicon.signature, lexicon.page_foot)
    return next(
        (i for i in range(last + 1, len(texts)) if any(rule.match(texts[i]) for rule in closing)),
        len(texts),
    )
