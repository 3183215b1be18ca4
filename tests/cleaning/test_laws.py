"""Laws of cleaning, on the seeds and on texts made up of what is found in them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff.cleaning import RULES, replay
from policydiff.pipeline import read_source
from tests.factory import extract_source

SEEDS = Path(__file__).parents[2] / "seeds"
PLANS = sorted(path.stem for path in SEEDS.glob("*.txt"))
FRAGMENTS = [
    *(
        "一、深化改革",
        "1.推进",
        "（一）加强",
        "衛(wèi)生",
        "關(guan) 於(yu) ",
        "重癥",
        "乾坤",
        "的通知",
    ),
    *("??? ", "????", "?", " |", "|", "\u3000", "\u00a0", "\t", " ", "\u200b", "\ufeff", "\x0c"),
    *(
        "打印",
        "您好:",
        "来源：",
        "相关新闻",
        "- 1 ",
        "版权所有",
        "京ICP备1号",
        "。",
        "，",
        "2024年",
    ),
    *("\n", "\n\n", "\r\n", "\u2028", "\ue2e5", "⼯", "加强医疗卫生体系建设，完善制度。" * 3),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(lambda parts: "一" + "".join(parts))


def as_source(text):
    """Write cleaned lines back as a file, blank where lines were removed."""
    last = max((line.number for line in text.lines), default=0)
    texts = {line.number: line.text for line in text.lines}
    return "\n".join(texts.get(number, "") for number in range(1, last + 1)).encode()


def is_idempotent(text):
    data = as_source(text)
    if not data.strip():
        return True
    again = read_source("-", data=data)
    kept = {line.number: line.text for line in text.lines if line.text}
    return (
        {line.number: line.text for line in again.lines if line.text},
        again.repairs,
        again.removed,
    ) == (kept, (), ())


def is_replayable(path, text, data=None):
    raw = extract_source(path, data=data).lines
    return replay(raw, text.repairs, text.removed) == text.lines


def nothing_is_lost(path, text, data=None):
    raw = {line.number for line in extract_source(path, data=data).lines}
    kept = {line.number for line in text.lines}
    removed = {
        number for block in text.removed for number in range(block.line_start, block.line_end + 1)
    }
    return kept | removed == raw and not kept & removed


@pytest.mark.parametrize("name", PLANS)
def test_cleaning_a_cleaned_plan_changes_nothing(name):
    assert is_idempotent(read_source(str(SEEDS / f"{name}.txt")))


@pytest.mark.parametrize("name", PLANS)
def test_the_record_is_enough_to_clean_again(name):
    path = str(SEEDS / f"{name}.txt")

    assert is_replayable(path, read_source(path))


@pytest.mark.parametrize("name", PLANS)
def test_each_line_is_kept_or_on_the_list(name):
    path = str(SEEDS / f"{name}.txt")

    assert nothing_is_lost(path, read_source(path))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_laws_hold_for_any_mixture(text):
    data = text.encode()
    cleaned = read_source("-", data=data)

    assert is_replayable("-", cleaned, data)
    assert nothing_is_lost("-", cleaned, data)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_repairs_are_idempotent_for_any_mixture(text):
    cleaned = read_source("-", data=text.encode())
    kept = "\n".join(line.text for line in cleaned.lines).encode()

    assert not kept.strip() or read_source("-", data=kept).repairs == ()


def test_every_rule_has_a_name_of_its_own():
    names = [name for name, _ in RULES]

    assert len(set(names)) == len(names)
    assert all(name == name.lower() and " " not in name for name in names)


@pytest.mark.parametrize("name", PLANS)
def test_repairs_bear_the_names_of_the_rules(name):
    text = read_source(str(SEEDS / f"{name}.txt"))

    assert {repair.rule for repair in text.repairs} <= {name for name, _ in RULES}
