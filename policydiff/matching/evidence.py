"""Evidence: the measures that carry the same work, and the words that prove it."""

from collections.abc import Sequence

from policydiff.matching.pairs import UnitPair
from policydiff.matching.profiles import Profile
from policydiff.matching.words import SharedWords
from policydiff.model import Evidence, Task
from policydiff.settings import MatchingSettings


def find_evidence(
    tasks: tuple[Task, Task],
    profiles: tuple[Profile, Profile],
    pairs: Sequence[UnitPair],
    words: SharedWords,
    settings: MatchingSettings,
) -> tuple[Evidence, ...]:
    """Return the measure pairs that prove a link, the strongest first.

    A pair counts where neither measure has a better counterpart in the other task, or where it
    is nearly as good, and where it is not too weak beside the strongest one.
    """
    mine: dict[int, float] = {}
    theirs: dict[int, float] = {}
    for pair in pairs:
        mine[pair.one] = max(mine.get(pair.one, 0.0), pair.value)
        theirs[pair.other] = max(theirs.get(pair.other, 0.0), pair.value)
    least = max(mine.values(), default=0.0) * settings.evidence_share
    found = [
        pair
        for pair in pairs
        if pair.value >= least
        and pair.value >= settings.evidence_near * min(mine[pair.one], theirs[pair.other])
        and pair.value >= settings.evidence_near * max(mine[pair.one], theirs[pair.other]) / 2
    ]
    found.sort(key=lambda pair: (-pair.value, pair.one, pair.other))
    texts = [_texts(task) for task in tasks]
    evidence = []
    for pair in found[: settings.evidence_shown]:
        units = profiles[0].units[pair.one], profiles[1].units[pair.other]
        shared = words.between(texts[0][pair.one], texts[1][pair.other])
        if shared:
            evidence.append(Evidence(*units, shared=shared, score=round(pair.value, 3)))
    return tuple(evidence)


def _texts(task: Task) -> list[str]:
    """Return the texts of a task's units: its title, then its measures."""
    return [task.title, *(measure.text for measure in task.measures)]
