"""Groups 「对应组」: tasks held together by full links."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from msgspec.structs import replace

from policydiff.model import Group, Link, Status, Strength
from policydiff.text import connected


def group_tasks(
    previous: Sequence[str], current: Sequence[str], links: Iterable[Link]
) -> tuple[Group, ...]:
    """Join tasks by full links; every task is in exactly one group.

    A task without a full link stands alone: it is continued if a partial link carries part of
    it on, else dropped or new. Partial links never join groups: chains of weak links would melt
    a plan into one lump.

    >>> [group.shape for group in group_tasks(["1", "2"], ["1"], [])]
    ['1:0', '1:0', '0:1']
    """
    links = tuple(links)
    nodes = [*((0, task) for task in previous), *((1, task) for task in current)]
    full = (link for link in links if link.strength is Strength.FULL)
    carried = {(0, link.previous) for link in links} | {(1, link.current) for link in links}
    return tuple(
        _group(
            tuple(task for side, task in tasks if side == 0),
            tuple(task for side, task in tasks if side == 1),
            carried,
        )
        for tasks in connected(nodes, [((0, link.previous), (1, link.current)) for link in full])
    )


def label_groups(
    groups: Iterable[Group],
    links: Iterable[Link],
    titles: tuple[Mapping[str, str], ...],
    words: int,
) -> tuple[Group, ...]:
    """Name each group by the ``words`` shared words that most of its evidence rests on.

    ``titles`` are those of the previous and of the current tasks, by id. That needs no codebook:
    a plan in any field gets its groups named.
    """
    by_pair = {(link.previous, link.current): link for link in links}
    return tuple(replace(group, label=_label(group, by_pair, titles, words)) for group in groups)


def _label(
    group: Group,
    links: Mapping[tuple[str, str], Link],
    titles: tuple[Mapping[str, str], ...],
    words: int,
) -> str:
    counts: Counter[str] = Counter()
    for pair in product(group.previous, group.current):
        link = links.get(pair)
        for evidence in link.evidence if link else ():
            counts.update(word for word in evidence.shared if word.isalnum())
    ranked = sorted(counts, key=lambda word: -counts[word])
    chosen: list[str] = []
    for word in ranked:
        if len(chosen) < words and not any(word in other or other in word for other in chosen):
            chosen.append(word)
    if chosen:
        return "、".join(chosen)
    side = 0 if group.previous else 1
    return titles[side][(group.previous or group.current)[0]]


def _group(
    previous: tuple[str, ...], current: tuple[str, ...], carried: set[tuple[int, str]]
) -> Group:
    if previous and current:
        return Group(previous, current, Status.CONTINUED, _shape(previous, current))
    if previous:
        part = all((0, task) in carried for task in previous)
        return Group(previous, (), Status.CONTINUED if part else Status.DROPPED, "1:0")
    part = all((1, task) in carried for task in current)
    return Group((), current, Status.CONTINUED if part else Status.NEW, "0:1")


def _shape(previous: tuple[str, ...], current: tuple[str, ...]) -> str:
    left = "1" if len(previous) == 1 else "n"
    right = "1" if len(current) == 1 else "m" if left == "n" else "n"
    return f"{left}:{right}"
