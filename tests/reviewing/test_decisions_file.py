"""The file of decisions: read back as written, whatever a spreadsheet made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydiff.errors import ReviewError
from policydiff.reviewing import Decision, PlanName, Subject, Verdict
from policydiff.reviewing.decisions_file import DecisionsFile, format_decisions, parse_decisions
from policydiff.reviewing.row import COLUMNS, read_date

OLD = PlanName("plan-2023", "某市教育局", 2023, "2023年工作要点")
NEW = PlanName("plan-2024", "某市教育局", 2024, "2024年工作要点")


def subject(task: str, title: str = "深化课程改革", text: str = "推进课程改革。") -> Subject:
    return Subject(task, title, text, "t0123456789abcde")


def decision(one: str = "2.10", other: str = "3", **said: object) -> Decision:
    values: dict[str, object] = {"verdict": Verdict.FULL, "by": "李", "on": "2026-11-28", **said}
    return Decision(OLD, subject(one), NEW, subject(other), **values)  # type: ignore[arg-type]


def written(*decisions: Decision) -> str:
    return format_decisions(DecisionsFile(decisions))


def read(text: str) -> DecisionsFile:
    return parse_decisions(text, "decisions.tsv")


def test_what_is_written_is_read_back_and_written_the_same():
    said = (decision("10"), decision("2.10", note='他说"好"'), decision("2.2"))
    text = written(*said)

    file = read(text)

    assert [d.previous.task for d in file.decisions if d.previous] == ["2.2", "2.10", "10"]
    assert {d._replace(line=0) for d in file.decisions} == set(said)
    assert format_decisions(file) == text


def test_the_order_of_lines_does_not_matter():
    one, other = decision("1"), decision("2")

    assert written(one, other) == written(other, one)


def test_the_order_of_two_themes_given_to_one_task_does_not_matter():
    one, other = (
        Decision(None, None, NEW, subject("3"), Verdict.THEME, "李", "2026-11-28", theme=theme)
        for theme in ("health", "education")
    )

    assert written(one, other) == written(other, one)


def test_the_order_is_that_of_what_is_written():
    plans = [PlanName(name, "", None, "") for name in ("\N{RIGHT-TO-LEFT OVERRIDE}甲", "=1", "乙")]
    task = Subject("1", "社区", "", "")
    file = DecisionsFile(
        tuple(Decision(plans[0], task, plan, task, Verdict.FULL, by="me", on="") for plan in plans)
    )
    written = format_decisions(file)

    assert "\\u202e甲" in written
    assert format_decisions(parse_decisions(written, "d.tsv")) == written


def test_comments_stay_above_their_decision_and_at_the_head():
    lines = written(decision("1"), decision("2")).splitlines()
    text = "\n".join(["# reviewed twice", lines[0], lines[1], "# look again", lines[2]]) + "\n"

    assert format_decisions(read(text)) == text


def test_no_cell_begins_a_formula_and_the_note_comes_back():
    text = written(decision(note="=HYPERLINK(1)"))

    assert "\t=" not in text
    assert read(text).decisions[0].note == "=HYPERLINK(1)"


def test_a_number_never_stands_alone_in_a_cell():
    one = decision()._replace(previous=subject("2.10", title=""))

    cells = written(one).splitlines()[1].split("\t")

    assert cells[COLUMNS.index("previous_task")] == "2.10 推进课程改革。"


def test_a_task_without_counterpart_keeps_the_plan_that_was_looked_through():
    lone = decision(verdict=Verdict.NONE)._replace(current=None)

    found = read(written(lone)).decisions[0]

    assert found.current is None
    assert found.current_plan == NEW


def test_a_byte_order_mark_and_quotes_of_a_spreadsheet_are_read():
    row = written(decision(note="好")).replace("\t好\t", '\t"好"\t')

    assert read("\ufeff" + row).decisions[0].note == "好"


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("2026-11-28", "2026-11-28"),
        ("2026/11/28", "2026-11-28"),
        ("2026年11月28日", "2026-11-28"),
        ("11/28/2026", "2026-11-28"),
        ("28-Nov-26", "2026-11-28"),
        ("2026-11-28 00:00:00", "2026-11-28"),
        ("46354", "2026-11-28"),
        ("", ""),
    ],
)
def test_dates_are_read_in_the_forms_of_spreadsheets(shown, date):
    assert read_date(shown) == date


@pytest.mark.parametrize("shown", ["gestern", "2026-13-40", "1234"])
def test_what_is_no_date_is_refused(shown):
    with pytest.raises(ValueError, match=r"date|month|day|range"):
        read_date(shown)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("decision", "maybe", "full, partial, none"),
        ("by", "", "nobody is named"),
        ("current_task", "", "both sides"),
        ("current_plan", "", "a plan is missing"),
        ("on", "gestern", "not a date"),
    ],
)
def test_a_broken_line_is_told_with_its_number_and_kept(column, value, reason):
    header, row = written(decision()).splitlines()
    cells = row.split("\t")
    cells[COLUMNS.index(column)] = value
    broken = "\t".join(cells)

    file = read(f"{header}\n{broken}\n{row}\n")

    assert [(m.line, reason in m.reason) for m in file.mistakes] == [(2, True)]
    assert len(file.decisions) == 1
    assert broken in format_decisions(file)


def test_a_file_of_another_tool_is_refused():
    with pytest.raises(ReviewError, match=r"decisions\.tsv:1: no decisions file"):
        read("id\tname\n1\tx\n")


def test_an_empty_file_holds_nothing():
    assert read("").decisions == ()


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(note=TEXTS, by=TEXTS.filter(str.strip), title=TEXTS, text=TEXTS)
def test_any_text_survives(note, by, title, text):
    said = Decision(
        OLD,
        Subject("1", " ".join(title.split()), " ".join(text.split()), "t1"),
        NEW,
        subject("2"),
        Verdict.PARTIAL,
        " ".join(by.split()),
        "",
        " ".join(note.split()),
    )
    once = written(said)

    assert format_decisions(read(once)) == once
