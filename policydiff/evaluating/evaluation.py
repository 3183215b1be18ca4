"""An evaluation 「评测」: what came of judging results by gold."""

from policydiff.model import Strength
from policydiff.records import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each 0..1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How well the links of a pair of plans were found; all but the counts are 0..1.

    ``full_recall`` is the share of full gold links found as a link of any strength; ``full_f1``
    holds links called full against full gold links, where a partial gold link called full is no
    mistake. ``average_precision`` judges the order by score. Status is continued or not, by task,
    the mean of both plans.
    """

    precision: float
    recall: float
    f1: float
    full_recall: float
    full_f1: float
    average_precision: float
    status_accuracy: float
    status_macro_f1: float
    predicted: int
    gold: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Where F1 lies in most resamples of the tasks."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a simple measure of likeness reaches with the threshold that suits it best.

    The threshold was picked by looking at the answers, which no real tool can do. It is None in
    the mean over pairs, for each pair has its own.
    """

    name: str
    threshold: float | None
    precision: float
    recall: float
    f1: float
    average_precision: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A link that only one side has: found but not in the gold, or in the gold but not found.

    ``strength`` is as the side has it that holds the link; ``score`` is the probability that
    matching gives the pair, 0 where it was not weighed, for both tasks had likelier counterparts.
    """

    previous: str
    current: str
    previous_title: str
    current_title: str
    strength: Strength
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall where a link is taken from another probability on."""

    link_from: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class PairEvaluation:
    """One pair of plans. ``unread`` are gold tasks that begin at no task that was read."""

    previous: str
    current: str
    figures: Figures
    interval: Interval
    baselines: tuple[Baseline, ...]
    false_links: tuple[Disagreement, ...]
    missed_links: tuple[Disagreement, ...]
    curve: tuple[CurvePoint, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinksMean:
    """The mean over all pairs, each counting the same."""

    figures: Figures
    interval: Interval
    baselines: tuple[Baseline, ...]
    curve: tuple[CurvePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """How well tasks were coded; ``all_themes`` counts primary and secondary themes alike."""

    tasks: int
    primary_right: int
    primary_accuracy: float
    all_themes: Rates


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """How well targets were found; the counts are of targets that only one side has."""

    targets: int
    missed: int
    extra: int
    rates: Rates


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is said on how good the results are; parts that the gold lacks are None."""

    gold: str
    pairs: tuple[PairEvaluation, ...]
    mean: LinksMean | None
    themes: ThemeFigures | None
    targets: TargetFigures | None
    resamples: int
    confidence: float
