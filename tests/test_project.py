"""The house keeps its shape: imports point one way, and start-up loads little."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "policydiff"
DOOR = "__init__"
"""The package itself: the door for who imports it."""

BASE = {"model", "errors", "settings", "version", "limited"}
STAGES = {"reading", "cleaning", "parsing", "matching", "themes", "comparing"}
SHARED = BASE | {"text"}
PIPELINE = SHARED | STAGES | {"reviewing", "pipeline"}
REPORT = SHARED | {"comparing", "evaluating", "pipeline", "result", "report"}
MAY_IMPORT = {
    **dict.fromkeys(BASE, BASE),
    "text": SHARED,
    **{stage: SHARED | {stage} for stage in STAGES},
    "reviewing": SHARED | {"reviewing"},
    "pipeline": PIPELINE,
    "evaluating": PIPELINE | {"evaluating"},
    "result": SHARED | {"result"},
    "report": REPORT,
    "writers": REPORT | {"writers"},
    "cli": PIPELINE | REPORT | {"writers", "cli"},
    "__main__": BASE | {"cli"},
    DOOR: PIPELINE | REPORT | {"writers"},
}
"""Part of the package → the parts that it may import; nothing inside may import the door."""

HOMES = {
    "click": {"cli"},
    "rich": {"cli", "writers"},
    "rapidfuzz": {"errors", "text"},
    "opencc": {"text"},
    "diff_match_patch": {"comparing"},
    "jinja2": {"writers"},
    "xlsxwriter": {"writers"},
    "pyarrow": {"writers"},
}
"""Third-party package → where alone it may be imported."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    own = [name.split(".") for name in imported(path) if name.partition(".")[0] == "policydiff"]
    parts = {name[1] if len(name) > 1 else DOOR for name in own}

    assert parts <= MAY_IMPORT[part_of(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_third_party_package_has_one_home(path):
    for name in imported(path):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or part_of(path) in homes, f"{name} in {path}"


LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
MOST_MODULES = 150
"""More than can be known by name are cut too fine."""

LISTS = {"model.py", "settings.py", "report/labels.py"}
"""Modules that list things, and so may be longer."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions)
    }

    assert {name for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == set()
    assert path.relative_to(PACKAGE).as_posix() in LISTS or text.count("\n") <= LONGEST_MODULE


def test_there_are_few_modules():
    assert len(MODULES) <= MOST_MODULES, "which two of them are only read together?"


def test_the_rules_are_about_this_package():
    assert {part_of(path) for path in MODULES} == set(MAY_IMPORT)


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(done.stderr.split())


def test_the_version_is_told_before_click_is_loaded():
    loaded = modules_after(
        "import sys; sys.argv[1:] = ['--version']\nimport policydiff.__main__ as m; m.main()"
    )

    assert "policydiff.__main__" in loaded
    assert not loaded & {"click", "dataclasses", "re", "policydiff.cli", "policydiff.model"}


def test_the_command_line_loads_click_and_no_stage():
    loaded = modules_after("import policydiff.cli")

    assert "click" in loaded
    parts = {name.split(".")[1] for name in loaded if name.startswith("policydiff.")}
    assert parts == {"cli", "errors", "version"}
    assert not loaded & {
        "rich",
        "rapidfuzz",
        "opencc",
        "diff_match_patch",
        "dataclasses",
        "tomllib",
    }


NOT_FOR_JSON = (
    *("rich", "numpy", "opencc", "asyncio", "email", "subprocess", "xml"),
    *("importlib.metadata", "importlib.resources", "tempfile", "shutil", "zipfile", "html"),
    *("policydiff.report.gates", "policydiff.pipeline.ask", "policydiff.comparing.trace"),
    *("policydiff.evaluating", "policydiff.matching.explain", "policydiff.evaluating.figures"),
    *("policydiff.reading.webpage", "policydiff.reading.word", "policydiff.reading.pdf"),
    *("policydiff.report.blocks", "policydiff.report.labels", "policydiff.report.sheets"),
    *("policydiff.report.comparison", "policydiff.report.outline", "policydiff.report.overview"),
    *("policydiff.writers.page", "policydiff.writers.word"),
)
"""Modules that a comparison to JSON does without; each costs 1 to 50 ms."""


def test_help_is_shown_without_any_stage():
    loaded = modules_after("from policydiff.cli import run\nrun(['--help'])")

    assert "click" in loaded
    parts = {name.split(".")[1] for name in loaded if name.startswith("policydiff.")}
    assert parts == {"cli", "errors", "version"}
    assert not loaded & {"dataclasses", "tomllib", "importlib.metadata"}


def test_json_is_written_without_the_terminal():
    loaded = modules_after(
        "import sys; from policydiff.cli import run\n"
        "run(['compare', 'seeds/city-2024.txt', 'seeds/yangpu-2025.txt', '-f', 'json'])"
    )

    assert "policydiff.result" in loaded
    assert not loaded & {*NOT_FOR_JSON}


def test_the_door_leads_to_what_it_says():
    """What the type checker reads is where each public name is loaded from."""
    import policydiff

    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    said = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found = {
        name: (home.partition(":")[0], home.partition(":")[2] or name)
        for name, home in policydiff._HOMES.items()
    }

    assert found == {name: said[name] for name in found}
    assert set(policydiff.__all__) == {*found, "__version__"}


def test_ids_of_plans_are_completed_without_any_stage():
    loaded = modules_after(
        "import os; from policydiff.cli import run\n"
        "os.environ |= {'_POLICYDIFF_COMPLETE': 'bash_complete', 'COMP_CWORD': '2',"
        " 'COMP_WORDS': 'policydiff compare city'}\n"
        "assert run([]) == 0"
    )

    assert "policydiff.cli.commands.comparing" in loaded
    parts = {name.split(".")[1] for name in loaded if name.startswith("policydiff.")}
    assert parts <= {"cli", "errors", "report", "text", "version", "writers"}


def test_public_names_are_there():
    import policydiff

    for name in policydiff.__all__:
        assert getattr(policydiff, name) is not None
    assert set(policydiff.__all__) <= set(dir(policydiff))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        policydiff.nothing  # noqa: B018 - the look-up is what is tested


def test_nothing_names_a_registry_or_a_machine():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_what_the_project_asks_for(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    if lock == "requirements-dev.lock":
        extras = project["project"]["optional-dependencies"]
        asked += [x for name, extra in extras.items() if name != "parquet" for x in extra]
    names = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in asked}

    pinned = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)

    assert names - {"policydiff"} <= set(pinned), "make lock writes it again"


def test_the_contributors_guide_names_files_that_are_there():
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*(?:/|\.\w+))`", guide))

    assert len(named) > 30
    missing = {name for name in named if not any((x / name).exists() for x in (ROOT, PACKAGE))}
    assert not missing
