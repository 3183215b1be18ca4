"""Values: how names, numbers, shares and decisions are written in every report."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from policydiff.comparing.targets import change_named, period_named
from policydiff.model import (
    MACHINE,
    Change,
    Comparator,
    Comparison,
    DecidedPair,
    DecidedTheme,
    Link,
    Open,
    Plan,
    Relation,
    Section,
    Side,
    Target,
    TargetChange,
    Task,
    ThemeChange,
)
from policydiff.report import Lang
from policydiff.report.blocks import Column, Span, Tone
from policydiff.report.labels import Bilingual, Label, change_word, word
from policydiff.report.themes import theme_name, theme_names

_HAN_NUMBER_RE = re.compile("[一二三四五六七八九十百]+")


def shared_words(links: Iterable[Link]) -> tuple[str, ...]:
    """Return the words that links rest on, each once, the strongest evidence first."""
    evidence = [item for link in links for item in link.evidence]
    evidence.sort(key=lambda item: -item.score)
    return tuple(dict.fromkeys(word for item in evidence for word in item.shared))


def section_name(section: Section, lang: Lang) -> str:
    """Write a section as its number and heading, Chinese numerals with their sign.

    >>> section_name(Section("1", "一", "深化改革", 3), Lang.ZH)
    '一、深化改革'
    """
    heading = section.heading or Label.NO_HEADING.of(lang)
    sign = "、" if _HAN_NUMBER_RE.fullmatch(section.number) else " "
    return f"{section.number}{sign}{heading}" if section.number else heading


def task_name(task: Task) -> str:
    """Write a task as its id and title: numbers may restart, ids are what ``explain`` takes."""
    return f"{task.id} {task.title}"


def target_value(target: Target, sign: str = "") -> str:
    """Write a target's value with its range and unit, ``sign`` before the number.

    The plan's word for a change stands before both, and in what time so often.

    >>> from policydiff.model import Comparator
    >>> target_value(Target("护理中心", Comparator.RANGE, 1.0, 2.0, "家", "", "1-2家", 3))
    '1–2家'
    >>> target_value(Target("立案数", Comparator.EQ, 8.0, None, "%", "下降", "立案数下降8%", 3))
    '下降8%'
    """
    upper = "" if target.value_max is None else f"–{amount(target.value_max)}"
    said = f"{period_named(target)}{change_named(target)}"
    return f"{said}{sign}{amount(target.value)}{upper}{target.unit}"


_LIMITS = (Comparator.LE, Comparator.LT)
_FREE = (Comparator.EQ, Comparator.ABOUT)
_OF_LIMITS = {
    Change.LOWERED: (Change.RAISED, Label.TIGHTENED),
    Change.RAISED: (Change.LOWERED, Label.LOOSENED),
}


def limit_word(change: Change, said: Iterable[Comparator]) -> Label | None:
    """Return the word for an upper limit that moved; None where the numbers are none.

    >>> limit_word(Change.LOWERED, (Comparator.LE, Comparator.LE)).name
    'TIGHTENED'
    >>> limit_word(Change.LOWERED, (Comparator.GE, Comparator.LE))
    """
    bounds = set(said)
    limits = bounds.intersection(_LIMITS) and bounds.issubset((*_LIMITS, *_FREE))
    return _OF_LIMITS[change][1] if limits and change in _OF_LIMITS else None


def _limit_word(item: TargetChange) -> Label | None:
    ends = (item.previous, item.current)
    return limit_word(item.change, [target.comparator for target in ends if target])


def demanded(item: TargetChange) -> Change:
    """Return whether more is asked for or less: a lower limit (≤36小时→≤32小时) asks for more."""
    return _OF_LIMITS[item.change][0] if _limit_word(item) else item.change


def moved_word(
    item: TargetChange, relation: Relation, lang: Lang, reason: Open | None = None
) -> str:
    """Return what became of a target; of an upper limit, whether it is tighter."""
    limit = _limit_word(item)
    return limit.of(lang) if limit else change_word(item.change, relation, lang, reason)


def amount(value: float) -> str:
    """Write a number as plans do, in 万 and 亿 where that is as exact.

    >>> amount(7320e8), amount(1.2345e8), amount(12_000.0), amount(12_345.0), amount(250.0)
    ('7320亿', '1.2345亿', '1.2万', '12345', '250')
    """
    for size, sign, decimals in ((1e8, "亿", 4), (1e4, "万", 2)):
        if value >= size and math.isclose(value, round(value / size, decimals) * size):
            return f"{number(value / size)}{sign}"
    return number(value)


def number(value: float) -> str:
    """Write a number without a needless point.

    >>> number(30.0), number(0.95), number(10_000_000.0)
    ('30', '0.95', '10000000')
    """
    rounded = round(value, 6)
    if rounded == int(rounded):
        return str(int(rounded))
    return f"{rounded:.6f}".rstrip("0")


_Title = Bilingual | str
Heading = _Title | tuple[_Title, int]
"""The title of a column, with its share of the width that is left: alone, as wide as its words."""


def columns(lang: Lang, *headings: Heading) -> tuple[Column, ...]:
    """Return the columns of a table.

    >>> columns(Lang.EN, (Label.TASK, 4), "city-2024")
    (Column(title='Task', ratio=4), Column(title='city-2024', ratio=None))
    """
    parts = (x if isinstance(x, tuple) else (x, None) for x in headings)
    return tuple(
        Column(title if isinstance(title, str) else title.of(lang), ratio) for title, ratio in parts
    )


def where(line: int, lang: Lang, plan: str = "") -> Span:
    """Write the line that a quote stands on, with its plan where that is not plain.

    >>> where(3, Lang.EN).text, where(3, Lang.EN, "city-2024").text
    (' [line 3]', ' [city-2024 line 3]')
    """
    return Span(f" [{f'{plan} '.lstrip()}{Label.ONE_LINE.of(lang, first=line)}]", Tone.FAINT)


def line_span(first: int, last: int) -> str:
    """Write the lines of a source that something stands on.

    >>> line_span(3, 3), line_span(3, 5)
    ('3', '3–5')
    """
    return str(first) if first == last else f"{first}–{last}"


def score_text(score: float) -> str:
    """Write a score with two decimals, the same whether it was saved and loaded or not.

    >>> score_text(0.8349999)
    '0.83'
    """
    return f"{round(score, 6):.2f}"


def share_text(share: float) -> str:
    """Write a share of 0..1 as a percentage.

    >>> share_text(0.1234)
    '12.3%'
    """
    return f"{round(share, 6) * 100:.1f}%"


LEAST_SHIFT = 0.01
"""A share that moved by less than a hundredth of the text is not called moved."""


def shift(theme: ThemeChange) -> float:
    """Return how the share of the text whose primary theme it is moved, -1..1."""
    return theme.current.share_primary - theme.previous.share_primary


def shift_text(theme: ThemeChange, lang: Lang) -> str:
    """Name a theme with its share in both plans: 公共安全与应急 7.2%→20.6%."""
    shares = (share_text(side.share_primary) for side in (theme.previous, theme.current))
    return f"{theme_name(theme, lang)} {'→'.join(shares)}"


def tasks_by_id(plan: Plan) -> dict[str, Task]:
    """Return the tasks of a plan by their ids."""
    return {task.id: task for task in plan.tasks}


NONE = "none"

MOST_NAMED = 20
"""Rejected links named one by one in a summary; all are in ``decisions`` of the JSON."""


def ruling_of(decision: DecidedPair) -> Label:
    """Return how a decision stands to the program's view: the same, another, or no link.

    >>> ruling_of(DecidedPair("1", "2", "none", "李")).name
    'CONFIRMED'
    """
    said = None if decision.decision == NONE else decision.decision
    if said == decision.machine:
        return Label.CONFIRMED
    return Label.CHANGED if said else Label.REJECTED


def decided_text(decision: DecidedPair, lang: Lang) -> str:
    """Write what was decided, by whom and when.

    >>> decided_text(DecidedPair("1", "2", "full", "李", "2026-11-28"), Lang.ZH)
    '人工改判（李 2026-11-28）'
    """
    return _ruled(decision, lang) + Label.DECIDED_BY.of(
        lang, by=f"{decision.by} {decision.on}".rstrip()
    )


def link_text(link: Link, decision: DecidedPair | None, lang: Lang) -> str:
    """Write the strength and the score of a link, and who decided on it."""
    told = f"{word(link.strength, lang)} {score_text(link.score)}"
    return f"{told} {decided_text(decision, lang)}" if decision else told


def counts_text(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield what was decided: counted, then the links that were rejected, then what waits."""
    if comparison.decisions:
        yield Label.DECISIONS.of(
            lang, n=len(comparison.decisions), told=_counted(comparison.decisions, lang)
        )
        gone = [x for x in comparison.decisions if ruling_of(x) is Label.REJECTED]
        for one in gone[:MOST_NAMED]:
            yield f"{one.previous or '–'} → {one.current or '–'} {decided_text(one, lang)}"
    if comparison.decided_themes:
        yield from _themes_text(comparison, lang)
    if comparison.pending:
        yield Label.PENDING.of(lang, n=len(comparison.pending))


def _themes_text(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield how many themes were decided on, then each with the program's beside it."""
    names = theme_names(comparison.themes, lang)
    decided = comparison.decided_themes
    same = sum(said.theme == said.machine for said in decided)
    yield Label.THEME_DECISIONS.of(lang, n=len(decided), same=same, changed=len(decided) - same)
    for said in decided[:MOST_NAMED]:
        side = Label.PREVIOUS if said.side is Side.PREVIOUS else Label.CURRENT
        name = names.get(said.theme, said.theme)
        told = f"{side.of(lang)} {said.task} {name} {theme_decided_text(said, lang)}"
        if said.theme == said.machine:
            yield told
        else:
            machine = names.get(said.machine or "", said.machine) or Label.NONE.of(lang)
            yield f"{told}; {Label.MACHINE_VIEW.of(lang)}{machine}"


def theme_decided_text(said: DecidedTheme, lang: Lang) -> str:
    """Write that a theme was confirmed or changed, by whom and when.

    >>> theme_decided_text(DecidedTheme(Side.CURRENT, "2", "tcm", "李", machine="tcm"), Lang.ZH)
    '人工确认（李）'
    """
    ruling = Label.CONFIRMED if said.theme == said.machine else Label.CHANGED
    who = Label.PROGRAM if said.by.startswith(MACHINE) else Label.PERSON
    ruled = Label.RULED.of(lang, who=who.of(lang), ruling=ruling.of(lang))
    return ruled + Label.DECIDED_BY.of(lang, by=f"{said.by} {said.on}".rstrip())


def _counted(decisions: Iterable[DecidedPair], lang: Lang) -> str:
    counts = Counter(_ruled(x, lang) for x in decisions)
    return ("、" if lang is Lang.ZH else ", ").join(f"{x} {n}" for x, n in sorted(counts.items()))


def _ruled(decision: DecidedPair, lang: Lang) -> str:
    who = Label.PROGRAM if decision.by.startswith(MACHINE) else Label.PERSON
    return Label.RULED.of(lang, who=who.of(lang), ruling=ruling_of(decision).of(lang))
