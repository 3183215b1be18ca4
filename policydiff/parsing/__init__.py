"""Parse a cleaned text into a plan, with its metadata: what it says of itself.

These are title, issuer, level, year, number, date and scope.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby, pairwise

from msgspec.structs import asdict, replace

from policydiff.errors import ParsingError
from policydiff.model import CleanText, Completeness, Metadata, Part, Plan, Removed
from policydiff.parsing.blocks import Block, LabelledBlock, split_blocks
from policydiff.parsing.frame import Frame, Masthead, frame_blocks, is_news, read_masthead, squeeze
from policydiff.parsing.issue import find_issue_date, find_issuer, find_year, strip_years, years_in
from policydiff.parsing.outline import numbering_notes, read_outline
from policydiff.parsing.targets import read_figures
from policydiff.parsing.tasks import Naming, Selection, name_items, select_items
from policydiff.settings import ParsingSettings
from policydiff.text.offices import ends_as_office, level_of, read_office, split_places
from policydiff.text.words import load_lexicon, load_list

DEFAULTS = ParsingSettings()
_FORMS_SHOWN = "一、 （一） 1. 1、 （1） ① 一是 第一， 第一部分 甲、 壹、"
_SHOWN_LINES = 5
_SHOWN_WIDTH = 40


def parse_plan(
    text: CleanText,
    overrides: Metadata | None = None,
    settings: ParsingSettings = DEFAULTS,
) -> Plan:
    """Parse a cleaned text into a plan with its sections and tasks.

    >>> from policydiff.model import Line, Script, Source
    >>> rows = "某县2024年水利工作要点", "1.修渠。年内修渠三条。", "2.修坝。加固水坝。"
    >>> lines = tuple(Line(number, row) for number, row in enumerate(rows, 1))
    >>> plan = parse_plan(CleanText(Source("county.txt", "", "utf-8", Script.HANS), lines))
    >>> plan.year, [(task.id, task.title) for task in plan.tasks]
    (2024, [('1', '修渠'), ('2', '修坝')])

    Raises ParsingError where the text has no numbered items, or only such that look back.
    """
    blocks = split_blocks(text.lines, settings)
    frame = frame_blocks(blocks, settings)
    if not frame.body:
        raise _no_items(text.source.path, blocks)
    outline = read_outline(frame.body, settings)
    selection = select_items(outline, frame.head, settings)
    _require_tasks(selection, text.source.path, settings)
    read = read_metadata(frame, selection, text.removed)
    metadata = Metadata(id=_stem(text.source.path)).corrected_by(read)
    metadata = metadata.corrected_by(overrides or Metadata())
    named = name_items(selection, settings)
    figures = [read_figures(task, metadata.year) for task in named.tasks]
    tasks = zip(named.tasks, figures, strict=True)
    return Plan(
        **asdict(metadata),
        source=text.source,
        sections=named.sections,
        tasks=tuple(replace(task, targets=read.targets) for task, read in tasks),
        repairs=text.repairs,
        removed=_removed(text, named, (*frame.head, *selection.apart, *frame.tail)),
        notes=(*text.notes, *numbering_notes(outline)),
        unsure=tuple(unsure for read in figures for unsure in read.unsure),
        depth=selection.depth,
        depth_reason=selection.reason,
    )


def _require_tasks(selection: Selection, path: str, settings: ParsingSettings) -> None:
    if not selection.tasks:
        raise ParsingError(
            f"{path}: no numbered item sets a task; all look back or introduce",
            hint="read them as tasks all the same with --include review",
        )
    if len(selection.tasks) > settings.max_tasks:
        raise ParsingError(
            f"{path}: holds {len(selection.tasks):,} numbered tasks, more than the"
            f" limit of {settings.max_tasks:,}",
            hint="give one plan, not many in one file; or raise max_tasks under [limits] in"
            " policydiff.toml",
        )


def _stem(path: str) -> str:
    """Return the id that a path gives a plan.

    >>> _stem("plans/city-2020.txt"), _stem("-")
    ('city-2020', 'stdin')
    """
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return "stdin" if name == "-" else name.rsplit(".", 1)[0] or name


def _removed(text: CleanText, named: Naming, apart: Iterable[LabelledBlock]) -> tuple[Removed, ...]:
    """Return what reading and parsing set aside, by line; neighbours of one kind are joined."""
    kept = sorted({task.line_start for task in named.tasks} | {s.line for s in named.sections})

    def kind(labelled: LabelledBlock) -> tuple[str, int]:
        return labelled.part.value, bisect(kept, labelled.block.line)

    joined = []
    for (reason, _), run in groupby(sorted(apart, key=lambda x: x.block.line), key=kind):
        blocks = [labelled.block for labelled in run]
        whole = "\n".join(block.text for block in blocks)
        joined.append(Removed(reason, blocks[0].line, blocks[-1].line, whole))
    removed = (*text.removed, *joined)
    return tuple(sorted(removed, key=lambda entry: (entry.line_start, entry.line_end)))


def _no_items(path: str, blocks: Sequence[Block]) -> ParsingError:
    first = "\n".join(f"  {b.line}: {b.text[:_SHOWN_WIDTH]}" for b in blocks[:_SHOWN_LINES])
    return ParsingError(
        f"{path}: no numbered items found; looked for {_FORMS_SHOWN} at the beginning of lines",
        hint=f"the text begins:\n{first}" if first else "the text is empty after cleaning",
    )


_YEAR_AND_NUMBER = r"\s?[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号"
_YEAR_AND_NUMBER_RE = re.compile(_YEAR_AND_NUMBER)
NUMBER_RE = re.compile(rf"[^\W\d_]{{1,20}}{_YEAR_AND_NUMBER}")
_BODY_RE = re.compile(r"[^\W\d_]{1,20}\Z")
_NOTICE_RE = re.compile(
    r".{0,40}(?:关于(?:印发|下发|发布|转发|公布)(?P<said>.{4,60})的(?:通知|公告)"
    r"|(?:印发|下发|发布|转发)(?P<quoted>《.{4,60}》)$)"
)
_QUOTED_RE = re.compile(r"[《〈]([^《》〈〉]{4,60})[》〉](?P<state>[（(][^（）()]{1,12}[）)])?")
_TAIL_DATE_RE = re.compile(r"[\s（(]*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s）)]*$")
_PAGE_RE = re.compile(r"(?<=[^\W\d_])\s+\d{1,3}$")  # of a running head
_OPENING_RE = re.compile(r"((?:19|20)\d\d)年[,，]?([^\W\d_]{2,20}?工作)[要将].*要点")
_DASHES = "—―－-–─ \u3000"
_OTHERS_RE = re.compile(r"^等[^\W\d_]{1,3}(?:个)?(?:部门|单位|厅局|委局|部委)")
_BRACKETED_RE = re.compile(r"[（(][^（）()]{1,16}[）)]")
_WHOLE = frozenset({"", "政府", "人民政府", "国务院政府", "施政", "全面"})


def find_title(front: Sequence[LabelledBlock], apart: Sequence[str], masthead: Masthead) -> str:
    """Return the title: the last dated one, else the last, else what labels or an opening say.

    ``apart`` are the lines in front of the plan that reading set aside: a heading may be there.
    """
    titles = [bare for text in _joined_titles(front) if (bare := _bare(squeeze(text)))]
    plain = [title for title in titles if not title.endswith(("的通知", "的公告"))]
    dated = [title for title in plain if years_in(title)]
    if chosen := dated or plain:
        return _with_draft(chosen[-1], front)
    if titles:
        return _of_notice(titles[-1])
    if masthead.title:
        return _of_notice(_bare(masthead.title))
    headings = [_bare(text) for text in apart if load_lexicon().title.match(squeeze(text))]
    openings = (_OPENING_RE.match(text) for text in _of([Part.PREFACE, Part.LEAD], front))
    implied = (f"{match[1]}年{match[2]}要点" for match in openings if match)
    return next(chain((title for title in headings if years_in(title)), implied), "")


def _of(parts: Iterable[Part], labelled: Iterable[LabelledBlock]) -> Iterator[str]:
    wanted = frozenset(parts)
    return (x.block.text for x in labelled if x.part in wanted)


def _joined_titles(front: Sequence[LabelledBlock]) -> Iterator[str]:
    """Yield the title lines; lines that begin a title are joined with the next."""
    ends = load_lexicon().title
    begun = ""
    for text in _of([Part.TITLE], front):
        if ends.match(squeeze(text)):
            yield begun + squeeze(text)
            begun = ""
        else:
            begun += squeeze(text.strip())
    if begun:
        yield begun


def _bare(title: str) -> str:
    """Return a title without dashes, date, number and brackets around it."""
    dated = _PAGE_RE.sub("", _TAIL_DATE_RE.sub("", title))
    plain = NUMBER_RE.sub("", dated).strip(_DASHES)
    notice = _NOTICE_RE.match(plain)
    quoted = _QUOTED_RE.fullmatch((notice["said"] or notice["quoted"]) if notice else plain)
    return quoted[1] + (quoted["state"] or "") if quoted else plain


def _of_notice(title: str) -> str:
    notice = _NOTICE_RE.match(title)
    return (notice["said"] or notice["quoted"]).strip("《》") if notice else title


def _with_draft(title: str, front: Sequence[LabelledBlock]) -> str:
    """Return a title with the bracket that stands on a line of its own below it: （试行）."""
    for labelled, below in pairwise(front):
        text = below.block.text.strip()
        named = any(word in text for word in load_list("masthead", "states"))
        own = named and not years_in(text) and _BRACKETED_RE.fullmatch(text)
        if own and labelled.part is Part.TITLE and _bare(squeeze(labelled.block.text)) == title:
            return title + text
    return title


def find_scope(title: str, issuer: str) -> str:
    """Return the topic or area that a title names beside the issuer and its own field.

    A plan for all the work of the office that issued it has the scope "".

    >>> find_scope("云山二中2010年安全工作计划（征求意见稿）", "云山二中")
    '安全'
    >>> find_scope("2024年云山市水利工作要点", "云山市水利局")
    ''
    """
    office = read_office(issuer)
    plain = strip_years(_BRACKETED_RE.sub("", title).strip(_DASHES)).strip(_DASHES)
    plain = _kind_re().sub("", plain)
    for name in (issuer, office.full):
        plain = plain.replace(name, "", 1) if name else plain
    rest = _without_place(plain)
    field = _office_end_re().sub("", _without_place(issuer))
    for own in (field, office.field):
        rest = rest.removeprefix(own) if rest.startswith(own) else rest.removesuffix(own)
    rest = _OTHERS_RE.sub("", rest.strip("、" + _DASHES))
    whole = rest in _WHOLE or (field and rest in field) or _is_short_for(issuer, rest)
    return "" if whole else rest


def _is_short_for(issuer: str, rest: str) -> bool:
    """Tell whether a name is that of the issuer cut short: 交警支队 of 某市公安局交通警察支队."""
    signs = iter(issuer)
    said = rest.replace("党", "", 1) if issuer.startswith("中共") else rest  # 党总支 of 中共…总支部
    return ends_as_office(rest) and all(sign in signs for sign in said)


def _without_place(name: str) -> str:
    return split_places(name)[1]


@cache
def _office_end_re() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_list('offices', 'offices'))})$")


@cache
def _kind_re() -> re.Pattern[str]:
    kinds = "|".join(sorted(load_list("parts", "title"), key=len, reverse=True))
    return re.compile(
        rf"(?:年度|重点|主要|中心|工作|行动|实施|推进|任务|的|若干|在.{{2,24}}会议?上的|及|和|与|暨|{kinds}|施政报告)+(?:的通知)?$"
    )


def read_metadata(frame: Frame, selection: Selection, removed: Sequence[Removed] = ()) -> Metadata:
    """Read the metadata of a plan off its head, tail and headings.

    ``removed`` are the lines that reading set aside: what a page says of a plan under labels
    (发布机构, 成文日期) may be among them.
    """
    apart = [text for entry in removed for text in entry.text.split("\n")]
    before = _in_front(frame, removed)
    around = [x.block.text for x in (*frame.head, *frame.tail)]
    masthead = read_masthead([*(x.block.text for x in frame.head), *before])
    title = find_title(frame.head, before, masthead)
    year = find_year(title, frame, selection, masthead)
    issuer = find_issuer(title, frame, masthead, apart)
    completeness = _completeness(title, frame, selection)
    return Metadata(
        title=title,
        issuer=issuer,
        level=level_of(issuer or strip_years(title)),
        year=year,
        document_number=_number(around, masthead),
        issued_on=find_issue_date(frame, apart, masthead, year),
        scope="" if completeness is Completeness.DIGEST else find_scope(title, issuer),
        completeness=completeness,
    )


def _in_front(frame: Frame, removed: Sequence[Removed]) -> list[str]:
    """Return the lines in front of the first item that reading set aside."""
    first = frame.body[0].line if frame.body else 0
    before = (entry for entry in removed if entry.line_start < first)
    return [text.strip() for entry in before for text in entry.text.split("\n") if text.strip()]


def _number(around: Sequence[str], masthead: Masthead) -> str | None:
    found = (number for text in (*around, masthead.number) if (number := _first_number(text)))
    return next((number.rpartition("通知")[2] for number in found), None)


def _first_number(text: str) -> str:
    """Return the first document number in a text, as NUMBER_RE finds it, but from the year back.

    To try each letter of a long text as the first of a number takes twenty times as long.

    >>> _first_number("关于印发要点的通知某卫〔2024〕12号，某卫〔2023〕1号")
    '关于印发要点的通知某卫〔2024〕12号'
    """
    for match in _YEAR_AND_NUMBER_RE.finditer(text):
        if body := _BODY_RE.search(text, max(0, match.start() - 20), match.start()):
            return body[0] + match[0]
    return ""


def _completeness(title: str, frame: Frame, selection: Selection) -> Completeness:
    if is_news(frame.head) and not selection.sections:
        return Completeness.DIGEST
    if not title or any(placed.item.head is None for placed in selection.sections):
        return Completeness.EXCERPT
    return Completeness.FULL
