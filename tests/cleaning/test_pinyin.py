"""Reading notes go; genuine brackets stay."""

import pytest

from policydiff.cleaning.pinyin import is_reading, remove_notes
from policydiff.cleaning.rules import CleaningContext
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings

HERE = CleaningContext(Script.HANT, ReadingSettings())
TONELESS = "關(guan) 於(yu) 印(yin) 發(fa) 衛(wei) 生"


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
