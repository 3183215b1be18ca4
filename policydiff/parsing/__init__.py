"""Parse a cleaned text into a plan."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import asdict, replace

from policydiff.errors import ParsingError
from policydiff.model import CleanText, Completeness, Level, Plan, Removed
from policydiff.parsing.blocks import Block, LabelledBlock, split_blocks
from policydiff.parsing.frame import frame_blocks
from policydiff.parsing.metadata import Metadata, read_metadata
from policydiff.parsing.outline import numbering_notes, read_outline
from policydiff.parsing.selection import Selection, select_items
from policydiff.parsing.targets import read_figures
from policydiff.parsing.tasks import Naming, name_items
from policydiff.settings import ParsingSettings

DEFAULTS = ParsingSettings()
_FORMS_SHOWN = "一、 （一） 1. 1、 （1） ① 一是 第一， 第一部分 甲、 壹、"
_SHOWN_LINES = 5
_SHOWN_WIDTH = 40


class Overrides(Struct, frozen=True):
    """What is known of a plan from elsewhere (a catalogue, options); it wins over the text."""

    id: str | None = None
    title: str | None = None
    issuer: str | None = None
    level: Level | None = None
    year: int | None = None
    document_number: str | None = None
    issued_on: str | None = None
    scope: str | None = None
    completeness: Completeness | None = None


def parse_plan(
    text: CleanText,
    overrides: Overrides | None = None,
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
    known = overrides or Overrides()
    blocks = split_blocks(text.lines, settings)
    frame = frame_blocks(blocks, settings)
    if not frame.body:
        raise _no_items(text.source.path, blocks)
    outline = read_outline(frame.body, settings)
    selection = select_items(outline, frame.head, settings)
    _require_tasks(selection, text.source.path, settings)
    metadata = _with_overrides(read_metadata(frame, selection, text.removed), known)
    named = name_items(selection, settings)
    figures = [read_figures(task, metadata.year) for task in named.tasks]
    tasks = zip(named.tasks, figures, strict=True)
    return Plan(
        id=_stem(text.source.path) if known.id is None else known.id,
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
            hint="give one plan, not many in one file; or raise parsing.max_tasks",
        )


def _with_overrides(found: Metadata, known: Overrides) -> Metadata:
    """Return what the text says of itself, but for what is known better."""
    better = {
        name: value
        for name, value in asdict(known).items()
        if value is not None and name in found.__struct_fields__
    }
    return replace(found, **better)


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
