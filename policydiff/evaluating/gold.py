"""Gold 「标准答案」: what people found who read the plans; what results are judged by.

The format of its files is described in docs/reference/gold-format.md.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from policydiff.errors import GoldError
from policydiff.model import Strength
from policydiff.text.files import parse_toml, read_text

TaskPair = tuple[str, str]
"""The ids of a task of the previous plan and of one of the current plan."""


class GoldTask(Struct, frozen=True):
    """A task as the gold names it; ``line`` is where it begins in the source, if that is told."""

    id: str
    line: int | None = None


class GoldPlan(Struct, frozen=True):
    """A plan by its name; without ``tasks`` the gold uses the ids that ``outline`` prints."""

    name: str
    tasks: tuple[GoldTask, ...] = ()


class GoldLink(Struct, frozen=True):
    """A link that the readers agreed on."""

    previous: str
    current: str
    strength: Strength


class GoldPair(Struct, frozen=True):
    """All links between two plans; ``disputed`` pairs of tasks are left out of every count."""

    previous: GoldPlan
    current: GoldPlan
    links: tuple[GoldLink, ...]
    disputed: frozenset[TaskPair] = frozenset()

    @property
    def name(self) -> str:
        """Return how the gold file calls the pair."""
        return f"{self.previous.name}->{self.current.name}"


class GoldThemes(Struct, frozen=True):
    """The themes of a task: any of ``primary`` is right as primary, ``disputed`` do not count."""

    task: str
    primary: frozenset[str]
    themes: frozenset[str]
    disputed: frozenset[str] = frozenset()


class GoldTarget(Struct, frozen=True):
    """A target by what can be compared: its task, its value as written (1-2 for a range), unit."""

    task: str
    value: str
    unit: str


class CodedPlan(Struct, frozen=True):
    """The themes of a plan's tasks."""

    plan: GoldPlan
    tasks: tuple[GoldThemes, ...]


class QuantifiedPlan(Struct, frozen=True):
    """All targets of a plan."""

    plan: GoldPlan
    targets: tuple[GoldTarget, ...]


class Gold(Struct, frozen=True):
    """All that a gold file holds; ``source`` is the file."""

    source: str
    pairs: tuple[GoldPair, ...]
    coded: tuple[CodedPlan, ...] = ()
    quantified: tuple[QuantifiedPlan, ...] = ()

    @property
    def plan_names(self) -> tuple[str, ...]:
        """Return the name of every plan, each once, in the order of the file."""
        plans = [plan for pair in self.pairs for plan in (pair.previous, pair.current)]
        plans += [coded.plan for coded in self.coded]
        plans += [quantified.plan for quantified in self.quantified]
        return tuple(dict.fromkeys(plan.name for plan in plans))


LARGEST = 20_000_000  # bytes: a hundred pairs of plans, linked by hand, take two million
FORMAT = "see docs/reference/gold-format.md; tests/gold is an example"
ARROW = "->"
PARTS = ("links", "tasks", "themes", "targets", "codes")
"""The parts of a gold folder, a JSON or TOML file each; in one file, the keys beside the pairs."""

_SUFFIXES = (".json", ".toml")
_STRENGTHS: Mapping[object, Strength] = {
    2: Strength.FULL,
    1: Strength.PARTIAL,
    "full": Strength.FULL,
    "partial": Strength.PARTIAL,
}

_BESIDE = ("tasks", "codes")
"""The parts that are looked for beside a single file: they say what its ids and codes mean."""

T = TypeVar("T")


class Place(Struct, frozen=True):
    """A value of a gold file and where it stands, for messages."""

    value: object
    where: str

    def fail(self, message: str) -> GoldError:
        """Return the error that names this place."""
        return GoldError(f"{self.where}: {message}", hint=FORMAT)

    def table(self) -> Mapping[str, "Place"]:
        """Return the value as a table. Raises GoldError where it is none."""
        if not isinstance(self.value, Mapping):
            raise self.fail("must be a table")
        return {key: Place(item, f"{self.where}: {key}") for key, item in self.value.items()}

    def items(self) -> Iterator["Place"]:
        """Iterate over the value as a list. Raises GoldError where it is none."""
        if not isinstance(self.value, list):
            raise self.fail("must be a list")
        for number, item in enumerate(self.value, 1):
            yield Place(item, f"{self.where} {number}")

    def text(self) -> str:
        """Return the value as a string; numbers may stand without quotes."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)
        if not isinstance(self.value, str) or not self.value:
            raise self.fail("must be a string")
        return self.value


def load_gold(path: str) -> Gold:
    """Read a gold file (JSON or TOML), or a folder of its parts.

    >>> gold = load_gold("tests/gold")
    >>> gold.pairs[0].name, len(gold.pairs[0].links)
    ('city-2020->city-2024', 35)

    Raises GoldError, naming the place, for a file that cannot be read or has a mistake.
    """
    parts = _parts(path)
    plans = {name: _plan(name, place) for name, place in parts["tasks"].items()}
    codes = {name: place.text() for name, place in parts["codes"].items()}
    gold = Gold(
        source=path,
        pairs=tuple(_pair(name, place, plans) for name, place in parts["links"].items()),
        coded=tuple(
            CodedPlan(plans.get(name, GoldPlan(name)), _themes(place, codes))
            for name, place in parts["themes"].items()
        ),
        quantified=tuple(
            QuantifiedPlan(plans.get(name, GoldPlan(name)), _targets(place))
            for name, place in parts["targets"].items()
        ),
    )
    if not gold.plan_names:
        raise GoldError(f"{path}: holds neither links nor themes nor targets", hint=FORMAT)
    return gold


def _parts(path: str) -> Mapping[str, Mapping[str, Place]]:
    """Return each part as a table; a part that is not there is empty."""
    folder = Path(path)
    if folder.is_dir():
        found = {part: _read_part(folder, part) for part in PARTS}
    else:
        top = Place(_read(folder), path).table()
        found = {part: top[part].table() for part in PARTS if part in top}
        found["links"] = {name: place for name, place in top.items() if name not in PARTS}
        beside = {part: _read_part(folder.parent, part) for part in _BESIDE if part not in found}
        found = beside | found
    return {part: found.get(part, {}) for part in PARTS}


def _read_part(folder: Path, part: str) -> Mapping[str, Place]:
    for suffix in _SUFFIXES:
        path = folder / f"{part}{suffix}"
        if path.is_file():
            return Place(_read(path), str(path)).table()
    return {}


def _read(path: Path) -> object:
    if path.suffix.lower() not in _SUFFIXES:
        raise GoldError(f"{path}: a gold file is JSON or TOML (.json, .toml)", hint=FORMAT)
    try:
        text = read_text(str(path), GoldError, FORMAT, LARGEST)
    except FileNotFoundError:
        raise GoldError(f"{path}: no such file", hint=FORMAT) from None
    if path.suffix.lower() == ".toml":
        return parse_toml(text, str(path), GoldError, FORMAT)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        said = f"{path}:{error.lineno}: not valid JSON: {error.msg}"
        raise GoldError(said, hint=FORMAT) from None
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path}: not valid JSON: {error}", hint=FORMAT) from None


def _plan(name: str, place: Place) -> GoldPlan:
    tasks = tuple(_task(item) for item in place.items())
    _refuse_repeated([task.id for task in tasks], place)
    return GoldPlan(name, tasks)


def _task(place: Place) -> GoldTask:
    if not isinstance(place.value, Mapping):
        return GoldTask(place.text())
    table = place.table()
    line = table["line"].value if "line" in table else None
    if line is not None and (not isinstance(line, int) or isinstance(line, bool)):
        raise table["line"].fail("must be a number")
    return GoldTask(_key(place, "id").text(), line)


def _pair(name: str, place: Place, plans: Mapping[str, GoldPlan]) -> GoldPair:
    names = [part.strip() for part in name.split(ARROW)]
    if len(names) != 2 or not all(names):
        raise place.fail(f'unknown key; a pair of plans is called "PREVIOUS{ARROW}CURRENT"')
    own = place.table()["tasks"].table() if "tasks" in place.table() else {}
    previous, current = (
        _plan(plan, own[side]) if side in own else plans.get(plan, GoldPlan(plan))
        for plan, side in zip(names, ("previous", "current"), strict=True)
    )
    links = tuple(_link(item) for item in _key(place, "links").items())
    disputed = _optional(place, "disputed", _task_pairs)
    tasks = [(link.previous, link.current) for link in links]
    _refuse_repeated([f"{one}:{other}" for one, other in tasks], place)
    for one, other in disputed.intersection(tasks):
        raise place.fail(f"{one}:{other} is both a link and disputed")
    return GoldPair(previous, current, links, disputed)


def _link(place: Place) -> GoldLink:
    table = place.table()
    previous = "previous" if "previous" in table else "old"
    current = "current" if "current" in table else "new"
    given = _key(place, "strength")
    strength = None if isinstance(given.value, list | dict) else _STRENGTHS.get(given.value)
    if strength is None or isinstance(given.value, bool):
        raise given.fail("must be 2 or full, 1 or partial")
    return GoldLink(_key(place, previous).text(), _key(place, current).text(), strength)


def _task_pairs(place: Place) -> frozenset[TaskPair]:
    pairs = [tuple(task.text() for task in item.items()) for item in place.items()]
    for pair in pairs:
        if len(pair) != 2:
            raise place.fail("must hold pairs of tasks: [[previous, current], …]")
    return frozenset((pair[0], pair[1]) for pair in pairs)


def _themes(place: Place, codes: Mapping[str, str]) -> tuple[GoldThemes, ...]:
    def slugs(item: Place) -> frozenset[str]:
        given = [item] if isinstance(item.value, str) else item.items()
        return frozenset(codes.get(code.text(), code.text()) for code in given)

    return tuple(
        GoldThemes(
            task=task,
            primary=slugs(_key(item, "primary")),
            themes=slugs(_key(item, "themes")),
            disputed=_optional(item, "disputed", slugs),
        )
        for task, item in place.table().items()
    )


def _targets(place: Place) -> tuple[GoldTarget, ...]:
    return tuple(
        GoldTarget(_key(item, "task").text(), _key(item, "value").text(), _unit(item))
        for item in place.items()
    )


def _unit(place: Place) -> str:
    unit = _key(place, "unit")
    return "" if unit.value == "" else unit.text()


def _key(place: Place, name: str) -> Place:
    table = place.table()
    if name not in table:
        raise place.fail(f"{name} is missing")
    return table[name]


def _optional(place: Place, name: str, read: Callable[[Place], frozenset[T]]) -> frozenset[T]:
    table = place.table()
    return read(table[name]) if name in table else frozenset()


def _refuse_repeated(names: Sequence[str], place: Place) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise place.fail(f"{name} is given twice")
