"""Wording diffs: tokens, not characters; near-rewrites side by side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff.comparing.wording import diff_wording, directive_words
from policydiff.model import EditKind, Layout, Wording
from policydiff.settings import ComparingSettings


def shown(wording: Wording) -> str:
    signs = {EditKind.EQUAL: "{}", EditKind.DELETE: "[-{}-]", EditKind.INSERT: "{{+{}+}}"}
    return "".join(signs[edit.kind].format(edit.text) for edit in wording.edits)


CASES = {
    ("建设30家中心", "建设3家中心"): "建设[-30家-]{+3家+}中心",
    ("建设3家中心", "建设3家中心"): "建设3家中心",
    ("吻合度达70%以上", "吻合度达80%以上"): "吻合度达[-70%以上-]{+80%以上+}",
    ("推进社区医院建设", "推动社区医院建设"): "[-推进-]{+推动+}社区医院建设",
    ("推进全市信访工作", "推进全市医药工作"): "推进全市[-信访-]{+医药+}工作",
    ("加强医疗服务监管", "加强医药服务监管"): "加强[-医疗-]{+医药+}服务监管",
    (
        "开展医养结合服务质量提升",
        "开展医养结合机构服务质量提升",
    ): "开展医养结合{+机构+}服务质量提升",
    (
        "认真贯彻落实《章程》的精神",
        "认真贯彻落实《章法》的精神",
    ): "认真贯彻落实[-《章程》-]{+《章法》+}的精神",
}


@pytest.mark.parametrize(("pair", "expected"), CASES.items(), ids=[a for a, _ in CASES])
def test_no_number_name_or_word_is_cut(pair: tuple[str, str], expected: str) -> None:
    assert shown(diff_wording(*pair, words=directive_words())) == expected


def test_near_rewrites_stand_side_by_side() -> None:
    wording = diff_wording("持续做好整治药品回扣配套文件精神贯彻落实", "修订医药产品回扣治理文件")
    assert wording.layout is Layout.SIDE_BY_SIDE
    assert [edit.kind for edit in wording.edits] == [EditKind.DELETE, EditKind.INSERT]


def test_the_floor_is_a_setting() -> None:
    pair = ("持续做好整治药品回扣配套文件精神贯彻落实", "修订医药产品回扣治理文件")
    assert (
        diff_wording(*pair, settings=ComparingSettings(min_inline_share=0)).layout is Layout.INLINE
    )


def test_very_long_wordings_are_not_diffed() -> None:
    text = "推进社区建设" * 400
    assert diff_wording(text, text + "。").layout is Layout.SIDE_BY_SIDE


TEXT = st.text(alphabet="推进社区医院建设30家,。《》 a%", max_size=40)


@settings(max_examples=60)
@given(TEXT, TEXT)
def test_each_side_can_be_read_from_the_diff(before: str, after: str) -> None:
    edits = diff_wording(before, after, directive_words()).edits
    assert "".join(e.text for e in edits if e.kind is not EditKind.INSERT) == before
    assert "".join(e.text for e in edits if e.kind is not EditKind.DELETE) == after
    assert all(edit.text for edit in edits)
