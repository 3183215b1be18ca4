"""How credit is shared out, and what becomes of it: primary, secondary, or no theme."""

from msgspec.structs import replace

from policydiff.model import Section, ThemeCoding, ThemeEvidence
from policydiff.settings import ThemeSettings
from policydiff.themes import Codebook, code_plan, parse_codebook

from .plans import plan, task

BOOK = parse_codebook(
    """
[[theme]]
code = "blood"
zh = "血液"
core = "无偿献血"
terms = "血液 用血"
hints = "保障"
[[theme]]
code = "drugs"
zh = "药品"
core = "合理用药"
terms = "药品 耗材"
[[theme]]
code = "workforce"
zh = "人才"
core = "人才队伍"
terms = "人才"
""",
    "test.toml",
)


def coded(title: str, *measures: str, heading: str = "", book: Codebook = BOOK) -> ThemeCoding:
    sections = (Section("s1", "一", heading, 1),)
    return (
        code_plan(plan(task(title, *measures, section="s1"), sections=sections), book)
        .tasks[0]
        .themes
    )


def test_the_title_outweighs_a_clause():
    assert coded("推进无偿献血", "促进合理用药").primary == "blood"


def test_the_body_decides_where_the_title_says_nothing():
    assert (
        coded("做好其他工作", "促进合理用药", "规范药品、耗材管理", "推进无偿献血").primary
        == "drugs"
    )


def test_a_measure_of_its_own_makes_a_secondary_theme():
    assert coded("推进无偿献血", "促进合理用药").secondary == ("drugs",)


def test_one_plain_term_is_a_passing_mention():
    assert coded("推进无偿献血", "采购药品").secondary == ()


def test_two_clauses_with_a_plain_term_are_a_measure():
    assert coded("推进无偿献血", "采购药品，配送耗材").secondary == ("drugs",)


def test_a_clause_that_themes_share_makes_none_of_them():
    themes = coded("推进无偿献血", "兼顾无偿献血、合理用药、人才队伍")
    assert themes.secondary == ()


def test_a_clause_that_sets_the_scene_counts_little():
    assert coded("推进无偿献血", "依托合理用药，开展活动").secondary == ()
    assert coded("推进无偿献血", "倡导合理用药，开展活动").secondary == ("drugs",)


def test_who_is_in_charge_is_no_theme():
    assert coded("推进无偿献血", "做好动员（合理用药处、人才队伍处按职责分工负责）").secondary == ()
    assert coded("推进无偿献血", "做好动员（含合理用药）").secondary == ("drugs",)


def test_a_place_is_a_scene_only_within_its_frame():
    assert coded("推进无偿献血", "在合理用药的基础上，做好动员").secondary == ()
    assert coded("推进无偿献血", "在全区推进合理用药").secondary == ("drugs",)
    assert coded("推进无偿献血", "以合理用药为重点，做好动员").secondary == ()
    assert coded("推进无偿献血", "以宣传促进合理用药").secondary == ("drugs",)


def test_hints_alone_make_no_theme():
    assert coded("落实保障", "加强保障，做好保障") == ThemeCoding()


def test_hints_tip_the_scales():
    assert coded("用血与药品", "保障").primary == "blood"
    assert coded("药品与血液保障").primary == "blood"


def test_a_heading_tips_the_scales_but_makes_no_theme():
    assert coded("血液与药品", heading="合理用药").primary == "drugs"
    assert coded("血液与药品", heading="一、无偿献血").primary == "blood"
    assert coded("做好工作", "抓好落实", heading="合理用药") == ThemeCoding()


def test_a_task_without_evidence_gets_no_theme():
    assert coded("加强组织领导", "压实责任") == ThemeCoding()


def test_ties_follow_the_codebook():
    assert coded("药品和血液").primary == "blood"


def test_evidence_names_terms_and_places():
    themes = coded("推进无偿献血", "做好用血保障", "促进合理用药")
    assert themes.evidence == (
        ThemeEvidence("blood", 3.7, ("无偿献血", "用血", "保障"), ("", "1.m1")),
        ThemeEvidence("drugs", 1.0, ("合理用药",), ("1.m2",)),
    )


def test_only_themes_change_in_a_plan():
    before = plan(task("推进无偿献血"), task("加强组织领导", number="2"))
    after = code_plan(before, BOOK)
    bare = tuple(replace(each, themes=ThemeCoding()) for each in after.tasks)
    assert replace(after, tasks=bare) == before
    assert code_plan(after, BOOK) == after


def test_thresholds_are_settings():
    strict = ThemeSettings(min_secondary=2.0)
    tasks = plan(task("推进无偿献血", "促进合理用药"))
    assert code_plan(tasks, BOOK, strict).tasks[0].themes.secondary == ()
