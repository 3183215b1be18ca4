"""Every form of numbering holds its items, broken at a fixed width or not, ended or not."""

import pytest

from policydiff.cleaning.wraps import join_lines, wrapped_lines
from policydiff.model import CleanText, Line
from policydiff.parsing import parse_plan
from policydiff.settings import WrapSettings
from policydiff.text.lines import width

from .texts import text_of

COUNT = 8
CELLS = 60
WORK = "修建水渠巩固堤坝加强巡查管护完善供水设施推进节水灌溉提升防洪能力落实河长责任做好水质监测"
HAN = "一二三四五六七八"
BRANCHES = "子丑寅卯辰巳午未"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def counted(first: str):
    """Return the n-th sign of a series that begins with this one."""
    return lambda n: chr(ord(first) + n - 1)


FORMS = {
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "１．": lambda n: f"{counted('１')(n)}．",
    "1、": lambda n: f"{n}、",
    "1 、": lambda n: f"{n} 、",
    "1. ": lambda n: f"{n}. ",
    "1": lambda n: f"{n} ",
    "1-tab": lambda n: f"{n}\t",
    "1：": lambda n: f"{n}：",
    "1)": lambda n: f"{n})",
    "1）": lambda n: f"{n}）",
    "1·": lambda n: f"{n}·",
    "1.0": lambda n: f"{n}.0 ",
    "【1】": lambda n: f"【{n}】",
    "〈一〉": lambda n: f"〈{HAN[n - 1]}〉",
    "(1)": lambda n: f"({n})",
    "（1）": lambda n: f"（{n}）",
    "（１）": lambda n: f"（{counted('１')(n)}）",
    "①": counted("①"),
    "❶": counted("❶"),
    "➀": counted("➀"),
    "➊": counted("➊"),
    "㊀": counted("㊀"),
    "⑴": counted("⑴"),
    "⒈": counted("⒈"),
    "㈠": counted("㈠"),
    "一、": lambda n: f"{HAN[n - 1]}、",
    "一．": lambda n: f"{HAN[n - 1]}．",
    "一": lambda n: f"{HAN[n - 1]}\N{IDEOGRAPHIC SPACE}",
    "（一）": lambda n: f"（{HAN[n - 1]}）",
    "( 一 )": lambda n: f"( {HAN[n - 1]} )",
    "一）": lambda n: f"{HAN[n - 1]}）",
    "第一，": lambda n: f"第{HAN[n - 1]}，",
    "第一、": lambda n: f"第{HAN[n - 1]}、",
    "第一": lambda n: f"第{HAN[n - 1]} ",
    "第一部分": lambda n: f"第{HAN[n - 1]}部分 ",
    "第一章": lambda n: f"第{HAN[n - 1]}章",
    "第1章": lambda n: f"第{n}章 ",
    "第一节": lambda n: f"第{HAN[n - 1]}节 ",
    "第一条": lambda n: f"第{HAN[n - 1]}条 ",
    "第1条": lambda n: f"第{n}条",
    "Ⅰ、": lambda n: f"{counted('Ⅰ')(n)}、",
    "Ⅰ": lambda n: f"{counted('Ⅰ')(n)} ",
    "ⅰ.": lambda n: f"{counted('ⅰ')(n)}.",
    "I.": lambda n: f"{ROMAN[n - 1]}.",
    "i.": lambda n: f"{ROMAN[n - 1].lower()}.",
    "子、": lambda n: f"{BRANCHES[n - 1]}、",
    "甲、": lambda n: f"{'甲乙丙丁戊己庚辛'[n - 1]}、",
    "壹、": lambda n: f"{'壹贰叁肆伍陆柒捌'[n - 1]}、",
    "A.": lambda n: f"{counted('A')(n)}.",
    "A、": lambda n: f"{counted('A')(n)}、",
    "A": lambda n: f"{counted('A')(n)} ",
    "a)": lambda n: f"{counted('a')(n)})",
    "1.1": lambda n: f"1.{n} ",
    "1.1-tight": lambda n: f"1.{n}",
    "一是": lambda n: f"{HAN[n - 1]}是",
    "一要": lambda n: f"{HAN[n - 1]}要",
    "其一，": lambda n: f"其{HAN[n - 1]}，",
    "任务一：": lambda n: f"任务{HAN[n - 1]}：",
    "第1项": lambda n: f"第{n}项 ",
    "No.1": lambda n: f"No.{n} ",
}


def item(form: str, number: int, end: str) -> str:
    """Return an item that fills two lines to the last cell, but for one that Latin may leave."""
    text = FORMS[form](number)
    for sign in WORK * 3:
        if width(text + sign + end) > 2 * CELLS:
            break
        text += sign
    return text + end


def broken(text: str) -> list[str]:
    rows = [""]
    for sign in text:
        if width(rows[-1] + sign) > CELLS:
            rows.append("")
        rows[-1] += sign
    return rows


def tasks_of(rows: list[str]) -> list[int]:
    """Read rows as a file would be: broken lines joined first. Return where its tasks start."""
    lines = tuple(Line(number, row) for number, row in enumerate(rows, 1))
    joined, _ = join_lines(lines, wrapped_lines(lines, WrapSettings()))
    plan = parse_plan(CleanText(text_of("").source, joined))
    return [task.line_start for task in plan.tasks]


@pytest.mark.parametrize("form", FORMS)
def test_items_in_one_line_each(form):
    rows = [item(form, number, "。") for number in range(1, COUNT + 1)]

    assert tasks_of(["某县2024年水利工作要点", *rows]) == list(range(2, 2 + COUNT))


@pytest.mark.parametrize("end", ["。", "；", "理"], ids=["sentence", "clause", "amid"])
@pytest.mark.parametrize("form", FORMS)
def test_items_that_end_on_a_full_line(form, end):
    rows = [row for number in range(1, COUNT + 1) for row in broken(item(form, number, end))]

    assert tasks_of(["某县2024年水利工作要点", *rows]) == list(range(2, 2 + 2 * COUNT, 2))


@pytest.mark.parametrize("form", FORMS)
def test_indented_items_that_end_on_a_full_line(form):
    rows = [row for number in range(1, COUNT + 1) for row in broken(item(form, number, "。"))]
    indented = [f"　　{row}" if index % 2 == 0 else row for index, row in enumerate(rows)]

    assert tasks_of(["某县2024年水利工作要点", *indented]) == list(range(2, 2 + 2 * COUNT, 2))


def test_a_line_that_begins_with_a_figure_or_a_list_of_numerals_is_no_item():
    paragraph = item("1.", 1, "。") + "".join(item("1.", 2, "。")[2:])
    rows = broken(paragraph)
    torn = [
        *rows[:1],
        "2024年" + rows[1][6:],
        "一、二、三产业" + rows[2][7:],
        "3.5万亩" + rows[3][6:],
    ]
    others = [row for number in range(2, COUNT) for row in broken(item("1.", number, "。"))]

    assert len(tasks_of(["某县2024年水利工作要点", *torn, *others])) == COUNT - 1
