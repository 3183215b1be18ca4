"""The shipped vocabularies, on titles that were written for this test and in no plan of ours."""

from pathlib import Path

import pytest

from policydiff.themes import code_plan, codebook_names, load_codebook

from .plans import plan, task

FLOOR = 0.95  # share of titles that get the theme they were written for


@pytest.mark.parametrize("name", codebook_names())
def test_titles_get_the_theme_they_were_written_for(name):
    path = Path(__file__).with_name(f"titles-{name}.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    book = load_codebook(name)
    coded = code_plan(plan(*(task(title) for _, title in rows)), book)
    wrong = [
        (title, each.themes.primary, code)
        for (code, title), each in zip(rows, coded.tasks, strict=True)
        if each.themes.primary != code
    ]
    assert {code for code, _ in rows} == {theme.code for theme in book.themes}
    assert 1 - len(wrong) / len(rows) >= FLOOR, wrong


NEAR_MISSES = {
    "general": {
        "social": "区人民政府工作报告",
        "urban": "市政府、市政协",
        "safety": "展现新气象",
        "ethnic": "绿化海河两岸",
        "macro": "做大海洋经济",
        "agriculture": "健全联农带农机制",
    },
    "health": {
        "tcm": "集中医疗资源，其中药费减免",
        "blood": "规范血液透析服务",
        "ethics": "落实防控主体责任",
        "promotion": "推进职业健康保护行动",
        "workforce": "开展警示教育",
        "research": "研究制定实施方案",
    },
}


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for name, cases in NEAR_MISSES.items() for code in cases]
)
def test_words_that_only_look_like_a_term_do_not_count(name, code):
    hits = load_codebook(name).lexicon.find(NEAR_MISSES[name][code])
    assert code not in {hit.theme for hit in hits}
