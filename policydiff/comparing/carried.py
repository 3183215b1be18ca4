"""Carried on: which measures of a task live on inside a link, which fell out, which are new."""

from collections.abc import Collection, Iterable, Sequence

from policydiff.comparing.verbs import directive_words, stage_step, strength_step
from policydiff.comparing.wording import diff_wording
from policydiff.model import Carried, CarriedMeasure, Link, Measure, Survival, Task
from policydiff.settings import ComparingSettings

DEFAULTS = ComparingSettings()


def carried_on(
    previous: Task,
    current: Task,
    link: Link,
    words: Collection[str] = (),
    settings: ComparingSettings = DEFAULTS,
) -> Carried:
    """Return what a link carries on of its previous task, by the measures in its evidence.

    A previous measure is shown against its best counterpart, and every counterpart of the
    current task that carries something counts as carried. ``words`` are words that a wording
    diff shall not cut, besides the directive verbs. Titles ("") are no measures. Verbs are
    compared only where the wordings share ``verb_equal`` of their text: else they may direct
    different things.

    >>> from policydiff.model import Evidence, Strength
    >>> def task(*texts):
    ...     measures = tuple(Measure(f"1-{n}", text, 1) for n, text in enumerate(texts, 1))
    ...     return Task("1", "1", "", "", "", 1, 1, measures)
    >>> link = Link("1:1", "1", "1", Strength.FULL, 0.9, (Evidence("1-1", "1-2", (), 1.0),), ())
    >>> carried = carried_on(task("推进签约", "停办诊室"), task("建设中心", "全面推进签约"), link)
    >>> carried.fallen_out, carried.added, carried.previous_share
    (('1-2',), ('1-1',), 0.5)
    """
    old = {measure.id: measure for measure in previous.measures}
    new = {measure.id: measure for measure in current.measures}
    pairs = [e for e in link.evidence if e.previous in old and e.current in new]
    best = {e.previous: e for e in sorted(pairs, key=lambda e: (e.score, e.current))}
    kept = directive_words().union(words) if words else directive_words()
    return Carried(
        link=link.id,
        measures=tuple(
            _carried(old[m], new[best[m].current], kept, settings) for m in old if m in best
        ),
        fallen_out=tuple(m for m in old if m not in best),
        added=tuple(m for m in new if m not in {e.current for e in pairs}),
        previous_share=_share(previous.measures, best),
        current_share=_share(current.measures, {e.current for e in pairs}),
    )


def survivals(tasks: Iterable[Task], links: Sequence[Link]) -> tuple[Survival, ...]:
    """Return how much of each previous task all of its links together carry on.

    A task that is linked but hardly carried on lives on in name only.
    """
    carried: dict[str, set[str]] = {}
    for link in links:
        carried.setdefault(link.previous, set()).update(e.previous for e in link.evidence)
    return tuple(_survival(task, carried.get(task.id, set())) for task in tasks)


def _survival(task: Task, carried: Collection[str]) -> Survival:
    return Survival(
        task=task.id,
        share=_share(task.measures, carried),
        carried=tuple(m.id for m in task.measures if m.id in carried),
        fallen_out=tuple(m.id for m in task.measures if m.id not in carried),
    )


def _carried(
    old: Measure, new: Measure, words: frozenset[str], settings: ComparingSettings
) -> CarriedMeasure:
    wording = diff_wording(old.text, new.text, words, settings)
    alike = wording.equal >= settings.verb_equal
    return CarriedMeasure(
        previous=old.id,
        current=new.id,
        wording=wording,
        strength=strength_step(old.text, new.text) if alike else None,
        stage=stage_step(old.text, new.text) if alike else None,
    )


def _share(measures: Sequence[Measure], chosen: Collection[str]) -> float:
    """Return the share (0..1, by characters) of the measures that are chosen; 0 for no text."""
    total = sum(len(measure.text) for measure in measures)
    return sum(len(m.text) for m in measures if m.id in chosen) / total if total else 0.0
