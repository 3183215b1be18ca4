"""How the work grows with what is given: python -m bench.growth [SUBJECT ...].

Each subject is run at a size, at twice and at four times that size. Work is the number of calls of
functions, which no other load of the machine changes; CPU is in seconds, without counting. ``n^x``
is the power by which either grew from the first size to the last; 1 is linear, 2 the square.
What the matching of two plans does in loops in C makes no call: bench/scale.py measures its seconds
with ever more tasks, bench/many.py those of many plans.
"""

import math
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bench.scale import SEEDS, make_pair
from policydiff.cli.config import load_config
from policydiff.errors import PolicyDiffError
from policydiff.matching.terms import load_thesaurus
from policydiff.model import Plan
from policydiff.pipeline import load_plan
from policydiff.pipeline.catalogue import load_catalogue
from policydiff.pipeline.compare import compare
from policydiff.pipeline.pairs import parse_pairs
from policydiff.reviewing.decisions_file import format_decisions, parse_decisions
from policydiff.reviewing.row import COLUMNS
from policydiff.settings import MatchingSettings
from policydiff.themes import load_codebook

WORK = "推进社区卫生服务中心建设，新增床位300张，签约率达80%以上。"
LINEAR = 1.2
"""The power that nothing may pass: a little more than linear, for sorting and for first steps."""


class Subject(NamedTuple):
    """What is measured: a run at a size, and the first of three sizes."""

    run: Callable[[int], object]
    size: int


class Growth(NamedTuple):
    """What a subject took at three sizes, and by what power that grew."""

    calls: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def work(self) -> float:
        """Return the power by which the calls grew from the first size to the last, 4 times it."""
        return math.log(self.calls[-1] / self.calls[0], 4)

    @property
    def cpu(self) -> float:
        """Return the power by which the seconds grew."""
        return math.log(max(self.seconds[-1], 1e-6) / max(self.seconds[0], 1e-6), 4)


def calls(function: Callable[[], object]) -> int:
    """Return how many functions are called, those of the interpreter too, while one runs."""
    count = 0

    def count_up(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_up)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def growth(subject: Subject) -> Growth:
    """Run a subject at three sizes; what is loaded on first use is no work on the input."""
    subject.run(subject.size * 4)
    sizes = [subject.size * times for times in (1, 2, 4)]
    return Growth(
        tuple(calls(partial(subject.run, size)) for size in sizes),
        tuple(_seconds(partial(subject.run, size)) for size in sizes),
    )


def _seconds(function: Callable[[], object]) -> float:
    started = time.process_time()
    function()
    return time.process_time() - started


def _plan(text: str, path: str = "a.txt") -> object:
    return load_plan(path, data=f"某市2024年工作要点\n{text}".encode(), codebook="health")


def _tasks(size: int) -> str:
    return "\n".join(f"{n}.做好第{n}项。{WORK}" for n in range(1, size + 1))


def _page(body: str) -> object:
    return load_plan(
        "a.html", data=f"<html><body>{body}<p>1.改革。<p>2.好。</body></html>".encode()
    )


def _file(reader: Callable[[str], object], text: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.toml")
        path.write_text(text, encoding="utf-8")
        return reader(str(path))


def _thesaurus(path: str) -> object:
    return load_thesaurus(MatchingSettings(thesaurus=path))


def _config(path: str) -> object:
    try:
        return load_config(path)
    except PolicyDiffError:
        return None  # it has a few known keys; others are told, and have been read by then


def _decisions(size: int) -> object:
    row = "a\t{0} 社区\tb\t{0} 社区\tfull\tme\t2026-11-28\t\t\t\t\t\n"
    text = "\t".join(COLUMNS) + "\n" + "".join(row.format(n) for n in range(size))
    return format_decisions(parse_decisions(text, "d.tsv"))


@cache
def _seeds() -> tuple[Plan, ...]:
    return tuple(load_plan(str(path)) for path in SEEDS)


def _two_plans(size: int) -> object:
    """Compare a plan of so many tasks, made of the seeds' measures, with a disturbed copy of it."""
    plans = _seeds()
    measures = [measure.text for plan in plans for task in plan.tasks for measure in task.measures]
    previous, current = make_pair(plans[0], measures, size)
    other = replace(current, id="other", source=replace(current.source, sha256="", path="other"))
    return compare((previous, other), codebook="health")


NOUNS = "河道水库渠系堤防泵站闸门农田林地草场道路桥梁隧道码头机场车站医院学校养老托育图书体育"


def _many_plans(size: int) -> object:
    """Compare one plan and so many more: offices with four years each, three tasks to a year."""
    return compare([_yearly_plan(number) for number in range(size + 1)], codebook="general")


def _yearly_plan(number: int) -> Plan:
    nouns = [NOUNS[(number + place * 2) % 40 :][:2] for place in range(5)]
    office, year = NOUNS[number // 4 * 2 % 44 :][:2], 2018 + number % 4
    text = f"某市{office}局{year}年工作要点\n"
    for n in (1, 2, 3):
        text += f"{n}.建好{nouns[n]}。推进{nouns[n]}建设，新增{number + n}处{nouns[n + 1]}。\n"
    return load_plan(f"p{number}.txt", data=text.encode())


PLAN = "[[plan]]\nid = 'p{0}'\npath = 'p{0}.txt'\n"
THEME = "[[theme]]\ncode = 't{0}'\nzh = '主题{0}'\nterms = ['词语{0}', '建设{0}']\n"
HIDDEN = "<p hidden>暗</p><p style='display:none'>暗</p>"
SUBJECTS: Mapping[str, Subject] = {
    "characters in one line": Subject(lambda n: _plan(f"1.推进。{'深化改革' * n}\n2.好。"), 2_000),
    "clauses in one paragraph": Subject(lambda n: _plan(f"1.推进。{WORK * n}\n2.好。"), 50),
    "lines": Subject(lambda n: _plan("1.推进。\n" + "推进社区建设\n" * n + "2.好。"), 400),
    "blank lines": Subject(lambda n: _plan("1.推进。\n" + "\n" * n + "2.好。"), 2_000),
    "tasks": Subject(lambda n: _plan(_tasks(n)), 40),
    "tasks of two plans": Subject(_two_plans, 24),
    "plans in one compare": Subject(_many_plans, 12),
    "torn places": Subject(lambda n: _plan(f"1.推进。{'深化医药?卫生，' * n}\n2.好。"), 800),
    "hidden elements": Subject(lambda n: _page(HIDDEN * n), 200),
    "rows of a table": Subject(
        lambda n: _page("<table>" + "<tr><td>修渠<td>水利局<td>年底前" * n + "</table>"), 100
    ),
    "entries of a catalogue": Subject(
        lambda n: _file(load_catalogue, "".join(map(PLAN.format, range(n)))), 200
    ),
    "themes of a codebook": Subject(
        lambda n: _file(load_codebook, "".join(map(THEME.format, range(n)))), 200
    ),
    "terms of a theme": Subject(
        lambda n: _file(
            load_codebook,
            f"[[theme]]\ncode = 'a'\nzh = '甲'\nterms = {[f'词{k}语' for k in range(n)]}",
        ),
        500,
    ),
    "concepts of a thesaurus": Subject(
        lambda n: _file(
            _thesaurus, "[own]\n" + "".join(f"'概念{k}' = ['词语{k}']\n" for k in range(n))
        ),
        1_000,
    ),
    "keys of a configuration": Subject(
        lambda n: _file(_config, "".join(f"k{k} = 'a'\n" for k in range(n))), 500
    ),
    "decisions": Subject(_decisions, 100),
    "pairs": Subject(lambda n: list(parse_pairs("a.txt\tb.txt\n" * n)), 500),
}


def main() -> int:
    """Print a row for each subject; 1 where the work of one grows by more than it may."""
    asked = sys.argv[1:] or list(SUBJECTS)
    print(f"{'grows with':<26} {'from':>6} {'to':>6} {'calls':>11} {'':>7} {'CPU s':>7} {'':>7}")
    worst = 0.0
    for name in asked:
        subject = SUBJECTS[name]
        found = growth(subject)
        print(
            f"{name:<26} {subject.size:>6,} {subject.size * 4:>6,} {found.calls[-1]:>11,}"
            f" {f'n^{found.work:.2f}':>7} {found.seconds[-1]:>7.2f} {f'n^{found.cpu:.2f}':>7}",
            flush=True,
        )
        worst = max(worst, found.work)
    return int(worst > LINEAR)


if __name__ == "__main__":
    sys.exit(main())
