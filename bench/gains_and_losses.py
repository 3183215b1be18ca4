"""Compare two versions of the program link by link, over all gold pairs.

    python bench/gains_and_losses.py BEFORE AFTER        two commits; "." is the working tree
    python bench/gains_and_losses.py main .              what the change at hand does
    python bench/gains_and_losses.py . --save now.json   keep the links for later
    python bench/gains_and_losses.py now.json .          … and compare with them

Each version reads the plans of this checkout and runs with the Python that runs this script;
commits are checked out in a temporary folder. See docs/how-to/judge-a-change.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policydiff.errors import PolicyDiffError
from policydiff.evaluating import load_gold, load_plans
from policydiff.evaluating.figures import mean, measure
from policydiff.evaluating.gold import GoldPair, GoldPlan
from policydiff.evaluating.plans import FittedPlan, fit_pair, without_unread
from policydiff.model import Figures, Link, Strength

ROOT = Path(__file__).resolve().parents[1]
GOLD = (ROOT / "tests/gold", ROOT / "tests/gold/siblings.json")
PLANS = ROOT / "seeds/plans.toml"
WORKING_TREE = "."
AT_A_TIME = 2
"""Comparisons that run at once."""

Links = Mapping[str, Sequence[Link]]
"""The links of a version by the name of the pair; tasks have the gold's ids."""


@dataclass(frozen=True)
class Case:
    """A gold pair with its plans as this checkout reads them."""

    gold: GoldPair
    plans: tuple[FittedPlan, FittedPlan]

    @property
    def paths(self) -> tuple[str, str]:
        """Return the sources of both plans."""
        previous, current = (str(Path(f.plan.source.path).resolve()) for f in self.plans)
        return previous, current

    def figures(self, links: Sequence[Link]) -> Figures:
        """Measure links against the gold."""
        return measure(links, self.gold, (self.plans[0].ids, self.plans[1].ids))


@dataclass(frozen=True)
class Change:
    """A link on which the versions differ, in a way that matters."""

    kind: str
    previous: str
    current: str
    score: float


def read_cases(golds: Sequence[str], place: str) -> list[Case]:
    """Read the pairs of all gold files."""
    cases = []
    for path in golds:
        gold = load_gold(path)
        plans = load_plans(gold, place)
        for pair in gold.pairs:
            fitted = fit_pair(plans, pair)
            cases.append(Case(without_unread(pair, fitted), fitted))
    return cases


def links_of(version: str, cases: Sequence[Case]) -> Links:
    """Return the links of a version: a saved file, the working tree, or a commit."""
    if version == WORKING_TREE:
        return run_cases(ROOT, cases)
    if Path(version).is_file():
        return load(Path(version))
    with checked_out(version) as tree:
        return run_cases(tree, cases)


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Check a commit out in a temporary folder, and take it away again."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git("worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            yield tree
        finally:
            git("worktree", "remove", "--force", str(tree))


def git(*arguments: str) -> None:
    """Run git in this checkout."""
    done = subprocess.run(
        ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"git {arguments[0]}: {done.stderr.strip()}")


def run_cases(tree: Path, cases: Sequence[Case]) -> Links:
    """Run ``policydiff compare`` on every pair with the program in ``tree``."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = pool.map(lambda case: run_case(tree, case), cases)
        return {case.gold.name: links for case, links in zip(cases, found, strict=True)}


def run_case(tree: Path, case: Case) -> list[Link]:
    """Return the links of one pair, with the gold's ids; other tasks' links are left out."""
    command = [sys.executable, "-m", "policydiff", "compare", *case.paths, "-f", "json"]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{case.gold.name} in {tree}: {done.stderr.strip()[-500:]}")
    result = json.loads(done.stdout)
    previous, current = (
        gold_ids(plan["tasks"], gold)
        for plan, gold in zip(result["plans"], (case.gold.previous, case.gold.current), strict=True)
    )
    return [
        link(previous[x["previous"]], current[x["current"]], x["strength"], x["score"])
        for x in result["comparisons"][0]["links"]
        if x["previous"] in previous and x["current"] in current
    ]


def gold_ids(tasks: Sequence[Mapping[str, object]], gold: GoldPlan) -> dict[object, str]:
    """Return the gold's id of each task that was read, as evaluating does."""
    if not gold.tasks:
        return {task["id"]: str(task["id"]) for task in tasks}
    if all(task.line is not None for task in gold.tasks):
        lines = {task.line: task.id for task in gold.tasks}
        return {t["id"]: lines[t["line_start"]] for t in tasks if t["line_start"] in lines}
    if len(tasks) != len(gold.tasks):
        raise SystemExit(f"{gold.name}: {len(tasks)} tasks read, the gold has {len(gold.tasks)}")
    return {task["id"]: listed.id for task, listed in zip(tasks, gold.tasks, strict=True)}


def link(previous: str, current: str, strength: str, score: float) -> Link:
    """Make a link of which only ends, strength and score matter."""
    name = f"{previous}:{current}"
    return Link(name, previous, current, Strength(strength), score, (), ())


def save(links: Links, path: Path) -> None:
    """Keep the links of a version."""
    document = {
        name: [[x.previous, x.current, x.strength.value, x.score] for x in own]
        for name, own in links.items()
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Links:
    """Read what ``save`` kept."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return {name: [link(*values) for values in own] for name, own in document.items()}


def changes(gold: GoldPair, before: Sequence[Link], after: Sequence[Link]) -> list[Change]:
    """Return the links on which two versions differ: gains first, then losses."""
    true = {(x.previous, x.current): x.strength for x in gold.links}
    old = {(x.previous, x.current): x for x in before}
    new = {(x.previous, x.current): x for x in after}
    found = []
    for pair in dict.fromkeys([*true, *old, *new]):
        kind = change_kind(true.get(pair), old.get(pair), new.get(pair))
        if kind and pair not in gold.disputed:
            shown = new.get(pair) or old[pair]
            found.append(Change(kind, *pair, shown.score))
    return sorted(found, key=lambda change: (KINDS.index(change.kind), -change.score))


WON, GONE, STRENGTH_RIGHT = "won", "false link gone", "strength now right"
LOST, WRONG, STRENGTH_WRONG = "lost", "false link new", "strength now wrong"
KINDS = (WON, GONE, STRENGTH_RIGHT, LOST, WRONG, STRENGTH_WRONG)


def change_kind(true: Strength | None, old: Link | None, new: Link | None) -> str:
    """Name what a change means by the gold, "" for none."""
    if (old is None) != (new is None):
        if true is None:
            return WRONG if new else GONE
        return WON if new else LOST
    if old and new and true and old.strength is not new.strength:
        return STRENGTH_RIGHT if new.strength is true else STRENGTH_WRONG
    return ""


def report(cases: Sequence[Case], before: Links, after: Links) -> None:
    """Print every change with the titles, then the figures of both versions."""
    for case in cases:
        name = case.gold.name
        found = changes(case.gold, before[name], after[name])
        print(f"{name}: " + (summary(found) or "no change"))
        for change in found:
            previous = case.plans[0].plan.task(change.previous)
            current = case.plans[1].plan.task(change.current)
            print(
                f"  {change.kind:18} {change.score:.2f}  {previous.id} {previous.title}"
                f"  →  {current.id} {current.title}"
            )
    print(f"\n{'':28} {'F1':>16} {'full F1':>16} {'status F1':>16}")
    both = [
        (case.figures(before[case.gold.name]), case.figures(after[case.gold.name]))
        for case in cases
    ]
    for case, figures in zip(cases, both, strict=True):
        print_figures(case.gold.name, *figures)
    olds, news = zip(*both, strict=True)
    print_figures("mean", mean(olds), mean(news))


def summary(found: Sequence[Change]) -> str:
    """Count changes by kind."""
    kinds = [change.kind for change in found]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS if kind in kinds)


def print_figures(name: str, old: Figures, new: Figures) -> None:
    """Print the figures of a pair before and after."""
    moves = (
        (old.f1, new.f1),
        (old.full_f1, new.full_f1),
        (old.status_macro_f1, new.status_macro_f1),
    )
    print(f"{name:28} " + " ".join(f"  {was:.3f} → {now:.3f}" for was, now in moves))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, run or load both versions, print the differences."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before", help="commit, saved file, or . for the working tree")
    parser.add_argument("after", nargs="?", help="the same; not needed with --save")
    parser.add_argument("--gold", action="append", help="gold file or folder; repeatable")
    parser.add_argument("--plans", default=str(PLANS), help="folder or catalogue of the plans")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the links of the last one")
    options = parser.parse_args(arguments)
    if not options.after and not options.save:
        parser.error("name two versions, or one and --save FILE")
    try:
        cases = read_cases(options.gold or [str(path) for path in GOLD], options.plans)
    except PolicyDiffError as error:
        raise SystemExit(f"{error}\n  {error.hint}") from None
    versions = [links_of(v, cases) for v in (options.before, options.after) if v]
    if options.save:
        save(versions[-1], options.save)
    if options.after:
        report(cases, *versions)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
