"""Write the web page of a report, and the index of a folder's pages.

The template is filled, and style and script are bound to it by their hashes.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.errors import needing
from policydiff.model import Report, Series
from policydiff.report import Lang
from policydiff.report.answer import answer
from policydiff.report.blocks import Section, Table, Tone
from policydiff.report.comparison import plan_table
from policydiff.report.details import link_table, phrase_table, target_table
from policydiff.report.labels import Label, said, word
from policydiff.report.overview import OverviewLabel, PairRow, counts_text, pair_rows, series_name
from policydiff.report.pair import Pair, pairs
from policydiff.report.pictures import pair_flow, theme_picture
from policydiff.report.sides import Row, marks_legend, side_rows
from policydiff.report.themes import theme_names
from policydiff.report.trace import trajectory_table
from policydiff.version import __version__
from policydiff.writers.inert import inline
from policydiff.writers.pictures import NARROW, WIDE, Flow, flow

if TYPE_CHECKING:
    from jinja2 import Environment, Template

LANG_CODES = {Lang.ZH: "zh-CN", Lang.EN: "en"}

_TAGS = {
    Tone.STRONG: ("b", ""),
    Tone.FAINT: ("small", ""),
    Tone.NEW: ("b", "t-new"),
    Tone.DROPPED: ("b", "t-dropped"),
    Tone.WARNING: ("b", "t-warning"),
    Tone.SHARED: ("mark", ""),
    Tone.INSERTED: ("ins", ""),
    Tone.DELETED: ("del", ""),
}
"""Element and class of a tone."""

_MARKS = {
    Tone.DELETED: ("gone", "del"),
    Tone.INSERTED: ("fresh", "ins"),
    Tone.WARNING: ("open", ""),
}
"""Class and element of a passage that stands alone, by its tone."""

_LEVEL = 2
"""Plans whose bars lie side by side; those of more stand upright, as years in a chart do."""


_ROOMS = {"wide": WIDE, "narrow": NARROW}
"""Pictures of tasks by their class: which of them is seen, the style sheet says."""


class PagePair(Struct, frozen=True):
    """A pair of plans on the page.

    ``pictures`` are by the class that says where they are shown, ``homes`` the anchors of the rows
    of their boxes.
    """

    anchor: str
    name: str
    relation: str
    relation_word: str
    headline: Section
    rows: tuple[Row, ...]
    legend: str
    pictures: tuple[tuple[str, Flow], ...]
    homes: Mapping[str, str]
    tables: tuple[Section, ...]


def html_page(report: Report, lang: Lang) -> str:
    """Return a report as one HTML page that needs no network and no script.

    Raises MissingExtraError without Jinja2.
    """
    page = template("page.html")
    from markupsafe import Markup  # it comes with Jinja2, and only pages need it

    style, script = data("page.css"), data("page.js")
    themes = theme_names((change for each in report.comparisons for change in each.themes), lang)
    return page.render(
        report=report,
        lang=lang,
        lang_code=LANG_CODES[lang],
        plan_lang=Markup("") if lang is Lang.ZH else Markup(' lang="zh-CN"'),
        label=_labels(lang),
        policy=policy(style, script),
        style=style,
        script=script,
        tags={tone: _TAGS.get(tone, ("", "")) for tone in Tone},
        marks={tone.name: _MARKS.get(tone, ("", "")) for tone in Tone},
        upright=len(report.plans) > _LEVEL,
        plans=plan_table(report.plans, lang),
        themes=themes,
        bars=theme_picture(report, lang),
        pairs=tuple(_pair(index, pair, lang) for index, pair in enumerate(pairs(report))),
        relations=_relations(report, lang),
        trajectory_table=trajectory_table(report, lang),
        version=__version__,
    )


def _relations(report: Report, lang: Lang) -> dict[str, str]:
    """Return the words of the relations that there are; one alone leaves nothing to choose."""
    found = dict.fromkeys(comparison.relation for comparison in report.comparisons)
    return {x.value: word(x, lang) for x in found} if len(found) > 1 else {}


@cache
def template(name: str) -> "Template":
    """Return a template of pages, compiled once a run: a folder has many of them.

    Raises MissingExtraError without Jinja2.
    """
    return environment().from_string(data(name))


def environment() -> "Environment":
    """Return what fills the templates of pages: every text is gated, then escaped.

    Raises MissingExtraError without Jinja2.
    """
    with needing("report", "a web page needs Jinja2"):
        from jinja2 import Environment, StrictUndefined, select_autoescape
    return Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    """Send every text of the template through the output gate; escaping comes after it."""
    return inline(value) if type(value) is str else value


def _labels(lang: Lang) -> dict[str, str]:
    return {label.name: label.of(lang) for label in Label}


def data(name: str) -> str:
    """Return a file that pages are made of."""
    return files("policydiff.writers").joinpath(f"data/{name}").read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Return a content security policy that lets in nothing but our own style and script."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _pair(index: int, pair: Pair, lang: Lang) -> PagePair:
    relation = pair.comparison.relation
    anchor = f"pair-{index + 1}"
    rows = side_rows(pair, theme_names(pair.comparison.themes, lang), lang)
    diagram = pair_flow(pair, lang)
    return PagePair(
        anchor=anchor,
        name=f"{pair.previous.id} → {pair.current.id}",
        relation=relation.value,
        relation_word=word(relation, lang),
        headline=Section("", (answer(pair, lang),)),
        rows=rows,
        legend=marks_legend(pair, lang),
        pictures=tuple(
            (name, flow(diagram, room)) for name, room in _ROOMS.items() if diagram.nodes
        ),
        homes=dict(_homes(rows, anchor)),
        tables=tuple(_tables(pair, lang)),
    )


def _homes(rows: Sequence[Row], anchor: str) -> Iterator[tuple[str, str]]:
    """Yield, for each task that is a row's own, the name of its box and the row's anchor."""
    for place, row in enumerate(rows, 1):
        for letter, cards in (("p", row.previous), ("c", row.current)):
            yield from (
                (letter + card.number, f"{anchor}-{place}") for card in cards if not card.part
            )


def _tables(pair: Pair, lang: Lang) -> list[Section]:
    comparison = pair.comparison
    tables: list[tuple[Label, Table]] = []
    if comparison.targets:
        tables.append((Label.TARGETS, target_table(pair, lang)))
    if comparison.phrases:
        tables.append((Label.PHRASES, phrase_table(comparison, lang)))
    if comparison.uncertain:
        uncertain = pair.link_rows(comparison.uncertain)
        tables.append((Label.UNCERTAIN, link_table(uncertain, lang)))
    return [Section(label.of(lang), (table,)) for label, table in tables]


class SeriesItem(Struct, frozen=True):
    """A series on the index; ``years`` are its first and last."""

    series: Series
    name: str
    years: str
    notes: tuple[str, ...]


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
    return template("index.html").render(
        words=words,
        counts=counts_text(report, lang),
        lang_code=LANG_CODES[lang],
        policy=policy(style, script),
        style=style,
        script=script,
        pages=pages,
        series=tuple(_series(report, lang)),
        pairs=tuple(_pairs(report, lang)),
        left_out=[(item.path, said(item.reason, lang)) for item in report.left_out],
        version=__version__,
    )


def _series(report: Report, lang: Lang) -> Iterator[SeriesItem]:
    year_of = {plan.id: plan.year for plan in report.plans}
    for series in report.series:
        first, last = year_of[series.plans[0]], year_of[series.plans[-1]]
        years = str(first) if first == last else f"{first}–{last}"
        notes = tuple(said(note, lang) for note in series.notes)
        yield SeriesItem(series, series_name(series), years, notes)


def _pairs(report: Report, lang: Lang) -> Iterator[PairItem]:
    home = {name: series.id for series in report.series for name in series.plans}
    places: dict[str, int] = {}
    for row in pair_rows(report, lang):
        series = home[row.current.id]
        places[series] = places.get(series, 0) + 1
        yield PairItem(row, series, places[series], word(row.comparison.relation, lang))
