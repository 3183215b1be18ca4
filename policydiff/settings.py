"""The one place for thresholds, weights and limits, each with its reason."""

from dataclasses import dataclass, field

from policydiff.model import Part


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits on what is read, and how damage is repaired."""

    # A plan is 5 kB to 1 MB of text; a Word or PDF file with pictures seldom passes 20 MB.
    max_bytes: int = 50_000_000
    # None: detect. A name that Python knows ("gb18030", "big5") wins over every detection.
    encoding: str | None = None
    # Names of repair rules not to run, for those who want the words as they stand.
    skip_rules: tuple[str, ...] = ()
    # Pinyin notes without tone marks, 關(guan), count as notes from this many in a text on: a
    # genuine label in brackets that happens to be a reading of the character before it is rare.
    least_toneless_notes: int = 5
    # A line of this many characters with a full stop in it is content, not page furniture: the
    # longest list items and captions on the pages seen have 35, the shortest tasks about 50.
    content_length: int = 40
    # A line before the first number that stands again at the start of a numbered line is a lead
    # that repeats a task; shorter ones may be a title that is also a task's.
    repeated_lead_length: int = 20


@dataclass(frozen=True, slots=True)
class ParsingSettings:
    """How an outline is read."""

    level: int | None = None
    """Depth of the outline that is the task, 1 is the outermost; None lets the document tell."""

    include: tuple[Part, ...] = ()
    """Parts that are set apart by default and shall be read as tasks all the same."""

    afresh: float = 0.5
    """A form of numbering is inside another if its numbers start afresh behind at least this share
    of the other's markers. Half: a plan may lose a few. Chosen on 52 plans and reports."""

    coverage: float = 0.5
    """Items are sections, not tasks, if those with items below them hold at least this share of
    their text. Half: a few lists inside tasks do not make the tasks sections."""

    title_long: int = 50
    """Characters. A first sentence longer than this is no title; the title then is its beginning.
    Chosen on the seeds (longest title 27) and on reports (longest 46)."""

    measure_long: int = 40
    """Characters. A longer sentence is cut into clauses that have an action of their own."""

    measure_short: int = 12
    """Characters. No piece of a sentence that is cut is shorter; below it evidence is too thin."""


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
