"""Compare the plans of a folder: each series for itself, each plan with its best reference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from policydiff.comparing.reference import choose_reference
from policydiff.comparing.relation import is_upwards, relate
from policydiff.comparing.series import sort_into_series
from policydiff.errors import UsageError
from policydiff.model import Plan, Relation, Report, Series
from policydiff.pipeline.coding import AUTO, Coder
from policydiff.pipeline.compare import compare_pairs, parameters
from policydiff.pipeline.folder import Loaded
from policydiff.reviewing.decision import Decision
from policydiff.settings import Settings
from policydiff.themes import Codebook


class SeriesReport(Struct, frozen=True):
    """A series and what was compared in it: its plans, and the reference of its first one."""

    series: Series
    report: Report


class Collected(Struct, frozen=True):
    """The report over all series, and that of each with its lines of work."""

    report: Report
    parts: tuple[SeriesReport, ...]


class _Chosen(Struct, frozen=True):
    """A series, the plans that are needed to compare it, and the pairs of them."""

    series: Series
    plans: tuple[Plan, ...]
    pairs: tuple[tuple[Plan, Plan], ...]


def compare_series(
    loaded: Loaded,
    *,
    settings: Settings | None = None,
    codebook: str | Codebook = AUTO,
    field: str = AUTO,
    decisions: Sequence[Decision] = (),
    on_pair: Callable[[int, int], None] | None = None,
) -> Collected:
    """Sort plans into series, and compare each plan with the one before it in its series.

    The first plan of a series is set against the latest plan, not of a later year, of the office
    above, else of the same office with another scope; where there is none, against nothing.

    Raises UsageError where no two plans can be compared.
    """
    settings = settings or Settings()
    found = sort_into_series(loaded.plans, settings.comparing)
    plans = {plan.id: plan for plan in loaded.plans}
    chosen = [_choose(series, found.series, plans) for series in found.series]
    total = sum(len(item.pairs) for item in chosen)
    left_out = (*loaded.left_out, *found.left_out)
    if not total:
        raise UsageError(
            f"{len(plans)} plans found, no two of them to be compared; {len(left_out)} left out",
            hint="name two plans, or say years and offices in a catalogue: policydiff catalogue",
        )
    coder = Coder(codebook, field, settings.themes)
    compare_in = partial(compare_pairs, coder=coder, settings=settings, decisions=decisions)
    parts = []
    done = 0
    for item in chosen:
        step = partial(_step, on_pair, done, total) if on_pair else None
        parts.append(_compare(item, coder, compare_in, step))
        done += len(item.pairs)
    whole = Report(
        plans=tuple(plan for part in parts for plan in _own(part)),
        comparisons=tuple(pair for part in parts for pair in part.report.comparisons),
        parameters={"against": AUTO, "codebook": _name(codebook), **parameters(settings)},
        series=found.series,
        left_out=left_out,
    )
    return Collected(whole, tuple(parts))


def _name(codebook: str | Codebook) -> str:
    return codebook if isinstance(codebook, str) else codebook.name


def _step(tell: Callable[[int, int], None], before: int, total: int, number: int, _: int) -> None:
    """Tell the number of a pair among those of all series."""
    tell(before + number, total)


def _compare(
    chosen: _Chosen,
    coder: Coder,
    compare_in: Callable[..., Report],
    on_pair: Callable[[int, int], None] | None,
) -> SeriesReport:
    if chosen.pairs:
        report = compare_in(chosen.plans, chosen.pairs, on_pair=on_pair)
    else:
        report = Report(plans=coder.code(chosen.plans).plans, comparisons=())
    return SeriesReport(chosen.series, replace(report, series=(chosen.series,)))


def _own(part: SeriesReport) -> Iterator[Plan]:
    yield from (plan for plan in part.report.plans if plan.id in part.series.plans)


def _choose(series: Series, others: Sequence[Series], plans: Mapping[str, Plan]) -> _Chosen:
    members = [plans[name] for name in series.plans]
    pairs = [
        (choose_reference(current, members[:place]), current)
        for place, current in enumerate(members)
        if place
    ]
    before = [
        latest
        for other in others
        if other is not series and (latest := _latest(other, members[0], plans))
    ]
    reference = choose_reference(members[0], before) if before else None
    if reference is None or not _serves(reference, members[0]):
        return _Chosen(series, tuple(members), tuple(pairs))
    return _Chosen(series, (reference, *members), ((reference, members[0]), *pairs))


def _latest(series: Series, current: Plan, plans: Mapping[str, Plan]) -> Plan | None:
    """Return the last plan of a series that is not of a later year than the current one."""
    fitting = [plans[name] for name in series.plans]
    fitting = [plan for plan in fitting if (plan.year or 0) <= (current.year or 0)]
    return fitting[-1] if fitting else None


def _serves(reference: Plan, current: Plan) -> bool:
    """Tell whether a plan is a reference; of plans of one year, one for all the work alone."""
    relation = relate(reference, current)
    if relation is Relation.SCOPE and reference.year == current.year:
        return bool(current.scope) and not reference.scope
    return relation is not Relation.LATERAL and not is_upwards(reference, current)
