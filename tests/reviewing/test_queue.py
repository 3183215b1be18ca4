"""What is asked first, and that what was not weighed can be found too."""

import pytest

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.pipeline.ask import review
from policydiff.reviewing.queue import remaining_pairs

OLD = """某县2023年工作要点
1.整修乡间道路。铺设沥青路面二十公里。
2.举办节水知识竞赛。组织中小学生参加竞赛。
"""
NEW = """某县2024年工作要点
1.乡间道路管护。公示路长名单。
2.保护古树名木。登记百年古树。
"""


@pytest.fixture(scope="module")
def plans():
    return tuple(
        parse_plan(read_source(name, data=text.encode()))
        for name, text in (("old.txt", OLD), ("new.txt", NEW))
    )


def test_texts_that_share_letters_are_near_and_others_are_not(plans):
    found = {(x.previous, x.current): x.likeness for x in remaining_pairs(*plans, 0.0)}

    assert max(found, key=lambda pair: found[pair]) == ("1", "1")
    assert ("2", "2") not in found


def test_likeness_does_not_depend_on_the_side(plans):
    there = {(x.previous, x.current): round(x.likeness, 9) for x in remaining_pairs(*plans, 0.0)}
    back = remaining_pairs(plans[1], plans[0], 0.0)

    assert {(x.current, x.previous): round(x.likeness, 9) for x in back} == there


def test_every_pair_is_listed_once_the_most_telling_first(plans):
    items = review(*plans).items
    pairs = [(item.previous, item.current) for item in items]

    assert ("1", "1") in pairs
    assert len(set(pairs)) == len(pairs)
    assert [item.gain for item in items] == sorted((item.gain for item in items), reverse=True)
