"""What pictures show, and that it can be seen: order, places, and what is left out."""

import itertools

import pytest
from msgspec.structs import replace

from policydiff.model import Report, Strength
from policydiff.report import Lang
from policydiff.report.blocks import Diagram, Edge, Node, Tone
from policydiff.report.pair import Pair, pairs
from policydiff.report.pictures import MOST_NODES, pair_flow, theme_picture
from policydiff.writers.pictures import NARROW, WIDE, flow

ROOMS = pytest.mark.parametrize("room", [WIDE, NARROW])


@pytest.fixture(scope="module")
def pair(proved_report) -> Pair:
    return pairs(proved_report)[0]


def test_the_longer_side_stands_in_the_order_of_its_counterparts(small_report):
    _, vertical = pairs(small_report)
    names = [node.name for node in pair_flow(vertical, Lang.ZH).nodes]

    assert names == ["p1", "p2", "p3", "p4", "p5", "c1", "c2"]


def test_what_has_no_link_stands_last_and_says_what_it_is(pair):
    nodes = pair_flow(pair, Lang.ZH).nodes
    previous = [node for node in nodes if node.name.startswith("p")]

    assert [node.label for node in previous][-2:] == [
        "退出 4 打赢疫情防控狙击战",
        "退出 5 加强安全生产",
    ]
    assert [node.tone for node in previous][-2:] == [Tone.DROPPED, Tone.DROPPED]
    assert nodes[-1].label == "新增 5 构建生育支持政策体系"


def test_tasks_follow_their_links_and_not_their_numbers(pair):
    """The first task of the earlier plan goes on in the last of the later one, and so on."""
    first, *others = pair.comparison.links
    turned = (
        replace(first, id="1-4", current="4"),
        replace(others[1], id="2-1", current="1", strength=Strength.FULL),
    )
    crossed = Pair(replace(pair.comparison, links=turned), pair.previous, pair.current)
    names = [node.name for node in pair_flow(crossed, Lang.ZH).nodes]

    assert names.index("c4") < names.index("c1")


def test_a_pair_of_too_many_tasks_has_no_picture(pair):
    tasks = tuple(replace(pair.previous.tasks[0], id=f"x{n}") for n in range(MOST_NODES))
    many = Pair(pair.comparison, replace(pair.previous, tasks=tasks), pair.current)

    assert not pair_flow(many, Lang.ZH).nodes


@ROOMS
def test_boxes_lie_apart_inside_the_picture(pair, room):
    picture = flow(pair_flow(pair, Lang.ZH), room)
    columns = itertools.groupby(picture.boxes, key=lambda box: box.x)

    for x, boxes in columns:
        assert 0 <= x <= picture.width - picture.box
        for above, below in itertools.pairwise(boxes):
            assert above.y + above.height < below.y
    assert all(box.y + box.height <= picture.height for box in picture.boxes)


@ROOMS
def test_a_short_side_stands_level_with_its_counterparts(small_report, room):
    """The second task of the district has no counterpart, so the first alone is drawn to one."""
    _, vertical = pairs(small_report)
    tops = {box.name: box.y for box in flow(pair_flow(vertical, Lang.ZH), room).boxes}

    assert tops["c1"] == tops["p1"]
    assert tops["c2"] > tops["c1"]


def test_boxes_that_wish_for_one_place_stand_around_it():
    """Three of the short side are drawn to the middle of the long one: none slides to its end."""
    nodes = [Node(f"p{n}", f"{n} 修渠", "2023") for n in range(9)]
    nodes += [Node(f"c{n}", f"{n} 护林", "2024") for n in range(3)]
    ties = tuple(Edge("p4", f"c{n}") for n in range(3))

    tops = {box.name: box.y for box in flow(Diagram(tuple(nodes), ties), WIDE).boxes}

    assert tops["c0"] < tops["p4"] + 4 < tops["c2"]
    assert tops["c1"] == pytest.approx(tops["p4"], abs=5)


def test_themes_that_are_secondary_everywhere_are_named_only(small_report):
    first, second = small_report.comparisons
    change = first.themes[1]
    side = replace(change.previous, share=0.2, share_primary=0.0, primary=())
    faint = replace(change, code="T99", name="兼及", previous=side, current=side)
    report = replace(
        small_report, comparisons=(replace(first, themes=(*first.themes, faint)), second)
    )

    picture = theme_picture(report, Lang.ZH)

    assert picture.rest == ("兼及",)
    assert "T99" not in [row.code for row in picture.rows]


def test_a_theme_that_came_or_went_says_so_in_words(small_report):
    rows = {row.code: row.bars for row in theme_picture(small_report, Lang.ZH).rows}

    assert [bar and bar.told for bar in rows["T01"]] == ["", "摘要未见", None]
    assert [bar and bar.text for bar in rows["T20"]] == [None, "15.0%", ""]
    assert max(bar.length for bars in rows.values() for bar in bars if bar) == 1.0


def test_years_head_the_bars_of_one_office(proved_report, small_report):
    assert theme_picture(proved_report, Lang.ZH).plans == ("2020", "2024")
    assert theme_picture(small_report, Lang.ZH).plans[2] == "district-2025"  # another office


def test_without_plans_there_is_nothing_to_see():
    assert theme_picture(Report(plans=(), comparisons=()), Lang.ZH).rows == ()
