"""The one place for thresholds, weights and limits, each with its reason."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits on what is read, and how damage is repaired."""


@dataclass(frozen=True, slots=True)
class ParsingSettings:
    """How an outline is read."""


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """How tasks are scored and linked."""


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """How tasks are coded by themes."""


@dataclass(frozen=True, slots=True)
class ComparingSettings:
    """How statuses, targets and wording are compared."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    parsing: ParsingSettings = field(default_factory=ParsingSettings)
    matching: MatchingSettings = field(default_factory=MatchingSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    comparing: ComparingSettings = field(default_factory=ComparingSettings)
