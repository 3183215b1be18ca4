"""What a shell is offered: plans and their ids, files, gates, codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from policydiff.cli.config import load_config

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_file(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a file."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_plan(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a plan: files, and the ids of the catalogue that the configuration names."""
    from policydiff.pipeline.catalogue import load_catalogue

    catalogue = context.params.get("catalogue") or load_config().catalogue
    entries = load_catalogue(catalogue).entries if catalogue else ()
    files = complete_file(context, parameter, incomplete)
    return files + _items((entry.id for entry in entries), incomplete)


def complete_codebook(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a codebook: files, and the names of those that are shipped."""
    from policydiff.themes import codebook_names

    files = complete_file(context, parameter, incomplete)
    return files + _items((*codebook_names(), "induced", "auto"), incomplete)


def complete_field(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a field."""
    from policydiff.themes import field_names

    return _items((*field_names(), "auto"), incomplete)


def complete_gates(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the last of the gates that stand with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    from policydiff.report.choices import GATES

    names = (gate.removesuffix("CODE") for gate in GATES)
    return _items((f"{before}{comma}{name}" for name in names), f"{before}{comma}{last}")


def _items(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
