"""What holds for every parsed plan; the tests apply it to seeds, cases and real documents."""

from collections import Counter

from policydiff.model import CleanText, Plan

MARKER_SIGNS = "是要其第部分篇编章节条任务行动工程项目举措专重点①②③④⑤⑥⑦⑧⑨⑩"
"""Signs of a marker beside its number, which are not kept: 一是, 第一部分, 第一条, 任务一."""


INTERRUPTING = ("page-junk", "contents", "appendix", "guidance", "preface", "closing")
"""What may stand amid a task without being part of it."""


def check_laws(text: CleanText, plan: Plan) -> None:
    """Assert every law of parsing on one plan."""
    check_every_line_has_one_place(text, plan)
    check_no_character_is_lost(text, plan)
    check_measures_stand_at_their_lines(text, plan)
    check_ids_are_unique(plan)


def places(text: CleanText, plan: Plan) -> dict[int, list[str]]:
    """Return, for every line with text, what it was read as."""
    found: dict[int, list[str]] = {n.number: [] for n in text.lines if n.text.strip()}
    spans = [(f"task {t.id}", t.line_start, t.line_end) for t in plan.tasks]
    spans += [(f"section {s.id}", s.line, s.line) for s in plan.sections if s.number + s.heading]
    spans += [(r.reason, r.line_start, r.line_end) for r in plan.removed if r not in text.removed]
    for name, start, end in spans:
        for number in range(start, end + 1):
            if number in found:
                found[number].append(name)
    return found


def check_every_line_has_one_place(text: CleanText, plan: Plan) -> None:
    """Assert that a line is in one place.

    In more only if it holds several items, or a lead; or if it interrupts a task, as page numbers,
    contents and conclusions do.
    """
    parted = {s.line for s in plan.sections} | {t.line_start for t in plan.tasks}
    found = {
        line: [name for name in names if name not in INTERRUPTING] or names
        for line, names in places(text, plan).items()
    }
    wrong = {
        line: names
        for line, names in found.items()
        if not names or (len(names) > 1 and line not in parted)
    }
    assert wrong == {}


def check_no_character_is_lost(text: CleanText, plan: Plan) -> None:
    """Assert that every letter and digit is in what was made of the text; markers aside."""
    made = Counter(
        char
        for piece in (
            *(s.number + s.heading for s in plan.sections),
            *(t.number + t.title + t.text for t in plan.tasks),
            *(
                t.particulars.responsible + t.particulars.deadline + t.particulars.remarks
                for t in plan.tasks
            ),
            *(r.text for r in plan.removed if r not in text.removed),
        )
        for char in piece
        if char.isalnum()
    )
    given = Counter(char for line in text.lines for char in line.text if char.isalnum())
    lost = given - made
    assert {char: count for char, count in lost.items() if char not in MARKER_SIGNS} == {}


def check_measures_stand_at_their_lines(text: CleanText, plan: Plan) -> None:
    lines = {line.number: line.text for line in text.lines}
    for task in plan.tasks:
        assert task.measures, task.id
        for measure in task.measures:
            assert measure.text in lines[measure.line], measure
            assert task.line_start <= measure.line <= task.line_end, measure


def check_ids_are_unique(plan: Plan) -> None:
    for ids in (
        [task.id for task in plan.tasks],
        [section.id for section in plan.sections],
        [measure.id for task in plan.tasks for measure in task.measures],
    ):
        assert [name for name, count in Counter(ids).items() if count > 1] == []
    known = {section.id for section in plan.sections} | {""}
    assert {task.section for task in plan.tasks} <= known
