"""Cells: how the rows of tables are written as lines, whatever format they come from."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from policydiff.model import Line
from policydiff.text.lines import Lines

CELL_GAP = " | "
DITTO = "\N{DITTO MARK}"  # a merged cell goes on: what stands above holds here too
_LEAST_ROWS = 2
_LEAST_MEASURE = 5  # characters: what is shorter names something
_ENDS = "。；;，,：:、！!？?"


def row_text(cells: Sequence[str]) -> str:
    """Write the cells of a row as one line.

    >>> row_text(["1", "修渠", "水利局"]), row_text(["", "2"])
    ('1 | 修渠 | 水利局', ' | 2')
    """
    return CELL_GAP.join(cells)


def cell_text(blocks: Iterable[str]) -> str:
    """Write the paragraphs of a cell as one piece; those without a stop get one between.

    Short ones are a name broken over lines (责任 over 单位): a blank stands between.

    >>> cell_text(["修渠一百里", "修坝一座。", "植树一千株"]), cell_text(["责任", "单位"])
    ('修渠一百里；修坝一座。植树一千株', '责任 单位')
    """
    filled = [" ".join(block.split()) for block in blocks if block.strip()]
    pieces = filled[:1]
    for before, block in pairwise(filled):
        short = min(len(before), len(block)) < _LEAST_MEASURE
        pieces += ["" if before.endswith(tuple(_ENDS)) else " " if short else "；", block]
    return "".join(pieces)


def rows_of_cells(lines: Lines) -> Lines:
    r"""Return a text whose tables, with cells parted by tabs, are written as rows.

    Rows stand one below the other with as many tabs in each, two or more; other tabs stay.

    >>> rows = "序号\t任务\t责任单位", "1\t修渠\t水利局", "附：\t表"
    >>> [line.text for line in rows_of_cells([Line(n, row) for n, row in enumerate(rows, 1)])]
    ['序号 | 任务 | 责任单位', '1 | 修渠 | 水利局', '附：\t表']
    """
    written: list[Line] = []
    for tabs, group in groupby(lines, key=lambda line: line.text.rstrip("\r\n").count("\t")):
        run = list(group)
        is_table = tabs > 1 and len(run) >= _LEAST_ROWS
        written += [Line(x.number, row_text(_cells(x.text))) for x in run] if is_table else run
    return tuple(written)


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("\t")]
