"""Extract quantified forward commitments (量化指标) from a task."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policydiff.model import Comparator, Doubt, Measure, Target, Task, Unsure
from policydiff.parsing.targets.names import (
    EDGES,
    Phrase,
    Slot,
    name_target,
    share_out,
    trimmed,
    without_lead,
)
from policydiff.records import dataclass
from policydiff.text.quantities import Quantity, find_quantities, find_unread
from policydiff.text.quantity_words import Kind, TargetWords, target_words
from policydiff.text.spelling import Spelling, respell

_BREAK_RE = re.compile(r"[，；;。！？!?：:\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_SENTENCE_RE = re.compile(r"[^。！？!?]+")
_NAME_RE = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"|《[^《》]{1,60}》|[〔\[]\d+[〕\]]")
_ASIDE_RE = re.compile(r"（([^（）]{2,200})）|\(([^()]{2,200})\)")
_JOINT_RE = re.compile(r"[、,]|以及|和|及|与")
_LONGEST = 1000  # characters: no clause of a plan is longer; reading one costs with the square
_ROUND = "百千万亿"
_SIZES = ("以上", "以下", "以内")
_SOME = ("余", "多")
_MANY = 20  # 加强五个新城 names a set; a set of more has no such name
_LARGE = 10_000  # 两亿元 is an amount; 八方, 三米 are not
_YEAR_RE = re.compile(r"(?<![较比自从于到至与同以—-])(?<!\d)(20\d\d)年(?!代)")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a task: what it commits to, and what could not be read."""

    targets: tuple[Target, ...] = ()
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause respelled, with names (“…”, 《…》) masked in ``masked``, of the same length."""

    spelling: Spelling
    masked: str

    @property
    def text(self) -> str:
        return self.spelling.text


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for all clauses of a measure."""

    measure: Measure
    whole: Spelling
    year: int | None
    words: TargetWords


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
    return read_figures(task, year).targets


def read_figures(task: Task, year: int | None = None) -> Figures:
    """Return the targets of a task, and the figures in it that are torn and so left out.

    >>> from policydiff.model import Measure, Task
    >>> task = Task("1", "1", "", "住房", "", 3, 3, (Measure("1.1", "新建75?000个单位", 3),))
    >>> [(unsure.quote, unsure.reason.value) for unsure in read_figures(task).unsure]
    [('新建75?000个单位', 'figure-torn')]
    """
    words = target_words()
    if words.past_task.search(task.title) or words.past_task.match(task.text[:40]):
        return Figures()
    title = Measure("", task.title, task.line_start)
    measures = task.measures or (Measure("", task.text, task.line_start),)
    scopes = [_Scope(measure, respell(measure.text), year, words) for measure in (title, *measures)]
    titled, *found = [tuple(_targets_of(scope)) for scope in scopes]
    seen = {(t.value, t.value_max, t.unit) for targets in found for t in targets}
    titled = tuple(t for t in titled if (t.value, t.value_max, t.unit) not in seen)
    return Figures(
        targets=tuple(target for targets in (titled, *found) for target in targets),
        unsure=tuple(unsure for scope in scopes for unsure in _unsure_of(scope)),
    )


def _unsure_of(scope: _Scope) -> Iterator[Unsure]:
    if next(find_unread(scope.whole.figures, scope.words), None) is None:
        return
    for clause in _clauses(scope.whole):
        if next(find_unread(clause.masked, scope.words), None):
            quote = clause.spelling.as_written(0, len(clause.text)).strip(EDGES)
            yield Unsure(quote, scope.measure.line, Doubt.FIGURE_TORN)


def _targets_of(scope: _Scope) -> Iterator[Target]:
    for sentence in _SENTENCE_RE.finditer(scope.whole.figures):
        yield from _targets_in(scope.whole.part(*sentence.span()), scope)


def _targets_in(sentence: Spelling, scope: _Scope, topic: str = "") -> Iterator[Target]:
    """Yield the targets of one sentence; a verb carries over to the clauses that lack one.

    A figure in brackets is read behind the clause that it stands in, as one on the same thing.
    """
    words = scope.words
    if words.past_sentence.search(sentence.text) and not words.future.search(sentence.text):
        return
    asides = _asides(sentence, words)
    verb = ""
    for clause in _clauses(sentence.without(asides)):
        if _is_of_earlier_year(clause.masked, scope.year):
            return
        if words.past.search(clause.masked) and not words.future.search(clause.masked):
            verb, topic = "", ""
            continue
        slots = _slots(clause, words)
        topics = [(0, topic)]
        for slot, object_shared in zip(slots, share_out(slots, words), strict=True):
            phrase = name_target(slot, topic, words)
            if not phrase.verb and _goes_on(slot, slots):
                phrase = replace(phrase, verb=verb)
            verb, topic = phrase.verb, object_shared or phrase.object
            topics.append((clause.spelling.places[slot.quantity.end - 1], topic))
            yield _target(slot.quantity, replace(phrase, object=topic), clause, scope)
        if not slots and (covered := _coverage(clause, scope)):
            yield covered
        verb = verb if slots else ""
        if not slots:
            topic = trimmed(without_lead(clause.text, words)[0], words)
        for aside in _within(asides, sentence, clause):
            told = [name for place, name in topics if place < aside.places[0]]
            yield from _targets_in(aside, scope, told[-1] or topic)


def _asides(sentence: Spelling, words: TargetWords) -> tuple[tuple[int, int], ...]:
    """Return the brackets of a sentence that hold a figure of their own: （力争8%）."""
    masked = _masked(sentence.figures)
    return tuple(
        match.span()
        for match in _ASIDE_RE.finditer(masked)
        if any(q.kind is not Kind.TIME for q in find_quantities(match[1] or match[2], words))
    )


def _within(
    asides: Sequence[tuple[int, int]], sentence: Spelling, clause: _Clause
) -> Iterator[Spelling]:
    """Yield the bracketed stretches that stand in the clause or right behind it."""
    first, last = clause.spelling.places[0], clause.spelling.places[-1]
    for start, end in asides:
        before = sentence.places[start - 1] if start else -1
        if first <= before <= last:
            yield sentence.part(start + 1, end - 1)


def _goes_on(slot: Slot, slots: tuple[Slot, ...]) -> bool:
    """Tell whether a slot without a verb continues a list (新增村200个、中心村800个)."""
    counts = (Kind.COUNT, Kind.MEASURE)
    listed = slot is not slots[0] and all(s.quantity.kind in counts for s in slots)
    return listed or not slot.before.strip(EDGES)


def _masked(text: str) -> str:
    return _NAME_RE.sub(lambda m: "□" * len(m[0]), text)


def _clauses(sentence: Spelling) -> Iterator[_Clause]:
    """Yield each clause of a sentence."""
    masked = _masked(sentence.figures)
    start = 0
    for mark in (*_BREAK_RE.finditer(masked), None):
        end = mark.start() if mark else len(masked)
        if start < end <= start + _LONGEST:
            yield _Clause(sentence.part(start, end), masked[start:end])
        start = mark.end() if mark else end


def _is_of_earlier_year(clause: str, year: int | None) -> bool:
    """Tell whether a clause dates what follows before the plan's year."""
    return year is not None and any(int(y) < year for y in _YEAR_RE.findall(clause))


def _slots(clause: _Clause, words: TargetWords) -> tuple[Slot, ...]:
    """Return the commitments of a clause with the stretches before and behind each."""
    text, masked = clause.text, clause.masked
    kept = [q for q in find_quantities(masked, words) if not _is_label(q, masked, words)]
    if not kept:
        return ()
    gaps = [
        text[a:b]
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
        Slot(q, b, text[q.start : q.end], a) for q, b, a in zip(kept, befores, afters, strict=True)
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
    if words.frame.search(clause):
        return True
    if words.base_before.search(before) and words.base_behind.match(after):
        return True
    if quantity.kind in (Kind.MEASURE, Kind.TIME) and words.within.match(after):
        return True
    if quantity.kind is Kind.TIME:
        governed = quantity.lead or words.duration.search(before)
        return not governed or (quantity.unit in ("年", "岁") and bool(after[:1].strip(EDGES)))
    if quantity.kind is Kind.MEASURE and _is_attribute(quantity, before, after, words):
        return True
    if quantity.unit in words.size_counters and _is_size(quantity, before, after, words):
        return True
    articles = quantity.unit in words.document_counters and quantity.comparator is Comparator.EQ
    if articles and words.document.search(before):
        return True
    return not quantity.numeral[0].isdigit() and _is_set_phrase(quantity, before, after, words)


def _is_attribute(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether an amount describes a thing (10亿元以上企业) and is not itself promised."""
    if after.startswith("的"):
        return not words.last_action.search(before)
    compares = quantity.trail.endswith(_SIZES) or bool(quantity.lead)
    thing = after.strip(EDGES) and after[:1] not in "、和及与" and not words.deed.match(after)
    return compares and bool(thing)


def _is_size(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether a count tells how large a thing is (30户以上自然村寨)."""
    compares = quantity.trail.endswith(_SIZES) and not after.startswith("的")
    return compares and bool(after.strip(EDGES)) and not words.last_action.search(before)


def _is_set_phrase(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell 五个新城的 and 三个方面 (names of sets) from 完成两个专项规划 (a count)."""
    if quantity.kind not in (Kind.COUNT, Kind.MEASURE):
        return False
    if quantity.numeral == "一":
        return not quantity.lead
    if quantity.numeral == "二":  # 二次招商 is the second one; two are 两
        return not quantity.lead
    if quantity.numeral[0] in _ROUND and not words.last_action.search(before):
        return not (quantity.lead or quantity.trail in _SOME)  # 百公里能耗, 亿元项目, 万家惠
    if quantity.kind is Kind.COUNT:
        if words.empty_noun.search(after[:8]) or "的" in after[2:10]:
            return True
        many = quantity.value >= _MANY and words.deed.search(before)
        return not (many or quantity.lead == "上" or words.making.search(before + quantity.lead))
    said = quantity.lead or quantity.trail or words.making.search(before)
    if quantity.numeral[0] in _ROUND:
        return not quantity.lead
    return quantity.value < _LARGE and not (said or words.threshold.search(before))


def _target(quantity: Quantity, phrase: Phrase, clause: _Clause, scope: _Scope) -> Target:
    return Target(
        object=phrase.object,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        qualifier=_qualifier(phrase.verb + quantity.verb + quantity.lead, quantity.trail),
        quote=_as_written(phrase.quote, clause),
        line=scope.measure.line,
        measure=scope.measure.id,
    )


def _as_written(quote: str, clause: _Clause) -> str:
    """Return words of a clause as they stand in the plan."""
    start = clause.text.index(quote)
    return clause.spelling.as_written(start, start + len(quote))


def _qualifier(lead: str, trail: str) -> str:
    """Join the words on both sides of the number: 达…以上."""
    return f"{lead}…{trail}" if lead and trail else lead + trail


def _coverage(clause: _Clause, scope: _Scope) -> Target | None:
    """Return full coverage as 100 %, unless it is part of a name (两个全覆盖)."""
    words = scope.words
    match = words.coverage.search(clause.masked)
    if match is None or words.name_before.search(clause.masked[: match.start()]):
        return None
    before, after = clause.text[: match.start()], clause.text[match.end() :]
    core, _ = without_lead(before, words)
    name = trimmed(core.removesuffix("中的"), words) or trimmed(after, words)
    return Target(
        object=name,
        comparator=Comparator.EQ,
        value=100.0,
        value_max=None,
        unit="%",
        qualifier=match[0],
        quote=_as_written(clause.text.strip(EDGES)[-60:], clause),
        line=scope.measure.line,
        measure=scope.measure.id,
    )
