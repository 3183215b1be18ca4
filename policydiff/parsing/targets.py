"""Extract quantified forward commitments (量化指标) from a task."""

import re
from collections.abc import Iterator
from dataclasses import replace

from policydiff.model import Comparator, Measure, Target, Task
from policydiff.parsing.numerals import half_width
from policydiff.parsing.quantities import Quantity, find_quantities
from policydiff.parsing.targetnames import (
    EDGES,
    Phrase,
    Slot,
    name_target,
    share_out,
    trimmed,
    without_lead,
)
from policydiff.parsing.targetwords import Kind, TargetWords, target_words

_BREAK_RE = re.compile(r"[，；;。！？!?：:\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_SENTENCE_RE = re.compile(r"[^。！？!?]+")
_NAME_RE = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"|《[^《》]{1,60}》|[〔\[]\d+[〕\]]")
_JOINT_RE = re.compile(r"[、,]|以及|和|及|与")
_LONGEST = 1000  # characters: no clause of a plan is longer; reading one costs with the square
_LARGE = 10_000  # 两亿元 is an amount; 八方, 三米 are not
_YEAR_RE = re.compile(r"(?<![较比自从于到至与同以—-])(?<!\d)(20\d\d)年(?!代)")


def extract_targets(task: Task, year: int | None = None) -> tuple[Target, ...]:
    """Return every quantified forward commitment of the task, in reading order.

    Values are plain decimal numbers in ``unit``: 100万人 is 1000000 人. Full coverage (全覆盖) is
    100 %, unless the clause counts what is covered. Dates, document and programme numbers, labels
    (24小时, 0-6岁) and past results are none; ``year`` is the plan's, an earlier year is past.

    >>> from policydiff.model import Measure, Task
    >>> text = "建设30家护理中心、15家示范性康复中心，签约率达80%以上"
    >>> task = Task("1", "1", "", "社区", text, 3, 3, (Measure("1.1", text, 3),))
    >>> [(t.object, t.value, t.qualifier) for t in extract_targets(task)]
    [('护理中心', 30.0, '建设'), ('示范性康复中心', 15.0, '建设'), ('签约率', 80.0, '达…以上')]
    """
    words = target_words()
    if words.past_task.search(task.title) or words.past_task.match(task.text[:40]):
        return ()
    measures = task.measures or (Measure("", task.text, task.line_start),)
    found = [target for m in measures for target in _targets_of(m, year, words)]
    seen = {(t.value, t.value_max, t.unit) for t in found}
    title = _targets_of(Measure("", task.title, task.line_start), year, words)
    return (*(t for t in title if (t.value, t.value_max, t.unit) not in seen), *found)


def _targets_of(measure: Measure, year: int | None, words: TargetWords) -> Iterator[Target]:
    for sentence in _SENTENCE_RE.findall(measure.text):
        yield from _targets_in(sentence, measure, year, words)


def _targets_in(
    sentence: str, measure: Measure, year: int | None, words: TargetWords
) -> Iterator[Target]:
    """Yield the targets of one sentence; a verb carries over to the clauses that lack one."""
    if words.past_sentence.search(sentence) and not words.future.search(sentence):
        return
    verb, topic = "", ""
    for clause, masked in _clauses(sentence):
        if _is_of_earlier_year(masked, year):
            return
        if words.past.search(masked) and not words.future.search(masked):
            verb, topic = "", ""
            continue
        slots = _slots(clause, masked, words)
        for slot, object_shared in zip(slots, share_out(slots, words), strict=True):
            phrase = name_target(slot, topic, words)
            if not phrase.verb and _goes_on(slot, slots):
                phrase = replace(phrase, verb=verb)
            verb, topic = phrase.verb, object_shared or phrase.object
            yield _target(slot.quantity, replace(phrase, object=topic), measure)
        if not slots and (covered := _coverage(clause, masked, measure, words)):
            yield covered
        verb = verb if slots else ""
        if not slots:
            topic = trimmed(without_lead(clause, words)[0], words)


def _goes_on(slot: Slot, slots: tuple[Slot, ...]) -> bool:
    """Tell whether a slot without a verb continues a list (新增村200个、中心村800个)."""
    counts = (Kind.COUNT, Kind.MEASURE)
    listed = slot is not slots[0] and all(s.quantity.kind in counts for s in slots)
    return listed or not slot.before.strip(EDGES)


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """Yield each clause as written, and with names (“…”, 《…》) masked, of the same length."""
    masked = _NAME_RE.sub(lambda m: "□" * len(m[0]), half_width(text))
    start = 0
    for mark in (*_BREAK_RE.finditer(masked), None):
        end = mark.start() if mark else len(masked)
        if start < end <= start + _LONGEST:
            yield text[start:end], masked[start:end]
        start = mark.end() if mark else end


def _is_of_earlier_year(clause: str, year: int | None) -> bool:
    """Tell whether a clause dates what follows before the plan's year."""
    return year is not None and any(int(y) < year for y in _YEAR_RE.findall(clause))


def _slots(clause: str, masked: str, words: TargetWords) -> tuple[Slot, ...]:
    """Return the commitments of a clause with the stretches before and behind each."""
    kept = [q for q in find_quantities(masked, words) if not _is_label(q, masked, words)]
    if not kept:
        return ()
    gaps = [
        clause[a:b]
        for a, b in zip([0, *(q.end for q in kept)], [*(q.start for q in kept), None], strict=True)
    ]
    befores = [gaps[0]]
    afters: list[str] = []
    for quantity, gap in zip(kept, gaps[1:-1], strict=False):
        after, before = _split_gap(gap, quantity)
        afters.append(after)
        befores.append(before)
    afters.append(gaps[-1])
    return tuple(
        Slot(q, b, clause[q.start : q.end], a)
        for q, b, a in zip(kept, befores, afters, strict=True)
    )


def _split_gap(gap: str, quantity: Quantity) -> tuple[str, str]:
    """Divide what stands between two quantities: what the first counts, how the next begins."""
    joints = list(_JOINT_RE.finditer(gap))
    if not joints:
        return (gap, "") if quantity.kind is Kind.COUNT else ("", gap)
    joint = joints[0] if joints[0].start() == 0 else joints[-1]
    return gap[: joint.start()], gap[joint.end() :]


def _is_label(quantity: Quantity, clause: str, words: TargetWords) -> bool:
    """Tell whether a number is part of a name, a label, a date or an attribute."""
    before, after = clause[: quantity.start], clause[quantity.end :]
    if words.name_before.search(before) or words.name_after.match(after):
        return True
    if words.base_before.search(before) and words.base_behind.match(after):
        return True
    if quantity.kind is Kind.TIME:
        governed = quantity.lead or words.duration.search(before)
        return not governed or (quantity.unit in ("年", "岁") and bool(after[:1].strip(EDGES)))
    if quantity.kind is Kind.MEASURE and quantity.numeral[0].isdigit():
        return _is_attribute(quantity, before, after, words)
    articles = quantity.unit in words.document_counters and quantity.comparator is Comparator.EQ
    if articles and words.document.search(before):
        return True
    return not quantity.numeral[0].isdigit() and _is_set_phrase(quantity, before, after, words)


def _is_attribute(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether an amount describes a thing (10亿元以上企业) and is not itself promised."""
    if after.startswith("的"):
        return not words.last_action.search(before)
    compares = quantity.trail.endswith("以上") or bool(quantity.lead)
    thing = after.strip(EDGES) and after[:1] not in "、和及与" and not words.deed.match(after)
    return compares and bool(thing)


def _is_set_phrase(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell 五个新城的 and 三个方面 (names of sets) from 完成两个专项规划 (a count)."""
    if quantity.kind is not Kind.COUNT:
        return quantity.kind is Kind.MEASURE and abs(quantity.value) < _LARGE
    if words.empty_noun.search(after[:8]) or "的" in after[2:10]:
        return True
    if quantity.numeral == "一":
        return not quantity.lead
    return not words.making.search(before + quantity.lead)


def _target(quantity: Quantity, phrase: Phrase, measure: Measure) -> Target:
    return Target(
        object=phrase.object,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        qualifier=_qualifier(phrase.verb + quantity.lead, quantity.trail),
        quote=phrase.quote,
        line=measure.line,
        measure=measure.id,
    )


def _qualifier(lead: str, trail: str) -> str:
    """Join the words on both sides of the number: 达…以上."""
    return f"{lead}…{trail}" if lead and trail else lead + trail


def _coverage(clause: str, masked: str, measure: Measure, words: TargetWords) -> Target | None:
    """Return full coverage as 100 %, unless it is part of a name (两个全覆盖)."""
    match = words.coverage.search(masked)
    if match is None or words.name_before.search(masked[: match.start()]):
        return None
    before, after = clause[: match.start()], clause[match.end() :]
    core, _ = without_lead(before, words)
    name = trimmed(core.removesuffix("中的"), words) or trimmed(after, words)
    return Target(
        object=name,
        comparator=Comparator.EQ,
        value=100.0,
        value_max=None,
        unit="%",
        qualifier=match[0],
        quote=clause.strip(EDGES)[-60:],
        line=measure.line,
        measure=measure.id,
    )
