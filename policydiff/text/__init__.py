"""What several stages know about text: markers, numerals, words, lines, scripts.

The room itself holds the one thing that they share beside text: which things hang together.
"""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def connected(
    nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]
) -> tuple[tuple[Node, ...], ...]:
    """Return the sets of nodes that pairs hold together; nodes and sets in the order given.

    >>> connected("abcde", [("d", "b"), ("b", "e")])
    (('a',), ('b', 'd', 'e'), ('c',))
    """
    parent = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in pairs:
        parent[root(other)] = root(one)
    members: dict[Node, list[Node]] = {}
    for node in parent:
        members.setdefault(root(node), []).append(node)
    return tuple(map(tuple, members.values()))
