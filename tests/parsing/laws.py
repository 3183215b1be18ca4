"""What holds for every parsed plan; the tests apply it to seeds, cases and real documents."""

from collections import Counter

from policydiff.model import CleanText, Plan


def check_laws(text: CleanText, plan: Plan) -> None:
    """Assert every law of parsing on one plan."""
    check_every_line_has_one_place(text, plan)
    check_measures_stand_at_their_lines(text, plan)
    check_ids_are_unique(plan)


def places(text: CleanText, plan: Plan) -> dict[int, list[str]]:
    """Return, for every line with text, what it was read as."""
    found: dict[int, list[str]] = {n.number: [] for n in text.lines if n.text.strip()}
    spans = [(f"task {t.id}", t.line_start, t.line_end) for t in plan.tasks]
    spans += [(f"section {s.id}", s.line, s.line) for s in plan.sections if s.heading]
    spans += [(r.reason, r.line_start, r.line_end) for r in plan.removed if r not in text.removed]
    for name, start, end in spans:
        for number in range(start, end + 1):
            if number in found:
                found[number].append(name)
    return found


def check_every_line_has_one_place(text: CleanText, plan: Plan) -> None:
    wrong = {line: names for line, names in places(text, plan).items() if len(names) != 1}
    assert wrong == {}


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
