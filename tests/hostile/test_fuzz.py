"""A thousand hostile inputs against the laws, and the judges against what breaks them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.fuzz import JUDGES, FaultError, campaign
from bench.hostile import Kind, make

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", range(4))
def test_no_law_is_broken(seed):
    assert campaign(250, seed).faults == []


def test_results_do_not_hang_on_the_hash_seed():
    command = [sys.executable, "-m", "bench.fuzz", "60", "9"]
    digests = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.splitlines()[-1]
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_inputs_are_made_again_by_their_numbers_and_of_all_kinds():
    saved = '{"a": [1, {"b": 2}]}'
    made = [make(1, number, saved) for number in range(300)]

    assert made == [make(1, number, saved) for number in range(300)]
    assert {hostile.kind for hostile in made} == set(Kind)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("md", "see www.e.com"),
        ("md", "![i](x)"),
        ("md", "a <img src=x onerror=y>"),
        ("html", "<p onclick=x>"),
        ("html", "<a href='javascript:x'>a</a>"),
        ("html", "<script>alert(1)</script>"),
        ("csv", "a\n=1+1,b"),
        ("csv", "::error::a,b"),
    ],
)
def test_a_broken_law_is_seen(suffix, content):
    with pytest.raises(FaultError):
        JUDGES[suffix](content)
