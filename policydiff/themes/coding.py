"""Code a plan: the themes of each task, with the terms that prove them.

Every clause of a task has one credit to give, shared among the themes whose terms stand in it.
A theme that collects the credit of about one whole clause has a measure of its own; a passing
mention, in a list or beside the words of another theme, does not get that far. The title counts
like several clauses. See docs/explanation/themes.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Plan, Task, ThemeCoding, ThemeEvidence
from policydiff.settings import ThemeSettings
from policydiff.text.finder import Hit
from policydiff.themes.codebook import Codebook

TITLE = ""  # the id of the title among the measures of an evidence
_CLAUSE_RE = re.compile(r"[^，,。；;！!？?\n]+")
# 「（发展改革委牵头，交通运输部配合）」 names who acts: no work on transport is meant
_IN_CHARGE_RE = re.compile(r"[（(][^（(）)]*(?:负责|牵头|配合|参与)[^（(）)]{0,4}[）)]")
# Such a clause sets the scene, the next one has the action:
# 「依托…，」「以…为重点，」「在…基础上，」
_SCENE_RE = re.compile(
    r"^(?:依托|围绕|按照|根据|结合|针对|对照|依据|随着|面向|通过|发挥|利用|运用|借助)"
    r"|^以.+为[^为]{1,4}$"
    r"|^在.+(?:中|下|上|时|同时|方面|基础|前提|背景)$"
)


class _Place(Struct, frozen=True):
    """What a title or a clause says: the credit of each theme, and the terms behind it."""

    measure: str
    credits: Mapping[str, float]
    terms: Mapping[str, tuple[str, ...]]


NOWHERE = _Place(TITLE, {}, {})


def code_plan(plan: Plan, codebook: Codebook, settings: ThemeSettings | None = None) -> Plan:
    """Return the plan with each task's themes; a task without evidence gets none."""
    settings = settings or ThemeSettings()
    headings = {
        section.id: _place(TITLE, section.heading, codebook, settings) for section in plan.sections
    }
    tasks = (
        replace(task, themes=_code(task, headings.get(task.section, NOWHERE), codebook, settings))
        for task in plan.tasks
    )
    return replace(plan, tasks=tuple(tasks))


def _code(task: Task, heading: _Place, codebook: Codebook, settings: ThemeSettings) -> ThemeCoding:
    """Code one task that stands under ``heading``."""
    title = _place(TITLE, task.title, codebook, settings)
    clauses = tuple(_clauses(task, codebook, settings))
    own = _sum(clauses)
    said = sum(own.values())
    weight = max(settings.title_weight, settings.title_share * said)
    scores = {
        theme: weight * title.credits.get(theme, 0.0)
        + own.get(theme, 0.0)
        + settings.heading_weight * heading.credits.get(theme, 0.0)
        for theme in (*title.credits, *own)
    }
    ranked = _rank(scores, codebook)
    if not ranked or scores[ranked[0]] < settings.min_primary:
        return ThemeCoding()
    primary, *others = ranked
    least = max(settings.min_secondary, settings.min_secondary_share * said)
    secondary = tuple(theme for theme in others if scores[theme] >= least)
    evidence = (_evidence(theme, scores, (title, *clauses)) for theme in (primary, *secondary))
    return ThemeCoding(primary, secondary, tuple(evidence))


def _clauses(task: Task, codebook: Codebook, settings: ThemeSettings) -> Iterable[_Place]:
    for measure in task.measures:
        for clause in _CLAUSE_RE.findall(without_offices(measure.text)):
            place = _place(measure.id, clause, codebook, settings)
            if place.credits:
                yield place


def without_offices(text: str) -> str:
    """Return a text without the brackets that say who acts.

    >>> without_offices("完善路网（交通局牵头，财政局配合）。")
    '完善路网。'
    """
    return _IN_CHARGE_RE.sub("", text)


def _place(measure: str, text: str, codebook: Codebook, settings: ThemeSettings) -> _Place:
    """Weigh the terms of a title or clause; a theme with nothing but hints gets no credit."""
    terms = _terms(codebook.lexicon.find(text))
    scores = {
        theme: sum(found.values())
        for theme, found in terms.items()
        if max(found.values()) > settings.hint_weight
    }
    total = sum(scores.values())
    whole = settings.scene_share if _SCENE_RE.match(text) else 1.0
    credits_ = {
        theme: whole * score / total * min(1.0, score / settings.core_weight)
        for theme, score in scores.items()
    }
    return _Place(measure, credits_, {theme: tuple(terms[theme]) for theme in scores})


def _terms(hits: Sequence[Hit]) -> dict[str, dict[str, float]]:
    """Return by theme its different terms, in order, with their weights."""
    terms: dict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        terms[hit.theme][hit.term] = hit.weight
    return terms


def _sum(places: Iterable[_Place]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for place in places:
        for theme, credit in place.credits.items():
            total[theme] += credit
    return total


def _rank(scores: Mapping[str, float], codebook: Codebook) -> list[str]:
    """Rank themes by score; ties follow the codebook's order."""
    order = {theme.code: at for at, theme in enumerate(codebook.themes)}
    return sorted(scores, key=lambda theme: (-scores[theme], order[theme]))


def _evidence(theme: str, scores: Mapping[str, float], places: Sequence[_Place]) -> ThemeEvidence:
    terms = (term for place in places for term in place.terms.get(theme, ()))
    measures = (place.measure for place in places if theme in place.terms)
    return ThemeEvidence(
        code=theme,
        score=round(scores[theme], 3),
        terms=tuple(dict.fromkeys(terms)),
        measures=tuple(dict.fromkeys(measures)),
    )
