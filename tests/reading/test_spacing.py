"""Invisible characters, lost indents, odd spaces: positive and near-miss cases."""

from unicodedata import category

import pytest

from policydiff.cleaning.characters import (
    INVISIBLE_RE,
    close_up,
    normalise_spaces,
    remove_invisible,
    remove_table_edge,
    restore_indents,
)
from policydiff.cleaning.rules import CleaningContext
from policydiff.model import Line, Script
from policydiff.settings import ReadingSettings
from policydiff.text.lines import split_lines

HERE = CleaningContext(Script.HANS, ReadingSettings())


def after(rule, text):
    lines, repairs = rule((Line(7, text),), HERE)
    assert bool(repairs) == (lines[0].text != text)
    return lines[0].text


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


@pytest.mark.parametrize("text", ["医院", "a\tb", "卫 健", "😀", "𠮷野", "1.a"])
def test_visible_characters_stay(text):
    assert after(remove_invisible, text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("??? 为做好工作", " 为做好工作"),
        ("? 为做好工作", " 为做好工作"),
        ("????????上海市", "上海市"),
        ("?", ""),
        (" ? ? ", ""),
        ("??? ?", ""),
        ("? ?? ??? 为", " 为"),
        ("? ???坡", " ???坡"),
        ("?? ????为", "为"),
        ("\ufffd\ufffd\ufffd\ufffd上海市", "上海市"),
    ],
)
def test_lost_indents(text, left):
    assert after(restore_indents, text) == left


@pytest.mark.parametrize(
    "text", ["??坡聯盟", "???,提升", "怎么办?要改革", "国务院总理?李", "为什么?", "专科? 要", "1.?"]
)
def test_genuine_and_damaged_question_marks_stay(text):
    assert after(restore_indents, text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\u3000\u3000一、改革", "一、改革"),
        ("1.\t還有", "1. 還有"),
        ("政 府\u00a0工\u2003作", "政 府 工 作"),
        ("来源:本报        时间", "来源:本报 时间"),
        (" 一 ", "一"),
        (" ", ""),
    ],
)
def test_spaces(text, left):
    assert after(normalise_spaces, text) == left


@pytest.mark.parametrize("text", ["", "一、改革", "政 府 工 作", "a b c"])
def test_ordinary_spaces_stay(text):
    assert after(normalise_spaces, text) == text


@pytest.mark.parametrize(
    ("text", "left"), [("3月5日印发 |", "3月5日印发"), ("印发｜", "印发"), ("印发| ", "印发")]
)
def test_a_lone_bar_at_the_end_goes(text, left):
    assert after(remove_table_edge, text) == left


@pytest.mark.parametrize("text", ["| 1 | 改革 |", "1 | 改革 |", "a|b", "|", "| 印发"])
def test_bars_of_a_table_stay(text):
    assert after(remove_table_edge, text) == text


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("1 . 修 建 水 渠 1 2 条 。", "1.修建水渠12条。"),
        ("要求： 全 年 修 建 水 渠 十 条", "要求： 全年修建水渠十条"),
        ("加强 水利 工程 建设 管理 工作", "加强 水利 工程 建设 管理 工作"),
        ("甲 | 乙 | 丙 | 丁 | 戊 | 己", "甲 | 乙 | 丙 | 丁 | 戊 | 己"),
        ("1 2 3 4 5 6 7", "1 2 3 4 5 6 7"),
        ("林 一 王 二", "林 一 王 二"),
    ],
)
def test_characters_that_stand_apart(text, closed):
    assert after(close_up, text) == closed
