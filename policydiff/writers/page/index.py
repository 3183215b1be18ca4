"""Write the index of a folder's reports: a row a series, a row a pair, each with its page."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from policydiff.model import Report, Series
from policydiff.report.labels import Label, word
from policydiff.report.lang import Lang
from policydiff.report.views.overview import (
    OverviewLabel,
    PairRow,
    counts_text,
    pair_rows,
    series_name,
)
from policydiff.version import __version__
from policydiff.writers.page.page import LANG_CODES, data, environment, policy


class SeriesItem(Struct, frozen=True):
    """A series on the index; ``years`` are its first and last."""

    series: Series
    name: str
    years: str


class PairItem(Struct, frozen=True):
    """A pair on the index: the series whose page shows it, and its place there, from 1."""

    pair: PairRow
    series: str
    place: int
    relation: str


def index_page(report: Report, pages: Mapping[str, str], lang: Lang) -> str:
    """Return the index of a folder, offline and sortable; ``pages`` are files by series.

    Raises MissingExtraError without Jinja2.
    """
    style = data("page.css") + data("index.css")
    script = data("index.js")
    words = {label.name: label.of(lang) for label in OverviewLabel}
    words |= {name: Label[name].of(lang) for name in ("PLANS", "TASKS", "NOTES")}
    return (
        environment()
        .from_string(data("index.html"))
        .render(
            words=words,
            counts=counts_text(report, lang),
            lang_code=LANG_CODES[lang],
            policy=policy(style, script),
            style=style,
            script=script,
            pages=pages,
            series=tuple(_series(report)),
            pairs=tuple(_pairs(report, lang)),
            left_out=report.left_out,
            version=__version__,
        )
    )


def _series(report: Report) -> Iterator[SeriesItem]:
    years = {plan.id: plan.year for plan in report.plans}
    for series in report.series:
        first, last = years[series.plans[0]], years[series.plans[-1]]
        said = str(first) if first == last else f"{first}–{last}"
        yield SeriesItem(series, series_name(series), said)


def _pairs(report: Report, lang: Lang) -> Iterator[PairItem]:
    home = {name: series.id for series in report.series for name in series.plans}
    places: dict[str, int] = {}
    for row in pair_rows(report, lang):
        series = home[row.current.id]
        places[series] = places.get(series, 0) + 1
        yield PairItem(row, series, places[series], word(row.comparison.relation, lang))
