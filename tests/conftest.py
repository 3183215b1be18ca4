"""What all tests share: outputs compared whole with accepted ones, and two hand-made reports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from policydiff.model import (
    Equivalent,
    Event,
    Explanation,
    Note,
    QueryKind,
    Quote,
    Reason,
    Report,
    Trace,
    TraceStop,
)
from policydiff.report.pair import Pair, pairs
from tests.reports import HOSTILE, LONGITUDINAL, SMALL, hostile, proved

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # no test may hang on how fast the machine is

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the plans of seeds/ from where they stand, wherever pytest was called."""
    monkeypatch.chdir(Path(__file__).parents[1])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="accept the outputs as golden files")


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole output with tests/golden/NAME; --accept writes it instead."""

    def check(name: str, output: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(output, encoding="utf-8", newline="")
        assert path.exists(), f"no golden file {name}: look at the output, then use --accept"
        with path.open(encoding="utf-8", newline="") as file:
            assert output == file.read()

    return check


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair of plans and the explanation of two of their tasks."""

    pair: Pair
    explanation: Explanation


@pytest.fixture(scope="session")
def small_report() -> Report:
    return SMALL


@pytest.fixture(scope="session")
def proved_report() -> Report:
    return proved()


@pytest.fixture(scope="session")
def hostile_report() -> Report:
    return hostile()


@pytest.fixture(scope="session")
def explained() -> Explained:
    link = LONGITUDINAL.links[0]
    explanation = Explanation(
        link.previous,
        link.current,
        link.strength,
        link.score,
        link.evidence,
        link.reasons,
        rank_previous=1,
        rank_current=2,
    )
    return Explained(pairs(SMALL)[0], explanation)


@pytest.fixture(scope="session")
def trace() -> Trace:
    quotes = (
        Quote("city-2020", "1", "1-1", 4, "建设互联网医院。"),
        Quote("city-2024", "1", "1-1", 3, "互联网医院全覆盖。"),
    )
    other = Quote("district-2025", "1", "1-1", 3, "推广网上门诊。")
    stops = (
        TraceStop("city-2020", 2020, ("1",), 1, quotes[:1], Event.FIRST_SEEN),
        TraceStop("city-2024", 2024, ("1",), 1, quotes[1:], Event.CONTINUED),
        TraceStop(
            *("district-2025", 2025, (), 0, (), Event.DROPPED),
            equivalents=(Equivalent("网上门诊", 1, other),),
        ),
    )
    return Trace("互联网医院", QueryKind.PHRASE, "互联网医院", stops)


@pytest.fixture(scope="session")
def hostile_trace() -> Trace:
    joined = " ".join(HOSTILE[:-1])
    plan = hostile().plans[0]
    quote = Quote(plan.id, "1", "", 1, joined)
    return Trace(joined, QueryKind.PHRASE, joined, (TraceStop(plan.id, None, ("1",), 2, (quote,)),))


@pytest.fixture(scope="session")
def rejected() -> Explained:
    reasons = (Reason("measures", 0.1, 5.0), Reason("prior", 1.0, -2.5))
    missing = (Note("no-shared-words", "两项任务没有共有的专门词语"),)
    explanation = Explanation(
        "4", "3", None, 0.21, (), reasons, rank_previous=1, rank_current=4, missing=missing
    )
    return Explained(pairs(SMALL)[0], explanation)
