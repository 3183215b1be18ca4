"""Catalogues, codebooks, thesauri and configurations that are too deep, too long or too many."""

import pytest

from policydiff.cli import run
from policydiff.cli.config import load_config
from policydiff.errors import PolicyDiffError
from policydiff.matching.terms import build, load_thesaurus
from policydiff.pipeline import load_plan, resolve
from policydiff.pipeline.catalogue import load_catalogue
from policydiff.settings import MatchingSettings
from policydiff.themes import load_codebook
from tests.hostile.work import LINEAR, growth, in_child

READERS = {
    "catalogue": load_catalogue,
    "codebook": load_codebook,
    "thesaurus": lambda path: load_thesaurus(MatchingSettings(thesaurus=path)),
    "config": load_config,
}
DAMAGED = {
    "deep": ("a = " + "[" * 40_000, "too deep"),
    "tables": ("a = " + "{a=" * 40_000, "too deep"),
    "long number": ("a = " + "1" * 5_000, "out of range"),
    "dotted": (".".join(["a"] * 200_000) + " = 1", "30 parts"),
    "quoted": ("[" + ".".join(['"a"'] * 100_000) + "]", "30 parts"),
    "huge": ("# " + "x" * 5_000_000, "larger than"),
    "values": ("a = [" + "1," * 300_000 + "]", "lines and values"),
    "lines": ("\n" * 300_000, "lines and values"),
    "escapes": ('a = "' + "\\u4e00" * 300_000 + '"', "lines and values"),
    "bytes": ("a = '\udcff'", "not UTF-8"),
    "date": ("a = 2024-99-99", "not valid TOML"),
    "open": ("a = '''", "not valid TOML"),
}


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "hostile.toml"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        return str(path)

    return write


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", DAMAGED)
def test_a_hostile_file_is_one_clean_error(file, reader, name):
    text, told = DAMAGED[name]
    with pytest.raises(PolicyDiffError, match=told) as caught:
        in_child(lambda: READERS[reader](file(text)))
    assert caught.value.hint


@pytest.mark.parametrize("reader", ["catalogue", "codebook", "thesaurus"])
@pytest.mark.parametrize("path", ["x" * 5_000, "a\0b", "a/" * 3_000, "\ud800"])
def test_a_name_that_no_file_can_have(reader, path):
    with pytest.raises(PolicyDiffError):
        READERS[reader](path)


@pytest.mark.parametrize("path", ["x" * 5_000, "a\0b", "a/" * 3_000, "\ud800", "a=" + "x" * 300])
def test_a_plan_of_a_name_that_no_file_can_have(path):
    with pytest.raises(PolicyDiffError):
        load_plan(path)
    with pytest.raises(PolicyDiffError):
        load_plan(path, catalogue="seeds/plans.toml")


@pytest.mark.parametrize("year", ["0", "-1", "10000", "9" * 300, "true", "2024.5", "nan"])
def test_a_year_that_is_none(file, year):
    with pytest.raises(PolicyDiffError, match="year must be a number"):
        load_catalogue(file(f"[[plan]]\nid = 'a'\npath = 'a.txt'\nyear = {year}\n"))


@pytest.mark.parametrize("weight", ["inf", "nan", "-1", "1e999", "true", "0"])
def test_a_weight_that_is_none(file, weight):
    theme = "[[theme]]\ncode = 'a'\nzh = '甲'\nterms = [{ term = '甲乙', weight = %s }]"
    with pytest.raises(PolicyDiffError, match="weight"):
        load_codebook(file(theme % weight))


def test_a_catalogue_of_many_plans_is_read_in_linear_work(file):
    entry = "[[plan]]\nid = 'p{0}'\npath = 'p{0}.txt'\n"

    def read(size):
        return load_catalogue(file("".join(entry.format(n) for n in range(size))))

    assert growth(read, 200) < LINEAR
    many = in_child(lambda: read(30_000), 4)
    assert resolve("p29999", many).path.endswith("p29999.txt")


def test_a_codebook_of_many_themes_is_read_in_linear_work(file):
    theme = "[[theme]]\ncode = 't{0}'\nzh = '主题{0}'\nterms = ['词语{0}']\n"

    def read(size):
        return load_codebook(file("".join(theme.format(n) for n in range(size))))

    assert growth(read, 200) < LINEAR
    assert len(in_child(lambda: read(12_000)).themes) == 12_000


def test_terms_that_begin_alike_are_looked_up_not_tried():
    text = "社区" * 200
    many = build({"甲": [f"社区{n}" for n in range(20_000)], "乙": ["社区"]})
    assert in_child(lambda: [term.text for term in many.find(text)]) == ["社区"] * 200


def test_a_term_of_too_many_meanings_is_told(file):
    same = "".join(f"'概念{n}' = ['建设', '社区']\n" for n in range(60))
    with pytest.raises(PolicyDiffError, match="建设 stands for more than 50 concepts"):
        load_thesaurus(MatchingSettings(thesaurus=file("[own]\n" + same)))


@pytest.mark.parametrize("terms", ["['建设']", "['建设…{0}项']", "['另外…{0}项', '建设']"])
def test_too_many_terms_that_begin_alike_are_told(file, terms):
    theme = "[[theme]]\ncode = 't{0}'\nzh = '主题'\nterms = " + terms + "\n"
    many = "".join(theme.format(n) for n in range(150))
    with pytest.raises(PolicyDiffError, match=r"more than 100 terms are '(建设|另外)'"):
        load_codebook(file(many))
    assert load_codebook(file("".join(theme.format(n) for n in range(90)))).themes


def test_a_term_as_long_as_a_page_is_told(file):
    theme = "[[theme]]\ncode = 'a'\nzh = '甲'\nterms = ['" + "建" * 300_000 + "']"
    with pytest.raises(PolicyDiffError, match="at most 100 characters") as caught:
        load_codebook(file(theme))
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("option", ["--catalogue", "--codebook", "--thesaurus"])
@pytest.mark.parametrize("name", ["deep", "long number"])
def test_the_command_line_says_it_once(file, capsys, option, name):
    path = file(DAMAGED[name][0])
    plans = ["city-2020", "city-2024"] if option == "--catalogue" else ["seeds/city-2020.txt"] * 2

    assert run(["compare", option, path, plans[0], "seeds/city-2024.txt"]) == 2
    assert "internal error" not in capsys.readouterr().err
