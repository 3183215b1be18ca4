"""Script: told rightly, converted as OpenCC does, left alone where it is simplified."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from policydiff.cleaning.rules import CleaningContext, simplify_strays
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings
from policydiff.text import simplify
from policydiff.text.simplify import detect_script, load_tables, to_simplified

SEEDS = Path(__file__).parents[2] / "seeds"
HANS = CleaningContext(Script.HANS, ReadingSettings())
CONVERTER = OpenCC("t2s")
PHRASES = sorted(load_tables().phrases)
PIECES = [*PHRASES, *{character for phrase in PHRASES for character in phrase}, "，", "衛"]


@pytest.mark.parametrize("name", ["city-2020", "newtown-2024", "yangpu-2025"])
def test_conversion_is_that_of_opencc(name):
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")

    assert to_simplified(text) == CONVERTER.convert(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_overlapping_phrases_are_converted_as_opencc_does(text):
    assert to_simplified(text) == CONVERTER.convert(text)


def test_without_its_data_files_opencc_itself_converts(monkeypatch):
    monkeypatch.setattr(simplify, "load_tables", lambda: None)

    assert to_simplified("衛生健康，乾坤" * 40) == "卫生健康，乾坤" * 40


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("TSCharacters.txt", "衛\t卫\n"),
        ("TSCharacters.txt", "衛 卫\n"),
        ("TSPhrases.txt", "乾坤\n"),
    ],
)
def test_data_files_of_another_shape_are_not_used(tmp_path, monkeypatch, name, content):
    (tmp_path / "dictionary").mkdir()
    for file in ("TSCharacters.txt", "TSPhrases.txt"):
        (tmp_path / "dictionary" / file).write_text("乾坤\t乾坤\n", encoding="utf-8")
    (tmp_path / "dictionary" / name).write_text(content, encoding="utf-8")

    assert simplify.read_tables(tmp_path / "dictionary") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("深化醫療改革", Script.HANT),
        ("深化医疗改革", Script.HANS),
        ("1. 2. 3.", Script.HANS),
        ("工作要点", Script.HANS),
        ("香港特別行政區，国", Script.HANT),
        ("浙江省乾县、於潜镇、瞭望", Script.HANS),
    ],
)
def test_script_is_told_by_majority(text, told):
    assert detect_script((Line(1, text),)) is told


def strays(text):
    lines, _ = simplify_strays((Line(1, text),), HANS)
    return lines[0].text


@pytest.mark.parametrize("name", ["city-2024", "medadmin-2024", "yangpu-2025"])
def test_healthy_simplified_plans_have_no_strays(name):
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")

    assert strays(text) == text


def test_conversion_of_text_without_punctuation_is_not_quadratic():
    characters = random.Random(0).choices("的衛生乾坤發展干", k=400_000)

    assert len(to_simplified("".join(characters))) == 400_000
