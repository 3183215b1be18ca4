"""The field 「领域」 that plans are from: told by its marks, it names codebook and thesaurus."""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from policydiff.errors import CodebookError, unknown
from policydiff.model import Plan
from policydiff.settings import ThemeSettings
from policydiff.text.words import load_table

GENERAL = "general"  # government work at large: it stands where no other field is plain


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
    ['agriculture', 'education', 'environment', 'health']
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
