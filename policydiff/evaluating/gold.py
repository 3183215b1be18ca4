"""Gold 「标准答案」: what people found who read the plans; what results are judged by."""

from policydiff.model import Strength
from policydiff.records import dataclass

TaskPair = tuple[str, str]
"""The ids of a task of the previous plan and of one of the current plan."""


@dataclass(frozen=True, slots=True)
class GoldTask:
    """A task as the gold names it; ``line`` is where it begins in the source, if that is told."""

    id: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """A plan by its name; without ``tasks`` the gold uses the ids that ``outline`` prints."""

    name: str
    tasks: tuple[GoldTask, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A link that the readers agreed on."""

    previous: str
    current: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class GoldPair:
    """All links between two plans; ``disputed`` pairs of tasks are left out of every count."""

    previous: GoldPlan
    current: GoldPlan
    links: tuple[GoldLink, ...]
    disputed: frozenset[TaskPair] = frozenset()

    @property
    def name(self) -> str:
        """Return how the gold file calls the pair."""
        return f"{self.previous.name}->{self.current.name}"


@dataclass(frozen=True, slots=True)
class GoldThemes:
    """The themes of a task: any of ``primary`` is right as primary, ``disputed`` do not count."""

    task: str
    primary: frozenset[str]
    themes: frozenset[str]
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A target by what can be compared: its task, its value as written (1-2 for a range), unit."""

    task: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class CodedPlan:
    """The themes of a plan's tasks."""

    plan: GoldPlan
    tasks: tuple[GoldThemes, ...]


@dataclass(frozen=True, slots=True)
class QuantifiedPlan:
    """All targets of a plan."""

    plan: GoldPlan
    targets: tuple[GoldTarget, ...]


@dataclass(frozen=True, slots=True)
class Gold:
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
