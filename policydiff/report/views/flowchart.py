"""How tasks flow between plans, as boxes and arrows."""

from collections.abc import Iterator

from policydiff.model import Comparison, Relation, Report, Status, Strength
from policydiff.report.blocks import STATUS_TONE, STRENGTH_TONE, Diagram, Edge, Node
from policydiff.report.clipping import clip
from policydiff.report.labels import Lang, status_mark
from policydiff.report.rows import task_name

LABEL_CELLS = 36
"""Cells of a title that a box holds; the whole title stands in the tables."""

MOST_EDGES = 400
"""Arrows of a picture that can still be read; Mermaid itself draws at most 500."""


MOST_NODES = 200
"""Boxes of a picture that can still be read; Mermaid refuses sources of over 50,000 characters."""


def flow_diagram(report: Report, lang: Lang) -> Diagram:
    """Draw every task and link; without the partial links where there are too many.

    A picture of too many tasks is left out as a whole: it has no nodes.

    >>> flow_diagram(Report(plans=(), comparisons=()), Lang.EN)
    Diagram(nodes=(), edges=())
    """
    if sum(len(plan.tasks) for plan in report.plans) > MOST_NODES:
        return Diagram((), ())
    nodes, edges = tuple(_nodes(report, lang)), tuple(_edges(report))
    if len(edges) > MOST_EDGES:
        edges = tuple(edge for edge in edges if edge.tone is STRENGTH_TONE[Strength.FULL])
    return Diagram(nodes, edges if len(edges) <= MOST_EDGES else ())


def _nodes(report: Report, lang: Lang) -> Iterator[Node]:
    found = _statuses(report)
    for column, plan in enumerate(report.plans):
        for row, task in enumerate(plan.tasks):
            statuses = found.get((plan.id, task.id), ())
            marks = " ".join(status_mark(status, relation, lang) for status, relation in statuses)
            label = clip(f"{marks} {task_name(task)}".strip(), LABEL_CELLS)
            tone = STATUS_TONE[statuses[-1][0] if statuses else Status.CONTINUED]
            yield Node(f"p{column}t{row}", label, plan.id, tone)


def _statuses(report: Report) -> dict[tuple[str, str], list[tuple[Status, Relation]]]:
    """Return what is new or dropped, by plan and task."""
    found: dict[tuple[str, str], list[tuple[Status, Relation]]] = {}
    for comparison in report.comparisons:
        for plan, task, status in _changed(comparison):
            found.setdefault((plan, task), []).append((status, comparison.relation))
    return found


def _changed(comparison: Comparison) -> Iterator[tuple[str, str, Status]]:
    for group in comparison.alignment.groups:
        if group.status is Status.NEW:
            yield from ((comparison.current, task, group.status) for task in group.current)
        elif group.status is Status.DROPPED:
            yield from ((comparison.previous, task, group.status) for task in group.previous)


def _edges(report: Report) -> Iterator[Edge]:
    names = {
        (plan.id, task.id): f"p{column}t{row}"
        for column, plan in enumerate(report.plans)
        for row, task in enumerate(plan.tasks)
    }
    for comparison in report.comparisons:
        for link in comparison.alignment.links:
            start = names[comparison.previous, link.previous]
            end = names[comparison.current, link.current]
            yield Edge(start, end, STRENGTH_TONE[link.strength])
