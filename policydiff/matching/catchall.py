"""Catch-all tasks: those that gather what fits nowhere else."""

import re
import tomllib
from functools import cache
from pathlib import Path


def is_catchall(title: str) -> bool:
    """Tell a task that gathers odds and ends by its title (``data/catchall.toml``).

    >>> is_catchall("统筹做好其他重点工作"), is_catchall("做好其他医疗机构的监管")
    (True, False)
    """
    return bool(_titles().search(title))


@cache
def _titles() -> re.Pattern[str]:
    text = (Path(__file__).with_name("data") / "catchall.toml").read_text("utf-8")
    return re.compile("|".join(tomllib.loads(text)["titles"]))
