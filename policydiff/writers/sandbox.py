"""The sandbox in which a user's template is filled; ``template.py`` runs it in its own process.

No file is read, nothing of Python is reached, and work is counted: rounds of loops and calls. What
comes out of an expression passes the output gate of the template's language.
"""

import json
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import PurePath
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from policydiff.model import Change, Open, Relation, Status
from policydiff.report import Lang
from policydiff.report.labels import change_word, status_word
from policydiff.text.unseen import visible
from policydiff.writers.inert import html, inline, markdown

MOST_STEPS = 1_000_000
"""Rounds of loops and calls; a page with every measure of five plans takes some thousands."""

MOST_CHARACTERS = 20_000_000
"""Characters of output: far more than any program that shows it takes."""

LONGEST_MESSAGE = 300
"""Characters of an error that are told; some quote a whole result."""

_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_COUNTED = "counted"

Gate = Callable[[str], str]

_GATES: dict[str, Gate] = {
    ".html": html,
    ".htm": html,
    ".md": lambda text: _keeping_blanks(text, markdown(text)),
    ".markdown": lambda text: _keeping_blanks(text, markdown(text)),
}
"""Suffix of a template (before .j2) → what makes text inert in its language."""


def _keeping_blanks(text: str, escaped: str) -> str:
    """Put back the blank at an end that a Markdown line does not need, but what follows does."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and escaped else ""
    return f"{before}{escaped}{after}"


class OverLimitError(Exception):
    """A template did more than it may."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of a template (a class: Jinja's way to change how templates run)."""

    intercepted_binops = frozenset(("+", "*", "%"))

    def __init__(self, gate: Gate) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=lambda value: _finalize(value, gate),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._steps = 0
        self._gate = gate
        self.filters = {name: self._keeping_plain(call) for name, call in self.filters.items()}
        self.filters[_COUNTED] = self._count
        self.globals.pop("lipsum")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_FILES):
            raise TemplateSyntaxError("a template reads no other file", node.lineno, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(
                loop.iter, _COUNTED, [], [], None, None, lineno=loop.iter.lineno
            )
        return tree

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, and count it."""
        self._spend()
        return _marked(super().call(context, called, *args, **kwargs), self._gate)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Join, repeat or format; a text made of one of the plan is one itself."""
        return _marked(super().call_binop(context, operator, left, right), self._gate)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a part of a value; a piece of a text of the plan is one itself."""
        return _marked(super().getitem(obj, argument), self._gate)

    def _keeping_plain(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter whose text passes the gate where it is joined to markup."""

        @wraps(call)  # with what says whether it takes the context
        def filtered(*args: Any, **kwargs: Any) -> Any:
            return _marked(call(*args, **kwargs), self._gate)

        return filtered

    def _count(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._spend()
            yield item

    def _spend(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise OverLimitError(f"more than {MOST_STEPS:,} rounds of loops and calls")


def _finalize(value: object, gate: Gate) -> Markup:
    """Send text through the gate; what the template made or marked as safe is made visible."""
    if isinstance(value, Markup):
        return Markup(visible(value))
    return Markup(gate(str(value)))


def fill(source: str, name: str, result: dict[str, Any], lang: Lang) -> str:
    """Return a template filled with a result, given as its JSON values.

    >>> fill("{% for plan in plans %}{{ plan.id }}, {% endfor %}", "a.md", {"plans": []}, Lang.EN)
    ''

    Raises TemplateError, OverLimitError, or what the expressions of the template raise.
    """
    gate = gate_of(name)
    sandbox = Sandbox(gate)
    marked = _marked(result, gate)
    sandbox.filters |= _words(lang)
    sandbox.globals |= _lookups(marked)
    pieces: list[str] = []
    length = 0
    for piece in sandbox.from_string(source).generate(marked, lang=lang.value):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise OverLimitError(f"more than {MOST_CHARACTERS:,} characters of output")
    return "".join(pieces)


def gate_of(name: str) -> Gate:
    """Return what makes text inert in the language that the name of a template tells.

    >>> gate_of("report.HTML.j2")("<b>"), gate_of("note.txt")("<b>")
    ('&lt;b&gt;', '<b>')
    """
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    if suffixes and suffixes[-1] in (".j2", ".jinja", ".jinja2"):
        suffixes.pop()
    return _GATES.get(suffixes[-1] if suffixes else "", inline)


def _marked(value: Any, gate: Gate) -> Any:
    """Return a result whose texts pass the gate also where they are joined to markup."""

    class PlanText(str):
        __slots__ = ()

        def __html__(self) -> str:
            return gate(self)

        def __getitem__(self, place: Any) -> str:
            return PlanText(super().__getitem__(place))

    def mark(value: Any) -> Any:
        match value:
            case str() if not hasattr(value, "__html__"):
                return PlanText(value)
            case list():
                return [mark(item) for item in value]
            case dict():
                return {key: mark(item) for key, item in value.items()}
        return value

    return mark(value)


def _words(lang: Lang) -> dict[str, Callable[..., str]]:
    """Return the filters for the reader's words: ``status|status_word(relation)``."""
    return {
        "status_word": lambda status, relation, reason=None: status_word(
            Status(status), Relation(relation), lang, Open(reason) if reason else None
        ),
        "change_word": lambda change, relation, reason=None: change_word(
            Change(change), Relation(relation), lang, Open(reason) if reason else None
        ),
    }


def _lookups(result: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    """Return the functions that find what a comparison names by its id."""
    plans = {plan["id"]: plan for plan in result["plans"]}
    tasks = {(name, task["id"]): task for name, plan in plans.items() for task in plan["tasks"]}
    return {
        "find_plan": lambda plan: plans[plan],
        "find_task": lambda plan, task: tasks[plan, task],
    }


def fill_order(given: bytes) -> dict[str, Any]:
    """Fill the template of an order: its source and name, the result, and the language."""
    order = json.loads(given)
    result = json.loads(order["result"])
    return answer(order["source"], order["name"], result, Lang(order["lang"]))


def answer(source: str, name: str, result: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return ``{"text"}``, or ``{"error", "line"}`` for a template with a mistake."""
    try:
        return {"text": fill(source, name, result, lang)}
    except TemplateSyntaxError as error:
        return {"error": error.message, "line": error.lineno}
    except MemoryError as error:
        return {"error": "more memory than a template may take", "line": _line(error)}
    except RecursionError as error:
        return {"error": "it calls itself without end", "line": _line(error)}
    except (TemplateError, OverLimitError) as error:
        return {"error": str(error)[:LONGEST_MESSAGE], "line": _line(error)}
    except Exception as error:  # whatever an expression raises is the template's mistake
        message = f"{type(error).__name__}: {error}"
        return {"error": message[:LONGEST_MESSAGE], "line": _line(error)}


def _line(error: BaseException) -> int | None:
    """Return the line of the template on which an error arose."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else None
