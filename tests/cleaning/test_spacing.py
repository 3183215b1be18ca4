"""Invisible characters, lost indents, odd spaces: positive and near-miss cases."""

from unicodedata import category

import pytest

from policydiff.cleaning.rules import INVISIBLE_RE, CleaningContext, remove_invisible
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings
from policydiff.text.lines import split_lines

HERE = CleaningContext(Script.HANS, ReadingSettings())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\rb\r", ["a", "b"]),
        ("a\u2028b\u2029c\x85d", ["a", "b", "c", "d"]),
        ("a\n\nb\n\n", ["a", "", "b", ""]),
        ("a\x0cb\x0bc", ["a\x0cb\x0bc"]),
        ("", []),
    ],
)
def test_line_breaks(text, lines):
    assert [line.text for line in split_lines(text)] == lines


@pytest.mark.parametrize(
    "character",
    [
        *"\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\ufe0f",
        *"\x00\x07\x08\x0c\x1b\x7f\x9b\U000e0041\u061c\ufff9",
    ],
)
def test_invisible_characters_go_and_are_recorded(character):
    lines, repairs = remove_invisible((Line(3, f"医{character}院"),), HERE)

    assert lines == (Line(3, "医院"),)
    assert [(repair.before, repair.after, repair.column) for repair in repairs] == [
        (character, "", 1)
    ]


def test_every_format_character_of_unicode_is_invisible():
    formats = [chr(code) for code in range(0x110000) if category(chr(code)) == "Cf"]

    assert len(formats) > 150
    assert [character for character in formats if not INVISIBLE_RE.fullmatch(character)] == []
