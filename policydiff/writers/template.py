"""Fill a user's own template with a result: in a sandbox, in a process of its own.

The template sees the documented JSON: ``plans``, ``comparisons``, ``trajectories``, ``parameters``
and so on. Its process has limited time and memory, since a template can ask for any amount of both
(``10 ** 10 ** 9``) in ways that no sandbox of the language counts.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policydiff.errors import MissingExtraError, UsageError, install_hint
from policydiff.model import Report
from policydiff.report.choices import Lang
from policydiff.result.write import document_json

SECONDS = 20
"""Processor time for a template; filling one takes well under a second."""

MEMORY = 1_000_000_000
"""Bytes of memory for a template, beside a multiple of the result."""

_HINT = "see docs/how-to/own-template.md; policydiff schema prints what a result holds"
_MAIN = """
import sys
sys.path.insert(0, sys.argv[1])
from policydiff.writers.sandbox import main
main()
"""


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
    answer = _ask(name, json.dumps(order), MEMORY + 50 * len(result))
    if "error" in answer:
        place = f"{name}:{answer['line']}" if answer.get("line") else name
        raise UsageError(f"{place}: {answer['error']}", hint=_HINT)
    text: str = answer["text"]
    return text


def _ask(name: str, order: str, memory: int) -> dict[str, Any]:
    """Return what the process answers; it reads its order from standard input."""
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-P", "-c", _MAIN, root, str(SECONDS), str(memory)]
    try:
        done = subprocess.run(
            command, input=order.encode(), capture_output=True, timeout=3 * SECONDS, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UsageError(
            f"{name}: filling it took more than {SECONDS} seconds or {memory:,} bytes of memory",
            hint="look for loops inside loops, and for what grows in them",
        ) from error
    return answer
