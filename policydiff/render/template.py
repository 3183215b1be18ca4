"""Fill a user's own template with a result, in a sandbox.

The template sees the documented JSON: ``plans``, ``comparisons``, ``trajectories``, ``parameters``
and so on. Every text goes through the output gate of the template's language.
"""

from collections.abc import Callable
from json import loads
from pathlib import PurePath

from policydiff.errors import MissingExtraError, UsageError
from policydiff.model import Relation, Report, Status
from policydiff.render.inert import html, inline, markdown, visible
from policydiff.render.labels import Lang, status_mark, status_word
from policydiff.render.result import result_json

_GATES: dict[str, Callable[[str], str]] = {
    ".html": html,
    ".htm": html,
    ".md": markdown,
    ".markdown": markdown,
}
"""Suffix of a template (before .j2) → what makes text inert in its language."""


class Inert(str):
    """Text that has been through the gate (a class: what marks it is its type)."""

    __slots__ = ()


def fill_template(source: str, name: str, report: Report, lang: Lang) -> str:
    """Return the template filled with a report; ``name`` tells its language and stands in errors.

    >>> fill_template("{{ plans|length }} plans", "a.md", Report((), ()), Lang.EN)
    '0 plans'

    Raises MissingExtraError without Jinja2, UsageError, with the line, for a template with a
    mistake.
    """
    try:
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.exceptions import SecurityError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise MissingExtraError(
            "a template needs Jinja2", hint="pip install 'policydiff[report]'"
        ) from error
    gate = _gate(name)
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=lambda value: _finalize(value, gate),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["status_word"] = _worded(status_word, lang, gate)
    environment.filters["status_mark"] = _worded(status_mark, lang, gate)
    try:
        return environment.from_string(source).render(loads(result_json(report)))
    except SecurityError as error:
        raise UsageError(f"{name}: {error}", hint="a template may read the result only") from error
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{name}:{line}" if line else name
        raise UsageError(f"{place}: {error.message}", hint=_HINT) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise UsageError(f"{name}: {type(error).__name__}: {error}", hint=_HINT) from error


_HINT = "see docs/how-to/templates.md; policydiff schema prints what a result holds"


def _gate(name: str) -> Callable[[str], Inert]:
    suffixes = PurePath(name).suffixes
    if suffixes and suffixes[-1] in (".j2", ".jinja"):
        suffixes = suffixes[:-1]
    escape = _GATES.get(suffixes[-1].lower() if suffixes else "", inline)
    return lambda text: Inert(escape(text))


def _finalize(value: object, gate: Callable[[str], Inert]) -> object:
    """Send text through the gate; what the template marked as safe is only made visible."""
    if type(value) is str:
        return gate(value)
    return visible(value) if isinstance(value, str) else value


def _worded(
    word: Callable[[Status, Relation, Lang], str], lang: Lang, gate: Callable[[str], Inert]
) -> Callable[[str, str], Inert]:
    """Return a filter for the reader's word: ``status|status_word(relation)``."""
    return lambda status, relation: gate(word(Status(status), Relation(relation), lang))
