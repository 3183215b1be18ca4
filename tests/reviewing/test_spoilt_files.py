"""Files that hands, spreadsheets and accidents have been at: nothing merges, nothing goes."""

import pytest

from policydiff.errors import ReviewError
from policydiff.reviewing import Decision, PlanName, Subject, Verdict, fingerprint
from policydiff.reviewing.decisions_file import DecisionsFile, format_decisions, parse_decisions
from policydiff.reviewing.row import COLUMNS
from policydiff.reviewing.store import load_decisions, merge, record, require_whole

OLD = PlanName("parks-2023", "某区园林局", 2023, "2023年绿化工作要点")
NEW = PlanName("parks-2024", "", None, "")


def decision(task: str, note: str = "", by: str = "李") -> Decision:
    title, text = f"修剪行道树{task}", "修剪行道树，补植乔木。"
    side = Subject(task, title, text, fingerprint(title, text))
    return Decision(OLD, side, NEW, side, Verdict.FULL, by, "2026-11-28", note)


def written(*decisions: Decision) -> str:
    return format_decisions(DecisionsFile(decisions))


def with_cell(text: str, line: int, column: str, cell: str) -> str:
    rows = text.splitlines()
    cells = rows[line].split("\t")
    cells[COLUMNS.index(column)] = cell
    rows[line] = "\t".join(cells)
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("cell", ['"试点', '"', '"试点"一词', f'"{"x" * 200_000}'])
def test_a_quotation_mark_without_an_end_spoils_its_own_line_alone(cell):
    text = with_cell(written(*map(decision, "123")), 2, "note", cell)

    file = parse_decisions(text, "d.tsv")

    assert [d.previous.task for d in file.decisions if d.previous] == ["1", "3"]
    assert [(m.line, m.text) for m in file.mistakes] == [(3, text.splitlines()[2])]
    with pytest.raises(ReviewError, match=r"^d\.tsv:3: a quotation mark opens a cell"):
        require_whole(file, "d.tsv")


def test_two_quotation_marks_without_an_end_do_not_make_one_cell():
    text = written(*map(decision, "1234"))
    for line in (1, 3):
        text = with_cell(text, line, "note", '"试点')

    file = parse_decisions(text, "d.tsv")

    assert [m.line for m in file.mistakes] == [2, 4]
    assert [d.previous.task for d in file.decisions if d.previous] == ["2", "4"]


def test_a_cell_may_hold_line_ends_and_lines_behind_it_keep_their_numbers():
    text = with_cell(written(*map(decision, "12")), 1, "note", '"第一行\n第二行"') + "broken\n"

    file = parse_decisions(text, "d.tsv")

    assert file.decisions[0].note == "第一行\n第二行"
    assert [d.line for d in file.decisions] == [2, 4]
    assert [m.line for m in file.mistakes] == [5]


def test_a_line_with_more_cells_than_columns_is_told_and_kept():
    text = written(decision("1")).rstrip("\n") + "\t又一格\n"

    file = parse_decisions(text, "d.tsv")

    assert file.decisions == ()
    assert "more cells" in file.mistakes[0].reason
    assert "又一格" in format_decisions(file)


def of_eight_columns(text: str) -> str:
    return "".join("\t".join(row.split("\t")[:8]) + "\n" for row in text.splitlines())


@pytest.mark.parametrize("surplus", ["又一格", '"两行\n又一格"', '"""引"\t'])
def test_what_was_refused_for_too_many_cells_is_refused_under_a_whole_header_too(surplus):
    head, row = of_eight_columns(written(decision("1"))).splitlines()
    file = parse_decisions(f"{head}\n{row}\t{surplus}\n", "d.tsv")
    assert [m.line for m in file.mistakes] == [2]

    once = format_decisions(merge(file, [decision("2")]))
    again = parse_decisions(once, "d.tsv")

    assert again.layout.columns == COLUMNS
    assert [d.previous.task for d in again.decisions if d.previous] == ["2"]
    assert ["more cells" in m.reason for m in again.mistakes] == [True]
    assert all(cell in again.mistakes[0].text for cell in row.split("\t"))
    assert format_decisions(again) == once


def test_a_quotation_mark_without_an_end_finds_none_in_another_line_that_was_refused():
    one, two, three = of_eight_columns(written(*map(decision, "123"))).splitlines()[1:]
    head = "\t".join(COLUMNS[:8])
    rows = [one + '"试', two, three.replace("full", "?") + '点"']
    file = parse_decisions("\n".join([head, *rows]) + "\n", "d.tsv")

    once = format_decisions(file)
    again = parse_decisions(once, "d.tsv")

    assert [m.text for m in again.mistakes] == [m.text for m in file.mistakes]
    assert [d.previous.task for d in again.decisions if d.previous] == ["2"]
    assert format_decisions(again) == once


def test_columns_that_people_add_stay_where_they_are():
    rows = [line.split("\t") for line in written(*map(decision, "12")).splitlines()]
    rows[0][2:2] = ["Checked"]
    rows[1][2:2] = ["王"]
    rows[2][2:2] = [""]
    text = "\n".join("\t".join(row) for row in rows) + "\n"

    file = parse_decisions(text, "d.tsv")
    said_again = merge(file, [decision("1", note="again")])

    assert format_decisions(file) == text
    assert ("Checked", "王") in said_again.decisions[0].extra


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_file_saved_with_commas_is_read_and_stays_so(delimiter):
    tab = parse_decisions("# 逐条看过\n" + written(decision("1", note="一, 二; 三")), "d.tsv")
    text = format_decisions(tab._replace(layout=tab.layout._replace(delimiter=delimiter)))

    file = parse_decisions(text, "d.csv")

    assert [d._replace(line=0) for d in file.decisions] == [decision("1", note="一, 二; 三")]
    assert format_decisions(file) == text


def test_cells_behind_a_comment_and_quotes_around_it_are_the_spreadsheets():
    text = '# 初审\t\t\t\n"# 二审, 王"\t\t\n' + written(decision("1"))

    assert format_decisions(parse_decisions(text, "d.tsv")).startswith("# 初审\n# 二审, 王\nprev")


@pytest.mark.parametrize("comment", ['"#初审\t\t"', '"""#"" 初审"'])
def test_a_comment_in_quotes_is_written_once_and_stays(comment):
    once = format_decisions(parse_decisions(comment + "\n" + written(decision("1")), "d.tsv"))

    assert once.startswith("#")
    assert format_decisions(parse_decisions(once, "d.tsv")) == once


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "cp950"])
def test_a_file_that_excel_saved_is_read_and_goes_on_in_utf8_with_its_mark(tmp_path, encoding):
    path = tmp_path / "decisions.tsv"
    said = decision("1", note="看過") if encoding == "cp950" else decision("1", note="看过")
    if encoding == "cp950":
        side = Subject("1", "修剪", "修剪行道樹", fingerprint("修剪", "修剪行道樹"))
        said = said._replace(previous=side, current=side, previous_plan=NEW, by="王")
    path.write_bytes(written(said).replace("–", "-").encode(encoding))

    assert [d.note for d in load_decisions(str(path)).decisions] == [said.note]
    record(str(path), [decision("2")])

    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    assert said.note in text


def test_another_encoding_is_refused_rather_than_guessed(tmp_path):
    path = tmp_path / "decisions.tsv"
    path.write_bytes(written(decision("1")).encode("shift_jis", "replace"))

    with pytest.raises(ReviewError, match="not UTF-8"):
        load_decisions(str(path))


@pytest.mark.parametrize("name", ["#3", "=1+1", "计划 · 二", "'x"])
def test_no_name_of_a_plan_is_taken_for_a_comment_or_a_formula(name):
    said = decision("1")._replace(previous_plan=OLD._replace(id=name))

    (found,) = parse_decisions(written(said), "d.tsv").decisions

    assert found.previous_plan
    assert found.previous_plan.id.replace("·", " · ") in (name, name.replace("·", " · "))


def test_a_plan_without_issuer_or_year_is_read_back_as_it_was():
    (found,) = parse_decisions(written(decision("1")), "d.tsv").decisions

    assert (found.previous_plan, found.current_plan) == (OLD, NEW)


def test_what_only_unicode_calls_a_line_end_parts_no_lines():
    text = with_cell(written(*map(decision, "12")), 1, "note", "一\u2028二\x0b三")

    file = parse_decisions(text, "d.tsv")

    assert file.mistakes == ()
    assert len(file.decisions) == 2


def test_an_endless_number_of_a_task_is_sorted_like_any_other():
    text = written(decision("9" * 5_000), decision("2"))

    assert text.splitlines()[1].startswith(
        "parks-2023 · 某区园林局 · 2023 · 2023年绿化工作要点\t2 "
    )
