"""The reader's words for the machine values of a table: statuses by relation, themes by name."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Change, Comparator, Open, Relation, Report, Side, Status, Strength
from policydiff.report import Lang, SheetName
from policydiff.report.labels import Label, change_word, open_word, said, theme_word, word
from policydiff.report.sheets import REJECTED, Sheet, Value
from policydiff.report.themes import theme_names
from policydiff.report.values import limit_word


def sheet_words(sheet: Sheet, report: Report, lang: Lang) -> Sheet:
    """Return a table of a report in words: statuses by relation, themes by name.

    >>> from policydiff.report.sheets import sheet
    >>> empty = Report(plans=(), comparisons=())
    >>> sheet_words(sheet(empty, SheetName.TASKS), empty, Lang.ZH).rows
    ()
    """
    names = {
        (comparison.previous, comparison.current): theme_names(comparison.themes, lang)
        for comparison in report.comparisons
    }
    rows = []
    for row in sheet.rows:
        cells = dict(zip(sheet.columns, row, strict=True))
        themes = names.get((str(cells.get("previous_plan")), str(cells.get("current_plan"))), {})
        if sheet.name is SheetName.THEMES:
            cells["name"] = themes[str(cells["code"])]
        relation = Relation(str(cells["relation"])) if "relation" in cells else None
        said = str(cells.get("open") or "")
        words = _Words(
            relation,
            Open(said) if said else None,
            themes,
            lang,
            elsewhere=_texts(cells.get("elsewhere")),
            mentioned=_texts(cells.get("mentioned")),
        )
        if sheet.name is SheetName.TARGETS:
            ends = [cells["previous_comparator"], cells["current_comparator"]]
            bounds = [Comparator(str(end)) for end in ends if end]
            limit = limit_word(Change(str(cells["change"])), bounds)
            words = replace(words, limit=limit)
        rows.append(tuple(_cell(name, cells[name], words) for name in cells))
    return replace(sheet, rows=tuple(rows))


class _Words(Struct, frozen=True):
    """What the words of a row hang on: relation, reason, names of themes, language."""

    relation: Relation | None
    reason: Open | None
    themes: dict[str, str]
    lang: Lang
    elsewhere: tuple[str, ...]
    mentioned: tuple[str, ...]
    limit: Label | None = None


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _cell(name: str, value: Value, words: _Words) -> Value:
    if isinstance(value, tuple):
        return tuple(words.themes.get(code, code) for code in value) if "themes" in name else value
    if not isinstance(value, str) or not value:
        return value
    if name == "theme":
        return words.themes.get(value, value)
    kind = name.rpartition("_")[2]
    if kind in _BY_RELATION and words.relation is not None:
        return _BY_RELATION[kind](value, words.relation, words)
    return _WORDS[kind](value, words.lang) if kind in _WORDS else value


def _certainty(value: str, lang: Lang) -> str:
    known = {"linked": Label.ACCEPTED, REJECTED: Label.REJECTED}
    return known.get(value, Label.DOUBTFUL).of(lang)


def _side(value: str, lang: Lang) -> str:
    return (Label.PREVIOUS if Side(value) is Side.PREVIOUS else Label.CURRENT).of(lang)


def _status(value: str, relation: Relation, words: _Words) -> str:
    where = words.elsewhere, words.mentioned
    return theme_word(Status(value), relation, words.lang, words.reason, *where)


_BY_RELATION: dict[str, Callable[[str, Relation, _Words], str]] = {
    "status": _status,
    "change": lambda value, relation, words: (
        words.limit.of(words.lang)
        if words.limit
        else change_word(Change(value), relation, words.lang, words.reason)
    ),
}

_WORDS: dict[str, Callable[[str, Lang], str]] = {
    "relation": lambda value, lang: word(Relation(value), lang),
    "open": lambda value, lang: open_word(Open(value), lang),
    "strength": lambda value, lang: word(Strength(value), lang),
    "comparator": lambda value, lang: word(Comparator(value), lang),
    "certainty": _certainty,
    "decided": lambda value, lang: Label[value.upper()].of(lang),
    "side": _side,
    "reason": said,
}
"""What the name of a column ends in → its words."""
