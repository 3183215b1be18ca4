"""Codebook files: what may stand in them, and mistakes told with file and line."""

import re
from pathlib import Path

import pytest

from policydiff.errors import CodebookError
from policydiff.model import Term
from policydiff.settings import ThemeSettings
from policydiff.themes import codebook_names, load_codebook, parse_codebook

GOOD = """name = "mine"
zh = "我的"

[[theme]]
code = "T01"
zh = "传染病"
en = "Infectious diseases"
definition = "监测与防治"
core = "艾滋病 结核病"
terms = ["流感", { term = "疫情", weight = 0.5 }]
hints = "防控"
exclusions = "动物疫情"

[[theme]]
code = "T02"
zh = "血液"
terms = '''
献血
用血
'''
"""


def test_all_parts_are_read():
    book = parse_codebook(GOOD, "mine.toml")
    first, second = book.themes
    assert (book.name, book.zh, book.en) == ("mine", "我的", "我的")
    assert first.terms == (
        Term("艾滋病", 2.0),
        Term("结核病", 2.0),
        Term("流感", 1.0),
        Term("疫情", 0.5),
        Term("防控", 0.4),
    )
    assert (first.en, first.exclusions) == ("Infectious diseases", ("动物疫情",))
    assert [term.text for term in second.terms] == ["献血", "用血"]
    assert second.en == "血液"


def test_weights_come_from_the_settings():
    book = parse_codebook(GOOD, "mine.toml", ThemeSettings(core_weight=5.0))
    assert book.themes[0].terms[0] == Term("艾滋病", 5.0)


def test_the_file_name_names_a_nameless_codebook():
    assert (
        parse_codebook("[[theme]]\ncode='a'\nzh='甲'\nterms='甲乙'", "d/field.toml").name == "field"
    )


MISTAKES = {
    "syntax": ("code = \n", 'code = "T02"', "mine.toml:15: not valid TOML"),
    "unknown key": ("term = '献血'", "terms = '''\n献血\n用血\n'''", "17: unknown key 'term'; did"),
    "twice": ("献血\n献血", "献血\n用血", "19: term '献血' given twice"),
    "short": ("献血\n血", "献血\n用血", "19: '血' in terms: a term has at least 2 characters"),
    "quoted": ("献血\n“血”", "献血\n用血", "19: '“血”' in terms: a term has at least 2 characters"),
    "same code": ('code = "T01"', 'code = "T02"', "15: code 'T01' given twice"),
    "no code": ("", 'code = "T02"\n', "14: code must be"),
    "bad code": ('code = "a b"', 'code = "T02"', "15: code must be"),
    "no name": ("", 'zh = "血液"\n', "15: theme 'T02' has no name"),
    "no terms": ("", "terms = '''\n献血\n用血\n'''\n", "15: theme 'T02' has no terms"),
    "number": ("weight = 0", "weight = 0.5", "10: weight of '疫情' must be a number over 0"),
    "boolean": ("weight = true", "weight = 0.5", "10: weight of '疫情' must be a number over 0"),
    "not a list": ("hints = 3", 'hints = "防控"', "11: hints must be a string of words"),
    "not strings": ("hints = [3]", 'hints = "防控"', "11: hints must hold strings"),
    "open gap": ('hints = "防控…"', 'hints = "防控"', "11: '防控…' in hints"),
    "two lines": ('zh = "血\\n液"', 'zh = "血液"', "16: zh must be a string on one line"),
    "escape": ('zh = "血\\u001b液"', 'zh = "血液"', "16: zh must be a string on one line"),
    "top key": ('nome = "mine"', 'name = "mine"', "1: unknown key 'nome'; did you mean 'name'?"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_with_file_and_line(case):
    wrong, right, message = MISTAKES[case]
    assert right in GOOD
    with pytest.raises(CodebookError) as caught:
        parse_codebook(GOOD.replace(right, wrong), "mine.toml")
    assert str(caught.value).startswith("mine.toml:")
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "name = 'x'", "theme = []", "theme = 'x'"])
def test_a_codebook_without_themes_is_refused(text):
    with pytest.raises(CodebookError, match=r"mine\.toml:1: no \[\[theme\]\]"):
        parse_codebook(text, "mine.toml")


def test_inline_themes_are_read_too():
    text = "theme = [{ code = 'a', zh = '甲', terms = '甲乙' }]"
    assert parse_codebook(text, "mine.toml").themes[0].code == "a"


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert [theme.code for theme in load_codebook(str(path)).themes] == ["T01", "T02"]


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(CodebookError, match="no such codebook or file") as caught:
        load_codebook("helth")
    assert caught.value.hint == "did you mean 'health'?"
    with pytest.raises(CodebookError, match="directory"):
        load_codebook(str(tmp_path))
    (tmp_path / "gbk.toml").write_bytes("zh = 'a'\nname = '主题'".encode("gbk"))
    with pytest.raises(CodebookError, match=r"gbk\.toml:2: not UTF-8"):
        load_codebook(str(tmp_path / "gbk.toml"))


@pytest.mark.parametrize("name", codebook_names())
def test_the_shipped_codebooks_are_whole(name):
    book = load_codebook(name)
    assert book.name == name
    assert all(theme.definition and theme.en != theme.zh for theme in book.themes)
    assert all(len(theme.terms) >= 10 for theme in book.themes)


@pytest.mark.parametrize("name", codebook_names())
def test_no_shipped_term_is_silenced_by_its_own_theme(name):
    for theme in load_codebook(name).themes:
        for term in theme.terms:
            assert not any(phrase in term.text for phrase in theme.exclusions), term.text


def test_the_health_codebook_has_the_themes_of_the_gold():
    assert [theme.code for theme in load_codebook("health").themes] == gold_codes()


def gold_codes() -> list[str]:
    text = (Path(__file__).parents[1] / "gold" / "CODEBOOK.md").read_text(encoding="utf-8")
    return re.findall(r"^T\d\d (\S+)", text, re.M)
