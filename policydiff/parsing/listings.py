"""Listings: what a text lists beside its tasks: a contents page, attachments, a calendar."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policydiff.settings import ParsingSettings
from policydiff.text.markers import Form, Marker, numeral_value, opens_with_marker, read_markers
from policydiff.text.words import load_lexicon

_ONE = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_MONTH_RE = re.compile(
    rf"(?:(?:19|20)\d\d年)?({_ONE})(?:[—–~～至、\-]{{1,2}}{_ONE})?月(?:份)?(?=$|[：:、，,（(\s])"
    rf"|第({_ONE})(?:[—–~～至、\-]{{1,2}}(?:第)?{_ONE})?周(?:次)?(?=$|[：:、，,（(\s])"
)
_LEADER_RE = re.compile(
    r"[.…·．。\s\-—_]*[(（\-—]?\s?\d{0,3}(?:\s?[-—–~～至]\s?\d{1,3})?\s?[)）\-—]?$"
)
_HEAD_RE = re.compile(r"(?:段落|段次|页码|页次|页|章节|标题|内容)$")
_PAGED_RE = re.compile(r"[.…·．]{3}\s*[(（\-—]?\d{1,3}[)）\-—]?$")
_NUMBERED_RE = re.compile(r"(?:[.…·．]{3}|\s)\s*[(（\-—]?\d{1,3}[)）\-—]?$")
_STOP_RE = re.compile("[。；|]")
_LEAST_REPEATED = 2  # entries in a row that all stand in the text again
_LONGEST_ENTRY = 80
_SPACE_RE = re.compile(r"\s+")
_KEY_LENGTH = 24


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
    if len(run) < settings.min_calendar:
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
    return frozenset(region) if outside >= settings.min_calendar else frozenset()


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


def find_contents(texts: Sequence[str], settings: ParsingSettings) -> frozenset[int]:
    """Return the indexes of the lines of a contents page.

    Under a heading 目录 every line belongs to it that stands in the text again; without one,
    three lines in a row with leaders and page numbers (…… 12) make a contents page, or two that
    stand in the text again: without the number behind them, or as its headings in their order.

    >>> texts = "目录", "一、修路…1", "二、种树…2", "一、修路", "好。", "二、种树"
    >>> sorted(find_contents(texts, ParsingSettings()))
    [0, 1, 2]
    """
    heading = load_lexicon().contents
    keys = [_key(text) for text in texts]
    counts = Counter(keys)
    found: set[int] = set()
    for index, text in enumerate(texts):
        if heading.match(text):
            found.update((index, *_entries(index + 1, texts, keys, counts)))
    repeated = [
        counts[key] > 1 and len(text) <= _LONGEST_ENTRY and _NUMBERED_RE.search(text) is not None
        for text, key in zip(texts, keys, strict=True)
    ]
    found |= _runs(repeated, _LEAST_REPEATED) | _told_again(texts, keys)
    return frozenset(found | _runs(list(map(_is_paged, texts)), settings.min_contents))


def find_attachments(
    texts: Sequence[str], candidates: Sequence[tuple[Marker, ...]]
) -> frozenset[int]:
    """Return the indexes of lines that name attachments: 附件：1.要点, then 2.分工表.

    >>> from policydiff.text.markers import read_markers
    >>> texts = "附件：1.要点", "2.分工表", "2024年要点", "1.修路。"
    >>> sorted(find_attachments(texts, [read_markers(text) for text in texts]))
    [0, 1]
    """
    opening = load_lexicon().attachments
    found: set[int] = set()
    for index, text in enumerate(texts):
        if opening.match(text):
            found.update((index, *_counted(index, texts, candidates)))
    return frozenset(found)


def _counted(
    start: int, texts: Sequence[str], candidates: Sequence[tuple[Marker, ...]]
) -> Iterator[int]:
    """Yield the lines behind 附件： that count on and have no sentence in them."""
    _, _, behind = texts[start].replace("：", ":").partition(":")
    named = any(marker.number == 1 for marker in read_markers(behind.lstrip()))
    wanted = 2 if named else 1
    for index in range(start + 1, len(texts)):
        numbers = {marker.number for marker in candidates[index]}
        if wanted not in numbers or "。" in texts[index] or len(texts[index]) > _LONGEST_ENTRY:
            return
        wanted += 1
        yield index


def _is_paged(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and _PAGED_RE.search(text) is not None


def _key(text: str) -> str:
    if len(text) > _LONGEST_ENTRY:
        return text[:_KEY_LENGTH]
    return _SPACE_RE.sub("", _LEADER_RE.sub("", text))[:_KEY_LENGTH]


def _entries(
    start: int, texts: Sequence[str], keys: Sequence[str], counts: Counter[str]
) -> Iterator[int]:
    """Yield the lines behind 目录, up to the first that is no entry or begins the text itself."""
    seen: set[str] = set()
    for index in range(start, len(texts)):
        if index == start and _HEAD_RE.match(texts[index]):
            yield index
            continue
        is_entry = counts[keys[index]] > 1 or _is_paged(texts[index])
        if not is_entry or keys[index] in seen:
            return
        seen.add(keys[index])
        yield index


def _told_again(texts: Sequence[str], keys: Sequence[str]) -> set[int]:
    """Return the numbered headings in a row that come again behind it, in the same order."""
    last = {key: index for index, key in enumerate(keys)}
    first = {key: index for index, key in reversed(list(enumerate(keys)))}
    again = [
        first[key] == index < last[key]
        and len(text) <= _LONGEST_ENTRY
        and not _STOP_RE.search(text)
        and opens_with_marker(text)
        for index, (text, key) in enumerate(zip(texts, keys, strict=True))
    ]
    found = sorted(_runs(again, _LEAST_REPEATED))
    places = [last[keys[index]] for index in found]
    behind = not found or found[-1] < min(places)
    return set(found) if behind and places == sorted(places) else set()


def _runs(entries: Sequence[bool], least: int) -> set[int]:
    """Return the indexes of so many entries in a row."""
    found: set[int] = set()
    run: list[int] = []
    for index, is_entry in enumerate((*entries, False)):
        if is_entry:
            run.append(index)
            continue
        if len(run) >= least:
            found.update(run)
        run = []
    return found
