"""Reading notes go; genuine brackets stay."""

import pytest

from policydiff.cleaning.pinyin import is_reading, remove_notes
from policydiff.cleaning.rules import CleaningContext
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings

HERE = CleaningContext(Script.HANT, ReadingSettings())
TONELESS = "關(guan) 於(yu) 印(yin) 發(fa) 衛(wei) 生"


def after(text):
    lines, _ = remove_notes((Line(1, text),), HERE)
    return lines[0].text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("衛(wèi)生", "衛生"),
        ("衛（wèi）生", "衛生"),
        ("衛( wèi )生", "衛生"),
        ("優(yōu)勢", "優勢"),
        ("綠(lǜ)色", "綠色"),
        ("關(ɡuān)於", "關於"),
        ("衛(we\u0300i)生", "衛生"),
        ("衛生(wèi shēng)工作", "衛生工作"),
        ("龘(dá)", "龘"),
        (TONELESS, "關於印發衛生"),
        (TONELESS + "，", "關於印發衛生，"),
    ],
)
def test_reading_notes_go(text, left):
    assert after(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "指標(KPIs)",
        "方案(a)",
        "方案（a）",
        "檢測(LDT)",
        "除顫儀(AED)",
        "中心(IDC)",
        "平臺(app)",
        "和(he)",
        "衛(shēng)生",
        "O(shè)",
        "(yī)",
        "衛(yī生",
        "關(guan) 於(yu) 兩處",
        "一體化(wèi shēng)",
        "咖啡(café)",
    ],
)
def test_other_brackets_stay(text):
    assert after(text) == text


def test_each_note_is_recorded_with_its_character():
    _, repairs = remove_notes((Line(5, "衛(wèi)生業(yè)務"),), HERE)

    assert [(repair.line, repair.column, repair.before, repair.after) for repair in repairs] == [
        (5, 0, "衛(wèi)", "衛"),
        (5, 7, "業(yè)", "業"),
    ]


@pytest.mark.parametrize("character", "衛發醫學聯網續構業產數導內養鎮質優關訓統結現準標應創")
def test_characters_that_mirrors_annotate_are_in_the_table(character):
    readings = {"衛": "wèi", "發": "fā", "醫": "yī", "學": "xué", "聯": "lián", "關": "guān"}

    assert is_reading(character, readings.get(character, "")) == (character in readings)
