"""Choose the codebook that speaks the language of the plans."""

from collections.abc import Sequence

from policydiff.model import Plan
from policydiff.records import dataclass
from policydiff.settings import ThemeSettings
from policydiff.themes.codebook import Codebook
from policydiff.themes.codebook_file import codebook_names, load_codebook

FALLBACK = "general"  # covers every field in little depth: it stands where no other is better


@dataclass(frozen=True, slots=True)
class CodebookChoice:
    """The codebook chosen for some plans, and by name the share of their text (0..1) it covers.

    The shares are of characters that stand in terms of the codebook, hints left out; codebooks
    that were not looked at, since another one's field was plain, have none.
    """

    codebook: Codebook
    coverage: tuple[tuple[str, float], ...]


def choose_codebook(plans: Sequence[Plan], settings: ThemeSettings | None = None) -> CodebookChoice:
    """Choose among the shipped codebooks the one whose terms fit the plans, and say by how much.

    A codebook of one field is chosen where its terms cover nearly as much of the plans as those of
    the general one, which knows every field a little; the general one stands where none does.
    """
    settings = settings or ThemeSettings()
    texts = [_sample(plan, settings) for plan in plans]
    books: dict[str, Codebook] = {}
    coverage: dict[str, float] = {}
    for name in sorted(codebook_names(), key=lambda name: name == FALLBACK):
        books[name] = load_codebook(name, settings)
        coverage[name] = _coverage(texts, books[name], settings)
        if name != FALLBACK and coverage[name] >= settings.plain_cover:
            return CodebookChoice(books[name], tuple(coverage.items()))
    field = max((name for name in books if name != FALLBACK), key=lambda name: coverage[name])
    least = max(coverage[FALLBACK] * settings.field_share, settings.least_cover)
    chosen = field if coverage[field] >= least else FALLBACK
    return CodebookChoice(books[chosen], tuple(coverage.items()))


def _sample(plan: Plan, settings: ThemeSettings) -> str:
    parts = (part for task in plan.tasks for part in (task.title, task.text))
    return "\n".join(parts)[: settings.sample_length]


def _coverage(texts: Sequence[str], codebook: Codebook, settings: ThemeSettings) -> float:
    length = sum(map(len, texts))
    hits = (hit for text in texts for hit in codebook.lexicon.find(text))
    covered = sum(hit.end - hit.start for hit in hits if hit.weight > settings.hint_weight)
    return round(covered / length, 3) if length else 0.0
