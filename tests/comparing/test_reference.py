"""Which plan a plan is set against, among those given before it."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.relation import choose_reference
from policydiff.model import Completeness, Level, Plan
from policydiff.pipeline import load_plan
from policydiff.pipeline.compare import compare
from tests.factory import make_plan


def plan(label: str, issuer: str, year: int | None, scope: str = "") -> Plan:
    level = Level.DISTRICT if "区" in issuer else Level.MUNICIPAL
    return make_plan(label, issuer=issuer, level=level, year=year, scope=scope, title="")


CITY22 = plan("city-2022", "云山市水务局", 2022)
CITY23 = plan("city-2023", "云山市水务局", 2023)
CITY25 = plan("city-2025", "云山市水务局", 2025)
SAVING = plan("saving-2024", "云山市水务局", 2024, "节水")
ZONE = plan("zone-2024", "云山市水务局", 2024, "开发区")
SCHOOLS = plan("schools-2023", "云山市教育局", 2023)
WARD = plan("ward-2024", "云山市东河区水务局", 2024)
OTHER = plan("other-2023", "青州市水务局", 2023)


@pytest.mark.parametrize(
    ("current", "before", "chosen"),
    [
        (CITY25, (CITY23, CITY22, WARD), CITY23),
        (CITY25, (CITY22, CITY23, SAVING), CITY23),
        (WARD, (CITY22, CITY23, SCHOOLS), CITY23),
        (WARD, (CITY23, ZONE), CITY23),
        (WARD, (CITY23, CITY25), CITY23),
        (WARD, (CITY22, plan("ward-2021", "云山市东河区水务局", 2021), OTHER), None),
        (SAVING, (CITY22, CITY23, SCHOOLS), CITY23),
        (SAVING, (CITY23, CITY25), CITY23),
        (CITY23, (SCHOOLS, OTHER), OTHER),
        (CITY23, (CITY25,), CITY25),
        (plan("city-x", "云山市水务局", None), (CITY22, CITY23), CITY23),
    ],
)
def test_the_best_of_the_plans_given_before(current, before, chosen):
    expected = chosen or next(p for p in before if p.issuer == current.issuer)

    assert choose_reference(current, before) is expected


def test_the_full_text_goes_before_a_digest_of_the_same_year():
    digest = replace(CITY23, id="digest", completeness=Completeness.DIGEST)

    assert choose_reference(CITY25, (CITY23, digest)) is CITY23


def test_the_seeds():
    names = ("city-2020", "city-2024", "newtown-2024", "yangpu-2025")
    report = compare([load_plan(f"seeds/{name}.txt") for name in names])

    assert [(c.previous, c.current, c.relation.value) for c in report.comparisons] == [
        ("city-2020", "city-2024", "longitudinal"),
        ("city-2024", "newtown-2024", "scope"),
        ("city-2024", "yangpu-2025", "vertical"),
    ]
