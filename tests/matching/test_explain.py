"""Explanations say what align decided, and why."""

import pytest

from policydiff.errors import UsageError
from policydiff.matching import align
from policydiff.matching.explain import explain
from policydiff.pipeline import load_plan
from policydiff.pipeline.coding import code_plans
from policydiff.settings import ThemeSettings
from tests.factory import make_plan, make_task

PLANS = code_plans(
    [load_plan(f"seeds/{name}.txt") for name in ("city-2024", "yangpu-2025")],
    "health",
    ThemeSettings(),
).plans
ALIGNMENT = align(*PLANS)
OTHERS = ("培训乡村医生", "加装社区电梯", "查处网络谣言", "发放创业贷款", "普查灌区水鸟")


@pytest.mark.parametrize("link", ALIGNMENT.links[:6], ids=lambda link: link.id)
def test_a_link_is_explained_as_it_was_found(link):
    (found,) = explain(*PLANS, link.previous, link.current)

    assert (found.score, found.strength) == (link.score, link.strength)
    assert (found.evidence, found.reasons) == (link.evidence, link.reasons)
    codes = [note.code for note in found.missing]
    assert codes in ([], ["not-full"])
    assert (found.strength.value == "full") is (codes == [])


def test_without_a_counterpart_all_that_come_near_are_explained_best_first():
    near = (*ALIGNMENT.links, *ALIGNMENT.uncertain)
    for task in PLANS[0].tasks[:4]:
        found = explain(*PLANS, task.id)
        scores = [item.score for item in found]
        assert scores == sorted(scores, reverse=True)
        expected = {link.current for link in near if link.previous == task.id}
        assert {item.current for item in found} == expected or len(found) == 1


def test_an_uncertain_pair_is_no_link():
    pair = ALIGNMENT.uncertain[0]

    (found,) = explain(*PLANS, pair.previous, pair.current)

    assert found.strength is None
    assert found.missing[0].code == "uncertain"


def test_a_rejected_pair_is_told_what_fits_better():
    link = max(ALIGNMENT.links, key=lambda link: link.score)
    near = (*ALIGNMENT.links, *ALIGNMENT.uncertain)
    linked = {item.current for item in near if item.previous == link.previous}
    other = next(task.id for task in PLANS[1].tasks if task.id not in linked)

    (found,) = explain(*PLANS, link.previous, other)

    assert found.strength is None
    codes = [note.code for note in found.missing]
    assert codes == ["nothing-in-common"] or {"not-a-link", "better-current"} <= set(codes)


@pytest.mark.parametrize(
    ("before", "after", "code", "told"),
    [
        ("修渠补堤", "植树造林", "nothing-in-common", "share no word"),
        ("改造老旧灌区渠系", "普查灌区野生水鸟", "little-in-common", "灌区"),
    ],
)
def test_an_unlinked_pair_is_told_what_its_texts_share(before, after, code, told):
    plans = [
        make_plan(
            name, make_task("1", text), *(make_task(str(n), x) for n, x in enumerate(OTHERS, 2))
        )
        for name, text in (("a", before), ("b", after))
    ]
    (found,) = explain(*plans, "1", "1")

    assert found.strength is None
    (note,) = [note for note in found.missing if note.code.endswith("-in-common")]
    assert note.code == code
    assert told in note.message


def test_ranks_count_from_the_best():
    best = max(ALIGNMENT.links, key=lambda link: link.score)
    (found,) = explain(*PLANS, best.previous, best.current)
    assert (found.rank_previous, found.rank_current) == (1, 1)


def test_a_task_that_is_not_there():
    with pytest.raises(UsageError, match="city-2024: no task '99'") as caught:
        explain(*PLANS, "99")
    assert "its tasks are" in caught.value.hint
