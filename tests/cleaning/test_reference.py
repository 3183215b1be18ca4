"""The reference of cleaning says what is done: its examples are run, its lists are complete."""

import re
from pathlib import Path

import pytest

from policydiff.cleaning import RULES
from policydiff.cleaning.junk import REPEATED_LEAD, load_rules
from policydiff.cleaning.wraps import HARD_WRAP
from policydiff.pipeline import read_source

PAGE = (Path(__file__).parents[2] / "docs/reference/cleaning.md").read_text(encoding="utf-8")
REPAIRS, REMOVED = PAGE.split("## Lines set aside")
FORMAT_REASONS = {
    *("outside-main-text", "page-number", "running-head", "contents", "footnote"),
    *("front-matter", "table-rule", "page-footer", REPEATED_LEAD),
}
BODY = (
    "一、深化医药卫生体制改革\n"
    "1.加强公立医院建设。落实政府投入责任，完善绩效考核，推进优质医疗资源扩容下沉和均衡布局。\n"
)


def rows(section):
    for row in re.findall(r"^\| `.*\|$", section, re.MULTILINE):
        cells = re.split(r"(?<!\\)\|", row.strip("|"))
        yield [cell.strip().strip("`").replace("\\|", "|") for cell in cells]


def written_out(text):
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def test_the_page_lists_every_rule_in_its_order():
    assert [name for name, *_ in rows(REPAIRS)] == [*(name for name, _ in RULES), HARD_WRAP]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [(row[0], row[2], row[3]) for row in rows(REPAIRS) if row[2]],
)
def test_the_example_of_a_repair_is_true(rule, before, after):
    text = read_source("-", data=written_out(before).encode())

    assert [line.text for line in text.lines] == [after]
    assert rule in {repair.rule for repair in text.repairs}


def test_the_page_lists_every_reason():
    rules = load_rules()
    known = {rule.reason for rule in rules.rules} | {rules.spam, rules.list_heading.reason}

    assert {reason for reason, *_ in rows(REMOVED)} == known | FORMAT_REASONS


@pytest.mark.parametrize(
    ("reason", "where", "example"),
    [(row[0], row[2], row[3]) for row in rows(REMOVED) if row[3]],
)
def test_the_example_of_a_line_set_aside_is_true(reason, where, example):
    pages = {
        "before the plan": [f"{example}\n{BODY}"],
        "after the plan": [f"{BODY}{example}\n"],
        "before or after": [f"{example}\n{BODY}", f"{BODY}{example}\n"],
    }

    for page in pages.get(where, [f"{BODY}{example}\n"]):
        assert [block.reason for block in read_source("-", data=page.encode()).removed] == [reason]
