"""Judge the results of the pipeline by gold: how good the links, themes and targets are.

The curve shows precision and recall where links are taken from another probability on; the
disagreements are the links that only the result or only the gold has, the worst first.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import GoldError
from policydiff.evaluating.figures import (
    JudgedTargets,
    JudgedThemes,
    Outcome,
    bootstrap,
    mean,
    measure,
    measure_baselines,
    measure_targets,
    measure_themes,
)
from policydiff.evaluating.gold import CodedPlan, Gold, GoldPair, TaskPair, load_gold
from policydiff.evaluating.plans import NamedPlan, fit, fit_pair, load_plans, without_unread
from policydiff.matching import align, link_of, weigh
from policydiff.model import (
    CurvePoint,
    Disagreement,
    Evaluation,
    Interval,
    Link,
    LinksMean,
    PairEvaluation,
    Plan,
    Strength,
    TargetFigures,
    ThemeFigures,
)
from policydiff.pipeline.coding import Coder
from policydiff.settings import EvaluatingSettings, MatchingSettings, Settings
from policydiff.themes import Codebook

__all__ = ["Evaluation", "NamedPlan", "evaluate", "load_gold", "load_plans"]

AUTO = "auto"


class Judged(Struct, frozen=True):
    """A pair of coded plans, their tasks with the gold's ids, with the links found in it."""

    gold: GoldPair
    plans: tuple[Plan, Plan]
    links: tuple[Link, ...]
    unread: tuple[str, ...]
    matching: MatchingSettings

    @property
    def ids(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the task ids of both plans."""
        previous, current = (tuple(task.id for task in plan.tasks) for plan in self.plans)
        return previous, current


def evaluate(
    gold: Gold,
    plans: Sequence[NamedPlan],
    *,
    settings: Settings | None = None,
    codebook: str = AUTO,
    field: str = AUTO,
    evaluating: EvaluatingSettings | None = None,
) -> Evaluation:
    """Judge the links, themes and targets of plans by gold.

    >>> from policydiff.evaluating import load_gold, load_plans
    >>> gold = load_gold("tests/gold/links.json")
    >>> few = EvaluatingSettings(resamples=10)
    >>> result = evaluate(gold, load_plans(gold, "seeds"), evaluating=few)
    >>> result.pairs[0].previous, result.mean.figures.f1 > result.mean.baselines[0].f1
    ('city-2020', True)

    Every pair is coded and aligned by itself, as ``compare`` does with two plans.
    Raises GoldError where a plan does not have the tasks that the gold names.
    """
    settings = settings or Settings()
    evaluating = evaluating or EvaluatingSettings()
    judged = [
        _judge(pair, plans, Coder(codebook, field, settings.themes), settings)
        for pair in gold.pairs
    ]
    pairs, mean_of_links = _links(judged, settings, evaluating) if judged else ((), None)
    return Evaluation(
        gold=gold.source,
        pairs=pairs,
        mean=mean_of_links,
        themes=_themes(gold, plans, Coder(codebook, field, settings.themes)),
        targets=_targets(gold, plans),
        resamples=evaluating.resamples,
        confidence=evaluating.confidence,
    )


def _judge(pair: GoldPair, plans: Sequence[NamedPlan], coder: Coder, settings: Settings) -> Judged:
    fitted = fit_pair(plans, pair)
    coded = coder.code([side.plan for side in fitted])
    previous, current = coded.plans
    matching = coded.matching(settings.matching)
    links = align(previous, current, matching).links
    unread = tuple(f"{side.plan.id} {task}" for side in fitted for task in side.unread)
    return Judged(without_unread(pair, fitted), (previous, current), links, unread, matching)


def _links(
    judged: Sequence[Judged], settings: Settings, evaluating: EvaluatingSettings
) -> tuple[tuple[PairEvaluation, ...], LinksMean]:
    intervals, interval_of_mean = bootstrap([_outcome(item) for item in judged], evaluating)
    pairs = tuple(
        _pair(item, interval, settings, evaluating)
        for item, interval in zip(judged, intervals, strict=True)
    )
    return pairs, LinksMean(
        figures=mean([pair.figures for pair in pairs]),
        interval=interval_of_mean,
        baselines=tuple(
            replace(mean(own), threshold=None)
            for own in zip(*(pair.baselines for pair in pairs), strict=True)
        ),
        curve=tuple(map(mean, zip(*(pair.curve for pair in pairs), strict=True))),
    )


def _outcome(item: Judged) -> Outcome:
    found = {(link.previous, link.current) for link in item.links}
    return Outcome(
        plans=(item.gold.previous.name, item.gold.current.name),
        tasks=item.ids,
        found=frozenset(found - item.gold.disputed),
        true=frozenset((link.previous, link.current) for link in item.gold.links),
    )


def _pair(
    item: Judged, interval: Interval, settings: Settings, evaluating: EvaluatingSettings
) -> PairEvaluation:
    shown = evaluating.max_worst
    worst = disagreements(item.plans, item.links, item.gold, item.matching, shown)
    return PairEvaluation(
        previous=item.gold.previous.name,
        current=item.gold.current.name,
        figures=measure(item.links, item.gold, item.ids),
        interval=interval,
        baselines=measure_baselines(*item.plans, item.gold),
        false_links=worst.false,
        missed_links=worst.missed,
        curve=trace_curve(item.plans, item.gold, item.matching, evaluating.thresholds),
        unread=item.unread,
    )


def _themes(gold: Gold, plans: Sequence[NamedPlan], coder: Coder) -> ThemeFigures | None:
    if not gold.coded:
        return None
    by_name = {named.name: named.plan for named in plans}
    judged = []
    for item in gold.coded:
        fitted = fit(by_name[item.plan.name], item.plan, [task.task for task in item.tasks])
        coded = coder.code([fitted.plan])
        _require_known(item, coded.codebook)
        read = tuple(task for task in item.tasks if task.task not in fitted.unread)
        judged.append(JudgedThemes(coded.plans[0], read))
    return measure_themes(judged)


def _require_known(item: CodedPlan, codebook: Codebook) -> None:
    known = {theme.code for theme in codebook.themes}
    for task in item.tasks:
        for code in sorted((task.primary | task.themes | task.disputed) - known):
            raise GoldError(
                f"{item.plan.name}, task {task.task}: codebook {codebook.name} has no theme {code}",
                hint="name the codebook with --codebook; if your codes are others, say under codes"
                " what they stand for (docs/reference/gold-format.md)",
            )


def _targets(gold: Gold, plans: Sequence[NamedPlan]) -> TargetFigures | None:
    if not gold.quantified:
        return None
    by_name = {named.name: named.plan for named in plans}
    return measure_targets(
        [
            JudgedTargets(
                fit(
                    by_name[item.plan.name], item.plan, [target.task for target in item.targets]
                ).plan,
                item.targets,
            )
            for item in gold.quantified
        ]
    )


class Disagreements(Struct, frozen=True):
    """The false links, the surest first, and the missed ones, the least likely first."""

    false: tuple[Disagreement, ...]
    missed: tuple[Disagreement, ...]


def disagreements(
    plans: tuple[Plan, Plan],
    links: Sequence[Link],
    gold: GoldPair,
    settings: MatchingSettings,
    shown: int,
) -> Disagreements:
    """Return the worst ``shown`` false links, and as many missed ones, with score and words.

    The plans are coded, and their tasks have the gold's ids.
    """
    true = {(link.previous, link.current): link.strength for link in gold.links}
    found = {(link.previous, link.current) for link in links}
    false = [
        link
        for link in links
        if (link.previous, link.current) not in true
        and (link.previous, link.current) not in gold.disputed
    ]
    missed = [pair for pair in true if pair not in found]
    return Disagreements(
        false=tuple(
            _disagreement(link, plans)
            for link in sorted(false, key=lambda link: -link.score)[:shown]
        ),
        missed=tuple(
            _disagreement(replace(link, strength=true[link.previous, link.current]), plans)
            for link in _least_likely(missed, plans, settings, shown)
        ),
    )


def _least_likely(
    pairs: Sequence[TaskPair], plans: tuple[Plan, Plan], settings: MatchingSettings, shown: int
) -> Iterator[Link]:
    """Yield pairs as the links that they would be; a pair that was not weighed scores 0."""
    if not pairs or not shown:
        return
    matched = weigh(*plans, settings)
    previous, current = ([task.id for task in plan.tasks] for plan in plans)
    weighed = {(previous[x.pair.previous], current[x.pair.current]): x for x in matched.pairs}
    scores = {x: weighed[x].link if x in weighed else 0.0 for x in pairs}
    for pair in sorted(pairs, key=lambda pair: scores[pair])[:shown]:
        if pair in weighed:
            yield link_of(weighed[pair], matched)
        else:
            yield Link(":".join(pair), *pair, Strength.PARTIAL, 0.0, (), ())


def _disagreement(link: Link, plans: tuple[Plan, Plan]) -> Disagreement:
    previous, current = plans[0].task(link.previous), plans[1].task(link.current)
    ranked = sorted(link.evidence, key=lambda item: -item.score)
    return Disagreement(
        previous=previous.id,
        current=current.id,
        previous_title=previous.title,
        current_title=current.title,
        strength=link.strength,
        score=link.score,
        shared=tuple(dict.fromkeys(word for item in ranked for word in item.shared)),
    )


def trace_curve(
    plans: tuple[Plan, Plan],
    gold: GoldPair,
    settings: MatchingSettings,
    thresholds: Sequence[float],
) -> tuple[CurvePoint, ...]:
    """Align two coded plans anew with each of the thresholds as ``min_link``."""
    previous, current = plans
    ids = [task.id for task in previous.tasks], [task.id for task in current.tasks]
    points = []
    for min_link in thresholds:
        lowest = min(min_link, settings.min_uncertain)
        shifted = replace(settings, min_link=min_link, min_uncertain=lowest)
        figures = measure(align(previous, current, shifted).links, gold, ids)
        points.append(CurvePoint(min_link, figures.precision, figures.recall, figures.f1))
    return tuple(points)
