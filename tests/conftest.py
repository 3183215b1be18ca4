"""What all tests share: comparing whole outputs with accepted ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


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
