"""``policydiff themes``: the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policydiff.cli.completing import complete_codebook
from policydiff.cli.help import PlainCommand
from policydiff.cli.options import output_options
from policydiff.cli.output import JSON, MARKDOWN, TABLE, Sink, document_writers

if TYPE_CHECKING:
    from policydiff.report.choices import Lang
    from policydiff.report.outline import ThemeEntry
    from policydiff.themes import Codebook


@click.command("themes", cls=PlainCommand)
@click.argument(
    "codebook", metavar="[NAME|FILE]", default="health", shell_complete=complete_codebook
)
@output_options(TABLE, MARKDOWN, JSON)
def command(codebook: str, sink: Sink) -> None:
    """Show a codebook (主题表): code, name, definition and terms of each theme.

    Shipped are agriculture, education, environment, health and general; a file of your own (TOML)
    is shown, and checked, the same way.
    """
    from policydiff.report.choices import Lang
    from policydiff.report.outline import codebook_view
    from policydiff.result.schema import Themes
    from policydiff.result.write import document_json
    from policydiff.themes import load_codebook

    book = load_codebook(codebook)

    writers = document_writers(
        lambda lang: codebook_view(
            book.zh if lang is Lang.ZH else book.en, theme_entries(book, lang), lang
        )
    )
    document = Themes(codebook=book.name, themes=book.themes)
    sink.emit({**writers, JSON: lambda look: document_json(document)})


def theme_entries(book: Codebook, lang: Lang) -> list[ThemeEntry]:
    """Return the themes of a codebook as they are shown in a language."""
    from policydiff.report.choices import Lang
    from policydiff.report.outline import ThemeEntry

    return [
        ThemeEntry(
            theme.code,
            theme.zh if lang is Lang.ZH else theme.en,
            theme.definition,
            tuple(term.text for term in theme.terms),
        )
        for theme in book.themes
    ]
