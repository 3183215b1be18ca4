"""Compare government work plans (工作要点): what is new, continued or dropped, with evidence.

>>> import policydiff
>>> sorted(policydiff.__all__)[:3]
['Comparison', 'Link', 'Plan']

Names are loaded on first use, so that importing the package costs next to nothing.
"""

from policydiff.version import __version__

TYPE_CHECKING = False  # typing's own would cost half of what `--version` takes
if TYPE_CHECKING:
    from policydiff.errors import PolicyDiffError
    from policydiff.model import Comparison, Link, Plan, Report, Status, Task
    from policydiff.pipeline import load_plan
    from policydiff.pipeline.ask import explain_tasks as explain
    from policydiff.pipeline.ask import trace_query as trace
    from policydiff.pipeline.compare import compare
    from policydiff.report.sheets import rows, to_pandas
    from policydiff.result import load_result
    from policydiff.settings import Settings
    from policydiff.writers.formats import render

__all__ = [
    "__version__",
    "load_plan",
    "load_result",
    "compare",
    "explain",
    "trace",
    "render",
    "rows",
    "to_pandas",
    "Plan",
    "Task",
    "Report",
    "Comparison",
    "Link",
    "Status",
    "Settings",
    "PolicyDiffError",
]

_HOMES = {
    "load_plan": "policydiff.pipeline",
    "load_result": "policydiff.result",
    "compare": "policydiff.pipeline.compare",
    "explain": "policydiff.pipeline.ask:explain_tasks",
    "trace": "policydiff.pipeline.ask:trace_query",
    "render": "policydiff.writers.formats",
    "rows": "policydiff.report.sheets",
    "to_pandas": "policydiff.report.sheets",
    "Plan": "policydiff.model",
    "Task": "policydiff.model",
    "Report": "policydiff.model",
    "Comparison": "policydiff.model",
    "Link": "policydiff.model",
    "Status": "policydiff.model",
    "Settings": "policydiff.settings",
    "PolicyDiffError": "policydiff.errors",
}
"""Public name → the module that defines it, with its name there where that is another."""


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, _, own = _HOMES[name].partition(":")
    return getattr(import_module(module), own or name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
