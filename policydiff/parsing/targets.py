"""Extract quantified forward commitments (量化指标) from a task."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Comparator, Doubt, Measure, Target, Task, Unsure
from policydiff.parsing.target_names import (
    EACH,
    EDGES,
    Phrase,
    Slot,
    is_label,
    name_target,
    share_out,
    trimmed,
    without_lead,
)
from policydiff.text.numerals import whole
from policydiff.text.quantities import Quantity, find_quantities, find_unread
from policydiff.text.quantity_words import Kind, TargetWords, target_words
from policydiff.text.spelling import TORN, Spelling, respell

_BREAK_RE = re.compile(r"[，；;。！？!?：:\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_SENTENCE_RE = re.compile(r"[^。！？!?]+")
_NAME_RE = re.compile(
    r"“(?!全覆盖”$|零.{0,2}”)[^“”]{1,40}”|\"[^\"]{1,40}\"|《[^《》]{1,60}》|[〔\[]\d+[〕\]]"
)
_ASIDE_RE = re.compile(r"（([^（）]{2,200})）|\(([^()]{2,200})\)")
_HINT_RE = re.compile(f"[0-9零〇一二两三四五六七八九十百千万亿半番{TORN}]|覆盖")  # else no figure
_JOINT_RE = re.compile(r"[、,]|以及|和(?![美谐平睦])|及(?![时格])|与")
_SHORTEST = 2  # characters: no noun is shorter
_LONGEST = 1000  # characters: no clause of a plan is longer; reading one costs with the square
_YEAR_RE = re.compile(r"(?<![较比自由从于到至与同以—-])(?<!\d)(20\d\d)年(?!代)")


class Figures(Struct, frozen=True):
    """The figures of a task: what it commits to, and what could not be read."""

    targets: tuple[Target, ...] = ()
    unsure: tuple[Unsure, ...] = ()


class _Clause(Struct, frozen=True):
    """A clause respelled, with names (“…”, 《…》) masked in ``masked``, of the same length."""

    spelling: Spelling
    masked: str

    @property
    def text(self) -> str:
        return self.spelling.text


class _Sentence(Struct, frozen=True):
    """A sentence and the targets in it."""

    spelling: Spelling
    targets: tuple[Target, ...]


class _Scope(Struct, frozen=True):
    """What holds for all clauses of a measure."""

    measure: Measure
    whole: Spelling
    year: int | None
    words: TargetWords
    subject: str = ""  # of what it speaks where a clause only says how much: 石化产业


def read_figures(task: Task, year: int | None = None) -> Figures:
    """Return every quantified forward commitment of a task in reading order, and torn figures.

    Values are plain decimal numbers in ``unit``: 100万人 is 1000000 人. Full coverage (全覆盖) is
    100 %, unless the clause counts what is covered. Dates, document and programme numbers, labels
    (24小时, 0-6岁) and past results are none; ``year`` is the plan's, an earlier year is past.

    >>> from policydiff.model import Measure, Task
    >>> text = "建设30家护理中心、15家示范性康复中心，新建75?000个单位"
    >>> found = read_figures(Task("1", "1", "", "社区", text, 3, 3, (Measure("1.1", text, 3),)))
    >>> [(t.object, t.value, t.qualifier) for t in found.targets]
    [('护理中心', 30, '建设'), ('示范性康复中心', 15, '建设')]
    >>> [(unsure.quote, unsure.reason.value) for unsure in found.unsure]
    [('新建75?000个单位', 'figure-torn')]
    """
    words = target_words()
    if words.past_task.search(task.title) or words.past_task.match(task.text[:40]):
        return Figures()
    title = Measure("", task.title, task.line_start)
    measures = task.measures or (Measure("", task.text, task.line_start),)
    scopes = list(_scopes((title, *measures), year, words))
    titled, *found = _named((list(_sentences(scope)) for scope in scopes), words)
    seen = {(t.value, t.value_max, t.unit) for targets in found for t in targets}
    titled = tuple(t for t in titled if (t.value, t.value_max, t.unit) not in seen)
    return Figures(
        targets=tuple(target for targets in (titled, *found) for target in targets),
        unsure=tuple(unsure for scope in scopes for unsure in _unsure_of(scope)),
    )


def _scopes(measures: Iterable[Measure], year: int | None, words: TargetWords) -> Iterator[_Scope]:
    """Yield each measure with the subject that it, or one before it in the task, opens with."""
    subject = ""
    for measure in measures:
        opening = words.subject.match(measure.text)
        if opening and not words.action.match(measure.text):
            subject = opening[0]
        yield _Scope(measure, respell(measure.text), year, words, subject)


def _named(
    measures: Iterable[Iterable[_Sentence]], words: TargetWords
) -> Iterator[tuple[Target, ...]]:
    """Name the targets of each measure that name nothing by what was spoken of last."""
    thing, before = "", None
    for sentences in measures:
        named = []
        for sentence in sentences:
            for target in sentence.targets:
                if not target.object and before:
                    thing = _last_topic(before, words)
                thing, before = target.object or thing or target.qualifier or target.quote, None
                named.append(target if target.object else replace(target, object=thing))
            before = None if sentence.targets else sentence.spelling
        yield tuple(named)


def _last_topic(sentence: Spelling, words: TargetWords) -> str:
    last = [*_clauses(sentence)][-1:]
    return _topic(last[0], words) if last else ""


def _unsure_of(scope: _Scope) -> Iterator[Unsure]:
    if not _HINT_RE.search(scope.whole.figures):
        return
    if next(find_unread(scope.whole.figures, scope.words), None) is None:
        return
    for clause in _clauses(scope.whole):
        if next(find_unread(clause.masked, scope.words), None):
            quote = clause.spelling.as_written(0, len(clause.text)).strip(EDGES)
            yield Unsure(quote, scope.measure.line, Doubt.FIGURE_TORN)


def _sentences(scope: _Scope) -> Iterator[_Sentence]:
    for match in _SENTENCE_RE.finditer(scope.whole.figures):
        sentence = scope.whole.part(*match.span())
        hinted = _HINT_RE.search(sentence.figures)
        yield _Sentence(sentence, tuple(_targets_in(sentence, scope)) if hinted else ())


def _targets_in(sentence: Spelling, scope: _Scope, topic: str = "") -> Iterator[Target]:
    """Yield the targets of one sentence; a verb carries over to the clauses that lack one.

    A figure in brackets is read behind the clause that it stands in, as one on the same thing.
    """
    words = scope.words
    if words.past_sentence.search(sentence.text) and not words.future.search(sentence.text):
        return
    asides = _asides(sentence, words)
    verb = ""
    bare: _Clause | None = None  # the clause before, where it has no figure but may name the topic
    clauses = tuple(_clauses(sentence.without(asides)))
    for clause, following in zip_longest(clauses, clauses[1:]):
        if _is_of_earlier_year(clause.masked, scope.year):
            return
        if words.past.search(clause.masked) and not words.future.search(clause.masked):
            verb, topic, bare = "", "", None
            continue
        slots = _slots(clause, words)
        topic = _spoken_of(bare, topic, slots, words)
        paid = "" if bare and topic else _work_paid(slots, following, words)
        owner = paid or scope.subject
        phrases = _phrases(slots, topic, verb, owner, words)
        yield from (
            _target(slot.quantity, phrase, clause, scope)
            for slot, phrase in zip(slots, phrases, strict=True)
        )
        if not slots and (covered := _coverage(clause, scope)):
            yield covered
        verb = phrases[-1].verb if phrases else ""
        if phrases:
            topic, bare = phrases[-1].object, None
        elif not words.stand_in.fullmatch(clause.text):  # 其中 is about what was spoken of before
            bare = clause
        for aside in _within(asides, sentence, clause, words):
            told = (
                phrase.object
                for slot, phrase in zip(reversed(slots), reversed(phrases), strict=True)
                if clause.spelling.places[slot.quantity.end - 1] < aside.places[0]
            )
            spoken = _topic(bare, words) if bare else topic
            yield from _targets_in(aside, scope, next(told, spoken))


def _phrases(
    slots: tuple[Slot, ...], topic: str, verb: str, owner: str, words: TargetWords
) -> tuple[Phrase, ...]:
    """Name the things of a clause; ``topic`` and ``verb`` are those of the clause before it."""
    phrases: list[Phrase] = []
    for slot, shared in zip(slots, share_out(slots, words), strict=True):
        phrase = name_target(slot, topic, words, owner)
        if not phrase.verb and _goes_on(slot, slots, words):
            phrase = replace(phrase, verb=verb)
        phrase = replace(phrase, object=shared or phrase.object)
        verb, topic = phrase.verb, phrase.object
        phrases.append(phrase)
    return tuple(phrases)


def _work_paid(slots: tuple[Slot, ...], following: _Clause | None, words: TargetWords) -> str:
    """Return the work of the next clause where this one ends with what it costs (投资2亿元)."""
    if not slots or following is None or slots[-1].after.strip(EDGES):
        return ""
    if not words.outlay.search(slots[-1].before.rstrip(EDGES)):
        return ""
    work, verb = without_lead(following.text, words)
    counted = _slots(following, words) if verb else ()
    named = name_target(counted[0], "", words).object if counted else trimmed(work, words)
    return named if verb else ""


def _spoken_of(
    bare: _Clause | None, topic: str, slots: tuple[Slot, ...], words: TargetWords
) -> str:
    """Return what a clause with figures is about where it does not say so itself."""
    if bare and slots:
        return _topic(bare, words)
    return "" if slots and _is_occasion(slots[0], words) else topic


def _is_occasion(slot: Slot, words: TargetWords) -> bool:
    """Tell whether work is counted by its occasions: 遴选专家10名，培训3000人次 is on 培训."""
    core, verb = without_lead(slot.before, words)
    work = None if core else words.work.search(verb)
    return bool(work and work[0] in words.verbal_nouns and slot.quantity.unit in words.occasions)


def _topic(clause: _Clause, words: TargetWords) -> str:
    """Return what a clause without a figure is about, so that the next may be about it."""
    named = trimmed(without_lead(clause.text, words)[0], words)
    return "" if words.circumstance.search(named) else named


def _asides(sentence: Spelling, words: TargetWords) -> tuple[tuple[int, int], ...]:
    """Return the brackets of a sentence that hold a figure of their own: （力争8%）."""
    masked = _masked(sentence.figures)
    return tuple(
        match.span()
        for match in _ASIDE_RE.finditer(masked)
        if any(q.kind is not Kind.TIME for q in find_quantities(match[1] or match[2], words))
    )


def _within(
    asides: Sequence[tuple[int, int]], sentence: Spelling, clause: _Clause, words: TargetWords
) -> Iterator[Spelling]:
    """Yield the bracketed stretches that promise something, of a clause and right behind it."""
    first, last = clause.spelling.places[0], clause.spelling.places[-1]
    for start, end in asides:
        before = sentence.places[start - 1] if start else -1
        inner = sentence.part(start + 1, end - 1)
        if first <= before <= last and not words.aside.match(inner.text):
            yield inner


def _goes_on(slot: Slot, slots: tuple[Slot, ...], words: TargetWords) -> bool:
    """Tell whether a slot without a verb continues a list (新增村200个、中心村800个)."""
    counts = (Kind.COUNT, Kind.MEASURE)
    listed = slot is not slots[0] and all(s.quantity.kind in counts for s in slots)
    return listed or not (slot.before.strip(EDGES) or words.adverb.match(slot.after))


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
    kept = [q for q in find_quantities(masked, words) if not is_label(q, masked, words)]
    if not kept:
        return ()
    gaps = [
        text[a:b]
        for a, b in zip([0, *(q.end for q in kept)], [*(q.start for q in kept), None], strict=True)
    ]
    befores = [gaps[0]]
    afters: list[str] = []
    for quantity, gap in zip(kept, gaps[1:-1], strict=False):
        after, before = _split_gap(gap, quantity, words)
        afters.append(after)
        befores.append(before)
    afters.append(gaps[-1])
    kept = _with_shared_lead(kept, befores)
    return tuple(
        Slot(q, b, text[q.start : q.end], a) for q, b, a in zip(kept, befores, afters, strict=True)
    )


def _with_shared_lead(quantities: list[Quantity], befores: list[str]) -> list[Quantity]:
    """Let 不低于 hold for all numbers of a list: 分别不低于80%和75%."""
    shared: list[Quantity] = []
    for quantity, before in zip(quantities, befores, strict=True):
        bare = not (before.strip(EDGES) or quantity.lead or quantity.trail)
        if shared and bare and EACH in befores[0]:
            quantity = replace(quantity, comparator=shared[-1].comparator)
        shared.append(quantity)
    return shared


def _split_gap(gap: str, quantity: Quantity, words: TargetWords) -> tuple[str, str]:
    """Divide what stands between two quantities: what the first counts, how the next begins."""
    joints = list(_JOINT_RE.finditer(gap))
    deed = words.deed.search(gap, _SHORTEST)
    if not joints and deed and len(gap) - deed.end() >= _SHORTEST:  # 300家企业发放补贴5000万元
        return gap[: deed.start()], gap[deed.start() :]
    if not joints:
        return (gap, "") if quantity.kind is Kind.COUNT else ("", gap)
    joint = joints[0] if joints[0].start() == 0 else joints[-1]
    return gap[: joint.start()], gap[joint.end() :]


def _target(quantity: Quantity, phrase: Phrase, clause: _Clause, scope: _Scope) -> Target:
    lead, trail = phrase.verb + quantity.verb + quantity.lead, quantity.trail
    return Target(
        object=phrase.object,
        comparator=_comparator(quantity, phrase.verb, scope.words),
        value=whole(quantity.value),
        value_max=None if quantity.value_max is None else whole(quantity.value_max),
        unit=quantity.unit,
        qualifier=f"{lead}…{trail}" if lead and trail else lead + trail,
        quote=_as_written(phrase.quote, clause),
        line=scope.measure.line,
        measure=scope.measure.id,
    )


def _comparator(quantity: Quantity, verb: str, words: TargetWords) -> Comparator:
    """Return how a number is compared; the word may stand before the verb: 至少降低30%."""
    said = words.comparators.get(verb[:_SHORTEST])
    return said if said and quantity.comparator is Comparator.EQ else quantity.comparator


def _as_written(quote: str, clause: _Clause) -> str:
    """Return words of a clause as they stand in the plan."""
    start = clause.text.index(quote)
    return clause.spelling.as_written(start, start + len(quote))


def _coverage(clause: _Clause, scope: _Scope) -> Target | None:
    """Return full coverage as 100 %, unless it is part of a name (两个全覆盖)."""
    words = scope.words
    match = words.coverage.search(clause.masked)
    if match is None or words.name_before.search(clause.masked[: match.start()]):
        return None
    before, after = clause.text[: match.start()], clause.text[match.end() :]
    core, _ = without_lead(words.covering.sub("", before), words)
    name = trimmed(core.removesuffix("中的"), words) or trimmed(after, words)
    return Target(
        object=name,
        comparator=Comparator.EQ,
        value=100,
        value_max=None,
        unit="%",
        qualifier=match[0],
        quote=_as_written(clause.text.strip(EDGES)[-60:], clause),
        line=scope.measure.line,
        measure=scope.measure.id,
    )
