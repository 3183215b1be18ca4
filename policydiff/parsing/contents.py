"""Lists of what follows: contents pages, and the attachments named in a letter."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policydiff.settings import ParsingSettings
from policydiff.text.markers import Marker, read_markers
from policydiff.text.words import load_lexicon

_LEADER_RE = re.compile(
    r"[.…·．。\s\-—_]*[(（\-—]?\s?\d{0,3}(?:\s?[-—–~～至]\s?\d{1,3})?\s?[)）\-—]?$"
)
_HEAD_RE = re.compile(r"(?:段落|段次|页码|页次|页|章节|标题|内容)$")
_PAGED_RE = re.compile(r"[.…·．]{3}\s*[(（\-—]?\d{1,3}[)）\-—]?$")
_LONGEST_ENTRY = 80
_SPACE_RE = re.compile(r"\s+")
_KEY_LENGTH = 24


def find_contents(texts: Sequence[str], settings: ParsingSettings) -> frozenset[int]:
    """Return the indexes of the lines of a contents page.

    Under a heading 目录 every line belongs to it that stands in the text again; without one,
    three lines in a row with leaders and page numbers (…… 12) make a contents page.

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
    return frozenset(found | _paged_runs(texts, settings))


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


def _paged_runs(texts: Sequence[str], settings: ParsingSettings) -> set[int]:
    found: set[int] = set()
    run: list[int] = []
    for index, text in enumerate((*texts, "")):
        if _is_paged(text):
            run.append(index)
            continue
        if len(run) >= settings.contents_least:
            found.update(run)
        run = []
    return found
