"""Themes over two plans: status, tasks, share of text, rank and shift."""

from policydiff.comparing.statuses import theme_changes
from policydiff.model import Status, ThemeSide
from policydiff.themes import code_plan, parse_codebook

from .plans import plan, task

BOOK = parse_codebook(
    """
[[theme]]
code = "blood"
zh = "血液"
en = "Blood"
core = "无偿献血"
[[theme]]
code = "drugs"
zh = "药品"
en = "Medicines"
core = "合理用药"
[[theme]]
code = "tcm"
zh = "中医药"
en = "TCM"
core = "中医药"
""",
    "test.toml",
)
PREVIOUS = code_plan(plan(task("无偿献血", "动员"), task("合理用药", "宣传", number="2")), BOOK)
CURRENT = code_plan(plan(task("合理用药", "促进中医药发展")), BOOK)


def test_status_follows_from_the_tasks_coded():
    changes = theme_changes(PREVIOUS, CURRENT, BOOK.themes, BOOK.lexicon)
    assert [(change.code, change.status) for change in changes] == [
        ("blood", Status.DROPPED),
        ("drugs", Status.CONTINUED),
        ("tcm", Status.NEW),
    ]
    assert next((change.name, change.name_en) for change in changes) == ("血液", "Blood")


def test_a_primary_theme_has_the_whole_task_a_secondary_one_its_measures():
    blood, drugs, tcm = theme_changes(PREVIOUS, CURRENT, BOOK.themes, BOOK.lexicon)
    assert blood.previous == ThemeSide(("1",), 0.5, 1, 0.5, ("1",))
    assert blood.current == ThemeSide((), 0.0)
    assert drugs.current == ThemeSide(("1",), 1.0, 1, 1.0, ("1",))
    assert tcm.current == ThemeSide(("1",), round(7 / 11, 4), 2)


def test_the_shift_is_the_change_of_share():
    shifts = [
        change.shift for change in theme_changes(PREVIOUS, CURRENT, BOOK.themes, BOOK.lexicon)
    ]
    assert shifts == [-0.5, 0.5, round(7 / 11, 4)]


def test_themes_on_neither_side_are_left_out():
    assert [
        change.code for change in theme_changes(PREVIOUS, PREVIOUS, BOOK.themes, BOOK.lexicon)
    ] == [
        "blood",
        "drugs",
    ]


def test_swapped_plans_swap_new_and_dropped():
    forward = theme_changes(PREVIOUS, CURRENT, BOOK.themes, BOOK.lexicon)
    backward = theme_changes(CURRENT, PREVIOUS, BOOK.themes, BOOK.lexicon)
    swap = {Status.NEW: Status.DROPPED, Status.DROPPED: Status.NEW}
    for one, other in zip(forward, backward, strict=True):
        assert (one.previous, one.current) == (other.current, other.previous)
        assert one.status == swap.get(other.status, other.status)


def test_empty_plans_have_no_themes():
    assert theme_changes(plan(), plan(), BOOK.themes, BOOK.lexicon) == ()


def test_a_theme_without_a_task_says_which_of_its_terms_still_stand():
    later = code_plan(plan(task("合理用药", "合理用药、中医药、无偿献血都要讲")), BOOK)
    blood = theme_changes(PREVIOUS, later, BOOK.themes, BOOK.lexicon)[0]
    assert (blood.status, blood.previous.mentioned) == (Status.DROPPED, ())
    assert blood.current.mentioned == ("无偿献血",)


def test_a_term_inside_a_longer_one_of_another_theme_is_no_mention():
    book = parse_codebook(
        """
[[theme]]
code = "std"
zh = "性病"
core = "性病"
[[theme]]
code = "chronic"
zh = "慢性病"
core = "慢性病"
""",
        "test.toml",
    )
    old = code_plan(plan(task("防治性病", "加强性病监测")), book)
    new = code_plan(plan(task("防治慢性病", "加强慢性病管理")), book)
    assert theme_changes(old, new, book.themes, book.lexicon)[0].current.mentioned == ()
