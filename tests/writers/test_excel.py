import io
import sys
import unicodedata

import openpyxl
import pytest

from policydiff.errors import MissingExtraError
from policydiff.model import Side
from policydiff.report import Lang
from policydiff.report.sheets import sheets
from policydiff.writers.excel import CELL_LIMIT, excel_workbook
from policydiff.writers.inert import inline


@pytest.fixture(scope="module")
def workbook(small_report):
    return openpyxl.load_workbook(io.BytesIO(excel_workbook(small_report, Lang.ZH)))


def test_workbook_is_as_accepted(workbook, matches_golden):
    lines = []
    for page in workbook:
        lines.append(f"# {page.title} {page.freeze_panes} {page.auto_filter.ref}")
        lines += ["\t".join("" if v is None else str(v) for v in r) for r in page.values]

    matches_golden("writers/workbook.tsv", "\n".join(lines) + "\n")


def test_pages_have_frozen_headers_filters_and_widths(workbook):
    for page in workbook.worksheets[1:]:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert page.column_dimensions["A"].width > 8


def test_a_task_without_a_counterpart_stands_with_all_it_says(workbook, small_report):
    first = small_report.comparisons[0]
    plan = small_report.plan(first.previous)
    gone = plan.task(next(x.task for x in first.unlinked if x.side is Side.PREVIOUS))
    rows = [row for row in workbook["对照"].values if str(row[2]).startswith(f"{gone.id} ")]

    assert rows[0][3] == "–"
    for measure in gone.measures:
        assert f"{measure.text} [第 {measure.line} 行]" in rows[0][2]


def test_rows_are_as_high_as_their_longest_text(workbook):
    page = workbook["对照"]
    for number, row in enumerate(page.values, 1):
        height = page.row_dimensions[number].height or 15
        assert height >= 15 * max(len(str(value or "").split("\n")) for value in row)


def test_a_vertical_pair_never_reads_dropped(workbook):
    rows = [row for row in workbook["任务"].values if row[2].startswith("上下级")]

    assert {row[7] for row in rows} == {"未承接", "承接", "自行安排"}


def test_hostile_cells_are_text(hostile_report):
    data = excel_workbook(hostile_report, Lang.EN)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    for cell in cells:
        assert cell.hyperlink is None
        if isinstance(cell.value, str):
            lines = cell.value.split("\n") if cell.parent.title == "Side by side" else [cell.value]
            signs = {unicodedata.category(c) for line in lines for c in line}
            assert signs.isdisjoint({"Cc", "Cf", "Cs"})


def test_what_looks_like_a_formula_keeps_its_words(hostile_report):
    book = openpyxl.load_workbook(io.BytesIO(excel_workbook(hostile_report, Lang.EN)))
    cells = [row[6] for row in book["Tasks"].iter_rows(min_row=2)]
    titles = [inline(task.title) for task in hostile_report.plans[0].tasks]

    assert [cell.value for cell in cells[: len(titles)]] == titles
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert {"=HYPERLINK(1)", "＝1+1", "+1", "-1", "@SUM(A1)", " =1"} <= quoted


def test_the_same_report_gives_the_same_bytes(small_report):
    assert excel_workbook(small_report, Lang.ZH) == excel_workbook(small_report, Lang.ZH)


def test_a_cell_beyond_the_limit_of_excel_is_kept_as_far_as_it_goes(small_report):
    from msgspec.structs import replace

    plan = small_report.plans[0]
    long = replace(plan.tasks[0], title="题" * 40_000)
    report = replace(
        small_report,
        plans=(replace(plan, tasks=(long, *plan.tasks[1:])), *small_report.plans[1:]),
    )
    book = openpyxl.load_workbook(io.BytesIO(excel_workbook(report, Lang.EN)))
    title = book["Tasks"]["G2"].value

    assert len(title) == CELL_LIMIT
    assert title.endswith("…")


def test_sheets_and_pages_hold_the_same_rows(workbook, small_report):
    pages = workbook.worksheets[2:]

    assert [page.max_row - 1 for page in pages] == [len(s.rows) for s in sheets(small_report)]


def test_the_first_pages_are_the_answer_and_both_plans_side_by_side(workbook, small_report):
    answer, contrast = workbook.worksheets[:2]
    said = "".join(str(row[0] or "") for row in answer.values)

    assert (answer.title, contrast.title) == ("概览", "对照")
    assert "前期5项：延续3、摘要未见2；本期5项：延续4、新增1" in said
    assert "打赢疫情防控狙击战" in said
    rows = list(contrast.values)[1:]
    assert len(rows) >= sum(len(each.links) for each in small_report.comparisons)
    assert any("[第 11 行]" in row[2] and "[第 9 行]" in row[3] for row in rows)
    gone = next(row for row in contrast.iter_rows(min_row=2) if row[1].value == "摘要未见")
    assert gone[1].fill.fgColor.rgb == "FFFFF2CC"


def test_without_xlsxwriter_the_extra_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(MissingExtraError) as error:
        excel_workbook(small_report, Lang.ZH)
    assert "policydiff[xlsx]" in error.value.hint
