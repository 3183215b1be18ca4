"""Put the reader's words for the machine values of a table."""

from collections.abc import Callable
from dataclasses import replace

from policydiff.model import Change, Comparator, Relation, Report, Side, Status, Strength
from policydiff.report.labels import Label, Lang, change_word, status_word, word
from policydiff.report.rows import theme_name, theme_rows
from policydiff.report.sheets import Sheet, SheetName, Value


def readable(sheet: Sheet, report: Report, lang: Lang) -> Sheet:
    """Return a table of a report in words: statuses by relation, themes by name.

    >>> from policydiff.report.sheets import sheet
    >>> empty = Report(plans=(), comparisons=())
    >>> readable(sheet(empty, SheetName.TASKS), empty, Lang.ZH).rows
    ()
    """
    themes = {row.code: theme_name(row, lang) for row in theme_rows(report)}
    rows = []
    for row in sheet.rows:
        cells = dict(zip(sheet.columns, row, strict=True))
        if sheet.name is SheetName.THEMES:
            cells["name"] = themes[str(cells["code"])]
        relation = Relation(str(cells["relation"])) if "relation" in cells else None
        rows.append(tuple(_cell(name, cells[name], relation, themes, lang) for name in cells))
    return replace(sheet, rows=tuple(rows))


def _cell(
    name: str, value: Value, relation: Relation | None, themes: dict[str, str], lang: Lang
) -> Value:
    if isinstance(value, tuple):
        return tuple(themes.get(code, code) for code in value) if "themes" in name else value
    if not isinstance(value, str) or not value:
        return value
    if name == "theme":
        return themes.get(value, value)
    kind = name.rpartition("_")[2]
    if kind in _BY_RELATION and relation is not None:
        return _BY_RELATION[kind](value, relation, lang)
    return _WORDS[kind](value, lang) if kind in _WORDS else value


def _certainty(value: str, lang: Lang) -> str:
    return (Label.ACCEPTED if value == "linked" else Label.DOUBTFUL).of(lang)


def _side(value: str, lang: Lang) -> str:
    return (Label.PREVIOUS if Side(value) is Side.PREVIOUS else Label.CURRENT).of(lang)


_BY_RELATION: dict[str, Callable[[str, Relation, Lang], str]] = {
    "status": lambda value, relation, lang: status_word(Status(value), relation, lang),
    "change": lambda value, relation, lang: change_word(Change(value), relation, lang),
}
_WORDS: dict[str, Callable[[str, Lang], str]] = {
    "relation": lambda value, lang: word(Relation(value), lang),
    "strength": lambda value, lang: word(Strength(value), lang),
    "comparator": lambda value, lang: word(Comparator(value), lang),
    "certainty": _certainty,
    "side": _side,
}
"""What the name of a column ends in → its words."""
