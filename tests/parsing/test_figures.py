"""Figures as plans write them: the cases stand in ``cases/figures.toml``."""

import tomllib
from pathlib import Path

import pytest

from policydiff.model import Doubt
from policydiff.parsing.targets import Figures, read_figures
from tests.factory import make_task


def figures(text: str, year: int | None = 2024) -> Figures:
    return read_figures(make_task("1", text, line=7), year)


CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "figures.toml").read_text("utf-8"))
ROWS = [(text, expected) for texts in CASES.values() for text, expected in texts.items()]


TORN = (
    "建设约75?000个公屋单位。",
    "建设约75□000个公屋单位。",
    "接种率达到9?%以上。",
    "接种率达到?5%以上。",
    "新增床位1,00张。",
    "新增床位05张。",
    "新增床位000张。",
    "新增床位1O0张。",
    "新增床位l20张。",
    "接种率达到60，5%。",
    "接种率达到60·5%。",
    "新增■5家企业。",
    "新增×5家企业。",
    "新增20 35名教师。",
    "新增1.2.3万人。",
    "新增1.500家企业。",
    "新增12 34名教师。",
    "新增1○0家企业。",
    "新增5十家。",
    "签约率达到百分之?十。",
    "投资一亿?千万元。",
)


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_figures_are_read_as_they_are_written(text: str, expected: list[list[object]]) -> None:
    found = figures(text)
    read = [[t.object, t.comparator.value, t.value, t.unit] for t in found.targets]
    assert (read, found.unsure) == (expected, ())


@pytest.mark.parametrize("text", TORN)
def test_a_torn_figure_is_left_out_and_listed(text: str) -> None:
    found = figures(text)
    assert found.targets == ()
    (unsure,) = found.unsure
    assert (unsure.line, unsure.reason) == (7, Doubt.FIGURE_TORN)
    assert unsure.quote in text


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("引进三、四家企业。", 3, 4, "家"),
        ("新增二三十家企业。", 20, 30, "家"),
        ("增长5.3—5.8%。", 5.3, 5.8, "%"),
        ("投资5000万至1亿元。", 50_000_000, 100_000_000, "元"),
        ("增速保持在百分之三至百分之五。", 3, 5, "%"),
        ("新建3座到5座公园。", 3, 5, "座"),
        ("补助标准提高到3元/人至5元/人。", 3, 5, "元/人"),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: float, high: float, unit: str) -> None:
    (target,) = figures(text).targets
    assert (target.comparator.value, target.value, target.value_max) == ("range", low, high)
    assert target.unit == unit


@pytest.mark.parametrize(
    "text", ["床位达到 3 万 张，年底前完成。", "规上工业 产值增长 9 5％ 以 上。"]
)
def test_the_quote_keeps_the_blanks_of_the_plan(text: str) -> None:
    (target,) = figures(text).targets
    assert target.quote in text
    assert " " in target.quote


def test_a_doubling_is_a_growth() -> None:
    (target,) = figures("游客数量实现翻一番。").targets
    assert (target.value, target.unit, target.qualifier) == (100, "%", "实现增长")
