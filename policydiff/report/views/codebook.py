"""The codebook of themes."""

from collections.abc import Sequence

from msgspec import Struct

from policydiff.report.blocks import Column, Document, Section, Table, Tone, cell
from policydiff.report.labels import Label
from policydiff.report.lang import Lang


class ThemeEntry(Struct, frozen=True):
    """A theme of a codebook as it is shown."""

    code: str
    name: str
    definition: str
    terms: tuple[str, ...]


def codebook_view(title: str, themes: Sequence[ThemeEntry], lang: Lang) -> Document:
    """Lay out the themes of a codebook: code, name, definition and terms."""
    columns = (
        Column(Label.CODE.of(lang)),
        Column(Label.NAME.of(lang), ratio=2),
        Column(Label.DEFINITION.of(lang), ratio=4),
        Column(Label.TERMS.of(lang), ratio=5),
    )
    rows = tuple(
        (
            cell(theme.code, Tone.STRONG),
            cell(theme.name),
            cell(theme.definition),
            cell(" ".join(theme.terms)),
        )
        for theme in themes
    )
    return Document(f"{Label.CODEBOOK.of(lang)} · {title}", (Section("", (Table(columns, rows),)),))
