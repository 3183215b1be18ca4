"""Themes from the plans' own words, where no codebook tells their tasks apart."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff.model import Section
from policydiff.settings import ThemeSettings
from policydiff.themes import code_plan, induce_codebook, tells_apart
from policydiff.themes.coding import without_offices

from .plans import plan, task

MUSEUM = plan(
    task("办好古籍修复", "修复古籍善本", "培训古籍修复师", number="1"),
    task("开放古籍数据库", "数字化古籍善本", number="2"),
    task("策划青铜器特展", "借展青铜器", "布置展厅", number="3"),
    task("青铜器研究", "出版青铜器图录", number="4"),
    task("接待研学团队", "编写研学手册", number="5"),
    task("研学课程", "研学团队走进展厅", number="6"),
    task("更换库房空调", "检修库房空调和电梯", number="7"),
    task("维护库房电梯", "检修电梯", number="8"),
    task("招募志愿讲解员", "讲解员考试", number="9"),
    task("培训讲解员", "志愿讲解员上岗", number="10"),
)


def words(book) -> list[set[str]]:
    return [set(theme.zh.split("·")) for theme in book.themes]


def test_tasks_that_share_telling_words_become_themes():
    coded = code_plan(MUSEUM, induce_codebook([MUSEUM]))
    primary = [each.themes.primary for each in coded.tasks]
    assert None not in primary
    assert len(set(primary)) == 5
    assert all(primary[at] == primary[at + 1] for at in range(0, 10, 2))


def test_a_theme_is_named_by_words_of_its_tasks():
    book = induce_codebook([MUSEUM])
    text = "".join(each.title + each.text for each in MUSEUM.tasks)
    assert all(name in text for names in words(book) for name in names)
    assert any("古籍" in name for names in words(book) for name in names)


def test_a_name_may_be_of_several_words_as_the_settings_say():
    single = induce_codebook([MUSEUM], ThemeSettings(max_induced_words=1))
    short = induce_codebook([MUSEUM], ThemeSettings(max_induced_term=4))

    assert any("志愿讲解员" in names for names in words(induce_codebook([MUSEUM])))
    assert not any("志愿讲解员" in names for names in words(single))
    assert not any("志愿讲解员" in names for names in words(short))


def test_codes_say_that_they_are_induced_and_the_largest_comes_first():
    book = induce_codebook([MUSEUM])
    assert book.name == "induced"
    assert [theme.code for theme in book.themes] == [
        f"I{at:02}" for at in range(1, len(book.themes) + 1)
    ]
    assert all(re.fullmatch(r"I\d\d", theme.code) for theme in book.themes)


def test_words_that_say_nothing_make_no_theme():
    empty = plan(*(task("加强组织领导", "压实工作责任", number=str(at)) for at in range(4)))
    assert induce_codebook([empty]).themes == ()


def test_a_word_of_one_task_alone_makes_no_theme():
    alone = plan(task("修缮钟楼", number="1"), task("放映电影", number="2"))
    assert induce_codebook([alone]).themes == ()


def test_a_word_that_stands_in_nearly_all_tasks_tells_none_apart():
    names = [name for found in words(induce_codebook([MUSEUM])) for name in found]
    everywhere = plan(
        *(task(f"博物馆{each.title}", each.text, number=each.number) for each in MUSEUM.tasks)
    )
    named = [name for found in words(induce_codebook([everywhere])) for name in found]
    assert names
    assert not any(name == "博物馆" for name in named)


HEADED = plan(
    task("更换航标灯", "航标", number="1", section="1"),
    task("检修航标", "航标灯", number="2", section="1"),
    task("助餐点", "摆渡车", number="3", section="1"),
    task("商会年检", "年检", number="4", section="2"),
    task("年检抽查", "商会年检", number="5", section="2"),
    task("评估定级", "商会年检", number="6", section="2"),
    task("古籍修复", "修复古籍善本", number="7", section="3"),
    task("善本出版", "古籍善本", number="8", section="3"),
    task("布置展厅", "古籍善本", number="9", section="3"),
    sections=(
        Section("1", "一", "疏浚港口", 1),
        Section("2", "二", "规范商会", 4),
        Section("3", "三", "开放展厅", 7),
    ),
)


def test_a_theme_is_named_by_the_heading_that_its_tasks_stand_under():
    bare = plan(*HEADED.tasks)
    assert [theme.zh for theme in induce_codebook([HEADED]).themes if "港口" in theme.zh]
    assert not [theme.zh for theme in induce_codebook([bare]).themes if "港口" in theme.zh]


def test_a_task_that_shares_no_word_goes_with_those_of_its_section():
    primary = [each.themes.primary for each in code_plan(HEADED, induce_codebook([HEADED])).tasks]
    assert primary[2] in primary[:2]
    assert None not in primary


@pytest.mark.parametrize("slogan", ["人民战争", "攻坚战", "市级"])
def test_a_slogan_names_no_theme(slogan):
    fought = plan(
        task(f"古籍修复{slogan}", "古籍修复", number="1"),
        task(f"打赢古籍修复{slogan}", "修复古籍善本", number="2"),
        task("布置展厅", "检修展厅", number="3"),
        task("展厅开放", "展厅", number="4"),
    )
    assert not any(slogan in name for found in words(induce_codebook([fought])) for name in found)


def test_offices_in_charge_are_no_words_of_a_task():
    assert without_offices("办好展览（文物局牵头）") == "办好展览"
    offices = plan(
        task("修缮钟楼", "更换瓦片（文物局牵头）", number="1"),
        task("放映电影", "租借影片（文物局牵头）", number="2"),
    )
    assert induce_codebook([offices]).themes == ()


def test_the_same_words_come_out_under_any_seed():
    program = (
        "from tests.themes.test_induced import MUSEUM\n"
        "from policydiff.themes import induce_codebook\n"
        "book = induce_codebook([MUSEUM])\n"
        "print([(x.code, x.zh, [term.text for term in x.terms]) for x in book.themes])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1


SUBJECTS = st.sampled_from(
    ["古籍", "青铜器", "电梯", "研学团队", "讲解员", "推进", "加强", "的", "，", "A座"]
)
PHRASES = st.lists(SUBJECTS, min_size=1, max_size=8).map("".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PHRASES, PHRASES), max_size=14))
def test_every_induced_theme_has_a_name_a_code_and_terms(phrases):
    made = plan(*(task(*pair, number=str(at)) for at, pair in enumerate(phrases)))
    book = induce_codebook([made])
    assert all(theme.zh and theme.terms for theme in book.themes)
    assert len({theme.code for theme in book.themes}) == len(book.themes)
    assert book == induce_codebook([made])


def coded_by(primary: list[str | None]):
    from msgspec.structs import replace

    from policydiff.model import ThemeCoding

    tasks = [
        replace(task("题", number=str(at)), themes=ThemeCoding(code))
        for at, code in enumerate(primary)
    ]
    return [plan(*tasks)]


@pytest.mark.parametrize(
    ("primary", "told"),
    [
        (["a"] * 6 + ["b"] * 6, True),
        (["a"] * 7 + ["b"] * 5, False),
        (["a"] * 5 + ["b"] * 4 + [None] * 3, True),
        (["a"] * 4 + ["b"] * 3 + [None] * 5, False),
        (["a"] * 9, True),
    ],
    ids=["half", "most in one", "some without", "many without", "too few to tell"],
)
def test_when_themes_tell_tasks_apart(primary, told):
    assert tells_apart(coded_by(primary)) is told


def test_how_many_may_be_alike_is_a_setting():
    assert tells_apart(coded_by(["a"] * 12), ThemeSettings(max_theme_share=1.0))
