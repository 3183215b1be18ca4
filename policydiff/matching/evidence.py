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
    best: dict[tuple[int, int], float] = {}
    for pair in pairs:
        for key in ((0, pair.one), (1, pair.other)):
            best[key] = max(best.get(key, 0.0), pair.value)
    strongest = max(best.values(), default=0.0)
    found = [
        pair
        for pair in sorted(pairs, key=lambda pair: (-pair.value, pair.one, pair.other))
        if pair.value >= strongest * settings.evidence_share
        and pair.value >= settings.evidence_near * min(best[0, pair.one], best[1, pair.other])
        and pair.value >= settings.evidence_near * max(best[0, pair.one], best[1, pair.other]) / 2
    ]
    evidence = []
    for pair in found[: settings.evidence_shown]:
        units = profiles[0].units[pair.one], profiles[1].units[pair.other]
        shared = words.between(
            *(_text(task, unit) for task, unit in zip(tasks, units, strict=True))
        )
        if shared:
            evidence.append(Evidence(*units, shared=shared, score=round(pair.value, 3)))
    return tuple(evidence)


def _text(task: Task, unit: str) -> str:
    if not unit:
        return task.title
    return next(measure.text for measure in task.measures if measure.id == unit)
