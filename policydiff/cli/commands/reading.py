"""Commands on plans as they are read: ``outline``, ``clean``, ``themes`` and ``catalogue``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policydiff.cli.app import PlainCommand
from policydiff.cli.config import complete_codebook, complete_file, complete_plan
from policydiff.cli.options import (
    Inputs,
    debug_option,
    input_options,
    output_options,
    plan_arguments,
)
from policydiff.cli.output import Sink, document_writers, to_stdout
from policydiff.cli.plans import load_folders, load_plans, standard_input, tell_left_out
from policydiff.writers.formats import JSON, MARKDOWN, TABLE

if TYPE_CHECKING:
    from policydiff.model import CleanText
    from policydiff.pipeline.coding import Coded
    from policydiff.report import Lang
    from policydiff.report.blocks import Document
    from policydiff.report.outline import ThemeEntry
    from policydiff.themes import Codebook


@click.command("outline", cls=PlainCommand)
@plan_arguments
@input_options(matching=False)
@output_options(TABLE, MARKDOWN, JSON)
def outline_command(plans: tuple[str, ...], inputs: Inputs, sink: Sink) -> None:
    """Show what was read: sections, tasks, measures, themes and targets of each plan."""
    from policydiff.pipeline.coding import code_plans
    from policydiff.result import Outline

    settings = inputs.settings.themes
    coded = code_plans(load_plans(plans, inputs), inputs.codebook, settings, inputs.field)
    sink.emit(document_writers(lambda lang: _outline(coded, lang), Outline(plans=coded.plans)))


def _outline(coded: Coded, lang: Lang) -> Document:
    from policydiff.report.outline import outline_view  # not for JSON

    return outline_view(coded.plans, lang, theme_entries(coded.codebook, lang))


@click.command("clean", cls=PlainCommand)
@click.argument("plan", metavar="PLAN", shell_complete=complete_plan)
@click.option("--explain", is_flag=True, help="List every repair and every line set aside.")
@input_options(parsing=False, codebook=False, matching=False)
@output_options(TABLE, MARKDOWN, JSON)
def clean_command(plan: str, explain: bool, inputs: Inputs, sink: Sink) -> None:
    """Print a plan's cleaned text (整理后的文本), or with --explain what was done to it.

    In both, page junk is set aside, traditional characters are made simplified and destroyed
    ones won back where the evidence allows it. The JSON holds the text and the record.
    """
    from policydiff.pipeline import read_source, resolve
    from policydiff.report.outline import clean_view
    from policydiff.result import Cleaned

    path = resolve(plan, inputs.listed()).path
    data = standard_input([plan], inputs.settings.reading.max_bytes)
    cleaned = read_source(path, inputs.settings.reading, data=data)
    writers = document_writers(lambda lang: clean_view(cleaned, lang), Cleaned(clean=cleaned))
    if not explain:
        writers[TABLE] = lambda look: _text(cleaned)
    sink.emit(writers)


def _text(cleaned: CleanText) -> str:
    from policydiff.text.unseen import visible

    return "".join(f"{visible(line.text)}\n" for line in cleaned.lines)


@click.command("themes", cls=PlainCommand)
@click.argument(
    "codebook", metavar="[NAME|FILE]", default="health", shell_complete=complete_codebook
)
@output_options(TABLE, MARKDOWN, JSON)
def themes_command(codebook: str, sink: Sink) -> None:
    """Show a codebook (主题表): code, name, definition and terms of each theme.

    Shipped are agriculture, education, environment, health, security, general and topics; a file
    of your own (TOML) is shown, and checked, the same way.
    """
    from policydiff.report import Lang
    from policydiff.report.outline import codebook_view
    from policydiff.result import Themes
    from policydiff.themes import load_codebook

    book = load_codebook(codebook)

    def view(lang: Lang) -> Document:
        name = book.zh if lang is Lang.ZH else book.en
        return codebook_view(name, theme_entries(book, lang), lang)

    sink.emit(document_writers(view, Themes(codebook=book.name, themes=book.themes)))


def theme_entries(book: Codebook, lang: Lang) -> list[ThemeEntry]:
    """Return the themes of a codebook as they are shown in a language."""
    from policydiff.report import Lang
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


@click.command("catalogue", cls=PlainCommand)
@click.argument(
    "folders", nargs=-1, required=True, metavar="FOLDER...", shell_complete=complete_file
)
@input_options(codebook=False, matching=False)
@debug_option
def catalogue_command(folders: tuple[str, ...], inputs: Inputs) -> None:
    """List the plans of a folder with what was read of each, as a catalogue (TOML).

    policydiff catalogue plans/ > plans.toml, correct it, then compare plans/ --catalogue
    plans.toml. Paths in it are from the directory that you are in, which is where it belongs.
    """
    from policydiff.comparing.series import sort_into_series
    from policydiff.pipeline.catalogue import catalogue_toml

    loaded = load_folders(folders, inputs)
    told = (*loaded.left_out, *sort_into_series(loaded.plans).left_out)
    tell_left_out(told)
    to_stdout(catalogue_toml(loaded.plans, told), "toml")
