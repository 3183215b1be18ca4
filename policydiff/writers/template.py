"""Fill a user's own template with a result: in a sandbox, in a process of its own.

The template sees the documented JSON: ``plans``, ``comparisons``, ``trajectories``, ``parameters``
and so on. Its process has limited time and memory, since a template can ask for any amount of both
(``10 ** 10 ** 9``) in ways that no sandbox of the language counts.
"""

import json
from importlib.util import find_spec
from typing import Any

from policydiff.errors import MissingExtraError, UsageError, install_hint
from policydiff.limited import Limits, OverLimitError, run_worker
from policydiff.model import Report
from policydiff.report import Lang
from policydiff.result import document_json

SECONDS = 5
"""Processor time for a template, beside what a large result takes; filling one takes well under a
second."""

BYTES_A_SECOND = 10_000_000
"""How much of a result is read and filled in within a second."""

MEMORY = 400_000_000
"""Bytes of memory for a template, beside a multiple of the result."""

WORKER = "policydiff.writers.sandbox:fill_order"
_HINT = "see docs/how-to/own-template.md; policydiff schema prints what a result holds"


def fill_template(source: str, name: str, report: Report, lang: Lang) -> str:
    """Return the template filled with a report; ``name`` tells its language and stands in errors.

    >>> fill_template("{{ plans|length }} plans", "a.md", Report(plans=(), comparisons=()), Lang.EN)
    '0 plans'

    Raises MissingExtraError without Jinja2, UsageError, with the line, for a template with a
    mistake or one that goes over a limit.
    """
    if find_spec("jinja2") is None:
        raise MissingExtraError("a template needs Jinja2", hint=install_hint("report"))
    result = document_json(report)
    order = {"source": source, "name": name, "lang": lang.value, "result": result}
    limits = Limits(SECONDS + len(result) // BYTES_A_SECOND, MEMORY + 50 * len(result))
    answer = _ask(name, json.dumps(order), limits)
    if "error" in answer:
        place = f"{name}:{answer['line']}" if answer.get("line") else name
        raise UsageError(f"{place}: {answer['error']}", hint=_HINT)
    text: str = answer["text"]
    return text


def _ask(name: str, order: str, limits: Limits) -> dict[str, Any]:
    """Return what the sandbox answers to an order."""
    try:
        answer: dict[str, Any] = run_worker(WORKER, order.encode(), limits)
    except OverLimitError as error:
        raise UsageError(
            f"{name}: filling it took more than {limits.seconds} seconds or {limits.memory:,} bytes"
            " of memory",
            hint="look for loops inside loops, and for what grows in them",
        ) from error
    return answer
