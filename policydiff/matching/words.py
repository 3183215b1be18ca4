"""The words that two texts share: what a reader is shown as the proof of a link."""

import re
import string
from collections.abc import Mapping, Sequence
from operator import add

from policydiff.matching.profiles import CONCEPT_MARK, Weights, successors
from policydiff.matching.thesaurus import Thesaurus
from policydiff.settings import MatchingSettings
from policydiff.text.segments import word_bounds

_PARTICLES = "的和与及等并或"
"""No shared word begins or ends with one of these."""

_COUNTERS = "家个所张台名项条次人批"
"""A counter at the front of a word, behind its number, belongs to the number."""


class SharedWords:
    """Finds the words that two texts share.

    A class because it keeps the weights at hand, and what it found in a text: a measure is held
    against several others.
    """

    def __init__(self, weights: Weights, thesaurus: Thesaurus, settings: MatchingSettings) -> None:
        self._weights = weights
        self._thesaurus = thesaurus
        self._settings = settings
        self._found: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._between: dict[str, frozenset[int]] = {}

    def between(self, one: str, other: str) -> tuple[str, ...]:
        """Return what both texts share, weightiest first, in the texts' own words.

        That is terms, synonyms of one concept (``疾控＝疾病预防控制``), successive editions
        (``十四五→十五五``) and other runs. A run that says hardly more than what is shown already
        is left out, and so are runs of two or three characters, often torn out of longer words,
        where there is anything better. Of very long texts only the beginning is looked at.
        """
        one, other = (text[: self._settings.words_within] for text in (one, other))
        shown = self._shared_concepts(one, other)
        known = [text for word in shown for text in re.split("[＝→]", word)]
        runs = {run: w for run, w in self._runs(one, other).items() if not _is_told(run, known)}
        long = {run: w for run, w in runs.items() if len(run) >= self._settings.word_length}
        shown |= long if shown or long else runs
        ranked = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
        return tuple(word for word, _ in ranked[: self._settings.words_shown])

    def _shared_concepts(self, one: str, other: str) -> dict[str, float]:
        shown = dict.fromkeys(
            (f"{a}→{b}" if a != b else a for a, b in successors(one, other)), self._weights.lone
        )
        mine, theirs = self._concepts(one), self._concepts(other)
        for concept, texts in mine.items():
            if concept in theirs:
                word = _synonym(texts, theirs[concept])
                weight = self._weights.of(CONCEPT_MARK + concept)
                weight *= self._settings.concept_in_measure
                shown[word] = max(weight, shown.get(word, 0.0))
        return shown

    def _concepts(self, text: str) -> Mapping[str, tuple[str, ...]]:
        """Return the terms found in a text by the concept that they stand for."""
        if text not in self._found:
            found: dict[str, dict[str, None]] = {}
            for term in self._thesaurus.find(text):
                for concept in term.concepts:
                    found.setdefault(concept, {})[term.text] = None
            self._found[text] = {concept: tuple(texts) for concept, texts in found.items()}
        return self._found[text]

    def _runs(self, one: str, other: str) -> dict[str, float]:
        """Return the longest runs that both texts hold, with their weight."""
        least = min(self._settings.word_weight, self._weights.rarest)
        runs: dict[str, float] = {}
        theirs = set(map(add, other, other[1:]))
        start = 0
        while start < len(one) - 1:
            if one[start : start + 2] not in theirs:
                start += 1
                continue
            end = start
            while end < len(one) and _is_word(one[end]) and one[start : end + 1] in other:
                end += 1
            run = _trimmed(self._whole_words(one, other, _trimmed(one[start:end])))
            if len(run) > 1 and (weight := self._weight(run)) >= least:
                runs[run] = weight
            start = end if end - start > 2 else start + 1
        return {
            run: weight
            for run, weight in runs.items()
            if not any(run in longer for longer in runs if len(longer) > len(run))
        }

    def _whole_words(self, one: str, other: str, run: str) -> str:
        """Return the part of a shared run that both texts begin and end between words."""
        mine, theirs = one.find(run), other.find(run)
        bounds = [
            place
            for place in range(len(run) + 1)
            if mine + place in self._bounds(one) and theirs + place in self._bounds(other)
        ]
        return run[bounds[0] : bounds[-1]] if bounds else ""

    def _bounds(self, text: str) -> frozenset[int]:
        """Return the places between the words of a text."""
        if text not in self._between:
            self._between[text] = word_bounds(text)
        return self._between[text]

    def _weight(self, run: str) -> float:
        """Return the weight of a run: that of its weightiest pairs of characters."""
        if run.isascii():
            return self._weights.of(run)
        return max(self._weights.of(run[i : i + 2]) for i in range(len(run) - 1))


def _synonym(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Name what both sides call alike, or else a term of each side.

    >>> _synonym(("老旧小区",), ("老旧小区改造",)), _synonym(("疾控",), ("疾病预防控制",))
    ('老旧小区', '疾控＝疾病预防控制')
    """
    same = [one for one in mine for other in theirs if one in other]
    same += [other for other in theirs for one in mine if other in one]
    return max(same, key=len) if same else f"{mine[0]}＝{theirs[0]}"


def _trimmed(run: str) -> str:
    """Cut particles and counts off the ends of a run; a name like 1+7 stays whole.

    >>> _trimmed("30家护理中心的"), _trimmed("1+7")
    ('护理中心', '1+7')
    """
    run = run.strip(_PARTICLES)
    if "+" in run:
        return run
    bare = run.strip(string.digits)
    return bare.lstrip(_COUNTERS) if run[:1].isdigit() else bare


def _is_told(run: str, known: Sequence[str]) -> bool:
    """Tell whether a run says hardly more than a known word, or is a part of one."""
    return any(run in text or (text in run and len(run) - len(text) <= 2) for text in known)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "+"
