"""What a user may choose: another depth, parts that are set apart, metadata from elsewhere."""

import pytest

from policydiff.errors import ParsingError
from policydiff.model import Completeness, Level, Metadata, Part, Plan
from policydiff.settings import ParsingSettings

from .laws import check_laws
from .texts import parsed, text_of

DEEP = """2024年某县工作要点
一、交通
（一）公路
1.修路。修十里。
2.修桥。修两座。
（二）水路
1.疏浚航道。疏浚五里。
二、教育
（一）学校
1.建校。建一所。
"""
REPORT = """某县政府工作报告
一、2023年工作回顾
（一）经济增长。增长5%。
二、2024年工作安排
（一）修路。修十里。
（二）建校。建一所。
"""


@pytest.mark.parametrize(
    ("level", "ids"),
    [
        (None, ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]),
        (3, ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]),
        (2, ["1.1", "1.2", "2.1"]),
        (1, ["1", "2"]),
        (9, ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]),
    ],
)
def test_level_picks_the_depth_of_tasks(level, ids):
    settings = ParsingSettings(depth=level)
    plan = parsed(DEEP, settings)

    assert [task.id for task in plan.tasks] == ids
    check_laws(text_of(DEEP), plan)


def test_a_higher_level_keeps_what_is_below_in_the_text():
    task = parsed(DEEP, ParsingSettings(depth=1)).tasks[0]

    assert "疏浚航道" in task.text
    assert "修十里" in [measure.text for measure in task.measures]


def test_review_is_apart_unless_included():
    apart = parsed(REPORT)
    included = parsed(REPORT, ParsingSettings(include=(Part.REVIEW,)))

    assert [task.title for task in apart.tasks] == ["修路", "建校"]
    assert ("review", 2, 3) in [(r.reason, r.line_start, r.line_end) for r in apart.removed]
    assert [(t.id, t.title) for t in included.tasks] == [
        ("1.1", "经济增长"),
        ("2.1", "修路"),
        ("2.2", "建校"),
    ]
    check_laws(text_of(REPORT), included)


def test_guidance_is_apart_unless_included():
    rows = "2024年要点\n一、总体要求\n稳中求进。\n二、任务\n（一）修路。好。\n（二）建校。好。\n"

    assert [t.title for t in parsed(rows).tasks] == ["修路", "建校"]
    included = parsed(rows, ParsingSettings(include=(Part.GUIDANCE,)))
    assert [t.title for t in included.tasks] == ["总体要求", "修路", "建校"]


def test_overrides_win_over_the_text():
    known = Metadata(
        id="county",
        title="另名",
        issuer="某局",
        level=Level.OTHER,
        year=1999,
        document_number="某发〔1999〕1号",
        issued_on="1999-01-02",
        scope="水利",
        completeness=Completeness.DIGEST,
    )
    plan = parsed(DEEP, overrides=known)

    assert (plan.id, plan.title, plan.issuer, plan.level) == ("county", "另名", "某局", Level.OTHER)
    assert (plan.year, plan.document_number) == (1999, "某发〔1999〕1号")
    assert (plan.issued_on, plan.scope) == ("1999-01-02", "水利")
    assert plan.completeness is Completeness.DIGEST


def test_a_plan_begins_with_what_is_known_of_it():
    known = Metadata.__struct_fields__

    assert Plan.__struct_fields__[: len(known)] == known


def test_an_empty_override_wins_too():
    assert parsed(DEEP, overrides=Metadata(scope="")).scope == ""
    assert parsed(DEEP, overrides=Metadata(title="")).title == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [("plans/a.b.txt", "a.b"), ("C:\\plans\\要点.docx", "要点"), ("-", "stdin"), (".txt", ".txt")],
)
def test_the_id_comes_from_the_name_of_the_file(path, name):
    from policydiff.parsing import parse_plan

    assert parse_plan(text_of(DEEP, path)).id == name


def test_a_text_without_numbered_items_is_refused_with_its_first_lines():
    rows = "\n".join(["关于天气的散文", "今天天气很好。", *["再写一句。"] * 9])

    with pytest.raises(ParsingError) as caught:
        parsed(rows)

    assert "plan.txt: no numbered items found" in str(caught.value)
    assert "一、" in str(caught.value)
    assert "1: 关于天气的散文" in caught.value.hint
    assert caught.value.hint.count("\n") == 5


def test_an_empty_text_is_refused():
    with pytest.raises(ParsingError) as caught:
        parsed("\n \n")

    assert caught.value.hint == "the text is empty after cleaning"


def test_a_text_that_only_looks_back_is_refused_with_the_way_out():
    rows = "某县工作报告\n一、2023年工作回顾\n（一）修路。修了。\n（二）建校。建了。\n"

    with pytest.raises(ParsingError) as caught:
        parsed(rows)

    assert "--include review" in caught.value.hint
    assert len(parsed(rows, ParsingSettings(include=(Part.REVIEW,))).tasks) == 2


@pytest.mark.parametrize(
    ("second", "ids"),
    [
        ("4.修桥。好。\n5.修路。好。\n5.修坝。好。", ["1", "2", "3", "4", "5", "5b"]),
        (
            "2.修桥。好。\n3.修路。好。\n4.修坝。好。",
            ["1.1", "1.2", "1.3", "2.2", "2.3", "2.4"],
        ),
    ],
    ids=["one number twice", "many numbers twice"],
)
def test_numbers_that_hardly_repeat_run_through_the_sections(second, ids):
    rows = f"2024年要点\n一、水利\n1.清淤。好。\n2.护岸。好。\n3.引水。好。\n二、交通\n{second}\n"

    assert [task.id for task in parsed(rows).tasks] == ids
