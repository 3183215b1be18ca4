"""The one place for thresholds, weights and limits, each with its reason."""

from collections.abc import Mapping

from msgspec import Struct

from policydiff.model import Depth, Part


class WrapSettings(Struct, frozen=True):
    """When a text counts as broken at a fixed width. Widths are in terminal cells."""

    # Lines that end where no sentence may end: fewer may be a title block.
    min_lines: int = 5
    # Where there are fewer than so many, more of them must be equally wide.
    few_lines: int = 10
    min_equal_share_of_few: float = 0.8
    # Their share of all lines: 0.7-0.9 in wrapped plans, 0-0.35 (headings) in 53 of 55 plans
    # with a line to each paragraph.
    min_open_share: float = 0.5
    # The share of them that is equally wide, give or take the band: 0.6-1.0 in wrapped plans,
    # 0.2-0.5 in the others that pass the shares above.
    min_equal_share: float = 0.6
    # Signs that may not begin a line pull one or two characters down with them.
    band: int = 6
    # A line may fall short by so much and still be full: blanks between digits and characters
    # are narrower in print than in the text that comes out.
    ragged: int = 10
    # Printed lines hold at least 25 Chinese characters; narrower ones are lists.
    min_width: int = 50
    # Printed lines hold at most 60 Chinese characters; wider ones are paragraphs.
    max_width: int = 120
    # From so many indented lines on, a line without an indent opens no paragraph.
    min_indents: int = 5
    # If more than this share of the certain openings is numbered, a line without a number opens
    # no paragraph; title lines make up the rest.
    min_marked_share: float = 0.6


class PdfSettings(Struct, frozen=True):
    """Limits on a PDF, and how its pages are understood. Lengths in points or type sizes."""

    # Annual plans and their annexes stay below 100 pages.
    max_pages: int = 1_000
    # Annual plans and their annexes stay below 100,000 characters.
    max_characters: int = 10_000_000
    # Seconds for the process that reads it: 100 pages take 0.7 s; a bomb takes for ever.
    max_seconds: int = 20
    # Bytes of memory for that process: 100 pages take 60 MB.
    max_memory: int = 1_500_000_000
    # Page numbers and running heads stand in this outer share of a page; the standard layout of
    # official papers (GB/T 9704) leaves 0.12 above and below its text.
    margin: float = 0.12
    # They are among so many outermost lines.
    edge_lines: int = 2
    # Points by which the height of a running head may differ from page to page.
    slack: float = 3.0
    # Pages on which a line must stand to be a running head,
    min_repeats: int = 3
    # and the share of all pages: left and right pages may have different ones.
    min_repeat_share: float = 0.4
    # The right edge of the text is that of this share of all lines: few stick out.
    right_edge_share: float = 0.95
    # Type sizes by which a full line may fall short: a sign that may not begin a line pulls one
    # or two characters down with it.
    ragged: float = 2.2
    # A block of text narrower than so many type sizes is a list: its lines are not joined, and it
    # is no column. Two columns on a page of A4 have 13.
    min_width: float = 12.0
    # Type sizes from which on a line is indented; Chinese paragraphs are indented by 2.
    min_indent: float = 0.8
    # Share of full lines that must be indented for paragraphs to count as indented.
    min_indented_share: float = 0.05
    # Type sizes between lines from which on a gap parts paragraphs; double spacing has 1.0.
    max_gap: float = 1.6
    # Share of the type size up to which a line is in small type, as footnotes are: 9 under 14
    # points (official papers have 12 under 16).
    max_note_share: float = 0.8
    # A column of text beside another has so many lines at least: a signature has two or three,
    min_column_lines: int = 5
    # both hold this share of all lines (titles go across), and one of them of the other's width.
    min_column_share: float = 0.7
    # Lines may begin at the edge of a column or be indented: so many places are tried for the edge.
    columns_tried: int = 4


class MojibakeSettings(Struct, frozen=True):
    """How torn characters are won back. Weights are natural logarithms of probabilities.

    They were chosen on damage made from provincial work reports of 17 provinces, of which half
    were in the lexicon; the other 14 provinces, and all other plans, only judge.
    """

    # Work per document, in readings tried, of which the first pass may take half: an ordinary place
    # takes 300-500, one with lost bytes or dropped characters up to 15,000; a report of 20,000
    # characters has 5-40 places. It is about a second. A character of the
    # text takes as long as two readings, and counts as two: what is long and torn takes no longer
    # than what is one of the two.
    max_steps: int = 200_000
    # Readings kept at each character, and how far (e^-x) one may fall behind the best.
    beam_width: int = 300
    beam_margin: float = 14.0
    # Beginnings kept of readings that go on alike.
    max_heads: int = 12
    # Of up to 190 characters that may stand for one with a lost end, how many are followed up.
    guess_width: int = 24
    # For how many of the best readings lost bytes are guessed.
    guess_paths: int = 8
    # A run longer than this is not followed: the longest seen has 31 characters.
    max_run: int = 60
    # Characters behind a run that are weighed with it: as far as the lexicon's contexts reach.
    lookahead: int = 4
    # How much more a run of characters in this text counts than one in the lexicon.
    evidence_weight: float = 4.0
    # A torn character that stands again within so many characters is likelier than it is at large.
    nearby_weight: float = 1.0
    nearby_reach: int = 40
    # Characters of a text that are counted as evidence: more adds time and little else.
    max_evidence: int = 200_000
    # A character in the wrong script for this text, or in no script that it uses.
    foreign_weight: float = -7.0
    # A character that neither the lexicon nor the text knows.
    unknown_weight: float = -4.0
    # What a mark stands for: a lost trail byte, a swallowed ASCII character, an unmapped pair.
    lost_trail_weight: float = -0.5
    swallowed_weight: float = -2.0
    # A swallowed sign that is in full width on most pages, so that it cannot have gone so.
    swallowed_narrow_weight: float = -2.0
    unmapped_weight: float = -3.0
    # In a text with pinyin notes: a note that is no reading of what stands before it.
    misread_weight: float = -6.0
    # A private-use character that the mirror dropped, and how many of a run may be missing.
    dropped_weight: float = -3.0
    max_dropped: int = 4
    # For how many of the best readings they are thought of.
    dropped_paths: int = 16
    # A number that may have lost a character is never surer than this, whatever else it could be.
    max_dropped_numeral: float = 0.5
    # A character less likely than this is not put in for two bytes of which nothing is left.
    min_guess: float = -11.0
    # Log-odds that marks are just marks: before any place of a text is read (3,000 to 1), and
    # once one place of it has turned out to be torn.
    healthy_weight: float = 8.0
    damaged_weight: float = -6.0
    # A mark that is just a mark, a further one behind it, another sign behind it.
    genuine_mark_weight: float = -5.0
    repeated_mark_weight: float = -1.2
    sign_behind_mark_weight: float = -3.0
    # Log-probabilities are divided by this before they become a confidence: characters of one
    # word are counted as if they were independent.
    temperature: float = 1.0
    # Below this the place itself is in doubt, and the text stays as it was.
    min_confidence: float = 0.2
    # From this on a restoration stands for what was there when others look around,
    min_likely: float = 0.5
    # from this on its words are evidence for the other places,
    min_certain: float = 0.97
    # and from this on it is not weighed again with theirs.
    min_settled: float = 0.99


class ReadingSettings(Struct, frozen=True):
    """Limits on what is read, and how damage is repaired."""

    # A plan is 5 kB to 1 MB of text; a Word or PDF file with pictures seldom passes 20 MB.
    max_bytes: int = 50_000_000
    # None: detect. A name that Python knows ("gb18030", "big5") wins over every detection.
    encoding: str | None = None
    # Names of repair rules not to run, for those who want the words as they stand.
    skip_rules: tuple[str, ...] = ()
    # A TOML file with rules for page junk, instead of policydiff/cleaning/junk.toml.
    junk_rules: str | None = None
    # Pinyin notes without tone marks, 關(guan), count as notes from this many in a text on: a
    # genuine label in brackets that happens to be a reading of the character before it is rare.
    min_toneless_notes: int = 5
    # A line of this many characters with a full stop in it is content, not page furniture: the
    # longest list items and captions on the pages seen have 35, the shortest tasks about 50.
    min_content: int = 40
    # A line before the first number that stands again at the start of a numbered line is a lead
    # that repeats a task; shorter ones may be a title that is also a task's.
    min_repeated_lead: int = 20
    # Share of characters that are common Chinese ones when read in the best encoding: plans reach
    # 0.5-0.9 even with one byte in a hundred destroyed, pictures and archives stay below 0.1.
    min_common_share: float = 0.2
    # Share of common characters from which on a second reading in another encoding is believed:
    # right readings of plans have 0.5-0.9, of single lines 0.4-1.0; wrong ones below 0.1.
    min_reread_share: float = 0.4
    # Share of control characters above which a file is no text.
    max_control_share: float = 0.02
    # The next four are for a source that holds nothing else; of all together the shares count,
    # so that few take more than some 1.5 s. A report of 150,000 characters, 12,000 signs, 1,200
    # lines and 3,000 numbers is read; plans have 3,000 to 30,000 characters.
    # Characters: one takes about a microsecond.
    max_characters: int = 600_000
    # Lines, blank ones too: a line takes as long as 40 characters.
    max_lines: int = 15_000
    # Signs that part clauses or cells or open brackets, and gaps of blanks: each clause is looked
    # through for themes and targets.
    max_signs: int = 60_000
    # Numbers in digits, and others before a unit: each may be a target.
    max_numbers: int = 7_500
    # What a .docx may unpack to: plans stay below 5 MB.
    max_unpacked_bytes: int = 50_000_000
    # How many times its size a part of a .docx may unpack to: 30 in plans, 1,000 in bombs.
    max_unpacked_ratio: int = 100
    # How many parts a .docx may have: plans stay below 100.
    max_archive_entries: int = 1_000
    # XML tags and attributes in a .docx: plans have 5,000 to 50,000; each takes 100 to 300 bytes.
    max_archive_marks: int = 500_000
    # Nesting of a web page from which on its main text is not sought: the cost grows with the
    # square of the depth; real pages stay below 60.
    max_html_depth: int = 500
    # Tags of a web page: pages with a plan have 500-5,000, a long report pasted out of Word has
    # 40,000. A tag costs a hundred times what its few characters cost in a text.
    max_html_tags: int = 50_000
    # Seconds for LibreOffice to turn an old Word file into .docx: its first start takes 5-15.
    max_office_seconds: int = 60
    pdf: PdfSettings = PdfSettings()
    wraps: WrapSettings = WrapSettings()
    mojibake: MojibakeSettings = MojibakeSettings()


class ParsingSettings(Struct, frozen=True):
    """How an outline is read. Chosen on 5 health plans and 52 plans and reports of other fields."""

    # Tasks of a plan: annual plans have 10 to 150, those of five years 300.
    max_tasks: int = 2_000
    # What is a task: the numbered items, the paragraphs inside them, or the items of one level (1
    # is the outermost); None lets the document tell.
    depth: Depth | int | None = None
    # Characters of a sentence that opens a paragraph and names its work: the median of 304 in eight
    # reports is 10, and these bounds hold all but a few.
    min_lead: int = 4
    max_lead: int = 28
    # Characters. In a report, a first sentence of two clauses counts up to this length: some open
    # with 以…为目标，着力….
    max_loose_lead: int = 40
    # Paragraphs are the tasks if so many of them open so. Half: the last ones of an item often do
    # not, nor do those on defence or on mass organisations.
    min_lead_share: float = 0.5
    # Leads inside a lone paragraph make tasks only from three on, and with so many characters to
    # each: ordinary short sentences come in rows.
    min_leads: int = 3
    # Two will do where most items beside have such sets.
    min_leads_beside: int = 2
    min_lead_text: int = 100
    # Sentences in front of the first of these leads that may frame them.
    max_lead_frame: int = 2
    # Characters. A longer last paragraph is work, though it goes on with 要.
    max_appeal: int = 200
    # Parts that are set apart by default and shall be read as tasks all the same.
    include: tuple[Part, ...] = ()
    # A form of numbering is inside another if its numbers start afresh behind at least this share
    # of the other's markers. Half: a text may lose a few markers.
    min_afresh_share: float = 0.5
    # Items are sections, not tasks, if those with items below them hold at least this share of
    # their text. Half: a few lists inside tasks do not make the tasks sections.
    min_coverage_share: float = 0.5
    # Numbers run through a plan if at least this share of them occurs once; the others stand there
    # twice (one report on the web has a tenth of its text twice).
    min_unique_share: float = 0.8
    # Characters. A first sentence longer than this is no title; the title then is its beginning.
    # The longest title of the 57 has 46.
    max_title: int = 50
    # Where so many first sentences are longer, the plan gives its tasks no titles. Half: 63 % in
    # the one such plan of the 62; in those with titles at most 23 %.
    min_untitled_share: float = 0.5
    # A first sentence of so many clauses is work, not a title, unless most beside it are so, too.
    min_sentence_clauses: int = 3
    # Characters. A line without a stop up to this length is a title with its colon, if its text
    # stands on other lines; what a title says behind a colon is shorter than itself.
    max_title_line: int = 36
    # Characters. Fewer before a colon are a label, no name: 德育：以人为本.
    min_title: int = 4
    # Characters. A line without sentence signs up to this length may be a heading; the longest
    # unnumbered one seen has 17.
    max_heading: int = 24
    # Unnumbered headings in front of running numbers count from this many on: fewer may be strays.
    min_headings: int = 3
    # Lines with leaders and page numbers (…… 12) in a row that make a contents page.
    min_contents: int = 3
    # Characters. A point of （1） or ① below 1. that is one sentence, and shorter, is no task of
    # its own: it says of the task above what a clause says elsewhere.
    max_point: int = 40
    # Months or weeks in a row that make a calendar, and items outside it that make a plan.
    min_calendar: int = 3
    # Paragraphs behind a heading that are read to tell whether it looks back.
    max_review_paragraphs: int = 3
    # Characters. A longer sentence is cut into clauses that have an action of their own; the median
    # sentence of the five plans has 36.
    max_measure: int = 40
    # Characters. A longer clause is cut at a comma even where no action begins (lists of indicators
    # run to 230); what has no comma stays whole.
    max_clause: int = 60
    # Characters. No piece of a sentence that is cut is shorter: below it evidence is too thin.
    min_measure: int = 12


class LinkModel(Struct, frozen=True):
    """Weights of the signals, in log-odds: that a pair is a link, and that a link is full."""

    link: Mapping[str, float]
    full: Mapping[str, float]


class MeasureModel(Struct, frozen=True):
    """Weights of what speaks for a pair of measures, in log-odds, at the first and second look."""

    first: Mapping[str, float]
    second: Mapping[str, float]


class MatchingSettings(Struct, frozen=True):
    """How tasks are scored and linked."""

    rarity_scale: float = 4.0
    """Weight of the rarest term before the power is taken; log(55), a pair of ordinary plans."""
    rarity_power: float = 1.5
    """Makes rare terms count more than proportionally; 1 to 2 do nearly as well."""
    slogan_rarity: float = 2.0
    """N-grams in every e² ≈ 7th sentence are slogans 「套话」 and lose half their weight."""
    slogan_slope: float = 1.5
    """How sharply the discount sets in, per nat of rarity."""
    concept_task_weight: float = 2.0
    """Boost of a concept over an n-gram of the same rarity in whole tasks."""
    concept_measure_weight: float = 3.0
    """The same in single measures, where there are fewer n-grams to be weighed against."""
    max_concept_terms: float = 3.0
    """Terms up to which a concept has its full weight in measures: a line of the thesaurus with
    twenty names a field of work rather than an object."""
    cosine_floor: float = 0.005
    """Added to cosines before logarithms; a tenth of what unrelated tasks show."""
    max_siblings: int = 3
    """A task's nearest siblings, whose mean likeness a counterpart is held against."""
    min_nearest: float = -4.6
    """The least log cosine to siblings: the loneliest tasks of real plans show −4.5."""
    max_measure_counterparts: int = 5
    """Counterparts of a measure, most alike first, that are scored; they hold 97 % of the pairs
    that people call the same, and ten hold 99 %."""
    min_level_rank: int = 4
    """Of the counterparts of a measure, most alike first, those from this rank"""
    max_level_rank: int = 9
    """to this one stand for "nothing in common": fewer measures than that carry one on."""
    likeness_floor: float = 0.02
    """Added to a likeness before its logarithm: what measures of other work show by chance."""
    max_measure_odds: float = 13.8
    """Log-odds of a million to one: surer than that no text makes a pair of measures."""
    measure_model: MeasureModel = MeasureModel(
        first={
            "prior": -15.74,
            "overlap": 2.19,
            "concepts": 12.79,
            "characters": 5.3,
            "ratio": 6.2,
            "length": 0.7,
            "level": -0.73,
        },
        second={
            "prior": 0.39,
            "texts": 0.66,
            "rank": -0.86,
            "before": 0.8,
            "beside": 0.8,
            "whole": 0.77,
            "mutual": 2.47,
        },
    )
    """Log-odds that two measures are the same work; fitted, see bench/fit_weights.py."""
    min_measure_doubt: float = 0.003
    """The nearest that a pair of measures counts to sure, either way, in the score of a link."""
    min_measure_score: float = 0.05
    """Probability from which a pair of measures is reported, also where it carries no link."""
    min_evidence: float = 0.02
    """Probability from which the surest pair of measures may be the evidence of a link. Titles and
    whole tasks can make up for measures that share few words; at 0.05 a third of the links of
    school plans that are missed have no other reason."""
    min_telling: float = 0.1
    """Probability of the surest pair of measures below which themes do not speak for a link, nor is
    there one of a task in one sentence, which title and whole text only repeat: of six such links
    one was right. At 0.05 and 0.2 links of general reports are worse by 0.01."""
    min_carried: float = 0.5
    """Probability from which a measure counts as carried on. The surest pair of measures of a full
    link of a task in one sentence must be as sure: the task has nothing else to be judged by."""
    min_full_evidence: float = 0.2
    """The same for any other full link. Of the annotated plans no full link that is right has less;
    at 0.3 those of health plans lose 0.015 of F1."""
    min_broad: float = 4.0
    """So many times the measures of the other, titles counted, and a task is a broad one: the other
    may be a part of it. At 2.5 full links of health plans that are right are lost,"""
    min_broad_share: float = 0.2
    """unless so much of the broad one is carried on,"""
    min_broad_title: float = 0.3
    """or this or more is the root of the probability that both titles name the same work. Of the
    full links given between a report and the 76 small tasks it was divided into, 9 in 18 go."""
    themes_telling: float = 2.0
    """Nats: entropy of the themes of a plan's tasks from which their coding tells fully. Plans of a
    whole field or a general report have 2.0 to 2.8, plans of one theme 0.3 or less."""
    themes_neutral: float = 0.4
    """Likeness of the themes of two tasks that speaks neither for nor against a link: with all
    pairs at this value the annotated plans get as many links as they have."""
    model: LinkModel = LinkModel(
        link={
            "prior": -0.9,
            "measures": 0.31,
            "whole": 0.77,
            "apart": 1.59,
            "plans": 0.55,
            "themes": 2.86,
            "mutual": 1.74,
        },
        full={"prior": -3.04, "title": 2.33, "mutual": 0.84, "covered": 3.63, "themes": 3.52},
    )
    """Log-odds, fitted by logistic regression; see docs/explanation/how-matching-works.md."""
    min_link: float = 0.4
    """Probability from which a pair is a link. Where probabilities are right, F1 is best from half
    of the best F1 on (Lipton et al. 2014), and that is 0.87 on pairs left out of the fit. On
    pairs and on fields left out 0.38 to 0.42 do equally well. Half of the pairs at 0.4 to 0.5
    are links, of those at 0.3 to 0.4 one in six."""
    min_uncertain: float = 0.25
    """Probability from which a pair is shown as uncertain; below it one in ten is a link."""
    min_full: float = 0.4
    """Probability from which a link is full; half of the best F1 again."""
    max_evidence: int = 5
    """Measure pairs kept as evidence of a link."""
    max_words: int = 6
    """Shared words kept for each pair of measures."""
    min_word_weight: float = 2.5
    """Weight, of its weightiest two characters, below which a shared run proves nothing and is
    not shown; a run that a fifth of the tasks hold weighs 2.4 in plans of ordinary length."""
    min_common_word: int = 4_600
    """Occurrences in the corpus of jieba's dictionary (60 million words) from which a word of two
    characters proves nothing alone: 农村 has 11,000, 规划 5,400, 高考 3,600, 秸秆 130. Of 69 such
    words that links showed 28 were judged to say nothing; this leaves out 22 of them, and 机场."""
    min_word: int = 4
    """Characters from which a shared run is shown beside better proof."""
    max_word_text: int = 1_000
    """Characters of a measure that are looked through for shared words."""
    max_label_words: int = 2
    """Shared words that name a group."""
    max_nearest: int = 3
    """Rejected counterparts kept for each new or dropped task."""
    max_dense_pairs: int = 10_000
    """Up to this many pairs of tasks (100 × 100) all are looked at; beyond it the index chooses."""
    max_index_terms: int = 60
    """Terms of a task that the index looks up, the weightiest first."""
    max_index_postings: int = 200
    """Tasks looked at for one term; a term that more tasks hold says little."""
    max_index_candidates: int = 20
    """Counterparts that the index proposes for a task."""
    counterparts: int = 6
    """Counterparts of a task of a long plan, most alike first, whose measures are compared."""
    field: str = "general"
    """The field whose shipped thesaurus is used; a comparison takes that of its plans."""
    thesaurus: str | None = None
    """A thesaurus file that is added to the shipped one."""


class ThemeSettings(Struct, frozen=True):
    """How tasks are coded by themes.

    The weights order three kinds of words; only their ratios matter.
    """

    # A core term names the theme itself, a term belongs to it, a hint only tips the scales.
    core_weight: float = 2.0
    term_weight: float = 1.0
    hint_weight: float = 0.4
    # A title is written to say what the task is about: it counts like this many clauses (2 to 4
    # do equally well on the annotated plans), and never less than this share of a long body.
    title_weight: float = 3.0
    title_share: float = 0.5
    # A section heading covers several tasks: it helps a theme that the task itself speaks of, and
    # never makes one (0 to 1 do equally well on the annotated plans).
    heading_weight: float = 0.5
    # What a clause that sets the scene (依托…, 围绕…) still says, as a share of another clause.
    scene_share: float = 0.4
    # Credit, in whole clauses, that a theme needs to be the primary one: half a clause.
    min_primary: float = 0.5
    # Credit that makes a secondary theme: most of one clause (0.6 to 0.75 do equally well on the
    # annotated plans), and at least this share of all that the body says: the page-long tasks of
    # government reports touch on everything.
    min_secondary: float = 0.65
    min_secondary_share: float = 0.025
    # A plan is of a field where the marks of the field make up this share of its text: 0.07 to 0.14
    # in plans of schools, fisheries, rural policy and health, at most 0.03 in 50 general reports,
    min_field_share: float = 0.045
    # and this share of what the marks of all fields make up: 0.82 and more there, mostly under
    # 0.65 in general reports.
    min_field_lead: float = 0.75
    # Characters of each plan that are looked at to tell its field.
    max_sample: int = 4000
    # and of each task at least: its title, or the first clause of its text.
    min_sample: int = 40
    # A codebook that was not asked for must tell tasks apart: it is left for themes induced from
    # the plans' own words where one theme is the primary one of more than this share of tasks,
    max_theme_share: float = 0.5
    # or where more than this share has none. Both are told from so many tasks on: of fewer, one
    # theme easily holds half.
    max_uncoded_share: float = 0.34
    min_tasks: int = 10
    # Themes are induced from so many tasks at most, and from so many characters of each.
    max_induced_tasks: int = 400
    max_induced_text: int = 400
    # Words that make up such a term at most (水生 野生 动物), and characters of it: longer ones
    # are clauses, and hardly two tasks share one.
    max_induced_words: int = 3
    max_induced_term: int = 8
    # Times that every task goes to the theme it is most like: after the second hardly one moves.
    max_induced_rounds: int = 3
    # What a term says in the body of a task, of what it says in the title, each time it is there.
    induced_body_weight: float = 0.3
    # What a term of the section's heading says of a task.
    induced_heading_weight: float = 0.3
    # A term that stands in more than this share of the tasks tells none of them apart.
    max_induced_share: float = 0.35
    # A term gains by this share for each character over two: 渔政执法 tells more than 执法.
    induced_long_weight: float = 0.25
    # A term is left out where a longer one holds it this often: 卫健 of 卫健委.
    min_whole_share: float = 0.75
    # At least so many themes, else one for so many tasks, and no more than a codebook has: a theme
    # of one task groups nothing.
    min_induced: int = 8
    induced_size: int = 4
    max_induced: int = 30


class ComparingSettings(Struct, frozen=True):
    """How statuses, targets and wording are compared."""

    max_return_span: int = 8
    """Plans. Work that is back after an absence is looked for so far back; with ever more plans
    the pairs to be aligned grow with this number, not with the square of theirs."""

    min_same_plan_likeness: float = 0.8
    """Two plans of one office, scope and year are one plan found twice from this likeness of their
    text (0..1) on: a page and its PDF differ by page junk alone, a rewritten draft by more."""

    max_same_plan_text: int = 20_000
    """Characters of each plan that are compared for that: time grows with their product."""

    min_linked_target_likeness: float = 0.5
    """Two targets of linked tasks pair from this likeness of their objects (0..1) on:
    示范性康复中心 and 上海市示范性社区康复中心 have 0.66, 社区护理中心 and 卫生服务中心 0.33.
    Seen on the seeds, checked on two years of provincial reports."""

    min_target_likeness: float = 0.75
    """The same where no link stands between the tasks: near-equal names only."""

    min_target_object: int = 4
    """Characters. Outside links a shorter object (投资, 就业) is too common to pair by."""

    max_object_head: int = 6
    """Characters at the end of a name that count twice, since a Chinese noun has its head there
    (社区护理中心 has six): names that agree in no two of them are names of two things."""

    max_object_kind: int = 2
    """Characters at the end of a name that say what kind of thing it is: 中心, 企业, 学位."""

    max_general_object: int = 2
    """Characters. A name of no more (项目, 投资) is too little to know a thing by,"""

    max_general_name: int = 4
    """and pairs with no longer one than this: 重点项目 may be the 项目 of the year before,
    “好房子”示范项目 is another."""

    min_inline_share: float = 0.4
    """Wordings that share less of their text (0..1) are near-rewrites and stand side by side.
    Judged by eye on the seeds: at 0.42 a diff still reads well, at 0.36 no more."""

    min_verb_share: float = 0.2
    """Share of text (0..1) from which two measures are taken to direct the same thing, so that
    their verbs may be compared. Judged by eye on the seeds."""

    max_trace_quotes: int = 5
    """Quotes shown for one plan on a trace; their number is told in full."""

    max_trace_equivalents: int = 3
    """Other words for a phrase told of one plan on a trace, the most frequent first."""

    max_phrases: int = 20
    """New terms, and as many vanished ones, that a comparison keeps: what people read."""

    max_phrase_quotes: int = 3
    """Sentences quoted for a term."""

    phrase_named_weight: float = 3.0
    """How much more a term counts that the plan itself sets in quotation marks, against an object
    of two nouns. This and the next five were judged by one reader on 33 pairs of plans (health,
    schools, farming, police, counties, provinces, the State Council)."""

    phrase_title_weight: float = 2.0
    """What a term counts that stands in the title of a task: it says what the task is about."""

    phrase_programme_weight: float = 2.0
    """What a term counts that ends as the names of programmes and institutions do: 行动, 平台."""

    phrase_word_weight: float = 1.0
    """What a long noun of the dictionary counts: few of them are news."""

    phrase_verb_weight: float = 0.8
    """What an object counts for each verb in it: 遗体捐献条例 is a term, many are clauses."""

    phrase_long_weight: float = 0.8
    """What a long object counts: it is often two terms side by side."""

    min_long_phrase: int = 9
    """Characters from which an object is long."""

    max_phrase: int = 12
    """Characters of an object; a longer one is a clause."""

    max_phrase_words: int = 6
    """Words of an object: 隐形, 变异, 学科, 类, 校外, 培训."""

    max_phrase_overlap: float = 0.5
    """A term is left out if more than this share of its new pairs stand in a better one."""

    max_wording: int = 2000
    """Characters. Longer wordings are not diffed inline: nobody reads that, and time grows with
    the square. The longest measure of the seeds has 199."""

    like_counters: tuple[str, ...] = ("个 家 所 处 座 间", "名 人 位", "台 部")
    """Groups of counters that plans use for one another (11个分站, 12家分站); numbers compare
    across them. Households are none: 户 counts what 个 holds (老旧小区716个, 26万户)."""


class FolderSettings(Struct, frozen=True):
    """What is looked for in a folder; no result depends on them, so ``Settings`` holds them not."""

    max_files: int = 10_000
    """Files of a folder that are read; the rest is told. All reports of the provinces and
    prefectures over 20 years are 7,000."""

    data_suffixes: tuple[str, ...] = (
        *(".json", ".jsonl", ".toml", ".yaml", ".yml", ".ini", ".csv", ".tsv", ".log"),
        *(".py", ".js", ".css", ".sh", ".sqlite", ".db", ".bak", ".tmp"),
    )
    """Names that say of a text that it is data or a program; one that is a plan is compared when
    it is named by its path."""

    max_plans_in_use: int = 200
    """Plans that a run over pairs keeps: pairs in the order of their series need far fewer, and
    200 take some 150 MB."""


class EvaluatingSettings(Struct, frozen=True):
    """How results are judged by gold; no result depends on them, so ``Settings`` holds them not."""

    resamples: int = 1000
    """Resamples of the tasks that an interval is taken from; its ends then move by 0.01 or less
    from one seed to another."""

    confidence: float = 0.95
    """Share of the resamples that lie in the interval."""

    seed: int = 2024
    """Where the draws begin, so that the interval is the same in every run."""

    max_worst: int = 5
    """False links, and as many missed ones, that are shown for each pair of plans."""

    thresholds: tuple[float, ...] = ()
    """Probabilities at which the curve of precision and recall is taken; none: no curve."""


class ReviewingSettings(Struct, frozen=True):
    """When a task is the one that somebody decided about. Shares are of letters and digits."""

    min_likeness: float = 0.8
    """What of title and text must stay: an edit of a tenth of the letters leaves 0.9, a torn
    character or two in a hundred 0.95; other tasks of one plan share 0.45 at most."""

    min_title_likeness: float = 0.5
    """What of the title must stay besides: two items may share a long text."""

    min_lead: float = 0.1
    """How much more alike than any other task it must be."""

    locked: bool = False
    """Whether what is new or dropped stays open until somebody has looked at it."""

    strength_share: float = 0.1
    """What a wrong strength counts in the queue against a wrong link, since the status of a task
    hangs on the link; and what vouching for a task without a counterpart counts."""

    likeness_weight: float = 2.0
    """The chance of a link for each unit of likeness of two whole texts, where no measures speak
    for it."""

    max_unweighed: float = 0.5
    """No such pair comes before one that measures make likelier than not."""

    min_text_likeness: float = 0.02
    """From where on whole texts are worth a look: below, chance alone makes them so alike."""

    min_resemblance: float = 0.5
    """What must stay for a task to be shown beside a stale decision."""


class Settings(Struct, frozen=True):
    """All settings of a run."""

    reading: ReadingSettings = ReadingSettings()
    parsing: ParsingSettings = ParsingSettings()
    matching: MatchingSettings = MatchingSettings()
    themes: ThemeSettings = ThemeSettings()
    comparing: ComparingSettings = ComparingSettings()
    reviewing: ReviewingSettings = ReviewingSettings()
