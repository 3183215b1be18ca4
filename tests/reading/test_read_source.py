"""The whole way from bytes to clean text, on the five real plans."""

from pathlib import Path

import pytest

from policydiff.model import Script
from policydiff.pipeline import read_source

SEEDS = Path(__file__).parents[2] / "seeds"
PLANS = sorted(path.stem for path in SEEDS.glob("*.txt"))


def read(name):
    return read_source(str(SEEDS / f"{name}.txt"))


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("city-2020", Script.HANT),
        ("city-2024", Script.HANS),
        ("medadmin-2024", Script.HANS),
        ("newtown-2024", Script.HANT),
        ("yangpu-2025", Script.HANS),
    ],
)
def test_the_script_of_each_plan_is_told(name, script):
    assert read(name).source.script is script


@pytest.mark.parametrize(
    ("name", "removed_lines"),
    [
        ("city-2020", set()),
        ("city-2024", {3, 5, 36, 38, 49, 53, 55, 68, 77, *range(40, 48), *range(57, 67)}),
        ("medadmin-2024", {1}),
        ("newtown-2024", {1, 3, 6, 58, 60, 63, 64, 66, 67, 69, 70, 72, 74, 75, 77, 78}),
        ("yangpu-2025", set()),
    ],
)
def test_page_junk_and_nothing_else_is_set_aside(name, removed_lines):
    removed = {
        number
        for block in read(name).removed
        for number in range(block.line_start, block.line_end + 1)
    }

    assert removed >= removed_lines
    assert removed <= removed_lines | set(range(70, 76))


def test_lines_keep_the_numbers_of_the_source():
    lines = {line.number: line.text for line in read("newtown-2024").lines}

    assert lines[14] == "2024年1月22日"
    assert lines[20] == "2024年上海市新城卫生健康工作要点"
    assert lines[10].startswith("为做好2024年新城卫生健康工作")
    assert lines[26].startswith("(一)指导医疗卫生机构做好新建院区")


@pytest.mark.parametrize("name", ["city-2024", "medadmin-2024", "yangpu-2025"])
def test_simplified_plans_are_not_rewritten(name):
    assert {repair.rule for repair in read(name).repairs} <= {"spacing", "table-edge"}


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x85"])
@pytest.mark.parametrize("name", PLANS)
def test_line_ends_change_nothing(name, line_end):
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")

    other = read_source("-", data=text.replace("\n", line_end).encode())

    assert (other.lines, other.removed) == (read(name).lines, read(name).removed)
