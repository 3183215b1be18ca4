"""Recognise a line that opens with an outline marker: 一、 （一） 1. 第一， 一是 甲、."""

import re

from policydiff.settings import ReadingSettings

MARKER_RE = re.compile(
    "^\\s*(?:第?[一二三四五六七八九十百]{1,4}[、.．是]|第[一二三四五六七八九十百]{1,3}(?:部分|[，,章节])"
    "|[(（][一二三四五六七八九十百0-9]{1,4}[)）]|[0-9０-９]{1,3}[.．、](?![0-9０-９])"
    "|[甲乙丙丁戊己庚辛壬癸壹贰叁肆伍陆柒捌玖拾貳參陸][、.．])"
)
SENTENCE_RE = re.compile("[。；！？;]")


def opens_with_marker(text: str) -> bool:
    """Tell whether a line opens with an outline marker.

    >>> [opens_with_marker(text) for text in ("（一）深化改革", "1.推进", "2.5亿元", "改革")]
    [True, True, False, False]
    """
    return MARKER_RE.match(text) is not None


def is_task_like(text: str, settings: ReadingSettings) -> bool:
    """Tell whether a line is numbered and long enough, with a full stop, to be a task."""
    long = len(text) >= settings.content_length and SENTENCE_RE.search(text) is not None
    return long and opens_with_marker(text)
