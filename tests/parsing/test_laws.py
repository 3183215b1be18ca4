from pathlib import Path

import pytest

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source

from .laws import check_laws

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_laws_hold_on_the_seeds(path):
    text = read_source(str(path))

    check_laws(text, parse_plan(text))
