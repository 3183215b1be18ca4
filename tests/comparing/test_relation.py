"""How two plans stand to each other, and what a reader is told about it."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.relation import load_texts, notes_on, relate
from policydiff.model import Completeness, Level, Plan, Relation
from policydiff.pipeline import load_plan
from tests.factory import make_plan

SEEDS = {
    name: load_plan(f"seeds/{name}.txt")
    for name in ("city-2020", "city-2024", "medadmin-2024", "newtown-2024", "yangpu-2025")
}


def plan(issuer: str, level: Level, year: int | None, scope: str = "", **more: object) -> Plan:
    said = {"issuer": issuer, "level": level, "year": year, "scope": scope, "title": "", **more}
    return make_plan(f"{issuer}-{year}", **said)


WATER = plan("甲乙市水务局", Level.MUNICIPAL, 2023)


@pytest.mark.parametrize(
    ("previous", "current", "relation", "codes"),
    [
        ("city-2020", "city-2024", Relation.LONGITUDINAL, ["current-digest", "year-gap"]),
        ("city-2020", "medadmin-2024", Relation.SCOPE, ["scope", "current-excerpt"]),
        ("city-2024", "newtown-2024", Relation.SCOPE, ["territory", "previous-digest"]),
        ("city-2020", "yangpu-2025", Relation.VERTICAL, ["vertical"]),
        ("city-2024", "yangpu-2025", Relation.VERTICAL, ["vertical", "previous-digest"]),
        ("newtown-2024", "yangpu-2025", Relation.LATERAL, ["lateral"]),
        (
            "yangpu-2025",
            "city-2020",
            Relation.VERTICAL,
            ["vertical", "vertical-upwards", "order-reversed"],
        ),
    ],
)
def test_the_seeds(previous, current, relation, codes):
    pair = SEEDS[previous], SEEDS[current]

    assert relate(*pair) is relation
    assert [note.code for note in notes_on(*pair, relation)] == codes


@pytest.mark.parametrize(
    ("current", "relation", "codes"),
    [
        (plan("甲乙市水务局", Level.MUNICIPAL, 2024), Relation.LONGITUDINAL, []),
        (plan("甲乙市水务局", Level.MUNICIPAL, 2026), Relation.LONGITUDINAL, ["year-gap"]),
        (plan("甲乙市水务局", Level.MUNICIPAL, None), Relation.LONGITUDINAL, ["year-unknown"]),
        (plan("甲乙市水务局", Level.MUNICIPAL, 2023), Relation.LATERAL, ["lateral", "same-year"]),
        (
            plan("甲乙市水务局", Level.MUNICIPAL, 2022),
            Relation.LATERAL,
            ["lateral", "order-reversed"],
        ),
        (plan("甲乙市水务局", Level.MUNICIPAL, 2024, "节水"), Relation.SCOPE, ["scope"]),
        (plan("甲乙市水务局", Level.MUNICIPAL, 2024, "开发区"), Relation.SCOPE, ["territory"]),
        (plan("甲乙市甲乙区水务局", Level.DISTRICT, 2024), Relation.VERTICAL, ["vertical"]),
        (plan("甲乙市甲乙区水利局", Level.DISTRICT, 2024), Relation.LATERAL, ["lateral"]),
        (plan("丙丁市甲乙区水务局", Level.DISTRICT, 2024), Relation.LATERAL, ["lateral"]),
        (plan("甲乙市甲乙区人民政府", Level.DISTRICT, 2024), Relation.LATERAL, ["lateral"]),
        (plan("丙丁市水务局", Level.MUNICIPAL, 2024), Relation.LATERAL, ["lateral"]),
        (plan("甲乙市教育局", Level.MUNICIPAL, 2024), Relation.LATERAL, ["lateral"]),
        (plan("甲乙市教育局", Level.MUNICIPAL, 2024, "普法"), Relation.LATERAL, ["lateral"]),
        (plan("甲乙市人民政府", Level.MUNICIPAL, 2024), Relation.SCOPE, ["scope"]),
        (plan("", Level.OTHER, 2024), Relation.LATERAL, ["lateral", "issuer-unknown"]),
    ],
)
def test_offices_scopes_and_years(current, relation, codes):
    assert relate(WATER, current) is relation
    assert [note.code for note in notes_on(WATER, current, relation)] == codes


def test_a_digest_and_the_text_of_the_same_year_differ_in_scope():
    digest = replace(WATER, completeness=Completeness.DIGEST)

    assert relate(digest, WATER) is Relation.SCOPE


def test_a_reform_renames_an_office_but_not_backwards():
    before = plan("甲乙市卫生和计划生育委员会", Level.MUNICIPAL, 2018)
    after = plan("甲乙市卫健委", Level.MUNICIPAL, 2019)

    assert relate(before, after) is Relation.LONGITUDINAL
    assert [note.code for note in notes_on(before, after, Relation.LONGITUDINAL)] == [
        "issuer-renamed"
    ]
    other = plan("丙丁市卫健委", Level.MUNICIPAL, 2019)
    assert relate(before, other) is Relation.LATERAL


def test_a_city_that_ranks_as_a_province_is_a_peer_of_provinces():
    province = plan("甲乙省人民政府", Level.PROVINCIAL, 2024)

    assert relate(province, plan("北京市人民政府", Level.MUNICIPAL, 2025)) is Relation.LATERAL
    assert relate(province, plan("南京市人民政府", Level.MUNICIPAL, 2025)) is Relation.VERTICAL


def test_every_note_speaks_both_languages():
    for code, text in load_texts().items():
        assert set(text) == {"en", "zh"}, code
        assert text["en"].isascii(), code
