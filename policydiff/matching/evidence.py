"""Evidence: the measures that carry the same work, and the words that prove it."""

from collections.abc import Sequence

from policydiff.matching.pairs import UnitPair
from policydiff.matching.profiles import Profile
from policydiff.matching.terms import CONCEPT_MARK, succession
from policydiff.matching.thesaurus import Thesaurus
from policydiff.matching.weights import Weights, load_background
from policydiff.model import Evidence, Task
from policydiff.settings import MatchingSettings

_PARTICLES = frozenset("的和与及等为在对将以并或、")


def find_evidence(
    tasks: tuple[Task, Task],
    profiles: tuple[Profile, Profile],
    pairs: Sequence[UnitPair],
    words: "SharedWords",
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


class SharedWords:
    """Finds the words that two texts share; a class because it keeps the weights at hand."""

    def __init__(self, weights: Weights, thesaurus: Thesaurus, settings: MatchingSettings) -> None:
        self._weights = weights
        self._thesaurus = thesaurus
        self._settings = settings

    def between(self, one: str, other: str) -> tuple[str, ...]:
        """Return the longest runs and the synonyms that both texts share, weightiest first.

        Synonyms of one concept read ``疾控＝疾病预防控制``.
        """
        found = self._runs(succession(one), succession(other)) | self._synonyms(one, other)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(word for word, _ in ranked[: self._settings.words_shown])

    def _runs(self, one: str, other: str) -> dict[str, float]:
        runs: dict[str, float] = {}
        start = 0
        while start < len(one) - 1:
            end = start
            while end < len(one) and _is_word(one[end]) and one[start : end + 1] in other:
                end += 1
            run = self._trimmed(one[start:end])
            if len(run) > 1 and (weight := self._weight(run)) > 0.0:
                runs[run] = weight
            start = max(start + 1, end - 1)
        return {
            run: weight
            for run, weight in runs.items()
            if not any(run in longer for longer in runs if len(longer) > len(run))
            and weight >= self._settings.word_weight
        }

    def _trimmed(self, run: str) -> str:
        """Cut particles and slogans off the ends: 推进老旧小区改造 proves 老旧小区改造."""
        while len(run) > 1:
            if run[0] in _PARTICLES:
                run = run[1:]
            elif run[-1] in _PARTICLES:
                run = run[:-1]
            elif len(run) > 3 and self._is_slogan(run[:2]):
                run = run[2:]
            elif len(run) > 3 and self._is_slogan(run[-2:]):
                run = run[:-2]
            else:
                break
        return run

    def _is_slogan(self, term: str) -> bool:
        return load_background().rarity(term) < self._settings.slogan_shown

    def _weight(self, run: str) -> float:
        weights = (self._weights.of(run[i : i + 2]) for i in range(len(run) - 1))
        return sum(weights) if not run.isascii() else self._weights.of(run)

    def _synonyms(self, one: str, other: str) -> dict[str, float]:
        mine = {c: t.text for t in self._thesaurus.find(one) for c in t.concepts}
        theirs = {c: t.text for t in self._thesaurus.find(other) for c in t.concepts}
        return {
            f"{text}＝{theirs[concept]}": self._weights.of(CONCEPT_MARK + concept)
            for concept, text in mine.items()
            if concept in theirs and text != theirs[concept]
        }


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "+"
