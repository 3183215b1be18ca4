"""The restorer's report: equal repairs in one row, too many of one rule condensed."""

from policydiff.model import Repair
from policydiff.report.outline import MOST_ROWS, repair_rows


def test_a_converted_line_is_taken_apart_into_its_characters():
    line = Repair("traditional-script", 4, "衛生衛所", "卫生卫所", places=2)

    (row,), left = repair_rows([line])

    assert (row.before, row.after, row.lines, left) == ("衛", "卫", (4, 4), ())


def test_many_repairs_of_one_rule_come_in_one_row_most_frequent_first():
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅"
    repairs = [Repair("note", line, f"{sign}(a)", sign) for line, sign in enumerate(signs, start=1)]
    repairs.append(Repair("note", 99, "寅(a)", "寅"))

    (row,), _ = repair_rows(repairs)

    assert len(signs) > MOST_ROWS
    assert row.before.startswith("寅(a) 甲(a) ")
    assert row.before.endswith(" …")
    assert len(row.lines) == 14


def test_few_repairs_and_doubtful_ones_keep_their_rows():
    sure = [Repair("note", line, str(line), "") for line in range(1, MOST_ROWS + 2)]
    doubtful = Repair("note", 50, "??", "专科", confidence=0.6)

    rows, _ = repair_rows([*sure, doubtful])

    assert [row.lines for row in rows] == [tuple(range(1, MOST_ROWS + 2)), (50,)]
    assert len(repair_rows(sure[:MOST_ROWS])[0]) == MOST_ROWS


def test_long_texts_are_clipped_where_they_are_condensed():
    repairs = [Repair("hard-wrap", line, f"{line}" * 30, "") for line in range(10, 30)]

    (row,), _ = repair_rows(repairs)

    assert all(len(text) <= MOST_ROWS for text in row.before.split(" "))
