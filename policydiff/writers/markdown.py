"""Write a document as GitHub-flavoured Markdown, its pictures as Mermaid flowcharts.

Bold is ``**`` wherever CommonMark takes it for that; between Chinese punctuation and a character
it does not, and stands as ``<b>``, as ``<ins>`` and ``<del>`` do everywhere. GitHub and GitLab draw
Mermaid.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from string import punctuation
from unicodedata import category

from policydiff.report import Lang
from policydiff.report.blocks import (
    Block,
    Cell,
    Diagram,
    Document,
    Edge,
    Folding,
    Line,
    Node,
    Section,
    Table,
    Tone,
)
from policydiff.report.labels import Label
from policydiff.writers.inert import markdown, markdown_html, mermaid

_CLASS = {Tone.NEW: ":::new", Tone.DROPPED: ":::dropped", Tone.WARNING: ":::open"}
_ARROW = {Tone.FAINT: "-.->"}
_STYLES = (
    "classDef new stroke:#17693a,stroke-width:2px",
    "classDef dropped stroke:#a8281f,stroke-width:2px,stroke-dasharray:4",
    "classDef open stroke:#7a5b00,stroke-width:2px,stroke-dasharray:2",
)


def flowchart(diagram: Diagram) -> str:
    """Return the flowchart, one subgraph per column, every label quoted.

    >>> print(flowchart(Diagram((Node("a", "1 中医药", "2024"),), ())))
    flowchart LR
      subgraph c0["2024"]
        a["1 中医药"]
      end
    """
    lines = ["flowchart LR"]
    columns = groupby(diagram.nodes, key=lambda node: node.column)
    for index, (column, nodes) in enumerate(columns):
        lines.append(f'  subgraph c{index}["{mermaid(column)}"]')
        lines += [f"    {_node(node)}" for node in nodes]
        lines.append("  end")
    lines += [f"  {_edge(edge)}" for edge in diagram.edges]
    if any(node.tone in _CLASS for node in diagram.nodes):
        lines += [f"  {style}" for style in _STYLES]
    return "\n".join(lines)


def _node(node: Node) -> str:
    return f'{node.name}["{mermaid(node.label)}"]{_CLASS.get(node.tone, "")}'


def _edge(edge: Edge) -> str:
    return f"{edge.start} {_ARROW.get(edge.tone, '-->')} {edge.end}"


BOLD = "b"
_TAG = {
    Tone.STRONG: BOLD,
    Tone.NEW: BOLD,
    Tone.DROPPED: BOLD,
    Tone.WARNING: BOLD,
    Tone.SHARED: BOLD,
    Tone.INSERTED: "ins",
    Tone.DELETED: "del",
    Tone.GAIN: "code",
    Tone.LOSS: "code",
}
_STOPS = "：:；。，、！!？?"
"""Signs that stand as well behind bold text as in it; no semicolon, with which entities end."""

GAP = "\n\n"
BETWEEN = "; "


def to_markdown(document: Document, lang: Lang, max_chars: int | None = None) -> str:
    """Return the document as Markdown, ending in a line feed.

    With ``max_chars`` (characters), whole sections are left out until the rest fits, those of
    the highest rank first, and a last line names them. A table is never cut.
    """
    head = f"# {markdown(document.title)}"
    kept = {place: list(_section(section)) for place, section in enumerate(document.sections)}
    dropped: list[str] = []
    names = 0  # characters of their titles
    left = sum(len(part) + len(GAP) for parts in kept.values() for part in parts)
    for place in _least_first(document.sections) if max_chars is not None else ():
        note = len(_left_out("", lang)) + names + len(GAP) if dropped else 0
        if len(head) + left + note + 1 <= (max_chars or 0):
            break
        left -= sum(len(part) + len(GAP) for part in kept.pop(place))
        dropped.insert(0, markdown(document.sections[place].title))
        names += len(dropped[0]) + len(BETWEEN) * (len(dropped) > 1)
    parts = [head, *(part for written in kept.values() for part in written)]
    if dropped:
        parts.append(_left_out(BETWEEN.join(dropped), lang))
    return GAP.join(parts) + "\n"


def _least_first(sections: Sequence[Section]) -> list[int]:
    """Return the places of the sections that may be left out, those of the highest rank first."""
    ranked = [place for place, section in enumerate(sections) if section.rank]
    return sorted(ranked, key=lambda place: -sections[place].rank)


def _left_out(titles: str, lang: Lang) -> str:
    return f"{_bold(Label.LEFT_OUT.of(lang), '', ' ')} {titles}"


def _section(section: Section) -> Iterator[str]:
    folded = section.folding is Folding.FOLDED
    if folded:
        yield f"<details><summary>{markdown_html(section.title)}</summary>"
    elif section.title:
        yield f"## {markdown(section.title)}"
    for block in section.blocks:
        yield _block(block)
    if folded:
        yield "</details>"


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Diagram):
        return f"```mermaid\n{flowchart(block)}\n```"
    return "<br>\n".join(_line(line) for line in block.lines)


def _table(table: Table) -> str:
    rows = [
        [markdown(column.title) for column in table.columns],
        ["---"] * len(table.columns),
        *([_cell(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(lines: Cell) -> str:
    return "<br>".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    """Write the spans of a line; those beside each other with the same mark are one."""
    pieces = list(_pieces(line))
    written = ""
    for place, (tag, text) in enumerate(pieces):
        after = _first(*pieces[place + 1]) if place + 1 < len(pieces) else ""
        written += _piece(tag, text, written[-1:], after)
    return written


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    for tag, spans in groupby(line, key=lambda span: _TAG.get(span.tone, "")):
        text = "".join(span.text for span in spans)
        if text:
            yield tag, text


def _first(tag: str, text: str) -> str:
    """Return the sign that a piece begins with."""
    return " " if text[0].isspace() else "<" if tag else markdown(text)[:1]


def _piece(tag: str, text: str, before: str, after: str) -> str:
    safe = markdown(text)
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() and safe else ""
    if not tag or not safe:
        return f"{lead}{safe}{tail}"
    if tag == BOLD:
        return f"{lead}{_bold(safe, lead or before, tail or after)}{tail}"
    return f"{lead}<{tag}>{safe}</{tag}>{tail}"


def _bold(safe: str, before: str, after: str) -> str:
    """Write escaped text bold, a colon or stop at its end outside where it would stand in the way.

    >>> _bold("退出", "，", "。"), _bold("退出：", "", "9"), _bold("（退）", "，", "9")
    ('**退出**', '**退出**：', '<b>（退）</b>')
    """
    core = safe.rstrip(_STOPS)
    stops = safe[len(core) :]
    if _renders(safe, before, after):
        return f"**{safe}**"
    if core and _renders(core, before, stops[:1] or after):
        return f"**{core}**{stops}"
    return f"<{BOLD}>{safe}</{BOLD}>"


def _renders(text: str, before: str, after: str) -> bool:
    """Tell whether stars around text are taken for emphasis (CommonMark 0.31, 6.2: flanking).

    They are beside a letter or a number; a sign inside needs a blank or a sign outside, too.
    """
    ends = ((text[0], before), (text[-1], after))
    return all(
        outer != "*" and not inner.isspace() and (category(inner)[0] in "LN" or _is_gap(outer))
        for inner, outer in ends
    )


def _is_gap(sign: str) -> bool:
    """Tell whether every edition of CommonMark takes a sign for a blank or for punctuation."""
    return not sign or sign.isspace() or sign in punctuation or category(sign)[0] == "P"
