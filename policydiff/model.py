"""The nouns of the pipeline: frozen values that the stages hand on to each other.

Words follow ``docs/glossary.md``. Lines are 1-based lines of the source as given. Offsets never
leave a stage; what is quoted can be found again by its line. Standard library only.
"""

from enum import StrEnum

from policydiff.records import dataclass


class Script(StrEnum):
    """The script that a source was written in, before conversion."""

    HANS = "Hans"
    HANT = "Hant"


class Level(StrEnum):
    """The level of government that issued a plan."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    DISTRICT = "district"
    OTHER = "other"


class Completeness(StrEnum):
    """How much of the issued plan the source holds."""

    FULL = "full"
    DIGEST = "digest"
    EXCERPT = "excerpt"


class Strength(StrEnum):
    """FULL: one row of a comparison table. PARTIAL: at least one measure is carried on."""

    FULL = "full"
    PARTIAL = "partial"


class Status(StrEnum):
    """What became of a task or theme from the previous plan to the current one."""

    NEW = "new"
    CONTINUED = "continued"
    DROPPED = "dropped"


class Relation(StrEnum):
    """How two plans stand to each other; only LONGITUDINAL supports the word 退出."""

    LONGITUDINAL = "longitudinal"
    VERTICAL = "vertical"
    SCOPE = "scope"
    LATERAL = "lateral"


class Part(StrEnum):
    """A part of a text that holds no tasks; the value is the reason on a ``Removed``."""

    TITLE = "title"
    COVER_LETTER = "cover-letter"
    BYLINE = "byline"
    PREFACE = "preface"
    LEAD = "lead"
    CONTENTS = "contents"
    REVIEW = "review"
    GUIDANCE = "guidance"
    OUTLOOK = "outlook"
    SCHEDULE = "schedule"
    BACKGROUND = "background"
    CLOSING = "closing"
    COLOPHON = "colophon"
    APPENDIX = "appendix"
    GLOSSARY = "glossary"
    PAGE_JUNK = "page-junk"


class Side(StrEnum):
    """The side of a comparison."""

    PREVIOUS = "previous"
    CURRENT = "current"


class EditKind(StrEnum):
    """What a piece of a wording diff is."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class Layout(StrEnum):
    """How a wording diff reads best: near-rewrites stand side by side."""

    INLINE = "inline"
    SIDE_BY_SIDE = "side-by-side"


class Step(StrEnum):
    """How the strength or the stage of a directive moved."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


class Event(StrEnum):
    """What happened to a line of work in one plan.

    IN_PART: no full link leads here, but a measure is carried on. ABSENT: still not there after
    it was dropped. NOT_YET: before it was first seen.
    """

    NOT_YET = "not-yet"
    FIRST_SEEN = "first-seen"
    CONTINUED = "continued"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    IN_PART = "in-part"
    DROPPED = "dropped"
    ABSENT = "absent"
    RETURNED = "returned"


class QueryKind(StrEnum):
    """What ``trace`` was asked to follow."""

    TASK = "task"
    THEME = "theme"
    PHRASE = "phrase"


class Comparator(StrEnum):
    """How a target's value is meant."""

    EQ = "eq"
    GE = "ge"
    LE = "le"
    GT = "gt"
    LT = "lt"
    RANGE = "range"
    ABOUT = "about"


class Change(StrEnum):
    """What became of a target."""

    RAISED = "raised"
    LOWERED = "lowered"
    KEPT = "kept"
    NEW = "new"
    GONE = "gone"
    NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of cleaned text; ``number`` is its 1-based line in the source."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to the text, by a named rule.

    ``confidence`` is 0..1; ``runner_up`` is the second-best reading where one was weighed.
    A place that was recognised but left alone has ``after == before`` and confidence 0.
    ``column`` is the 0-based offset of ``before`` in the line as the rule found it; ``places``
    is how many places were changed where a rule records the whole line.
    """

    rule: str
    line: int
    before: str
    after: str
    confidence: float = 1.0
    runner_up: str | None = None
    column: int = 0
    places: int = 1


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines set aside, with the reason; ``text`` is what stood there (cleaned)."""

    reason: str
    line_start: int
    line_end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a plan came from. ``path`` is as given; ``format`` is txt, md, html, docx or pdf."""

    path: str
    sha256: str
    encoding: str
    script: Script
    format: str = "txt"


@dataclass(frozen=True, slots=True)
class CleanText:
    """What reading hands to parsing: simplified, repaired lines, and a record of every change.

    ``lines`` holds blank lines too (paragraph breaks), not the removed ones. ``notes`` are
    remarks on the source as a whole; ``pages`` are the lines on which its pages start (PDF).
    """

    source: Source
    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that holds tasks; ``heading`` is empty where the source has lost it."""

    id: str
    number: str
    heading: str
    line: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One sentence or clause of a task with an action of its own: the unit of evidence."""

    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified forward commitment, as promised.

    ``value`` and ``value_max`` are plain decimal numbers in ``unit`` (10000 for 1万);
    ``value_max`` is set for a range only. ``measure`` is the id of the measure that holds it.
    """

    object: str
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str
    qualifier: str
    quote: str
    line: int
    measure: str = ""


class Doubt(StrEnum):
    """Why something read was not taken over."""

    FIGURE_TORN = "figure-torn"


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words of a plan that were left out because they may say something else than they seem to."""

    quote: str
    line: int
    reason: Doubt


@dataclass(frozen=True, slots=True)
class ThemeEvidence:
    """Why a theme was coded: the terms found, and in which measures ("" is the title)."""

    code: str
    score: float
    terms: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeCoding:
    """The themes of a task; ``primary`` is None where the evidence supports none."""

    primary: str | None = None
    secondary: tuple[str, ...] = ()
    evidence: tuple[ThemeEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """The smallest numbered item of a plan. ``text`` is the body without the title."""

    id: str
    number: str
    section: str
    title: str
    text: str
    line_start: int
    line_end: int
    measures: tuple[Measure, ...]
    themes: ThemeCoding = ThemeCoding()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One document, read and parsed."""

    id: str
    title: str
    issuer: str
    level: Level
    year: int | None
    document_number: str | None
    issued_on: str | None
    scope: str
    completeness: Completeness
    source: Source
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()

    def task(self, task_id: str) -> Task:
        """Return the task of that id. Raises KeyError where there is none."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise KeyError(task_id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two measures that carry the same work, and the words that they share ("" is the title)."""

    previous: str
    current: str
    shared: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a link's score: ``weight`` × what ``value`` says, in log-odds, adds up."""

    feature: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of tasks that carry the same work; ``score`` is a probability, 0..1."""

    id: str
    previous: str
    current: str
    strength: Strength
    score: float
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A counterpart that was weighed and rejected."""

    task: str
    score: float


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A task without any link, with its nearest rejected counterparts."""

    side: Side
    task: str
    nearest: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks held together by full links; ``shape`` is 1:1, 1:n, n:1, n:m, 1:0 or 0:1.

    ``label`` names the line of work: the words that the tasks share, or the title of a lone one.
    """

    previous: tuple[str, ...]
    current: tuple[str, ...]
    status: Status
    shape: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What matching found between two plans. Links are sorted by previous, then current order."""

    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    unlinked: tuple[Unlinked, ...]
    uncertain: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeSide:
    """A theme on one side: the tasks coded with it and their share (0..1) of the plan's text.

    ``primary`` are those of the tasks whose primary theme it is.
    """

    tasks: tuple[str, ...]
    share: float
    rank: int | None = None
    primary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme over two plans; ``name`` is Chinese."""

    code: str
    name: str
    status: Status
    previous: ThemeSide
    current: ThemeSide
    name_en: str = ""

    @property
    def shift(self) -> float:
        """Return how the share of text moved, -1..1: the shift of attention."""
        return round(self.current.share - self.previous.share, 4)


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target over two plans; one side is None where it is new or gone.

    ``reason`` says why two targets are not compared: "level" (the plans are not of one series),
    "unit", "direction" (a rise against a fall) or "span" (ranges that overlap).
    """

    object: str
    unit: str
    previous: Target | None
    current: Target | None
    change: Change
    reason: str = ""
    previous_task: str = ""
    current_task: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of a wording diff: text that both sides share, or that one side alone has."""

    kind: EditKind
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording diff. ``equal`` is the share (0..1) of the text that both sides have.

    Side by side there are at most two edits: all of the one side, all of the other.
    """

    edits: tuple[Edit, ...]
    layout: Layout
    equal: float


@dataclass(frozen=True, slots=True)
class VerbStep:
    """The words that set the strength (探索 … 完成) or stage (启动 … 评估), and how it moved."""

    previous: str
    current: str
    step: Step


@dataclass(frozen=True, slots=True)
class CarriedMeasure:
    """A measure of the previous task that lives on in one of the current task."""

    previous: str
    current: str
    wording: Wording
    strength: VerbStep | None = None
    stage: VerbStep | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """Inside one link: what is carried on, what fell out, what is new (measure ids).

    ``previous_share`` is the share (0..1, by characters) of the previous task's measures that
    are carried on, ``current_share`` the share of the current task's that carry them.
    """

    link: str
    measures: tuple[CarriedMeasure, ...]
    fallen_out: tuple[str, ...]
    added: tuple[str, ...]
    previous_share: float
    current_share: float


@dataclass(frozen=True, slots=True)
class Survival:
    """What all links together carry on of one task of the previous plan."""

    task: str
    share: float
    carried: tuple[str, ...]
    fallen_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a plan, to be found again by its line; ``measure`` is "" for a title."""

    plan: str
    task: str
    measure: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A term that first appears (new) or is gone (dropped), with its counts and sentences."""

    text: str
    status: Status
    previous: int
    current: int
    score: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that a reader must know, with a stable code; ``message_zh`` says it in Chinese."""

    code: str
    message: str
    message_zh: str = ""


INDUCED = "induced"
"""The name of a codebook of themes induced from two plans' own words: each pair has another."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """The names of the codebook and the thesaurus by which two plans were read."""

    codebook: str = ""
    thesaurus: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is said about two plans."""

    previous: str
    current: str
    relation: Relation
    notes: tuple[Note, ...]
    themes: tuple[ThemeChange, ...]
    alignment: Alignment
    targets: tuple[TargetChange, ...] = ()
    carried: tuple[Carried, ...] = ()
    survivals: tuple[Survival, ...] = ()
    phrases: tuple[PhraseChange, ...] = ()
    field: FieldChoice = FieldChoice()


@dataclass(frozen=True, slots=True)
class Stop:
    """One plan on a trajectory: the tasks that carry the line of work there (none: a gap).

    ``against`` is the plan that the event is told against, ``relation`` how the two stand to each
    other, ``gap`` the years between them (None where a year is unknown). ``partial`` are tasks
    that carry a measure on without being the same line of work.
    """

    plan: str
    tasks: tuple[str, ...]
    event: Event
    partial: tuple[str, ...] = ()
    against: str = ""
    relation: Relation | None = None
    gap: int | None = None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A line of work through all plans, chained through full links."""

    id: str
    label: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme through all plans, one cell a plan, in their order."""

    code: str
    name: str
    cells: tuple[ThemeSide, ...]
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class TraceStop:
    """What one plan says on the thing traced. ``share`` (0..1) is told for themes only.

    ``relation`` is how the plan stands to the nearest one before it that it was compared with.
    """

    plan: str
    year: int | None
    tasks: tuple[str, ...]
    count: int
    quotes: tuple[Quote, ...]
    event: Event | None = None
    share: float | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A task, a theme or a phrase followed through all plans."""

    query: str
    kind: QueryKind
    label: str
    stops: tuple[TraceStop, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two tasks are linked, or are not.

    ``strength`` is None where the pair was rejected; ``missing`` then says which condition
    failed. ``rank_previous`` is the rank of the current task among all counterparts of the
    previous task (1 is the best), ``rank_current`` the rank the other way round.
    """

    previous: str
    current: str
    strength: Strength | None
    score: float
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    rank_previous: int | None = None
    rank_current: int | None = None
    missing: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting that a result depends on, by its dotted name (``matching.threshold``)."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of ``compare``: what every renderer shows."""

    plans: tuple[Plan, ...]
    comparisons: tuple[Comparison, ...]
    trajectories: tuple[Trajectory, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    matrix: tuple[ThemeRow, ...] = ()

    def plan(self, plan_id: str) -> Plan:
        """Return the plan of that id. Raises KeyError where there is none."""
        for plan in self.plans:
            if plan.id == plan_id:
                return plan
        raise KeyError(plan_id)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field and how much it says for its theme (see ``ThemeSettings``)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Theme:
    """One code of a codebook; ``exclusions`` are phrases in which its terms do not count."""

    code: str
    zh: str
    en: str
    definition: str
    terms: tuple[Term, ...]
    exclusions: tuple[str, ...] = ()
