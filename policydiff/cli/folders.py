"""Folders: compare the plans in them, and write a folder of reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policydiff.cli.files import Output, require_folder, write_all
from policydiff.cli.plans import load_folders, tell_left_out
from policydiff.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policydiff.cli.options import Inputs
    from policydiff.cli.output import Sink
    from policydiff.model import Report
    from policydiff.pipeline.folder import Collected
    from policydiff.report.choices import Lang
    from policydiff.reviewing.decision import Decision


def compare_folders(
    names: tuple[str, ...], decisions: Sequence[Decision], inputs: Inputs, sink: Sink
) -> Report:
    """Compare the plans in folders, tell what was left out, and write the folder of reports."""
    if sink.folder:
        require_folder(sink.folder, names)
    from policydiff.pipeline.folder import compare_series

    loaded = load_folders(names, inputs)
    with Progress("comparing pair") as progress:
        collected = compare_series(
            loaded,
            settings=inputs.settings,
            codebook=inputs.codebook,
            field=inputs.field,
            decisions=decisions,
            on_pair=progress.step,
        )
    tell_left_out(collected.report.left_out)
    if sink.folder:
        _write_folder(collected, sink.folder, sink.look().lang)
    return collected.report


def _write_folder(collected: Collected, folder: str, lang: Lang) -> None:
    """Write the index and a page for each series in which something was compared."""
    from policydiff.writers.page import html_page, index_page

    parts = [part for part in collected.parts if part.report.comparisons]
    pages = {part.series.id: f"{part.series.id}.html" for part in parts}
    texts = {"index.html": index_page(collected.report, pages, lang)}
    texts |= {pages[part.series.id]: html_page(part.report, lang) for part in parts}
    Path(folder).mkdir(exist_ok=True)
    write_all([Output(str(Path(folder, name)), x.encode()) for name, x in texts.items()])
