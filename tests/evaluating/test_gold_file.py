"""Gold files: what they may hold, and what is said of mistakes."""

import json
import re
from pathlib import Path

import pytest

from policydiff.errors import GoldError
from policydiff.evaluating import load_gold
from policydiff.evaluating.gold import GoldLink, GoldPlan, GoldTarget, GoldTask, GoldThemes
from policydiff.model import Strength

ROOT = Path(__file__).parents[2]

TOML = """
["a->b"]
links = [{old = 1, new = "2.1", strength = 2}]
disputed = [["1", "1.1"]]

[tasks]
a = ["1", {id = "2", line = 7}]
"""


def write(folder: Path, content: object, name: str = "gold.json") -> str:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_projects_own_gold():
    gold = load_gold(str(ROOT / "tests/gold"))

    assert [len(pair.links) for pair in gold.pairs] == [35, 27, 24, 22]
    assert sum(len(plan.tasks) for plan in gold.coded) == 68
    assert sum(len(plan.targets) for plan in gold.quantified) == 20
    assert len(gold.plan_names) == 5


def test_the_codes_of_the_gold_are_those_of_its_codebook():
    codebook = (ROOT / "tests/gold/CODEBOOK.md").read_text(encoding="utf-8")
    codes = json.loads((ROOT / "tests/gold/codes.json").read_text(encoding="utf-8"))

    assert codes == dict(re.findall(r"^(T\d\d) (\S+)", codebook, re.MULTILINE))


def test_toml(tmp_path):
    pair = load_gold(write(tmp_path, TOML, "gold.toml")).pairs[0]

    assert pair.links == (GoldLink("1", "2.1", Strength.FULL),)
    assert pair.disputed == {("1", "1.1")}
    assert pair.previous == GoldPlan("a", (GoldTask("1"), GoldTask("2", 7)))
    assert pair.current == GoldPlan("b")


def test_links_as_compare_writes_them_are_gold_too(tmp_path):
    links = [{"previous": "1", "current": "2", "strength": "partial", "score": 0.6}]

    pair = load_gold(write(tmp_path, {"a->b": {"links": links}})).pairs[0]

    assert pair.links == (GoldLink("1", "2", Strength.PARTIAL),)


def test_ids_beside_a_file_are_used_and_its_own_win(tmp_path):
    write(tmp_path, {"a": ["x"], "b": ["y"]}, "tasks.json")
    own = {"tasks": {"previous": [{"id": "z", "line": 3}]}, "links": []}

    pair = load_gold(write(tmp_path, {"a->b": own})).pairs[0]

    assert pair.previous.tasks == (GoldTask("z", 3),)
    assert pair.current.tasks == (GoldTask("y"),)


def test_themes_and_targets_in_one_file(tmp_path):
    content = {
        "themes": {"a": {"1": {"primary": "T1", "themes": ["T1", "own"]}}},
        "targets": {"a": [{"task": "1", "value": 0.8, "unit": "", "quote": "…"}]},
        "codes": {"T1": "tcm"},
    }

    gold = load_gold(write(tmp_path, content))

    assert gold.pairs == ()
    assert gold.coded[0].tasks == (GoldThemes("1", frozenset({"tcm"}), frozenset({"tcm", "own"})),)
    assert gold.quantified[0].targets == (GoldTarget("1", "0.8", ""),)


LINK = {"old": "1", "new": "1", "strength": 2}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "gold.json:1: not valid JSON"),
        ("[]", "must be a table"),
        ("{}", "holds neither links nor themes nor targets"),
        ({"a": {"links": []}}, 'a: unknown key; a pair of plans is called "PREVIOUS->CURRENT"'),
        ({"a->": {"links": []}}, "a->: unknown key"),
        ({"a->b": {}}, "a->b: links is missing"),
        ({"a->b": {"links": {}}}, "a->b: links: must be a list"),
        ({"a->b": {"links": [{"old": "1", "new": "1"}]}}, "links 1: strength is missing"),
        ({"a->b": {"links": [LINK, LINK]}}, "a->b: 1:1 is given twice"),
        ({"a->b": {"links": [LINK | {"strength": 3}]}}, "links 1: strength: must be 2 or full"),
        ({"a->b": {"links": [LINK | {"strength": True}]}}, "strength: must be 2 or full"),
        ({"a->b": {"links": [LINK | {"strength": [2]}]}}, "strength: must be 2 or full"),
        ({"a->b": {"links": [LINK | {"old": None}]}}, "links 1: old: must be a string"),
        ({"a->b": {"links": [LINK], "disputed": [["1", "1"]]}}, "1:1 is both a link and disputed"),
        ({"a->b": {"links": [], "disputed": [["1"]]}}, "must hold pairs of tasks"),
        ({"tasks": {"a": ["1", "1"]}, "a->b": {"links": []}}, "tasks: a: 1 is given twice"),
        ({"a->b": {"links": [], "tasks": {"previous": [{"id": "1", "line": "x"}]}}}, "a number"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, content, message):
    with pytest.raises(GoldError) as caught:
        load_gold(write(tmp_path, content))

    assert message in str(caught.value)
    assert "gold-format.md" in caught.value.hint


def test_other_files_are_no_gold(tmp_path):
    with pytest.raises(GoldError, match="is JSON or TOML"):
        load_gold(write(tmp_path, "", "gold.csv"))
    with pytest.raises(GoldError, match="no such file"):
        load_gold(str(tmp_path / "none.json"))
    (tmp_path / "latin.json").write_bytes(b'{"\xff": 1}')
    with pytest.raises(GoldError, match="not UTF-8"):
        load_gold(str(tmp_path / "latin.json"))
