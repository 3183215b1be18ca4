"""Outlines made by hypothesis are read back as they were made."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from .laws import check_laws
from .texts import parsed, text_of

HAN = "一二三四五六七八九十"
OUTER = {
    "han": lambda n: f"{HAN[n - 1]}、",
    "han-point": lambda n: f"{HAN[n - 1]}．",
    "part": lambda n: f"第{HAN[n - 1]}部分　",
    "formal": lambda n: f"{'壹贰叁肆伍陆柒捌玖拾'[n - 1]}、",
    "han-paren": lambda n: f"（{HAN[n - 1]}）",
}
INNER = {
    "arabic": lambda n: f"{n}.",
    "arabic-comma": lambda n: f"{n}、",
    "arabic-full": lambda n: f"{chr(ord('０') + n // 10) * (n > 9)}{chr(ord('０') + n % 10)}．",
    "arabic-paren": lambda n: f"（{n}）",
    "arabic-close": lambda n: f"{n})",
    "circled": lambda n: chr(ord("①") + n - 1),
}
TITLES = st.text("修建桥梁道路学校医院水渠", min_size=2, max_size=12)
BODIES = st.text("完成推进改造加强管理", min_size=2, max_size=30)
SECTIONS = st.lists(
    st.lists(st.tuples(TITLES, BODIES), min_size=2, max_size=4), min_size=2, max_size=4
)


@st.composite
def outlines(draw):
    """Draw the rows of a plan, and the ids and titles that must come out."""
    outer = OUTER[draw(st.sampled_from(sorted(OUTER)))]
    inner = INNER[draw(st.sampled_from(sorted(INNER)))]
    runs_on = draw(st.booleans())
    own_line = draw(st.booleans())
    rows, expected, number = ["某县2024年工作要点"], [], 0
    for section, tasks in enumerate(draw(SECTIONS), 1):
        rows.append(f"{outer(section)}抓好工作")
        number = number if runs_on else 0
        for title, body in tasks:
            number += 1
            rows.append(f"{inner(number)}{title}" + ("" if own_line else f"。{body}。"))
            rows += [f"{body}。"] * own_line
            expected.append((f"{number}" if runs_on else f"{section}.{number}", title))
    return "\n".join(rows), expected


@settings(max_examples=150, deadline=None)
@given(outlines())
def test_tasks_come_back_with_ids_and_titles(outline):
    rows, expected = outline
    plan = parsed(rows)

    assert [(task.id, task.title) for task in plan.tasks] == expected
    assert plan.notes == ()
    check_laws(text_of(rows), plan)


@settings(max_examples=60, deadline=None)
@given(outlines())
def test_line_breaks_in_front_of_numbered_items_may_be_lost(outline):
    rows, expected = outline
    title, *rest = rows.split("\n")
    if not all(row.endswith("。") for row in rest if "抓好工作" not in row):
        return
    plan = parsed(f"{title}\n" + "".join(row.replace("抓好工作", "抓好工作。") for row in rest))

    assert [task.title for task in plan.tasks] == [name for _, name in expected]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("一二1２.、（）()①是要第，。：\n \u3000工作年|", max_size=30), max_size=12))
@example(["1", "①|", "1："])  # an item without a title, whose line only announces
def test_laws_hold_on_any_lines_that_hold_items(rows):
    text = "1.修路。\n2.修桥。\n" + "\n".join(rows)

    check_laws(text_of(text), parsed(text))
