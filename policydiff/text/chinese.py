"""Say in Chinese what the program says in English: help, errors and notes, by their templates.

The English sentence is the key, with {} for each value in it; the Chinese stands in
``data/zh.toml``, which is loaded on first use.
"""

from collections.abc import Mapping
from functools import cache

from policydiff.text.files import load_table

GAP = "{}"
_MOST_PREFIXES = 4
"""Places in front of a sentence that are looked past: ``policydiff.toml:3: catalogue: ``."""
_DEEPEST = 3
"""How deep sentences stand in sentences: what was left out, why, and a hint in it."""


@cache
def load_messages() -> Mapping[str, str]:
    """Return the Chinese of each sentence, by its English template.

    >>> load_messages()["no task {}"]
    '没有任务 {}'
    """
    tables = load_table(__file__, "zh.toml")
    return {english: said for table in tables.values() for english, said in table.items()}


@cache
def _templates() -> tuple[tuple[str, ...], ...]:
    """Return the parts between the gaps of each template, the one that says most first."""
    found = [tuple(key.split(GAP)) for key in load_messages() if GAP in key]
    return tuple(sorted(found, key=lambda parts: -sum(map(len, parts))))


def in_chinese(text: str) -> str:
    """Return an English sentence of the program in Chinese, as it stands where there is none.

    >>> in_chinese("plan.txt: no such file"), in_chinese("plans/2: is a picture, not a plan")
    ('plan.txt: 没有这个文件', 'plans/2: 是图片，不是计划')
    """
    return _said(text, _DEEPEST)


def _said(text: str, depth: int) -> str:
    """Return the Chinese of a sentence, else of what stands behind a place in front of it."""
    head, rest = "", text
    for _ in range(_MOST_PREFIXES):
        if (told := _translated(rest, depth)) is not None:
            return head + told
        place, mark, behind = rest.partition(": ")
        if not mark:
            break
        head, rest = f"{head}{place}{mark}", behind
    return text


def _translated(text: str, depth: int) -> str | None:
    messages = load_messages()
    if text in messages:
        return messages[text].format(*[GAP] * text.count(GAP))
    for parts in _templates():
        values = _values(parts, text)
        if values is not None:
            told = [_said(value, depth - 1) if depth > 1 else value for value in values]
            return messages[GAP.join(parts)].format(*told)
    return None


def _values(parts: tuple[str, ...], text: str) -> list[str] | None:
    """Return what stands in the gaps of a template, None where the text is not made of it."""
    first, *inner, last = parts
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return None
    place, end = len(first), len(text) - len(last)
    values = []
    for part in inner:
        found = text.find(part, place, end)
        if found < 0:
            return None
        values.append(text[place:found])
        place = found + len(part)
    return [*values, text[place:end]]
