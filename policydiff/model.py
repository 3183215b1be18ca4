"""The nouns of the pipeline: frozen values that the stages hand on, shaped exactly as the JSON.

A field here is a key there: writing, reading and the JSON Schema are derived from these structs
(see ``policydiff.result``). Words follow ``docs/glossary.md``. Lines are 1-based lines of the
source as given. Offsets never leave a stage; what is quoted can be found again by its line.
Floats are rounded where they are made, so that the same input gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Protocol, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from policydiff.version import __version__

FORMAT_VERSION = "1.0"
"""Major.minor of the JSON: a minor version adds keys, a major one may change them."""

DECIMALS = 6
"""Digits kept behind the point of what is told: enough for scores and shares, the same anywhere."""

MACHINE = "model:"
"""Stands before the name of a program that decided: it is never called a person, and a person's
word wins over its."""

_MOST = 2**53 - 1  # what every reader of JSON can hold as a whole number

Count = Annotated[int, Meta(ge=0, le=_MOST)]
LineNumber = Annotated[int, Meta(ge=1, le=_MOST, description="1-based line of the source as given")]
Share = Annotated[float, Meta(ge=0, le=1)]
Probability = Annotated[float, Meta(ge=0, le=1)]
Amount = Annotated[int, Meta(ge=-_MOST, le=_MOST)] | Annotated[float, Meta(ge=-1e18, le=1e18)]
Weight = Annotated[float, Meta(ge=-1e9, le=1e9)]
Year = Annotated[int, Meta(ge=1, le=9999)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
FormatVersion = Annotated[str, Meta(pattern=r"^1\.[0-9]+$")]


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

    @property
    def open(self) -> "Open | None":
        """Return why plans that stand so to each other prove nothing, None where they do.

        >>> [relation.open and relation.open.value for relation in Relation]
        [None, 'level', 'scope', 'lateral']
        """
        if self is Relation.LONGITUDINAL:
            return None
        return Open.LEVEL if self is Relation.VERTICAL else Open(self.value)


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


class Depth(StrEnum):
    """What of a plan is a task: its numbered items, or the paragraphs inside them."""

    ITEM = "item"
    PARAGRAPH = "paragraph"


class DepthReason(StrEnum):
    """How the depth was chosen: by hand, by what the text says it is, or by how paragraphs open."""

    GIVEN = "given"
    GENRE = "genre"
    LEADS = "leads"


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class TwoSided(Protocol[T_co]):
    """Whatever has one thing of the previous plan, and one like it of the current plan."""

    @property
    def previous(self) -> T_co:
        """Return what is of the previous plan."""

    @property
    def current(self) -> T_co:
        """Return what is of the current plan."""


class Side(StrEnum):
    """The side of a comparison."""

    PREVIOUS = "previous"
    CURRENT = "current"

    @property
    def other(self) -> "Side":
        """Return the side across."""
        return Side.CURRENT if self is Side.PREVIOUS else Side.PREVIOUS

    def of(self, both: TwoSided[T]) -> T:
        """Return what stands on this side of a link, of a group, of a pair of plans.

        >>> Side.CURRENT.of(Group(("3",), ("5", "6"), Status.CONTINUED, "split"))
        ('5', '6')
        """
        return both.previous if self is Side.PREVIOUS else both.current

    def pair(self, own: T, across: T) -> tuple[T, T]:
        """Return what stands on this side and what stands across, the previous one first.

        >>> Side.PREVIOUS.pair("3", ""), Side.CURRENT.pair("3", "")
        (('3', ''), ('', '3'))
        """
        return (own, across) if self is Side.PREVIOUS else (across, own)


class Open(StrEnum):
    """Why a status proves nothing 「不能认定」; the first that holds, in this order.

    LEVEL, LATERAL and SCOPE are told by the relation of the two plans, DIGEST and EXCERPT by the
    plan that lacks the task or theme; UNDECIDED: nobody has looked, where that was asked for, or
    the plan that lacks the theme has work of it under other themes, or words of it.
    """

    LEVEL = "level"
    LATERAL = "lateral"
    SCOPE = "scope"
    DIGEST = "digest"
    EXCERPT = "excerpt"
    UNDECIDED = "undecided"


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

    IN_PART: no full link leads here, but a measure is carried on. MENTIONED: no task is coded with
    the theme, but terms of it stand. ABSENT: still not there after it was dropped. NOT_YET: before
    it was first seen.
    """

    NOT_YET = "not-yet"
    FIRST_SEEN = "first-seen"
    CONTINUED = "continued"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    IN_PART = "in-part"
    MENTIONED = "mentioned"
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


class Line(Struct, frozen=True):
    """One line of cleaned text; ``number`` is its 1-based line in the source."""

    number: LineNumber
    text: str


class Repair(Struct, frozen=True):
    """One change made to the text, by a named rule.

    ``confidence`` is 0..1; ``runner_up`` is the second-best reading where one was weighed.
    A place that was recognised but left alone has ``after == before`` and confidence 0.
    ``column`` is the 0-based offset of ``before`` in the line as the rule found it; ``places``
    is how many places were changed where a rule records the whole line.
    """

    rule: str
    line: LineNumber
    before: str
    after: str
    confidence: Probability = 1.0
    runner_up: str | None = None
    column: Count = 0
    places: Count = 1


class Removed(Struct, frozen=True):
    """Lines set aside, with the reason; ``text`` is what stood there (cleaned)."""

    reason: str
    line_start: LineNumber
    line_end: LineNumber
    text: str = ""


class Source(Struct, frozen=True):
    """Where a plan came from. ``path`` is as given; ``format`` is txt, md, html, docx or pdf."""

    path: str
    sha256: Sha256
    encoding: str
    script: Script
    format: str = "txt"


class CleanText(Struct, frozen=True):
    """What reading hands to parsing: simplified, repaired lines, and a record of every change.

    ``lines`` holds blank lines too (paragraph breaks), not the removed ones. ``notes`` are
    remarks on the source as a whole; ``pages`` are the lines on which its pages start (PDF).
    """

    source: Source
    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[LineNumber, ...] = ()


class Section(Struct, frozen=True):
    """A heading that holds tasks; ``heading`` is empty where the source has lost it."""

    id: str
    number: str
    heading: str
    line: Count


class Measure(Struct, frozen=True):
    """One sentence or clause of a task with an action of its own: the unit of evidence."""

    id: str
    text: str
    line: LineNumber


class Target(Struct, frozen=True):
    """A quantified forward commitment, as promised.

    ``value`` and ``value_max`` are plain decimal numbers in ``unit`` (10000 for 1万);
    ``value_max`` is set for a range only. ``measure`` is the id of the measure that holds it.
    """

    object: str
    comparator: Comparator
    value: Amount
    value_max: Amount | None
    unit: str
    qualifier: str
    quote: str
    line: LineNumber
    measure: str = ""


class Doubt(StrEnum):
    """Why something read was not taken over."""

    FIGURE_TORN = "figure-torn"


class Unsure(Struct, frozen=True):
    """Words of a plan that were left out because they may say something else than they seem to."""

    quote: str
    line: LineNumber
    reason: Doubt


class ThemeEvidence(Struct, frozen=True):
    """Why a theme was coded: the terms found, and in which measures ("" is the title)."""

    code: str
    score: Weight
    terms: tuple[str, ...]
    measures: tuple[str, ...]


class ThemeCoding(Struct, frozen=True):
    """The themes of a task; ``primary`` is None where the evidence supports none."""

    primary: str | None = None
    secondary: tuple[str, ...] = ()
    evidence: tuple[ThemeEvidence, ...] = ()


class Particulars(Struct, frozen=True):
    """Who is to do a task and by when, as the plan says it; "" where it does not."""

    responsible: str = ""
    deadline: str = ""
    remarks: str = ""


class Task(Struct, frozen=True):
    """The smallest numbered item of a plan. ``text`` is the body without the title."""

    id: str
    number: str
    section: str
    title: str
    text: str
    line_start: LineNumber
    line_end: LineNumber
    measures: tuple[Measure, ...]
    themes: ThemeCoding = ThemeCoding()
    targets: tuple[Target, ...] = ()
    particulars: Particulars = Particulars()


class Metadata(Struct, frozen=True):
    """What is known of a plan, by its text, a catalogue or options; None where that says nothing.

    The fields are those that a plan begins with.
    """

    id: str | None = None
    title: str | None = None
    issuer: str | None = None
    level: Level | None = None
    year: int | None = None
    document_number: str | None = None
    issued_on: str | None = None
    scope: str | None = None
    completeness: Completeness | None = None

    def corrected_by(self, better: "Metadata") -> "Metadata":
        """Return what both say; where they differ, the other one wins.

        >>> Metadata(id="a", year=2023).corrected_by(Metadata(year=2024)).year
        2024
        """
        said = {name: getattr(better, name) for name in self.__struct_fields__}
        return replace(self, **{name: value for name, value in said.items() if value is not None})


class Plan(Struct, frozen=True):
    """One document, read and parsed; ``codebook`` is the one that was asked for when it was."""

    id: str
    title: str
    issuer: str
    level: Level
    year: Year | None
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
    depth: Depth = Depth.ITEM
    depth_reason: DepthReason = DepthReason.GENRE
    codebook: str = ""

    def __repr__(self) -> str:
        """Return three lines: a notebook must not print the whole text."""
        return (
            f"<Plan {self.id}: {self.title or 'no title'}\n"
            f"  {self.issuer or 'issuer unknown'}, {self.year or 'year unknown'}, "
            f"{self.level}, {self.completeness}\n"
            f"  {len(self.tasks)} tasks in {len(self.sections)} sections>"
        )

    def _repr_html_(self) -> str:
        """Return a table of the tasks, for a notebook."""
        rows = [
            (task.id, task.title, len(task.measures), f"{task.line_start}–{task.line_end}")
            for task in self.tasks
        ]
        return _html_table(repr(self), ("id", "title", "measures", "lines"), rows)

    def task(self, task_id: str) -> Task:
        """Return the task of that id. Raises KeyError where there is none."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise KeyError(task_id)


class Evidence(Struct, frozen=True):
    """Two measures that may be the same work, the words that they share, and how sure it is.

    A title stands for a measure: as "" inside a link, as ``TASK-0`` in ``Comparison.measures``.
    """

    previous: str
    current: str
    shared: tuple[str, ...]
    score: Weight


class Reason(Struct, frozen=True):
    """One part of a link's score: ``weight`` × what ``value`` says, in log-odds, adds up."""

    feature: str
    value: Weight
    weight: Weight


class Link(Struct, frozen=True):
    """A pair of tasks that carry the same work; ``score`` is the probability that they do.

    ``full_score`` is the probability that they are the same line of work, ``full_reasons`` are its
    parts. ``decided`` says who decided on the link; None: nobody, it is the program's.
    """

    id: str
    previous: str
    current: str
    strength: Strength
    score: Probability
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    full_score: Probability = 0.0
    full_reasons: tuple[Reason, ...] = ()
    decided: str | None = None


class Candidate(Struct, frozen=True):
    """A counterpart that was weighed and rejected."""

    task: str
    score: Probability


class Unlinked(Struct, frozen=True):
    """A task without any link, with its nearest rejected counterparts."""

    side: Side
    task: str
    nearest: tuple[Candidate, ...]


class Group(Struct, frozen=True):
    """Tasks held together by full links; ``shape`` is 1:1, 1:n, n:1, n:m, 1:0 or 0:1.

    ``label`` names the line of work: the words that the tasks share, or the title of a lone one.
    """

    previous: tuple[str, ...]
    current: tuple[str, ...]
    status: Status
    shape: str
    label: str = ""


class ThemeSide(Struct, frozen=True):
    """A theme on one side: the tasks coded with it and their share of the plan's text.

    ``share_primary`` counts a task under its primary theme alone, so that these shares and that of
    the uncoded tasks add up to 1. ``primary`` are those of the tasks whose primary theme it is.
    ``mentioned`` are its terms that the plan has all the same, where no task is coded with it.
    """

    tasks: tuple[str, ...]
    share: Share
    rank: Count | None = None
    share_primary: Share = 0.0
    primary: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()


class ThemeChange(Struct, frozen=True):
    """A theme over two plans; ``name`` is Chinese, ``open`` says why its status proves nothing.

    ``elsewhere`` are the tasks of the plan that has no task of this theme, in which work of it
    stands all the same, under other themes.
    """

    code: str
    name: str
    status: Status
    previous: ThemeSide
    current: ThemeSide
    name_en: str = ""
    open: Open | None = None
    elsewhere: tuple[str, ...] = ()

    @property
    def shift(self) -> float:
        """Return how the share of text moved, -1..1: the shift of attention."""
        return round(self.current.share - self.previous.share, 4)


class TargetChange(Struct, frozen=True):
    """A target over two plans; one side is None where it is new or gone.

    ``reason`` says why two targets are not compared: "level" (the plans are not of one series),
    "unit", "period" (so often a month, a quarter), "base" (against 2020, against last year),
    "direction" (a rise against a fall) or "span" (ranges that overlap).
    """

    object: str
    unit: str
    previous: Target | None
    current: Target | None
    change: Change
    reason: str = ""
    previous_task: str = ""
    current_task: str = ""


class Edit(Struct, frozen=True):
    """One piece of a wording diff: text that both sides share, or that one side alone has."""

    kind: EditKind
    text: str


class Wording(Struct, frozen=True):
    """A wording diff. ``equal`` is the share (0..1) of the text that both sides have.

    Side by side there are at most two edits: all of the one side, all of the other.
    """

    edits: tuple[Edit, ...]
    layout: Layout
    equal: Share


class VerbStep(Struct, frozen=True):
    """The words that set the strength (探索 … 完成) or stage (启动 … 评估), and how it moved."""

    previous: str
    current: str
    step: Step


class CarriedMeasure(Struct, frozen=True):
    """A measure of the previous task that lives on in one of the current task."""

    previous: str
    current: str
    wording: Wording
    strength: VerbStep | None = None
    stage: VerbStep | None = None


class Carried(Struct, frozen=True):
    """Inside one link: what is carried on, what fell out, what is new (measure ids).

    ``previous_share`` is the share (0..1, by characters) of the previous task's measures that
    are carried on, ``current_share`` the share of the current task's that carry them.
    """

    link: str
    measures: tuple[CarriedMeasure, ...]
    fallen_out: tuple[str, ...]
    added: tuple[str, ...]
    previous_share: Share
    current_share: Share


class Quote(Struct, frozen=True):
    """A passage of a plan, to be found again by its line; ``measure`` is "" for a title."""

    plan: str
    task: str
    measure: str
    line: LineNumber
    text: str


class PhraseChange(Struct, frozen=True):
    """A term that first appears (new) or is gone (dropped), with its counts and sentences."""

    text: str
    status: Status
    previous: Count
    current: Count
    score: Weight
    quotes: tuple[Quote, ...]


class Note(Struct, frozen=True):
    """A remark that a reader must know, with a stable code; ``message_zh`` says it in Chinese."""

    code: str
    message: str
    message_zh: str = ""


INDUCED = "induced"
"""The name of a codebook of themes induced from two plans' own words: each pair has another."""


class Extent(Struct, frozen=True):
    """How far a task is carried on: ``carried`` of its ``of`` measures.

    Where a task is nothing but a title, the title is its one measure.
    """

    carried: Count
    of: Count


class TaskStatus(Struct, frozen=True):
    """What became of one task, and why that proves nothing where it does not (``open``).

    ``decided`` says who decided on it; None: nobody, the status is the program's.
    """

    side: Side
    task: str
    status: Status
    open: Open | None
    extent: Extent
    decided: str | None = None


class PreviousCounts(Struct, frozen=True):
    """How many tasks of the previous plan go on and are gone; ``open`` of ``dropped`` are open."""

    tasks: Count = 0
    continued: Count = 0
    dropped: Count = 0
    open: Count = 0


class CurrentCounts(Struct, frozen=True):
    """How many tasks of the current plan go on and are new; ``open`` of ``new`` are open."""

    tasks: Count = 0
    continued: Count = 0
    new: Count = 0
    open: Count = 0


class ThemeCounts(Struct, frozen=True):
    """How many themes are new, continued and dropped."""

    new: Count = 0
    continued: Count = 0
    dropped: Count = 0


class LinkCounts(Struct, frozen=True):
    """How many links there are of each strength, and how many that are uncertain."""

    full: Count = 0
    partial: Count = 0
    uncertain: Count = 0


class Summary(Struct, frozen=True):
    """The counts of a comparison."""

    previous: PreviousCounts = PreviousCounts()
    current: CurrentCounts = CurrentCounts()
    themes: ThemeCounts = ThemeCounts()
    links: LinkCounts = LinkCounts()


class FieldChoice(Struct, frozen=True):
    """The names of the codebook and the thesaurus by which two plans were read."""

    codebook: str = ""
    thesaurus: str = ""


class DecidedPair(Struct, frozen=True):
    """What somebody decided on a pair of tasks; "" where a task has no counterpart.

    ``machine`` is the strength that the program gave the pair, None where it did not link it,
    ``score`` its probability.
    """

    previous: str
    current: str
    decision: str
    by: str
    on: str = ""
    note: str = ""
    machine: Strength | None = None
    score: Probability = 0.0


class DecidedTheme(Struct, frozen=True):
    """What somebody decided on the primary theme of a task; ``machine`` is what the program coded.

    ``machine`` is None where the program found no theme.
    """

    side: Side
    task: str
    theme: str
    by: str
    on: str = ""
    note: str = ""
    machine: str | None = None


class PendingDecision(Struct, frozen=True):
    """A decision that was not applied: its task reads otherwise now, or others contradict it.

    The texts are those that were decided on; ``candidates`` are the tasks, of plan ``side``, that
    the changed one could be now. ``reason`` is "stale", "conflict", or "theme" where the codebook
    has no such theme; ``line`` is that of the decisions file.
    """

    previous: str
    previous_text: str
    current: str
    current_text: str
    decision: str
    by: str
    on: str
    reason: str
    side: Side
    line: Count = 0
    candidates: tuple[str, ...] = ()


class Comparison(Struct, frozen=True):
    """All that is said about two plans.

    ``measures`` are all pairs of measures that may be the same work, the likeliest first;
    ``tasks`` are those of the previous plan, then those of the current one. ``links`` and
    ``uncertain`` stand in the order of the previous, then the current plan.
    """

    previous: str
    current: str
    relation: Relation
    notes: tuple[Note, ...] = ()
    summary: Summary = Summary()
    field: FieldChoice = FieldChoice()
    themes: tuple[ThemeChange, ...] = ()
    tasks: tuple[TaskStatus, ...] = ()
    measures: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    uncertain: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    unlinked: tuple[Unlinked, ...] = ()
    decisions: tuple[DecidedPair, ...] = ()
    decided_themes: tuple[DecidedTheme, ...] = ()
    pending: tuple[PendingDecision, ...] = ()
    targets: tuple[TargetChange, ...] = ()
    carried: tuple[Carried, ...] = ()
    phrases: tuple[PhraseChange, ...] = ()

    def __repr__(self) -> str:
        """Return three lines: the whole is for the JSON."""
        before, after = self.summary.previous, self.summary.current
        return (
            f"<Comparison {self.previous} → {self.current} ({self.relation})\n"
            f"  previous: {before.tasks} tasks, {before.continued} continued, "
            f"{before.dropped} dropped ({before.open} open)\n"
            f"  current: {after.tasks} tasks, {after.continued} continued, "
            f"{after.new} new ({after.open} open)>"
        )


class Stop(Struct, frozen=True):
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
    gap: Annotated[int, Meta(ge=-9999, le=9999)] | None = None


class Trajectory(Struct, frozen=True):
    """A line of work through all plans, chained through full links."""

    id: str
    label: str
    stops: tuple[Stop, ...]


class Equivalent(Struct, frozen=True):
    """Another wording of a phrase by the thesaurus, how often a plan has it, and where first."""

    term: str
    count: Count
    quote: Quote


class TraceStop(Struct, frozen=True):
    """What one plan says on the thing traced. ``share`` (0..1) is told for themes only.

    ``relation`` is how the plan stands to the nearest one before it that it was compared with.
    ``equivalents`` are other words for a phrase; they count in nothing else, ``event`` neither.
    ``decisions`` are those of people on links between the line and a task of the plan, and
    ``decided_themes`` those that gave the theme to a task of it, or took it away.
    """

    plan: str
    year: Year | None
    tasks: tuple[str, ...]
    count: Count
    quotes: tuple[Quote, ...]
    event: Event | None = None
    share: Share | None = None
    relation: Relation | None = None
    equivalents: tuple[Equivalent, ...] = ()
    decisions: tuple[DecidedPair, ...] = ()
    decided_themes: tuple[DecidedTheme, ...] = ()


class Trace(Struct, frozen=True):
    """A task, a theme or a phrase followed through all plans."""

    query: str
    kind: QueryKind
    label: str
    stops: tuple[TraceStop, ...]


class Explanation(Struct, frozen=True):
    """Why two tasks are linked, or are not.

    ``strength`` is None where the pair was rejected; ``missing`` then says which condition
    failed. ``rank_previous`` is the rank of the current task among all counterparts of the
    previous task (1 is the best), ``rank_current`` the rank the other way round.
    """

    previous: str
    current: str
    strength: Strength | None
    score: Probability
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    full_score: Probability = 0.0
    full_reasons: tuple[Reason, ...] = ()
    rank_previous: Count | None = None
    rank_current: Count | None = None
    missing: tuple[Note, ...] = ()


class ThemeRow(Struct, frozen=True):
    """A theme through all plans, one cell a plan, in their order."""

    code: str
    name: str
    cells: tuple[ThemeSide, ...]
    name_en: str = ""


class Generator(Struct, frozen=True):
    """The program that wrote a document."""

    name: str = "policydiff"
    version: str = __version__


class PairAsked(Struct, frozen=True):
    """A pair as it was asked for: its id, else the number of its line, and the two plans' names."""

    id: str
    previous: str
    current: str


class PairLine(Struct, frozen=True):
    """What ``compare --pairs`` writes of a pair; ``plans`` are the ids of the two."""

    pair: PairAsked
    comparison: Comparison
    plans: tuple[str, str]


class PairError(Struct, frozen=True):
    """What ``compare --pairs`` writes of a pair that cannot be compared."""

    pair: PairAsked
    error: str
    hint: str


class Series(Struct, frozen=True):
    """Plans of one office and scope, the earliest first.

    ``office`` is its name in full; ``names`` are the names printed on the plans, where they differ
    from one another. ``notes`` say what is doubtful about the plans standing together.
    """

    id: str
    office: str
    scope: str
    plans: tuple[str, ...]
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class LeftOut(Struct, frozen=True):
    """A file, or a plan, that was found but not compared, and why."""

    path: str
    reason: str


_REPORT_HEAD = (
    *("previous", "current", "relation", "continued", "dropped", "new"),
    *("full links", "partial links"),
)
_ROWS_SHOWN = 20
"""Rows of a table in a notebook: what stands on a screen."""


def _html_table(caption: str, head: Sequence[str], rows: Sequence[Iterable[object]]) -> str:
    """Return rows as a table of HTML; whatever the cells hold is text, and can be seen.

    >>> _html_table("<b>", ["id"], [["1"]]).splitlines()[1]
    '<caption>&lt;b&gt;</caption>'
    """
    left = len(rows) - _ROWS_SHOWN
    lines = ["<table>", f"<caption>{_html_text(caption)}</caption>"]
    lines += [_html_row("th", head), *(_html_row("td", row) for row in rows[:_ROWS_SHOWN])]
    if left > 0:
        lines.append(f'<tr><td colspan="{len(head)}">… {left:,} more</td></tr>')
    return "\n".join((*lines, "</table>"))


def _html_row(tag: str, row: Iterable[object]) -> str:
    return "<tr>" + "".join(f"<{tag}>{_html_text(str(x))}</{tag}>" for x in row) + "</tr>"


def _html_text(text: str) -> str:
    from html import escape  # in a notebook alone

    return escape(
        "".join(x if x.isprintable() or x == "\n" else "\N{REPLACEMENT CHARACTER}" for x in text)
    )


class Headed(Struct, frozen=True, kw_only=True):
    """The head of every document: what format it has, and which program wrote it."""

    format_version: FormatVersion = FORMAT_VERSION
    generator: Generator = Generator()


class Report(Headed, frozen=True, kw_only=True):
    """The whole result of ``compare``: what every writer shows.

    ``parameters`` are the settings that the result depends on, by their dotted names
    (``matching.min_link``). ``matrix`` are the themes of all plans by one codebook, also where
    each comparison has one of its own. ``series`` and ``left_out`` are filled where a folder was
    compared: how its plans stand together, and what was found but not compared.
    """

    parameters: Mapping[str, str | bool | Amount] = {}
    plans: tuple[Plan, ...]
    comparisons: tuple[Comparison, ...]
    trajectories: tuple[Trajectory, ...] = ()
    matrix: tuple[ThemeRow, ...] = ()
    series: tuple[Series, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __repr__(self) -> str:
        """Return three lines: the whole is for the JSON."""
        pairs = ", ".join(f"{x.previous} → {x.current}" for x in self.comparisons[:3])
        return (
            f"<Report on {len(self.plans)} plans, {len(self.comparisons)} comparisons\n"
            f"  {pairs or 'nothing compared'}{' …' if len(self.comparisons) > 3 else ''}\n"
            f"  {len(self.trajectories)} lines of work>"
        )

    def _repr_html_(self) -> str:
        """Return a table of the comparisons, for a notebook."""
        rows = [
            (
                *(pair.previous, pair.current, pair.relation),
                *(pair.summary.previous.continued, pair.summary.previous.dropped),
                *(pair.summary.current.new, pair.summary.links.full, pair.summary.links.partial),
            )
            for pair in self.comparisons
        ]
        return _html_table(repr(self), _REPORT_HEAD, rows)

    def plan(self, plan_id: str) -> Plan:
        """Return the plan of that id. Raises KeyError where there is none."""
        for plan in self.plans:
            if plan.id == plan_id:
                return plan
        raise KeyError(plan_id)


class Term(Struct, frozen=True):
    """A word of the field and how much it says for its theme (see ``ThemeSettings``)."""

    text: str
    weight: Weight


class Theme(Struct, frozen=True):
    """One code of a codebook; ``exclusions`` are phrases in which its terms do not count."""

    code: str
    zh: str
    en: str
    definition: str
    terms: tuple[Term, ...]
    exclusions: tuple[str, ...] = ()


class Rates(Struct, frozen=True):
    """Precision, recall and their harmonic mean, each 0..1."""

    precision: Share
    recall: Share
    f1: Share


class Figures(Struct, frozen=True):
    """How well the links of a pair of plans were found; all but the counts are 0..1.

    ``full_recall`` is the share of full gold links found as a link of any strength; ``full_f1``
    holds links called full against full gold links, where a partial gold link called full is no
    mistake. ``average_precision`` judges the order by score. Status is continued or not, by task,
    the mean of both plans.
    """

    precision: Share
    recall: Share
    f1: Share
    full_recall: Share
    full_f1: Share
    average_precision: Share
    status_accuracy: Share
    status_macro_f1: Share
    predicted: Count
    gold: Count


class Interval(Struct, frozen=True):
    """Where F1 lies in most resamples of the tasks."""

    low: Share
    high: Share


class Baseline(Struct, frozen=True):
    """What a simple measure of likeness reaches with the threshold that suits it best.

    The threshold was picked by looking at the answers, which no real tool can do. It is None in
    the mean over pairs, for each pair has its own.
    """

    name: str
    threshold: Share | None
    precision: Share
    recall: Share
    f1: Share
    average_precision: Share


class Disagreement(Struct, frozen=True):
    """A link that only one side has: found but not in the gold, or in the gold but not found.

    ``strength`` is as the side has it that holds the link; ``score`` is the probability that
    matching gives the pair, 0 where it was not weighed, for both tasks had likelier counterparts.
    """

    previous: str
    current: str
    previous_title: str
    current_title: str
    strength: Strength
    score: Probability
    shared: tuple[str, ...]


class CurvePoint(Struct, frozen=True):
    """Precision and recall where a link is taken from another probability on."""

    min_link: Weight
    precision: Share
    recall: Share
    f1: Share


class PairEvaluation(Struct, frozen=True):
    """One pair of plans. ``unread`` are gold tasks that begin at no task that was read."""

    previous: str
    current: str
    figures: Figures
    interval: Interval
    baselines: tuple[Baseline, ...]
    false_links: tuple[Disagreement, ...]
    missed_links: tuple[Disagreement, ...]
    curve: tuple[CurvePoint, ...] = ()
    unread: tuple[str, ...] = ()


class LinksMean(Struct, frozen=True):
    """The mean over all pairs, each counting the same."""

    figures: Figures
    interval: Interval
    baselines: tuple[Baseline, ...]
    curve: tuple[CurvePoint, ...] = ()


class ThemeFigures(Struct, frozen=True):
    """How well tasks were coded; ``all_themes`` counts primary and secondary themes alike."""

    tasks: Count
    primary_right: Count
    primary_accuracy: Share
    all_themes: Rates


class TargetFigures(Struct, frozen=True):
    """How well targets were found; the counts are of targets that only one side has."""

    targets: Count
    missed: Count
    extra: Count
    rates: Rates


class Evaluation(Struct, frozen=True):
    """All that is said on how good the results are; parts that the gold lacks are None."""

    gold: str
    pairs: tuple[PairEvaluation, ...]
    mean: LinksMean | None
    themes: ThemeFigures | None
    targets: TargetFigures | None
    resamples: Count
    confidence: Share
