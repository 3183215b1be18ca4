"""Write a diagram as a Mermaid flowchart, which GitHub and GitLab draw."""

from itertools import groupby

from policydiff.report.blocks import Diagram, Edge, Node, Tone
from policydiff.writers.inert import mermaid

_CLASS = {Tone.NEW: ":::new", Tone.DROPPED: ":::dropped"}
_ARROW = {Tone.FAINT: "-.->"}
_STYLES = (
    "classDef new stroke:#17693a,stroke-width:2px",
    "classDef dropped stroke:#a8281f,stroke-width:2px,stroke-dasharray:4",
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
