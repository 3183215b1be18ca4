"""Code a plan: the field that it is from, the themes of each task, the terms that prove them.

The field 「领域」 is told by its marks, and names codebook and thesaurus.

Every clause of a task has one credit to give, shared among the themes whose terms stand in it.
A theme that collects the credit of about one whole clause has a measure of its own; a passing
mention, in a list or beside the words of another theme, does not get that far. The title counts
like several clauses. See docs/explanation/themes.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import CodebookError, unknown
from policydiff.model import Plan, Task, ThemeCoding, ThemeEvidence
from policydiff.settings import ThemeSettings
from policydiff.text.files import load_table
from policydiff.text.finder import Hit
from policydiff.themes.codebook import Codebook

GENERAL = "general"  # government work at large: it stands where no other field is plain
TOPICS = "topics"  # the same, finer: for the plan of one office, most of which is one general theme


class Field(Struct, frozen=True):
    """A field, and the words that tell its plans; codebook and thesaurus bear its name."""

    name: str
    zh: str
    en: str
    marks: tuple[str, ...]


@cache
def load_fields() -> tuple[Field, ...]:
    """Return the fields that are shipped, but for the general one, which has no marks.

    >>> [field.name for field in load_fields()]
    ['agriculture', 'education', 'environment', 'health', 'security']
    """
    return tuple(
        Field(name, field["zh"], field["en"], tuple(field["marks"].split()))
        for name, field in load_table(__file__, "fields.toml").items()
    )


def field_names() -> tuple[str, ...]:
    """Return the names of all fields, the general one last."""
    return (*(field.name for field in load_fields()), GENERAL)


def require_field(name: str) -> str:
    """Return the name of a field as it is. Raises CodebookError where there is none of it."""
    if name not in field_names():
        raise CodebookError(f"{name}: no such field", hint=unknown(name, field_names()))
    return name


def field_of(plan: Plan, settings: ThemeSettings | None = None) -> str:
    """Return the name of the field that a plan is plainly from, else ``general``.

    That is where the marks of the field make up a fair share of the plan's text, and most of what
    the marks of all fields make up.
    """
    settings = settings or ThemeSettings()
    density = mark_density(plan, settings)
    name = max(density, key=lambda name: density[name])
    least = max(settings.min_field_share, settings.min_field_lead * sum(density.values()))
    return name if density[name] >= least else GENERAL


def common_field(names: Iterable[str]) -> str:
    """Return the field that all plans are from, else ``general``.

    Two plans by a codebook that knows nothing of one of them would say that all has changed.

    >>> common_field(["education", "education"]), common_field(["education", "health"])
    ('education', 'general')
    """
    found = set(names)
    return found.pop() if len(found) == 1 else GENERAL


def mark_density(plan: Plan, settings: ThemeSettings) -> dict[str, float]:
    """Return by field the share (0..1) of the plan's characters that stand in its marks.

    Looked at are the title of the plan and the beginnings of tasks all through it.
    """
    text = _sample(plan, settings)
    return {
        field.name: sum(text.count(mark) * len(mark) for mark in field.marks) / max(1, len(text))
        for field in load_fields()
    }


def _sample(plan: Plan, settings: ThemeSettings) -> str:
    """Return the beginnings of tasks from all through a plan, ``max_sample`` characters or so."""
    length = settings.max_sample
    share = max(settings.min_sample, length // max(1, len(plan.tasks)))
    step = max(1, len(plan.tasks) * share // length)
    parts = ((task.title + "。" + task.text)[:share] for task in plan.tasks[::step])
    return "\n".join((plan.title, *parts))


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
    if not terms:
        return _Place(measure, {}, {})
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
